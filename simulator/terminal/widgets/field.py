"""Field: one line for the trainee's own words."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from simulator.terminal.widgets.typed import Typed

LONGEST = 400
"""Characters a field takes."""


class Field(Typed):
    """A line to write in. Enter and Tab go to the next, from the last one to the page; Escape leaves it."""

    def __init__(self) -> None:
        super().__init__(compact=True, max_length=LONGEST)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next."""
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """To the next field on the page, or to the page."""
        fields = [field for field in self.screen.query(Field) if field.parent is self.parent]
        after = fields.index(self) + 1
        (fields[after] if after < len(fields) else self.screen.query_one("#page")).focus()

    def on_key(self, event: events.Key) -> None:
        """Escape leaves the line, not the screen."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.screen.query_one("#page").focus()
