"""The store on bad days: no space, bad disks, locks, damage, kills. It never says "saved" when it is not."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from simulator.attempts import sqlite
from simulator.attempts.database import Database
from simulator.attempts.errors import BadDatabase, NotSaved, StoreError
from simulator.attempts.journal import Journal
from simulator.attempts.schema import VERSION_TABLE
from simulator.attempts.store import Store
from simulator.attempts.turns import turn
from simulator.engine.attempt import Row
from tests.faults import crowd, full, kills
from tests.faults.places import KINDS
from tests.faults.writers import a_header, a_row, append_some, processes
from tests.servers import programs

BIG = "x" * 200_000


@dataclass
class Faults:
    """What the next connections to SQLite shall suffer from."""

    pragmas: list[str] = field(default_factory=list)
    on_commit: str | None = None
    commits_first: bool = False


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Put a driver in place that fails as it is told."""
    faults = Faults()

    class Faulty(sqlite3.Connection):
        def commit(self) -> None:
            if faults.on_commit is None or not self.in_transaction:
                super().commit()
                return
            if faults.commits_first:
                super().commit()
            raise sqlite3.OperationalError(faults.on_commit)

    real = sqlite3.dbapi2.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*given, **named, factory=Faulty)
        for pragma in faults.pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    monkeypatch.setattr(sqlite3.dbapi2, "connect", connect)
    return faults


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "attempts.sqlite3"


@pytest.fixture
def begun(place: Path) -> tuple[str, str]:
    """An attempt with one row, by a store that is closed again: its id and its writer."""
    header = a_header()
    with closing(Store.open(place)) as store:
        writer = store.create(header)
        store.append(header.attempt, writer, a_row(header.attempt, 1))
    return header.attempt, writer


