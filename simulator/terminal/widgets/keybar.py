"""The line of keys at the foot of a screen: what can be done here, each also by a click."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from simulator.terminal.actions import Command, commands

_MORE = " … "
"""Where not all fit: a click on it shows the next."""


class KeyBar(Widget, can_focus=False):
    """Keys and their labels, made from the registry; those that can do nothing now are left out."""

    def __init__(self, place: str) -> None:
        super().__init__(id="keys")
        self._commands = [held for held in commands(place) if held.label]
        self._first = 0  # the first of those that can be done which is shown

    def render(self) -> Content:
        """The labels that fit."""
        parts: list[tuple[str, str] | str] = []
        shown, more = self._laid_out()
        for held, _, _ in shown:
            parts += [(f" {held.shown} ", "bold $accent"), f"{held.label} "]
        if more:
            parts.append((_MORE, "bold $accent"))
        return Content.assemble(*parts)

    def _laid_out(self) -> tuple[list[tuple[Command, int, int]], bool]:
        """Each command that fits, with its first column and the one after its last; whether more wait."""
        able = [held for held in self._commands if self.screen.check_action(held.action, ())]
        sizes = [cell_len(f" {held.shown} {held.label} ") for held in able]
        more = sum(sizes) > self.size.width
        if not more or self._first >= len(able):
            self._first = 0
        room = self.size.width - (cell_len(_MORE) if more else 0)
        shown, start = [], 0
        for held, size in list(zip(able, sizes, strict=True))[self._first :]:
            if start + size > room:
                break
            shown.append((held, start, start + size))
            start += size
        return shown, more

    async def on_click(self, event: events.Click) -> None:
        """A click on a label does what its key does."""
        event.stop()
        shown, more = self._laid_out()
        for held, start, end in shown:
            if start <= event.x < end:
                await self.app.run_action(held.action, self.screen)
                return
        if more:
            self._first += max(1, len(shown))
            self.refresh()
