"""Cohorts for tests, brought in from a roster as a trainer does."""

from __future__ import annotations

from collections.abc import Sequence

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
BY = "trainer"


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
