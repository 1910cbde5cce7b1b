"""What a trainer says of a result: comments, and the sign-off that makes a verdict count.

Both are written in the transaction of their line in the audit log, which tells that there is a comment, and
not what it says.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from simulator.attempts.cohort_schema import comments, people, sign_offs
from simulator.attempts.errors import StoreError
from simulator.cohort.audit import log
from simulator.cohort.grades import Grade, Verdict
from simulator.cohort.standing import SignOff, Standing
from simulator.scenario.text import clean

LONGEST = 2000
"""Characters of a comment."""


class BadRemark(StoreError):
    """A comment or a sign-off that cannot be; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of a person's result."""

    comment: int
    """Its number: later ones are higher."""
    text: str
    by: str
    at: str
    """When, in ISO 8601, UTC."""


# -- comments


def comment(
    connection: Connection, assessment: str, person: Standing, text: str, *, at: str, by: str
) -> Comment:
    """Adds a comment; `at` is `Database.stamp`. Raises BadRemark."""
    said = clean(text).strip()
    if not said or len(said) > LONGEST:
        raise BadRemark(f"A comment has 1 to {LONGEST} characters; this one has {len(said)}")
    known = select(people.c.deleted).where(people.c.person == person.person)
    if connection.execute(known.with_for_update(read=True, key_share=True)).scalar_one() is not None:
        raise BadRemark(f"{person.pseudonym} was deleted; no more is written about that person")
    values = {"assessment": assessment, "person": person.person, "text": said, "by": by, "at": at}
    number = connection.execute(insert(comments).returning(comments.c.comment), values).scalar_one()
    _log(connection, "commented", assessment, person, at, by, {"comment": number})
    return Comment(number, said, by, at)


def comments_of(connection: Connection, assessment: str, person: str) -> tuple[Comment, ...]:
    """The comments on one person's result, the first first."""
    wanted = (
        select(comments.c.comment, comments.c.text, comments.c.by, comments.c.at)
        .where(comments.c.assessment == assessment, comments.c.person == person)
        .order_by(comments.c.comment)
    )
    return tuple(Comment(*row) for row in connection.execute(wanted))


def comment_counts(connection: Connection, assessment: str) -> dict[str, int]:
    """How many comments there are on each person who has any."""
    mine = comments.c.assessment == assessment
    wanted = select(comments.c.person, func.count()).where(mine).group_by(comments.c.person)
    return dict(map(tuple, connection.execute(wanted)))


# -- sign-offs


def sign(
    connection: Connection,
    assessment: str,
    person: Standing,
    *,
    at: str,
    by: str,
    seen: Grade | None = None,
) -> SignOff:
    """Signs a result off as it is now; where that was done already, nothing is added.

    `person` is read in the same transaction; `seen` is what whoever signs has looked at. Raises BadRemark.
    """
    grade = person.grade
    if not person.ready:
        raise BadRemark(f"{person.pseudonym} has nothing to sign off yet ({person.state})")
    made = SignOff(str(grade.verdict), grade.percent, grade.total, by, at)
    if seen is not None and not made.of(seen):
        now = said_of(grade)
        raise BadRemark(f"The result of {person.pseudonym} has changed meanwhile: {now}. Look at it again")
    if person.sign_off is not None and person.confirmed:
        return person.sign_off
    details = {"verdict": made.verdict, "percent": made.percent, "points": made.points}
    values = {"assessment": assessment, "person": person.person, "by": by, "at": at, **details}
    connection.execute(insert(sign_offs), values)
    _log(connection, "signed off", assessment, person, at, by, details)
    return made


def sign_offs_of(connection: Connection, assessment: str) -> dict[str, SignOff]:
    """The last sign-off of each person who has one."""
    last = (
        select(func.max(sign_offs.c.sign_off))
        .where(sign_offs.c.assessment == assessment)
        .group_by(sign_offs.c.person)
    )
    rows = connection.execute(select(sign_offs).where(sign_offs.c.sign_off.in_(last)))
    return {row.person: SignOff(row.verdict, row.percent, row.points, row.by, row.at) for row in rows}


def said_of(grade: Grade) -> str:
    """A grade in a few words: `74 %, reached`."""
    if grade.percent is None:
        return "no percentage" if grade.total is None else f"{grade.total:+d} points"
    return f"{grade.percent} %" + (f", {grade.verdict}" if grade.verdict is not Verdict.NONE else "")


def _log(
    connection: Connection,
    what: str,
    assessment: str,
    person: Standing,
    at: str,
    by: str,
    details: dict[str, str | int | None],
) -> None:
    log(connection, at=at, by=by, what=what, about=assessment, pseudonym=person.pseudonym, details=details)
