"""The phases of an encounter, and news: what may be done when, and where the story goes on."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.engine.decide import beginning, legal_moves
from simulator.engine.moves import BEGIN
from simulator.scenario.words import KEPT, NONE, OPEN
from tests.helpers import Data, Played, beat, line, meeting, ours, play, promise, story, theirs, upto

HOMEWORK: Data = {
    "ask": {"label": "Ask", "takes": "1h", "script": [{"pat": "Three."}], "does": {"learn": ["docked"]}},
    "read": {"label": "Read", "takes": "30m"},
}
FACTS: Data = {"docked": {"label": "Docked"}, "target": {"label": "Target", "learned_by": ["read"]}}


# Prepare


def prepared(hours: str, *moves: str, **more: Any) -> Played:
    first = meeting(line("a"), line("b"), prepare={"hours": hours, "homework": ["ask", "read"]}, **more)
    return upto(story(first, homework=HOMEWORK, facts=FACTS), *moves)


def test_the_first_move_takes_the_account_over() -> None:
    program = story(meeting(line("a"), line("b")))
    assert legal_moves(program, beginning(program)) == (BEGIN,)
    assert upto(program).legal == ["say a", "say b"]


def test_homework_is_done_or_skipped_one_piece_after_the_other() -> None:
    assert prepared("2h").legal == ["study ask", "skip ask"]
    assert prepared("2h", "skip ask").legal == ["study read", "skip read"]
    assert prepared("2h", "skip ask", "skip read").legal == ["say a", "say b"]


def test_homework_takes_hours_and_teaches() -> None:
    done = prepared("90m", "study ask", "study read")
    assert (done["hours"], done["studied.ask"], done["knows.docked"], done["knows.target"]) == (0, 1, 1, 1)
    assert done.all(e.Spoke)[0] == e.Spoke("homework:ask", (0,))


def test_homework_for_which_the_hours_fall_short_is_not_offered() -> None:
    assert prepared("1h", "study ask").legal == ["say a", "say b"]
    assert prepared("30m").legal == ["study read", "skip read"]
    assert prepared("0h").legal == ["say a", "say b"]


def test_homework_done_once_is_not_offered_again() -> None:
    homework = {"hours": "2h", "homework": ["ask"]}
    first, second = (meeting(line(name), id=f"m_{name}", prepare=homework) for name in ("a", "b"))
    program = story(first, {**second, "day": 5}, homework=HOMEWORK, facts=FACTS)
    assert upto(program, "study ask", "say a").legal == ["say b"]
    assert upto(program, "skip ask", "say a").legal == ["study ask", "skip ask"]


def test_an_objective_is_chosen_or_none() -> None:
    aims = {
        "learn": {"label": "L", "met_if": "knows.docked"},
        "sell": {"label": "S", "met_if": "orders >= 1"},
    }
    program = story(meeting(line("a"), objectives=aims), facts={"docked": {"label": "D"}})
    assert upto(program).legal == ["aim learn", "aim sell", "aim"]
    assert upto(program, "aim sell").one(e.ObjectiveChosen) == e.ObjectiveChosen("first", "sell", 2)
    assert upto(program, "aim").one(e.ObjectiveChosen) == e.ObjectiveChosen("first", "", 0)


@pytest.mark.parametrize(
    ("aim", "does", "outcome"),
    [
        ("aim sell", {"order": "trial"}, "met"),
        ("aim sell", {"learn": ["docked"]}, "dropped"),
        ("aim sell", "listen", "missed"),
        ("aim", {"order": "trial"}, "none"),
    ],
)
def test_an_aim_is_met_dropped_wisely_missed_or_there_was_none(aim: str, does: Any, outcome: str) -> None:
    sell = {"label": "S", "met_if": "orders >= 1", "drop_if": "knows.docked"}
    aims = {"other": {"label": "O", "met_if": "rival >= 3"}, "sell": sell}
    first = meeting(line("a", does), line("b", {"learn": ["docked"]}), objectives=aims)
    played = play(story(first, facts={"docked": {"label": "D"}}), aim, "say a")
    assert played.one(e.ObjectiveClosed) == e.ObjectiveClosed("first", aim[4:], outcome)


# Ways


WAYS: Data = {"visit": "4h", "call": "30m", "skip": "0h"}


def test_a_way_of_meeting_takes_its_hours_from_the_preparation() -> None:
    called = prepared("5h", "way call", ways=WAYS)
    assert (called.legal, called["hours"]) == (["study ask", "skip ask"], 270)
    visited = prepared("5h", "way visit", ways=WAYS)
    assert visited["hours"] == 60


def test_a_way_one_cannot_afford_is_not_offered() -> None:
    assert prepared("2h", ways=WAYS).legal == ["way call", "way skip"]
    assert prepared("4h", ways=WAYS).legal == ["way visit", "way call", "way skip"]
    assert upto(story(meeting(line("a"), line("b"), ways=WAYS))).one(e.EncounterOpened).minutes == 0
    assert prepared("10m", ways={"visit": "4h", "call": "30m"}).legal == ["way call"]
    assert prepared("10m", "way call", ways={"visit": "4h", "call": "30m"})["hours"] == 0


def test_a_condition_may_ask_for_the_way() -> None:
    first = meeting(line("a"), line("b", when="way == call"), ways=WAYS, prepare={"hours": "9h"})
    assert upto(story(first), "way call").legal == ["say a", "say b"]
    assert upto(story(first), "way visit").legal == ["say a"]


def test_a_visit_may_be_skipped_and_the_hours_used() -> None:
    aims = {"sell": {"label": "S", "met_if": "orders >= 1"}}
    first = meeting(
        line("a"), ways=WAYS, objectives=aims, agree={}, prepare={"hours": "1h", "homework": ["ask"]}
    )
    second = meeting(line("b"), id="second", day=10)
    played = upto(story(first, second, homework=HOMEWORK, facts=FACTS), "way skip", "study ask")
    assert played.legal == ["say b"]
    quiet = (e.ObjectiveClosed, e.ListClosed, e.MeetingClosed)
    assert not any(isinstance(event, quiet) for event in played.events)
    assert [event.encounter for event in played.all(e.StretchClosed)] == ["first"]
    assert [event.encounter for event in played.all(e.MeetingBegan)] == ["second"]


# Held or not


def test_an_encounter_whose_condition_does_not_hold_is_passed_and_its_stretch_is_lived_through() -> None:
    call = meeting(line("b"), id="rings", day=10, when="entry.x == kept")
    rooms: Data = {"ledger": {"x": ours(due="5d"), "y": ours(due="15d")}, "ends": "20d"}
    program = story(
        meeting(line("a", {"promise": "x"}, {"promise": "y"}), line("c", {"promise": "y"})), call, **rooms
    )
    rung, quiet = play(program, "say a", "say b"), play(program, "say c")
    assert len(rung.all(e.MeetingBegan)) == 2
    assert (quiet.one(e.EncounterPassed).encounter, quiet["entry.y"]) == ("rings", KEPT)
    assert [event.encounter for event in quiet.all(e.StretchClosed)] == ["first", "rings"]


# Meet


def test_the_people_of_a_meeting_are_met_once() -> None:
    first = {**meeting(line("a")), "with": ["dana", "luis"]}
    second = {**meeting(line("b"), id="second", day=5), "with": ["luis"]}
    assert [event.contact for event in play(story(first, second)).all(e.Met)] == ["dana", "luis"]


def test_whoever_speaks_is_there_if_nobody_is_named() -> None:
    first = meeting(beat(line("a", reply=[{"luis": "Yes."}]), script=[{"pat": "Hm."}]))
    del first["with"]
    assert [event.contact for event in play(story(first)).all(e.Met)] == ["luis", "pat"]


def test_a_line_is_offered_where_its_condition_holds() -> None:
    beats = (
        beat(line("a", {"learn": ["docked"]})),
        beat(line("b"), line("c", when="knows.docked"), line("d", when="not knows.docked")),
    )
    program = story(meeting(*beats), facts={"docked": {"label": "D"}})
    assert upto(program, "say a").legal == ["say b", "say c"]


def test_a_line_does_what_it_does_before_they_answer() -> None:
    reply = [{"dana": "A.", "when": "knows.docked"}, {"dana": "B.", "when": "not knows.docked"}]
    program = story(meeting(line("a", {"learn": ["docked"]}, reply=reply)), facts={"docked": {"label": "D"}})
    said = play(program).all(e.Spoke)[-1]
    assert (said.script, said.lines) == ("first/b1/a", (0,))
    assert [held.text for held in program.lines(said.script, said.lines)] == ["A."]


def test_the_conversation_runs_on_to_a_later_beat_or_ends() -> None:
    program = story(
        meeting(
            beat(line("on"), line("jump", then="b3"), line("stop", then="end"), then="b2"),
            beat(line("two")),
            beat(line("three")),
        )
    )

    def beats(*moves: str) -> list[str]:
        return [event.beat[-2:] for event in play(program, *moves).all(e.BeatEntered)]

    assert beats("say on") == ["b1", "b2", "b3"]
    assert beats("say jump") == ["b1", "b3"]
    assert beats("say stop") == ["b1"]


def test_the_way_on_of_a_beat_serves_lines_that_name_none() -> None:
    program = story(meeting(beat(line("a"), line("b", then="b2"), then="end"), beat(line("c"))))
    assert len(play(program, "say a").all(e.BeatEntered)) == 1
    assert len(play(program, "say b").all(e.BeatEntered)) == 2


def test_a_beat_whose_condition_does_not_hold_is_passed_over() -> None:
    program = story(
        meeting(beat(line("a")), beat(line("b"), when="rival >= 1", does={"rival": 1}), beat(line("c")))
    )
    played = play(program, "say a", "say c")
    assert ([event.beat for event in played.all(e.BeatEntered)], played["rival"]) == (
        ["first/b1", "first/b3"],
        0,
    )


def test_a_beat_in_which_nothing_can_be_said_runs_on() -> None:
    program = story(meeting(beat(line("a", when="rival >= 1"), then="b3"), beat(line("b")), beat(line("c"))))
    assert upto(program).legal == ["say c"]


def test_what_a_beat_does_comes_before_its_words() -> None:
    held = beat(line("a"), does={"rival": 1}, script=[{"dana": "Keystone rang.", "when": "rival >= 1"}])
    assert upto(story(meeting(held))).one(e.Spoke).lines == (0,)


def test_a_meeting_tells_whether_it_left_something_valuable() -> None:
    useful, idle = line("a", {"give": {"what": "a table", "serves": "profit"}}), line("b")
    program = story(meeting(useful, idle), meeting(line("c"), id="second", day=5))
    assert [event.valuable for event in play(program, "say a").all(e.MeetingClosed)] == [1, 0]
    assert [event.valuable for event in play(program, "say b").all(e.MeetingClosed)] == [0, 0]


# Agree


LIST: Data = {"x": ours(due="9d"), "y": ours(due="9d"), "log": theirs(due="9d"), "plan": theirs(due="9d")}


def listed(
    *moves: str, agree: Data | None = None, does: Any = None, ledger: Data = LIST, **rooms: Any
) -> Played:
    first = meeting(
        beat(line("a", {"table": ["y"]}), does=does or {"table": ["x", "log"]}),
        agree={} if agree is None else agree,
    )
    second = meeting(line("b"), id="second", day=5)
    return upto(story(first, second, ledger=ledger, **rooms), "say a", *moves)


def test_what_the_customer_tabled_is_kept_or_struck_and_what_we_tabled_stands() -> None:
    assert listed().legal == ["keep x", "strike x"]
    assert listed("keep x").legal == ["keep log", "strike log"]
    done = listed("strike x", "keep log")
    assert [done[f"entry.{name}"] for name in LIST] == [NONE, OPEN, OPEN, NONE]
    assert done.one(e.Struck) == e.Struck("x")


def test_at_most_one_entry_is_added_of_those_the_author_allows() -> None:
    may = {"may_add": ["plan", "y"]}
    assert listed("keep x", "keep log", agree=may).legal == ["add plan", "add"]
    assert listed("keep x", "keep log", "add plan", agree=may)["entry.plan"] == OPEN
    assert listed("keep x", "keep log", "add", agree=may)["entry.plan"] == NONE


def test_nothing_is_asked_where_nothing_can_be_added() -> None:
    assert listed("keep x", "keep log", agree={"may_add": ["y"]}).legal == ["say b"]


def test_what_was_struck_cannot_be_added_at_the_same_list() -> None:
    assert listed("strike x", "keep log", agree={"may_add": ["x", "plan"]}).legal == ["add plan", "add"]


def test_the_customer_declines_theirs_by_the_authors_condition() -> None:
    ledger = {**LIST, "log": theirs(due="9d", accepted_if="trust.dana >= 3")}
    refused = listed("keep x", "keep log", ledger=ledger)
    assert (refused["entry.log"], refused.one(e.Refused).entry) == (NONE, "log")
    trusting = listed("keep x", "keep log", ledger=ledger, contacts={"dana": {"trust": 3}})
    assert trusting["entry.log"] == OPEN


def test_the_list_is_counted_as_it_stands_when_the_meeting_ends() -> None:
    closed = listed("keep x", "keep log").one(e.ListClosed)
    assert closed == e.ListClosed("first", 2, 1)
    assert listed("strike x", "strike log").one(e.ListClosed) == e.ListClosed("first", 1, 0)


def test_what_stands_on_the_list_is_owed_from_the_end_of_the_meeting() -> None:
    opened = listed("keep x", "keep log").all(e.Opened)
    assert opened == [e.Opened("x", "ours", 9), e.Opened("y", "ours", 9), e.Opened("log", "theirs", 9)]


def test_what_is_promised_on_the_way_counts_in_the_list() -> None:
    program = story(
        meeting(line("a", {"promise": "x"}, {"promise": "p"}), agree={}), ledger={**LIST, "p": promise()}
    )
    assert play(program).one(e.ListClosed) == e.ListClosed("first", 2, 0)


def test_what_our_own_people_and_other_accounts_owe_or_are_owed_counts_in_no_list() -> None:
    ledger = {
        "x": ours(to="pat"), "p": promise(to="pat"), "log": theirs(owner="pat"),
        "tender": {"side": "ours", "label": "T", "account": "Cross Rail", "open": False},
    }  # fmt: skip
    acts = [{"promise": "x"}, {"promise": "p"}, {"table": "log"}, {"promise": "tender"}]
    played = play(story(meeting(line("a", *acts), agree={}), ledger=ledger))
    assert played.one(e.ListClosed) == e.ListClosed("first", 0, 0)
    assert {event.side for event in played.all(e.Opened)} == {"inside", "elsewhere"}


def test_a_meeting_among_ourselves_has_no_list_to_judge() -> None:
    inside = {**meeting(line("a"), agree={}), "with": ["pat"]}
    assert play(story(inside)).all(e.ListClosed) == []


def test_without_this_phase_what_is_tabled_opens_when_the_meeting_ends() -> None:
    first = meeting(beat(line("a", {"table": ["y"]}), does={"table": ["log"]}))
    played = upto(story(first, meeting(line("b"), id="second", day=5), ledger=LIST), "say a")
    assert (played["entry.y"], played["entry.log"], played.all(e.ListClosed)) == (OPEN, OPEN, [])
    assert played.legal == ["say b"]


def test_an_entry_of_ours_that_is_tabled_first_by_us_is_not_theirs_to_be_struck() -> None:
    first = meeting(beat(line("a", {"table": ["x"]})), beat(line("b"), does={"table": ["x"]}), agree={})
    assert upto(story(first, ledger=LIST), "say a", "say b").state.over
