"""People as a table: it fits, and says what is to be known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cohort.states import State
from simulator.view.cells import cells
from simulator.view.standings import SIGNS, counts, moment, said, stands, table, where
from tests.standings import NOW, results, standing, tried

GOING = standing(
    "F3D4F5",
    state=State.IN_PROGRESS,
    tried=(tried(going=True),),
    day=14,
    saved=(NOW - timedelta(minutes=5)).isoformat(),
    deadline=NOW + timedelta(days=2),
    team="A team with a name that is rather long",
)
PEOPLE = (standing("C3D4F5", 31, team="North"), GOING, standing("H3D4F5", 31, signed=True, gone="left"))
NAMES = {one.person: "小林 さくら and some more of a name" for one in PEOPLE}


@given(st.integers(20, 200), st.booleans())
def test_no_line_is_wider_than_there_is_room_and_all_columns_line_up(width: int, named: bool) -> None:
    found = table(PEOPLE, results(*PEOPLE), width, NAMES if named else None)
    for line in (found.heading, *found.lines):
        assert cells(line) <= width
    place = cells(found.heading.partition("State")[0]) if "State" in found.heading else None
    for one, line in zip(PEOPLE, found.lines, strict=True):
        assert line.startswith(one.pseudonym)
        if place is not None:
            assert f"{SIGNS[one.state]} {one.state}" in line


@pytest.mark.parametrize("width", [60, 78, 100, 158])
def test_more_room_shows_more(width: int) -> None:
    def headings(width: int) -> set[str]:
        return set(re.split(r"\s{2,}", table(PEOPLE, results(*PEOPLE), width).heading))

    assert headings(width) <= headings(width + 30)


def test_states_are_told_apart_without_colour() -> None:
    assert set(SIGNS) == set(State)
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert all(cells(sign) == 1 for sign in SIGNS.values())


def test_where_somebody_is_and_what_came_of_it() -> None:
    assert stands(GOING) == "day 14, 14 decisions"
    assert stands(PEOPLE[0]) == "62 %, reached"
    assert stands(PEOPLE[2]) == "62 %, reached, left"
    assert where(PEOPLE[0]) == ""
    first = tried(going=True).played[0]
    several = replace(GOING, tried=(replace(tried(going=True), played=(replace(first, over=True), first)),))
    assert where(several) == "2 of 2, day 14, 14 decisions"
    assert where(replace(several, day=None)) == "2 of 2, 14 decisions"


def test_a_grade_by_hand_and_one_without_a_percentage_say_so() -> None:
    grade = PEOPLE[0].grade
    assert said(replace(grade, override=75)) == "75 % by hand, reached"
    assert said(replace(grade, scored=None)) == "+31 points"


def test_who_handed_in_late_is_told() -> None:
    held = PEOPLE[0]
    late = tuple(replace(one, late=True) for one in held.tried)
    assert stands(replace(held, tried=late)) == "62 %, reached, late"
    assert stands(replace(held, tried=(*late, tried(2, going=True)))) == "14 decisions"


def test_a_moment_has_its_day_where_it_is_another() -> None:
    here = NOW.astimezone()
    assert moment(NOW, NOW) == f"{here:%H:%M}"
    assert moment(NOW - timedelta(days=40), NOW) == f"{(NOW - timedelta(days=40)).astimezone():%m-%d %H:%M}"
    assert moment(NOW + timedelta(days=400), NOW) == f"{(NOW + timedelta(days=400)).astimezone():%Y-%m-%d}"
    assert moment(None, NOW) == ""


def test_who_has_left_is_counted_apart() -> None:
    assert counts(PEOPLE) == "1 in progress, 1 submitted, 1 gone"
