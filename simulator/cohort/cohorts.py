"""Cohorts, and who belongs to them in which team. Membership is looked up when it matters, never copied."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from simulator.attempts.cohort_schema import cohorts, members, names, people
from simulator.attempts.errors import StoreError
from simulator.cohort.audit import log
from simulator.cohort.headings import LONGEST
from simulator.cohort.people import Person, pick, shown
from simulator.scenario.names import suggestion
from simulator.scenario.text import one_line

LONGEST_TITLE = 120
LONGEST_RETENTION = 36_500
"""Days."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class BadCohort(StoreError):
    """A cohort cannot be made or changed like this."""


class UnknownCohort(StoreError):
    """No cohort has this id."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of people who are trained together."""

    cohort: str
    """Its id."""
    title: str
    retention_days: int | None
    """Days from the closing of its last assessment until names and free text go; None: until somebody
    deletes them."""
    created: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a cohort, or did."""

    cohort: str
    person: str
    pseudonym: str
    name: str | None
    """None once the name has been deleted."""
    email: str | None
    reference: str | None
    team: str | None
    joined: str
    left: str | None
    has_code: bool
    """Whether there is a personal code that works."""

    @property
    def shown(self) -> str:
        """The name with the pseudonym, for the trainer."""
        return shown(self.name, self.pseudonym)


def create(
    connection: Connection, cohort: str, title: str, retention_days: int | None, *, at: str, by: str
) -> Cohort:
    """A new cohort, without anybody in it. Raises BadCohort."""
    if not _ID.fullmatch(cohort):
        better = "-".join(re.findall(r"[a-z0-9]+", cohort.lower()))[:64]
        hint = f"; perhaps {better}" if better else ""
        raise BadCohort(f"{cohort[:80]} cannot be a cohort's id: use small letters, digits and -{hint}")
    if connection.scalar(select(cohorts.c.cohort).where(cohorts.c.cohort == cohort)) is not None:
        raise BadCohort(f"There is a cohort {cohort} already")
    made = Cohort(cohort, _titled(title), _days(retention_days), at)
    connection.execute(
        insert(cohorts),
        {
            "cohort": made.cohort,
            "title": made.title,
            "retention_days": made.retention_days,
            "created": made.created,
        },
    )
    details = {"retention_days": retention_days}
    log(connection, at=at, by=by, what="made the cohort", about=cohort, details=details)
    return made


def keep(connection: Connection, cohort: Cohort, retention_days: int | None, *, at: str, by: str) -> Cohort:
    """The cohort with another retention. Raises BadCohort."""
    days = _days(retention_days)
    connection.execute(update(cohorts).where(cohorts.c.cohort == cohort.cohort).values(retention_days=days))
    details = {"before": cohort.retention_days, "after": days}
    log(connection, at=at, by=by, what="set the retention", about=cohort.cohort, details=details)
    return replace(cohort, retention_days=days)


def all_cohorts(connection: Connection) -> tuple[Cohort, ...]:
    """Every cohort, by id."""
    return tuple(Cohort(**row) for row in connection.execute(_cohorts()).mappings())


def cohort_of(connection: Connection, cohort: str, *, change: bool = False) -> Cohort:
    """The cohort with this id. `change`: held against other writers to the end of the transaction.

    Raises UnknownCohort.
    """
    wanted = _cohorts().where(cohorts.c.cohort == cohort)
    row = connection.execute(wanted.with_for_update() if change else wanted).mappings().one_or_none()
    if row is not None:
        return Cohort(**row)
    known = connection.scalars(select(cohorts.c.cohort)).all()
    hint = suggestion(cohort, known) or (
        f"there is {', '.join(sorted(known)[:10])}" if known else "make one with: onlyme cohort new"
    )
    raise UnknownCohort(f"There is no cohort {cohort[:80]}; {hint}")


def sizes(connection: Connection) -> dict[str, int]:
    """How many belong to each cohort now."""
    wanted = select(members.c.cohort, func.count()).where(members.c.left.is_(None)).group_by(members.c.cohort)
    return {row.cohort: int(row[1]) for row in connection.execute(wanted)}


def members_of(connection: Connection, cohort: str, *, left: bool = False) -> tuple[Member, ...]:
    """Who belongs to a cohort now, by name; with `left`, whoever has left as well."""
    wanted = select_members().where(members.c.cohort == cohort)
    if not left:
        wanted = wanted.where(members.c.left.is_(None))
    found = (member_from(row) for row in connection.execute(wanted))
    return tuple(sorted(found, key=lambda one: ((one.name or "\uffff").casefold(), one.pseudonym)))


def member_of(connection: Connection, cohort: str, person: str) -> Member | None:
    """Somebody as a member of a cohort, as it is now; also if the person has left."""
    wanted = select_members().where(members.c.cohort == cohort, members.c.person == person)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else member_from(row)


def find_member(connection: Connection, cohort: str, wanted: str, *, left: bool = False) -> Member:
    """The member with this pseudonym, staff number, e-mail or name. Raises UnknownPerson."""
    return pick(members_of(connection, cohort, left=left), wanted)


def teams_of(connection: Connection, cohort: str) -> tuple[str, ...]:
    """The teams that have somebody in them now, in order of the alphabet."""
    found = {one.team for one in members_of(connection, cohort) if one.team}
    return tuple(sorted(found, key=str.casefold))


def find_team(connection: Connection, cohort: str, wanted: str) -> str:
    """A team of the cohort as it is spelled there. Raises BadCohort."""
    known = teams_of(connection, cohort)
    found = spelled(wanted, known)
    if found in known:
        return found
    hint = suggestion(found, known) or (f"there is {', '.join(known[:10])}" if known else "there are none")
    raise BadCohort(f"No team of {cohort} is called {found[:80]}; {hint}")


def spelled(team: str, known: Iterable[str]) -> str:
    """A team's name, cleaned, and spelled as it is known: capitals make no other team. Raises BadCohort."""
    wanted = one_line(team)
    if not wanted or len(wanted) > LONGEST["team"]:
        raise BadCohort(f"A team's name has 1 to {LONGEST['team']} characters")
    return next((one for one in known if one.casefold() == wanted.casefold()), wanted)


