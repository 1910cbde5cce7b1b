"""Everything that is kept of one person, as plain data: for the person who asks for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from simulator.attempts.cohort_schema import (
    assessments,
    audit,
    cohorts,
    comments,
    grade_overrides,
    members,
    overrides,
    scores,
    sign_offs,
    sitting_attempts,
    sittings,
)
from simulator.attempts.schema import attempts, jottings, moves
from simulator.cohort import gradebook
from simulator.cohort.people import Person
from simulator.cohort.results import read

FORMAT = 1
"""Raised when the shape changes."""


def own_data(connection: Connection, person: Person, now: datetime) -> dict[str, Any]:
    """All of it, as it is `now` (`Database.now`); JSON can hold it."""
    mine = person.person
    sat = _rows(connection, _sittings(mine))
    log = select(audit).where(audit.c.pseudonym == person.pseudonym).order_by(audit.c.entry)
    return {
        "onlyme": "person",
        "format": FORMAT,
        "at": now.isoformat(timespec="microseconds"),
        "person": {
            "pseudonym": person.pseudonym,
            "name": person.name,
            "email": person.email,
            "reference": person.reference,
            "created": person.created,
            "deleted": person.deleted,
        },
        "cohorts": [_membership(row) for row in _rows(connection, _memberships(mine))],
        "sittings": [_sitting(connection, row) for row in sat],
        "grades": _grades(connection, mine, {row["assessment"] for row in sat}, now),
        "overrides": [
            {**row, "rules": json.loads(row["rules"])} for row in _rows(connection, _about(overrides, mine))
        ],
        "grades_by_hand": _rows(connection, _about(grade_overrides, mine)),
        "signed_off": _rows(connection, _about(sign_offs, mine)),
        "comments": _rows(connection, _about(comments, mine)),
        "log": [{**row, "details": json.loads(row["details"])} for row in _rows(connection, log)],
    }


def _membership(row: dict[str, Any]) -> dict[str, Any]:
    """Without the hash of the code, which is nobody's data: only whether there is one."""
    code = row.pop("code")
    return {**row, "has_code": code is not None}


def _sitting(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    wanted = (
        select(attempts)
        .join(sitting_attempts)
        .where(sitting_attempts.c.sitting == row["sitting"])
        .order_by(sitting_attempts.c.place)
    )
    return {**row, "attempts": [_attempt(connection, kept) for kept in _rows(connection, wanted)]}


def _grades(connection: Connection, person: str, sat: set[str], now: datetime) -> list[dict[str, Any]]:
    """What the grade books say of the person."""
    return [
        {"assessment": assessment, **gradebook.row(one, gradebook.columns())}
        for assessment in sorted(sat)
        for one in read(connection, assessment, now).people
        if one.person == person
    ]


def _attempt(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """One scenario as it was played: every move, those taken back among them, notes and scores."""
    mine = row["attempt"]
    shown = (
        "attempt",
        "scenario",
        "title",
        "variant",
        "mode",
        "rules",
        "started",
        "finished",
        "ending",
        "stage",
    )
    made = select(moves.c.seq, moves.c.move).where(moves.c.attempt == mine).order_by(moves.c.seq)
    wrote = (
        select(jottings.c.kind, jottings.c.move, jottings.c.text)
        .where(jottings.c.attempt == mine)
        .order_by(jottings.c.place)
    )
    scored = (
        select(
            scores.c.rubric,
            scores.c.total,
            scores.c.best,
            scores.c.card,
            scores.c.by,
            scores.c.at,
            scores.c.reason,
        )
        .where(scores.c.attempt == mine)
        .order_by(scores.c.score)
    )
    return {
        **{name: row[name] for name in shown},
        "moves": _rows(connection, made),
        "notes": _rows(connection, wrote),
        "scores": [{**one, "card": json.loads(one["card"])} for one in _rows(connection, scored)],
    }


def _memberships(person: str) -> Select[Any]:
    return (
        select(
            members.c.cohort,
            cohorts.c.title,
            members.c.team,
            members.c.joined,
            members.c.left,
            members.c.code,
        )
        .join(cohorts)
        .where(members.c.person == person)
        .order_by(members.c.joined, members.c.cohort)
    )


def _sittings(person: str) -> Select[Any]:
    return (
        select(
            sittings.c.sitting,
            sittings.c.assessment,
            assessments.c.title,
            sittings.c.number,
            sittings.c.started,
            sittings.c.deadline,
            sittings.c.ended,
            sittings.c.outcome,
        )
        .join(assessments)
        .where(sittings.c.person == person)
        .order_by(sittings.c.started, sittings.c.sitting)
    )


def _about(table: Table, person: str) -> Select[Any]:
    """What a table holds about a person, without the columns that only link it."""
    shown = [column for column in table.c if column.name not in ("person", "team") and not column.primary_key]
    return select(*shown).where(table.c.person == person).order_by(*table.primary_key)


def _rows(connection: Connection, wanted: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(wanted).mappings()]
