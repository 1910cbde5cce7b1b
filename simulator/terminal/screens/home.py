"""Home: what to go on with, what to practise, and the way to everything else."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.message import Message

from simulator.terminal.cards import Card
from simulator.terminal.paragraphs import Run
from simulator.terminal.screens.room import Room
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, Menu, option, text

if TYPE_CHECKING:
    from simulator.terminal.playing import Unfinished

QUIT = ("quit", "")
SHOWN = 5
"""Scenarios that Home offers itself; the library has them all."""
_LEAST, _WIDEST = 11, 32  # cells of the titles
_ELSEWHERE = (
    ("library", "Library", "every scenario, your best, the endings seen"),
    ("progress", "Progress", "how it went, and what to practise next"),
    ("welcome", "How to play", "in a minute"),
    ("glossary", "Glossary", "the words of the game, and its principles"),
    ("settings", "Settings", "colours, plain mode"),
    ("about", "About", "where your attempts are kept; versions, licences"),
)


class Home(Room[None], place="home"):
    """The first screen. The library is there at once; what was begun comes when the store has been opened."""

    AUTO_FOCUS = "#menu"

    @dataclass
    class Practise(Message):
        """A scenario was picked."""

        scenario: str

    @dataclass
    class Continue(Message):
        """An attempt to go on with was picked."""

        attempt: str

    @dataclass
    class Go(Message):
        """Another place was picked: the name of an errand, and what it is about."""

        errand: str
        about: str = ""

    def __init__(self, library: tuple[Card, ...]) -> None:
        super().__init__()
        self._library = library
        self._unfinished: tuple[Unfinished, ...] = ()
        self._filled = False  # whether it has been looked up what there is to go on with

    def parts(self) -> ComposeResult:
        """A title and the menu."""
        yield Words("Only Me — practise keeping your word", classes="title")
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Fills the menu."""
        self._menu.offer(self._entries())

    @property
    def _menu(self) -> Menu:
        return self.query_one("#menu", Menu)

    def begun(self, unfinished: tuple[Unfinished, ...]) -> None:
        """Shows what there is to go on with. The first time its first line is marked, if nobody has moved
        the mark; later the mark stays on its line."""
        fresh = not self._filled and self._menu.marked == self._menu.keys[0]
        self._filled = True
        self._unfinished = unfinished
        self._menu.offer(self._entries(), keep=not fresh)
        self.refresh_keys()

    def _entries(self) -> Iterator[Entry]:
        if self._unfinished:
            yield text(("Continue", "heading"))
            for held in self._unfinished:
                yield self._line(("continue", held.id), held.title, (f"{held.where}, {held.when}", "quiet"))
            yield text()
        yield text(("Practise", "heading"))
        for number, card in enumerate(self._library[:SHOWN], start=1):
            facts = ", ".join(
                part for part in (card.level, card.minutes and f"{card.minutes} minutes") if part
            )
            yield self._line(
                ("practise", card.id), card.title, (f"{facts}. ", "quiet"), card.practise, number=number
            )
        yield text()
        yield text(("More", "heading"))
        for errand, title, about in _ELSEWHERE:
            yield self._line(("go", errand), title, (about, "quiet"))
        yield self._line(QUIT, "Quit")

    def _line(self, key: Hashable, title: str, *about: Run | str, number: int | None = None) -> Entry:
        """A title, and beside it, in a column for the whole page, what there is to say of it."""
        room = self._column if number is None else self._column - 2
        space = " " * max(2, room - cell_len(title))
        return option(key, (title, "strong"), space, *about, number=number, hang=self._column + 2)

    @property
    def _column(self) -> int:
        """The cells that the titles take, with their numbers and the space after them."""
        titles = [card.title for card in self._library[:SHOWN]] + [held.title for held in self._unfinished]
        return min(_WIDEST, max(_LEAST, *map(cell_len, titles), 0) + 4)

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Does what was chosen."""
        event.stop()
        match event.key:
            case ("practise", str(scenario)):
                self.post_message(self.Practise(scenario))
            case ("continue", str(attempt)):
                self.post_message(self.Continue(attempt))
            case ("go", str(errand)):
                self.post_message(self.Go(errand))
            case _:
                self.app.exit()

    def action_pick(self, number: int) -> None:
        """Practises the scenario of a number."""
        if number <= len(self._library[:SHOWN]):
            self._menu.choose(("practise", self._library[number - 1].id))

    def can(self, action: str) -> bool:
        """Continue, or delete, only what was begun."""
        return action not in ("resume", "delete") or bool(self._unfinished)

    def action_resume(self) -> None:
        """Goes on with what was played last."""
        if self._unfinished:
            self._menu.choose(("continue", self._unfinished[0].id))

    def action_delete(self) -> None:
        """Asks to remove the marked attempt."""
        match self._menu.marked:
            case ("continue", str(attempt)):
                self.post_message(self.Go("delete", attempt))
            case _:
                self.say("Mark an attempt under Continue first: the arrows lead to it")

    def action_library(self) -> None:
        """To the library."""
        self.post_message(self.Go("library"))

    def action_progress(self) -> None:
        """To the progress."""
        self.post_message(self.Go("progress"))

    def action_glossary(self) -> None:
        """To the glossary."""
        self.post_message(self.Go("glossary"))

    def action_settings(self) -> None:
        """To the settings."""
        self.post_message(self.Go("settings"))

    def action_welcome(self) -> None:
        """To the welcome."""
        self.post_message(self.Go("welcome"))

    def action_about(self) -> None:
        """To what the application is."""
        self.post_message(self.Go("about"))
