"""Choices: the menu of the decision that waits, whose marked line is always in view."""

from __future__ import annotations

from simulator.terminal.widgets.menu import Menu


class Choices(Menu):
    """A menu that opens at what is to be decided, not at what is set around it."""

    def _settle(self) -> None:
        super()._settle()
        if self.scrollable_content_region.height:
            self._reveal()

    def action_up(self) -> None:
        """The line before; above the first, what is set around it."""
        if self._marked == next(iter(self._keys), None):
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_up()
