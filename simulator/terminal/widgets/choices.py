"""Choices: the menu of the decision that waits, whose lines are in view as far as there is room."""

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
        """All lines to choose from come into view; where there is no room for all, the marked one first."""
        super()._settle()
        height = self.scrollable_content_region.height
        if height and self._marked is not None and self._starts:
            top = min(len(self._lines) - height, self._starts[self._marked])
            if top > self.scroll_offset.y:
                self.scroll_to(y=top, animate=False)

    def action_up(self) -> None:
        """The line before; above the first, what is set around it."""
        if self._marked == next(iter(self._keys), None):
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_up()
