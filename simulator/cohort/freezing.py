"""Scenarios as an assessment freezes them: text, variant and fingerprint, whatever becomes of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection, insert, select

from simulator.attempts.cohort_schema import assessment_scenarios
from simulator.attempts.rows import keep_text
from simulator.attempts.schema import scenario_texts
from simulator.cohort.rules import Chosen
from simulator.engine.program import Program
from simulator.scenario.load import build, find, parse, scenario_hash
from simulator.scenario.source import read_file

_PROGRAMS = 32  # scenarios kept ready to be played


@dataclass(frozen=True, slots=True)
class Frozen:
    """A scenario of an assessment; `place` counts from 0."""

    place: int
    scenario: str
    """Its id."""
    title: str
    scenario_hash: str
    variant: str | None
    text: str = field(repr=False)

    def program(self) -> Program:
        """It, ready to be played. Raises ScenarioError."""
        return _program(self.text, self.scenario, self.variant)


def freeze(chosen: Iterable[Chosen]) -> tuple[Frozen, ...]:
    """Scenarios as their files are now. Raises ScenarioError."""
    return tuple(_frozen(place, one) for place, one in enumerate(chosen))


def keep(connection: Connection, assessment: str, frozen: Iterable[Frozen]) -> None:
    """Keeps the scenarios of an assessment."""
    for one in frozen:
        values = {
            "assessment": assessment,
            "place": one.place,
            "scenario": one.scenario,
            "title": one.title,
            "scenario_hash": one.scenario_hash,
            "variant": one.variant,
            "text_digest": keep_text(connection, one.text),
        }
        connection.execute(insert(assessment_scenarios), values)


def kept(connection: Connection, assessment: str) -> tuple[Frozen, ...]:
    """The scenarios that were frozen when an assessment was opened; none before."""
    columns = assessment_scenarios.c
    wanted = (
        select(
            columns.place,
            columns.scenario,
            columns.title,
            columns.scenario_hash,
            columns.variant,
            scenario_texts.c.text,
        )
        .join(scenario_texts, scenario_texts.c.digest == columns.text_digest)
        .where(columns.assessment == assessment)
        .order_by(columns.place)
    )
    return tuple(Frozen(*row) for row in connection.execute(wanted))


def _frozen(place: int, chosen: Chosen) -> Frozen:
    source = read_file(find(chosen.scenario))
    scenario = build(source, chosen.variant)
    return Frozen(place, scenario.id, scenario.title, scenario_hash(scenario), chosen.variant, source.text)


@lru_cache(maxsize=_PROGRAMS)
def _program(text: str, name: str, variant: str | None) -> Program:
    return Program(parse(text, name, variant))
