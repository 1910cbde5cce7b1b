"""Steps: where one is in a walk, in one line; a click goes to a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from simulator.scenario.text import one_line


class Steps(Widget, can_focus=False):
    """The numbers of all steps, each with a word where there is room for all of them, close together if need
    be; else with the title of the step one is at."""

    @dataclass
    class Picked(Message):
        """A step was clicked, counted from 0."""

        step: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._at = range(0)

    def show(self, titles: tuple[str, ...], names: tuple[str, ...], at: range) -> None:
        """Shows steps by their titles and their names of one word, and which of them are on the page."""
        self._titles, self._names, self._at = titles, names, at
        self.refresh()

    def render(self) -> Content:
        """The line."""
        parts = [
            (words, "bold $accent" if step in self._at else "$text-muted")
            for step, words, _, _ in self._laid_out()
        ]
        return Content.assemble(*parts)

    def _laid_out(self) -> Iterator[tuple[int, str, int, int]]:
        """Each step, its words, its first column and the one after its last."""
        words = [self._words(step, f" {name}") for step, name in enumerate(self._names)]
        if sum(map(cell_len, words)) > self.size.width:
            words = [
                f" {'▶' if step in self._at else ''}{step + 1} {name}"
                for step, name in enumerate(self._names)
            ]
        if sum(map(cell_len, words)) > self.size.width:
            bare = [self._words(step, "") for step in range(len(self._titles))]
            room = max(0, self.size.width - sum(map(cell_len, bare)) - 1)
            at = self._at[0] if self._at else None
            words = [self._words(step, self._title(room)) if step == at else held
                     for step, held in enumerate(bare)]  # fmt: skip
        start = 0
        for step, held in enumerate(words):
            yield step, held, start, start + cell_len(held)
            start += cell_len(held)

    def _title(self, room: int) -> str:
        title = " ".join(["", one_line(self._titles[self._at[0]])])
        return title if cell_len(title) <= room else set_cell_size(title, max(0, room - 1)) + "…"

    def _words(self, step: int, title: str) -> str:
        sign = "▶" if step in self._at else " "
        return f"{sign}{step + 1}{title} "

    def on_click(self, event: events.Click) -> None:
        """A click on a step goes there."""
        event.stop()
        for step, _, start, end in list(self._laid_out()):
            if start <= event.x < end:
                self.post_message(self.Picked(step))
                return
