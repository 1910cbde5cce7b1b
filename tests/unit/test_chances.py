"""Bounds for chances are those at which what was seen would just be too rare; rarity is exact."""

from fractions import Fraction
from math import comb

import pytest

from simulator.analysis.chances import Interval, average, chance, rarity

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def at_least(hits: int, tries: int, each: float) -> float:
    """The chance of so many hits or more, each term by itself."""
    return sum(comb(tries, k) * each**k * (1 - each) ** (tries - k) for k in range(hits, tries + 1))


@pytest.mark.parametrize(("hits", "tries"), [(1, 3), (2, 5), (7, 40), (39, 40), (20, 41), (150, 300)])
@pytest.mark.parametrize("confidence", [0.9, 0.99])
def test_at_the_bounds_what_was_seen_would_just_be_too_rare(hits: int, tries: int, confidence: float) -> None:
    found, rare = chance(hits, tries, confidence), (1 - confidence) / 2
    assert at_least(hits, tries, found.low) == pytest.approx(rare, rel=1e-9)
    assert 1 - at_least(hits + 1, tries, found.high) == pytest.approx(rare, rel=1e-6)
    assert found.low < found.value == hits / tries < found.high


def test_what_never_came_may_still_come_and_what_always_came_may_fail() -> None:
    never, always = chance(0, 300, 0.95), chance(300, 300, 0.95)
    assert (never.low, always.high) == (0, 1)
    assert (1 - never.high) ** 300 == pytest.approx(0.025)
    assert always.low == pytest.approx(1 - never.high)


def test_more_tries_and_less_confidence_narrow_the_bounds() -> None:
    def width(held: Interval) -> float:
        return held.high - held.low

    assert width(chance(5_000, 10_000)) < width(chance(50, 100)) / 9
    assert width(chance(50, 100, 0.8)) < width(chance(50, 100, 0.99))


def test_many_tries_are_no_trouble() -> None:
    found = chance(100_000, 200_000, 0.95)
    assert found.high - found.low == pytest.approx(2 * 1.96 * (0.25 / 200_000) ** 0.5, rel=0.01)


def test_an_average_lies_within_two_errors_nineteen_times_in_twenty() -> None:
    found = average(Fraction(-12), Fraction(400), 10_000, 0.95)
    assert (found.low, found.value, found.high) == pytest.approx((-12.392, -12, -11.608), abs=1e-3)


def test_a_value_on_the_bounds_is_within_them() -> None:
    held = Interval(2, 1, 3)
    assert 1 in held
    assert Fraction(3) in held
    assert Fraction(31, 10) not in held
    assert 0.9 not in held


@pytest.mark.parametrize(
    ("hits", "chances", "rare"),
    [
        (5, [HALF] * 10, Fraction(1)),
        (10, [HALF] * 10, Fraction(2, 1024)),
        (9, [HALF] * 10, Fraction(22, 1024)),
        (4, [THIRD] * 4, Fraction(1, 81)),
        (0, [THIRD] * 4, Fraction(16, 81) + Fraction(9, 81)),
        (2, [HALF, THIRD], HALF * THIRD),
        (0, [HALF, THIRD], Fraction(1, 2)),
        (0, [], Fraction(1)),
    ],
)
def test_rarity_counts_all_that_is_no_likelier(hits: int, chances: list[Fraction], rare: Fraction) -> None:
    assert rarity(hits, chances) == rare
