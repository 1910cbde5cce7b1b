"""Attempts of an assessment and practice: neither listed, found, opened nor removed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from simulator.attempts import rows
from simulator.attempts.cohort_schema import assessment_scenarios, assessments, cohorts
from simulator.attempts.errors import UnknownAttempt
from simulator.attempts.schema import scenario_texts
from simulator.attempts.store import ASSESSED, Store
from simulator.engine.attempt import Row
from tests.faults.writers import a_header


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path / "attempts.sqlite3")) as store:
        yield store


@pytest.fixture
def assessed(store: Store) -> str:
    """An attempt of an assessment with a move in it, beside which nothing has been practised."""
    header = a_header(mode=ASSESSED)
    store.append(header.attempt, store.create(header), Row(1, "begin", "[]"))
    return header.attempt


def test_it_is_not_listed(store: Store, assessed: str) -> None:
    practised = a_header()
    store.create(practised)
    assert [held.id for held in store.list()] == [practised.attempt]
    assert [held.id for held in store.list(unfinished=True, scenario="first-call")] == [practised.attempt]


def test_its_id_is_not_found(store: Store, assessed: str) -> None:
    with pytest.raises(UnknownAttempt, match="No attempt begins with"):
        store.find(assessed)


def test_practice_cannot_go_on_with_it(store: Store, assessed: str) -> None:
    with pytest.raises(UnknownAttempt, match="belongs to an assessment"):
        store.claim(assessed)


def test_practice_cannot_remove_it(store: Store, assessed: str) -> None:
    with pytest.raises(UnknownAttempt, match="belongs to an assessment"):
        store.delete(assessed)
    assert [row.move for row in store.load(assessed)[1]] == ["begin"]


def test_removing_what_was_practised_leaves_the_text_that_an_assessment_froze(store: Store) -> None:
    practised = a_header()
    store.create(practised)
    with store.database.writing() as connection:
        at = store.database.stamp(connection)
        digest = rows.keep_text(connection, practised.scenario_text)
        cohort = {"cohort": "spring", "title": "Spring", "created": at}
        connection.execute(insert(cohorts), cohort)
        held = {"assessment": "a", "cohort": "spring", "title": "A", "rules": "{}", "created": at}
        connection.execute(insert(assessments), held)
        frozen = {"assessment": "a", "place": 0, "scenario": "x", "title": "X", "scenario_hash": "0"}
        connection.execute(insert(assessment_scenarios), {**frozen, "text_digest": digest})
    store.delete(practised.attempt)
    with store.database.reading() as connection:
        assert connection.scalars(select(scenario_texts.c.digest)).all() == [digest]
