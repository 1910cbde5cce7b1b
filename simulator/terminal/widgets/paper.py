"""Paper: paragraphs in a window. Only the lines in view are ever drawn, so length costs nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.terminal.actions import bindings
from simulator.terminal.paragraphs import ROLES, Line, Paragraph, wrap

_FREE = 1  # cells between the text and the bar
_KEPT = 512  # drawn lines that are remembered: several screens full


class Paper(ScrollView, can_focus=True, inherit_bindings=False):
    """A window on paragraphs of literal text. Appending costs the same after ten and after 5,000."""

    BINDINGS = bindings("paper")
    COMPONENT_CLASSES = {f"paper--{role}" for role in (*ROLES, "cursor")}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._paragraphs: list[Paragraph] = []
        self._starts: list[int] = []  # the line at which each paragraph begins
        self._lines: list[Line] = []
        self._width = 0
        self._drawn: LRUCache[int, Strip] = LRUCache(_KEPT)
        self._goal: int | None = 0  # the paragraph to have at the top, until the reader scrolls
        self._settled = 0  # where that was

    # -- what is on it

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Everything on the paper."""
        return tuple(self._paragraphs)

    def show(self, paragraphs: Iterable[Paragraph], at: int = 0) -> None:
        """Puts other text on it. Paragraph `at` comes to the top, or as near to it as the end allows."""
        self._paragraphs = list(paragraphs)
        self._goal = at
        self._wrap_anew(self._width)
        self._settle()

    def append(self, paragraphs: Iterable[Paragraph]) -> None:
        """Adds text and shows it from its beginning."""
        self._goal = len(self._paragraphs)
        for held in paragraphs:
            self._paragraphs.append(held)
            self._add(held)
        self._resized_text()
        self._settle()

    def truncate(self, count: int, at: int = 0) -> None:
        """Takes everything after the first `count` paragraphs off, and shows the rest as `show` does."""
        self._goal = at
        if count < len(self._paragraphs):
            del self._paragraphs[count:]
            if self._starts:
                del self._lines[self._starts[count] :]
                del self._starts[count:]
            self._drawn.clear()
            self._resized_text()
        self._settle()

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.scroll_offset.y + self.scrollable_content_region.height >= len(self._lines)

    @property
    def _unmoved(self) -> bool:
        """Whether the reader has not scrolled away. A window grown higher may have pulled the text down."""
        return self.scroll_offset.y in (self._settled, self.max_scroll_y)

    def _settle(self) -> None:
        """Brings the paragraph that is wanted to the top."""
        if self._goal is not None and self._width:
            below = self._goal >= len(self._starts)
            line = len(self._lines) if below else self._starts[self._goal]
            self.scroll_to(y=line, animate=False, force=True)
            self._settled = self.scroll_offset.y
            if self._settled:  # which the bar is not told while it is still hidden
                self.vertical_scrollbar.position = self._settled

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Where another height pulls the text to is no move of the reader's."""
        unmoved = self._unmoved
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if 0 < self.scrollable_content_region.width != self._width:
            self.post_message(
                events.Resize(size, virtual_size, container_size)
            )  # which is lost while mounting
        if unmoved:
            self._settled = self.scroll_offset.y
        return changed

    # -- wrapping

    def _wrap_anew(self, width: int) -> None:
        self._width = width
        self._lines.clear()
        self._starts.clear()
        self._drawn.clear()
        for held in self._paragraphs:
            self._add(held)
        self._resized_text()

    def _add(self, held: Paragraph) -> None:
        if self._width:
            self._starts.append(len(self._lines))
            self._lines.extend(wrap(held, self._width - _FREE))

    def _resized_text(self) -> None:
        if self._width:
            self.virtual_size = Size(self._width, len(self._lines))
            self.refresh(layout=self.styles.auto_dimensions)

    def _fit(self, width: int) -> None:
        """Wraps anew for a width, and keeps in view what the reader went to."""
        if width <= 0 or width == self._width:
            return
        if self._width and not self._unmoved:
            self._goal = self.paragraph_at(self.scroll_offset.y)
        self._wrap_anew(width)

    def on_resize(self, _event: events.Resize) -> None:
        """A new width means new lines, a new height another place to be at."""
        width = self.scrollable_content_region.width
        rewrapped = width != self._width
        self._fit(width)
        if rewrapped or self._unmoved:
            self._settle()

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """The lines the text takes in a width, for papers as high as their text."""
        self._fit(width - self.scrollbar_gutter.width)
        return len(self._lines)

    def paragraph_at(self, line: int) -> int | None:
        """The paragraph a line belongs to; None beyond the text."""
        return bisect_right(self._starts, line) - 1 if 0 <= line < len(self._lines) else None

    # -- drawing

    def notify_style_update(self) -> None:
        """Other styles: everything is drawn anew."""
        super().notify_style_update()
        self._drawn.clear()

    def render_line(self, y: int) -> Strip:
        """One line in view."""
        line = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strip = self._drawn.get(line)
        if strip is None or strip.cell_length != width:
            strip = self._draw(line).adjust_cell_length(width, self._base(line))
            self._drawn[line] = strip
        return strip

    def _base(self, _line: int) -> Style:
        return self.rich_style

    def _draw(self, line: int) -> Strip:
        return Strip([Segment(text, self._style(role)) for text, role in self._lines[line]])

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"paper--{role}")
