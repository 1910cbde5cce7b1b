"""The order of lines: from the seed and the place alone, every line once, and every order about as often."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.attempts.session import Session
from simulator.engine.moves import Move
from simulator.view.decision import Decision, Option, Phase, decision
from simulator.view.order import AS_WRITTEN, offered, shuffled
from tests.helpers import beat, begun, line, meeting, news, story

LINES = ("a", "b", "c", "d")


def asked(*names: str, phase: Phase = Phase.MEET) -> Decision:
    return Decision(phase, "", "", tuple(Option(Move("say", name), name) for name in names))


def order(seed: int, *names: str, at: str = "first/one", phase: Phase = Phase.MEET) -> str:
    held = shuffled(asked(*(names or LINES), phase=phase), at, seed)
    return "".join(option.label for option in held.options)


@pytest.mark.parametrize(
    ("seed", "at", "expected"),
    [
        (1, "first/one", "cadb"),
        (2, "first/one", "bacd"),
        (1, "first/two", "adbc"),
        (1, "news:post", "dbac"),
        (2**63 - 1, "first/one", "cabd"),
        (2**200, "first/ü", "adbc"),
    ],
)
def test_the_order_of_a_seed_never_changes(seed: int, at: str, expected: str) -> None:
    """Attempts that are under way rest on these; another order here would move lines under their hands."""
    assert order(seed, at=at) == expected


def test_without_a_seed_lines_stand_as_they_were_written() -> None:
    assert order(AS_WRITTEN, "c", "a", "b") == "cab"


@given(
    seed=st.integers(min_value=0),
    at=st.text(),
    names=st.lists(st.text(min_size=1), unique=True, max_size=9),
)
def test_every_line_is_there_once(seed: int, at: str, names: list[str]) -> None:
    before = asked(*names)
    held = shuffled(before, at, seed)
    assert sorted(held.options, key=str) == sorted(before.options, key=str)
    assert held == shuffled(asked(*reversed(names)), at, seed) or seed == AS_WRITTEN


def test_every_order_comes_about_as_often() -> None:
    """Of 6000 seeds each of the 24 orders of four lines gets 250; five standard deviations are 78."""
    found = Counter(order(seed) for seed in range(1, 6001))
    assert set(found) == {"".join(names) for names in permutations(LINES)}
    assert all(abs(count - 250) < 78 for count in found.values()), found


def test_places_do_not_follow_one_another() -> None:
    """The first line at one place says nothing of the first line at the next."""
    found = Counter(order(seed)[0] + order(seed, at="first/two")[0] for seed in range(1, 3201))
    assert all(abs(count - 200) < 70 for count in found.values()), found
    assert len(found) == len(LINES) ** 2


@given(seed=st.integers(min_value=1), gone=st.sampled_from(LINES))
def test_a_line_that_is_not_offered_leaves_the_others_in_their_order(seed: int, gone: str) -> None:
    left = [name for name in LINES if name != gone]
    assert order(seed, *left) == order(seed).replace(gone, "")


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.MEET, Phase.NEWS)])
def test_only_what_one_says_is_shuffled(phase: Phase) -> None:
    assert {order(seed, phase=phase) for seed in range(9)} == {"abcd"}


def test_news_is_answered_in_the_order_of_the_seed_too() -> None:
    assert len({order(seed, phase=Phase.NEWS) for seed in range(9)}) > 1


def test_a_decision_that_waits_keeps_everything_but_its_order() -> None:
    program = story(
        meeting(beat(*map(line, LINES), hint="Ask.")),
        calendar=[news("post", 6, choices=[line("e")])],
        ends="9d",
    )
    played = begun(program)
    plain = decision(program, played.state)
    seeds = range(1, 50)
    held = [offered(program, played.state, seed) for seed in seeds]
    assert len({tuple(one.options) for one in held}) > 5
    assert all((one.hint, one.prompt, one.title) == (plain.hint, plain.prompt, plain.title) for one in held)
    assert offered(program, played.state, AS_WRITTEN) == plain


def test_practice_has_no_seed() -> None:
    assert Session.start(story(meeting(line("a"))), "").header.seed == AS_WRITTEN
