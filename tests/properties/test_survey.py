"""The survey is safe: whatever comes about in play, it has not ruled out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.checks.examine import examine
from simulator.analysis.domains import Verdict
from simulator.analysis.survey import Survey, survey
from simulator.analysis.walks import Walk, random_walk
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.world import Turn
from simulator.scenario.diagnostics import WARNINGS
from simulator.scenario.load import build
from simulator.scenario.walk import conditions, parts
from tests.helpers import source
from tests.properties.scenarios import document

WALKS = 4


def contradictions(program: Program, found: Survey, route: Walk) -> list[str]:
    """What a walk did that the survey had ruled out."""
    wrong: list[str] = []
    for made in route:
        at, lines = made.state.at, frozenset(move.what for move in made.legal if move.verb == "say")
        wrong += [f"{at} is not reached"] * (at not in found.reached)
        if lines and found.offers[at] and lines not in found.offers[at]:
            wrong.append(f"{at} offers {sorted(lines)}")
        for event in made.events:
            if isinstance(event, e.BeatEntered) and f"{event.beat}/enter" not in found.reached:
                wrong.append(f"{event.beat} is not reached")
            elif isinstance(event, e.Spoke):
                wrong += _misjudged(program, found, event)
    fields = Turn(program, dict(route[-1].state.fields)).read
    for name in {part.name for _, when in conditions(program.scenario) for part in when.comparisons}:
        if name not in ("day", "way") and fields(name) not in found.domain(name):
            wrong.append(f"{name} is {fields(name)}")
    return wrong


def _misjudged(program: Program, found: Survey, event: e.Spoke) -> list[str]:
    """The lines of a script that were shown, or left out, against what was judged."""
    paths = {id(part): path for path, part in parts(program.scenario)}
    wrong = []
    for place, line in enumerate(program.scripts[event.script]):
        came = found.judged.get((*paths[id(line)], "when"), Verdict(line.when is None, False))
        if not (came.may_hold if place in event.lines else came.may_fail):
            wrong.append(f"line {place} of {event.script}: {came}")
    return wrong


@given(seed=st.integers(0, 10**9), dice=st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_nothing_comes_about_that_was_ruled_out(seed: int, dice: int) -> None:
    program = Program(build(source(document(seed))))
    found = survey(program)
    for walk in range(WALKS):
        assert contradictions(program, found, random_walk(program, dice + walk)) == []


@given(seed=st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_every_scenario_that_reads_can_be_examined(seed: int) -> None:
    held = build(source(document(seed)))
    for minutes in (held.minutes, 60):
        for wrong in examine(held.model_copy(update={"minutes": minutes})):
            assert wrong.code in WARNINGS
            assert wrong.message
            assert wrong.hint
