"""Overrides of an assessment's rules for a person or a team, and the rules that hold for a person now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import RowMapping

from simulator.attempts.cohort_schema import members, overrides, people
from simulator.attempts.database import Database
from simulator.cohort.assessments import Assessment, read
from simulator.cohort.audit import log
from simulator.cohort.cohorts import Member, find_team
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rules import Override, Rules, effective, read_override
from simulator.scenario.text import one_line

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Given:
    """An override of an assessment's rules, for one person or one team."""

    number: int
    person: str | None
    pseudonym: str | None
    """That of the person."""
    team: str | None
    rules: Override
    reason: str | None
    """None where it gives extra time only."""
    by: str
    at: str
    withdrawn: str | None


def give(
    database: Database,
    assessment: str,
    rules: Override,
    *,
    by: str,
    to: Member | None = None,
    team: str | None = None,
    reason: str | None = None,
) -> Given:
    """Rules that differ from now on for one person or for one team, for those who join it later too.

    Raises UnknownAssessment, NotAllowed or BadCohort.
    """
    why = one_line(reason or "")
    _sensible(rules, why)
    with database.writing() as connection:
        at = database.stamp(connection)
        held = read(connection, assessment, change=True)
        if held.closed is not None:
            raise NotAllowed(f"{assessment} is closed; nothing can be given any more")
        team = None if team is None else find_team(connection, held.cohort, team)
        person = None if to is None else to.person
        _possible(connection, held, person, team, rules)
        values = {
            "assessment": assessment,
            "person": person,
            "team": team,
            "rules": rules.as_json(),
            "reason": why or None,
            "by": by,
            "at": at,
        }
        number = connection.execute(insert(overrides).returning(overrides.c.override), values).scalar_one()
        # Without the reason: the log is never cut, and a reason may name somebody.
        details = {"override": number, "team": team, "rules": rules.kept()}
        _log(connection, at, by, "gave an override", assessment, to.pseudonym if to else None, details)
        return next(one for one in given(connection, assessment) if one.number == number)


def withdraw(database: Database, assessment: str, number: int, by: str) -> Given:
    """Takes an override back. A deadline that it moved falls back to what it was at the start.

    Raises UnknownAssessment or NotAllowed.
    """
    with database.writing() as connection:
        at = database.stamp(connection)
        read(connection, assessment, change=True)
        held = {one.number: one for one in given(connection, assessment)}
        if number not in held:
            raise NotAllowed(f"{assessment} has no override {number}; see: onlyme assess show {assessment}")
        if held[number].withdrawn is not None:
            raise NotAllowed(f"Override {number} has been withdrawn already")
        connection.execute(update(overrides).where(overrides.c.override == number).values(withdrawn=at))
        whose, details = held[number].pseudonym, {"override": number}
        _log(connection, at, by, "withdrew an override", assessment, whose, details)
        return held[number]


def given(connection: Connection, assessment: str) -> tuple[Given, ...]:
    """Every override of an assessment in the order in which they were given, the withdrawn among them."""
    wanted = (
        select(overrides, people.c.pseudonym)
        .select_from(overrides.outerjoin(people, people.c.person == overrides.c.person))
        .where(overrides.c.assessment == assessment)
        .order_by(overrides.c.override)
    )
    return tuple(_given(row) for row in connection.execute(wanted).mappings())


def rules_for(connection: Connection, assessment: Assessment, person: str | None) -> Rules:
    """The rules that hold for one person now, by the team the person is in now; without a person, the plain
    ones."""
    if person is None:
        return assessment.rules
    team = select(members.c.team).where(
        members.c.cohort == assessment.cohort, members.c.person == person, members.c.left.is_(None)
    )
    return _Held(connection, assessment).rules(person, connection.scalar(team))


def rules_of_all(connection: Connection, assessment: Assessment) -> Mapping[str, Rules]:
    """The same for everybody who belongs to the cohort, or did, by person."""
    held = _Held(connection, assessment)
    wanted = select(members.c.person, members.c.team).where(members.c.cohort == assessment.cohort)
    return {person: held.rules(person, team) for person, team in connection.execute(wanted)}


class _Held:
    """The overrides of an assessment that hold now, by whom they are for."""

    def __init__(self, connection: Connection, assessment: Assessment) -> None:
        self._plain = assessment.rules
        self._people: dict[str, list[Override]] = defaultdict(list)
        self._teams: dict[str, list[Override]] = defaultdict(list)
        wanted = (
            select(overrides.c.person, overrides.c.team, overrides.c.rules)
            .where(overrides.c.assessment == assessment.id, overrides.c.withdrawn.is_(None))
            .order_by(overrides.c.override)
        )
        for person, team, text in connection.execute(wanted):
            held = self._teams[team] if person is None else self._people[person]
            held.append(read_override(text))

    def rules(self, person: str, team: str | None) -> Rules:
        teams = [self._teams.get(team, [])] if team is not None else []
        return effective(self._plain, self._people.get(person, []), teams)

    def with_another(self, person: str | None, team: str | None, another: Override) -> Rules:
        """The rules that would hold with one more."""
        mine: Sequence[Override] = self._people.get(person, []) if person else []
        theirs: Sequence[Override] = self._teams.get(team, []) if team else []
        return effective(
            self._plain, [*mine, another] if person else [], [[*theirs, another]] if team else []
        )


def _sensible(rules: Override, reason: str) -> None:
    if not rules.changes:
        raise NotAllowed("An override that changes nothing; name what differs")
    if rules.needs_reason and not reason:
        raise NotAllowed("Everything but extra time needs a reason: --reason TEXT")
    if not rules.needs_reason and reason:
        raise NotAllowed("Extra time is kept without a reason; leave it out")
    if len(reason) > LONGEST_REASON:
        raise NotAllowed(f"A reason has at most {LONGEST_REASON} characters")


def _possible(
    connection: Connection, held: Assessment, person: str | None, team: str | None, rules: Override
) -> None:
    if (person is None) == (team is None):
        raise NotAllowed("An override is for one person or for one team")
    then = _Held(connection, held).with_another(person, team, rules)
    if then.opens is not None and then.closes is not None and then.closes <= then.opens:
        raise NotAllowed("With this override it would close before it opens")
    if rules.extra_time is not None and then.minutes is None:
        raise NotAllowed(f"{held.id} has no time limit, so there is nothing extra time would add to")


def _log(
    connection: Connection,
    at: str,
    by: str,
    what: str,
    about: str,
    pseudonym: str | None,
    details: dict[str, Any],
) -> None:
    kept = {name: value for name, value in details.items() if value is not None}
    log(connection, at=at, by=by, what=what, about=about, pseudonym=pseudonym, details=kept)


def _given(row: RowMapping) -> Given:
    return Given(
        number=row["override"],
        person=row["person"],
        pseudonym=row["pseudonym"],
        team=row["team"],
        rules=read_override(row["rules"]),
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
        withdrawn=row["withdrawn"],
    )
