"""Menu: paper on which some paragraphs can be chosen, with the arrows, a digit or the mouse."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from simulator.terminal.actions import bindings
from simulator.terminal.paragraphs import Paragraph, Run, paragraph
from simulator.terminal.widgets.paper import Paper

_MARK = "›"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a menu. With a `key` it can be chosen; the key says what it stands for."""

    paragraph: Paragraph
    key: Hashable = None


def option(key: Hashable, *runs: Run | str, number: int | None = None, hang: int = 0) -> Entry:
    """A line that can be chosen, with room for the mark, and with its number where it has one. Lines after
    the first are set in by `hang`, or under the first."""
    head = f"  {number} " if number is not None else "  "
    return Entry(paragraph((head, "marker"), *runs, hang=max(hang, len(head))), key)


def text(*runs: Run | str, hang: int = 0) -> Entry:
    """A line that is only read."""
    return Entry(paragraph(*runs, hang=hang))


class Menu(Paper, inherit_bindings=False):
    """Lines to read and lines to choose from. Exactly one is marked, if there is any to choose."""

    BINDINGS = bindings("menu")

    @dataclass
    class Chosen(Message):
        """A line was chosen; `key` says which."""

        menu: Menu
        key: Hashable

        @property
        def control(self) -> Menu:
            """The menu."""
            return self.menu

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._keys: dict[int, Hashable] = {}  # paragraph → key
        self._marked: int | None = None

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """What can be chosen, in order."""
        return tuple(self._keys.values())

    @property
    def marked(self) -> Hashable:
        """The key of the marked line; None where there is none."""
        return None if self._marked is None else self._keys[self._marked]

    def offer(self, entries: Iterable[Entry], *, keep: bool = False) -> None:
        """Puts other lines on it. With `keep`, the same key stays marked where it is still there."""
        held = list(entries)
        before = self.marked if keep else None
        self._keys = {place: entry.key for place, entry in enumerate(held) if entry.key is not None}
        again = [place for place, key in self._keys.items() if key == before and before is not None]
        self._marked = again[0] if again else next(iter(self._keys), None)
        top = self.scroll_offset.y
        self.show(entry.paragraph for entry in held)
        if keep:
            self.scroll_to(y=top, animate=False)
            self._reveal()

    def choose(self, key: Hashable) -> None:
        """Chooses a line as if by hand."""
        self.post_message(self.Chosen(self, key))

    def mark(self, key: Hashable) -> None:
        """Marks a line, if it is there, and brings it into view."""
        for place, held in self._keys.items():
            if held == key:
                self._mark(place)
                self._reveal()
                return

    # -- hands

    def action_up(self) -> None:
        """The line before."""
        self._step(-1)

    def action_down(self) -> None:
        """The next line."""
        self._step(1)

    def action_choose(self) -> None:
        """The marked line is chosen."""
        if self._marked is not None:
            self.choose(self._keys[self._marked])

    def on_click(self, event: events.Click) -> None:
        """A click on a line chooses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = self.paragraph_at(offset.y + self.scroll_offset.y)
        if place is not None and place in self._keys:
            event.stop()
            self._mark(place)
            self.choose(self._keys[place])

    def _step(self, by: int) -> None:
        places = list(self._keys)
        if self._marked is not None:
            wanted = places.index(self._marked) + by
            if 0 <= wanted < len(places):
                self._mark(places[wanted])
            self._reveal()
        else:
            self.scroll_relative(y=by, animate=False)

    def _mark(self, place: int) -> None:
        self._marked = place
        self._drawn.clear()
        self.refresh()

    def _reveal(self) -> None:
        """Scrolls until the marked line is in view, with what stands above the first."""
        if self._marked is None or not self._starts:
            return
        first = 0 if self._marked == next(iter(self._keys)) else self._starts[self._marked]
        after = self._marked + 1
        last = self._starts[after] if after < len(self._starts) else len(self._lines)
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if last > top + height:
            top = min(self._starts[self._marked], last - height)
        elif first < top:
            top = first
        self.scroll_to(y=top, animate=False)

    # -- drawing

    def _is_marked(self, line: int) -> bool:
        return self._marked is not None and self.paragraph_at(line) == self._marked

    def _base(self, line: int) -> Style:
        return self._style("cursor") if self._is_marked(line) else super()._base(line)

    def _draw(self, line: int) -> Strip:
        if not self._is_marked(line):
            return super()._draw(line)
        runs, cursor = list(self._lines[line]), self._style("cursor")
        if line == self._starts[self._marked or 0] and runs and runs[0][0].startswith(" "):
            runs[:1] = [(_MARK, "strong"), (runs[0][0][1:], runs[0][1])]
        return Strip([Segment(run, cursor + Style(bold=self._style(role).bold)) for run, role in runs])
