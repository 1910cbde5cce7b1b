"""A par that is of something else is told."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.rubric import DIMENSIONS, default_rubric
from simulator.analysis.checks.par import stale
from simulator.analysis.checks.subject import Subject
from simulator.analysis.fingerprint import fingerprint
from tests.helpers import line, meeting, scenario, story

HERE = meeting(line("a"), line("b"))
PROVED: dict[str, Any] = {
    "rubric": default_rubric().version,
    "proved_for": fingerprint(scenario(HERE)),
    "total": 0,
    **dict.fromkeys(DIMENSIONS, 0),
}


def told(**changes: Any) -> list[str]:
    """What is said of a par that was proved, with changes."""
    return [wrong.message for wrong in stale(Subject(story(HERE, par=PROVED | changes)))]


def test_a_par_that_was_proved_for_this_very_scenario_is_left_alone() -> None:
    assert told() == []


def test_no_par_is_no_mistake() -> None:
    assert list(stale(Subject(story(HERE)))) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"rubric": default_rubric().version - 1}, "and points are given by rubric"),
        ({"proved_for": None}, "nothing shows that par was proved"),
        ({"proved_for": "0" * 12}, "before the scenario or the rules of the world were changed"),
    ],
)
def test_any_other_par_is_told(changes: dict[str, Any], why: str) -> None:
    (message,) = told(**changes)
    assert why in message


def test_a_change_that_counts_changes_the_fingerprint_and_par_does_not() -> None:
    other = meeting(line("a"), line("c"))
    assert fingerprint(scenario(other)) != fingerprint(scenario(HERE))
    assert fingerprint(scenario(HERE, par=PROVED)) == fingerprint(scenario(HERE))
