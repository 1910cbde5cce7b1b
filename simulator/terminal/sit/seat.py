"""One scenario of a sitting as the play screen has it: kept by the sitting, which alone may refuse a move."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from simulator.cohort.live import Live
from simulator.engine.moves import Move
from simulator.terminal.playing import Playing
from simulator.terminal.shelf import Shelf
from simulator.view.countdown import Countdown


@dataclass(slots=True, kw_only=True)
class Seat(Playing):
    """The present scenario of a sitting, with the time left of it."""

    live: Live
    countdown: Countdown
    _turn: Lock = field(default_factory=Lock, repr=False)
    """A move and a look at the time are made one after the other."""

    def make(self, move: Move) -> None:
        """Makes a move; durable when this returns. Raises what the sitting raises: then nothing has changed,
        and the same move may be made again unless it is NotAllowed."""
        with self._turn:
            Playing.make(self, move)
            self.countdown.tell(self.live.remaining)

    def look(self) -> None:
        """Asks for the time left. Raises TimeUp where it is over, ContinuedElsewhere, or StoreError."""
        with self._turn:
            self.countdown.tell(self.live.refresh())


def seat(live: Live, countdown: Countdown) -> Seat:
    """The seat at the present scenario of a sitting. Raises StoreError where its notes cannot be read."""
    session = live.session
    notes = [*session.store.jottings(session.header.attempt)] if session.store is not None else []
    countdown.tell(live.remaining)
    away = bool(session.play.moves)
    return Seat(session, Shelf(keeps=False), notes, away=away, live=live, countdown=countdown)
