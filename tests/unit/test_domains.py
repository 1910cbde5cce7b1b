"""What can come of a condition, when each name may be any of some values."""

from __future__ import annotations

import pytest

from simulator.analysis.domains import MOST_CASES, OPEN_VERDICT, Values, Verdict, offered, verdict
from simulator.scenario.conditions import parse_condition

VALUES = {"trust.dana": frozenset(range(6)), "kept": frozenset(range(3)), "day": frozenset((9,))}


def domain(name: str) -> Values:
    return VALUES.get(name, frozenset((0, 1)))


def judged(text: str, *given: str) -> Verdict:
    return verdict(parse_condition(text), domain, [parse_condition(other) for other in given])


@pytest.mark.parametrize(
    ("text", "may_hold", "may_fail"),
    [
        ("trust.dana >= 3", True, True),
        ("trust.dana >= 6", False, True),
        ("trust.dana >= 0", True, False),
        ("trust.dana >= 3 and trust.dana < 3", False, True),
        ("trust.dana >= 3 or trust.dana < 3", True, False),
        ("knows.docked and not knows.docked", False, True),
        ("not (kept >= 1 and knows.docked)", True, True),
        ("kept > 2", False, True),
        ("kept != 1", True, True),
        ("day >= 9d", True, False),
        ("day == 10d and kept >= 1", False, True),
    ],
)
def test_a_condition_is_judged_over_all_cases(text: str, may_hold: bool, may_fail: bool) -> None:
    assert judged(text) == Verdict(may_hold, may_fail)


def test_nothing_to_hold_always_holds() -> None:
    assert verdict(None, domain) == Verdict(True, False)


def test_only_the_cases_count_in_which_what_is_given_holds() -> None:
    assert judged("trust.dana >= 2", "trust.dana >= 4") == Verdict(True, False)
    assert judged("trust.dana >= 2", "trust.dana == 1") == Verdict(False, True)
    assert judged("trust.dana >= 2", "trust.dana == 1", "trust.dana == 3") == Verdict(False, False)


def test_with_too_many_cases_nothing_is_ruled_out() -> None:
    names = [f"knows.n{place}" for place in range(MOST_CASES.bit_length())]
    never = " and ".join([*names, f"not {names[0]}"])
    assert judged(never) == OPEN_VERDICT
    assert judged(" and ".join([*names[:5], f"not {names[0]}"])) == Verdict(False, True)


def together(*whens: str | None, given: str | None = None) -> set[frozenset[int]]:
    held = [parse_condition(when) if when else None for when in whens]
    return set(offered(held, domain, [parse_condition(given)] if given else []))


def test_what_is_offered_together_is_found_in_each_case() -> None:
    assert together(None, "knows.docked", "not knows.docked") == {frozenset((0, 1)), frozenset((0, 2))}
    assert together("kept >= 1", "kept >= 2") == {frozenset(), frozenset((0,)), frozenset((0, 1))}
    assert together("kept >= 1", "kept >= 2", given="kept == 2") == {frozenset((0, 1))}


def test_with_too_many_cases_nothing_is_said_of_what_is_offered() -> None:
    assert together(*(f"knows.n{place}" for place in range(MOST_CASES.bit_length()))) == set()
