"""A small simulated cohort, in which everything befalls somebody; and that its checks find what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from simulator.attempts.database import Database
from simulator.cohort.grades import Verdict
from simulator.cohort.standing import Standing
from simulator.cohort.states import State
from tests.cohorts.checks import Kept, faults, found_in, kept, out_of_order
from tests.cohorts.course import ACCOUNT, TEST, Course
from tests.cohorts.minds import Sort
from tests.cohorts.trainees import FEWEST, Fate, trainees

GOOD, NAIVE, WALKED, SLOW, DELETED = 0, 1, 8, 9, 11
"""Trainees by their numbers, three of them by their fate."""


def small(place: str) -> Course:
    """A course of as many as there are fates, through to its end."""
    course = Course(place, trainees(FEWEST), (GOOD, WALKED, SLOW, DELETED))
    course.run()
    return course


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Kept]:
    """A course that is over, on SQLite, with what is kept of it."""
    course = small(str(tmp_path_factory.mktemp("cohort") / "kept.sqlite3"))
    with closing(Database.open(course.place)) as database:
        return course, kept(database, course)


def test_a_cohort_gets_what_it_played(through: tuple[Course, Kept]) -> None:
    course, held = through
    assert list(found_in(course, held)) == []
    assert {one.fate for one in course.trainees} == set(Fate)
    assert {one.state for results in held.results.values() for one in results.people} == {
        State.GRADED,
        State.OVERDUE,
        State.ABANDONED,
    }


def test_a_cohort_gets_what_it_played_on_a_server(emptied_url: str) -> None:
    assert faults(small(emptied_url)) == []


Tamper = Callable[[Course, Kept], Kept]


def _rows(change: Callable[[list[Any]], list[Any]]) -> Tamper:
    """Changes the rows of one attempt."""

    def tamper(_course: Course, held: Kept) -> Kept:
        attempt = min(held.moves)
        return replace(held, moves={**held.moves, attempt: change(list(held.moves[attempt]))})

    return tamper


def _people(change: Callable[[tuple[Standing, ...]], tuple[Standing, ...]]) -> Tamper:
    """Changes who is listed in the first assessment."""

    def tamper(_course: Course, held: Kept) -> Kept:
        results = held.results[TEST]
        changed = replace(results, people=change(results.people))
        return replace(held, results={**held.results, TEST: changed})

    return tamper


def _grade(number: int, **changes: Any) -> Tamper:
    """Changes the grade of one trainee."""

    def tamper(course: Course, held: Kept) -> Kept:
        person = held.people[course.trainees[number].reference]
        return _people(
            lambda people: tuple(
                replace(one, grade=replace(one.grade, **changes)) if one.person == person else one
                for one in people
            )
        )(course, held)

    return tamper


def _named(course: Course, held: Kept) -> Kept:
    """Puts a name into the audit log."""
    name = course.trainees[GOOD].name
    return replace(held, audit=[*held.audit[:-1], replace(held.audit[-1], details={"who": name})])


def _card(course: Course, held: Kept) -> Kept:
    return replace(held, cards={attempt: f"{card} " for attempt, card in held.cards.items()})


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_rows(lambda rows: rows[:-1]), "moves acknowledged"),
        (_rows(lambda rows: [*rows, rows[-1]]), "moves acknowledged"),
        (_rows(lambda rows: [rows[0], *rows[2:], rows[1]]), "moves acknowledged"),
        (lambda _, held: replace(held, moves={**held.moves, "x": [(1, "begin", "[]")]}), "nobody played it"),
        (_people(lambda people: people[1:]), "is not listed"),
        (_people(lambda people: (*people, people[0])), "does not have everybody once"),
        (_people(lambda people: tuple(replace(one, team="East") for one in people)), "in the team East"),
        (
            _people(lambda people: tuple(replace(one, state=State.SUBMITTED) for one in people)),
            "submitted, and not graded",
        ),
        (_people(lambda people: tuple(replace(one, gone="") for one in people)), "gone: ''"),
        (_people(lambda people: tuple(replace(one, tried=()) for one in people)), "0 sittings kept, 2"),
        (_grade(GOOD, verdict=Verdict.NOT_YET), "not passed"),
        (_grade(NAIVE, verdict=Verdict.REACHED), "shortest, passed"),
        (_grade(GOOD, total=34), "34 points, and the plays were worth [35]"),
        (_grade(GOOD, scored=99), "99 %, and the plays were worth [35]"),
        (lambda _, held: replace(held, scores=[*held.scores, held.scores[0]]), "has 2 scores"),
        (lambda _, held: replace(held, scores=held.scores[1:]), "have a score"),
        (lambda _, held: replace(held, scores_again=held.scores_again[1:]), "left other scores behind"),
        (_card, "scored otherwise the second time"),
        (lambda _, held: replace(held, audit=held.audit[1:]), "audit: made the cohort: 0 times, and not 1"),
        (_named, "audit: names Trainee Aaaa"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(through: tuple[Course, Kept], tamper: Tamper, said: str) -> None:
    course, held = through
    found = list(found_in(course, tamper(course, held)))
    assert any(said in fault for fault in found), found


def test_a_good_line_with_slips_that_earns_more_is_found() -> None:
    earned = {Sort.GOOD: (30.0, 12), Sort.SLIPS_25: (31.0, 12), Sort.SLIPS_50: (32.0, 3)}
    assert list(out_of_order(earned)) == ["good line earns 30.0 points, good line, a quarter naive 31.0"]


def test_those_who_are_asked_to_the_account_alone_sit_it(through: tuple[Course, Kept]) -> None:
    _, held = through
    assert sum(bool(one.tried) for one in held.results[ACCOUNT].people) == 3
