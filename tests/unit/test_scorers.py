"""Every row of the default points: one event in, marks out, and nothing but the event counts."""

import pytest

from scoring.rubric import default_rubric
from simulator.engine import events as e


def promised(**more: int) -> e.Promised:
    """A promise within capability, named in all four parts and in the open, of weight 2."""
    values = {"weight": 2, "over": 0, "limit_known": 0, "parts": 4, "off_book": 0, "conceded": 0}
    values |= {"sandbagged": 0, "due": 9}
    return e.Promised(entry="x", contact="dana", capability="crews", **(values | more))


def kept(kind: str, weight: int = 2) -> e.Kept:
    return e.Kept("x", kind, "dana", weight, 9)


def broken(kind: str, weight: int = 2, cause: str = "hours") -> e.Broken:
    return e.Broken("x", kind, "dana", weight, cause, 0, 0, 9)


def listed(ours: int, theirs: int) -> e.ListClosed:
    return e.ListClosed("first", ours, theirs)


def asked(early: int, after_personal: int = 0) -> e.Asked:
    return e.Asked("sole", "dana", early, after_personal)


def moved(before: int, now: int, marked: int = 0) -> e.StageMoved:
    return e.StageMoved(before, now, marked, "down")


PROMISES = [
    (promised(), [("promise_complete", 2)]),
    (promised(weight=3), [("promise_complete", 3)]),
    (promised(parts=3), [("promise_incomplete", 0)]),
    (promised(over=1), [("promise_over_little", -4)]),
    (promised(over=2), [("promise_over_half", -8)]),
    (promised(over=3), [("promise_over_far", -12)]),
    (promised(over=1, limit_known=1), [("promise_over_little_knowingly", -8)]),
    (promised(over=2, limit_known=1), [("promise_over_half_knowingly", -12)]),
    (promised(over=3, limit_known=1), [("promise_over_far_knowingly", -16)]),
    (promised(over=3, weight=1, parts=0), [("promise_over_far", -6)]),
    (promised(limit_known=1), [("promise_complete", 2)]),
    (promised(off_book=1), [("promise_complete", 2), ("side_agreement", -3)]),
    (promised(conceded=1), [("promise_complete", 2), ("concession_for_nothing", -2)]),
    (promised(sandbagged=1), [("promise_complete", 2), ("sandbagged", -1)]),
    (e.Committed("x", "dana", 9, off_book=1), [("side_agreement", -3)]),
    (e.Committed("x", "dana", 9, off_book=0), []),
    (kept("promise"), [("promise_kept", 4)]),
    (kept("promise", 1), [("promise_kept", 2)]),
    (broken("promise"), [("promise_broken", -6)]),
    (broken("promise", 3, "capability"), [("promise_broken", -9)]),
    (e.Warned("x", "dana", 3, promise=1), [("promise_warned", -3)]),
    (e.Warned("x", "dana", 3, promise=0), []),
    (e.Amended("x", "dana", 2, promise=1, becomes="y", minutes=0), [("promise_warned", -2)]),
    (e.Amended("x", "dana", 2, promise=0, becomes="", minutes=0), []),
    (e.LimitTold("crews", "dana", known=1, first=1), [("limit_told", 3)]),
    (e.LimitTold("crews", "dana", known=0, first=1), []),
    (e.LimitTold("crews", "dana", known=1, first=0), []),
    (e.Declined("dana", reason=1, route=1), [("bad_fit_declined", 3)]),
    (e.Declined("dana", reason=1, route=0), []),
    (e.Declined("dana", reason=0, route=1), []),
    (e.Exposed("crews", "dana", 0), [("untruth_exposed", -6)]),
]
RAPPORT = [
    (e.Raised("queue", "dana", relevance=3, prepared=1), [("topic_prepared", 3)]),
    (e.Raised("queue", "dana", relevance=1, prepared=1), [("topic_prepared", 1)]),
    (e.Raised("queue", "dana", relevance=0, prepared=1), []),
    (e.Raised("queue", "dana", relevance=3, prepared=0), [("topic_unprepared", 1)]),
    (e.Raised("queue", "dana", relevance=2, prepared=0), [("topic_unprepared", 1)]),
    (e.Raised("queue", "dana", relevance=1, prepared=0), []),
    (e.Recalled("docked", "dana", known=1), [("recalled", 1)]),
    (e.Recalled("docked", "dana", known=0), []),
    (e.Gave("profit", "dana", value=1, day=3), [("gave_useful", 2)]),
    (e.Gave("profit", "dana", value=3, day=3), [("gave_useful", 2)]),
    (e.Gave("profit", "dana", value=0, day=3), []),
    (e.Listened("dana", turn=1, public=0), [("listened", 1)]),
    (e.Listened("dana", turn=2, public=0), [("listened", 1)]),
    (e.Listened("dana", turn=3, public=0), []),
    (e.Listened("dana", turn=1, public=1), [("listened", 1), ("asked_public", -1)]),
    (e.Listened("dana", turn=3, public=1), [("asked_public", -1)]),
    (e.Pitched("dana", listened=0, after_personal=0), [("pitched_first", -1)]),
    (e.Pitched("dana", listened=1, after_personal=0), []),
    (e.Pitched("dana", listened=1, after_personal=1), [("personal_then_ask", -2)]),
    (e.Chatted("boat", "dana", beyond=1), [("too_personal", -1)]),
    (e.Chatted("boat", "dana", beyond=0), []),
    (e.Offered("profit", "dana", answers=0, after_personal=0), [("offer_answers_nothing", -1)]),
    (e.Offered("profit", "dana", answers=1, after_personal=0), []),
    (e.Offered("profit", "dana", answers=1, after_personal=1), [("personal_then_ask", -2)]),
]
COMMITMENTS = [
    (listed(1, 1), [("list_balanced", 4)]),
    (listed(7, 3), [("list_balanced", 4)]),
    (listed(3, 7), [("list_balanced", 4)]),
    (listed(5, 2), [("list_nearly_balanced", 2)]),
    (listed(4, 1), [("list_nearly_balanced", 2)]),
    (listed(1, 4), [("list_nearly_balanced", 2)]),
    (listed(5, 1), [("list_one_sided", -2)]),
    (listed(1, 5), [("list_one_sided", -2)]),
    (listed(2, 0), [("list_one_sided", -2)]),
    (listed(0, 2), [("list_one_sided", -2)]),
    (listed(0, 0), [("no_list", -4)]),
    (kept("theirs"), [("customer_task_done", 1)]),
    (kept("task", 3), [("task_kept", 1)]),
    (broken("task", 3), [("task_broken", -2)]),
    (broken("theirs", cause="theirs"), []),
    (kept("inside"), []),
    (broken("inside"), []),
    (e.ListReset("dana", one_sided=1), [("one_sided_reset", 3)]),
    (e.ListReset("dana", one_sided=0), []),
]
PACE = [
    (asked(0), [("asked_in_step", 2)]),
    (asked(1), [("asked_early", -1)]),
    (asked(2), [("asked_far_too_early", -4)]),
    (asked(4), [("asked_far_too_early", -4)]),
    (asked(0, after_personal=1), [("personal_then_ask", -2), ("asked_in_step", 2)]),
    (moved(1, 2), [("account_rose", 5)]),
    (moved(1, 2, marked=1), [("account_regained", 0)]),
    (moved(2, 1), [("account_fell", -6)]),
    (moved(2, 0), [("account_fell", -6)]),
    (moved(2, 1, marked=1), [("account_fell_marked", 0)]),
]
TIME = [
    (e.ObjectiveClosed("first", "learn", "met"), [("objective_met", 3)]),
    (e.ObjectiveClosed("first", "learn", "dropped"), [("objective_dropped", 3)]),
    (e.ObjectiveClosed("first", "learn", "missed"), [("objective_missed", 0)]),
    (e.ObjectiveClosed("first", "", "none"), [("objective_none", -2)]),
    (e.MeetingClosed("first", valuable=1), [("meeting_valuable", 1)]),
    (e.MeetingClosed("first", valuable=0), []),
    (broken("elsewhere"), [("other_account_missed", -3)]),
    (kept("elsewhere"), []),
]
TABLE = [*PROMISES, *RAPPORT, *COMMITMENTS, *PACE, *TIME]


