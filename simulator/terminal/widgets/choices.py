"""Choices: the menu of the decision that waits, whose marked line is always in view."""

from __future__ import annotations

from collections.abc import Callable

from simulator.terminal.widgets.menu import Menu


class Choices(Menu):
    """A menu that opens at what is to be decided, not at what is set around it."""

    first: Callable[[], bool] = staticmethod(lambda: False)
    """What Enter does before anything is chosen: whether it was all there is to do for now."""

    def action_choose(self) -> None:
        """The marked line is chosen, unless something comes first."""
        if not self.first():
            super().action_choose()

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
