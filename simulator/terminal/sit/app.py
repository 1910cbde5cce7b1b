"""The application of one person who sits an assessment. What may be done is less than in practice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from simulator.attempts.database import Database
from simulator.attempts.errors import StoreError
from simulator.cohort.live import Live
from simulator.cohort.rules import Rules
from simulator.settings import Found
from simulator.settings import read as preferred
from simulator.terminal.app import OnlyMe, _driver
from simulator.terminal.screens.room import Room
from simulator.terminal.shelf import Shelf
from simulator.terminal.sit.door import Door
from simulator.terminal.sit.way import Way, play
from simulator.view.allowance import ASSESSED
from simulator.view.entry import enter

if TYPE_CHECKING:
    from textual.driver import Driver

    from simulator.terminal.screens.debrief import Debrief


class Blank(Room[None]):
    """What lies under everything, and is seen while something is read."""


class Assessing(OnlyMe):
    """Asks for the code, then shows the way. A trial run begins where it is, and ends with it."""

    allowance = ASSESSED

    def __init__(
        self,
        database: Database,
        person: str | None = None,
        trial: tuple[Live, Rules] | None = None,
        driver_class: type[Driver] | None = None,
        settings: Found | None = None,
    ) -> None:
        """`person` has been let in already; without one the code is asked for. `trial` is a trainer's run."""
        super().__init__(Shelf(keeps=False), None, driver_class, settings)
        self.database = database
        self._person, self._trial = person, trial
        self.said = ""
        """What is to be said after the application has been left."""

    def get_default_screen(self) -> Screen[Any]:
        """Nothing lies under an assessment."""
        return Blank()

    def on_mount(self) -> None:
        """Begins."""
        self.run_worker(self._begin(), exit_on_error=True)

    async def _begin(self) -> None:
        if self._trial is not None:
            await self._try(*self._trial)
        else:
            person = self._person or await self.push_screen_wait(Door(partial(enter, self.database)))
            if person is not None:
                await Way(self, self.database, person).go()
        self.exit()

    async def _try(self, live: Live, rules: Rules) -> None:
        """A trainer's run."""
        try:
            self.said = await play(self, live, rules)
        except StoreError as error:
            self.said = f"{error}."

    def on_debrief_left(self, event: Debrief.Left) -> None:
        """Back to what may be seen."""
        event.prevent_default()  # there is no Home to go back to
        self.screen.dismiss(None)

    def _look_up(self, said: str = "") -> None:
        """There is no Home to fill in."""


def run(
    database: Database, person: str | None = None, trial: tuple[Live, Rules] | None = None
) -> tuple[int, str]:
    """Runs it on this terminal; the exit status, and what is to be said afterwards. Raises whatever went
    wrong inside; the terminal is restored before."""
    app = Assessing(database, person, trial, _driver(), preferred())
    app.run()
    if app._exception is not None:
        raise app._exception
    return app.return_code or 0, app.said
