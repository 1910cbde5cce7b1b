"""What may come of the beginning, for somebody who guesses: the same backwards as forwards."""

from collections.abc import Iterator
from functools import cache

import pytest

from simulator.analysis.chance import Chances
from simulator.analysis.diagrams.kernel import PRIME
from simulator.analysis.diagrams.space import TooLarge
from simulator.analysis.prospects import Prospects
from simulator.analysis.reach import Reach
from simulator.engine.program import Program
from simulator.scenario.load import build, load
from tests.helpers import source
from tests.properties.scenarios import document


@cache
def program() -> Program:
    return Program(load("first-steps"))


def made_by_dice() -> Iterator[Program]:
    for seed in range(12):
        yield Program(build(source(document(seed, seed % 4 + 1))))


@pytest.mark.parametrize("field", ["stage", "ending"])
def test_they_are_what_goes_forwards_to_the_last_digit(field: str) -> None:
    for one in (program(), *made_by_dice()):
        forwards = Chances(Reach(one, seen=lambda row: row.points), []).ended(field)
        backwards = Prospects(one, field)
        assert {value: held.residue for value, held in backwards.ended.items()} == {
            value: held.residue for value, held in forwards.items()
        }
        for value, held in backwards.ended.items():
            assert held.real == pytest.approx(forwards[value].real, abs=1e-12)


def test_they_come_to_one_together() -> None:
    found = Prospects(program(), "stage")
    assert sum(held.residue for held in found.ended.values()) % PRIME == 1
    assert abs(sum(held.real for held in found.ended.values()) - 1) <= len(found.ended) * found.bound


def test_a_field_that_ends_in_one_way_only_is_certain() -> None:
    found = Prospects(program(), "scar.honesty")
    assert {value: held.residue for value, held in found.ended.items()} == {0: 1}


def test_more_nodes_than_the_budget_allows_are_refused() -> None:
    with pytest.raises(TooLarge):
        Prospects(program(), "stage", budget=64)


def test_how_far_it_is_is_told() -> None:
    told: list[tuple[int, int]] = []
    Prospects(program(), "stage", progress=lambda *done: told.append(done))
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
