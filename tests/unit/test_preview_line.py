"""A line of deeds played again on another text of a file: what still fits, and what is said of the rest."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from scenarios import __file__ as library
from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.scenario.load import parse
from simulator.terminal.preview.desk import Rehearsal, rehearse
from simulator.terminal.preview.file import Reading
from simulator.terminal.preview.line import ordinal, renamed
from simulator.terminal.preview.state import words
from simulator.terminal.preview.trial import CannotPut, Put

FIRST_STEPS = (Path(library).parent / "first-steps.yaml").read_text(encoding="utf-8")


def reading(text: str) -> Reading:
    return Reading(Program(parse(text, "mine")), ())


def table(*moves: str, text: str = FIRST_STEPS) -> Rehearsal:
    """A rehearsal that has come so far."""
    held = rehearse(reading(text))
    for move in moves:
        held.make(parse_move(move))
    return held


def without(text: str, choice: str, after: str) -> str:
    """The file without a choice, which ends where another begins."""
    start, end = text.index(f"          - id: {choice}\n"), text.index(f"          - id: {after}\n")
    return (text[:start] + text[end:]).replace(f"instead: {choice}", f"instead: {after}")


def done(held: Rehearsal) -> list[str]:
    return [str(one.deed) for one in held.line[: held.at]]


LINE = ("begin", "study ask_declan", "aim first_order", "say ask_bashir", "say friday")
GIL = """      gil:
        choices:
          - {id: one, say: "One.", does: listen}
          - {id: two, say: "Two.", does: pitch}
