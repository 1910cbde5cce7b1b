"""The play screen of an assessment: what it withholds is withheld by the application; here runs the clock."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from simulator.attempts.errors import ContinuedElsewhere, StoreError
from simulator.cohort.refused import NotAllowed
from simulator.terminal.screens.play import Play
from simulator.terminal.sit.seat import Seat

EVERY = 30
"""Seconds between two looks at the time by the clock of the database: extra time may be given late, and
another window may go on."""
HAND_IN = "Hand in"


class Assessed(Play):
    """One scenario of a sitting. It is dismissed with `ended` set where the story is over, with `refused`
    where the sitting goes on elsewhere or no longer, and with neither where one leaves."""

    TICK: ClassVar[float] = 1.0
    """Seconds between two looks at the clock."""
    playing: Seat

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.ended = False
        self.refused_by: ContinuedElsewhere | NotAllowed | None = None
        self.onward = _onward(seat)
        self._shown = seat.countdown.words
        self._ticks = 0
        self._looking = False

    def on_mount(self) -> None:
        """Begins to look at the clock."""
        self.set_interval(self.TICK, self.tick)

    @property
    def keeping(self) -> str:
        """The time left, where there is a limit, and which scenario it is."""
        live = self.playing.live
        many = len(live.scenarios)
        which = f"assessment, {live.place + 1} of {many}" if many > 1 else "assessment"
        return " · ".join(filter(None, (which, self.playing.countdown.words)))

    # -- the clock

    def tick(self) -> None:
        """Shows the time left where it reads otherwise now, warns, and asks the database now and then; and at
        once where the time seems to be over, for what counts is decided there."""
        self._ticks += 1
        self._show_clock()
        if self.playing.countdown.over or self._ticks % EVERY == 0:
            self.look()

    def _show_clock(self) -> None:
        countdown = self.playing.countdown
        if countdown.words != self._shown:
            self._shown = countdown.words
            self._head()
        if warning := countdown.warning():
            self.say(warning)

    def look(self) -> None:
        """Asks the database for the time left, away from the screen."""
        if not self._looking and not self._saving:
            self._looking = True
            self.run_worker(self._look(), exit_on_error=True)

    async def _look(self) -> None:
        try:
            await asyncio.to_thread(self.playing.look)
        except (ContinuedElsewhere, NotAllowed) as error:
            self.stop(error)
        except StoreError as error:
            if self.playing.countdown.over:
                self.say(f"The time is up. {error}. What was kept stays kept; this is tried again.", bad=True)
        else:
            self._show_clock()
        finally:
            self._looking = False

    # -- ends

    def refused(self, error: StoreError) -> None:
        """What was not kept may be tried again; what is not allowed any more ends the play."""
        if isinstance(error, NotAllowed):
            self.stop(error)
        else:
            super().refused(error)

    def on_play_elsewhere(self, event: Play.Elsewhere) -> None:
        """Another window goes on with the sitting."""
        event.stop()
        self.stop(ContinuedElsewhere(event.why))

    def on_play_ended(self, event: Play.Ended) -> None:
        """The story is over."""
        event.stop()
        self.ended = True
        self._leave()

    def on_play_left(self, event: Play.Left) -> None:
        """One leaves; everything is kept."""
        event.stop()
        self._leave()

    def stop(self, why: ContinuedElsewhere | NotAllowed) -> None:
        """Ends the play, whatever lies over it."""
        if self.refused_by is None and not self.ended:
            self.refused_by = why
            self._leave()

    def _leave(self) -> None:
        """Dismisses this screen, and before it what lies over it."""
        while self.app.screen is not self and self in self.app.screen_stack:
            self.app.pop_screen()
        self.dismiss(None)


def _onward(seat: Seat) -> str:
    """What comes after the story."""
    live = seat.live
    return HAND_IN if live.last else f"Go on to the next scenario: {live.scenarios[live.place + 1].title}"