@pytest.mark.parametrize(
    ("event", "marks"), TABLE, ids=lambda value: None if isinstance(value, list) else repr(value)
)
def test_an_event_earns_what_the_table_says(event: e.Event, marks: list[tuple[str, int]]) -> None:
    assert [(mark.reason, mark.points) for mark in default_rubric().marks(event)] == marks


@pytest.mark.parametrize(
    ("rows", "dimension"),
    [(PROMISES, "promises"), (COMMITMENTS, "commitments"), (TIME, "time")],
    ids=["promises", "commitments", "time"],
)
def test_an_event_is_marked_in_one_dimension(rows: list[tuple[e.Event, object]], dimension: str) -> None:
    found = {mark.dimension for event, _ in rows for mark in default_rubric().marks(event)}
    assert found == {dimension}


def test_warmth_put_to_use_is_a_matter_of_rapport_whatever_is_asked() -> None:
    first, second = default_rubric().marks(asked(0, after_personal=1))
    assert (first.dimension, second.dimension) == ("rapport", "pace")


def test_every_reason_of_the_rubric_is_given_by_some_row() -> None:
    assert {reason for _, marks in TABLE for reason, _ in marks} == set(default_rubric().reasons)


UNMARKED = (
    e.Began(), e.Reached("end"), e.EncounterOpened("first", 0, 60), e.Studied("paper", 60),
    e.Learned("docked"), e.Chose("a", "listen"), e.Met("dana"), e.Told("crews", "dana", 1),
    e.Ordered("bags"), e.Struck("x"),
    e.Tabled("x", 1), e.Opened("x", "ours", 9), e.Refused("x"), e.Worked("x", 60), e.Left("x"),
    e.TrustMoved("dana", -3, 0, "broken"), e.WarmthMoved("dana", 1, 2),
    e.RootMoved("honesty", 0, 1, "exposed"), e.RivalMoved(3, "neglect"), e.Neglected(90),
    e.Contradicted("crews"), e.BelievedMoved(0),
    e.NewsCame("board", 3), e.Recorded("dana", 3), e.ContactLeft("dana"), e.Ended(0),
)  # fmt: skip


@pytest.mark.parametrize("event", UNMARKED, ids=repr)
def test_what_only_follows_is_not_marked_again(event: e.Event) -> None:
    """One fault, one mark: trust, roots, the rival and silence are consequences, shown and not counted."""
    assert list(default_rubric().marks(event)) == []