"""
STOOD = "you stand where you stood"
CHANGES = {
    "nothing": ("", "", 5, STOOD),
    "words": ("Sixty, yes", "Sixty, surely", 5, STOOD),
    "a beat's name": ("      number:\n        hint", "      figure:\n        hint", 5, STOOD),
    "a condition": (
        "id: friday\n",
        "id: friday\n            when: knows.old_ovens\n",
        4,
        "stopped at the fourth move: `friday` is not offered in beat `number` of `smoke_shed` now; "
        "it is where `knows.old_ovens`",
    ),
    "a beat before": (
        "      number:\n        hint",
        f"{GIL}      number:\n        hint",
        4,
        "stopped at the fourth move: beat `gil` of `smoke_shed` is asked before `friday`",
    ),
    "the order of homework": (
        "homework: [ask_declan, coast_weekly]",
        "homework: [coast_weekly, ask_declan]",
        1,
        "stopped at the first move: homework `coast_weekly` before `smoke_shed` is asked before `ask_declan`",
    ),
    "the hours of homework": (
        "takes: 1h\n    script:\n      - declan",
        "takes: 2h\n    script:\n      - declan",
        1,
        "stopped at the first move: the story no longer comes to homework `ask_declan` before `smoke_shed`",
    ),
    "an aim": (
        "      first_order: {label",
        "      an_order: {label",
        2,
        "stopped at the second move: `first_order` cannot be done at the aim of `smoke_shed` now",
    ),
}
"""What is changed, how much of the line then fits, and what is said."""


@pytest.mark.parametrize(("old", "new", "fitted", "said"), CHANGES.values(), ids=CHANGES)
def test_a_line_is_played_as_far_as_it_fits(old: str, new: str, fitted: int, said: str) -> None:
    held = table(*LINE)
    assert old in FIRST_STEPS
    assert said in held.read(reading(FIRST_STEPS.replace(old, new, 1) if old else FIRST_STEPS))
    assert done(held) == list(LINE[:fitted])


def test_a_choice_that_is_gone_is_where_it_stops() -> None:
    held = table(*LINE)
    told = held.read(reading(without(FIRST_STEPS, "ask_bashir", "punt")))
    assert "stopped at the third move: `ask_bashir` is no longer in beat `door` of `smoke_shed`" in told
    assert done(held) == list(LINE[:3])


def test_a_choice_that_moved_is_named_where_it_is() -> None:
    start, end = (
        FIRST_STEPS.index("          - id: punt\n"),
        FIRST_STEPS.index("          - id: wet_or_bark\n"),
    )
    punt = FIRST_STEPS[start:end]
    moved = FIRST_STEPS.replace(punt, "").replace("          - id: sixty\n", f"{punt}          - id: sixty\n")
    told = table(*LINE[:3], "say punt").read(reading(moved))
    assert "`punt` is in beat `number` of `smoke_shed` now, no longer in beat `door` of `smoke_shed`" in told


def test_what_no_longer_fits_is_done_again_as_soon_as_it_does() -> None:
    held = table(*LINE)
    held.read(reading(without(FIRST_STEPS, "ask_bashir", "punt")))
    assert held.stop
    held.read(reading(FIRST_STEPS))
    assert (held.stop, done(held)) == ("", list(LINE))


def test_one_who_has_stepped_back_stays_there_and_may_step_on() -> None:
    held = table(*LINE)
    held.step(-2)
    held.read(reading(FIRST_STEPS))
    assert done(held) == list(LINE[:3])
    held.step(2)
    assert done(held) == list(LINE)


def test_an_id_made_of_the_words_is_followed_when_the_words_change() -> None:
    plain = FIRST_STEPS.replace("          - id: show_bag\n            say: >\n", "          - say: >\n")
    held = table("begin", "study ask_declan", "aim first_order", "say theres_a_bag_in_the", text=plain)
    told = held.read(reading(plain.replace("There's a bag in the van", "I have a bag in the van")))
    assert "`theres_a_bag_in_the` is called `i_have_a_bag_in` now" in told
    assert done(held)[-1] == "say i_have_a_bag_in"


def test_a_choice_that_is_only_moved_is_not_taken_for_another() -> None:
    one, two = parse(FIRST_STEPS, "one"), parse(without(FIRST_STEPS, "ask_bashir", "punt"), "two")
    assert renamed(one, two) == {}
    assert renamed(one, one) == {}


def test_a_file_that_cannot_be_played_changes_nothing() -> None:
    held = table(*LINE)
    session = held.session
    told = held.read(Reading(None, ()))
    assert "cannot be played" in told
    assert held.session is session
    assert done(held) == list(LINE)


def test_what_was_set_by_hand_is_set_again() -> None:
    held = table(*LINE[:4])
    held.put("trust.nuala", 5)
    held.make(parse_move("say friday"))
    held.read(reading(FIRST_STEPS))
    assert held.trial.puts == [Put("trust.nuala", 5)]
    assert held.trial.by_hand
    assert held.trial.state.fields["trust.nuala"] == 5


def test_a_field_that_is_gone_is_where_it_stops() -> None:
    held = table(*LINE[:4])
    held.put("knows.old_ovens", 1)
    gone = FIRST_STEPS.replace("old_ovens", "older_ovens")
    assert "stopped before knows.old_ovens was set by hand: there is no field" in held.read(reading(gone))
    assert done(held) == list(LINE[:4])


def test_the_debrief_scores_nothing_that_was_set() -> None:
    held = table(*LINE[:4])
    assert not held.trial.by_hand
    held.put("trust.nuala", 5)
    held.undo()
    assert not held.trial.by_hand
    assert held.trial.state.fields["trust.nuala"] == 2


def test_an_entry_set_open_falls_due_as_if_agreed_today() -> None:
    held = table(*LINE[:4])
    held.put("entry.sixty", 2)
    assert held.trial.state.fields["due.sixty"] == 8


def test_nothing_may_be_set_that_leaves_nothing_to_decide() -> None:
    held = table("begin")
    with pytest.raises(CannotPut, match="nothing would be asked"):
        held.put("hours", 0)
    assert held.trial.state.fields["hours"] == 60


def test_a_jump_can_be_taken_back() -> None:
    held = table(*LINE)
    held.step(-1)
    held.go(held.line[:2])
    held.undo()
    assert done(held) == list(LINE[:4])
    assert held.next == parse_move(LINE[4])


def test_places_in_a_row_have_their_words() -> None:
    numbers = {
        1: "first",
        4: "fourth",
        10: "tenth",
        11: "11th",
        13: "13th",
        21: "21st",
        22: "22nd",
        112: "112th",
    }
    assert {number: ordinal(number) for number in numbers} == numbers


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_and_set_is_the_same_when_the_file_is_read_again(seed: int) -> None:
    dice, held, file = random.Random(seed), table(), reading(FIRST_STEPS)
    while moves := held.trial.legal_moves():
        if held.at and dice.random() < 0.3:
            field = dice.choice([name for name in held.source.beginning if words(name)])
            with suppress(CannotPut):
                held.put(field, dice.randrange(len(words(field))))
        else:
            held.make(dice.choice(moves))
    state = held.trial.state
    assert held.read(file) == "Read again; you stand where you stood."
    assert held.trial.state == state
