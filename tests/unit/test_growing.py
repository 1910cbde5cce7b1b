"""What only grows: the database itself refuses to change it, whoever asks."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from simulator.attempts.cohort_schema import GROWING, audit, grade_overrides, scores, sign_offs
from simulator.attempts.database import Database
from simulator.attempts.errors import NotSaved
from simulator.attempts.schema import metadata
from simulator.cohort.audit import entries
from tests.handed_in import AT, ID, hand_in, rules

TABLES = {table.name: table for table in (audit, scores, grade_overrides, sign_offs)}


@pytest.fixture
def kept(database: Database) -> Database:
    """A row in each of the tables."""
    hand_in(database, rules(), 1)
    with database.writing() as connection:
        person = connection.scalar(select(metadata.tables["people"].c.person))
        values = {"assessment": ID, "person": person, "by": "ann", "at": AT}
        connection.execute(insert(grade_overrides), values | {"percent": 70, "reason": "seen it"})
        connection.execute(insert(sign_offs), values | {"verdict": "reached", "percent": 70})
    return database


class TakenBack(Exception):
    """The end of a transaction of which nothing is to stay."""


def without(connection: Connection, table: str, change: str) -> None:
    """Takes the guard away."""
    trigger = f"{table}_refuses_{change}"
    where = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER {trigger}{where}")


def test_the_tables_are_those_that_are_told() -> None:
    assert set(TABLES) == set(GROWING)


@pytest.mark.parametrize("name", GROWING)
def test_no_row_is_changed(kept: Database, name: str) -> None:
    changed = update(TABLES[name]).values(by="bob")
    with pytest.raises(NotSaved, match=f"{name} only grows"), kept.writing() as connection:
        connection.execute(changed)
    with kept.reading() as connection:
        assert "bob" not in connection.scalars(select(TABLES[name].c.by)).all()


def test_no_line_of_the_log_is_taken_out(kept: Database) -> None:
    with kept.reading() as connection:
        before = entries(connection)
    with pytest.raises(NotSaved, match="audit only grows"), kept.writing() as connection:
        connection.execute(delete(audit))
    with kept.reading() as connection:
        assert entries(connection) == before


@pytest.mark.parametrize(("name", "change"), [*((name, "update") for name in GROWING), ("audit", "delete")])
def test_it_is_the_guard_that_refuses(kept: Database, name: str, change: str) -> None:
    made = update(TABLES[name]).values(by="bob") if change == "update" else delete(TABLES[name])
    with suppress(TakenBack), kept.writing() as connection:
        without(connection, name, change)
        assert connection.execute(made).rowcount
        raise TakenBack
    # The guard is back, as nothing of it stayed.
    with pytest.raises(NotSaved, match="only grows"), kept.writing() as connection:
        connection.execute(made)
