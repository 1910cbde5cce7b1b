"""How long people are known by name: deletion of one person, and of a cohort's people once its time is up.

Deleting cuts the name off and takes away what was written about a person and by them. What they did stays,
under the pseudonym, which then leads to nobody. So does what only grows: that is why it names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from simulator.attempts import rows
from simulator.attempts.cohort_schema import (
    assessments,
    comments,
    members,
    names,
    overrides,
    people,
    sitting_attempts,
    sittings,
)
from simulator.attempts.schema import jottings
from simulator.cohort.assessments import Assessment, listed
from simulator.cohort.audit import log
from simulator.cohort.cohorts import Cohort, Member, all_cohorts, log_person, members_of
from simulator.cohort.people import Person
from simulator.cohort.rules import read_override


@dataclass(frozen=True, slots=True)
class Texts:
    """How much has been written about a person, and by them."""

    notes: int
    """Written by the person while playing."""
    comments: int
    reasons: int
    """Of overrides that were given to the person."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.notes + self.comments + self.reasons


@dataclass(frozen=True, slots=True)
class Term:
    """How a cohort stands to its retention."""

    cohort: Cohort
    ended: datetime | None
    """When its last assessment ended; None while one has not, or where there is none."""
    due: datetime | None
    """When names and texts are to go; None as long as that is not known, or where there is no retention."""
    open: tuple[str, ...] = ()
    """Assessments that have not ended."""

    def over(self, now: datetime) -> bool:
        """Whether the time is up."""
        return self.due is not None and self.due <= now


@dataclass(frozen=True, slots=True)
class Purge:
    """Whom it concerns that the time of a cohort is up."""

    term: Term
    delete: tuple[Member, ...]
    keep: tuple[Member, ...]
    """Those who belong to a cohort whose time is not up: their names stay, what was written here goes."""
    texts: int

    @property
    def idle(self) -> bool:
        """Whether nothing is left to be done."""
        return not self.delete and not self.texts


def texts_of(connection: Connection, person: str, cohort: str | None = None) -> Texts:
    """How much deleting would take away besides the name; `cohort`: in its assessments alone."""
    counts = [
        connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
        for table, condition in _texts(person, cohort)
    ]
    return Texts(*counts)


def delete_person(connection: Connection, person: Person, *, at: str, by: str) -> Texts:
    """Cut the name off, and everything that was written about the person and by them. Twice is once.

    The person leaves every cohort; personal codes stop working, and a window that is open keeps nothing
    more. Returns what else went.
    """
    mine = members.c.person == person.person
    # Memberships before the person, as whoever starts a sitting does: so neither waits for ever.
    connection.execute(
        select(members.c.cohort).where(mine).order_by(members.c.cohort).with_for_update()
    ).all()
    held = select(people.c.deleted).where(people.c.person == person.person).with_for_update()
    if connection.execute(held).scalar_one() is not None:
        return Texts(0, 0, 0)
    _take_pens(connection, person.person)
    gone = _cut_texts(connection, person.person)
    connection.execute(delete(names).where(names.c.person == person.person))
    connection.execute(update(members).where(mine).values(code=None, left=func.coalesce(members.c.left, at)))
    connection.execute(update(people).where(people.c.person == person.person).values(deleted=at))
    log_person(connection, "deleted the person", person, at=at, by=by)
    return gone


def term_of(connection: Connection, cohort: Cohort) -> Term:
    """How a cohort stands to its retention."""
    held = listed(connection, cohort.cohort)
    ends = {one.id: _end(connection, one) for one in held}
    open_ = tuple(name for name, end in ends.items() if end is None)
    last = None if open_ else max((end for end in ends.values() if end is not None), default=None)
    due = None
    if last is not None and cohort.retention_days is not None:
        due = last + timedelta(days=cohort.retention_days)
    return Term(cohort, last, due, open_)


