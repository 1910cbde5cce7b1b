"""Overrides of grades: a person's percentage in the place of the reckoned one, with a reason.

Rows are only added. Taking one back is a row too, so every grade that ever stood can be seen. The audit log
tells that a grade was overridden; the reason, which may tell of a person, stands beside the grade alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from simulator.attempts.cohort_schema import grade_overrides, people
from simulator.attempts.errors import StoreError
from simulator.cohort.audit import log
from simulator.scenario.text import one_line

LONGEST = 500
"""Characters of a reason."""
HIGHEST = 100


class BadOverride(StoreError):
    """An override that cannot be; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class GradeOverride:
    """A person's judgement of a grade. `percent` is None where it takes the one before back."""

    grade_override: int
    """Its number: the latest is the highest, and counts."""
    percent: int | None
    reason: str
    by: str
    at: str
    """When, in ISO 8601, UTC."""


def override(
    connection: Connection,
    assessment: str,
    person: str,
    percent: int | None,
    reason: str,
    *,
    at: str,
    by: str,
) -> GradeOverride:
    """Puts a whole percentage in the place of a person's grade, or takes the last one back with None.

    Where the same stands already, for the same reason, nothing is added. `at` is `Database.stamp`. Raises
    BadOverride.
    """
    why = one_line(reason)
    if not why or len(why) > LONGEST:
        raise BadOverride(f"A reason has 1 to {LONGEST} characters; this one has {len(why)}")
    if percent is not None and not 0 <= percent <= HIGHEST:
        raise BadOverride(f"A grade is a whole percentage from 0 to {HIGHEST}; {percent} is not")
    held = select(people.c.pseudonym, people.c.deleted).where(people.c.person == person)
    who = connection.execute(held.with_for_update(key_share=True)).one()
    if who.deleted is not None:
        raise BadOverride(f"{who.pseudonym} was deleted; no more is written about that person")
    earlier = history(connection, assessment, person)
    last = earlier[-1] if earlier else None
    stood = last.percent if last else None
    if last and (last.percent, last.reason) == (percent, why):
        return last
    if percent is None and stood is None:
        raise BadOverride(f"The grade of {who.pseudonym} is not overridden; there is nothing to take back")
    values = {"percent": percent, "reason": why, "by": by, "at": at}
    number = connection.execute(
        insert(grade_overrides).returning(grade_overrides.c.grade_override),
        {"assessment": assessment, "person": person, **values},
    ).scalar_one()
    what = "took an override of a grade back" if percent is None else "overrode a grade"
    details = {"percent": percent, "before": stood, "override": number}
    log(connection, at=at, by=by, what=what, about=assessment, pseudonym=who.pseudonym, details=details)
    return GradeOverride(number, percent, why, by, at)


def history(connection: Connection, assessment: str, person: str) -> tuple[GradeOverride, ...]:
    """Every override of a person's grade, the first first."""
    columns = grade_overrides.c
    wanted = (
        select(columns.grade_override, columns.percent, columns.reason, columns.by, columns.at)
        .where(columns.assessment == assessment, columns.person == person)
        .order_by(columns.grade_override)
    )
    return tuple(GradeOverride(*row) for row in connection.execute(wanted))


def overridden(connection: Connection, assessment: str, first: str, last: str) -> dict[str, int]:
    """The percentages that stand in the place of grades, by person, from one person to another as the
    database orders them."""
    columns = grade_overrides.c
    wanted = (
        select(columns.person, columns.percent)
        .where(columns.assessment == assessment, columns.person.between(first, last))
        .order_by(columns.grade_override)
    )
    latest = {row.person: row.percent for row in connection.execute(wanted)}
    return {person: percent for person, percent in latest.items() if percent is not None}
