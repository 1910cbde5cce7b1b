"""When entries fall due, what each day brings in which order, and what they are measured by on that day."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.engine.calendar import due_days
from simulator.scenario.words import AMENDED, BROKE, KEPT, NONE, OPEN
from tests.helpers import (
    Data,
    Played,
    beat,
    line,
    meeting,
    news,
    ours,
    play,
    promise,
    scenario,
    story,
    theirs,
)


def due(entry: Data, *more: Any, **rooms: Any) -> tuple[int, ...]:
    """The days on which `x` may fall due, promised on day 3."""
    first = meeting(line("a", {"promise": "x"}), *more, day=3)
    return due_days(scenario(first, ledger={"x": entry, **rooms.pop("others", {})}, ends=40, **rooms))["x"]


# Due days


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2w", (14,)),
        (14, (14,)),
        ("+9d", (12,)),
        ("+0d", (3,)),
        ("1d", (3,)),
        (None, (40,)),
        ("9w", (40,)),
        ("+8w", (40,)),
    ],
)
def test_an_entry_falls_due_on_its_day_but_not_before_it_is_agreed_nor_after_the_end(
    written: str | None, days: tuple[int, ...]
) -> None:
    assert due(ours(**({} if written is None else {"due": written}))) == days


def test_what_nothing_opens_never_falls_due() -> None:
    held = scenario(ledger={"x": ours(due="5d"), "y": ours(due="5d", open=True)}, ends=40)
    assert due_days(held) == {"x": (), "y": (5,)}


def test_what_another_account_is_owed_is_owed_from_the_start_unless_told_otherwise() -> None:
    tender = {"side": "ours", "label": "T", "account": "Cross Rail", "due": "5d"}
    assert due_days(scenario(ledger={"x": tender}, ends=40)) == {"x": (5,)}
    assert due_days(scenario(ledger={"x": {**tender, "open": False}}, ends=40)) == {"x": ()}


def test_every_way_of_agreeing_something_gives_a_day_to_fall_due() -> None:
    ledger: Data = {
        **{name: ours(due="+1d") for name in ("said", "begun", "added", "told", "asked", "taken", "studied")},
        "first": ours(due="+1d", open=True, when_kept={"does": {"promise": "chained"}}),
        "chained": ours(due="+1d", when_broken={"does": {"promise": "again"}}),
        "again": ours(due="+1d"),
    }
    held = meeting(
        beat(
            line("a", {"promise": "said"}, {"amend": {"entry": "said", "becomes": "taken"}}),
            does={"table": "begun"},
        ),
        day=3,
        agree={"may_add": ["added"]},
        prepare={"hours": "1h", "homework": ["ask"]},
    )
    calendar = [news("n", 7, does={"promise": "told"}, choices=[line("b", {"table": "asked"})])]
    homework = {"ask": {"label": "Ask", "does": {"promise": "studied"}}}
    found = due_days(scenario(held, ledger=ledger, calendar=calendar, homework=homework, ends=40))
    assert found == {
        "said": (4,), "begun": (4,), "added": (4,), "told": (8,), "asked": (8,), "taken": (4,),
        "studied": (4,), "first": (1,), "chained": (2,), "again": (3,),
    }  # fmt: skip


def test_an_entry_that_may_be_agreed_on_several_days_may_fall_due_on_several() -> None:
    first, second = (meeting(line(f"a{day}", {"promise": "x"}), id=f"m{day}", day=day) for day in (3, 9))
    assert due_days(scenario(first, second, ledger={"x": ours(due="+1d")}, ends=40))["x"] == (4, 10)


def test_an_entry_is_settled_on_the_day_it_was_agreed_for_and_no_other() -> None:
    said, quiet = line("a", {"promise": "x"}), line("b")
    late = meeting(line("c", {"promise": "x"}), id="late", day=9)
    program = story(meeting(said, quiet, day=3), late, ledger={"x": ours(due="+1d")}, ends=40)
    assert play(program, "say a").one(e.Kept).day == 4
    assert play(program, "say b").one(e.Kept).day == 10


@pytest.mark.parametrize("entry", [ours(due="+9d"), promise(2, due="+9d"), theirs(due="+9d")])
@pytest.mark.parametrize("way", ["promise", "table"])
def test_an_entry_agreed_late_is_not_settled_on_the_day_it_would_have_been_due(entry: Data, way: str) -> None:
    act = {"table" if entry["side"] == "theirs" else way: "x"}
    early, late = meeting(line("a", act), line("b")), meeting(line("c", act), line("d"), id="late", day=5)
    program = story(early, late, ledger={"x": entry}, ends=40)
    assert play(program, "say a", "say d").one(e.Kept).day == 9
    assert play(program, "say b", "say c").one(e.Kept).day == 14


# The order of a day


def told(played: Played) -> list[str]:
    """What happened, in order, on days with several things."""
    names = {e.NewsCame: "news", e.Kept: "entry", e.Broken: "entry"}
    return [getattr(event, names[type(event)]) for event in played.events if type(event) in names]


def test_a_day_brings_the_calendar_then_our_entries_then_theirs() -> None:
    ledger = {
        "log": theirs(due="5d", open=True),
        "x": ours(due="5d", open=True),
        "w": ours(due="5d", open=True),
    }
    calendar = [news("first", 5), news("second", 5)]
    assert told(play(story(ledger=ledger, calendar=calendar, ends=9))) == ["first", "second", "x", "w", "log"]


def test_days_come_in_their_order_whatever_the_order_in_the_file() -> None:
    ledger = {"z": ours(due="7d", open=True), "a": ours(due="2d", open=True)}
    calendar = [news("late", 6), news("early", 1)]
    assert told(play(story(ledger=ledger, calendar=calendar, ends=9))) == ["early", "a", "late", "z"]


def test_news_may_save_an_entry_on_its_very_day() -> None:
    calendar = [news("n", 5, does={"amend": "x"})]
    played = play(story(ledger={"x": promise(9, due="5d", open=True)}, calendar=calendar, ends=9))
    assert (played["entry.x"], played["broken"]) == (AMENDED, 0)


def test_what_an_entry_brings_about_comes_at_once() -> None:
    ledger = {
        "x": ours(due="5d", open=True, when_kept={"script": [{"dana": "Good."}], "does": {"rival": 1}}),
        "log": theirs(due="5d", open=True, kept_if="rival >= 1", when_broken={"does": {"rival": 1}}),
    }
    played = play(story(ledger=ledger, ends=9))
    assert (played["entry.log"], played["rival"]) == (KEPT, 1)
    assert "entry:x/kept" in [event.script for event in played.all(e.Spoke)]


@pytest.mark.parametrize("on", [5, 9])
def test_what_an_entry_opens_for_the_same_day_is_settled_that_day(on: int) -> None:
    ledger: Data = {
        "third": ours(due="+0d"),
        "second": ours(due="+0d", when_kept={"does": {"promise": "third"}}),
        "log": theirs(due=on, open=True, when_kept={"does": {"promise": "second"}}),
    }
    played = play(story(ledger=ledger, ends=9))
    assert [event.day for event in played.all(e.Kept)] == [on] * 3
    assert [played[f"entry.{name}"] for name in ledger] == [KEPT] * 3


def test_entries_that_open_each_other_come_to_an_end() -> None:
    ledger: Data = {
        "x": ours(due="+0d", open=True, when_kept={"does": {"promise": "y"}}),
        "y": ours(due="+0d", when_kept={"does": {"promise": "x"}}),
    }
    played = play(story(ledger=ledger, ends=9))
    assert [event.entry for event in played.all(e.Kept)] == ["x", "y"]


def test_a_ledger_that_opens_itself_over_and_over_is_laid_out_in_little() -> None:
    def entry(place: int) -> Data:
        return ours(due="+0d", open=place == 0, when_kept={"does": {"promise": f"e{(place + 1) % 100}"}})

    program = story(ledger={f"e{place}": entry(place) for place in range(100)}, ends=9)
    assert len(program.steps) < 10_000
    assert play(program)["kept"] == 100


def test_an_account_lost_early_leaves_later_entries_unsettled() -> None:
    ledger = {"x": ours(due="30d", open=True)}
    first = meeting(line("a", {"rival": 3}, {"root": {"honesty": -1}}))
    played = play(story(first, meeting(id="second", day=10), ledger=ledger, ends=40))
    assert (played["entry.x"], played.state.over) == (OPEN, True)


# What we can do on the day


def test_what_we_can_do_is_read_on_the_due_day_and_not_when_it_was_promised() -> None:
    shrinks: Data = {"most": [{"when": "knows.strike", "is": 1}, 3]}
    first = meeting(line("a", {"promise": "x"}))
    rooms: Data = {
        "facts": {"strike": {"label": "S"}},
        "crews": shrinks,
        "ledger": {"x": promise(2, due="5d")},
    }
    quiet = play(story(first, calendar=[news("n", 6, does={"learn": "strike"})], ends=9, **rooms))
    struck = play(story(first, calendar=[news("n", 4, does={"learn": "strike"})], ends=9, **rooms))
    assert (quiet["entry.x"], struck["entry.x"]) == (KEPT, BROKE)
    assert (struck.one(e.Promised).over, struck.one(e.Broken).was_over) == (0, 0)


def test_an_overpromise_we_have_grown_into_is_kept() -> None:
    grows: Data = {"most": [{"when": "knows.boss", "is": 9}, 3]}
    calendar = [news("n", 4, does={"learn": "boss"})]
    program = story(
        meeting(line("a", {"promise": "x"})), calendar=calendar, crews=grows, ends=9,
        facts={"boss": {"label": "B"}}, ledger={"x": promise(5, due="5d")},
    )  # fmt: skip
    played = play(program)
    assert (played.one(e.Promised).over, played["entry.x"]) == (3, KEPT)


@pytest.mark.parametrize(("on", "status"), [(9, BROKE), (10, KEPT)])
def test_dated_steps_hold_from_their_day(on: int, status: int) -> None:
    program = story(
        meeting(line("a", {"promise": "x"})), crews={"most": {"0d": 1, "10d": 5}}, ends=40,
        ledger={"x": promise(4, due=on)},
    )  # fmt: skip
    assert play(program)["entry.x"] == status


def test_two_promises_that_are_too_much_together_break_the_first_and_keep_the_second() -> None:
    ledger = {"x": promise(2, due="5d"), "y": promise(2, due="6d")}
    played = play(story(meeting(line("a", {"promise": "x"}, {"promise": "y"})), ledger=ledger, ends=9))
    assert (played["entry.x"], played["entry.y"]) == (BROKE, KEPT)


def test_a_promise_kept_makes_room_for_the_next() -> None:
    ledger = {"x": promise(2, due="5d"), "y": promise(2, due="8d")}
    second = meeting(line("b", {"promise": "y"}), id="second", day=6)
    played = play(story(meeting(line("a", {"promise": "x"})), second, ledger=ledger, ends=9))
    assert (played["entry.x"], played["entry.y"], played["broken"]) == (KEPT, KEPT, 0)


def test_a_story_without_an_end_ends_with_the_last_thing_dated() -> None:
    def last(**rooms: Any) -> int:
        return scenario(meeting(line("a", {"promise": "x"}), day=3), **rooms).ends or 0

    assert last(ledger={"x": ours()}) == 3
    assert last(ledger={"x": ours(due="9d")}) == 9
    assert last(ledger={"x": ours(due="+9d")}) == 12
    assert last(ledger={"x": ours()}, calendar=[news("n", 20)]) == 20
    assert last(ledger={"x": ours(due="9d")}, ends="30d") == 30
    assert last(ledger={"x": ours(understood={"due": "15d"})}) == 15


def test_nothing_is_owed_before_it_is_agreed() -> None:
    program = story(meeting(line("a"), line("b", {"promise": "x"})), ledger={"x": ours(due="5d")}, ends=9)
    assert (play(program, "say a")["entry.x"], play(program, "say b")["entry.x"]) == (NONE, KEPT)
