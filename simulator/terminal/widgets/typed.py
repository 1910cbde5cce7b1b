"""Typed: a line that is typed, for every field of the application."""

from __future__ import annotations

from textual.widgets import Input

from simulator.scenario.text import one_line


class Typed(Input):
    """Nothing blinks, and what is pasted shows nothing that cannot be seen."""

    def on_mount(self) -> None:
        """No cursor that blinks."""
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Only what can be seen; a space at the end may be followed by another word."""
        if value.isascii() and value.isprintable():
            return value
        return one_line(value) + (" " if value.endswith(" ") else "")
