"""The application for one file that is being written: it looks after the file, and leads back to the seat."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from simulator.settings import Found
from simulator.settings import read as preferred
from simulator.terminal.app import OnlyMe, _driver
from simulator.terminal.preview.desk import rehearse
from simulator.terminal.preview.file import SETTLE, Reading, Watch, read
from simulator.terminal.preview.seat import Preview, Unread
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.palette import PLACES, Palette
from simulator.terminal.screens.room import Room
from simulator.terminal.shelf import Shelf

if TYPE_CHECKING:
    from textual.driver import Driver

_EVERY = 0.5
"""Seconds between two looks at a file at rest."""


class Previewing(OnlyMe):
    """Plays one file while it is written. Nothing is kept; leaving the seat leaves the application."""

    def __init__(
        self,
        path: Path,
        variant: str | None = None,
        driver_class: type[Driver] | None = None,
        settings: Found | None = None,
    ) -> None:
        super().__init__(Shelf(keeps=False), None, driver_class, settings)
        self.path, self.variant = path, variant
        self.file = Watch(path)
        self.reading = read(path, variant)
        self.seat: Preview | None = None

    def on_mount(self) -> None:
        """Sits down, and begins to look after the file."""
        self._sit() if self.reading.program else self.push_screen(Unread(self.path.name, self.reading))
        self.set_timer(_EVERY, self.look)

    def _sit(self) -> None:
        self.seat = Preview(rehearse(self.reading, self.variant))
        if isinstance(self.screen, Unread):
            self.switch_screen(self.seat)
        else:
            self.push_screen(self.seat)

    # -- the file

    def look(self) -> None:
        """Looks whether the file was saved; again soon where it still moves."""
        if self.file.look():
            self._reread()
        self.set_timer(SETTLE if self.file.moving else _EVERY, self.look)

    def _reread(self) -> None:
        self.run_worker(self._take(), group="file", exclusive=True)

    async def _take(self) -> None:
        self.taken(await asyncio.to_thread(read, self.path, self.variant))

    def taken(self, reading: Reading) -> None:
        """Takes what was read to where one is."""
        self.reading = reading
        if self.seat is not None:
            self.seat.take(reading)
        elif reading.program is not None:
            self._sit()
        elif isinstance(self.screen, Unread):
            self.screen.take(reading)

    def on_preview_reread(self) -> None:
        """The file is to be read again, saved or not."""
        self._reread()

    # -- going from one screen to another

    def _look_up(self, said: str = "") -> None:
        """There is no Home to fill in."""

    def _replace(self, screen: Screen[None]) -> None:
        """The debrief lies on the seat."""
        self.push_screen(screen)

    def _back(self, said: str) -> None:  # noqa: ARG002
        """From the debrief to the seat, and from the seat out."""
        if isinstance(self.screen, Debrief):
            self.pop_screen()
        else:
            self.exit()

    def on_debrief_play_again(self, event: Debrief.PlayAgain) -> None:
        """Back to the seat, where the line may be changed."""
        event.prevent_default()
        self.pop_screen()
        if self.seat is not None:
            self.seat.stand_before(event.move)

    def on_room_wanted(self, event: Room.Wanted) -> None:
        """The palette has what can be done here, and no way away."""
        event.prevent_default()
        room: Room[Any] = event.room
        if self.screen is room:
            places = tuple(held for held in PLACES if held.over)
            self.push_screen(Palette(room.able(), places, ()), partial(self._wanted, room))


def run(path: Path, variant: str | None = None) -> int:
    """Runs the preview of a file on this terminal; the exit status. Raises whatever went wrong inside; the
    terminal is restored before."""
    app = Previewing(path, variant, _driver(), preferred())
    app.run()
    if app._exception is not None:
        raise app._exception
    return app.return_code or 0
