"""A rule's table has as many rows as the rule makes distinctions, and they cover every case."""

from __future__ import annotations

import pytest

from simulator.analysis.reach import Reach, TooLarge
from simulator.analysis.tables.compiled import compiled
from simulator.analysis.tables.lumping import lumped
from simulator.analysis.tables.tabulate import Row, Shift, tabulate
from simulator.engine.program import Program
from simulator.engine.world import Turn
from simulator.scenario.load import load
from tests.helpers import beat, line, meeting, story

DOMAIN = {"a": (0, 1, 2, 3), "b": (0, 1), "c": (7,)}
PROGRAM = story(meeting(line("a"), line("b")))


def rows(rule: object) -> list[Row]:
    return list(tabulate(PROGRAM, DOMAIN, 0, rule))  # type: ignore[arg-type]


def test_a_comparison_makes_two_cases_and_not_one_for_each_value() -> None:
    found = rows(lambda turn: turn.view["a"] >= 2)
    assert [(row.reads, row.result) for row in found] == [({"a": (2, 3)}, True), ({"a": (0, 1)}, False)]


def test_what_is_not_asked_for_makes_no_case() -> None:
    assert [row.reads for row in rows(lambda turn: turn.view["c"] > 3)] == [{}]
    (only,) = rows(lambda turn: turn.view["a"] >= 0)
    assert only.result is True


def test_one_comparison_after_another_narrows_what_is_possible() -> None:
    found = rows(lambda turn: int((turn.view["a"] > 0) + (turn.view["a"] > 1) + turn.view["b"]))
    assert {tuple(row.reads["a"]) for row in found} == {(0,), (1,), (2, 3)}
    assert sorted(row.result for row in found) == [0, 1, 1, 2, 2, 3]


def test_a_count_that_only_grows_is_shifted_without_a_case() -> None:
    def grow(turn: Turn) -> None:
        turn.view["a"] += 1

    (only,) = rows(grow)
    assert only.reads == {}
    assert only.writes == {"a": Shift(1)}


def test_a_clamp_is_two_cases() -> None:
    def clamp(turn: Turn) -> None:
        turn.view["a"] = min(3, turn.view["a"] + 2)

    found = {row.reads["a"]: row.writes.get("a") for row in rows(clamp)}
    assert found == {(0,): 2, (1, 2, 3): 3}


def test_one_field_copied_to_another_is_a_case_for_each_value() -> None:
    def copy(turn: Turn) -> None:
        turn.view["b"] = turn.view["a"]

    assert sorted((row.reads["a"], row.writes["b"]) for row in rows(copy)) == [((n,), n) for n in range(4)]


def test_a_number_that_is_needed_is_settled() -> None:
    found = rows(lambda turn: "abcd"[turn.view["a"]])
    assert [(row.reads["a"], row.result) for row in found] == [((n,), "abcd"[n]) for n in range(4)]


def test_beyond_the_last_threshold_a_count_stands_still() -> None:
    beats = [beat(line(f"order{number}", {"order": "one"}), line(f"none{number}")) for number in range(5)]
    endings = [{"when": "orders >= 2", "title": "Two", "text": "Two."}, {"title": "Fewer", "text": "Fewer."}]
    stages = {"lost": {"when": "day < 0"}, "foothold": {"up_if": "day < 0"}}
    program = story(meeting(*beats), account={"stages": stages}, endings=endings)
    stops = compiled(program)
    at_the_end = lumped(stops, seen=lambda row: row.points)[stops[-1].place].before
    assert at_the_end["orders"] == {0: 0, 1: 0, 2: 2, 3: 2, 4: 2, 5: 2}


def test_an_analysis_that_is_too_large_says_where_and_what_lives_long() -> None:
    with pytest.raises(TooLarge) as caught:
        Reach(Program(load("first-steps")), seen=lambda row: row.points, budget=1 << 8)
    assert caught.value.step.startswith("smoke_shed")
    assert caught.value.live
