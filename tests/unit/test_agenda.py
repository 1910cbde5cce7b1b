"""What is kept before one: hours, the aim, the days to come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.decide import beginning
from simulator.view.agenda import Date, Hours, Sort, aim, dates, hours, strip
from tests.helpers import upto
from tests.unit.test_decision import TO_MEET, whole


@pytest.mark.parametrize(
    ("moves", "left"),
    [
        (("way visit",), Hours(120, 180)),
        (("way visit", "study dig"), Hours(60, 180)),
        (TO_MEET, None),
        ((*TO_MEET, "say a"), None),
        ((*TO_MEET, "say a", "keep sheet", "keep cart", "add"), Hours(180, 180)),
        ((*TO_MEET, "say a", "keep sheet", "keep cart", "add", "do tender"), Hours(120, 180)),
    ],
)
def test_hours_are_those_of_the_budget_being_spent(moves: tuple[str, ...], left: Hours | None) -> None:
    played = upto(whole(), *moves)
    assert hours(played.program, played.state) == left


def test_before_the_first_move_no_hours_count() -> None:
    program = whole()
    assert hours(program, beginning(program)) is None


def test_the_aim_is_before_one_from_the_first_line_to_the_list() -> None:
    chosen = (*TO_MEET[:-1], "aim learn")
    for moves, told in (
        (TO_MEET[:-1], None),
        (TO_MEET, None),
        (chosen, "Learn of them"),
        ((*chosen, "say a"), "Learn of them"),
        ((*chosen, "say a", "keep sheet", "keep cart", "add"), None),
    ):
        played = upto(whole(), *moves)
        assert aim(played.program, played.state) == told


def test_the_days_to_come_stand_in_order_each_with_its_sort() -> None:
    played = upto(whole(), *TO_MEET, "say a", "keep sheet", "keep cart", "add log")
    assert dates(played.program, played.state) == (
        Date(2, Sort.TASK, "The tender (for Other & Sons)"),
        Date(3, Sort.TASK, "The sheet"),
        Date(4, Sort.TASK, "The cart"),
        Date(5, Sort.THEIRS, "Dana: The log"),
        Date(20, Sort.MEETING, "second"),
        Date(40, Sort.PROMISE, "Much later"),
        Date(60, Sort.END),
    )


def test_a_strip_marks_each_day_or_says_how_many_things_fall_there() -> None:
    coming = [Date(2, Sort.PROMISE), Date(2, Sort.TASK), Date(4, Sort.THEIRS), Date(9, Sort.END)]
    assert strip(0, coming, 20) == ("▼·2·◇····┤", "0        9")
    assert strip(0, coming, 8) == ("▼2◇·┤", "0   9")
    assert strip(3, [], 20) == ("▼·······", "3     10")


@given(st.integers(0, 400), st.lists(st.integers(0, 9_999), max_size=30), st.integers(0, 80))
def test_a_strip_keeps_to_its_width(now: int, ahead: list[int], width: int) -> None:
    for line in strip(now, [Date(now + day, Sort.TASK) for day in ahead], width):
        assert len(line) <= max(8, width)
