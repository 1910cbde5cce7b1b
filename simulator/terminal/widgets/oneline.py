"""OneLine: room to type one line, opened for a purpose and closed again."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from simulator.scenario.text import one_line
from simulator.terminal.text import Words
from simulator.terminal.widgets.typed import Typed

_LONGEST = 400  # characters


class OneLine(Horizontal):
    """A label and a field. While it has the focus, letters are text and no keys."""

    @dataclass
    class Given(Message):
        """A line was entered, cleaned; it may be empty."""

        purpose: str
        line: str

    @dataclass
    class GivenUp(Message):
        """It was closed without a line."""

        purpose: str

    purpose = ""

    def compose(self) -> ComposeResult:
        """A label and a field."""
        yield Words(classes="label")
        yield Typed(compact=True, max_length=_LONGEST)

    def on_mount(self) -> None:
        """Hidden until it is opened."""
        self.display = False

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def open(self, purpose: str, label: str) -> None:
        """Shows it, empty, and takes the focus."""
        self.purpose = purpose
        self.query_one(Words).say(f" {label} ")
        self._field.value = ""
        self.display = True
        self._field.focus()

    def close(self) -> None:
        """Puts it away."""
        self.purpose = ""
        self.display = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hands the line on."""
        event.stop()
        self.post_message(self.Given(self.purpose, one_line(event.value)))

    def on_key(self, event: events.Key) -> None:
        """Escape gives up the line, and nothing else."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.GivenUp(self.purpose))
