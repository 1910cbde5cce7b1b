"""The time left: told by the database, counted by a clock that only goes forward, warned about once."""

from __future__ import annotations

import pytest

from simulator.view.countdown import Countdown, spoken


class Clock:
    """A monotonic clock in the hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_without_a_limit_nothing_is_counted(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(None)
    assert (held.left, held.over, held.words, held.warning()) == (None, False, "", "")


def test_it_counts_down_and_stops_at_nothing(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(90)
    clock.now += 30.5
    assert (held.left, held.words, held.over) == (60, "1 min left", False)
    clock.now += 59.4
    assert (held.left, held.words, held.over) == (1, "1 s left", False)
    clock.now += 100
    assert (held.left, held.words, held.over) == (-99, "time is up", True)


def test_with_grace_one_may_go_on_and_is_told_that_it_is_late(clock: Clock) -> None:
    held = Countdown(300, clock)
    held.tell(30)
    clock.now += 30
    assert (held.words, held.over) == ("late: 5 min of grace left", False)
    assert held.warning() == "The time is up. You may go on for 5 min; it is marked as late."
    assert held.warning() == ""
    held.tell(-200)
    assert (held.words, held.over, held.warning()) == ("late: 1 min 40 s of grace left", False, "")
    clock.now += 100
    assert (held.words, held.over, held.warning()) == ("time is up", True, "")


def test_what_the_database_says_takes_over(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(90)
    clock.now += 60
    held.tell(600)
    assert held.left == 600
    held.tell(None)
    assert held.left is None


def test_each_warning_is_said_once(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(700)
    assert held.warning() == ""
    clock.now += 100
    assert held.warning() == "10 min left."
    assert held.warning() == ""
    held.tell(590)  # told anew at every save
    assert held.warning() == ""
    clock.now += 480
    assert held.warning() == "1 min 50 s left."
    assert held.warning() == ""


def test_who_comes_back_late_is_not_warned_of_what_has_long_passed(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(300)
    assert held.warning() == ""
    clock.now += 181
    assert held.warning() == "1 min 59 s left."


def test_two_warnings_that_were_slept_through_are_one(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(700)
    clock.now += 650
    assert (held.warning(), held.warning()) == ("50 s left.", "")


def test_with_extra_time_given_late_a_warning_comes_again(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(601)
    clock.now += 2
    assert held.warning() == "9 min left."
    held.tell(1200)
    clock.now += 600
    assert held.warning() == "10 min left."


def test_after_the_end_there_is_nothing_to_warn_of(clock: Clock) -> None:
    held = Countdown(clock=clock)
    held.tell(130)
    clock.now += 131
    assert held.warning() == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (172_800, "2 days"),
        (7512, "2 h 05 min"),
        (3600, "1 h 00 min"),
        (3599, "59 min"),
        (181, "3 min"),
        (120, "2 min"),
        (119, "1 min 59 s"),
        (61, "1 min 01 s"),
        (59, "59 s"),
    ],
)
def test_how_time_is_spoken(seconds: int, words: str) -> None:
    assert spoken(seconds) == words
