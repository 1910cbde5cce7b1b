"""Walks: whole stories played by a rule, the same ones that an attempt would record."""

import pytest

from simulator.analysis.walks import random_walk, retrace, walk
from simulator.engine.attempt import Playthrough
from simulator.engine.decide import IllegalMove
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.load import load
from tests.helpers import line, meeting, story

TWO = story(meeting(line("a"), line("b")), meeting(line("c"), line("d"), id="second", day=7))


def moves(seed: int, program: Program = TWO) -> list[str]:
    return [str(made.move) for made in random_walk(program, seed)]


def test_a_walk_goes_from_the_beginning_to_the_end() -> None:
    made = walk(TWO, lambda _, legal: legal[-1])
    assert [str(one.move) for one in made] == ["begin", "say b", "say d"]
    assert [len(one.legal) for one in made] == [1, 2, 2]


def test_a_move_that_may_not_be_made_is_refused() -> None:
    with pytest.raises(IllegalMove, match="say d may not be done at first/b1"):
        walk(TWO, lambda _, legal: Move("say", "d"))


def test_a_seed_gives_one_walk_and_seeds_differ() -> None:
    assert moves(3) == moves(3)
    assert len({tuple(moves(seed)) for seed in range(20)}) == 4


def test_retracing_a_playthrough_gives_the_walk_it_was() -> None:
    program = Program(load("first-steps"))
    route = random_walk(program, 1)
    play = Playthrough(program)
    for made in route:
        play.do(made.move)
    assert retrace(play) == route
    assert play.state.over
