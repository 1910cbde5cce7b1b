"""A sitting under way in one window: every choice passes the guard in the transaction that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from simulator.attempts import rows
from simulator.attempts.database import Database
from simulator.attempts.session import Session, summed_up
from simulator.attempts.store import Store
from simulator.cohort.freezing import Frozen
from simulator.cohort.guard import Moment, guard
from simulator.cohort.refused import NotAllowed, TimeUp
from simulator.cohort.settling import end, score, settle_one
from simulator.cohort.sittings import sitting_of, writers_of
from simulator.cohort.states import Outcome, Sitting
from simulator.engine.attempt import RULES, CannotResume, Header, Playthrough, Row, read_events, replay
from simulator.engine.decide import evolve
from simulator.engine.events import Ended
from simulator.scenario.diagnostics import ScenarioError

Write = Callable[[Connection, str], None]
"""What is written in a guarded transaction, at a moment as it is stored."""


@dataclass(slots=True)
class SittingSession(Session):
    """One scenario of a sitting. Nothing is ever taken back. Raises what `Live` raises."""

    live: Live | None = None

    def undo(self) -> None:
        """Refuses. Raises NotAllowed."""
        raise NotAllowed("Nothing is taken back in an assessment")

    def _keep(self, row: Row) -> None:
        assert self.live is not None
        self.live.write(lambda connection, at: self._append(connection, row, at))
        self.play.take(row)

    def _append(self, connection: Connection, row: Row, at: str) -> None:
        """Keeps a row and, where it is the last one, that it was: in one transaction."""
        attempt = self.header.attempt
        rows.append(connection, attempt, self.writer, row, at)
        made = read_events(row.events)
        if any(isinstance(event, Ended) for event in made):
            play = self.play
            told = summed_up(play.program, (*play.events, *made), evolve(play.state, made), at)
            rows.finish(connection, attempt, self.writer, told, at)

    def _finish(self) -> None:
        """Nothing: it was kept with the last move."""


class Live:
    """One sitting in one window, at one of its scenarios.

    Everything that writes or asks the time raises TimeUp once the time is up (the sitting has been ended by
    then), ContinuedElsewhere where another window has taken it over, NotAllowed where it may not go on for
    another reason, and what the store raises: then nothing has changed, and the call may be made again.
    """

    def __init__(
        self,
        database: Database,
        sitting: Sitting,
        scenarios: tuple[Frozen, ...],
        attempts: tuple[str, ...],
        by: str = "",
    ) -> None:
        """A sitting that this window has still to take over; `by` is whose trial run it is."""
        self._by = by
        self._database = database
        self._store = Store(database)
        self._attempts = attempts
        self._moment: Moment | None = None
        self.sitting = sitting
        self.scenarios = scenarios
        self.writer = ""
        self.place = 0
        """Which scenario, counted from 0."""
        self.session: SittingSession

    @property
    def number(self) -> int:
        """Which sitting of the person it is; the first is 1."""
        return self.sitting.number

    @property
    def remaining(self) -> float | None:
        """Seconds to the deadline at the last call; below zero in grace, None without a limit."""
        return None if self._moment is None else self._moment.remaining

    @property
    def late(self) -> bool:
        """Whether what is handed in now is late."""
        return self.remaining is not None and self.remaining < 0

    @property
    def over(self) -> bool:
        """Whether the present scenario has been played to its end."""
        return self.session.play.state.over

    @property
    def last(self) -> bool:
        """Whether the present scenario is the last."""
        return self.place == len(self.scenarios) - 1

    def take_over(self) -> None:
        """Makes this window the only one that writes, and stands where the sitting was left.

        Raises NotAllowed where what was played cannot be gone on with.
        """
        self.writer = rows.new_token()
        with self._database.writing() as connection:
            sitting_of(connection, self.sitting.id, change=True)
            for attempt in self._attempts:
                rows.required(connection, attempt)
                rows.change(connection, attempt, writer=self.writer)
        self.refresh()
        self._stand_at(0)
        while self.over and not self.last:
            self._stand_at(self.place + 1)

    def refresh(self) -> float | None:
        """Asks for the time left: `remaining`."""
        with self._database.reading() as connection:
            found = guard(self._database, connection, self.sitting.id, self.writer, change=False)
        self._take(found)
        return self.remaining

    def write(self, what: Write) -> None:
        """Writes something in a transaction that the guard has passed."""
        with self._database.writing() as connection:
            found = guard(self._database, connection, self.sitting.id, self.writer)
            if not found.up:
                what(connection, found.at)
        self._take(found)

    def go_on(self) -> None:
        """Goes on to the next scenario, once the present one is over."""
        if not self.over or self.last:
            raise NotAllowed("There is no scenario to go on to")
        self.refresh()
        self._stand_at(self.place + 1)

    def submit(self) -> None:
        """Hands the sitting in as it is."""
        with self._database.writing() as connection:
            held = sitting_of(connection, self.sitting.id, change=True)
            if held.counts and writers_of(connection, held.id) == {self.writer}:
                return  # a doubtful save that is settled by repeating it
            found = guard(self._database, connection, self.sitting.id, self.writer)
            if not found.up:
                end(connection, found, found.now, Outcome.SUBMITTED, by=found.pseudonym or self._by)
        self._take(found)
        score(self._database, self.sitting.id)

    def _take(self, found: Moment) -> None:
        """Takes what the guard has found. Raises TimeUp, the sitting ended."""
        if found.up:
            outcome = settle_one(self._database, self.sitting.id)
            raise TimeUp(outcome or Outcome.SUBMITTED)
        self._moment, self.sitting = found, found.sitting

    def _stand_at(self, place: int) -> None:
        header, kept = self._store.load(self._attempts[place])
        self.session = SittingSession(header, self._replayed(place, header, kept), self._store, self.writer)
        self.session.live = self
        self.place = place

    def _replayed(self, place: int, header: Header, kept: tuple[Row, ...]) -> Playthrough:
        try:
            if header.rules != RULES:
                raise CannotResume(f"it is played under rules {header.rules}, and this version plays {RULES}")
            return replay(self.scenarios[place].program(), kept)
        except (CannotResume, ScenarioError) as error:
            raise NotAllowed(
                f"This sitting cannot be gone on with here ({error}); ask your trainer. What you did is kept"
            ) from None
