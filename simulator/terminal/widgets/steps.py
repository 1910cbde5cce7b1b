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
    """The numbers of all steps; those one is at stand between signs, with the title where there is room."""

    @dataclass
    class Picked(Message):
        """A step was clicked, counted from 0."""

        step: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles: tuple[str, ...] = ()
        self._at = range(0)

    def show(self, titles: tuple[str, ...], at: range) -> None:
        """Shows steps, and which of them are on the page."""
        self._titles, self._at = titles, at
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
        bare = sum(cell_len(self._words(step, "")) for step in range(len(self._titles)))
        room = max(0, self.size.width - bare - 1)
        start = 0
        for step in range(len(self._titles)):
            named = self._at and step == self._at[0]
            words = self._words(step, self._title(room) if named else "")
            yield step, words, start, start + cell_len(words)
            start += cell_len(words)

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
