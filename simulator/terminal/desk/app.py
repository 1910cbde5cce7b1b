"""The application of a trainer who follows an assessment."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from simulator.attempts.database import Database
from simulator.attempts.errors import StoreError
from simulator.cohort.assessments import Assessment
from simulator.settings import Found
from simulator.settings import read as preferred
from simulator.terminal.app import OnlyMe, _driver
from simulator.terminal.desk.doing import Desk, all_assessments
from simulator.terminal.desk.live import EVERY
from simulator.terminal.desk.roll import Roll
from simulator.terminal.paragraphs import paragraph
from simulator.terminal.screens.palette import PLACES, Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.widgets.menu import option

if TYPE_CHECKING:
    from textual.driver import Driver

_OVER = ("glossary", "settings")
_NONE = "There is no assessment yet. Make one: onlyme assess new"


class Blank(Room[None]):
    """What lies under everything, and is seen while something is read."""


class Desking(OnlyMe):
    """Asks which assessment, then shows its roll until it is left. Without one that was named, it asks
    again."""

    CSS_PATH = [*OnlyMe.CSS_PATH, Path(__file__).parent / "desk.tcss"]

    def __init__(
        self,
        database: Database,
        by: str,
        assessment: str | None = None,
        every: float | None = EVERY,
        driver_class: type[Driver] | None = None,
        settings: Found | None = None,
    ) -> None:
        """`by` is who sits at the desk; `every` as `LiveRoom` has it."""
        super().__init__(Shelf(keeps=False), None, driver_class, settings)
        self.database, self.by, self.assessment, self.every = database, by, assessment, every

    def get_default_screen(self) -> Screen[Any]:
        """Nothing lies under the desk."""
        return Blank()

    def on_mount(self) -> None:
        """Begins."""
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        try:
            if self.assessment is not None:
                await self._follow(self.assessment)
            else:
                await self._choose()
        except StoreError as error:
            await self.push_screen_wait(Sheet("This cannot be shown", [paragraph(str(error))]))
        self.exit()

    async def _choose(self) -> None:
        """One assessment after another, until none is chosen."""
        while held := await asyncio.to_thread(all_assessments, self.database):
            chosen = await self.push_screen_wait(Pick("Which assessment?", map(_entry, held)))
            if not isinstance(chosen, str):
                return
            await self._follow(chosen)
        await self.push_screen_wait(Sheet("No assessment", [paragraph(_NONE)]))

    async def _follow(self, assessment: str) -> None:
        desk = Desk(self.database, assessment, self.by)
        await asyncio.to_thread(desk.settle)
        await self.push_screen_wait(Roll(desk, self.every))

    def _look_up(self, said: str = "") -> None:
        """There is no Home to fill in."""

    def on_room_wanted(self, event: Room.Wanted) -> None:
        """The palette has what can be done here, and no way to practice."""
        event.prevent_default()
        room: Room[Any] = event.room
        if self.screen is room:
            places = tuple(held for held in PLACES if held.errand in _OVER)
            self.push_screen(Palette(room.able(), places, ()), partial(self._wanted, room))


def _entry(held: Assessment) -> Any:
    return option(
        held.id, (held.title, "strong"), (f"  {held.id}, cohort {held.cohort}, {held.stands}", "quiet")
    )


def run(database: Database, by: str, assessment: str | None = None) -> int:
    """Runs the desk on this terminal; the exit status. Raises whatever went wrong inside; the terminal is
    restored before."""
    app = Desking(database, by, assessment, driver_class=_driver(), settings=preferred())
    app.run()
    if app._exception is not None:
        raise app._exception
    return app.return_code or 0
