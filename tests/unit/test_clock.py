"""Reckoned event by event and decision by decision, a route takes as long as when it is read whole."""

import pytest

from simulator.analysis.clock import DECIDED, Clock
from simulator.analysis.reading import Reader
from simulator.analysis.walks import Walk, random_walk
from simulator.engine.program import Program
from simulator.engine.world import Turn
from simulator.scenario.load import build, library, load
from tests.helpers import beat, line, meeting, news, ours, source, story
from tests.properties.scenarios import document


def tenths(program: Program, route: Walk) -> int:
    """A walk, timed step by step; at each decision all steps since the last have been come by."""
    clock, turn, place = Clock(program), Turn(program, {DECIDED: 1}), -1
    found = clock.before
    for made in route:
        at = program.places[made.state.at]
        for passed in range(place + 1, at + 1):
            for rule in clock.forgetting(passed):
                rule(turn)
        found, place = found + clock.deciding(turn, at) + clock.reading(made.events), at
    return found


def agrees(program: Program, seed: int) -> bool:
    route = random_walk(program, seed)
    return tenths(program, route) == 10 * Reader(program).reading(route).seconds


@pytest.mark.parametrize("name", library())
def test_in_the_library_a_route_takes_what_its_steps_take(name: str) -> None:
    program = Program(load(name))
    assert all(agrees(program, seed) for seed in range(20))


def test_in_whatever_account_a_route_takes_what_its_steps_take() -> None:
    for seed in range(60):
        assert agrees(Program(build(source(document(seed)))), seed), f"seed {seed}"


def test_a_set_is_counted_once_and_each_meeting_has_its_own() -> None:
    first = meeting(
        beat(line("a", {"table": ["x", "y"]})),
        agree={"may_add": ["z"]},
        follow_through={"hours": "1h"},
        objectives={"o": {"label": "O", "met_if": "met >= 1"}},
    )
    second = meeting(line("b"), id="second", day=9, objectives={"p": {"label": "P", "met_if": "met >= 1"}})
    ledger = {name: ours(due="5d", takes="1h") for name in "xyz"}
    program = story(first, second, calendar=[news("n", 3, choices=[line("c")])], ledger=ledger)
    clock, turn = Clock(program), Turn(program, {DECIDED: 1})
    taken: dict[str, int] = {}
    for place, step in enumerate(program.steps):
        for rule in clock.forgetting(place):
            rule(turn)
        taken[step.id] = clock.deciding(turn, place)
    counted = [name for name, tenths in taken.items() if tenths]
    assert counted == [
        "first:aim",
        "first/b1",
        "first:add",
        "first:plan/x",
        "news:n",
        "second:aim",
        "second/b1",
    ]
    assert set(taken.values()) == {0, 200}


def test_events_add_up_whichever_way_they_are_parted() -> None:
    program = Program(load("first-steps"))
    clock = Clock(program)
    for made in random_walk(program, 3):
        assert clock.reading(made.events) == sum(clock.reading([event]) for event in made.events)
