"""A person's percentage in the place of a grade: only added to, with a reason, and both stay to be seen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from simulator.attempts.cohort_schema import people
from simulator.attempts.database import Database
from simulator.cohort import results
from simulator.cohort.audit import entries
from simulator.cohort.grade_overrides import BadOverride, GradeOverride, history, overridden, override
from simulator.cohort.grades import Verdict
from tests.handed_in import AT, ID, hand_in, rules


@pytest.fixture
def person(database: Database) -> str:
    """One who has handed in, below the pass mark."""
    hand_in(database, rules(**{"pass": 60}), 1)
    with database.reading() as connection:
        return str(connection.scalar(select(people.c.person)))


def put(database: Database, person: str, percent: int | None, reason: str = "seen it") -> GradeOverride:
    with database.writing() as connection:
        return override(connection, ID, person, percent, reason, at=AT, by="ann")


def test_it_stands_in_the_place_of_the_scores_and_both_are_seen(database: Database, person: str) -> None:
    put(database, person, 70)
    (one,) = results.look(database, ID).people
    assert (one.grade.percent, one.grade.verdict) == (70, Verdict.REACHED)
    assert one.grade.scored is not None
    assert one.grade.scored < 60


def test_taking_it_back_is_a_row_too(database: Database, person: str) -> None:
    put(database, person, 70)
    put(database, person, 65, "seen it again")
    put(database, person, None, "it was somebody else")
    (one,) = results.look(database, ID).people
    assert one.grade.override is None
    with database.reading() as connection:
        assert [held.percent for held in history(connection, ID, person)] == [70, 65, None]
        assert overridden(connection, ID, person, person) == {}


def test_the_log_tells_of_it_and_not_why(database: Database, person: str) -> None:
    made = put(database, person, 70, "Her mother had died")
    put(database, person, None, "her wish")
    with database.reading() as connection:
        given, back = entries(connection, ID)[-2:]
    assert (given.what, given.by) == ("overrode a grade", "ann")
    assert given.pseudonym == "P0"
    assert given.details == {"percent": 70, "before": None, "override": made.grade_override}
    assert (back.what, back.details["before"]) == ("took an override of a grade back", 70)
    assert not any("mother" in str(entry) for entry in (given, back))


def test_the_same_again_adds_nothing(database: Database, person: str) -> None:
    assert put(database, person, 70) == put(database, person, 70)
    with database.reading() as connection:
        assert len(history(connection, ID, person)) == 1


@pytest.mark.parametrize(
    ("percent", "reason", "told"),
    [
        (70, " \n", "A reason has 1 to 500 characters; this one has 0"),
        (70, "x" * 501, "this one has 501"),
        (101, "why", "from 0 to 100; 101 is not"),
        (-1, "why", "from 0 to 100; -1 is not"),
        (None, "why", "The grade of P0 is not overridden; there is nothing to take back"),
    ],
)
def test_what_cannot_be_is_said(
    database: Database, person: str, percent: int | None, reason: str, told: str
) -> None:
    with pytest.raises(BadOverride, match=told):
        put(database, person, percent, reason)
    with database.reading() as connection:
        assert not history(connection, ID, person)


def test_nothing_is_written_about_whom_was_deleted(database: Database, person: str) -> None:
    with database.writing() as connection:
        connection.execute(update(people).values(deleted=AT))
    with pytest.raises(BadOverride, match="P0 was deleted"):
        put(database, person, 70)
