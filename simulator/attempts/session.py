"""One attempt being played and kept: a choice is durable before its consequence is known to the player."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scoring.rubric import default_rubric
from scoring.scorecard import score
from simulator.attempts.errors import NotSaved
from simulator.attempts.records import Summary
from simulator.engine.attempt import RULES, Header, Playthrough, Row, resume
from simulator.engine.decide import State
from simulator.engine.events import Ended, Event
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program
from simulator.scenario.load import scenario_hash
from simulator.scenario.words import STAGES

if TYPE_CHECKING:
    from simulator.attempts.store import Store

MODE = "practice"


def _utc() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_header(program: Program, text: str, variant: str | None) -> Header:
    """The header of a new practice attempt of a scenario, whose own text is `text`."""
    scenario = program.scenario
    return Header(
        attempt=uuid.uuid4().hex,
        scenario=scenario.id,
        title=scenario.title,
        scenario_hash=scenario_hash(scenario),
        scenario_text=text,
        variant=variant,
        language="en",
        rules=RULES,
        rubric=str(default_rubric().version),
        seed=0,
        mode=MODE,
        started=_utc(),
    )


@dataclass(slots=True)
class Session:
    """A playthrough with the place where it is kept. Without a store it is kept nowhere.

    Every change is stored first and taken second, so what the screen shows is never more than what is kept.
    Raises what the store raises; then nothing has changed, and the same call may be made again.
    """

    header: Header
    play: Playthrough
    store: Store | None = None
    writer: str = ""

    @classmethod
    def start(
        cls, program: Program, text: str, variant: str | None = None, store: Store | None = None
    ) -> Session:
        """A new attempt, not begun yet."""
        header = new_header(program, text, variant)
        writer = store.create(header) if store else ""
        return cls(header, Playthrough(program), store, writer)

    @classmethod
    def reopen(cls, store: Store, attempt: str) -> Session:
        """A kept attempt, where it was left. Raises StoreError, ScenarioError or CannotResume."""
        header, rows = store.load(attempt)
        play = resume(header, rows)
        session = cls(header, play, store, store.claim(attempt))
        if play.state.over:
            session._finish()
        return session

    def begin(self) -> None:
        """Takes the account over, unless that has been done."""
        if not self.play.rows:
            self.do(BEGIN)

    def do(self, move: Move) -> None:
        """Makes a move. Raises IllegalMove, or what the store raises."""
        self._keep(self.play.next_row(move))
        if self.play.state.over:
            self._finish()

    def undo(self) -> None:
        """Takes the last move back, if there is one to take back."""
        if self.play.can_undo:
            self._keep(self.play.undo_row())

    def _keep(self, row: Row) -> None:
        if self.store is not None:
            self.store.append(self.header.attempt, self.writer, row)
        self.play.take(row)

    def _finish(self) -> None:
        """Marks the attempt as played to its end. The moves are what counts, and they are kept: where this
        mark cannot be written, reopening the attempt makes up for it."""
        if self.store is not None:
            with suppress(NotSaved):
                self.store.finish(self.header.attempt, self.writer, self.summary())

    def summary(self) -> Summary:
        """How the attempt stands: ending, true stage and raw points."""
        return summed_up(self.play.program, self.play.events, self.play.state, _utc())


def summed_up(program: Program, events: Sequence[Event], state: State, at: str) -> Summary:
    """How a playthrough with these events has ended, in a state, at a moment."""
    places = [event.ending for event in events if isinstance(event, Ended)]
    ending = program.scenario.endings[places[-1]].title if places and places[-1] >= 0 else ""
    points = score(events, default_rubric()).points
    return Summary(ending, STAGES[state.fields["stage"]], points, at)


@contextmanager
def closing(store: Store | None) -> Iterator[Store | None]:
    """Closes the store at the end, if there is one."""
    try:
        yield store
    finally:
        if store is not None:
            store.close()
