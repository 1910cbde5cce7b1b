"""What a promise tells of itself: how far it goes, what it names and gets in return; and taking it back."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.scenario.words import AMENDED, KEPT, NONE
from tests.helpers import (
    Data,
    did,
    line,
    meeting,
    ours,
    promise,
    several,
    story,
    theirs,
    upto,
)

# Promising


def test_a_promise_binds_at_once() -> None:
    program = story(meeting(line("a", {"promise": "x"}), line("b")), ledger={"x": promise(2, due="9d")})
    made = upto(program, "say a")
    assert made.events.index(made.one(e.Promised)) < made.events.index(made.one(e.MeetingClosed))
    assert made.one(e.Promised).due == 9


def promised(entry: Data, act: Data | None = None, **rooms: Any) -> e.Promised:
    played = did(act or {"promise": "x"}, ledger={"x": entry}, **rooms)
    return played.one(e.Promised)


@pytest.mark.parametrize(
    ("amount", "over"),
    [(1, 0), (100, 0), (101, 1), (110, 1), (111, 2), (150, 2), (151, 3), (100.5, 1), (900, 3)],
)
def test_how_far_a_promise_goes_over_what_we_can_do(amount: float, over: int) -> None:
    assert promised(promise(amount), crews={"most": 100}).over == over


@pytest.mark.parametrize(("amount", "over"), [(20, 0), (10, 0), (9, 1), (8, 2), (5, 2), (4, 3), (0, 3)])
def test_where_less_is_harder_a_promise_goes_over_by_what_is_missing(amount: int, over: int) -> None:
    assert promised(promise(amount), crews={"least": 10}).over == over


def test_decimals_are_compared_exactly() -> None:
    assert [promised(promise(amount), crews={"most": 1}).over for amount in (1.1, 1.11, 1.5, 1.51)] == [
        1,
        2,
        2,
        3,
    ]


def test_anything_is_over_what_we_cannot_do_at_all() -> None:
    assert promised(promise(1), crews={"most": 0}).over == 3
    assert promised(promise(1), crews={"most": {"60w": 5}}).over == 3
    nothing: Data = {"least": [{"when": "knows.docked", "is": 4}]}
    assert promised(promise(99), crews=nothing).over == 3
    assert promised(promise(99, needed=4), crews=nothing).sandbagged == 0


def test_amounts_open_under_one_capability_add_up() -> None:
    both = several({"promise": "x"}, {"promise": "y"}, ledger={"x": promise(2), "y": promise(2)})
    assert [event.over for event in both.all(e.Promised)] == [0, 2]


def test_amounts_that_are_no_longer_open_do_not() -> None:
    ledger = {"x": promise(2), "y": promise(2)}
    withdrawn = several({"promise": "x"}, {"amend": "x"}, {"promise": "y"}, ledger=ledger)
    assert [event.over for event in withdrawn.all(e.Promised)] == [0, 0]


def test_where_less_is_harder_amounts_do_not_add_up() -> None:
    both = several(
        {"promise": "x"}, {"promise": "y"}, ledger={"x": promise(6), "y": promise(6)}, crews={"least": 6}
    )
    assert [event.over for event in both.all(e.Promised)] == [0, 0]


def test_a_promise_is_measured_by_what_we_can_do_on_its_due_day() -> None:
    later = {"most": {"0d": 2, "10d": 6}}
    assert promised(promise(4, due="9d"), crews=later).over == 3
    assert promised(promise(4, due="10d"), crews=later).over == 0
    by_day = {"most": [{"when": "day >= 10", "is": 6}, 2]}
    assert promised(promise(4, due="9d"), crews=by_day).over == 3
    assert promised(promise(4, due="10d"), crews=by_day).over == 0


def test_a_capability_may_grow_with_what_has_happened() -> None:
    grows: Data = {"most": [{"when": "knows.docked", "is": 6}, 2]}
    assert promised(promise(4), crews=grows).over == 3
    after = several({"learn": "docked"}, {"promise": "x"}, ledger={"x": promise(4)}, crews=grows)
    assert after.one(e.Promised).over == 0


def test_a_promise_tells_whether_we_knew_what_we_can_do() -> None:
    assert promised(promise(4)).limit_known == 1
    assert promised(promise(4), crews={"most": 3, "learned_by": ["paper"]}).limit_known == 0


@pytest.mark.parametrize(
    ("named", "parts"),
    [
        ({}, 1), ({"due": "9d"}, 2), ({"due": "9d", "price": "as now"}, 3),
        ({"due": "9d", "price": "as now", "backing": "a credit"}, 4),
        ({"amount": None, "understood": {"amount": 3}}, 0),
        ({"amount": None, "price": "as now", "understood": {"amount": 3, "due": "9d"}}, 1),
    ],
)  # fmt: skip
def test_a_promise_has_four_parts(named: Data, parts: int) -> None:
    assert promised(promise(**named)).parts == parts


def test_what_a_promise_leaves_out_the_customer_fills_in() -> None:
    held = promise(None, understood={"amount": 4, "due": "9d"})
    made = promised(held)
    assert (made.over, made.due) == (2, 9)


def test_a_side_agreement_is_a_promise_off_the_books() -> None:
    act = {"promise": {"entry": "x", "off_book": True}}
    assert promised(promise(2), act).off_book == 1
    assert did(act, ledger={"x": ours()}).one(e.Committed).off_book == 1


def test_a_concession_is_given_for_nothing_or_in_return() -> None:
    credit: Data = {"most": 3, "concession": True}
    ledger = {"x": promise(2), "log": theirs()}
    alone, traded = {"promise": "x"}, {"promise": {"entry": "x", "in_return": "log"}}
    assert did(alone, ledger=ledger, crews=credit).one(e.Promised).conceded == 1
    assert did({"table": "log"}, traded, ledger=ledger, crews=credit).one(e.Promised).conceded == 0
    assert did(traded, ledger=ledger, crews=credit).one(e.Promised).conceded == 1
    assert did(alone, ledger=ledger).one(e.Promised).conceded == 0


@pytest.mark.parametrize(
    ("amount", "needed", "can", "sandbagged"),
    [(1, 2, 3, 1), (2, 2, 3, 0), (3, 9, 3, 0), (2, 9, 3, 1), (1, None, 3, 0), (4, 9, 3, 0)],
)
def test_less_than_was_needed_and_than_we_can_do_is_sandbagging(
    amount: int, needed: int | None, can: int, sandbagged: int
) -> None:
    held = promise(amount, **({} if needed is None else {"needed": needed}))
    assert promised(held, crews={"most": can}).sandbagged == sandbagged


@pytest.mark.parametrize(("weeks", "sandbagged"), [(9, 1), (6, 0), (4, 0), (3, 0)])
def test_where_less_is_harder_a_late_promise_is_sandbagging(weeks: int, sandbagged: int) -> None:
    assert promised(promise(weeks, needed=6), crews={"least": 4}).sandbagged == sandbagged


def test_a_task_is_promised_without_a_capability() -> None:
    played = did({"promise": "x"}, ledger={"x": ours(due="+9d")})
    assert played.one(e.Committed) == e.Committed("x", "dana", 9, 0)
    assert played.all(e.Promised) == []


def test_what_is_owed_or_settled_is_not_promised_again() -> None:
    twice = several(
        {"promise": "x"}, {"promise": "x"}, {"keep": "x"}, {"promise": "x"}, ledger={"x": promise()}
    )
    assert (len(twice.all(e.Promised)), twice["entry.x"]) == (1, KEPT)


def test_a_tabled_entry_may_be_promised_at_once() -> None:
    played = did({"table": "x"}, {"promise": "x"}, ledger={"x": promise()})
    assert (len(played.all(e.Promised)), played.all(e.Opened), played["ours"]) == (1, [], 1)


def test_a_promise_made_at_the_list_is_judged_like_one_that_was_spoken() -> None:
    played = did({"table": "x"}, ledger={"x": promise(4, due="9d")})
    made = played.one(e.Promised)
    assert (made.over, made.parts, made.due, played.all(e.Opened)) == (2, 2, 9, [])
    assert (played["over.x"], played["ours"]) == (1, 1)


def test_an_amended_entry_is_withdrawn_or_replaced() -> None:
    ledger = {"x": promise(4, weight=3), "y": promise(2), "task": ours()}
    withdrawn = several({"promise": "x"}, {"amend": "x"}, ledger=ledger)
    assert (withdrawn["entry.x"], withdrawn["entry.y"]) == (AMENDED, NONE)
    assert withdrawn.one(e.Amended) == e.Amended("x", "dana", 3, 1, "", 0)
    replaced = several({"promise": "x"}, {"amend": {"entry": "x", "becomes": "y"}}, ledger=ledger)
    assert replaced["entry.x"] == AMENDED
    assert [(event.entry, event.over) for event in replaced.all(e.Promised)] == [("x", 2), ("y", 0)]
    assert several({"promise": "task"}, {"amend": "task"}, ledger=ledger).one(e.Amended).promise == 0


def test_what_is_not_open_cannot_be_amended() -> None:
    ledger = {"x": promise(4), "y": promise(2)}
    never = did({"amend": {"entry": "x", "becomes": "y"}}, ledger=ledger)
    assert (never["entry.x"], never["entry.y"], never.all(e.Amended)) == (NONE, NONE, [])


def test_tabling_puts_each_entry_on_the_list_once() -> None:
    played = did({"table": ["log", "x"]}, {"table": "x"}, ledger={"x": ours(), "log": theirs()})
    assert [event.entry for event in played.all(e.Tabled)] == ["log", "x"]
    assert {event.by_them for event in played.all(e.Tabled)} == {0}