def purges(connection: Connection, now: datetime) -> tuple[Purge, ...]:
    """What there is to be done for the cohorts whose time is up, now."""
    terms = {cohort.cohort: term_of(connection, cohort) for cohort in all_cohorts(connection)}
    over = [term for term in terms.values() if term.over(now)]
    kept = _members_of_any(connection, [name for name, term in terms.items() if term not in over])
    found = []
    for term in over:
        held = [one for one in members_of(connection, term.cohort.cohort, left=True) if one.name is not None]
        texts = sum(texts_of(connection, one.person, term.cohort.cohort).total for one in held)
        deleted = tuple(one for one in held if one.person not in kept)
        purge = Purge(term, deleted, tuple(one for one in held if one.person in kept), texts)
        if not purge.idle:
            found.append(purge)
    return tuple(found)


def carry_out(connection: Connection, wanted: Purge, *, at: str, by: str) -> None:
    """Do what a purge says; from `purges` in the same transaction."""
    cohort = wanted.term.cohort.cohort
    for member in wanted.keep:
        _cut_texts(connection, member.person, cohort)
    for member in wanted.delete:
        delete_person(connection, _person(member), at=at, by=by)
    details = {"deleted": len(wanted.delete), "kept_elsewhere": len(wanted.keep), "texts": wanted.texts}
    log(connection, at=at, by=by, what="purged the cohort", about=cohort, details=details)


def _end(connection: Connection, assessment: Assessment) -> datetime | None:
    """When an assessment ended, or will by itself at the latest; None for a draft, and where nothing says."""
    if assessment.closed is not None or assessment.opened is None:
        return assessment.closed
    if assessment.rules.closes is None:
        return None
    wanted = select(overrides.c.rules).where(
        overrides.c.assessment == assessment.id, overrides.c.withdrawn.is_(None)
    )
    later = [read_override(text).closes for text in connection.scalars(wanted)]
    return max([assessment.rules.closes, *(end for end in later if end is not None)])


def _members_of_any(connection: Connection, cohorts: Iterable[str]) -> frozenset[str]:
    wanted = select(members.c.person).where(members.c.cohort.in_(list(cohorts)))
    return frozenset(connection.scalars(wanted))


def _texts(person: str, cohort: str | None) -> tuple[tuple[Any, ColumnElement[bool]], ...]:
    """Where something may be written about a person, and by them: each table, and which rows of it."""
    in_cohort = select(assessments.c.assessment)
    if cohort is not None:
        in_cohort = in_cohort.where(assessments.c.cohort == cohort)
    return (
        (jottings, jottings.c.attempt.in_(_attempts(person, in_cohort))),
        (comments, (comments.c.person == person) & comments.c.assessment.in_(in_cohort)),
        (
            overrides,
            (overrides.c.person == person)
            & overrides.c.reason.is_not(None)
            & overrides.c.assessment.in_(in_cohort),
        ),
    )


def _attempts(person: str, in_cohort: Select[Any]) -> Select[Any]:
    return (
        select(sitting_attempts.c.attempt)
        .join(sittings, sittings.c.sitting == sitting_attempts.c.sitting)
        .where(sittings.c.person == person, sittings.c.assessment.in_(in_cohort))
    )


def _take_pens(connection: Connection, person: str) -> None:
    """No window of the person can write any more: a note kept after this would stay for ever."""
    mine = _attempts(person, select(assessments.c.assessment))
    # In the order in which a window takes a sitting over: so neither waits for ever.
    for attempt in connection.scalars(mine.order_by(sittings.c.number, sitting_attempts.c.place)).all():
        rows.change(connection, attempt, writer=rows.new_token())


def _cut_texts(connection: Connection, person: str, cohort: str | None = None) -> Texts:
    found = texts_of(connection, person, cohort)
    (_, written), (_, said), (_, why) = _texts(person, cohort)
    connection.execute(delete(jottings).where(written))
    connection.execute(delete(comments).where(said))
    # The override itself stays: it explains the result.
    connection.execute(update(overrides).where(why).values(reason=None))
    return found


def _person(member: Member) -> Person:
    return Person(member.person, member.pseudonym, member.name, member.email, member.reference, "", None)
