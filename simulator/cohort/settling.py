"""Ending sittings: handed in, or ended by their time; then scored. Doing any of it again changes nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, select

from simulator.attempts.cohort_schema import people, scores, sitting_attempts, sittings
from simulator.attempts.database import Database
from simulator.attempts.errors import StoreError
from simulator.attempts.schema import attempts
from simulator.cohort.assessments import read
from simulator.cohort.audit import log
from simulator.cohort.guard import Moment, look, stamp
from simulator.cohort.scores import keep_shipped_rubric, kept_rubric, record
from simulator.cohort.sittings import attempts_of, change_sitting, sitting_of
from simulator.cohort.states import Outcome, ending_of
from simulator.scenario.diagnostics import ScenarioError

PROGRAM = "onlyme"
"""Who does what nobody did by hand."""


def settle(database: Database, assessment: str) -> int:
    """Ends every sitting of an assessment whose time is up, and scores what is not scored yet.

    Returns how many were ended. Raises UnknownAssessment, NotSaved or BadDatabase.
    """
    with database.reading() as connection:
        read(connection, assessment)
        mine = sittings.c.assessment == assessment
        wanted = select(sittings.c.sitting).where(mine, sittings.c.ended.is_(None))
        under_way = connection.scalars(wanted.order_by(sittings.c.started, sittings.c.sitting)).all()
        overdue = [sitting for sitting in under_way if look(database, connection, sitting).up]
    ended = sum(settle_one(database, sitting) is not None for sitting in overdue)
    with database.reading() as connection:
        unscored = _unscored(connection, assessment)
    for sitting in unscored:
        score(database, sitting)
    return ended


def settle_one(database: Database, sitting: str) -> Outcome | None:
    """Ends a sitting whose time is up, and scores it. None where its time is not up. Raises NotAllowed."""
    with database.writing() as connection:
        found = look(database, connection, sitting, change=True)
        held = found.sitting
        if held.ended is not None:
            return held.outcome
        if not found.up or found.limit is None:
            return None
        last, whole = _played(connection, sitting)
        ended, outcome = ending_of(held, found.rules, limit=found.limit, last=last, whole=whole)
        end(connection, found, ended, outcome, by=PROGRAM)
    score(database, sitting)
    return outcome


def end(connection: Connection, found: Moment, ended: datetime, outcome: Outcome, by: str) -> None:
    """Ends a sitting; its deadline is kept as it was in the end."""
    held = found.sitting
    deadline = None if found.deadline is None else stamp(found.deadline)
    change_sitting(connection, held.id, ended=stamp(ended), outcome=outcome.value, deadline=deadline)
    late = found.deadline is not None and ended > found.deadline
    what = "handed in" if by != PROGRAM else f"time was up: {outcome}"
    log(
        connection,
        at=found.at,
        by=by,
        what=what if held.person is not None else f"trial run, {what}",
        about=held.assessment,
        pseudonym=_pseudonym(connection, held.person),
        details={"sitting": held.number} | ({"late": True} if late else {}),
    )


def score(database: Database, sitting: str) -> None:
    """Gives each attempt of a sitting that was handed in its first score. Where that cannot be done now, the
    next `settle` does it."""
    with suppress(StoreError, ScenarioError), database.writing() as connection:
        held = sitting_of(connection, sitting, change=True)
        if not held.counts:
            return
        digest = read(connection, held.assessment).rubric_digest
        rubric = keep_shipped_rubric(connection) if digest is None else kept_rubric(connection, digest)
        at = database.stamp(connection)
        for attempt in attempts_of(connection, sitting):
            record(connection, attempt, rubric, by=PROGRAM, at=at)


def _unscored(connection: Connection, assessment: str) -> tuple[str, ...]:
    wanted = (
        select(sittings.c.sitting)
        .join(sitting_attempts, sitting_attempts.c.sitting == sittings.c.sitting)
        .outerjoin(scores, scores.c.attempt == sitting_attempts.c.attempt)
        .where(sittings.c.assessment == assessment, sittings.c.outcome == Outcome.SUBMITTED.value)
        .where(scores.c.score.is_(None))
        .distinct()
    )
    return tuple(connection.scalars(wanted))


def _played(connection: Connection, sitting: str) -> tuple[datetime, bool]:
    """When the last move of a sitting was kept, and whether every scenario was played to its end."""
    wanted = (
        select(attempts.c.last_saved, attempts.c.finished)
        .join(sitting_attempts, sitting_attempts.c.attempt == attempts.c.attempt)
        .where(sitting_attempts.c.sitting == sitting)
    )
    held = connection.execute(wanted).all()
    last = max(datetime.fromisoformat(saved) for saved, _ in held)
    return last, all(finished is not None for _, finished in held)


def _pseudonym(connection: Connection, person: str | None) -> str | None:
    found: str | None = connection.scalar(select(people.c.pseudonym).where(people.c.person == person))
    return found
