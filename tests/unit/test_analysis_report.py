"""How what an analysis found is put into words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from simulator.analysis.analyse import Options, analyse
from simulator.analysis.found import Analysis, Choice, Giveaway, Line
from simulator.analysis.sampling import Text
from simulator.engine.program import Program
from simulator.scenario.load import find, load
from simulator.view.analysis import percent, report
from simulator.view.move_words import in_words

SMALL = "first-steps"


@cache
def found() -> Analysis:
    return analyse(Text(find(SMALL).read_text(encoding="utf-8"), SMALL), Options(budget=1))


def told(**changes: object) -> str:
    """The report on an analysis that is exact, with changes."""
    exact = replace(found(), exact=True, stopped=None, **changes)  # type: ignore[arg-type]
    return "\n".join(report(exact, Program(load(SMALL))))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0.0 %"),
        (1e-9, "below 0.1 %"),
        (0.0014, "0.1 %"),
        (0.5, "50.0 %"),
        (0.99999, "above 99.9 %"),
        (1.0, "100.0 %"),
        (1.0000000000000002, "100.0 %"),
    ],
)
def test_what_is_possible_is_not_shown_as_never_and_what_may_fail_not_as_always(
    value: float, shown: str
) -> None:
    assert percent(value) == shown


def test_what_is_guessed_says_so_before_anything_else() -> None:
    lines = [*report(found(), Program(load(SMALL)))]
    assert lines[1].startswith("NOT EXACT")
    assert any(line.startswith("It is proved that no play earns more than ") for line in lines)
    assert any("None of" in line or "In none of the plays that were tried" in line for line in lines)
    assert not any("In no play" in line for line in lines)


def test_every_report_ends_with_what_it_does_not_prove() -> None:
    assert told().endswith("are not evidence that it teaches selling.")


def test_a_decision_that_changes_nothing_and_the_rank_of_each_line_are_told() -> None:
    lines = (
        Line("say forty", 0, 0, 0, 0), Line("say thirty", 0, 1, 0, 0),
        Line("say friday", 0, 9, 0, 1), Line("say sixty", 3, 9, 1, 1),
    )  # fmt: skip
    idle = Choice("idle", (Line("say forty", 0, 0, 0, 0),), False)
    text = told(choices=(Choice("smoke_shed/number", lines, True), idle))
    assert "idle: it changes nothing, whatever is done" in text
    rows = {
        row.split("“")[1][:6]: row.split("“")[0].split()
        for row in text.splitlines()
        if "%" in row and "“" in row
    }
    assert [rows[words][-1] for words in ("Forty ", "Start ", "Sixty,")] == ["always", "nearly", "never"]
    assert rows["Let me"][-1] == "%"
    assert "More than one move is best or nearly so in 1 of 2 decisions." in text
    lost = text.partition("Where the highest stage is lost for good")[2]
    assert "!  smoke_shed/number                  “Sixty" in lost
    assert "  smoke_shed/number                  “Let me" in lost


def test_what_chance_gives_often_gives_nothing_away() -> None:
    rare = Giveaway("stands first", 9, 10, 3.0, 0.001)
    often = Giveaway("is the longest", 5, 10, 4.0, 0.4)
    text = told(giveaways=(often, rare))
    assert "it stands first in 9 of 10 decisions; 3.0 by chance (so rare by chance: 0.1 %)" in text
    assert "is the longest" not in text
    assert "chance alone" in told(giveaways=(often,))
    assert "3 decisions of the best route tell too little" in told(giveaways=(replace(rare, of=3),))


def test_a_player_that_is_not_found_out_is_told() -> None:
    assert "Not found out: Padder attains 80% of commitments." in told(
        misfits=("Padder attains 80% of commitments",)
    )


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("aim", "no particular aim"),
        ("add", "add nothing to the list"),
        ("aim first_order", "aim: Come away with an order"),
        ("study ask_declan", "find out: Ask Declan what the kiln turns out in a week"),
        ("warn forty", "warn of: Forty dry bags on Keady's quay"),
        ("do hartnett_quote", "do: A quotation for spring (for Hartnett's Hams)"),
        ("way call", "call them"),
    ],
)
def test_moves_are_told_in_words(move: str, words: str) -> None:
    assert in_words(Program(load(SMALL)), move) == words
