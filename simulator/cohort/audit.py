"""The audit log: who did what, when, and to whom by pseudonym. It only grows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select

from simulator.attempts.cohort_schema import audit
from simulator.scenario.text import one_line

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    entry: int
    """Its number: later ones are higher."""
    at: str
    """When, in ISO 8601, UTC, by the clock of the database."""
    by: str
    what: str
    """What was done, in plain words."""
    about: str
    """The cohort or the assessment."""
    pseudonym: str | None
    """Whom it concerned, if one person."""
    details: Mapping[str, Any]
    """More about it, as JSON has it. Never a name."""


def log(
    connection: Connection,
    *,
    at: str,
    by: str,
    what: str,
    about: str,
    pseudonym: str | None = None,
    details: Mapping[str, Any] = _NOTHING,
) -> None:
    """Add a line in the transaction of what it tells, so that neither is kept without the other.

    `at` is `Database.stamp`. Names of people belong neither in `what` nor in `details`.
    """
    values = {
        "at": at,
        "by": one_line(by),
        "what": what,
        "about": about,
        "pseudonym": pseudonym,
        "details": json.dumps(dict(details), sort_keys=True, ensure_ascii=False),
    }
    connection.execute(insert(audit), values)


def entries(connection: Connection, about: str | None = None) -> tuple[Entry, ...]:
    """The log in the order in which it was written; `about` narrows it to one cohort or assessment."""
    wanted = select(audit).order_by(audit.c.entry)
    if about is not None:
        wanted = wanted.where(audit.c.about == about)
    return tuple(
        Entry(**{**row, "details": json.loads(row["details"])})
        for row in connection.execute(wanted).mappings()
    )
