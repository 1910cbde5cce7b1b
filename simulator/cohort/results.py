"""Results: everybody in an assessment as they stand, by pseudonym. None of it is kept: it is read anew.

Who belongs to the cohort, in which team, and which rules hold for whom is looked up as it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy.engine import RowMapping

from simulator.attempts.cohort_schema import (
    assessment_scenarios,
    grade_overrides,
    members,
    names,
    people,
    sitting_attempts,
    sittings,
)
from simulator.attempts.database import Database
from simulator.attempts.schema import attempts
from simulator.cohort.assessments import Assessment
from simulator.cohort.assessments import read as read_assessment
from simulator.cohort.days import Days
from simulator.cohort.grades import Sat, grade
from simulator.cohort.overrides import rules_of_all
from simulator.cohort.remarks import comment_counts, sign_offs_of
from simulator.cohort.scores import Score, latest_in
from simulator.cohort.settling import settle
from simulator.cohort.sittings import sittings_of
from simulator.cohort.standing import Played, Results, Standing, Tried
from simulator.cohort.states import Sitting, State, current, deadline_of, state_of

Item = TypeVar("Item")


def read(connection: Connection, assessment: str, now: datetime, days: Days | None = None) -> Results:
    """The results of an assessment; `now` is `Database.now`, and `days` may be kept for the next time.

    Raises UnknownAssessment.
    """
    held = read_assessment(connection, assessment)
    reader = _Reader(connection, held, now, days or Days())
    found = [reader.standing(row) for row in _people(connection, held)]
    # Who went without having sat it has nothing to show.
    listed = [one for one in found if not one.gone or one.tried or one.grade.override is not None]
    return Results(
        assessment=held.id,
        title=held.title,
        cohort=held.cohort,
        rules=held.rules,
        scenarios=_titles(connection, assessment),
        now=now,
        opened=held.opened,
        closed=held.closed,
        released=held.released,
        people=tuple(sorted(listed, key=lambda one: one.pseudonym)),
    )


def look(database: Database, assessment: str, days: Days | None = None) -> Results:
    """The results as they are now; a sitting whose time is up is ended first.

    Raises UnknownAssessment, NotSaved or BadDatabase.
    """
    found = _look(database, assessment, days)
    if any(one.state is State.OVERDUE and one.going for one in found.people) and settle(database, assessment):
        return _look(database, assessment, days)
    return found


def _look(database: Database, assessment: str, days: Days | None) -> Results:
    with database.reading() as connection:
        return read(connection, assessment, database.now(connection), days)


def names_of(connection: Connection, results: Results) -> dict[str, str]:
    """The names of the people in the results who still have one, by person."""
    mine = {one.person for one in results.people}
    rows = connection.execute(select(names.c.person, names.c.name))
    return {person: name for person, name in rows if person in mine}


class _Reader:
    """All that is kept of an assessment, read in a few questions, to be told of one person after another."""

    def __init__(self, connection: Connection, held: Assessment, now: datetime, days: Days) -> None:
        self._held, self._now = held, now
        self._rules = rules_of_all(connection, held)
        self._sittings = _by(sittings_of(connection, held.id), lambda one: one.person or "")
        self._attempts = _by(_attempts(connection, held.id), lambda row: str(row["sitting"]))
        self._scores = latest_in(connection, held.id)
        self._overrides = _overrides(connection, held.id)
        self._sign_offs = sign_offs_of(connection, held.id)
        self._comments = comment_counts(connection, held.id)
        self._days = days.of(connection, self._going())

    def standing(self, row: RowMapping) -> Standing:
        """Where one person stands."""
        person = row["person"]
        rules = self._rules.get(person, self._held.rules)
        mine = self._sittings.get(person, ())
        made = grade(
            [sat for one in mine if (sat := self._sat(one)) is not None],
            rules.grade,
            mark=rules.pass_mark,
            bars=rules.bars_pass,
            override=self._overrides.get(person),
        )
        signed = self._sign_offs.get(person)
        going = current(mine)
        return Standing(
            person=person,
            pseudonym=row["pseudonym"],
            team=row["team"],
            state=state_of(
                mine,
                rules,
                closed=self._held.closed,
                now=self._now,
                signed=signed is not None and signed.of(made),
            ),
            allowed=rules.attempts,
            deadline=deadline_of(going, rules) if going else None if mine else rules.closes,
            grade=made,
            tried=tuple(self._tried(one, deadline_of(one, rules)) for one in mine),
            day=self._day(going) if going else None,
            saved=max((held["last_saved"] for held in self._begun(mine)), default=None),
            sign_off=signed,
            comments=self._comments.get(person, 0),
            principles=self._principles([one for one in mine if one.number in made.made_of]),
            gone="deleted" if row["deleted"] else "left" if row["away"] else "",
        )

    def _tried(self, sitting: Sitting, deadline: datetime | None) -> Tried:
        sat = self._sat(sitting)
        return Tried(
            number=sitting.number,
            started=sitting.started,
            deadline=deadline if sitting.ended is None else sitting.deadline,
            ended=sitting.ended,
            outcome=str(sitting.outcome or ""),
            late=sitting.late,
            played=tuple(self._played(row) for row in self._attempts.get(sitting.id, ())),
            percent=sat.percent if sat else None,
        )

    def _played(self, row: RowMapping) -> Played:
        score = self._scores.get(row["attempt"])
        return Played(
            attempt=row["attempt"],
            title=row["title"],
            decisions=max(0, row["live_moves"] - 1),
            over=row["finished"] is not None,
            total=score.total if score else None,
            best=score.best if score else None,
        )

    def _sat(self, sitting: Sitting) -> Sat | None:
        """What a sitting earned, where it was handed in and all of it has been scored."""
        held = self._scored(sitting)
        if not sitting.counts or not held or None in held:
            return None
        scores = [score for score in held if score is not None]
        bests = [score.best for score in scores]
        return Sat(
            sitting.number,
            _added(score.card.points for score in scores),
            None if None in bests else sum(best or 0 for best in bests),
            frozenset(kind for score in scores for kind, many in score.card.incidents.items() if many),
        )

    def _scored(self, sitting: Sitting) -> Sequence[Score | None]:
        return [self._scores.get(row["attempt"]) for row in self._attempts.get(sitting.id, ())]

    def _principles(self, made_of: Iterable[Sitting]) -> dict[str, tuple[int, int]]:
        cards = [score.card for one in made_of for score in self._scored(one) if score is not None]
        shown = _added({name: pair[0] for name, pair in card.principles.items()} for card in cards)
        missed = _added({name: pair[1] for name, pair in card.principles.items()} for card in cards)
        return {name: (shown[name], missed[name]) for name in shown}

    def _begun(self, mine: Iterable[Sitting]) -> list[RowMapping]:
        return [row for one in mine for row in self._attempts.get(one.id, ()) if row["live_moves"]]

    def _going(self) -> dict[str, int]:
        """The moves of every attempt of a sitting under way."""
        going = [one for mine in self._sittings.values() if (one := current(mine)) is not None]
        return {row["attempt"]: row["live_moves"] for row in self._begun(going)}

    def _day(self, going: Sitting) -> int | None:
        """The day in the scenario that was begun last."""
        begun = self._begun([going])
        return self._days[begun[-1]["attempt"]] if begun else None


def _people(connection: Connection, held: Assessment) -> Sequence[RowMapping]:
    """Who belongs to the cohort, or did, or has sat the assessment."""
    sat = select(sittings.c.person).where(sittings.c.assessment == held.id, sittings.c.person.is_not(None))
    belongs = and_(members.c.person == people.c.person, members.c.cohort == held.cohort)
    wanted = (
        select(
            people.c.person,
            people.c.pseudonym,
            people.c.deleted,
            members.c.team,
            or_(members.c.person.is_(None), members.c.left.is_not(None)).label("away"),
        )
        .select_from(people.outerjoin(members, belongs))
        .where(or_(members.c.person.is_not(None), people.c.person.in_(sat)))
    )
    return connection.execute(wanted).mappings().all()


def _attempts(connection: Connection, assessment: str) -> Sequence[RowMapping]:
    """The attempts of every sitting, in the order of the scenarios."""
    wanted = (
        select(
            sitting_attempts.c.sitting,
            sitting_attempts.c.attempt,
            attempts.c.title,
            attempts.c.live_moves,
            attempts.c.finished,
            attempts.c.last_saved,
        )
        .join(sittings, sittings.c.sitting == sitting_attempts.c.sitting)
        .join(attempts, attempts.c.attempt == sitting_attempts.c.attempt)
        .where(sittings.c.assessment == assessment, sittings.c.person.is_not(None))
        .order_by(sitting_attempts.c.sitting, sitting_attempts.c.place)
    )
    return connection.execute(wanted).mappings().all()


def _overrides(connection: Connection, assessment: str) -> dict[str, int | None]:
    """The percentage a person was last given by hand; None where that was taken back."""
    last = (
        select(func.max(grade_overrides.c.grade_override))
        .where(grade_overrides.c.assessment == assessment)
        .group_by(grade_overrides.c.person)
    )
    wanted = select(grade_overrides.c.person, grade_overrides.c.percent)
    rows = connection.execute(wanted.where(grade_overrides.c.grade_override.in_(last)))
    return dict(map(tuple, rows))


def _titles(connection: Connection, assessment: str) -> tuple[str, ...]:
    wanted = select(assessment_scenarios.c.title).where(assessment_scenarios.c.assessment == assessment)
    return tuple(connection.scalars(wanted.order_by(assessment_scenarios.c.place)))


def _by(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for held in counts:
        for name, number in held.items():
            found[name] += number
    return dict(found)
