"""Personal codes: what a member of a cohort types to sit its assessments. Only their hashes are kept.

A code has twelve signs, 60 bits, so that its plain hash gives nothing away. It is forgiving to read aloud and
to type: capitals, spaces and hyphens do not count, O is 0, I and L are 1.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection

from simulator.attempts.cohort_schema import members, people
from simulator.cohort.cohorts import Member, change_member, log_member, member_from, select_members

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two: five bits each."""
LENGTH = 12
_GROUP = 4
_MEANT = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.]+")


def new_code() -> str:
    """A new code in groups, such as 7K2M-9XQ4-TB0H."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def typed(text: str) -> str | None:
    """The signs of a code that somebody typed, or None where it cannot be one."""
    signs = _BETWEEN.sub("", text[:100]).upper().translate(_MEANT)
    return signs if len(signs) == LENGTH and set(signs) <= set(SIGNS) else None


def hashed(code: str) -> str:
    """What is kept of a code. Raises ValueError where it cannot be one."""
    signs = typed(code)
    if signs is None:
        raise ValueError("this cannot be a personal code")
    return hashlib.sha256(signs.encode("ascii")).hexdigest()


def give(connection: Connection, to: Iterable[Member], *, at: str, by: str) -> tuple[tuple[Member, str], ...]:
    """New codes, each with whom it is for. Codes they had stop working. They cannot be had a second time."""
    given = tuple((member, new_code()) for member in to if member.left is None)
    for member, code in given:
        change_member(connection, member.cohort, member.person, code=hashed(code))
        what = "gave a new personal code" if member.has_code else "gave a personal code"
        log_member(connection, what, member.cohort, member.pseudonym, at, by)
    return given


def find_by_code(connection: Connection, code: str) -> Member | None:
    """Whose code this is. None where it is nobody's, where its member has left, or has been deleted."""
    if typed(code) is None:
        return None
    wanted = select_members().where(
        members.c.code == hashed(code), members.c.left.is_(None), people.c.deleted.is_(None)
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else member_from(row)
