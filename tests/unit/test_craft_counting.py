"""Counting for the craft of a scenario, on stories small enough to count by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.analysis.checks.numbers import strays
from simulator.analysis.craft import (
    OptionSet,
    Price,
    Standing,
    option_sets,
    prices,
    reply_words,
    shares,
    standings,
)
from simulator.analysis.walks import Walk, random_walk, walk
from simulator.engine.program import Program
from tests.helpers import beat, line, meeting, ours, promise, scenario, story, theirs

LINES = (
    line("short", say="Two words."),
    line("middle", {"learn": ["docked"]}, say="This line has just eight words in it."),
    line("long", say="This one has more words in it than all of the others, by a good deal."),
)
FACTS = {"docked": {"label": "Docked"}}
SECOND = beat(
    line("now", say="Now."), line("then", say="And then what?", when="knows.docked"), script="Well?"
)
PROGRAM = story(meeting(beat(*LINES, script="Yes?"), SECOND), facts=FACTS)


def route(*wanted: str, program: Program = PROGRAM) -> Walk:
    return walk(program, lambda _, legal: next((move for move in legal if move.what in wanted), legal[0]))


def ids(held: OptionSet) -> tuple[str, ...]:
    return tuple(choice.id for choice in held.lines)


def test_sets_are_those_that_were_offered_together_in_some_walk() -> None:
    assert [ids(held) for held in option_sets(PROGRAM, [route("short")])] == [
        ("short", "middle", "long"),
        ("now",),
    ]
    found = option_sets(PROGRAM, [random_walk(PROGRAM, seed) for seed in range(20)])
    assert [(held.at, ids(held)) for held in found] == [
        ("first/b1", ("short", "middle", "long")),
        ("first/b2", ("now",)),
        ("first/b2", ("now", "then")),
    ]


def test_the_spread_is_measured_against_the_median() -> None:
    (first, _) = option_sets(PROGRAM, [route("short")])
    assert first.lengths == {"short": 2, "middle": 8, "long": 16}
    assert first.spread == {"short": Fraction(1, 4), "middle": 1, "long": 2}


def test_a_standing_is_the_place_and_the_rank_by_length() -> None:
    assert standings(PROGRAM, route("middle", "then")) == (
        Standing("first/b1", "middle", 3, 2, 2),
        Standing("first/b2", "then", 2, 2, 1),
    )


def test_lines_of_equal_length_share_a_rank() -> None:
    program = story(meeting(line("a", say="One two."), line("b", say="Three four."), line("c", say="Five.")))
    assert [held.rank for name in "abc" for held in standings(program, route(name, program=program))] == [
        1,
        1,
        3,
    ]


def test_shares_are_parts_of_all() -> None:
    assert shares([1, 2, 1, 1]) == {1: Fraction(3, 4), 2: Fraction(1, 4)}
    assert shares([]) == {}


def test_a_price_is_trust_that_falls_with_the_line_itself() -> None:
    costly = line("no", {"decline": {"what": "it"}}, {"trust": {"luis": 1}})
    program = story(meeting(beat(costly), beat(line("yes"), does=[{"trust": {"dana": -1}}])))
    assert prices(route(program=program)) == (Price("say no", "trust.dana", 1),)


def test_trust_that_is_won_back_at_once_is_no_price() -> None:
    kind = line("no", {"decline": {"what": "it"}}, {"trust": {"dana": 2}})
    assert prices(route(program=story(meeting(kind)))) == ()


def test_what_happens_later_is_not_the_price_of_a_line() -> None:
    ledger = {"work": promise(9, due="3d")}
    program = story(meeting(line("bind", {"promise": "work"})), meeting(id="next", day=9), ledger=ledger)
    assert prices(route(program=program)) == ()


def test_a_reply_has_the_words_that_are_always_shown() -> None:
    held = scenario(
        meeting(
            line("a", reply=[{"dana": "Two words."}, {"dana": "Sometimes.", "when": "met >= 9"}]),
            line(
                "b",
                reply=[{"dana": "One two three.", "when": "met >= 9"}, {"dana": "One.", "when": "met < 9"}],
            ),
            line("c"),
        )
    )
    lines = held.encounters[0].beats["b1"].choices
    assert [reply_words(choice.reply) for choice in lines] == [2, 1, 0]


# Numbers in the prose

CREWS = {"label": "Crews that can drive out at night", "unit": "crews", "most": 3}
LEDGER = {"four": promise(4, needed=2, due="5d"), "log": theirs(), "task": ours()}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We can send three crews at night.", []),
        ("We can send 3 night crews.", []),
        ("You need two crews by night, and he asks for four crews.", []),
        ("We can send five crews at night.", [5]),
        ("We can send 1,200 crews at night.", [1200]),
        ("We can send seven tired crews at night.", [7]),
        ("We can send twenty-three crews at night.", [23]),
        ("We can send ninety crews at night.", [90]),
        ("We can send three thousand crews at night.", []),
        ("They keep five crews.", []),
        ("Five. At night.", []),
        ("It is night. They keep five crews.", []),
    ],
)
def test_a_number_beside_the_unit_is_compared_with_the_table(text: str, wrong: list[int]) -> None:
    held = scenario(meeting(beat(line("a"), script=[{"dana": text}])), crews=CREWS, ledger=LEDGER)
    found = list(strays(held))
    assert [stray.number for stray in found] == [Decimal(number) for number in wrong]
    assert all(stray.capability == "crews" for stray in found)


def test_money_is_found_behind_its_sign() -> None:
    credit = {"label": "Credit you may grant yourself", "unit": "$", "most": 5300}
    told = [{"dana": "A credit of $5,300, not a credit of $44k."}]
    (stray,) = strays(scenario(meeting(beat(line("a"), script=told)), crews=credit))
    assert stray.number == 44000
    assert stray.path == ("encounters", 0, "beats", "b1", "script", 0, "text")


def test_what_the_briefing_tells_is_known() -> None:
    held = scenario(
        meeting(line("a", say="All seven crews at night?")), crews=CREWS, about="They dream of seven crews."
    )
    assert list(strays(held)) == []


def test_a_capability_without_a_unit_says_nothing() -> None:
    assert list(strays(scenario(meeting(line("a", say="Ninety crews."))))) == []
