"""Backlog: the transcript, in which words can be found again."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from simulator.terminal.widgets.paper import Paper

MORE = "PgDn: more ▾"
"""Stands in the frame while there is more below than is in view."""


class Backlog(Paper):
    """Paper with at most one paragraph marked as found, whose frame says where there is more to read."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: int | None = None

    def on_mount(self) -> None:
        """Looks at what is in view whenever that may have changed."""
        for changing in ("scroll_y", "virtual_size", "size"):
            self.watch(self, changing, self._tell_of_more)

    def _tell_of_more(self) -> None:
        self.border_subtitle = "" if self.at_end else MORE

    def places(self, words: str) -> tuple[int, ...]:
        """The paragraphs in which words occur, in order, whatever the case."""
        wanted = " ".join(words.split()).casefold()
        return tuple(
            place for place, held in enumerate(self.paragraphs) if wanted and wanted in held.text.casefold()
        )

    def point(self, place: int) -> None:
        """Marks a paragraph and brings it to the top, or as near to it as the end allows."""
        self._found = place
        self._drawn.clear()
        if place < len(self._starts):
            self.scroll_to(y=self._starts[place], animate=False)
        self.refresh()

    def point_off(self) -> None:
        """Takes the mark off."""
        if self._found is not None:
            self._found = None
            self._drawn.clear()
            self.refresh()

    def _is_found(self, line: int) -> bool:
        return self._found is not None and self.paragraph_at(line) == self._found

    def _base(self, line: int) -> Style:
        return self._style("cursor") if self._is_found(line) else super()._base(line)

    def _draw(self, line: int) -> Strip:
        if not self._is_found(line):
            return super()._draw(line)
        return Strip([Segment("".join(run for run, _ in self._lines[line]), self._style("cursor"))])
