"""A screen of lines to choose from that are found by typing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from simulator.scenario.text import clean
from simulator.terminal.screens.pick import Pick
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.typed import Typed


class Search(Typed):
    """Where the filter is typed."""


class Finder(Pick):
    """What is typed narrows the lines; the arrows go through them meanwhile."""

    AUTO_FOCUS = "#search"

    def __init__(self, title: str, wanted: str = "") -> None:
        """`wanted` has been typed already."""
        super().__init__(title, ())
        self.wanted = wanted

    def parts(self) -> ComposeResult:
        """A title, the filter and the lines."""
        yield Words(self._title, classes="title")
        yield Search(self.wanted, id="search", placeholder="Type to narrow the list", compact=True,
                     select_on_focus=False)  # fmt: skip
        yield Menu(id="menu")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrows the lines."""
        event.stop()
        self.wanted = event.value
        self.menu.offer(self.entries(), keep=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Chooses the marked line."""
        event.stop()
        self.menu.action_choose()

    def action_up(self) -> None:
        """The line before, while one types."""
        self.menu.action_up()

    def action_down(self) -> None:
        """The next line, while one types."""
        self.menu.action_down()


def found_in(text: str, wanted: str) -> bool:
    """Whether every word of what was typed is somewhere in a text, whatever the case."""
    held = text.casefold()
    return all(word in held for word in clean(wanted).casefold().split())
