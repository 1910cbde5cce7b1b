"""When the account rises, falls and is lost, and what the trainee believes of it."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.scenario.words import (
    FOOTHOLD,
    LOST,
    ME_FIRST,
    ME_TOO,
    ONLY_ME,
)
from tests.helpers import Data, Played, line, meeting, ours, play, promise, story, theirs, upto

# The stage


def staged(stage: str, *acts: Any, gates: Data | None = None, **account: Any) -> Played:
    held = {"stage": stage, "stages": gates or {}, **account}
    return play(story(meeting(line("a", *acts)), account=held, ends=5))


def test_an_account_rises_one_rung_at_the_end_of_a_stretch() -> None:
    always: Data = {
        stage: {"up_if": "day >= 0", "down_if": "day < 0"} for stage in ("foothold", "me_first", "only_me")
    }
    played = staged("me_too", gates=always)
    assert (played["stage"], played.one(e.StageMoved)) == (FOOTHOLD, e.StageMoved(ME_TOO, FOOTHOLD, 0, "up"))
    assert staged("only_me", gates=always)["stage"] == ONLY_ME


def test_an_account_falls_one_rung_at_the_end_of_a_stretch() -> None:
    played = staged("only_me", roots={"competence": "broken"})
    assert (played["stage"], played.one(e.StageMoved)) == (
        ME_FIRST,
        e.StageMoved(ONLY_ME, ME_FIRST, 0, "down"),
    )


def test_an_account_falls_no_lower_than_me_too() -> None:
    played = staged("me_too", roots={"competence": "broken"})
    assert (played["stage"], played.all(e.StageMoved)) == (ME_TOO, [])


def test_an_account_that_may_fall_does_not_rise() -> None:
    gates = {"foothold": {"down_if": "day >= 0"}, "me_first": {"up_if": "day >= 0"}}
    assert staged("foothold", gates=gates)["stage"] == ME_TOO


def test_an_account_does_not_rise_to_where_it_would_fall_at_once() -> None:
    gates = {"foothold": {"up_if": "day >= 0"}}
    assert staged("me_too", gates=gates, roots={"honesty": "broken"})["stage"] == ME_TOO
    own = {"foothold": {"up_if": "day >= 0", "down_if": "rival >= 1"}}
    assert staged("me_too", gates=own, rival=1)["stage"] == ME_TOO


def test_lost_comes_before_down_and_up_and_ends_the_story_at_the_stretchs_end() -> None:
    program = story(
        meeting(line("a", {"rival": 3})),
        meeting(id="second", day=10),
        account={"stage": "foothold", "roots": {"competence": "broken"}},
        ends=20,
    )
    played = play(program)
    assert (played["stage"], played["believed"]) == (LOST, LOST)
    assert [event.encounter for event in played.all(e.StretchClosed)] == ["first"]
    assert played.state.over


@pytest.mark.parametrize(("rival", "roots"), [(3, {}), (2, {"competence": "broken"})])
def test_an_account_is_not_lost_to_a_rival_alone_nor_to_a_weak_root_alone(rival: int, roots: Data) -> None:
    assert staged("me_too", rival=rival, roots=roots)["stage"] == ME_TOO


def test_an_author_may_say_when_the_account_is_lost() -> None:
    assert staged("me_first", {"rival": 1}, gates={"lost": {"when": "rival == 1"}})["stage"] == LOST


def evidence(orders: int = 1, people: int = 2, done: bool = True) -> Played:
    acts: list[Any] = [{"order": "trial"}] * orders + ["listen"]
    first = meeting(line("a", *acts))
    first["with"] = ["dana", "luis"][:people]
    entries = {"log": theirs(due="3d", open=True, kept_if=f"trust.dana {'<' if done else '>'} 5")}
    return play(story(first, ledger=entries, ends=10))


def test_the_default_gate_of_foothold() -> None:
    assert evidence()["stage"] == FOOTHOLD
    assert evidence(orders=0)["stage"] == ME_TOO
    assert evidence(people=1)["stage"] == ME_TOO
    assert evidence(done=False)["stage"] == ME_TOO


def standing(stage: str, kept: int = 4, values: int = 1, covered: int = 2, **roots: str) -> Played:
    people = ["dana", "luis", "rosa"]
    entries = {f"k{place}": ours(due="2d") for place in range(kept)}
    acts: list[Any] = [{"promise": name} for name in entries]
    acts += [{"record": {"to": "dana"}}] * values
    goals = {"dana": "profit", "luis": "flow", "rosa": "flow"}
    acts += [
        {"give": {"what": "a table", "serves": goals[person], "to": person}} for person in people[:covered]
    ]
    rosa = {"name": "Rosa", "department": "quality", "goals": {"flow": 1}}
    program = story(
        meeting(line("a", *acts or ["listen"])), ledger=entries, contacts={"rosa": rosa},
        account={"stage": stage, "roots": roots}, ends=10,
    )  # fmt: skip
    return play(program)


def test_the_default_gate_of_me_first() -> None:
    assert standing("foothold")["stage"] == ME_FIRST
    assert standing("foothold", kept=3)["stage"] == FOOTHOLD
    assert standing("foothold", values=0)["stage"] == FOOTHOLD
    assert standing("foothold", covered=1)["stage"] == FOOTHOLD
    assert standing("foothold", honesty="strained", competence="strained")["stage"] == FOOTHOLD


def test_the_default_gate_of_only_me() -> None:
    assert standing("me_first", values=2, covered=3)["stage"] == ONLY_ME
    assert standing("me_first", values=1, covered=3)["stage"] == ME_FIRST
    assert standing("me_first", values=2, covered=2)["stage"] == ME_FIRST
    assert standing("me_first", kept=3, values=2, covered=3)["stage"] == ME_FIRST


@pytest.mark.parametrize(
    ("department", "touched", "rooms"),
    [
        ("operations", ["luis", "rosa"], 1), ("operations", ["luis"], 1), ("quality", ["luis", "rosa"], 2),
        (None, ["luis", "rosa"], 2), (None, ["dana", "luis", "rosa"], 3), (None, [], 0),
    ],
)  # fmt: skip
def test_departments_are_covered_and_not_people(
    department: str | None, touched: list[str], rooms: int
) -> None:
    rosa: Data = {"name": "Rosa", "goals": {"flow": 1}, **({"department": department} if department else {})}
    acts = [{"record": {"to": person}} for person in touched]
    gates = {"foothold": {"up_if": f"covered == {rooms}"}}
    program = story(
        meeting(line("a", *acts)),
        contacts={"rosa": rosa},
        account={"stage": "me_too", "stages": gates},
        ends=5,
    )
    assert play(program)["stage"] == FOOTHOLD


def test_a_touch_counts_in_its_stretch_and_the_next() -> None:
    gates = {"foothold": {"up_if": "valued.dana and day >= 25"}}

    def touched(first: str) -> int:
        acts = [[{"record": {"to": "dana"}}] if place == first else [] for place in ("m0", "m1", "m2")]
        meetings = [
            meeting(line(f"a{place}", *does), id=f"m{place}", day=10 * place)
            for place, does in enumerate(acts)
        ]
        return play(story(*meetings, account={"stages": gates}, ends=25))["stage"]

    assert [touched(first) for first in ("m0", "m1", "m2")] == [ME_TOO, FOOTHOLD, FOOTHOLD]


# Believed and true


def test_a_rung_won_back_is_marked_as_such_and_a_new_one_is_not() -> None:
    gates: Data = {
        "foothold": {"up_if": "day >= 20", "down_if": "day < 20"},
        "me_first": {"up_if": "day >= 30"},
    }
    program = story(
        meeting(), meeting(id="second", day=10), meeting(id="third", day=20), meeting(id="fourth", day=30),
        account={"stage": "foothold", "stages": gates}, ends=40,
    )  # fmt: skip
    moves = [(event.before, event.now, event.marked) for event in play(program).all(e.StageMoved)]
    assert moves == [(FOOTHOLD, ME_TOO, 0), (ME_TOO, FOOTHOLD, 1), (FOOTHOLD, ME_FIRST, 0)]


def test_a_fall_is_not_told_and_a_rise_is() -> None:
    fallen = staged("only_me", roots={"competence": "broken"})
    assert (fallen["stage"], fallen["believed"]) == (ME_FIRST, ONLY_ME)
    risen = staged("me_too", gates={"foothold": {"up_if": "day >= 0"}})
    assert (risen["stage"], risen["believed"]) == (FOOTHOLD, FOOTHOLD)


def test_a_rise_below_what_is_believed_tells_nothing() -> None:
    played = staged("me_too", gates={"foothold": {"up_if": "day >= 0"}}, believed="only_me")
    assert (played["stage"], played["believed"]) == (FOOTHOLD, ONLY_ME)
    as_believed = staged("me_too", gates={"foothold": {"up_if": "day >= 0"}}, believed="foothold")
    assert (as_believed["stage"], as_believed.all(e.BelievedMoved)) == (FOOTHOLD, [])


def test_left_out_the_believed_stage_is_the_true_one() -> None:
    assert upto(story(account={"stage": "foothold"}))["believed"] == FOOTHOLD
    assert upto(story(account={"stage": "foothold", "believed": "only_me"}))["believed"] == ONLY_ME


# A fall is marked once


def test_a_fall_after_a_broken_promise_has_been_paid_for() -> None:
    program = story(
        meeting(line("a", {"promise": "x"})),
        ledger={"x": promise(4, due="5d")},
        account={"stage": "foothold", "roots": {"follow_through": "strained"}},
        ends=10,
    )
    assert play(program).one(e.StageMoved) == e.StageMoved(FOOTHOLD, ME_TOO, 1, "down")


def test_a_fall_from_neglect_has_not() -> None:
    program = story(account={"stage": "foothold", "roots": {"consistency": "strained"}}, ends=60)
    assert play(program).one(e.StageMoved) == e.StageMoved(FOOTHOLD, ME_TOO, 0, "down")
