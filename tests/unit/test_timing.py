"""The times that are proved for a scenario hold for every play that comes to its last encounter."""

from __future__ import annotations

import pytest

from simulator.analysis.reading import Reader
from simulator.analysis.timing import minutes
from simulator.analysis.walks import random_walk
from simulator.engine.program import Program
from simulator.scenario.load import load
from tests.helpers import beat, line, meeting, story


def test_plays_at_random_lie_between_the_least_and_the_most() -> None:
    program = Program(load("first-steps"))
    reader = Reader(program)
    least, most = minutes(program)
    walks = [random_walk(program, seed) for seed in range(200)]
    found = [reader.reading(walk).minutes for walk in walks if reader.reaches_last(walk)]
    assert found
    assert least <= min(found)
    assert max(found) <= most


def test_what_nothing_blurs_is_told_to_the_word() -> None:
    short = line("short", say="One two three.", reply=[{"dana": "Four."}])
    long = line("long", say="One two three four five six.", reply=[{"dana": "Seven eight."}])
    program = story(meeting(beat(short, long, line("other", say="One."))))
    reader = Reader(program)
    found = [reader.reading(random_walk(program, seed)).seconds / 60 for seed in range(40)]
    assert minutes(program) == (min(found), max(found))


@pytest.mark.parametrize("seed", range(3))
def test_a_route_that_never_comes_to_the_last_encounter_does_not_count(seed: int) -> None:
    program = story(
        meeting(beat(line("away", {"rival": 3}), line("stay", say="A longer line than the other ones."))),
        meeting(beat(line("on"), line("off")), id="second", day=5),
    )
    walk = random_walk(program, seed)
    reader = Reader(program)
    if reader.reaches_last(walk):
        least, most = minutes(program)
        assert least <= reader.reading(walk).seconds / 60 <= most
