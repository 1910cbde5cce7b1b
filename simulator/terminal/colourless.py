"""No colour at all, for NO_COLOR: Textual's own filter for it sends shades of grey."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """Leaves of a style what is no colour: bold, reverse, underlined and the like."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same text without colours."""
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]
