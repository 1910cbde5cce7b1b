"""Cohorts for tests, brought in from a roster as a trainer does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from simulator.attempts.cohort_schema import assessments as assessment_rows
from simulator.attempts.database import Database
from simulator.cohort import cohorts, importing
from simulator.cohort.audit import Entry, entries
from simulator.cohort.cohorts import Member
from simulator.cohort.headings import Roster, read_roster
from simulator.cohort.roster import Plan
from simulator.cohort.table import table_of

HEADINGS = ("Name", "E-mail", "Team", "Staff number")
ADA = ("Ada Byron", "ada@acme.org", "North", "12")
BEN = ("Ben Stone", "ben@acme.org", "South", "")
BY, AT = "trainer", "2027-03-01T08:00:00.000000+00:00"


def roster(*people: Sequence[str]) -> Roster:
    """A roster of people, each with a name, an e-mail, a team and a staff number."""
    return read_roster(table_of([HEADINGS, *people]))


def made(database: Database, cohort: str = "spring", *, days: int | None = None) -> None:
    """A cohort without anybody in it."""
    with database.writing() as connection:
        cohorts.create(connection, cohort, "A cohort", days, at=database.stamp(connection), by=BY)


def brought(database: Database, *people: Sequence[str], cohort: str = "spring") -> Plan:
    """Imports people into a cohort, and says what that did."""
    with database.writing() as connection:
        held = cohorts.cohort_of(connection, cohort)
        at = database.stamp(connection)
        return importing.carry_out(connection, held, roster(*people), at=at, by=BY)


def members(database: Database, cohort: str = "spring", *, left: bool = False) -> tuple[Member, ...]:
    """The members of a cohort."""
    with database.reading() as connection:
        return cohorts.members_of(connection, cohort, left=left)


def member(database: Database, wanted: str, cohort: str = "spring") -> Member:
    """One of them, also if they have left."""
    with database.reading() as connection:
        return cohorts.find_member(connection, cohort, wanted, left=True)


def log(database: Database, about: str | None = None) -> tuple[Entry, ...]:
    """The audit log."""
    with database.reading() as connection:
        return entries(connection, about)


def ended(database: Database, cohort: str, at: datetime, name: str = "") -> None:
    """An assessment of a cohort that was closed at a moment."""
    values = {"assessment": name or f"{cohort}-test", "cohort": cohort, "title": "T", "created": AT}
    rules = {"id": "x", "title": "T", "purpose": "P", "seen_by": "S", "cohort": cohort, "scenarios": ["s"]}
    moments = {"opened": AT, "closed": at.isoformat()}
    with database.writing() as connection:
        connection.execute(insert(assessment_rows).values(**values, **moments, rules=json.dumps(rules)))
