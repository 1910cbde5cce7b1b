"""The card: every mark with its event, par as the yardstick, incidents apart, one fault marked once."""

import json

import pytest

from scoring.rubric import DIMENSIONS, default_rubric
from scoring.scorecard import NOT_PRACTISED, Incident, Scorecard, as_data, score
from simulator.engine import events as e
from simulator.scenario.model import Par
from tests.helpers import begun, line, meeting, ours, play, promise, story

VERSION = default_rubric().version
KEPT = e.Kept("x", "promise", "dana", 2, 9)
LATE = e.Broken("x", "promise", "dana", 2, "hours", 0, 0, 9)


def par(rubric: int = VERSION, **best: int) -> Par:
    return Par(rubric=rubric, **(dict.fromkeys((*DIMENSIONS, "total"), 10) | best))


def card(*events: e.Event, best: Par | None = None) -> Scorecard:
    return score(events, default_rubric(), best)


def test_every_mark_comes_with_its_event_and_its_place() -> None:
    held = card(e.Began(), KEPT, e.Reached("x"), LATE)
    assert [(item.place, item.event, item.mark.points) for item in held.scored] == [
        (1, KEPT, 4),
        (3, LATE, -6),
    ]
    assert (held.points["promises"], held.total) == (-2, -2)


def test_points_add_up_and_every_dimension_is_there() -> None:
    held = card(KEPT, e.ListClosed("first", 1, 1), e.ObjectiveClosed("first", "", "none"))
    assert held.points == {"promises": 4, "rapport": 0, "commitments": 4, "pace": 0, "time": -2}
    assert held.total == sum(held.points.values()) == 6


def test_a_score_depends_on_each_event_alone() -> None:
    one_by_one = [card(event).total for event in (KEPT, LATE, KEPT)]
    assert card(KEPT, LATE, KEPT).total == card(LATE, KEPT, KEPT).total == sum(one_by_one)


def test_without_par_there_are_points_and_no_percentages() -> None:
    held = card(KEPT)
    assert [held.share(dimension) for dimension in (*DIMENSIONS, "total")] == [None] * 6


def test_par_is_the_yardstick() -> None:
    held = card(KEPT, best=par(promises=8, total=40))
    assert (held.share("promises"), held.share("total")) == (50, 10)


@pytest.mark.parametrize("best", [0, -3])
def test_what_could_earn_nothing_was_not_practised_here(best: int) -> None:
    assert card(KEPT, best=par(promises=best)).share("promises") == NOT_PRACTISED


def test_negative_scores_are_shown_as_they_are() -> None:
    assert card(LATE, best=par(promises=4)).share("promises") == -150


def test_shares_are_rounded_towards_nothing() -> None:
    up, down = card(KEPT, best=par(promises=7)), card(LATE, best=par(promises=7))
    assert (up.share("promises"), down.share("promises")) == (57, -85)


def test_the_par_of_another_rubric_is_no_yardstick() -> None:
    held = card(KEPT, best=par(rubric=VERSION + 1))
    assert (held.par, held.share("promises")) == (None, None)


def promised(over: int, limit_known: int) -> e.Promised:
    return e.Promised("x", "dana", "crews", 2, over, limit_known, 4, 0, 0, 0, 9)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (e.Exposed("crews", "dana", 0), "untruth_exposed"),
        (e.Broken("x", "task", "dana", 2, "off_book", 0, 0, 9), "side_agreement_failed"),
        (promised(1, 1), "promised_against_known_limit"),
    ],
)
def test_some_things_are_not_a_matter_of_points(event: e.Event, kind: str) -> None:
    assert card(e.Began(), event).incidents == (Incident(1, event, kind),)


@pytest.mark.parametrize("event", [promised(0, 1), promised(3, 0), LATE, KEPT], ids=repr)
def test_other_things_are_a_matter_of_points(event: e.Event) -> None:
    assert card(event).incidents == ()


def test_one_fault_is_marked_once() -> None:
    """A fall of the account that a broken promise caused is shown as its consequence, for nothing."""
    program = story(
        meeting(line("a", {"promise": "x"}, {"promise": "y"})),
        ledger={"x": promise(4, due="5d"), "y": ours(due="6d")},
        account={"stage": "foothold", "stages": {"foothold": {"down_if": "broken >= 1"}}},
        ends="40d",
    )
    held = card(*play(program).events)
    assert held.points["pace"] == 0
    assert [item.mark.reason for item in held.scored if item.mark.dimension == "pace"] == [
        "account_fell_marked"
    ]


def test_a_fall_nothing_else_was_marked_for_costs() -> None:
    program = story(
        meeting(line("a")),
        account={"stage": "foothold", "stages": {"foothold": {"down_if": "day >= 0"}}},
        ends="20d",
    )
    assert card(*play(program).events).points["pace"] == -6


def test_principles_are_counted_by_what_was_shown_and_missed() -> None:
    held = card(KEPT, KEPT, LATE, e.ObjectiveClosed("first", "learn", "missed"))
    assert held.principles == {"say-do-match": (2, 1)}  # an aim missed points neither way
    assert held.families == {"A": (2, 1)}


def test_virtues_share_out_all_points() -> None:
    held = card(KEPT, LATE, e.ListClosed("first", 1, 1), e.Listened("dana", 1, 0))
    virtues = held.cactus(default_rubric())
    assert sum(virtues.values()) == held.total
    assert (virtues["credibility"], virtues["support"], virtues["communication"]) == (-2, 4, 1)


def test_the_data_of_a_card_names_event_reason_and_principle_of_each_mark() -> None:
    data = as_data(card(KEPT, e.Exposed("crews", "dana", 0)), default_rubric())
    first, second = data["marks"]
    assert first["event"] == e.to_data(KEPT)
    assert (first["dimension"], first["points"], first["at"]) == ("promises", 4, 0)
    assert (second["reason"], second["principle"]) == ("untruth_exposed", "oversold-once-gone-for-good")
    assert data["incidents"][0]["incident"] == "untruth_exposed"
    assert data["dimensions"]["promises"] == {"points": -2, "percent": None}
    assert json.loads(json.dumps(data)) == data


def test_an_attempt_not_yet_begun_has_a_card_of_nothing() -> None:
    held = card(*begun(story(meeting(line("a")))).events)
    assert (held.total, held.incidents, held.principles) == (0, (), {})
