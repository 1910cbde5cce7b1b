"""Results in sentences: what there is to say of percentages, and of how a sitting ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.cohort.page import Page
from simulator.cohort.standing import Results, Tried
from simulator.cohort.summary import summary
from simulator.view.results import person, whole
from tests.standings import results, standing, tried

HANDED_IN = tried()


def grades(held: Results) -> tuple[str, ...]:
    return dict(whole(held, summary(held.people)))["Grades"]


def test_where_nothing_is_proved_there_are_raw_points_alone() -> None:
    one = standing("C3D4F5", 31)
    raw = replace(one, grade=replace(one.grade, scored=None))
    assert grades(results(raw))[-1] == "There are no percentages, only raw points."
    assert grades(results(standing("C3D4F5")))[-1] == "Nobody has a percentage yet."


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (HANDED_IN, "40 minutes, submitted: 62 %"),
        (replace(HANDED_IN, late=True), "40 minutes, submitted, late: 62 %"),
        (replace(HANDED_IN, deadline=HANDED_IN.ended), "40 minutes, submitted when the time was up: 62 %"),
        (tried(going=True), "under way"),
    ],
)
def test_a_sitting_says_how_it_ended(held: Tried, said: str) -> None:
    one = replace(standing("C3D4F5", 31), tried=(held,))
    sittings = dict(person(Page(one, (), (), (), {}), results(one)))["Sittings"]
    assert sittings[0].endswith(said)
