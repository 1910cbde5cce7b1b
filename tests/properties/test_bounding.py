"""What is proved of a simpler story holds for the story."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from simulator.analysis.bounding import outermost
from simulator.engine.program import Program
from simulator.scenario.load import build, load
from tests.helpers import source
from tests.properties.brute import TooMany, enumerated
from tests.properties.scenarios import Data, documents

STATES = 2_000


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(documents)
def test_every_play_earns_what_lies_between(document: Data) -> None:
    program = Program(build(source(document)))
    try:
        every, _ = enumerated(program, STATES)
    except TooMany:
        assume(False)
    least, most = outermost(program)
    assert least <= every.worst <= every.best <= most


def test_what_lies_between_is_not_everything() -> None:
    least, most = outermost(Program(load("first-steps")))
    assert -100 < least <= -66
    assert 35 <= most < 70
