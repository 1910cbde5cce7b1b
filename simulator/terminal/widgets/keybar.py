"""The line of keys at the foot of a screen: what can be done here, each also by a click."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from simulator.terminal.actions import Command, commands


class KeyBar(Widget, can_focus=False):
    """Keys and their labels, made from the registry; those that can do nothing now are left out."""

    def __init__(self, place: str) -> None:
        super().__init__(id="keys")
        self._commands = [held for held in commands(place) if held.label]

    def render(self) -> Content:
        """The labels that fit."""
        parts: list[tuple[str, str] | str] = []
        for held, _, _ in self._laid_out():
            parts += [(f" {held.shown} ", "bold $accent"), f"{held.label} "]
        return Content.assemble(*parts)

    def _laid_out(self) -> Iterator[tuple[Command, int, int]]:
        """Each command that fits, with its first column and the one after its last."""
        start = 0
        for held in self._commands:
            if not self.screen.check_action(held.action, ()):
                continue
            end = start + cell_len(f" {held.shown} {held.label} ")
            if end <= self.size.width:
                yield held, start, end
                start = end

    async def on_click(self, event: events.Click) -> None:
        """A click on a label does what its key does."""
        event.stop()
        for held, start, end in list(self._laid_out()):
            if start <= event.x < end:
                await self.app.run_action(held.action, self.screen)
                return
