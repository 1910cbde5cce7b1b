"""What an author may write in each room, in short forms and long, and what is filled in."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.scenario.defaults import made_id
from simulator.scenario.model import Capability, Contact, Entry, Line, Numbers, Ways
from simulator.scenario.walk import conditions, parts
from tests.helpers import beat, line, meeting, news, ours, scenario


def test_a_scenario_cannot_be_changed() -> None:
    held = scenario()
    with pytest.raises(ValidationError, match="frozen"):
        held.title = "Another"  # type: ignore[misc]


# Capabilities


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        (3, [(0, None, 3)]),
        (Decimal("0.5"), [(0, None, Decimal("0.5"))]),
        ({"0d": 2, "12w": 4}, [(84, None, 4), (0, None, 2)]),
        ({"12w": 4, "0d": 2}, [(84, None, 4), (0, None, 2)]),
        ([{"when": "rival >= 1", "is": 5}, 2], [(0, "rival >= 1", 5), (0, None, 2)]),
        ([{"from": "2w", "is": 5}, 2], [(14, None, 5), (0, None, 2)]),
    ],
)
def test_what_we_can_do_is_a_number_or_steps(written: Any, levels: list[tuple[int, str | None, Any]]) -> None:
    held = Capability.model_validate({"label": "Crews", "most": written}).levels
    assert [(level.since, level.when and str(level.when), level.value) for level in held] == levels


def test_a_capability_has_one_direction() -> None:
    assert Capability.model_validate({"label": "C", "least": 6}).levels[0].value == 6
    for wrong in ({}, {"most": 1, "least": 1}):
        with pytest.raises(ValidationError, match="either `most` or `least`"):
            Capability.model_validate({"label": "C", **wrong})


# People


@pytest.mark.parametrize(
    ("written", "weights"),
    [
        (3, [3, 3, 3]),
        ({"0w": 2, "12w": 3}, [2, 2, 3]),
        ({"12w": 3}, [0, 0, 3]),
        ({"12w": 3, "0w": 2}, [2, 2, 3]),
    ],
)
def test_goals_weigh_from_their_day_on(written: Any, weights: list[int]) -> None:
    held = Contact.model_validate({"name": "Dana", "goals": {"profit": written}})
    assert [held.weight("profit", day) for day in (0, 83, 84)] == weights
    assert held.weight("flow", 84) == 0


# Lines


@pytest.mark.parametrize(
    ("written", "speaker", "when"),
    [
        ({"dana": "Well?"}, "dana", None),
        ({"dana": "Well?", "when": "rival >= 1"}, "dana", "rival >= 1"),
        ({"when": "rival >= 1", "dana": "Well?"}, "dana", "rival >= 1"),
        ("Well?", "narrator", None),
        ({"speaker": "dana", "text": "Well?"}, "dana", None),
    ],
)
def test_a_line_is_a_speaker_and_a_text(written: Any, speaker: str, when: str | None) -> None:
    held = (
        Line.model_validate(written)
        if isinstance(written, dict) and "speaker" in written
        else first_line(written)
    )
    assert (held.speaker, held.text, held.when and str(held.when)) == (speaker, "Well?", when)


def first_line(written: Any) -> Line:
    return scenario(meeting(beat(line("a"), script=written))).encounters[0].beats["b1"].script[0]


# Entries


def entry(**more: Any) -> Entry:
    return Entry.model_validate(ours(**more))


def test_an_entry_weighs_two_and_takes_no_hours_unless_told() -> None:
    assert (entry().weight, entry().takes, entry().due, entry().from_start) == (2, 0, None, False)


def test_what_is_understood_comes_before_what_is_named() -> None:
    held = entry(amount=2, due="9d", understood={"amount": 7, "due": "5d"})
    assert (held.promised_amount, str(held.promised_due)) == (7, "5d")
    assert (entry(amount=2).promised_amount, entry().promised_amount) == (2, None)


def test_the_parts_of_a_promise_are_those_that_are_named() -> None:
    assert entry(understood={"amount": 7, "due": "5d"}).parts == 0
    assert entry(amount=0, due="0d", price="as now", backing="a credit").parts == 4


def test_what_is_owed_from_the_start() -> None:
    assert entry(open=True).from_start
    assert entry(account="Cross Rail").from_start
    assert not entry(account="Cross Rail", open=False).from_start


# Ways


def test_ways_are_offered_in_their_order() -> None:
    assert Ways.model_validate({"skip": "0h", "visit": "4h"}).offered == {"visit": 240, "skip": 0}
    assert Ways().offered == {}


# Filled in


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Before our side of it: what is your board holding?", "before_our_side_of_it"),
        ("What's new?", "whats_new"),
        ("Don\u2019t say that.", "dont_say_that"),
        ("25 sites.", ""),
        ("\u2026", ""),
        ("", ""),
        ("A " + "b" * 99, "a_" + "b" * 62),
    ],
)
def test_an_id_is_made_of_the_first_five_words(words: str, name: str) -> None:
    assert made_id(words) == name


def test_ids_left_out_are_made() -> None:
    nameless = {"say": "Hello there.", "does": "listen"}
    held = meeting(beat(nameless, script="Hm."), id="x")
    del held["id"]
    calendar = [{"title": "The van comes", "day": 3, "choices": [{"say": "So it does.", "does": "listen"}]}]
    made = scenario({**held, "title": "Dana's office"}, calendar=calendar)
    assert made.encounters[0].id == "danas_office"
    assert made.encounters[0].beats["b1"].choices[0].id == "hello_there"
    assert (made.calendar[0].id, made.calendar[0].choices[0].id) == ("the_van_comes", "so_it_does")


def test_whoever_speaks_is_there_in_the_order_of_the_file() -> None:
    held = meeting(beat(line("a", reply=[{"luis": "Hm."}]), script=[{"pat": "Well?"}, {"narrator": "Rain."}]))
    del held["with"]
    assert scenario(held).encounters[0].with_ == ("luis", "pat")
    silent = meeting(beat(line("a")))
    del silent["with"]
    assert scenario(silent).encounters[0].with_ == ("dana",)


# The numbers of the world


def test_the_numbers_of_the_world_may_be_overridden() -> None:
    assert scenario(world={"trust_kept": 2}).world.trust_kept == 2
    assert Numbers().model_dump() == {
        "trust_kept": 1, "trust_promise_broken": 3, "trust_task_broken": 1, "trust_warned": 1,
        "trust_refusal": 1, "respect": 3, "rhythm_me_too": 45, "rhythm_foothold": 30, "rhythm_me_first": 60,
        "rhythm_only_me": 90,
    }  # fmt: skip


# Walking through


def test_every_part_is_visited_with_its_path() -> None:
    said = meeting(line("a", {"promise": "x"}, when="rival >= 1"))
    held = scenario(said, ledger={"x": ours()}, calendar=[news("n", 3, when="kept >= 1")])
    paths = {path for path, _ in parts(held)}
    assert () in paths
    assert ("encounters", 0, "beats", "b1", "choices", 0, "does", 0) in paths
    assert ("ledger", "x", "understood") in paths
    assert [(path, str(condition)) for path, condition in conditions(held)] == [
        (("encounters", 0, "beats", "b1", "choices", 0, "when"), "rival >= 1"),
        (("calendar", 0, "when"), "kept >= 1"),
    ]
