"""The yardstick is the scenario, not the route: a dash past every hard question scores what little it earns.

Two ways through one meeting. The dash asks for a second meeting, gets it and leaves: nothing it tried
failed. The long way meets the hard question, whether to say a number, and is not faultless. Beside both
stands a rich moment that no play can reach; it must not raise what is attainable.
"""

import pytest

from scoring.rubric import DIMENSIONS, default_rubric
from scoring.scorecard import Scorecard, score
from simulator.analysis.reach import Reach
from simulator.analysis.values import Values, total
from simulator.engine.program import Program
from simulator.scenario.model import Par
from tests.helpers import Data, beat, line, meeting, play, promise, story
from tests.properties.brute import enumerated

LEDGER: Data = {
    "two_crews": promise(2, price="as now", backing="a credit", due="9d", weight=3),
    "nine_crews": promise(9, due="9d", weight=3),
}
NEVER = "trust.dana >= 5 and trust.dana <= 4"
DASH, LONG_WAY = ("say dash",), ("say stay", "say two")
STATES = 1_000


def ask(name: str, stage: str) -> Data:
    return {"propose": {"id": name, "belongs_to": stage}}


def account(rich: str = NEVER) -> Program:
    """The account; `rich` is the condition of the rich moment and of the ending that goes with it."""
    opening = beat(
        line("dash", ask("again", "me_too"), then="end"),
        line("stay", "pitch", ask("all_of_it", "foothold"), "listen"),
    )
    hard = beat(line("two", {"promise": "two_crews"}), line("nine", {"promise": "nine_crews"}))
    useful = {"give": {"what": "a table", "serves": "profit"}}
    riches = beat(line("jackpot", *[useful] * 20), when=rich)
    endings = [{"when": rich, "title": "Riches", "text": "All of it."}, {"title": "The end", "text": "So."}]
    return story(meeting(opening, hard, riches), ledger=LEDGER, endings=endings, ends="20d")


def best(program: Program) -> int:
    """The best of all plays, each state asked."""
    worth, _ = enumerated(program, STATES)
    return int(worth.best)


def card(*moves: str) -> Scorecard:
    """The scorecard of a play, against the best there is."""
    program = account()
    par = Par(rubric=default_rubric().version, total=best(program), **dict.fromkeys(DIMENSIONS, 1))
    return score(play(program, *moves).events, default_rubric(), par)


def lost(held: Scorecard) -> int:
    return -sum(min(item.mark.points, 0) for item in held.scored)


def test_a_dash_past_every_hard_question_cannot_beat_the_longer_and_better_way() -> None:
    dash, long_way = card(*DASH), card(*LONG_WAY)
    assert (lost(dash), dash.share("total")) == (0, 25)
    assert (lost(long_way), long_way.share("total")) == (2, 100)


def test_the_hard_question_answered_badly_is_worse_than_left_alone() -> None:
    assert card("say stay", "say nine").total < 0 < card(*DASH).total


def test_riches_that_no_play_reaches_are_not_attainable() -> None:
    assert best(account()) == card(*LONG_WAY).total


def test_riches_that_a_play_reaches_are() -> None:
    assert best(account("trust.dana <= 4")) == best(account()) + 40 + 1


@pytest.mark.parametrize("rich", [NEVER, "trust.dana <= 4"])
def test_the_exact_analysis_says_so_too(rich: str) -> None:
    program = account(rich)
    assert Values(Reach(program, seen=lambda row: row.points), total).start == best(program)
