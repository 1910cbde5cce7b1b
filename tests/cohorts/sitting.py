"""One simulated trainee at an assessment, from the personal code to handing in, in a process of its own.

A trainee's clock stands in for that of the database: it goes on by a minute with every decision, and by as
much as what befalls the trainee asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import perf_counter

from scoring.rubric import default_rubric
from scoring.scorecard import score
from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere
from simulator.cohort.codes import find_by_code
from simulator.cohort.live import Live
from simulator.cohort.refused import TimeUp
from simulator.cohort.sitting import assessments_of, resume, start
from simulator.cohort.states import May
from simulator.engine.moves import BEGIN, Move
from simulator.view.order import offered
from tests.cohorts.minds import Mind
from tests.cohorts.trainees import Fate

HALF = 5
"""Decisions after which what happens in the middle happens."""
LONG = {Fate.LATE: timedelta(minutes=50), Fate.EXTRA: timedelta(minutes=70)}
"""How long a sitting takes those who hand in with a limit of 45 minutes and a grace of 15 behind them."""


class End(StrEnum):
    """How a visit of a trainee to an assessment ended."""

    HANDED_IN = "handed in"
    TIME_UP = "the time was up"
    LEFT = "left in the middle"
    NOT_LET_IN = "the code opened nothing"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a trainee is to do: with which code, in which assessment, when, and as what befalls them."""

    reference: str
    code: str
    assessment: str
    at: datetime
    fate: Fate
    mind: Mind
    middle: bool = False
    """Whether it goes on with a sitting that was left in the middle."""
    tried: int = 1


@dataclass(frozen=True, slots=True)
class Played:
    """What was acknowledged of one scenario: every move that `do` came back from, in order."""

    attempt: str
    moves: tuple[str, ...]
    total: int
    """What it is worth, scored from the playthrough in memory."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a trainee tells of a visit."""

    visit: Visit
    end: End
    played: tuple[Played, ...] = ()
    whole: bool = False
    """Whether every scenario was played to its end."""
    waits: tuple[float, ...] = ()
    """How long each choice took to be kept, in seconds."""

    @property
    def choices(self) -> int:
        """How many were made."""
        return len(self.waits)


@dataclass
class Clock:
    """The trainee's clock."""

    moment: datetime = datetime(2027, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def on(self, minutes: float) -> None:
        """Goes on."""
        self.moment += timedelta(minutes=minutes)


def visit(database: Database, clock: Clock, wanted: Visit) -> Told:
    """Does it. Whatever should not happen to the trainee ends the run."""
    clock.moment = wanted.at
    hand = _Hand(clock, wanted.mind)
    end = _end(database, wanted, hand)
    return Told(
        wanted,
        end,
        tuple(Played(name, tuple(map(str, moves)), hand.totals[name]) for name, moves in hand.moves.items()),
        hand.whole,
        tuple(hand.waits),
    )


def _end(database: Database, wanted: Visit, hand: _Hand) -> End:
    with database.reading() as connection:
        member = find_by_code(connection, wanted.code)
    if member is None:
        return End.NOT_LET_IN
    item = next(one for one in assessments_of(database, member.person) if one.id == wanted.assessment)
    assert item.offer.may is (May.RESUME if wanted.middle else May.START), item.offer
    live = (resume if wanted.middle else start)(database, item.id, member.person)
    hand.take_up(live)
    try:
        match wanted.fate:
            case Fate.WALKED | Fate.DELETED_AMID:
                hand.play(live, HALF)
                return End.LEFT
            case Fate.TEAM if not wanted.middle:
                hand.play(live, HALF)
                return End.LEFT
            case Fate.MOVED:
                live = _moved(database, hand, live, member.person)
            case Fate.SLOW:
                hand.play(live, HALF)
                hand.clock.on((item.rules.minutes or 0) + item.rules.grace_minutes)
        hand.play(live)
        while not live.last:
            live.go_on()
            hand.take_up(live)
            hand.play(live)
        hand.whole = True
        if wanted.fate in (Fate.LATE, Fate.EXTRA):
            hand.clock.moment = wanted.at + LONG[wanted.fate]
        live.submit()
    except TimeUp:
        return End.TIME_UP
    return End.HANDED_IN


def _moved(database: Database, hand: _Hand, live: Live, person: str) -> Live:
    """The sitting in another window; the first one has to stop."""
    hand.play(live, HALF)
    another = resume(database, live.sitting.assessment, person)
    try:
        live.session.do(live.session.play.legal_moves()[0])
    except ContinuedElsewhere:
        hand.take_up(another)
        return another
    raise AssertionError("two windows write to one sitting")


@dataclass
class _Hand:
    """Plays, keeping count of what was acknowledged and of how long that took."""

    clock: Clock
    mind: Mind
    moves: dict[str, list[Move]] = field(default_factory=dict)
    """By attempt."""
    totals: dict[str, int] = field(default_factory=dict)
    whole: bool = False
    waits: list[float] = field(default_factory=list)

    def take_up(self, live: Live) -> None:
        """Begins with the present scenario, or goes on with it: what is there was acknowledged before."""
        held = live.session
        self.moves[held.header.attempt] = list(held.play.moves)
        if not held.play.rows:
            self._keep(live, BEGIN)
        self._note(live)

    def play(self, live: Live, most: int | None = None) -> None:
        """Plays on, to the end of the present scenario or so many decisions."""
        held = live.session
        header, program = held.header, held.play.program
        choose = self.mind.on(header.scenario, program, self.moves[header.attempt])
        while not live.over and most != 0:
            waiting = offered(program, held.play.state, header.seed)
            move = choose(tuple(option.move for option in waiting.options))
            self.clock.on(minutes=1)
            self._keep(live, move)
            most = None if most is None else most - 1
        self._note(live)

    def _keep(self, live: Live, move: Move) -> None:
        before = perf_counter()
        live.session.do(move)
        self.waits.append(perf_counter() - before)
        self.moves[live.session.header.attempt].append(move)

    def _note(self, live: Live) -> None:
        held = live.session
        self.totals[held.header.attempt] = score(held.play.events, default_rubric()).total
