"""The week of a simulated cohort: what the trainer does, and in between the trainees, several at once."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from simulator.attempts.database import Database
from simulator.cohort import assessments, codes, cohorts, importing, keeping, overrides, remarks
from simulator.cohort.headings import read_roster
from simulator.cohort.people import everybody
from simulator.cohort.results import look
from simulator.cohort.roster_file import read_table
from simulator.cohort.rules import Override, Rules
from simulator.cohort.standing import Results
from tests.cohorts.sitting import Clock, Told, Visit, visit
from tests.cohorts.trainees import PATIENT, Fate, Trainee, write_roster
from tests.faults.writers import processes

TEST, ACCOUNT = "spring-test", "spring-account"
"""One with a pass mark, and one of both scenarios of the library without."""
COHORT, BY = "spring", "trainer"
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
_SAID = {"purpose": "To see who may take over accounts alone.", "seen_by": "Your trainer.", "cohort": COHORT}
RULES: tuple[dict[str, Any], ...] = (
    {
        "id": TEST,
        "title": "Spring test",
        **_SAID,
        "scenarios": ["first-steps"],
        "opens": MONDAY,
        "closes": MONDAY + timedelta(days=4, hours=9),
        "minutes": 45,
        "at_expiry": "grace",
        "grace_minutes": 15,
        "attempts": 2,
        "delay_hours": 12,
        "pass": 60,
        "bars_pass": ["untruth_exposed", "promised_against_known_limit"],
        "shuffle": False,
    },
    {
        "id": ACCOUNT,
        "title": "Spring account",
        **_SAID,
        "scenarios": ["first-steps", "quiet-eleventh-year"],
        "opens": MONDAY + timedelta(days=2),
        "minutes": 240,
        "at_expiry": "abandon",
    },
)
EXTRA = Override.model_validate({"extra_time": 2})
GONE = (Fate.DELETED, Fate.DELETED_AMID)
LASTING = (Fate.WALKED, Fate.SLOW, Fate.MOVED, *GONE)
"""What befalls a trainee in the second assessment too."""


@dataclass
class Course:
    """The course in an empty database. `told` grows with every visit."""

    place: str
    trainees: Sequence[Trainee]
    account: Collection[int]
    """The numbers of those who are asked to sit the second assessment."""
    processes: int = 2
    told: list[Told] = field(default_factory=list)
    seconds: float = 0.0
    """How long the trainees took, all together."""
    _codes: dict[str, str] = field(default_factory=dict)
    _clock: Clock = field(default_factory=Clock)

    def run(self) -> tuple[Results, Results]:
        """The whole week. Returns what the desk shows of the two assessments once it is over."""
        pool = ProcessPoolExecutor(self.processes, processes(), _take_place, (self.place,))
        with closing(Database.open(self.place, now=self._clock)) as database, pool:
            self._clock.moment = MONDAY - timedelta(hours=1)
            self._prepare(database)
            self._sit(pool, self._first())
            self._clock.on(minutes=90)
            self._interfere(database)
            self._sit(pool, self._second())
            self._clock.moment = MONDAY + timedelta(hours=23)
            self._enrol(database, [one for one in self.trainees if one.fate is Fate.JOINS])
            self._sit(pool, self._next_day())
            self._sit(pool, self._on_wednesday())
            self._clock.moment = MONDAY + timedelta(days=4, hours=10)
            return self._closed(database, TEST), self._closed(database, ACCOUNT)

    # -- the trainer

    def _prepare(self, database: Database) -> None:
        with database.writing() as connection:
            at = database.stamp(connection)
            cohorts.create(connection, COHORT, "Spring", 365, at=at, by=BY)
        self._enrol(database, [one for one in self.trainees if one.fate is not Fate.JOINS])
        for rules in RULES:
            made = assessments.create(database, Rules.model_validate(rules), BY)
            assessments.open_(database, assessments.opening(database, made.id), BY)
        overrides.give(database, TEST, EXTRA, by=BY, team=PATIENT)
        for member in self._members(database, Fate.EXTRA):
            overrides.give(database, TEST, EXTRA, by=BY, to=member)

    def _enrol(self, database: Database, people: Sequence[Trainee]) -> None:
        """Imports a roster, and gives codes to those who have none."""
        with tempfile.TemporaryDirectory() as folder:
            write_roster(Path(folder) / "roster.csv", people)
            roster = read_roster(read_table(Path(folder) / "roster.csv"))
        with database.writing() as connection:
            at, cohort = database.stamp(connection), cohorts.cohort_of(connection, COHORT)
            done = importing.carry_out(connection, cohort, roster, at=at, by=BY)
            assert not done.bad, done.bad
            new = [one for one in cohorts.members_of(connection, COHORT) if not one.has_code]
            for member, code in codes.give(connection, new, at=at, by=BY):
                self._codes[member.reference or ""] = code

    def _interfere(self, database: Database) -> None:
        """While some are in the middle of it: teams change, and people are deleted."""
        for member in self._members(database, Fate.TEAM):
            with database.writing() as connection:
                at = database.stamp(connection)
                cohorts.move_to_team(connection, member, PATIENT, at=at, by=BY)
        gone = {one.person for one in self._members(database, *GONE)}
        with database.writing() as connection:
            at = database.stamp(connection)
            for person in everybody(connection):
                if person.person in gone:
                    keeping.delete_person(connection, person, at=at, by=BY)

    def _closed(self, database: Database, assessment: str) -> Results:
        """An assessment that is over: ended, closed, and every result in it signed off."""
        look(database, assessment)
        assessments.close(database, assessment, BY)
        with database.writing() as connection:
            at = database.stamp(connection)
            for one in look(database, assessment).people:
                if one.ready:
                    remarks.sign(connection, assessment, one, at=at, by=BY)
        return look(database, assessment)

    def _members(self, database: Database, *fates: Fate) -> list[cohorts.Member]:
        wanted = {one.reference for one in self.trainees if one.fate in fates}
        with database.reading() as connection:
            return [one for one in cohorts.members_of(connection, COHORT) if one.reference in wanted]

    # -- the trainees

    def _first(self) -> Iterator[Visit]:
        for one in self.trainees:
            if one.fate not in (Fate.JOINS, Fate.ABSENT):
                yield self._visit(one, TEST, MONDAY, one.fate)

    def _second(self) -> Iterator[Visit]:
        """After the time of everybody else, and after the teams have changed."""
        for one in self.trainees:
            if one.fate in (Fate.TEAM, *GONE):
                yield self._visit(one, TEST, MONDAY + timedelta(minutes=65), one.fate, middle=True)

    def _next_day(self) -> Iterator[Visit]:
        for one in self.trainees:
            if one.fate in (Fate.JOINS, Fate.AGAIN):
                tried = 2 if one.fate is Fate.AGAIN else 1
                yield self._visit(one, TEST, MONDAY + timedelta(days=1), one.fate, tried=tried)

    def _on_wednesday(self) -> Iterator[Visit]:
        for one in self.trainees:
            if one.number in self.account and one.fate is not Fate.ABSENT:
                fate = one.fate if one.fate in LASTING else Fate.PLAIN
                yield self._visit(one, ACCOUNT, MONDAY + timedelta(days=2), fate)

    def _visit(
        self,
        one: Trainee,
        assessment: str,
        at: datetime,
        fate: Fate,
        *,
        middle: bool = False,
        tried: int = 1,
    ) -> Visit:
        code, mind = self._codes[one.reference], one.mind_at(tried)
        return Visit(one.reference, code, assessment, at, fate, mind, middle, tried)

    def _sit(self, pool: ProcessPoolExecutor, visits: Iterable[Visit]) -> None:
        wanted, begun = list(visits), perf_counter()
        self.told += pool.map(_do, wanted)
        self.seconds += perf_counter() - begun


_CLOCK = Clock()
_DATABASES: list[Database] = []


def _take_place(place: str) -> None:
    """A process of trainees opens the database."""
    _DATABASES.append(Database.open(place, now=_CLOCK))


def _do(wanted: Visit) -> Told:
    return visit(_DATABASES[0], _CLOCK, wanted)