def rows_on_disk(place: Path, attempt: str) -> int:
    """How many rows another program finds."""
    with closing(sqlite3.connect(place)) as connection:
        counted = connection.execute("SELECT count(*) FROM moves WHERE attempt = ?", [attempt])
        return int(counted.fetchone()[0])


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """Have the system refuse to lengthen any file of this process beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


# -- writes that fail


def test_a_full_disk_is_told_and_the_same_store_goes_on_once_there_is_space(
    faults: Faults, place: Path, begun: tuple[str, str]
) -> None:
    faults.pragmas = ["max_page_count = 20"]
    with closing(Store.open(place)) as store:
        with pytest.raises(NotSaved, match=r"^NOT saved: the disk is full; free some space"):
            store.append(*begun, Row(2, "say x", BIG))
        assert rows_on_disk(place, begun[0]) == 1
        faults.pragmas = []
        store.append(*begun, Row(2, "say x", BIG))
    assert rows_on_disk(place, begun[0]) == 2


def test_a_file_that_the_system_does_not_let_grow(place: Path, begun: tuple[str, str]) -> None:
    with closing(Store.open(place)) as store:
        with (
            no_file_grows_beyond(place.stat().st_size),
            pytest.raises(NotSaved, match=r"^NOT saved: the disk"),
        ):
            store.append(*begun, Row(2, "say x", BIG))
        assert rows_on_disk(place, begun[0]) == 1
        store.append(*begun, Row(2, "say x", BIG))
        assert store.load(begun[0])[1][-1] == Row(2, "say x", BIG)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("database or disk is full", "the disk is full; free some space"),
        ("disk I/O error", "the disk reported an error; check the disk"),
        ("database is locked", "another program keeps the file locked; close it"),
        ("attempt to write a readonly database", "check the permissions"),
        ("unable to open database file", "check the permissions"),
        ("database disk image is malformed", "the file is damaged"),
        ("something\nnew \x1b[31m", "something new ?[31m"),
    ],
)
def test_a_commit_that_fails_is_not_saved(
    faults: Faults, place: Path, begun: tuple[str, str], words: str, told: str
) -> None:
    with closing(Store.open(place)) as store:
        faults.on_commit = words
        with pytest.raises(NotSaved) as caught:
            store.append(*begun, a_row(begun[0], 2))
        assert str(caught.value).startswith("NOT saved: ")
        assert told in str(caught.value)
        assert str(place) in str(caught.value)
        assert str(caught.value).isprintable()
        assert rows_on_disk(place, begun[0]) == 1
        faults.on_commit = None
        store.append(*begun, a_row(begun[0], 2))
    assert rows_on_disk(place, begun[0]) == 2


def test_a_commit_in_doubt_is_settled_by_appending_again(
    faults: Faults, place: Path, begun: tuple[str, str]
) -> None:
    with closing(Store.open(place)) as store:
        faults.on_commit, faults.commits_first = "disk I/O error", True
        with pytest.raises(NotSaved):
            store.append(*begun, a_row(begun[0], 2))
        faults.on_commit = None
        store.append(*begun, a_row(begun[0], 2))
        assert [row.seq for row in store.load(begun[0])[1]] == [1, 2]
        assert store.list()[0].moves == 2


def test_a_beginning_in_doubt_is_settled_by_beginning_again(faults: Faults, place: Path) -> None:
    header = a_header()
    with closing(Store.open(place)) as store:
        faults.on_commit, faults.commits_first = "disk I/O error", True
        with pytest.raises(NotSaved):
            store.create(header)
        faults.on_commit = None
        writer = store.create(header)
        store.append(header.attempt, writer, a_row(header.attempt, 1))
        with pytest.raises(NotSaved, match="start a new one"):
            store.create(header)
        assert len(store.list()) == 1


def test_a_write_that_is_taken_back_leaves_nothing_at_all(
    place: Path, begun: tuple[str, str], faults: Faults
) -> None:
    """Neither the row nor the count beside it."""
    with closing(Store.open(place)) as store:
        before = store.list()
        faults.on_commit = "disk I/O error"
        with pytest.raises(NotSaved):
            store.append(*begun, a_row(begun[0], 2))
        assert store.list() == before


def test_a_file_that_may_only_be_read_can_be_read(
    faults: Faults, place: Path, begun: tuple[str, str]
) -> None:
    faults.pragmas = ["query_only = ON"]
    with closing(Store.open(place)) as store:
        assert len(store.load(begun[0])[1]) == 1
        with pytest.raises(NotSaved, match="cannot be written; check the permissions"):
            store.append(*begun, a_row(begun[0], 2))


def test_a_file_locked_by_another_program(place: Path, begun: tuple[str, str]) -> None:
    with closing(Store(Database.open(place, patience=0.01))) as store:
        with closing(sqlite3.connect(place, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert len(store.load(begun[0])[1]) == 1
            with pytest.raises(NotSaved, match="another program keeps the file locked"):
                store.append(*begun, a_row(begun[0], 2))
        store.append(*begun, a_row(begun[0], 2))
    assert rows_on_disk(place, begun[0]) == 2


def test_the_next_writer_asks_often_and_gives_back_the_patience_of_the_connection(
    place: Path, begun: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    with closing(Store.open(place)) as store, closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 100:
                other.execute("COMMIT")

        monkeypatch.setattr(sqlite, "sleep", pause)
        store.append(*begun, a_row(begun[0], 2))
        with store.database.writing() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 30_000
    assert len(pauses) == 100
    assert max(pauses) < 0.01


def test_a_writer_stands_in_the_queue_until_it_is_its_turn(place: Path, begun: tuple[str, str]) -> None:
    """But no longer than its patience."""
    with closing(Store.open(place)) as store, ExitStack() as queue:
        queue.enter_context(turn(place.parent, 1))
        thread = Thread(target=store.append, args=(*begun, a_row(begun[0], 2)))
        thread.start()
        thread.join(0.2)
        assert rows_on_disk(place, begun[0]) == 1
        queue.close()
        thread.join()
        assert rows_on_disk(place, begun[0]) == 2
    with closing(Store(Database.open(place, patience=0.01))) as hasty, turn(place.parent, 1):
        hasty.append(*begun, a_row(begun[0], 3))


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_opening_while_another_program_holds_a_new_file(place: Path, lock: str) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        with pytest.raises(BadDatabase, match=r"^another program keeps the file locked"):
            Database.open(place, patience=0.01)


@pytest.mark.parametrize(("has", "wanted"), [("delete", "wal"), ("wal", "delete")])
def test_a_journal_that_another_program_holds_fast(
    place: Path, begun: tuple[str, str], monkeypatch: pytest.MonkeyPatch, has: str, wanted: str
) -> None:
    """A rollback journal will do; a log that the library may corrupt will not."""
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {has}")
        other.execute("BEGIN")
        other.execute("SELECT * FROM moves").fetchone()
        monkeypatch.setattr(sqlite, "journal_for", lambda _: Journal(wanted, "FULL", "as asked"))
        if wanted == "delete":
            with pytest.raises(BadDatabase, match="another program keeps the file locked"):
                Database.open(place, patience=0.01)
            return
        with closing(Store(Database.open(place, patience=0.01))) as store:
            assert store.facts().keeping.settings == {"journal": has, "synchronous": "EXTRA"}
            other.execute("COMMIT")
            store.append(*begun, a_row(begun[0], 2))


def test_text_that_no_file_can_hold(place: Path, begun: tuple[str, str]) -> None:
    with closing(Store.open(place)) as store:
        with pytest.raises(NotSaved):
            store.append(*begun, Row(2, "say x", "\ud800"))
        with pytest.raises(NotSaved):
            store.create(a_header(scenario_text="\ud800"))
        store.append(*begun, a_row(begun[0], 2))


# -- files that are not what they should be


def test_a_file_that_is_no_database_is_refused_and_left_alone(place: Path) -> None:
    place.write_text("Dear diary, " * 1000, encoding="utf-8")
    with pytest.raises(BadDatabase, match="not a record of attempts"):
        Store.open(place)
    assert place.read_text(encoding="utf-8") == "Dear diary, " * 1000


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_the_database_of_another_program_is_refused_and_left_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    with closing(sqlite3.connect(place)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = place.read_bytes()
    monkeypatch.setattr(sqlite, "journal_for", lambda _: Journal(journal, "FULL", "as asked"))
    with pytest.raises(BadDatabase, match="holds something else"):
        Store.open(place)
    assert place.read_bytes() == before


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("revision", "told"), [("9999", "made by a newer version"), ("0000", "cannot be brought up to date")]
)
def test_tables_that_this_version_does_not_know_are_refused(place: Path, revision: str, told: str) -> None:
    with closing(sqlite3.connect(place)) as other, other:
        other.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", [revision])
    before = place.read_bytes()
    with pytest.raises(BadDatabase, match=told):
        Store.open(place)
    assert place.read_bytes() == before


def test_a_file_cut_short(place: Path, begun: tuple[str, str]) -> None:
    with closing(Store.open(place)) as store:
        store.append(*begun, Row(2, "say x", BIG))
    with place.open("r+b") as file:
        file.truncate(place.stat().st_size // 2)
    with pytest.raises(BadDatabase, match="damaged"), closing(Store.open(place)) as store:
        store.load(begun[0])


def test_damage_anywhere_is_told_in_one_line(tmp_path: Path, place: Path, begun: tuple[str, str]) -> None:
    attempt = begun[0]
    with closing(Store.open(place)) as store:
        writer = store.claim(attempt)
        for seq in range(2, 12):
            store.append(attempt, writer, a_row(attempt, seq))
    whole = place.read_bytes()
    dice = random.Random(1)
    told: list[str] = []
    for number in range(60):
        damaged = bytearray(whole)
        # The first page holds the tables' shape: hit it often.
        ends = (100, 4096, len(whole))
        for _ in range(8):
            damaged[dice.randrange(ends[number % 3])] = dice.randrange(256)
        copy = tmp_path / f"{number}.sqlite3"
        copy.write_bytes(damaged)
        try:
            with closing(Store.open(copy)) as store:
                store.list()
                store.load(attempt)
                store.append(attempt, store.claim(attempt), a_row(attempt, 12))
        except StoreError as error:
            told.append(str(error))
        copy.unlink()
        with suppress(FileNotFoundError):
            copy.with_name(copy.name + "-journal").unlink()
    assert len(told) > 10
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("", "is a folder; name a file in it"),
        ("file/attempts.sqlite3", "set ONLYME_DATABASE to a file you may write"),
        ("/proc/nowhere/attempts.sqlite3", "set ONLYME_DATABASE to a file you may write"),
        ("a\0b", "name another"),
    ],
)
def test_a_place_that_cannot_hold_a_file(tmp_path: Path, place: str, told: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadDatabase, match=told) as caught:
        Store.open(f"{tmp_path / place}")
    assert str(caught.value).isprintable()


def test_a_deleted_attempt_is_wiped_whatever_the_library_does_by_itself(place: Path, faults: Faults) -> None:
    faults.pragmas = ["secure_delete = OFF"]
    header = a_header(scenario_text="an embarrassing scenario\n")
    with closing(Store.open(place)) as store:
        writer = store.create(header)
        store.append(header.attempt, writer, Row(1, "say a", "an embarrassing line"))
        store.delete(header.attempt)
    assert b"embarrassing" not in place.read_bytes()


# -- many at once, and kills


def test_a_crowd_writes_at_once_and_nothing_is_lost_doubled_or_turned_away(location: str) -> None:
    tally = crowd.run(location, writers=6, rows=15)
    assert tally.faultless, tally
    assert tally.rows == 6 * 15


def test_the_proof_of_the_crowd_sees_what_is_wrong() -> None:
    answers = [crowd.Answer("a", 3, 0.0, None), crowd.Answer("b", 1, 0.0, None)]
    rows = {"a": [a_row("a", seq) for seq in (1, 2, 3)], "b": [a_row("b", 1)]}
    assert crowd.compare(answers, rows) == (0, 0, 0)
    assert crowd.compare(answers, {"a": rows["a"]}) == (1, 0, 0)
    assert crowd.compare(answers, rows | {"a": rows["a"][:2]}) == (1, 0, 0)
    assert crowd.compare(answers, rows | {"b": rows["b"] * 2}) == (0, 1, 0)
    assert crowd.compare(answers, rows | {"b": [Row(1, "say x", "[]")]}) == (0, 0, 1)
    assert crowd.compare(answers, rows | {"c": [a_row("c", 1)]}) == (0, 0, 1)
    refused = crowd.Tally(1, 1, 0, 0, 0, ("NotSaved: locked",), 1.0, 1.0)
    assert not refused.faultless


def test_processes_that_open_a_new_file_at_once(place: Path) -> None:
    pipes = [processes().Pipe(duplex=False) for _ in range(4)]
    writers = [processes().Process(target=append_some, args=(str(place), 1, pipe[1])) for pipe in pipes]
    for writer in writers:
        writer.start()
    answers = [listener.recv() for listener, _ in pipes]
    for writer, pipe in zip(writers, pipes, strict=True):
        writer.join()
        for end in pipe:
            end.close()
    with closing(Store.open(place)) as store:
        assert {listed.id for listed in store.list()} == set(answers)


def test_no_acknowledged_row_is_lost_to_a_kill(location: str) -> None:
    tally = kills.run(location, 10, seed=2)
    assert (tally.kills, tally.lost, tally.faults) == (10, 0, ())
    assert tally.acknowledged


def test_the_proof_of_kills_sees_what_is_wrong() -> None:
    rows = tuple(a_row("a", seq) for seq in range(1, 5))
    assert kills.faults_in("a", rows, 3, 4) == (0, [])
    assert kills.faults_in("a", rows, 3, 6)[0] == 2
    assert kills.faults_in("a", (*rows[:2], rows[3]), 3, 4)[0] == 1
    assert kills.faults_in("a", (*rows, rows[3]), 4, 4)[1]
    assert kills.faults_in("a", (*rows[:3], Row(4, "say x", "[]")), 3, 4)[1]
    assert kills.faults_in("a", rows, 2, 2)[1]


# -- a disk that is really full


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_to_be_saved_on_a_full_disk(kind: str) -> None:
    if why := full.unable() or (kind == "postgresql" and programs() is None and "no PostgreSQL here"):
        pytest.skip(why)
    tried = subprocess.run(
        [sys.executable, "-m", "tests.faults.full", "--on", kind],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "said to be saved or refused in vain 0" in tried.stdout


def test_the_proof_of_the_full_disk_sees_what_is_wrong() -> None:
    sound = full.Tally(before=9, refusals=20, false=0, other=(), after=9 + full.AFTER)
    assert sound.faultless
    for wrong in ({"false": 1}, {"other": ("x",)}, {"after": 9}, {"before": 0, "after": full.AFTER}):
        assert not replace(sound, **wrong).faultless  # type: ignore[arg-type]
