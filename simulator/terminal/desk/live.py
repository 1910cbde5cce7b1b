"""A screen that looks again and again, in a thread, as long as it is the one in front."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Generic, TypeVar

from textual.timer import Timer

from simulator.attempts.errors import StoreError
from simulator.terminal.screens.room import Room

EVERY = 2.0
"""The least seconds from the end of one look to the next."""
_REST = 10
"""How many times as long as a look took there is rest after it, so that a slow database is not kept busy."""

Found = TypeVar("Found")


def pause(least: float, took: float) -> float:
    """The seconds until the next look, after one that took so long."""
    return max(least, _REST * took)


class LiveRoom(Room[None], Generic[Found]):
    """What is read is read away from the screen, one look at a time; only what differs is drawn. Where it
    cannot be read, what was read before stays, and the line above the keys says so."""

    def __init__(self, every: float | None = EVERY) -> None:
        """`every`: seconds between two looks; None looks only when it is asked to."""
        super().__init__()
        self._every = every
        self._looking = self._anew = self._failed = False
        self._timer: Timer | None = None

    def read(self) -> Found:
        """Reads what there is to show; in a thread. Raises StoreError."""
        raise NotImplementedError

    def take(self, found: Found) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Looks at once when it comes to the front."""
        self.look()

    def look(self) -> None:
        """Looks now; where it is looking already, once more after that."""
        if self._looking:
            self._anew = True
            return
        self._looking = True
        self.run_worker(self._look(), group="look")

    async def _look(self) -> None:
        began = monotonic()
        try:
            found = await asyncio.to_thread(self.read)
        except StoreError as error:
            self._failed = True
            self.say(f"This is not up to date: {error}", bad=True)
        else:
            if self._failed:
                self._failed = False
                self.say("")
            self.take(found)
        finally:
            self._looking = False
        if self._anew:
            self._anew = False
            self.look()
        elif self._every is not None:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(pause(self._every, monotonic() - began), self._due)

    def _due(self) -> None:
        if self.app.screen is self:  # else it looks when it comes to the front again
            self.look()
