"""A cohort that sits an assessment of the library's first scenario, in a database of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from simulator.attempts.cohort_schema import members, names, people
from simulator.attempts.database import Database
from simulator.cohort import assessments, cohorts
from simulator.cohort.days import Days
from simulator.cohort.live import Live
from simulator.cohort.people import new_id
from simulator.cohort.results import look
from simulator.cohort.rules import Rules
from simulator.cohort.sitting import resume, start
from simulator.cohort.standing import Results, Standing
from simulator.engine.moves import parse_move

BEGINNING = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
RULES: dict[str, Any] = {
    "id": "spring-2027",
    "title": "Spring assessment",
    "purpose": "To see who may take over accounts alone.",
    "seen_by": "Your trainer.",
    "cohort": "spring",
    "scenarios": ["first-steps"],
    "attempts": 2,
    "pass": 60,
}


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        """Goes on by minutes, hours or days."""
        self.now += timedelta(**by)


@dataclass
class Course:
    """The cohort `spring` and its assessment, which is open."""

    database: Database
    clock: Clock
    assessment: str = RULES["id"]
    days: Days = field(default_factory=Days)
    _people: dict[str, str] = field(default_factory=dict)

    def enrol(self, pseudonym: str, name: str | None = None, team: str | None = None) -> str:
        """Somebody new; the id."""
        person = self._people[pseudonym] = new_id()
        with self.database.writing() as connection:
            at = self.database.stamp(connection)
            connection.execute(insert(people), {"person": person, "pseudonym": pseudonym, "created": at})
            if name is not None:
                connection.execute(insert(names), {"person": person, "name": name})
            where = {"cohort": RULES["cohort"], "person": person, "team": team, "joined": at}
            connection.execute(insert(members), where)
        return person

    def person(self, pseudonym: str) -> str:
        """The id of somebody."""
        return self._people[pseudonym]

    def begin(self, pseudonym: str) -> Live:
        """Begins a sitting, the account taken over."""
        live = start(self.database, self.assessment, self._people[pseudonym])
        live.session.begin()
        return live

    def play(self, live: Live, *wanted: str, moves: int | None = None) -> Live:
        """Plays on: `wanted` moves as soon as they are asked for, else the first; to the end, or so many."""
        waiting = [parse_move(move) for move in wanted]
        while (legal := live.session.play.legal_moves()) and moves != 0:
            live.session.do(waiting.pop(0) if waiting and waiting[0] in legal else legal[0])
            moves = None if moves is None else moves - 1
        return live

    def sit(self, pseudonym: str, *wanted: str) -> None:
        """A whole sitting, handed in."""
        self.play(self.begin(pseudonym), *wanted).submit()

    def go_on(self, pseudonym: str) -> Live:
        """The sitting under way, in another window."""
        return resume(self.database, self.assessment, self._people[pseudonym])

    def results(self) -> Results:
        """As the desk sees them."""
        return look(self.database, self.assessment, self.days)

    def standing(self, pseudonym: str) -> Standing:
        """One person, as the desk sees them."""
        return next(one for one in self.results().people if one.pseudonym == pseudonym)


@contextmanager
def course(location: str, **rules: Any) -> Iterator[Course]:
    """A course in the database at a place, its assessment open under these rules."""
    clock = Clock()
    with closing(Database.open(location, now=clock)) as database:
        with database.writing() as connection:
            cohorts.create(connection, "spring", "Spring", None, at=database.stamp(connection), by="trainer")
        assessments.create(database, Rules.model_validate(RULES | rules), "trainer")
        assessments.open_(database, assessments.opening(database, RULES["id"]), "trainer")
        yield Course(database, clock)
