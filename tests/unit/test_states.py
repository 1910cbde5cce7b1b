"""Where a person stands, and what a person may do: whatever sittings there are, and whatever the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cohort.rules import Review, Rules
from simulator.cohort.states import (
    May,
    Outcome,
    Sitting,
    State,
    deadline_at,
    deadline_of,
    ending_of,
    limit_of,
    offer,
    reviewable,
    state_of,
)
from tests.assessing import NINE


def rules(**more: Any) -> Rules:
    held = {"id": "a", "title": "A", "purpose": "P", "seen_by": "S", "cohort": "c", "scenarios": ["x"]}
    return Rules.model_validate(held | {"minutes": 30} | more)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def sitting(
    started: float = 0, ended: float | None = None, outcome: str = "submitted", **more: Any
) -> Sitting:
    """A sitting begun so many minutes after nine, under the plain rules unless told otherwise."""
    begun = after(started)
    deadline = more.pop("deadline", deadline_at(begun, rules()))
    done = None if ended is None else after(ended)
    kept = Sitting(
        "s", "a", "p", 1, 0, begun, deadline, done or begun, done, Outcome(outcome) if done else None
    )
    return replace(kept, **more)


@pytest.mark.parametrize(
    ("sittings", "minute", "signed", "expected"),
    [
        ([], 0, False, State.NOT_STARTED),
        ([], 600, False, State.OVERDUE),
        ([sitting(0)], 29, False, State.IN_PROGRESS),
        ([sitting(0)], 30, False, State.OVERDUE),
        ([sitting(0, 20)], 20, False, State.SUBMITTED),
        ([sitting(0, 20)], 20, True, State.GRADED),
        ([sitting(0, 20, "abandoned")], 20, False, State.ABANDONED),
        ([sitting(0, 20, "abandoned"), sitting(30, 40)], 50, False, State.SUBMITTED),
        ([sitting(0, 20), sitting(30, 40, "abandoned")], 50, True, State.GRADED),
        ([sitting(0, 20), sitting(30)], 40, True, State.IN_PROGRESS),
        ([sitting(0, 20, "abandoned")], 20, True, State.GRADED),  # by hand
        ([], 600, True, State.GRADED),
    ],
)
def test_where_a_person_stands(sittings: list[Sitting], minute: float, signed: bool, expected: State) -> None:
    held = rules(closes="2027-03-02T19:00Z")
    assert state_of(sittings, held, closed=None, now=after(minute), signed=signed) is expected


def test_who_never_began_is_overdue_once_it_was_closed() -> None:
    assert state_of([], rules(), closed=NINE, now=NINE) is State.OVERDUE
    assert state_of([], rules(), closed=None, now=after(10**6)) is State.NOT_STARTED


def test_a_clock_set_back_brings_nobody_back_into_progress() -> None:
    seen = sitting(0, seen=after(31))
    assert state_of([seen], rules(), closed=None, now=after(5)) is State.OVERDUE
    assert offer([seen], rules(), opened=NINE, closed=None, now=after(5)).may is May.NO


WINDOWS = st.builds(
    lambda opens, closes, minutes, attempts, delay, expiry, grace: rules(
        opens=opens and after(opens),
        closes=closes and after(closes),
        minutes=minutes,
        attempts=attempts,
        delay_hours=delay,
        grace_minutes=grace,
        at_expiry=expiry,
    ),
    st.none() | st.integers(-60, -1),
    st.none() | st.integers(1, 300),
    st.none() | st.integers(1, 90),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(["submit", "grace", "abandon"]),
    st.integers(1, 20),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Sitting]:
    """Sittings one after the other, the last perhaps under way."""
    at, made = 0, []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        length = draw(st.integers(1, 60))
        outcome = draw(st.sampled_from(["submitted", "abandoned"]))
        made.append(replace(sitting(at, at + length, outcome), number=number))
        at += length + draw(st.integers(0, 60))
    if made and draw(st.booleans()):
        made[-1] = replace(made[-1], ended=None, outcome=None)
    return made


MOMENTS = st.integers(-100, 600).map(after)


@given(sittings=histories(), held=WINDOWS, now=MOMENTS, opened=st.booleans(), closed=st.booleans())
def test_what_is_offered_is_what_the_rules_allow(
    sittings: list[Sitting], held: Rules, now: datetime, opened: bool, closed: bool
) -> None:
    found = offer(sittings, held, opened=NINE if opened else None, closed=NINE if closed else None, now=now)
    going = any(one.ended is None for one in sittings)
    if found.may is not May.NO:
        assert opened
        assert not closed
        assert found.may is (May.RESUME if going else May.START)
        assert found.why == ""
    else:
        assert found.why
    if found.may is May.START:
        assert len(sittings) < held.attempts
        assert held.opens is None or now >= held.opens
        assert held.closes is None or now < held.closes
        assert all(now >= one.ended + timedelta(hours=held.delay_hours) for one in sittings if one.ended)
    if found.may is May.RESUME:
        limit = limit_of(sittings[-1], held)
        assert limit is None or now < limit
        assert state_of(sittings, held, closed=None, now=now) in (State.IN_PROGRESS, State.OVERDUE)
    if found.since is not None and found.may is May.NO and opened:
        later = offer(sittings, held, opened=NINE, closed=None, now=found.since)
        assert later.since is None or later.since > found.since


@given(sittings=histories(), held=WINDOWS, now=MOMENTS, signed=st.booleans())
def test_a_state_is_of_what_there_is(
    sittings: list[Sitting], held: Rules, now: datetime, signed: bool
) -> None:
    found = state_of(sittings, held, closed=None, now=now, signed=signed)
    going = any(one.ended is None for one in sittings)
    counts = any(one.counts for one in sittings)
    assert (found is State.NOT_STARTED) <= (not sittings)
    assert (found is State.IN_PROGRESS) <= going
    assert (found is State.GRADED) == (signed and not going)
    assert (found is State.SUBMITTED) == (counts and not signed and not going)
    assert (found is State.ABANDONED) == (bool(sittings) and not signed and not going and not counts)


@given(stored=WINDOWS, now=WINDOWS)
def test_a_deadline_is_only_ever_moved_later(stored: Rules, now: Rules) -> None:
    begun = sitting(0, deadline=deadline_at(NINE, stored))
    found = deadline_of(begun, now)
    if begun.deadline is None:
        assert found is None
    else:
        assert found is None or found >= begun.deadline
    grace = timedelta(minutes=now.grace_minutes if now.at_expiry == "grace" else 0)
    assert limit_of(begun, now) == (None if found is None else found + grace)


@given(held=WINDOWS, last=st.integers(0, 200), whole=st.booleans())
def test_whatever_ends_by_its_time_ends_between_its_deadline_and_its_limit(
    held: Rules, last: int, whole: bool
) -> None:
    begun = sitting(0, deadline=deadline_at(NINE, held))
    limit, deadline = limit_of(begun, held), deadline_of(begun, held)
    if limit is None or deadline is None:
        return
    ended, outcome = ending_of(begun, held, limit=limit, last=after(last), whole=whole)
    assert deadline <= ended <= limit
    assert (ended > deadline) <= (after(last) > deadline)
    assert (outcome is Outcome.ABANDONED) == (held.at_expiry == "abandon" and not whole)


def test_what_is_closed_early_ends_then() -> None:
    begun = sitting(0)
    ended, _ = ending_of(begun, rules(), limit=after(10), last=after(9), whole=False)
    assert ended == after(10)


LEVELS = ("never", "submitted", "closed", "released")


@pytest.mark.parametrize(
    ("reached", "shown"), [(0, []), (1, ["submitted"]), (2, ["submitted", "closed"]), (3, list(LEVELS[1:]))]
)
def test_what_may_be_reviewed_comes_step_by_step(reached: int, shown: list[str]) -> None:
    review = Review(score="never", dimensions="submitted", lines="closed", debrief="released")
    found = reviewable(review, submitted=reached > 0, closed=reached > 1, released=reached > 2)
    assert {when for part, when in review if part in found} == set(shown)


def test_who_has_handed_nothing_in_sees_nothing_even_once_it_is_released() -> None:
    every = Review(score="submitted", dimensions="closed", lines="released", debrief="released")
    assert reviewable(every, submitted=False, closed=True, released=True) == frozenset()
