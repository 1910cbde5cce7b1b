"""The attempt store on ordinary days, in a SQLite file and on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, insert, select

from simulator.attempts.database import Database
from simulator.attempts.errors import BadDatabase, ContinuedElsewhere, NotSaved, OutOfStep, UnknownAttempt
from simulator.attempts.schema import moves, scenario_texts
from simulator.attempts.store import Listed, Store, Summary
from simulator.engine.attempt import Row, live
from tests.faults.writers import a_header, a_row, begin

WON = Summary("signed", "commitment", {"rapport": 4, "pace": -1}, "2026-01-02T04:00:00+00:00")


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def count(store: Store, table: Table) -> int | None:
    """How many rows a table has."""
    with store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def only(store: Store) -> Listed:
    (listed,) = store.list()
    return listed


# -- keeping and giving back


def test_what_was_given_comes_back(store: Store) -> None:
    header = a_header(variant="hard", seed=2**200, title="Überraschung 🙂", scenario_text="a: 1\r\nb: ' '\n")
    writer = store.create(header)
    rows = tuple(a_row(header.attempt, seq) for seq in range(1, 20))
    for row in rows:
        store.append(header.attempt, writer, row)
    assert store.load(header.attempt) == (header, rows)


def test_another_store_in_the_same_place_finds_it_all(store: Store, location: str) -> None:
    attempt, _ = begin(store, "say a", "say b")
    with closing(Store.open(location)) as other:
        assert other.load(attempt) == store.load(attempt)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_is_kept_byte_for_byte(store: Store, text: str) -> None:
    header = a_header(title=text, scenario_text=text)
    row = Row(1, text, text)
    store.append(header.attempt, store.create(header), row)
    assert store.load(header.attempt) == (header, (row,))


@pytest.mark.parametrize(
    "write",
    [
        lambda store, attempt, writer: store.append(attempt, writer, Row(1, "say a", "a\0b")),
        lambda store, *_: store.create(a_header(title="a\0b")),
        lambda store, *_: store.create(a_header(scenario_text="\0")),
    ],
)
def test_a_nul_character_is_refused_everywhere_as_some_databases_cannot_hold_it(
    store: Store, write: Callable[[Store, str, str], object]
) -> None:
    attempt, writer = begin(store)
    with pytest.raises(NotSaved, match="NUL character in it cannot be kept; take the character out"):
        write(store, attempt, writer)
    assert store.load(attempt)[1] == ()
    store.append(attempt, writer, Row(1, "say a", '"a\\u0000b"'))


def test_a_broken_character_is_refused_in_plain_words(store: Store) -> None:
    with pytest.raises(
        NotSaved, match="NOT saved: text with a broken character in it can be neither kept nor found"
    ):
        store.create(a_header(title="a\udcff"))
    with pytest.raises(BadDatabase, match="a broken character"):
        store.find("\udcff")


def test_texts_are_kept_once_each_even_when_they_share_a_scenario_hash(store: Store) -> None:
    first, _ = begin(store, scenario_text="a: 1  # one\n")
    begin(store, scenario_text="a: 1  # one\n")
    second, _ = begin(store, scenario_text="a: 1  # another\n")
    assert store.load(first)[0].scenario_text == "a: 1  # one\n"
    assert store.load(second)[0].scenario_text == "a: 1  # another\n"
    assert count(store, scenario_texts) == 2


def test_several_threads_share_a_store(store: Store) -> None:
    def play() -> None:
        begun.append(begin(store, "say a", "say b", "say c")[0])

    begun: list[str] = []
    threads = [Thread(target=play) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.load(attempt)[1]) for attempt in begun] == [3, 3, 3, 3]


# -- order, repetition, and one writer at a time


@pytest.mark.parametrize("seq", [-1, 0, 2, 4, 10**30])
def test_a_row_that_does_not_follow_is_refused(store: Store, seq: int) -> None:
    attempt, writer = begin(store, "say a", "say b")
    with pytest.raises(OutOfStep, match=r"^NOT saved: "):
        store.append(attempt, writer, Row(seq, "say other", "[]"))
    assert [row.seq for row in store.load(attempt)[1]] == [1, 2]


def test_the_same_row_again_is_silent_and_another_in_its_place_is_not(store: Store) -> None:
    attempt, writer = begin(store, "say a", "say b")
    for seq, move in ((2, "say b"), (1, "say a")):
        store.append(attempt, writer, Row(seq, move, "[]"))
    for other in (Row(2, "say c", "[]"), Row(2, "say b", "[1]"), Row(1, "say b", "[]")):
        with pytest.raises(OutOfStep):
            store.append(attempt, writer, other)
    assert store.load(attempt)[1] == (Row(1, "say a", "[]"), Row(2, "say b", "[]"))
    assert only(store).moves == 2


def test_the_database_itself_refuses_a_second_row_in_one_place(store: Store) -> None:
    attempt, _ = begin(store, "say a")
    second = {"attempt": attempt, "seq": 1, "move": "say b", "events": "[]"}
    with pytest.raises(NotSaved), store.database.writing() as connection:
        connection.execute(insert(moves), second)
    assert store.load(attempt)[1] == (Row(1, "say a", "[]"),)


def test_the_older_writer_is_told_and_stops(store: Store, location: str) -> None:
    attempt, older = begin(store, "say a")
    with closing(Store.open(location)) as other:
        newer = other.claim(attempt)
        for late in (Row(2, "say b", "[]"), Row(1, "say a", "[]")):
            with pytest.raises(ContinuedElsewhere, match="continued elsewhere"):
                store.append(attempt, older, late)
        with pytest.raises(ContinuedElsewhere):
            store.finish(attempt, older, WON)
        other.append(attempt, newer, Row(2, "say c", "[]"))
    assert store.load(attempt)[1][-1] == Row(2, "say c", "[]")
    assert not only(store).finished


def test_what_is_not_there(store: Store) -> None:
    begin(store)
    for use in (
        lambda: store.load("none"),
        lambda: store.claim("none"),
        lambda: store.delete("none"),
        lambda: store.append("none", "writer", Row(1, "say a", "[]")),
        lambda: store.finish("none", "writer", WON),
    ):
        with pytest.raises(UnknownAttempt, match="no attempt none"):
            use()


# -- lists


@pytest.mark.parametrize(
    "moves",
    [
        "undo",
        "begin undo undo a",
        "begin a b undo",
        "begin a undo undo undo b c",
        "begin a undone b undo",
    ],
)
def test_undone_moves_are_rows_that_do_not_count(store: Store, moves: str) -> None:
    attempt, _ = begin(store, *moves.split())
    rows = store.load(attempt)[1]
    assert " ".join(row.move for row in rows) == moves
    assert only(store).moves == len(live(rows))


def test_the_list_has_the_last_saved_first(location: str) -> None:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(9))
    with closing(Store(Database.open(location, now=lambda: next(times)))) as store:
        first, writer = begin(store)
        second, _ = begin(store)
        assert [listed.id for listed in store.list()] == [second, first]
        store.append(first, writer, Row(1, "say a", "[]"))
        assert [listed.id for listed in store.list()] == [first, second]
        assert store.list()[0].last_saved == "2026-01-01T02:00:00.000000+00:00"


def test_the_list_tells_and_narrows(store: Store) -> None:
    done, writer = begin(store, "say a", variant="hard", title="One")
    store.finish(done, writer, WON)
    going, _ = begin(store, scenario="second-call")
    (listed,) = store.list(unfinished=False)
    assert (listed.id, listed.title, listed.variant, listed.moves) == (done, "One", "hard", 1)
    assert (listed.finished, listed.summary) == (True, WON)
    assert [listed.id for listed in store.list(unfinished=True)] == [going]
    assert [listed.id for listed in store.list(scenario="second-call")] == [going]
    assert store.list(scenario="second-call", unfinished=False) == ()
    assert len(store.list()) == 2


def test_a_finished_attempt_that_goes_on_is_unfinished_again(store: Store) -> None:
    attempt, writer = begin(store, "say a")
    store.finish(attempt, writer, WON)
    store.append(attempt, writer, Row(1, "say a", "[]"))
    assert only(store).finished
    store.append(attempt, writer, Row(2, "undo", "[]"))
    assert only(store).summary is None


def test_finding_by_the_first_letters(store: Store) -> None:
    for attempt in ("abc1", "abd2", "xyz3"):
        store.create(a_header(attempt=attempt))
    assert store.find("abc") == "abc1"
    assert store.find(" XYZ3 ") == "xyz3"
    for prefix, told in (
        ("ab", "More than one"),
        ("q", "No attempt"),
        ("", "first letters"),
        ("%", "No attempt"),
    ):
        with pytest.raises(UnknownAttempt, match=told):
            store.find(prefix)
    with pytest.raises(UnknownAttempt) as caught:
        store.find("\x1b[31m")
    assert str(caught.value).isprintable()


# -- deleting


def test_deleting_takes_the_attempt_and_none_of_the_others(store: Store) -> None:
    header = a_header(scenario_text="a: 2\n")
    writer = store.create(header)
    store.append(header.attempt, writer, Row(1, "say a", "[]"))
    other, _ = begin(store, "say b")
    shared, _ = begin(store, "say c")
    kept = store.load(other)
    store.delete(header.attempt)
    store.delete(shared)
    assert store.load(other) == kept
    with pytest.raises(UnknownAttempt):
        store.load(header.attempt)
    with pytest.raises(UnknownAttempt):
        store.append(header.attempt, writer, Row(2, "say a", "[]"))
    assert count(store, moves) == 1
    assert count(store, scenario_texts) == 1
