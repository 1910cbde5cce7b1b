"""What is mastered and what is to be practised, from the evidence of attempts."""

from __future__ import annotations

from scoring.mastery import Grasp, Mastery, evidence, mastery, to_practise
from scoring.rubric import default_rubric
from simulator.engine.attempt import Playthrough
from simulator.engine.moves import BEGIN, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import load
from simulator.scenario.names import choices
from simulator.scenario.principles import principles

ONE, OTHER = "promise-within-capacity", "mutual-task-list"


def shares(*attempts: dict[str, tuple[int, int]]) -> dict[str, int]:
    return {held.principle: held.share for held in mastery(attempts)}


def first_steps(*moves: str) -> dict[str, tuple[int, int]]:
    """The evidence of some moves of first-steps."""
    program = Program(load("first-steps"))
    play = Playthrough(program)
    play.do(BEGIN)
    for wanted in map(parse_move, moves):
        while wanted not in play.legal_moves():
            play.do(play.legal_moves()[0])
        play.do(wanted)
    said = {choice.id: choice for _, choice in choices(program.scenario)}
    return evidence(play.events_by_move, said, default_rubric())


def test_a_share_is_of_the_moments_that_bear_on_the_principle() -> None:
    assert shares({ONE: (1, 2)}) == {ONE: 33}


def test_the_latest_attempt_counts_twice_the_one_before() -> None:
    assert shares({ONE: (1, 0)}, {ONE: (0, 1)}) == {ONE: 33}
    assert shares({ONE: (0, 1)}, {ONE: (1, 0)}) == {ONE: 66}


def test_attempts_in_which_a_principle_did_not_come_up_take_nothing_from_it() -> None:
    apart = shares({ONE: (1, 0)}, {OTHER: (1, 0)}, {ONE: (0, 0)}, {ONE: (0, 1)})
    assert apart == {ONE: 33, OTHER: 100}


def test_a_long_history_is_one_of_its_last_attempts() -> None:
    assert shares(*[{ONE: (0, 1)}] * 50, *[{ONE: (1, 0)}] * 16) == {ONE: 100}


def test_counts_are_plain() -> None:
    (held,) = mastery([{ONE: (2, 1)}, {ONE: (3, 4)}])
    assert (held.shown, held.missed) == (5, 5)


def test_the_weakest_comes_first_and_of_equals_the_one_missed_most() -> None:
    found = mastery([{ONE: (0, 1), OTHER: (0, 2), "customer-agenda-first": (1, 0)}])
    assert [held.principle for held in found] == [OTHER, ONE, "customer-agenda-first"]


def test_mastered_needs_three_moments() -> None:
    assert Mastery(ONE, 2, 0, 100).grasp is Grasp.GROWING
    assert Mastery(ONE, 3, 0, 80).grasp is Grasp.MASTERED
    assert Mastery(ONE, 9, 2, 79).grasp is Grasp.GROWING
    assert Mastery(ONE, 9, 9, 50).grasp is Grasp.GROWING
    assert Mastery(ONE, 9, 9, 49).grasp is Grasp.WEAK


def test_nothing_played_is_nothing_mastered() -> None:
    assert mastery([]) == ()


def test_the_scenario_to_practise_next_practises_the_weakest_that_any_does() -> None:
    weak, weaker = Mastery(ONE, 0, 1, 40), Mastery(OTHER, 0, 2, 0)
    library = {"easy": ["something-else"], "hard": [ONE], "harder": [ONE]}
    assert to_practise([weaker, weak], library) == ("hard", weak)
    assert to_practise([weaker, weak], library | {"last": [OTHER]}) == ("last", weaker)


def test_what_is_mastered_is_not_asked_for_again() -> None:
    assert to_practise([Mastery(ONE, 3, 0, 100)], {"hard": [ONE]}) is None


def test_a_line_and_its_mark_are_one_moment() -> None:
    program = Program(load("first-steps"))
    line = next(choice for _, choice in choices(program.scenario) if choice.id == "sixty")
    assert "promise-within-capacity" in line.badly
    _, missed = first_steps("say sixty")[ONE]
    assert missed == 1


def test_lines_count_by_what_their_author_says_of_them() -> None:
    with_line = first_steps("say ask_bashir")
    program = Program(load("first-steps"))
    line = next(choice for _, choice in choices(program.scenario) if choice.id == "ask_bashir")
    assert line.well
    for name in line.well:
        assert with_line[name][0] >= 1


def test_every_principle_in_evidence_is_one_that_is_taught() -> None:
    assert set(first_steps("say ask_bashir", "say forty")) <= set(principles())
