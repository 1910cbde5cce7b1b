"""What a trainee writes while playing is kept with the attempt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from simulator.attempts.errors import ContinuedElsewhere
from simulator.attempts.records import Jotting, JottingKind
from simulator.attempts.schema import VERSION_TABLE, metadata
from simulator.attempts.store import Store
from tests.faults.writers import a_header, a_row

NOTE, OWN = JottingKind.NOTE, JottingKind.OWN


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "attempts.sqlite3"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with closing(Store.open(place)) as held:
        yield held


def test_what_was_written_comes_back_in_order(store: Store, place: Path) -> None:
    header = a_header()
    writer = store.create(header)
    wrote = (Jotting(OWN, 2, "Überraschung 🙂"), Jotting(NOTE, 1, "[b]later\x1b"), Jotting(OWN, 5, ""))
    for jotting in wrote:
        store.jot(header.attempt, writer, jotting)
    with closing(Store.open(place)) as other:
        assert other.jottings(header.attempt) == wrote
    assert store.jottings("another") == ()


def test_lines_before_a_move_taken_back_are_forgotten_and_notes_are_not(store: Store) -> None:
    header = a_header()
    writer = store.create(header)
    for jotting in (Jotting(OWN, 1, "a"), Jotting(OWN, 2, "b"), Jotting(NOTE, 3, "c"), Jotting(OWN, 3, "d")):
        store.jot(header.attempt, writer, jotting)
    store.unsay(header.attempt, writer, 2)
    assert [held.text for held in store.jottings(header.attempt)] == ["a", "c"]


def test_only_the_writer_of_the_attempt_writes(store: Store) -> None:
    header = a_header()
    writer = store.create(header)
    store.claim(header.attempt)
    with pytest.raises(ContinuedElsewhere):
        store.jot(header.attempt, writer, Jotting(NOTE, 1, "a"))
    with pytest.raises(ContinuedElsewhere):
        store.unsay(header.attempt, writer, 0)
    assert store.jottings(header.attempt) == ()


def test_they_go_with_the_attempt(store: Store, place: Path) -> None:
    header = a_header()
    writer = store.create(header)
    store.jot(header.attempt, writer, Jotting(NOTE, 1, "a"))
    store.delete(header.attempt)
    with closing(sqlite3.connect(place)) as raw:
        assert raw.execute("SELECT count(*) FROM jottings").fetchone() == (0,)


def test_a_file_from_before_there_were_any_keeps_its_attempts(place: Path) -> None:
    header = a_header()
    with closing(Store.open(place)) as first:
        writer = first.create(header)
        first.append(header.attempt, writer, a_row(header.attempt, 1))
    with closing(sqlite3.connect(place)) as raw, raw:
        for table in reversed(metadata.sorted_tables):
            if table.name not in ("scenario_texts", "attempts", "moves"):
                raw.execute(f"DROP TABLE {table.name}")
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0001'")
    with closing(Store.open(place)) as after:
        assert after.load(header.attempt)[0] == header
        writer = after.claim(header.attempt)
        after.jot(header.attempt, writer, Jotting(NOTE, 1, "a"))
        assert [held.text for held in after.jottings(header.attempt)] == ["a"]
