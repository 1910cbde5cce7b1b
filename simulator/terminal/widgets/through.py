"""Through: a menu under a text that is read to its end before anything is chosen."""

from __future__ import annotations

from simulator.terminal.widgets.menu import Menu


class Through(Menu):
    """Enter and the arrows read on first; at the end they choose."""

    def action_choose(self) -> None:
        """Reads on; at the end the marked line is chosen."""
        if self.at_end:
            super().action_choose()
        else:
            self.scroll_page_down(animate=False)

    def action_down(self) -> None:
        """A line on; at the end the next line to choose."""
        if self.at_end:
            super().action_down()
        else:
            self.scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """The line to choose before; above the first, a line back."""
        if self.marked == next(iter(self.keys), None):
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_up()
