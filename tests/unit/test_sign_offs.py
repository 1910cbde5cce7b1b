"""Comments and sign-offs: kept with their line of the audit log, and a sign-off is of one grade."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from simulator.attempts.cohort_schema import members, people
from simulator.cohort.audit import entries
from simulator.cohort.grade_overrides import override
from simulator.cohort.page import Page, find, page
from simulator.cohort.people import UnknownPerson
from simulator.cohort.remarks import LONGEST, BadRemark, comment, sign
from simulator.cohort.standing import SignOff
from simulator.cohort.states import State
from tests.courses import Course, course

PERSON = "C3D4F5"


@pytest.fixture
def spring(location: str) -> Iterator[Course]:
    with course(location) as held:
        held.enrol(PERSON, "Ada Reed")
        yield held


def remark(spring: Course, text: str) -> None:
    standing = spring.standing(PERSON)
    with spring.database.writing() as connection:
        at = spring.database.stamp(connection)
        comment(connection, spring.assessment, standing, text, at=at, by="trainer")


def sign_off(spring: Course, by: str = "trainer", **more: object) -> SignOff:
    standing = spring.standing(PERSON)
    with spring.database.writing() as connection:
        at = spring.database.stamp(connection)
        return sign(connection, spring.assessment, standing, at=at, by=by, **more)  # type: ignore[arg-type]


def set_by_hand(spring: Course, percent: int) -> None:
    with spring.database.writing() as connection:
        at = spring.database.stamp(connection)
        override(connection, spring.assessment, spring.person(PERSON), percent, "why", at=at, by="trainer")


def page_of(spring: Course) -> Page:
    found = spring.results()
    with spring.database.reading() as connection:
        return page(connection, found, find(connection, found, PERSON))


def logged(spring: Course) -> list[str]:
    with spring.database.reading() as connection:
        return [held.what for held in entries(connection, spring.assessment) if held.by == "trainer"][2:]


# -- comments


def test_comments_are_kept_in_their_order_and_counted(spring: Course) -> None:
    remark(spring, "Asked before offering.")
    spring.clock.on(minutes=1)
    remark(spring, " Two lines\nof it. ")
    held = page_of(spring)
    assert [(one.text, one.by) for one in held.comments] == [
        ("Asked before offering.", "trainer"),
        ("Two lines\nof it.", "trainer"),
    ]
    assert held.comments[0].at < held.comments[1].at
    assert held.standing.comments == 2


def test_the_log_tells_that_there_is_a_comment_and_not_what_it_says(spring: Course) -> None:
    remark(spring, "Ada was ill.")
    with spring.database.reading() as connection:
        last = entries(connection, spring.assessment)[-1]
    assert (last.what, last.pseudonym, list(last.details)) == ("commented", PERSON, ["comment"])


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "x" * (LONGEST + 1)])
def test_a_comment_has_something_in_it_and_an_end(spring: Course, text: str) -> None:
    with pytest.raises(BadRemark, match=f"1 to {LONGEST} characters"):
        remark(spring, text)
    assert page_of(spring).comments == ()


def test_nothing_is_written_about_somebody_deleted(spring: Course) -> None:
    spring.sit(PERSON)
    with spring.database.writing() as connection:
        connection.execute(update(people).values(deleted=spring.database.stamp(connection)))
    with pytest.raises(BadRemark, match="was deleted"):
        remark(spring, "Ada was ill.")
    assert page_of(spring).comments == ()


# -- sign-offs


def test_a_result_counts_once_a_person_has_signed_it_off(spring: Course) -> None:
    spring.sit(PERSON)
    assert spring.standing(PERSON).state is State.SUBMITTED
    made = sign_off(spring)
    held = spring.standing(PERSON)
    assert (held.state, held.confirmed, held.sign_off) == (State.GRADED, True, made)
    assert (made.verdict, made.percent, made.by) == (str(held.verdict), held.grade.percent, "trainer")
    assert logged(spring) == ["signed off"]


def test_signing_the_same_off_again_adds_nothing(spring: Course) -> None:
    spring.sit(PERSON)
    assert sign_off(spring) == sign_off(spring, by="somebody else")
    assert logged(spring) == ["signed off"]


def test_a_grade_that_changes_needs_another_sign_off(spring: Course) -> None:
    spring.sit(PERSON)
    before = sign_off(spring)
    set_by_hand(spring, 97)
    held = spring.standing(PERSON)
    assert (held.state, held.confirmed, held.changed) == (State.SUBMITTED, False, True)
    assert held.sign_off == before
    after = sign_off(spring)
    assert (after.percent, spring.standing(PERSON).state) == (97, State.GRADED)


def test_without_a_percentage_the_points_are_what_may_change(location: str) -> None:
    held = SignOff("—", None, 12, "trainer", "")
    with course(location) as spring:
        spring.enrol(PERSON)
        spring.sit(PERSON)
        grade = spring.standing(PERSON).grade
    bare = type(grade)(total=12)
    assert held.of(bare)
    assert not held.of(type(grade)(total=13))


def test_nothing_is_signed_off_that_is_not_there(spring: Course) -> None:
    spring.begin(PERSON)
    with pytest.raises(BadRemark, match=r"nothing to sign off yet \(in progress\)"):
        sign_off(spring)
    assert logged(spring) == []


def test_what_has_changed_while_one_looked_is_not_signed_off(spring: Course) -> None:
    spring.sit(PERSON)
    seen = spring.standing(PERSON).grade
    set_by_hand(spring, 97)
    with pytest.raises(BadRemark, match=r"has changed meanwhile: 97 %, reached"):
        sign_off(spring, seen=seen)
    assert sign_off(spring, seen=spring.standing(PERSON).grade).percent == 97


# -- finding somebody


def test_somebody_is_found_by_pseudonym_or_name(spring: Course) -> None:
    found = spring.results()
    with spring.database.reading() as connection:
        for wanted in (PERSON, PERSON.lower(), "Ada Reed"):
            assert find(connection, found, wanted).pseudonym == PERSON
        with pytest.raises(UnknownPerson, match="did you mean Ada Reed"):
            find(connection, found, "Ada Reef")


def test_who_left_without_having_sat_it_is_not_in_the_results(spring: Course) -> None:
    with spring.database.writing() as connection:
        connection.execute(update(members).values(left=spring.database.stamp(connection)))
    found = spring.results()
    with spring.database.reading() as connection, pytest.raises(UnknownPerson, match="has not sat"):
        find(connection, found, "Ada Reed")
