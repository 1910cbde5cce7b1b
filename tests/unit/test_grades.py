"""Grades: percentages, the grade rule, what bars a pass, overrides, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import trunc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cohort.grades import Rule, Sat, Verdict, grade, percent_of

BARS = ("untruth_exposed",)
points = st.integers(-200, 400)
percentages = st.integers(0, 100)


def sat(number: int, total: int, best: int | None = 100, *incidents: str) -> Sat:
    return Sat(number, {"promises": total}, best, frozenset(incidents))


@st.composite
def sittings(draw: st.DrawFn, least: int = 0, par: bool | None = None) -> list[Sat]:
    """Sittings of one person at one assessment, whose best total is the same for all of them."""
    proved = draw(st.booleans()) if par is None else par
    best = draw(st.integers(1, 200)) if proved else None
    many = draw(st.integers(least, 5))
    held = [
        Sat(
            number,
            {"promises": draw(points), "time": draw(points)},
            best,
            frozenset(BARS) if draw(st.booleans()) else frozenset(),
        )
        for number in range(1, many + 1)
    ]
    return draw(st.permutations(held))


rules = st.sampled_from(Rule)


# -- percentages


@given(points, st.integers(1, 300))
def test_a_percentage_is_rounded_towards_zero(total: int, best: int) -> None:
    assert percent_of(total, best) == trunc(Fraction(100 * total, best))


@pytest.mark.parametrize("best", [None, 0, -4])
def test_without_a_proved_best_above_zero_there_is_no_percentage(best: int | None) -> None:
    held = grade([sat(1, 30, best)], Rule.BEST, mark=0)
    assert (held.percent, held.total, held.verdict) == (None, 30, Verdict.NONE)


# -- the grade rule


def test_each_rule_takes_its_sittings() -> None:
    tried = [sat(1, 40), sat(2, 70), sat(3, 61)]
    found = {rule: (grade(tried, rule).made_of, grade(tried, rule).percent) for rule in Rule}
    assert found == {
        Rule.FIRST: ((1,), 40),
        Rule.BEST: ((2,), 70),
        Rule.LAST: ((3,), 61),
        Rule.MEAN: ((1, 2, 3), 57),
    }


def test_a_mean_is_of_the_percentages_as_they_are_shown() -> None:
    assert grade([sat(1, 119, 200), sat(2, 121, 200)], Rule.MEAN).percent == (59 + 60) // 2
    assert grade([sat(1, -1), sat(2, -2)], Rule.MEAN).percent == -1


def test_of_two_alike_the_earlier_is_the_best() -> None:
    assert grade([sat(2, 50), sat(1, 50)], Rule.BEST).made_of == (1,)


def test_nobody_who_has_not_sat_has_a_grade() -> None:
    held = grade([], Rule.BEST, mark=0)
    assert (held.percent, held.total, held.points, held.verdict) == (None, None, None, Verdict.NONE)


@given(sittings(), rules, percentages)
def test_the_order_in_which_sittings_come_does_not_matter(tried: list[Sat], rule: Rule, mark: int) -> None:
    ordered = sorted(tried, key=lambda held: held.number)
    assert grade(tried, rule, mark=mark, bars=BARS) == grade(ordered, rule, mark=mark, bars=BARS)


@given(sittings(least=1, par=True), rules)
def test_a_grade_lies_between_the_worst_and_the_best_sitting(tried: list[Sat], rule: Rule) -> None:
    found = grade(tried, rule).percent
    assert found is not None
    assert min(percentages_of(tried)) <= found <= max(percentages_of(tried))


@given(sittings(least=1, par=True))
def test_without_bars_the_best_is_the_highest(tried: list[Sat]) -> None:
    assert grade(tried, Rule.BEST).percent == max(percentages_of(tried))


@given(sittings(least=1), rules)
def test_points_are_those_of_the_sittings_the_grade_is_made_of(tried: list[Sat], rule: Rule) -> None:
    held = grade(tried, rule)
    made = [item for item in tried if item.number in held.made_of]
    assert held.points == {
        name: trunc(Fraction(sum(item.points[name] for item in made), len(made)))
        for name in ("promises", "time")
    }
    assert held.total == trunc(Fraction(sum(item.total for item in made), len(made)))


def percentages_of(tried: Sequence[Sat]) -> list[int]:
    return [held.percent for held in tried if held.percent is not None]


# -- the verdict


@pytest.mark.parametrize(("total", "verdict"), [(59, Verdict.NOT_YET), (60, Verdict.REACHED)])
def test_the_pass_mark_itself_is_a_pass(total: int, verdict: Verdict) -> None:
    assert grade([sat(1, total)], Rule.LAST, mark=60).verdict is verdict


def test_without_a_pass_mark_there_is_no_verdict() -> None:
    assert grade([sat(1, 99)], Rule.LAST).verdict is Verdict.NONE


def test_an_incident_bars_a_pass_where_the_rules_say_so() -> None:
    tried = [sat(1, 90, 100, "untruth_exposed", "side_agreement_failed")]
    barred = grade(tried, Rule.BEST, mark=60, bars=BARS)
    assert (barred.percent, barred.verdict, barred.bars) == (90, Verdict.NOT_YET, BARS)
    assert barred.incidents == ("side_agreement_failed", "untruth_exposed")
    assert grade(tried, Rule.BEST, mark=60).verdict is Verdict.REACHED


def test_the_best_is_one_that_no_bar_falls_on() -> None:
    tried = [sat(1, 62), sat(2, 95, 100, *BARS), sat(3, 61)]
    held = grade(tried, Rule.BEST, mark=60, bars=BARS)
    assert (held.made_of, held.percent, held.verdict) == ((1,), 62, Verdict.REACHED)


def test_a_bar_in_any_sitting_of_a_mean_bars_it() -> None:
    tried = [sat(1, 90, 100, *BARS), sat(2, 90)]
    assert grade(tried, Rule.MEAN, mark=60, bars=BARS).verdict is Verdict.NOT_YET


@given(sittings(least=1), percentages)
def test_trying_again_never_loses_a_pass_under_best(tried: list[Sat], mark: int) -> None:
    one_less = [held for held in tried if held.number < len(tried)]
    before = grade(one_less, Rule.BEST, mark=mark, bars=BARS).verdict
    after = grade(tried, Rule.BEST, mark=mark, bars=BARS).verdict
    assert before is not Verdict.REACHED or after is Verdict.REACHED


@given(sittings(par=True), rules, percentages)
def test_a_pass_means_the_mark_and_no_bar(tried: list[Sat], rule: Rule, mark: int) -> None:
    held = grade(tried, rule, mark=mark, bars=BARS)
    if held.verdict is Verdict.REACHED:
        assert held.percent is not None
        assert held.percent >= mark
        assert not held.bars
    elif held.verdict is Verdict.NOT_YET:
        assert held.percent is not None
        assert held.percent < mark or held.bars


@given(sittings(par=True), rules, percentages)
def test_more_points_never_lose_a_pass(tried: list[Sat], rule: Rule, mark: int) -> None:
    more = [replace(held, points={**held.points, "time": held.points["time"] + 7}) for held in tried]
    before = grade(tried, rule, mark=mark, bars=BARS).verdict
    assert before is not Verdict.REACHED or grade(more, rule, mark=mark, bars=BARS).verdict is before


# -- overrides


@given(sittings(), rules, percentages, percentages)
def test_an_override_decides_and_both_percentages_stay(
    tried: list[Sat], rule: Rule, mark: int, override: int
) -> None:
    plain = grade(tried, rule, mark=mark, bars=BARS)
    held = grade(tried, rule, mark=mark, bars=BARS, override=override)
    assert held.percent == held.override == override
    assert held.verdict is (Verdict.REACHED if override >= mark else Verdict.NOT_YET)
    assert replace(held, override=None, verdict=plain.verdict) == plain


def test_an_override_stands_over_a_bar_which_stays_to_be_seen() -> None:
    held = grade([sat(1, 90, 100, *BARS)], Rule.BEST, mark=60, bars=BARS, override=60)
    assert (held.verdict, held.bars) == (Verdict.REACHED, BARS)