def move_to_team(connection: Connection, member: Member, team: str | None, *, at: str, by: str) -> Member:
    """Somebody in another team, or in none, from now on. Raises BadCohort."""
    wanted = None if team is None else spelled(team, teams_of(connection, member.cohort))
    if wanted != member.team:
        change_member(connection, member.cohort, member.person, team=wanted)
        details = {"before": member.team, "after": wanted}
        log_member(connection, "changed the team", member.cohort, member.pseudonym, at, by, details)
    return replace(member, team=wanted)


def leave(connection: Connection, member: Member, *, at: str, by: str) -> Member:
    """Somebody leaves: the personal code stops working, and what was done stays. Twice is once."""
    if member.left is not None:
        return member
    change_member(connection, member.cohort, member.person, left=at, code=None)
    log_member(connection, "took out of the cohort", member.cohort, member.pseudonym, at, by)
    return replace(member, left=at, has_code=False)


def change_member(connection: Connection, cohort: str, person: str, **values: Any) -> None:
    """Write what has changed of a membership. Whoever calls it tells the audit log."""
    mine = (members.c.cohort == cohort) & (members.c.person == person)
    connection.execute(update(members).where(mine).values(**values))


def log_member(
    connection: Connection,
    what: str,
    cohort: str,
    pseudonym: str,
    at: str,
    by: str,
    details: dict[str, Any] | None = None,
) -> None:
    """A line of the audit log about one member of a cohort."""
    log(connection, at=at, by=by, what=what, about=cohort, pseudonym=pseudonym, details=details or {})


def log_person(connection: Connection, what: str, person: Person, *, at: str, by: str) -> None:
    """A line of the audit log for each cohort of a person, or one of none."""
    mine = select(members.c.cohort).where(members.c.person == person.person).order_by(members.c.cohort)
    for cohort in connection.scalars(mine).all() or [""]:
        log(connection, at=at, by=by, what=what, about=cohort, pseudonym=person.pseudonym)


def select_members() -> Any:
    """All members of all cohorts, for `member_from`; to be narrowed."""
    return select(members, people.c.pseudonym, names.c.name, names.c.email, names.c.reference).select_from(
        members.join(people).outerjoin(names, names.c.person == people.c.person)
    )


def member_from(row: Row[Any]) -> Member:
    """A member from a row of `select_members`."""
    values = dict(row._mapping)
    code = values.pop("code")
    return Member(**values, has_code=code is not None)


def _cohorts() -> Any:
    return select(cohorts).order_by(cohorts.c.cohort)


def _titled(title: str) -> str:
    found = one_line(title)
    if not found or len(found) > LONGEST_TITLE:
        raise BadCohort(f"A cohort's title has 1 to {LONGEST_TITLE} characters")
    return found


def _days(days: int | None) -> int | None:
    if days is not None and not 0 <= days <= LONGEST_RETENTION:
        raise BadCohort(f"Retention is 0 to {LONGEST_RETENTION} whole days")
    return days
