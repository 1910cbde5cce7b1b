"""The palette: all that can be done here, the places to go to, and every scenario, found by typing.

Textual has one of its own; it reads the help of a line as markup, and keeps timers while it is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.text import clean
from simulator.terminal.actions import Command
from simulator.terminal.cards import Card
from simulator.terminal.screens.finder import Finder, found_in
from simulator.terminal.widgets.menu import Entry, option, text

_KEYS = 12  # cells for the keys of a line


@dataclass(frozen=True, slots=True)
class Go:
    """To another place: the name of an errand. With `over`, it opens over the present screen, which waits;
    otherwise the present screen is left."""

    errand: str
    title: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """A new attempt at a scenario; the present screen is left."""

    scenario: str


PLACES = (
    Go("library", "The library"),
    Go("progress", "Your progress"),
    Go("glossary", "The glossary", over=True),
    Go("settings", "The settings", over=True),
    Go("about", "About Only Me, and where your attempts are kept", over=True),
)


class Palette(Finder, place="palette"):
    """Ends with a `Command`, a `Go` or a `Begin`, or with nothing."""

    def __init__(self, able: tuple[Command, ...], places: tuple[Go, ...], cards: tuple[Card, ...]) -> None:
        """`able`: the commands that can be done on the screen it was opened from."""
        super().__init__("What would you like to do?")
        self._able, self._places, self._cards = able, places, cards

    def entries(self) -> Iterator[Entry]:
        """What matches, in groups."""
        groups: dict[str, list[Entry]] = {
            "Here": [
                option(held, (f"{held.shown:<{_KEYS}}", "quiet"), held.help)
                for held in self._able
                if found_in(f"{held.label} {held.help}", self.wanted)
            ],
            "Go to": [
                option(held, held.title)
                for held in self._places
                if found_in(f"Go to {held.errand} {held.title}", self.wanted)
            ],
            "Start a scenario": [
                option(Begin(card.id), card.title)
                for card in self._cards
                if found_in(f"Start {card.id} {card.title}", self.wanted)
            ],
        }
        for heading, held in groups.items():
            if held:
                yield text((heading, "heading"))
                yield from held
                yield text()
        if not any(groups.values()):
            yield text(f"Nothing here matches “{clean(self.wanted)}”. Delete some of it to see more.")
