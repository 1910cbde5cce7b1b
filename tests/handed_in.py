"""Assessments that were handed in, put straight into a database: real plays at random, as many as wanted."""

from __future__ import annotations

import secrets
from functools import cache

from sqlalchemy import insert

from simulator.analysis.walks import random_walk
from simulator.attempts.cohort_schema import cohorts, people, scores, sitting_attempts, sittings
from simulator.attempts.database import Database
from simulator.attempts.rows import HEADER, digest_of
from simulator.attempts.schema import attempts, moves
from simulator.attempts.session import new_header
from simulator.cohort import freezing
from simulator.cohort.assessments import create as create_assessment
from simulator.cohort.assessments import open_, opening
from simulator.cohort.cards import Reckoner, write_card
from simulator.cohort.freezing import Frozen
from simulator.cohort.rules import Rules
from simulator.cohort.scores import best_of, kept_rubric, row
from simulator.engine.attempt import write_events

AT = "2027-03-01T08:00:00.000000+00:00"
ID = "spring"
_AT_ONCE = 250  # people that one transaction adds

Play = tuple[tuple[str, str], ...]
"""The moves of a play, each with its events as text."""
New = dict[str, list[dict[str, object]]]


@cache
def plays(scenario: str, many: int) -> tuple[Play, ...]:
    """So many plays at random of a scenario of the library, the same every time."""
    program = freezing.freeze(rules(scenario).scenarios)[0].program()
    return tuple(
        tuple((str(made.move), write_events(made.events)) for made in random_walk(program, seed))
        for seed in range(many)
    )


def rules(*scenarios: str, **more: object) -> Rules:
    """The rules of an assessment of scenarios of the library."""
    told = {"id": ID, "title": "Spring", "purpose": "To see.", "seen_by": "Ann.", "cohort": "all"}
    return Rules.model_validate({**told, "scenarios": list(scenarios or ["first-steps"]), **more})


def hand_in(
    database: Database, wanted: Rules, many: int, *, different: int = 20, sittings_each: int = 1
) -> None:
    """An assessment that so many people have sat, with plays of every scenario among so many different ones;
    handed in, and scored by the rubric that ships. The people are P0, P1 and so on."""
    with database.writing() as connection:
        connection.execute(insert(cohorts), {"cohort": wanted.cohort, "title": "All", "created": AT})
    create_assessment(database, wanted, "ann")
    held = open_(database, opening(database, wanted.id), "ann")
    with database.reading() as connection:
        assert held.rubric_digest
        kept = kept_rubric(connection, held.rubric_digest)
        frozen = freezing.kept(connection, wanted.id)
        bests = [best_of(connection, one.scenario_hash, one.text, one.variant, kept) for one in frozen]
    reckoner = Reckoner(kept.rubric)
    cards = [
        [reckoner.card([events for _, events in play]) for play in plays(one.scenario, different)]
        for one in frozen
    ]
    for first in range(0, many, _AT_ONCE):
        new: New = {}
        for number in range(first, min(first + _AT_ONCE, many)):
            person = secrets.token_hex(16)
            _add(new, "people", person=person, pseudonym=f"P{number}", created=AT)
            for tried in range(1, sittings_each + 1):
                sitting = secrets.token_hex(16)
                _add(new, "sittings", sitting=sitting, assessment=wanted.id, person=person, number=tried,
                     seed="1", started=AT, seen=AT, ended=AT, outcome="submitted")  # fmt: skip
                which = (number * sittings_each + tried - 1) % different
                for one, best, earned in zip(frozen, bests, cards, strict=True):
                    name = _attempt(new, one, plays(one.scenario, different)[which])
                    _add(new, "sitting_attempts", sitting=sitting, place=one.place, attempt=name)
                    card = earned[which]
                    values = row(name, kept, one.scenario_hash, write_card(card), card.total, best)
                    _add(new, "scores", **values, by="onlyme", at=AT, reason="")
        with database.writing() as connection:
            for table in (people, sittings, attempts, moves, sitting_attempts, scores):
                connection.execute(insert(table), new[table.name])


def _attempt(new: New, one: Frozen, play: Play) -> str:
    name = secrets.token_hex(16)
    told = {"mode": "assessment", "seed": "1", "writer": "", "last_saved": AT, "live_moves": len(play)}
    _add(new, "attempts", **_header(one) | told | {"attempt": name, "text_digest": digest_of(one.text)})
    for seq, (move, events) in enumerate(play, start=1):
        _add(new, "moves", attempt=name, seq=seq, move=move, events=events)
    return name


@cache
def _header(one: Frozen) -> dict[str, object]:
    header = new_header(one.program(), one.text, one.variant)
    return {name: getattr(header, name) for name in HEADER}


def _add(new: New, table: str, **values: object) -> None:
    new.setdefault(table, []).append(values)
