"""Assessments written down, opened, closed and released; overrides; when one is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from simulator.attempts.cohort_schema import assessments as rows
from simulator.attempts.cohort_schema import rubric_texts
from simulator.cohort import assessments, freezing, overrides
from simulator.cohort.cohorts import BadCohort, UnknownCohort
from simulator.cohort.refused import NotAllowed, UnknownAssessment
from simulator.cohort.reviewing import is_over
from simulator.cohort.rules import Override
from tests.assessing import SMALL, World, world


@pytest.fixture
def held(location: str, tmp_path: Path) -> Iterator[World]:
    made = world(location, tmp_path)
    with closing(made.database):
        yield made


def stands(held: World) -> str:
    with held.database.reading() as connection:
        return assessments.read(connection, "a").stands


def test_from_a_draft_to_its_release(held: World) -> None:
    assessments.create(held.database, held.rules(), "trainer")
    assert stands(held) == "draft"
    assessments.open_(held.database, assessments.opening(held.database, "a"), "trainer")
    assert stands(held) == "open"
    assessments.close(held.database, "a", "trainer")
    assert stands(held) == "closed"
    assessments.release(held.database, "a", "trainer")
    assert stands(held) == "released"
    told = ["made", "opened", "closed", "released"]
    assert [entry.what.split()[0] for entry in held.log("")] == told
    assert {entry.by for entry in held.log("")} == {"trainer"}


def test_opening_freezes_text_fingerprint_variant_and_rubric(held: World) -> None:
    held.opened()
    with held.database.reading() as connection:
        (frozen,) = freezing.kept(connection, "a")
        digest = connection.scalar(select(rows.c.rubric_digest))
        assert connection.scalar(select(rubric_texts.c.digest)) == digest
    assert (frozen.text, frozen.scenario, frozen.variant) == (SMALL, "small", None)


def test_before_it_is_opened_its_rules_may_be_written_anew(held: World) -> None:
    assessments.create(held.database, held.rules(), "trainer")
    made = assessments.create(held.database, held.rules(minutes=50, title="Another"), "trainer")
    assert (made.rules.minutes, made.title) == (50, "Another")
    assert len(held.log("changed the rules")) == 1


def test_once_it_is_opened_its_rules_stand(held: World) -> None:
    held.opened()
    with pytest.raises(NotAllowed, match="rules are frozen"):
        assessments.create(held.database, held.rules(minutes=50), "trainer")
    with held.database.reading() as connection:
        assert assessments.read(connection, "a").rules.minutes == 30


def test_it_is_opened_once_closed_once_released_once_and_in_that_order(held: World) -> None:
    assessments.create(held.database, held.rules(), "trainer")
    for early in (assessments.close, assessments.release):
        with pytest.raises(NotAllowed, match=r"not been opened|close it first"):
            early(held.database, "a", "trainer")
    wanted = assessments.opening(held.database, "a")
    assessments.open_(held.database, wanted, "trainer")
    with pytest.raises(NotAllowed, match="was opened"):
        assessments.open_(held.database, wanted, "trainer")
    with pytest.raises(NotAllowed, match="was opened"):
        assessments.opening(held.database, "a")
    with pytest.raises(NotAllowed, match="close it first"):
        assessments.release(held.database, "a", "trainer")
    assessments.close(held.database, "a", "trainer")
    with pytest.raises(NotAllowed, match="was closed"):
        assessments.close(held.database, "a", "trainer")
    assessments.release(held.database, "a", "trainer")
    with pytest.raises(NotAllowed, match="were released"):
        assessments.release(held.database, "a", "trainer")


def test_rules_that_were_changed_after_the_preview_are_not_opened_unseen(held: World) -> None:
    assessments.create(held.database, held.rules(), "trainer")
    wanted = assessments.opening(held.database, "a")
    assessments.create(held.database, held.rules(minutes=5), "another")
    with pytest.raises(NotAllowed, match="changed in the meantime"):
        assessments.open_(held.database, wanted, "trainer")
    assert stands(held) == "draft"


def test_without_a_proved_best_there_is_no_pass_mark(held: World) -> None:
    assessments.create(held.database, held.rules(**{"pass": 60}), "trainer")
    with pytest.raises(NotAllowed, match=r"the best of small is not proved; prove it with onlyme analyze"):
        assessments.opening(held.database, "a")
    assessments.create(held.database, held.rules(), "trainer")
    assert assessments.opening(held.database, "a").bests == (None,)


def test_with_a_proved_best_there_is(held: World) -> None:
    assessments.create(held.database, held.rules(scenarios=["first-steps"], **{"pass": 60}), "trainer")
    wanted = assessments.opening(held.database, "a")
    assert wanted.percent
    assert assessments.open_(held.database, wanted, "trainer").opened is not None


def test_what_would_have_closed_already_is_not_opened(held: World) -> None:
    assessments.create(held.database, held.rules(closes="2027-03-02T08:59Z"), "trainer")
    with pytest.raises(NotAllowed, match="a later `closes`"):
        assessments.opening(held.database, "a")


def test_an_unknown_cohort_or_assessment_is_told_with_what_may_be_meant(held: World) -> None:
    with pytest.raises(UnknownCohort, match="did you mean spring"):
        assessments.create(held.database, held.rules(cohort="sprng"), "trainer")
    held.opened(id="spring-2027")
    with held.database.reading() as connection, pytest.raises(UnknownAssessment, match="did you mean spring"):
        assessments.read(connection, "sping-2027")


# -- overrides


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"person": "ann", "attempts": 2, "reason": " "}, "needs a reason"),
        ({"person": "ann", "extra_time": "1.5", "reason": "ill"}, "without a reason"),
        ({"person": "ann"}, "changes nothing"),
        ({"attempts": 2}, "for one person or for one team"),
        ({"person": "ann", "team": "north", "attempts": 2}, "for one person or for one team"),
        ({"person": "ann", "closes": "2027-03-02T07:00Z"}, "close before it opens"),
        ({"person": "ann", "attempts": 2, "reason": "x" * 501}, "at most 500"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(held: World, more: dict[str, str], said: str) -> None:
    held.opened(opens="2027-03-02T08:00Z")
    with pytest.raises(NotAllowed, match=said):
        held.override(**more)
    with held.database.reading() as connection:
        assert overrides.given(connection, "a") == ()


def test_extra_time_of_no_limit_is_refused(held: World) -> None:
    held.opened(minutes=None)
    with pytest.raises(NotAllowed, match="no time limit"):
        held.override("ann", extra_time="1.5")


def test_a_team_that_nobody_is_in_is_refused(held: World) -> None:
    held.opened()
    with pytest.raises(BadCohort, match="did you mean north"):
        held.override(team="nroth", extra_time="1.5")


def test_nothing_is_given_once_it_is_closed(held: World) -> None:
    held.opened()
    assessments.close(held.database, "a", "trainer")
    with pytest.raises(NotAllowed, match="is closed"):
        held.override("ann", extra_time="1.5")


def test_the_reason_is_kept_with_the_override_and_not_in_the_log(held: World) -> None:
    held.opened()
    given = held.override("ann", attempts=2, reason="Ann was ill")
    assert given.reason == "Ann was ill"
    (entry,) = held.log("gave an override")
    assert entry.pseudonym == "ANN"
    assert "ill" not in str(entry.details)


def test_extra_time_is_kept_without_a_reason(held: World) -> None:
    held.opened()
    assert held.override("ann", extra_time="1.25").reason is None


def test_an_override_is_withdrawn_once(held: World) -> None:
    held.opened()
    number = held.override("ann", extra_time="1.25").number
    overrides.withdraw(held.database, "a", number, "trainer")
    with pytest.raises(NotAllowed, match="withdrawn already"):
        overrides.withdraw(held.database, "a", number, "trainer")
    with pytest.raises(NotAllowed, match="has no override 99"):
        overrides.withdraw(held.database, "a", 99, "trainer")


def test_the_rules_of_everybody_are_those_of_each(held: World) -> None:
    held.opened()
    held.override("ann", attempts=3)
    held.override(team="south", extra_time="2")
    held.override(team="north", attempts=5, minutes=20)
    with held.database.reading() as connection:
        made = assessments.read(connection, "a")
        every = overrides.rules_of_all(connection, made)
        assert every == {who: overrides.rules_for(connection, made, who) for who in ("ann", "bob")}
    assert (every["ann"].attempts, every["ann"].minutes) == (3, 20)
    assert (every["bob"].attempts, every["bob"].minutes) == (1, 60)


# -- when it is over


def over(held: World) -> bool:
    with held.database.reading() as connection:
        found = assessments.read(connection, "a")
        return is_over(connection, found, held.database.now(connection))


def test_the_last_day_is_a_closing_once_it_is_past_for_everybody(held: World) -> None:
    held.opened(closes="2027-03-02T10:00Z", at_expiry="grace", grace_minutes=5)
    held.override("bob", closes="2027-03-02T12:00Z")
    held.clock.at(90)
    assert not over(held)
    held.clock.at(184)
    assert not over(held)
    held.clock.at(185)
    assert over(held)


def test_without_a_last_day_it_is_over_once_it_is_closed(held: World) -> None:
    held.opened()
    assert not over(held)
    assessments.close(held.database, "a", "trainer")
    assert over(held)


def test_an_override_holds_what_was_written() -> None:
    assert Override.model_validate({"extra_time": 1}).kept() == {"extra_time": "1"}
