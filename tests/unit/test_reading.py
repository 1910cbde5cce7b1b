"""Reading time: the words that are really read, one decision a set, and bounds that no route crosses."""

import pytest

from simulator.analysis.reading import Extremes, Reader, Reading, bounds, count, extremes
from simulator.analysis.walks import random_walk, walk
from simulator.engine.decide import State
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.load import build, library, load
from tests.helpers import Data, beat, line, meeting, news, ours, source, story
from tests.properties.scenarios import document

BRIEF = count("A test")


def read(program: Program, *wanted: str) -> Reading:
    """What the route through the lines wanted asks; else the first of what is offered."""

    def choose(_: State, legal: tuple[Move, ...]) -> Move:
        return next((move for move in legal if str(move) in wanted), legal[0])

    return Reader(program).reading(walk(program, choose))


def words(number: int) -> str:
    return " ".join(["word"] * number)


def said(name: str, number: int, **more: object) -> Data:
    return line(name, say=words(number), **more)


def test_a_minute_is_two_hundred_words_or_three_decisions() -> None:
    assert Reading(200, 0).minutes == 1
    assert Reading(0, 3).minutes == 1
    assert (Reading(10, 1) + Reading(90, 2)).seconds == 90


def test_only_the_line_that_was_chosen_is_read_with_its_reply() -> None:
    program = story(
        meeting(
            beat(
                said("a", 5, reply=[{"dana": words(3)}]),
                said("b", 50, reply=[{"dana": words(70)}]),
                script=words(10),
            )
        )
    )
    assert read(program, "say a") == Reading(BRIEF + 10 + 5 + 3, 1)
    assert read(program, "say b") == Reading(BRIEF + 10 + 50 + 70, 1)


def test_what_is_not_shown_is_not_read() -> None:
    script = [{"dana": words(4)}, {"dana": words(40), "when": "met >= 9"}]
    assert read(story(meeting(beat(said("a", 1), script=script)))) == Reading(BRIEF + 4 + 1, 1)


def test_homework_news_settled_entries_and_the_ending_are_read() -> None:
    program = story(
        meeting(
            said("a", 1, does=[{"promise": "work"}]),
            prepare={"hours": "1h", "homework": ["paper"]},
        ),
        homework={"paper": {"label": "Read", "takes": "1h", "script": words(11)}},
        ledger={"work": ours(due="2d", when_kept={"script": words(13)}, when_broken={"script": words(500)})},
        calendar=[news("mail", 1, script=words(17))],
        endings=[{"title": "The end", "text": words(19)}],
    )
    looks = count("They look at you.")
    assert read(program) == Reading(BRIEF + looks + 1 + 11 + 13 + 17 + 2 + 19, 2)
    assert read(program, "skip paper") == Reading(BRIEF + looks + 1 + 13 + 17 + 2 + 19, 2)


def test_a_set_is_one_decision_however_many_its_items() -> None:
    task = ours(due="5d", takes="2h")
    program = story(
        meeting(
            beat(said("a", 1), does=[{"table": ["one", "two"]}], script=words(1)),
            prepare={"hours": "2h", "homework": ["paper", "letter"]},
            objectives={"learn": {"label": "Learn", "met_if": "met >= 1"}},
            agree={"may_add": ["three"]},
            follow_through={"hours": "3h"},
        ),
        meeting(said("b", 1), id="next", day=9),
        homework={"paper": {"label": "Paper"}, "letter": {"label": "Letter"}},
        ledger={"one": task, "two": task, "three": task},
    )
    route = walk(program, lambda _, legal: legal[0])
    asked = [made.move.verb for made in route]
    assert asked == [
        "begin",
        "study",
        "study",
        "aim",
        "say",
        "keep",
        "keep",
        "add",
        "do",
        "warn",
        "warn",
        "say",
    ]
    assert Reader(program).reading(route).decisions == len(["prepare", "say", "list", "weeks", "say"])


def test_the_extremes_found_are_routes_to_the_last_encounter() -> None:
    first = meeting(
        said("short", 2), said("long", 90), said("leaves", 1, does=[{"rival": 3}, {"root": {"honesty": -1}}])
    )
    program = story(first, meeting(said("b", 1), id="next", day=9))
    looks = 2 * count("They look at you.")
    found = extremes(program, plays=0)
    assert found is not None
    assert found.longest == Reading(BRIEF + looks + 90 + 1, 2)
    assert extremes(program, plays=30) == Extremes(Reading(BRIEF + looks + 2 + 1, 2), found.longest)


def test_what_is_dull_now_and_long_later_is_found() -> None:
    program = story(
        meeting(
            beat(said("now", 10, then="end"), said("later", 5), script="One."),
            beat(said("c", 50), script="Two."),
        )
    )
    reader = Reader(program)
    assert [made.move.what for made in reader.greedy(1)] == ["", "now"]
    assert [made.move.what for made in reader.changed(reader.greedy(1), 1)] == ["", "later", "c"]
    assert [made.move.what for made in reader.changed(reader.greedy(-1), -1)] == ["", "now"]


def test_a_change_never_leaves_the_routes_to_the_last_encounter() -> None:
    first = meeting(said("stays", 9), said("leaves", 1, does=[{"learn": ["docked"]}]))
    last = meeting(said("b", 1), id="next", day=9, when="not knows.docked")
    program = story(first, last, facts={"docked": {"label": "Docked"}})
    found = extremes(program, plays=5)
    assert found is not None
    assert found.shortest == found.longest == Reading(BRIEF + 2 * count("They look at you.") + 9 + 1, 2)


def test_without_a_route_to_the_last_encounter_there_are_no_extremes() -> None:
    program = story(meeting(said("a", 1)), meeting(id="never", day=9, when="met >= 9"))
    assert extremes(program, plays=3) is None


def test_the_bounds_are_met_where_nothing_is_conditional() -> None:
    program = story(
        meeting(
            beat(said("a", 2, then="end"), said("b", 5), script="One."), beat(said("c", 30), script="Two.")
        )
    )
    shortest, longest = Reading(BRIEF + 1 + 2, 1), Reading(BRIEF + 1 + 5 + 1 + 30, 2)
    assert bounds(program) == Extremes(shortest, longest)


def test_the_bounds_are_of_routes_that_reach_the_last_encounter() -> None:
    rare = meeting(beat(said("b", 40), script="Two."), id="rare", day=9, when="met >= 9")
    program = story(meeting(beat(said("a", 1), script="One.")), rare)
    assert bounds(program).shortest == Reading(BRIEF + 1 + 1 + 1 + 40, 2)


@pytest.mark.parametrize("name", library())
def test_no_route_to_the_last_encounter_crosses_the_bounds(name: str) -> None:
    program = Program(load(name))
    reader, proved = Reader(program), bounds(program)
    routes = [reader.greedy(1), reader.greedy(-1), *(random_walk(program, seed) for seed in range(100))]
    held = [reader.reading(route) for route in routes if reader.reaches_last(route)]
    assert held
    assert all(proved.shortest.seconds <= reading.seconds <= proved.longest.seconds for reading in held)


def test_no_route_crosses_the_bounds_in_whatever_account() -> None:
    reached = 0
    for seed in range(80):
        program = Program(build(source(document(seed))))
        reader, proved = Reader(program), bounds(program)
        for route in (random_walk(program, walked) for walked in range(6)):
            if reader.reaches_last(route):
                seconds = reader.reading(route).seconds
                assert proved.shortest.seconds <= seconds <= proved.longest.seconds, seed
                reached += 1
    assert reached > 100
