"""A screen of text with lines to choose from: it ends with what was chosen, or with nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual.app import ComposeResult

from simulator.terminal.screens.room import Room
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, Menu


class Pick(Room[Hashable | None], place="pick"):
    """Shows entries under a title. Gives the key of the chosen one, or None where it was closed."""

    AUTO_FOCUS = "#menu"

    def __init__(self, title: str, entries: Iterable[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)

    def parts(self) -> ComposeResult:
        """A title and a menu."""
        yield Words(self._title, classes="title")
        yield Menu(id="menu")

    @property
    def menu(self) -> Menu:
        """The menu."""
        return self.query_one("#menu", Menu)

    def on_mount(self) -> None:
        """Puts the entries on the menu."""
        self.watch(self.menu, "scroll_y", self.refresh_keys, init=False)
        self.watch(self.menu, "virtual_size", self.refresh_keys, init=False)
        self.menu.offer(self.entries())

    def entries(self) -> Iterable[Entry]:
        """What the menu offers at first."""
        return self._entries

    def chosen(self, key: Hashable) -> None:
        """Ends with what was chosen."""
        self.dismiss(key)

    def can(self, action: str) -> bool:
        """On only where there is more."""
        return action != "read_down" or not self.menu.at_end

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """A line was chosen."""
        event.stop()
        self.chosen(event.key)

    def action_close(self) -> None:
        """Ends with nothing."""
        self.dismiss(None)

    def action_read_up(self) -> None:
        """A page back."""
        self.menu.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """A page on."""
        self.menu.scroll_page_down(animate=False)
