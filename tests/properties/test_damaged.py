"""A scenario that was damaged is refused with a remark, or it can be played; there is nothing in between."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.decide import beginning, decide, evolve, legal_moves
from simulator.engine.program import Program
from simulator.scenario.diagnostics import CODES, Diagnostic, ScenarioError
from simulator.scenario.load import build, scenario_hash
from simulator.scenario.model import Scenario
from tests.helpers import source
from tests.properties.scenarios import (
    ENTRIES,
    FACTS,
    GOALS,
    LEARNABLE,
    PEOPLE,
    Data,
    document,
    documents,
    walks,
)

JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 99, 10**15, "", " ", "end", "news", "c0", "m0", "b0", "you", "narrator",
    "when", "0d", "+0d", "1w", "9999d", "2h", "visit", "ours", "theirs", "rival >= 0", "not (", "day >= 5d",
    "listen", "é", "\u202e", "x" * 300, [], {}, [[]], [{}], [None], ["listen"], {"a": None}, {"": ""},
    {"1d": 1}, {"when": "rival >= 1"}, {"is": 1}, {"act": "listen"}, {"act": []}, {"listen": []},
    {"promise": {}},
        {"table": ["log", "log"]}, *ENTRIES, *PEOPLE, *LEARNABLE, *FACTS, *GOALS,
)  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in plain data."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def damage(data: Data, dice: Random) -> None:
    """One change somewhere: a value replaced, taken out, or moved to another key."""
    path = dice.choice([place for place in places(data) if place])
    room: Any = data
    for step in path[:-1]:
        room = room[step]
    last = path[-1]
    match dice.randrange(4):
        case 0:
            del room[last]
        case 1 if isinstance(room, dict):
            room[dice.choice([*room, "zzz", "id", "then"])] = room.pop(last)
        case 2 if isinstance(room, list):
            room.append(room[last])
        case _:
            room[last] = dice.choice(JUNK)


def read(data: Data) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    """The scenario, or the remarks on why there is none."""
    try:
        return build(source(data)), ()
    except ScenarioError as error:
        return None, error.diagnostics


@settings(max_examples=500, deadline=None)
@given(documents, st.integers(0, 2**32 - 1), st.integers(1, 3), walks)
def test_a_damaged_scenario_is_refused_or_can_be_played(
    data: Data, seed: int, times: int, walk: list[int]
) -> None:
    dice = Random(seed)
    for _ in range(times):
        damage(data, dice)
    scenario, remarks = read(data)
    assert all(remark.code in CODES and remark.line().isprintable() for remark in remarks)
    if scenario is None:
        assert remarks
        return
    assert len(scenario_hash(scenario)) == 64
    program = Program(scenario)
    state, steps = beginning(program), iter(walk)
    while legal := legal_moves(program, state):
        state = evolve(state, decide(program, state, legal[next(steps, 0) % len(legal)]))
    assert state.over


def test_there_is_something_to_damage_and_damage_is_noticed() -> None:
    refused = 0
    for seed in range(200):
        data = document(seed)
        damage(data, Random(seed))
        refused += read(data)[0] is None
    assert 60 < refused < 195
