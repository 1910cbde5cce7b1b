"""The sittings there are, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.engine import RowMapping

from simulator.attempts.cohort_schema import members, people, sitting_attempts, sittings
from simulator.attempts.schema import attempts
from simulator.cohort.cohorts import Member, member_from, select_members
from simulator.cohort.refused import NotAllowed
from simulator.cohort.states import Outcome, Sitting


def sittings_of(connection: Connection, assessment: str, person: str | None = None) -> tuple[Sitting, ...]:
    """The sittings of an assessment, of one person where one is given, in order; without trial runs."""
    columns = sittings.c
    wanted = select(sittings).where(columns.assessment == assessment, columns.person.is_not(None))
    if person is not None:
        wanted = wanted.where(columns.person == person)
    return _all(connection, wanted.order_by(columns.person, columns.number))


def trials_of(connection: Connection, assessment: str) -> tuple[Sitting, ...]:
    """The trial runs of an assessment, in order."""
    wanted = select(sittings).where(sittings.c.assessment == assessment, sittings.c.person.is_(None))
    return _all(connection, wanted.order_by(sittings.c.number, sittings.c.started))


def sitting_of(connection: Connection, sitting: str, *, change: bool = False) -> Sitting:
    """One sitting. `change`: held against other writers to the end of the transaction. Raises NotAllowed."""
    wanted = select(sittings).where(sittings.c.sitting == sitting)
    row = connection.execute(wanted.with_for_update() if change else wanted).mappings().one_or_none()
    if row is None:
        raise NotAllowed("There is no such sitting; it may have been deleted")
    return _read(row)


def attempts_of(connection: Connection, sitting: str) -> tuple[str, ...]:
    """The attempts of a sitting, one for each scenario, in their order."""
    wanted = select(sitting_attempts.c.attempt).where(sitting_attempts.c.sitting == sitting)
    return tuple(connection.scalars(wanted.order_by(sitting_attempts.c.place)))


def writers_of(connection: Connection, sitting: str) -> set[str]:
    """Who may write to a sitting: the token of one window, the same for all its attempts."""
    wanted = (
        select(attempts.c.writer)
        .join(sitting_attempts, sitting_attempts.c.attempt == attempts.c.attempt)
        .where(sitting_attempts.c.sitting == sitting)
    )
    return set(connection.scalars(wanted))


def change_sitting(connection: Connection, sitting: str, **values: Any) -> None:
    """Write what has changed of a sitting."""
    connection.execute(update(sittings).where(sittings.c.sitting == sitting).values(**values))


def present(connection: Connection, cohort: str, person: str) -> Member:
    """Somebody who belongs to a cohort now. Raises NotAllowed for whoever has left or been deleted."""
    wanted = select_members().where(
        members.c.cohort == cohort,
        members.c.person == person,
        members.c.left.is_(None),
        people.c.deleted.is_(None),
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotAllowed("You do not belong to this cohort any more; ask your trainer")
    return member_from(row)


def _all(connection: Connection, wanted: Any) -> tuple[Sitting, ...]:
    rows: Iterable[RowMapping] = connection.execute(wanted).mappings()
    return tuple(_read(row) for row in rows)


def _read(row: RowMapping) -> Sitting:
    return Sitting(
        id=row["sitting"],
        assessment=row["assessment"],
        person=row["person"],
        number=row["number"],
        seed=int(row["seed"]),
        started=datetime.fromisoformat(row["started"]),
        deadline=_moment(row["deadline"]),
        seen=datetime.fromisoformat(row["seen"]),
        ended=_moment(row["ended"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] is not None else None,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
