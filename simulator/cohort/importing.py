"""Importing a roster into a cohort: what it would do, and doing it, from what is kept at that moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from simulator.attempts.cohort_schema import cohorts, members, names, people
from simulator.cohort.audit import log
from simulator.cohort.cohorts import Cohort, change_member, log_member, members_of
from simulator.cohort.headings import SAID, Roster
from simulator.cohort.matching import Known
from simulator.cohort.people import everybody, new_id, pseudonyms
from simulator.cohort.roster import Kind, Plan, Step, plan

IMPORTED, ADDED = "imported a roster", "added a person"
"""What the audit log calls a roster of many, and of one who was named by hand."""


def preview(connection: Connection, cohort: Cohort, roster: Roster) -> Plan:
    """What importing the roster would do now."""
    return plan(roster, _known(connection, cohort))


def carry_out(
    connection: Connection, cohort: Cohort, roster: Roster, *, at: str, by: str, what: str = IMPORTED
) -> Plan:
    """Imports the roster: all of it, or nothing where a row of it is bad. Returns what was done, or was not.

    Everything is looked up anew in the transaction of `connection`, whatever a preview has said.
    """
    # Of all cohorts: somebody new to two of them at once must not become two people.
    connection.execute(select(cohorts.c.cohort).order_by(cohorts.c.cohort).with_for_update()).all()
    found = preview(connection, cohort, roster)
    if found.bad or found.idle:
        return found
    _add(connection, cohort, found.of(Kind.NEW), at)
    for step in (*found.of(Kind.NEW), *found.of(Kind.BACK), *found.of(Kind.CHANGED)):
        _change(connection, cohort, step, at, by)
    details = {str(kind): len(found.of(kind)) for kind in Kind}
    if what == IMPORTED:
        details["not_in_the_file"] = len(found.missing)
    log(connection, at=at, by=by, what=what, about=cohort.cohort, details=details)
    return found


def _known(connection: Connection, cohort: Cohort) -> tuple[Known, ...]:
    here = {member.person: member for member in members_of(connection, cohort.cohort, left=True)}
    found = []
    for one in everybody(connection):
        if one.name is not None:
            member = here.get(one.person)
            team, left = (member.team, member.left is not None) if member else (None, False)
            found.append(
                Known(
                    one.person, one.name, one.email, one.reference, team, here=member is not None, left=left
                )
            )
    return tuple(found)


def _add(connection: Connection, cohort: Cohort, steps: tuple[Step, ...], at: str) -> None:
    """Those nobody has known so far, and all who are new to the cohort as its members."""
    free = pseudonyms(connection.scalars(select(people.c.pseudonym)))
    somebody, named, joining = [], [], []
    for step in steps:
        person = step.known.person if step.known else new_id()
        joining.append({"cohort": cohort.cohort, "person": person, "team": step.entry.team, "joined": at})
        if step.known is None:
            one = step.entry
            somebody.append({"person": person, "pseudonym": next(free), "created": at})
            named.append({"person": person, "name": one.name, "email": one.email, "reference": one.reference})
    for table, rows in ((people, somebody), (names, named), (members, joining)):
        if rows:
            connection.execute(insert(table), rows)


def _change(connection: Connection, cohort: Cohort, step: Step, at: str, by: str) -> None:
    """What is another about somebody known, with lines of the log that tell what it is and never the name."""
    if step.known is None or not (step.changes or step.kind is Kind.BACK):
        return
    person = step.known.person
    pseudonym = connection.execute(select(people.c.pseudonym).where(people.c.person == person)).scalar_one()
    own = {change.field: change.after for change in step.changes if change.field != "team"}
    if own:
        connection.execute(update(names).where(names.c.person == person).values(**own))
        details: dict[str, Any] = {"what": sorted(SAID[field] for field in own)}
        log_member(connection, "corrected who it is", cohort.cohort, pseudonym, at, by, details)
    for change in step.changes:
        if change.field == "team":
            change_member(connection, cohort.cohort, person, team=change.after)
            details = {"before": change.before, "after": change.after}
            log_member(connection, "changed the team", cohort.cohort, pseudonym, at, by, details)
    if step.kind is Kind.BACK:
        change_member(connection, cohort.cohort, person, left=None)
        log_member(connection, "took back into the cohort", cohort.cohort, pseudonym, at, by)
