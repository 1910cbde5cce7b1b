"""Assessments: written down, opened, closed, released. Opening freezes what is sat and how it is scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import RowMapping

from scoring.rubric import default_rubric, shipped_text
from simulator.attempts.cohort_schema import assessments
from simulator.attempts.database import Database
from simulator.attempts.rows import digest_of
from simulator.cohort import freezing
from simulator.cohort.audit import log
from simulator.cohort.cohorts import cohort_of, sizes
from simulator.cohort.freezing import Frozen
from simulator.cohort.refused import NotAllowed, UnknownAssessment
from simulator.cohort.rules import Rules, read_kept
from simulator.cohort.scores import Kept, best_of, keep_shipped_rubric
from simulator.cohort.states import show
from simulator.scenario.names import suggestion


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment and how it stands. Moments are in UTC."""

    id: str
    cohort: str
    title: str
    rules: Rules
    created: datetime
    rubric_digest: str | None = None
    """The rubric it is scored by; none before it is opened."""
    opened: datetime | None = None
    closed: datetime | None = None
    released: datetime | None = None

    @property
    def stands(self) -> str:
        """Its state in one word."""
        if self.released:
            return "released"
        if self.closed:
            return "closed"
        return "open" if self.opened else "draft"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening an assessment would freeze."""

    assessment: Assessment
    scenarios: tuple[Frozen, ...]
    bests: tuple[int | None, ...]
    """The proved best total of each scenario; None where it is not proved."""
    members: int
    """How many belong to the cohort now."""

    @property
    def percent(self) -> bool:
        """Whether there can be percentages: every best is proved, and there is something to be had."""
        return None not in self.bests and sum(best or 0 for best in self.bests) > 0


def read(connection: Connection, assessment: str, *, change: bool = False) -> Assessment:
    """The assessment with this id. `change`: held against other writers to the end of the transaction.

    Raises UnknownAssessment.
    """
    wanted = select(assessments).where(assessments.c.assessment == assessment)
    row = connection.execute(wanted.with_for_update() if change else wanted).mappings().one_or_none()
    if row is not None:
        return _read(row)
    known = connection.scalars(select(assessments.c.assessment)).all()
    hint = suggestion(assessment, known) or (
        f"there is {', '.join(sorted(known)[:10])}" if known else "make one with: onlyme assess new"
    )
    raise UnknownAssessment(f"There is no assessment {assessment[:80]}; {hint}")


def listed(connection: Connection, cohort: str | None = None) -> tuple[Assessment, ...]:
    """All assessments, of one cohort where one is given, in the order in which they were made."""
    wanted = select(assessments).order_by(assessments.c.created, assessments.c.assessment)
    if cohort is not None:
        wanted = wanted.where(assessments.c.cohort == cohort)
    return tuple(_read(row) for row in connection.execute(wanted).mappings())


def create(database: Database, rules: Rules, by: str) -> Assessment:
    """An assessment that nobody can sit yet; before it is opened the same id may be given other rules.

    Raises UnknownCohort or NotAllowed.
    """
    with database.writing() as connection:
        at = database.stamp(connection)
        cohort_of(connection, rules.cohort)
        wanted = select(assessments.c.opened).where(assessments.c.assessment == rules.id)
        held = connection.execute(wanted.with_for_update()).one_or_none()
        if held is not None and held.opened is not None:
            raise NotAllowed(
                f"{rules.id} has been opened, and its rules are frozen; "
                "give an override, or another assessment another id"
            )
        values = {"cohort": rules.cohort, "title": rules.title, "rules": rules.as_json()}
        if held is None:
            connection.execute(insert(assessments), {"assessment": rules.id, "created": at, **values})
        else:
            _change(connection, rules.id, **values)
        what = "made the assessment" if held is None else "changed the rules"
        log(connection, at=at, by=by, what=what, about=rules.id, details={"rules": rules.kept()})
        return read(connection, rules.id)


def opening(database: Database, assessment: str) -> Opening:
    """What opening would freeze. Raises UnknownAssessment, NotAllowed or ScenarioError."""
    with database.reading() as connection:
        held = read(connection, assessment)
        members = sizes(connection).get(held.cohort, 0)
        now = database.now(connection)
    _may_open(held, now)
    scenarios = freezing.freeze(held.rules.scenarios)
    with database.reading() as connection:
        found = Opening(held, scenarios, _bests(connection, scenarios), members)
    _may_grade(found)
    return found


def open_(database: Database, wanted: Opening, by: str) -> Assessment:
    """Opens an assessment: what it is sat with and scored by stands from now on. Raises NotAllowed."""
    name = wanted.assessment.id
    with database.writing() as connection:
        now, at = database.now(connection), database.stamp(connection)
        held = read(connection, name, change=True)
        _may_open(held, now)
        if held.rules != wanted.assessment.rules:
            raise NotAllowed(f"The rules of {name} have been changed in the meantime; look at them again")
        rubric = keep_shipped_rubric(connection)
        _may_grade(Opening(held, wanted.scenarios, _bests(connection, wanted.scenarios), wanted.members))
        freezing.keep(connection, name, wanted.scenarios)
        _change(connection, name, rubric_digest=rubric.digest, opened=at)
        details = {
            "rubric": rubric.rubric.version,
            "scenarios": [[one.scenario, one.variant, one.scenario_hash] for one in wanted.scenarios],
        }
        log(connection, at=at, by=by, what="opened the assessment", about=name, details=details)
        return read(connection, name)


def close(database: Database, assessment: str, by: str) -> Assessment:
    """Closes an assessment for good; what is under way is ended by `settle`. Raises NotAllowed."""
    with database.writing() as connection:
        at = database.stamp(connection)
        held = read(connection, assessment, change=True)
        may_close(held)
        _change(connection, assessment, closed=at)
        log(connection, at=at, by=by, what="closed the assessment", about=assessment)
        return read(connection, assessment)


def release(database: Database, assessment: str, by: str) -> Assessment:
    """Releases the results of a closed assessment to those who sat it. Raises NotAllowed."""
    with database.writing() as connection:
        at = database.stamp(connection)
        held = read(connection, assessment, change=True)
        may_release(held)
        _change(connection, assessment, released=at)
        log(connection, at=at, by=by, what="released the results", about=assessment)
        return read(connection, assessment)


def may_close(held: Assessment) -> None:
    """Raises NotAllowed where there is nothing to close."""
    if held.opened is None:
        raise NotAllowed(f"{held.id} has not been opened")
    if held.closed is not None:
        raise NotAllowed(f"{held.id} was closed on {show(held.closed)}")


def may_release(held: Assessment) -> None:
    """Raises NotAllowed where there is nothing to release."""
    if held.closed is None:
        raise NotAllowed(f"{held.id} is {held.stands}; close it first: onlyme assess close {held.id}")
    if held.released is not None:
        raise NotAllowed(f"The results of {held.id} were released on {show(held.released)}")


def _may_open(held: Assessment, now: datetime) -> None:
    if held.opened is not None:
        raise NotAllowed(f"{held.id} was opened on {show(held.opened)}")
    if held.rules.closes is not None and held.rules.closes <= now:
        raise NotAllowed(f"{held.id} would have closed on {show(held.rules.closes)}; write a later `closes`")


def _may_grade(wanted: Opening) -> None:
    if wanted.percent or wanted.assessment.rules.pass_mark is None:
        return
    unproved = [
        one.scenario for one, best in zip(wanted.scenarios, wanted.bests, strict=True) if best is None
    ]
    why = f"the best of {', '.join(unproved)} is not proved" if unproved else "no points can be had in it"
    raise NotAllowed(
        f"{wanted.assessment.id} has a pass mark in percent, but {why}; prove it with onlyme analyze "
        "--write-par, or leave `pass` out, so that raw points stand"
    )


def _bests(connection: Connection, scenarios: tuple[Frozen, ...]) -> tuple[int | None, ...]:
    rubric = Kept(digest_of(shipped_text()), default_rubric())
    return tuple(best_of(connection, one.scenario_hash, one.text, one.variant, rubric) for one in scenarios)


def _change(connection: Connection, assessment: str, **values: Any) -> None:
    connection.execute(update(assessments).where(assessments.c.assessment == assessment).values(**values))


def _read(row: RowMapping) -> Assessment:
    return Assessment(
        id=row["assessment"],
        cohort=row["cohort"],
        title=row["title"],
        rules=read_kept(row["rules"]),
        created=datetime.fromisoformat(row["created"]),
        rubric_digest=row["rubric_digest"],
        opened=_moment(row["opened"]),
        closed=_moment(row["closed"]),
        released=_moment(row["released"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
