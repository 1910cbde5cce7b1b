"""The exact analysis says of every scenario what asking every state one by one says, to the last digit."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from simulator.engine.program import Program
from simulator.scenario.load import build
from tests.helpers import source
from tests.properties.brute import TooMany
from tests.properties.exact import analysed, asked_one_by_one
from tests.properties.scenarios import Data, documents

STATES = 2_000


@settings(max_examples=80, deadline=None, suppress_health_check=[*HealthCheck])
@given(documents)
def test_best_worst_mean_and_ends_are_those_of_every_play(document: Data) -> None:
    program = Program(build(source(document)))
    try:
        every, _ = asked_one_by_one(program, STATES)
    except TooMany:
        assume(False)
    assert analysed(program) == every
