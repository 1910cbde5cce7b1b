"""A sheet to read: the account file, the ledger, the people, the help, or why something cannot go on."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult

from simulator.terminal.paragraphs import Paragraph
from simulator.terminal.screens.room import Room
from simulator.terminal.text import Words
from simulator.terminal.widgets.paper import Paper


class Sheet(Room[None], place="sheet"):
    """Text over the whole screen, until it is closed."""

    AUTO_FOCUS = "#page"

    def __init__(self, title: str, paragraphs: Iterable[Paragraph]) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = tuple(paragraphs)

    def parts(self) -> ComposeResult:
        """A title and a page."""
        yield Words(self._title, classes="title")
        yield Paper(id="page")

    def on_mount(self) -> None:
        """Puts the text on the page."""
        page = self.query_one("#page", Paper)
        self.watch(page, "scroll_y", self.refresh_keys, init=False)
        self.watch(page, "virtual_size", self.refresh_keys, init=False)
        page.show(self._paragraphs)

    def can(self, action: str) -> bool:
        """On only where there is more."""
        return action != "read_down" or not self.query_one("#page", Paper).at_end

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss()

    def action_read_up(self) -> None:
        """A page back."""
        self.query_one("#page", Paper).scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """A page on."""
        self.query_one("#page", Paper).scroll_page_down(animate=False)
