"""Results: where everybody stands, as it is now, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from simulator.attempts.cohort_schema import members, people
from simulator.cohort import assessments
from simulator.cohort.grade_overrides import override
from simulator.cohort.grades import Verdict
from simulator.cohort.overrides import give
from simulator.cohort.results import names_of
from simulator.cohort.rules import Override
from simulator.cohort.sitting import trial
from simulator.cohort.states import State
from tests.courses import BEGINNING, Course, course


@pytest.fixture
def spring(location: str) -> Iterator[Course]:
    with course(location) as held:
        yield held


def test_everybody_is_listed_by_pseudonym_whoever_joined_late_too(spring: Course) -> None:
    spring.enrol("K7T4R9", "Ada")
    spring.sit("K7T4R9")
    spring.enrol("C3D4F5", "Ben", "North")
    found = spring.results()
    assert [(one.pseudonym, one.team, one.state) for one in found.people] == [
        ("C3D4F5", "North", State.NOT_STARTED),
        ("K7T4R9", None, State.SUBMITTED),
    ]
    assert (found.title, found.scenarios, found.now) == (
        "Spring assessment",
        ("First steps",),
        spring.clock.now,
    )


def test_who_is_under_way_is_told_by_day_and_decisions(spring: Course) -> None:
    spring.enrol("C3D4F5")
    live = spring.begin("C3D4F5")
    held = spring.standing("C3D4F5")
    assert (held.state, held.day, held.going and held.going.played[0].decisions) == (State.IN_PROGRESS, 0, 0)
    spring.clock.on(minutes=5)
    spring.play(live, moves=3)
    held = spring.standing("C3D4F5")
    assert held.going is not None
    assert (held.going.number, held.going.played[0].decisions, held.allowed) == (1, 3, 2)
    assert held.saved == (BEGINNING + timedelta(minutes=5)).isoformat(timespec="microseconds")
    spring.play(live)
    assert (spring.standing("C3D4F5").day or 0) > 0


def test_a_day_is_the_same_whether_it_was_looked_up_on_the_way_or_at_once(spring: Course) -> None:
    spring.enrol("C3D4F5")
    live = spring.begin("C3D4F5")
    days = []
    while live.session.play.legal_moves():
        spring.play(live, moves=1)
        days.append(spring.standing("C3D4F5").day)
    spring.days = type(spring.days)()
    assert spring.standing("C3D4F5").day == days[-1]
    assert days == sorted(days)


def test_what_was_handed_in_has_a_grade(spring: Course) -> None:
    spring.enrol("C3D4F5")
    spring.sit("C3D4F5")
    held = spring.standing("C3D4F5")
    played = held.tried[0].played[0]
    assert played.total is not None
    assert (played.best, played.over) == (35, True)
    assert held.grade.total == played.total == sum((held.grade.points or {}).values())
    assert held.grade.percent == held.tried[0].percent == int(100 * played.total / 35)
    assert held.verdict in (Verdict.REACHED, Verdict.NOT_YET)
    assert held.principles


def test_the_best_of_two_sittings_makes_the_grade(spring: Course) -> None:
    spring.enrol("C3D4F5")
    spring.sit("C3D4F5")
    spring.clock.on(hours=1)
    spring.play(spring.begin("C3D4F5"), moves=2).submit()
    held = spring.standing("C3D4F5")
    percentages = [one.percent for one in held.tried]
    assert held.grade.percent == max(one for one in percentages if one is not None)
    assert [one.number for one in held.tried] == [1, 2]


def test_a_sitting_whose_time_is_up_is_ended_when_somebody_looks(location: str) -> None:
    with course(location, minutes=30) as spring:
        spring.enrol("C3D4F5")
        spring.enrol("D3D4F5")
        spring.play(spring.begin("C3D4F5"), moves=2)
        spring.clock.on(minutes=29)
        assert spring.standing("C3D4F5").deadline == BEGINNING + timedelta(minutes=30)
        assert spring.standing("C3D4F5").state is State.IN_PROGRESS
        spring.clock.on(minutes=1)
        held = spring.standing("C3D4F5")
        assert (held.state, held.tried[0].outcome) == (State.SUBMITTED, "submitted")
        assert held.grade.percent is not None


def test_who_did_not_come_is_overdue_once_it_has_closed(spring: Course) -> None:
    spring.enrol("C3D4F5")
    assessments.close(spring.database, spring.assessment, "trainer")
    assert spring.standing("C3D4F5").state is State.OVERDUE


def test_in_grace_one_is_overdue_and_may_still_hand_in(location: str) -> None:
    with course(location, minutes=30, at_expiry="grace", grace_minutes=10) as spring:
        spring.enrol("C3D4F5")
        live = spring.begin("C3D4F5")
        spring.clock.on(minutes=35)
        assert spring.standing("C3D4F5").state is State.OVERDUE
        live.submit()
        held = spring.standing("C3D4F5")
        assert (held.state, held.tried[0].late) == (State.SUBMITTED, True)


def test_extra_time_given_late_shows_at_once(location: str) -> None:
    with course(location, minutes=30) as spring:
        spring.enrol("C3D4F5", team="North")
        spring.begin("C3D4F5")
        extra = Override.model_validate({"extra_time": "1.5"})
        give(spring.database, spring.assessment, extra, by="trainer", team="North")
        assert spring.standing("C3D4F5").deadline == BEGINNING + timedelta(minutes=45)


def test_a_team_changed_in_the_middle_shows_at_once(spring: Course) -> None:
    person = spring.enrol("C3D4F5", team="North")
    spring.begin("C3D4F5")
    with spring.database.writing() as connection:
        connection.execute(update(members).where(members.c.person == person).values(team="South"))
    assert spring.standing("C3D4F5").team == "South"


def test_who_left_is_there_by_what_was_sat_and_not_otherwise(spring: Course) -> None:
    for pseudonym in ("C3D4F5", "D3D4F5"):
        person = spring.enrol(pseudonym, "Ada")
        if pseudonym == "C3D4F5":
            spring.sit(pseudonym)
        with spring.database.writing() as connection:
            at = spring.database.stamp(connection)
            connection.execute(update(members).where(members.c.person == person).values(left=at))
    assert [(one.pseudonym, one.gone) for one in spring.results().people] == [("C3D4F5", "left")]


def test_who_was_deleted_is_there_without_a_name(spring: Course) -> None:
    person = spring.enrol("C3D4F5", None)
    spring.enrol("D3D4F5", "Ben")
    spring.sit("C3D4F5")
    with spring.database.writing() as connection:
        at = spring.database.stamp(connection)
        connection.execute(update(people).where(people.c.person == person).values(deleted=at))
    held = spring.standing("C3D4F5")
    assert (held.gone, held.state) == ("deleted", State.SUBMITTED)
    with spring.database.reading() as connection:
        assert names_of(connection, spring.results()) == {spring.person("D3D4F5"): "Ben"}


def test_a_trial_run_is_nobody_s(spring: Course) -> None:
    spring.play(trial(spring.database, spring.assessment, "trainer")).submit()
    assert spring.results().people == ()


def test_an_override_shows_beside_what_was_scored(spring: Course) -> None:
    person = spring.enrol("C3D4F5")
    spring.sit("C3D4F5")
    before = spring.standing("C3D4F5").grade

    def give_by_hand(percent: int | None) -> None:
        with spring.database.writing() as connection:
            at = spring.database.stamp(connection)
            override(connection, spring.assessment, person, percent, "a reason", at=at, by="trainer")

    give_by_hand(97)
    held = spring.standing("C3D4F5").grade
    assert (held.percent, held.scored, held.verdict) == (97, before.percent, Verdict.REACHED)
    give_by_hand(None)
    assert spring.standing("C3D4F5").grade == before
