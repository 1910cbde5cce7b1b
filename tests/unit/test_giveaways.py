"""Tells: a habit of the best line is found and counted beside chance; no more is made of it than there is."""

from fractions import Fraction

import pytest

from scoring.specs import read_specs, run, spec_file
from simulator.analysis.giveaways import HEDGES, LEAST, Tell, Worths, tells, words, worths_on
from simulator.analysis.walks import retrace
from simulator.engine.program import Program
from simulator.scenario.load import find, library, load
from simulator.scenario.model import Scenario
from tests.helpers import beat, line, meeting, scenario

DECISIONS = 12
TWELVE_OF_TWELVE = Fraction(4096 + 1 + 24 + 264 + 1760, 3**12)
"""How rare 12 of 12 is where 2 in 3 have it: itself, and 0 to 3 of 12, which are rarer still."""
SHORT, MIDDLE, LONG = "One two.", "One two three.", "One two three four."


def account(*says: str, decisions: int = DECISIONS) -> Scenario:
    """So many decisions with the same lines, a0, b0 ... to a11, b11."""
    beats = [
        beat(*(line(f"{'abcd'[place]}{number}", say=say) for place, say in enumerate(says)))
        for number in range(decisions)
    ]
    return scenario(meeting(*beats))


def worths(*each: int, decisions: int = DECISIONS) -> Worths:
    return {
        f"d{number}": {f"{'abcd'[place]}{number}": worth for place, worth in enumerate(each)}
        for number in range(decisions)
    }


def named(what: str, found: tuple[Tell, ...]) -> Tell | None:
    return next((tell for tell in found if tell.what == what), None)


@pytest.mark.parametrize(
    ("each", "has", "has_not"),
    [
        ((9, 1, 1), ("stands first", "is the longest"), ("stands last", "is the shortest", "stands second")),
        ((1, 9, 1), ("stands second", "is the second longest"), ("stands first", "stands last")),
        ((1, 1, 9), ("stands third", "stands last", "is the shortest"), ("is the longest",)),
    ],
)
def test_a_habit_of_the_best_line_is_counted(
    each: tuple[int, ...], has: tuple[str], has_not: tuple[str]
) -> None:
    found = tells(account(LONG, MIDDLE, SHORT), worths(*each))
    for what in has:
        assert named(what, found) == Tell(what, 12, 12, Fraction(4), Fraction(1, 3) ** 12)
    for what in has_not:
        tell = named(what, found)
        assert tell is not None
        assert (tell.times, tell.rarity < Fraction(1, 50)) == (0, True)


def test_what_is_spread_evenly_is_no_tell() -> None:
    spread = {
        f"d{number}": {f"{letter}{number}": int(place == number % 3) for place, letter in enumerate("abc")}
        for number in range(DECISIONS)
    }
    for tell in tells(account(LONG, MIDDLE, SHORT), spread):
        assert (tell.times, int(tell.expected), int(tell.rarity)) == (4, 4, 1)


def test_the_kindest_and_the_most_hedged_are_found() -> None:
    lines = ("Thank you, gladly.", "Perhaps it might.", "It is so then.")
    kind, hedged = tells(account(*lines), worths(9, 0, 0)), tells(account(*lines), worths(0, 9, 0))
    assert [named("is the kindest", found).times for found in (kind, hedged)] == [12, 0]  # type: ignore[union-attr]
    assert [named("hedges most", found).times for found in (kind, hedged)] == [0, 12]  # type: ignore[union-attr]


def test_where_all_have_it_or_none_there_is_nothing_to_tell() -> None:
    found = tells(account("Two words.", "Both alike.", "No difference."), worths(9, 0, 0))
    assert named("is the longest", found) is None
    assert named("is the kindest", found) is None
    assert named("stands first", found) is not None


def test_where_it_makes_no_difference_what_is_said_nothing_is_counted() -> None:
    assert tells(account(LONG, MIDDLE, SHORT), worths(5, 5, 5)) == ()


def test_several_best_lines_have_it_by_chance_more_often() -> None:
    first = named("stands first", tells(account(LONG, MIDDLE, SHORT), worths(9, 9, 0)))
    assert first == Tell("stands first", 12, 12, Fraction(8), TWELVE_OF_TWELVE)
    shared = named("is the longest", tells(account(LONG, LONG, SHORT, SHORT), worths(9, 0, 0, 9)))
    assert shared is not None
    assert shared.expected == DECISIONS * (1 - Fraction(1, 6))


def test_what_is_worth_most_counts_and_not_by_how_much() -> None:
    held = account(LONG, MIDDLE, SHORT)
    assert tells(held, worths(9, 1, 1)) == tells(held, worths(-3, -4, -50))


def test_words_that_only_the_best_line_says_come_first() -> None:
    held = account("Our kiln gives forty.", "Our kiln gives sixty.", "We shall see then.")
    found = words(held, worths(9, 0, 0))
    chance = Fraction(1, 3) ** 12
    assert found[0] == Tell("says “forty”", 12, 12, Fraction(4), chance * len(found))
    assert named("says “our”", found) == Tell(
        "says “our”", 12, 12, Fraction(8), TWELVE_OF_TWELVE * len(found)
    )
    assert named("says “sixty”", found).times == 0  # type: ignore[union-attr]
    assert [tell.rarity for tell in found] == sorted(tell.rarity for tell in found)


def test_a_word_in_few_decisions_shows_nothing() -> None:
    few = LEAST - 1
    assert words(account("Aye.", "No.", decisions=few), worths(1, 0, decisions=few)) == ()
    assert words(account("Aye.", "No.", decisions=LEAST), worths(1, 0, decisions=LEAST)) != ()


def test_the_lines_of_a_walk_are_worth_more_than_those_beside_them() -> None:
    program = Program(load("first-steps"))
    specs = read_specs(spec_file(find("first-steps")))
    played = run(program, "careful", specs.playthroughs["careful"]).play
    assert worths_on(retrace(played))["smoke_shed/number"] == {
        "sixty": 0,
        "friday": 0,
        "forty": 1,
        "thirty": 0,
    }


@pytest.mark.parametrize("name", library())
def test_no_place_and_no_length_gives_the_best_lines_of_the_library_away(name: str) -> None:
    program, specs = Program(load(name)), read_specs(spec_file(find(name)))
    assert specs.best_line is not None
    played = run(program, specs.best_line, specs.playthroughs[specs.best_line]).play
    said = worths_on(retrace(played))
    found = (*tells(program.scenario, said), *words(program.scenario, said))
    assert [tell for tell in found if tell.rarity < Fraction(1, 20)] == []


def test_words_that_leave_a_way_out_are_words() -> None:
    assert all(word.isalpha() and word.islower() for word in HEDGES)
