"""The attempt store on ordinary days."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.attempts import migrate, sqlite
from simulator.attempts.database import Database
from simulator.attempts.errors import BadDatabase, ContinuedElsewhere, OutOfStep, UnknownAttempt
from simulator.attempts.journal import Journal, journal_for
from simulator.attempts.mounts import network_file_system
from simulator.attempts.place import url_of
from simulator.attempts.records import Keeping
from simulator.attempts.schema import HEAD, VERSION_TABLE
from simulator.attempts.store import Listed, Store, Summary
from simulator.engine.attempt import Row, live
from tests.faults.writers import a_header, a_row

WON = Summary("signed", "commitment", {"rapport": 4, "pace": -1}, "2026-01-02T04:00:00+00:00")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "attempts.sqlite3"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with closing(Store.open(place)) as store:
        yield store


def begin(store: Store, *moves: str, **changes: object) -> tuple[str, str]:
    """Begin an attempt and make moves in it: its id and its writer."""
    header = a_header(**changes)
    writer = store.create(header)
    for seq, move in enumerate(moves, 1):
        store.append(header.attempt, writer, Row(seq, move, "[]"))
    return header.attempt, writer


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


def test_another_store_on_the_same_file_finds_it_all(store: Store, place: Path) -> None:
    attempt, _ = begin(store, "say a", "say b")
    with closing(Store.open(str(place))) as other:
        assert other.load(attempt) == store.load(attempt)


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_text_is_kept_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with closing(Store.open(tmp_path_factory.getbasetemp() / "texts.sqlite3")) as store:
        header = a_header(title=text, scenario_text=text)
        row = Row(1, text, text)
        store.append(header.attempt, store.create(header), row)
        assert store.load(header.attempt) == (header, (row,))


def test_texts_are_kept_once_each_even_when_they_share_a_scenario_hash(store: Store, place: Path) -> None:
    first, _ = begin(store, scenario_text="a: 1  # one\n")
    begin(store, scenario_text="a: 1  # one\n")
    second, _ = begin(store, scenario_text="a: 1  # another\n")
    assert store.load(first)[0].scenario_text == "a: 1  # one\n"
    assert store.load(second)[0].scenario_text == "a: 1  # another\n"
    with closing(sqlite3.connect(place)) as other:
        assert other.execute("SELECT count(*) FROM scenario_texts").fetchone() == (2,)


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


def test_the_file_itself_refuses_a_second_row_in_one_place(store: Store, place: Path) -> None:
    attempt, _ = begin(store, "say a")
    with closing(sqlite3.connect(place)) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute("INSERT INTO moves VALUES (?, 1, 'say b', '[]')", [attempt])


def test_the_older_writer_is_told_and_stops(store: Store, place: Path) -> None:
    attempt, older = begin(store, "say a")
    with closing(Store.open(place)) as other:
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


def test_the_list_has_the_last_saved_first(place: Path) -> None:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(9))
    with closing(Store(Database.open(place, now=lambda: next(times)))) as store:
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


def test_deleting_takes_the_attempt_and_none_of_the_others(store: Store, place: Path) -> None:
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
    with closing(sqlite3.connect(place)) as found:
        assert found.execute("SELECT count(*) FROM moves").fetchone() == (1,)
        assert found.execute("SELECT count(*) FROM scenario_texts").fetchone() == (1,)


# -- where it lies


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    place = tmp_path / "new" / "attempts.sqlite3"
    Store.open(place).close()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    place.chmod(0o644)
    place.parent.chmod(0o755)
    Store.open(place).close()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o755


def test_the_file_is_private_from_its_first_moment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    before = os.umask(0)
    try:
        Store.open(place).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a b%20?x=1#.db", ":memory:", "漢.db"])
def test_any_name_of_a_file_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(name)) as store:
        begin(store)
    assert (tmp_path / name).stat().st_size
    assert not list(tmp_path.glob(f"{name[:1]}*journal"))


def test_without_a_location_the_variable_and_then_the_folder_for_user_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    monkeypatch.delenv("ONLYME_DATABASE", raising=False)
    assert url_of(None).database == str(tmp_path / "data" / "attempts.sqlite3")
    for said in (str(tmp_path / "mine.db"), f"sqlite:///{tmp_path / 'mine.db'}"):
        monkeypatch.setenv("ONLYME_DATABASE", said)
        assert url_of(None).database == str(tmp_path / "mine.db")
    assert url_of(tmp_path / "third.db").database == str(tmp_path / "third.db")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:secret@host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///a.db?mode=ro",
        "://",
        "x://",
    ],
)
def test_urls_that_do_not_serve(url: str) -> None:
    with pytest.raises(BadDatabase, match="sqlite:///PATH") as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


MOUNTS = r"""
22 1 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 0:40 / /home rw shared:2 master:1 - nfs4 server:/home rw
31 30 254:1 / /home/local rw - xfs /dev/vdb rw
32 27 0:41 / /mnt/my\040share rw - cifs //server/share rw
33 27 0:42 / /mnt/c rw - 9p C: rw
34 27 0:43 / /mnt/far rw - fuse.sshfs me@far: rw
35 27 0:44 / /mnt/near rw - fuse.ntfs-3g /dev/sdb rw
36 27 0:45 / /mnt/twice rw - nfs server:/twice rw
37 36 0:46 / /mnt/twice rw - ext4 /dev/vdc rw
a line that says nothing
38 27 0:47
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/attempts.sqlite3", None),
        ("/home/me/attempts.sqlite3", "nfs4"),
        ("/home/local/attempts.sqlite3", None),
        ("/homely/attempts.sqlite3", None),
        ("/mnt/my share/attempts.sqlite3", "cifs"),
        ("/mnt/c/Users/attempts.sqlite3", "9p"),
        ("/mnt/far/attempts.sqlite3", "fuse.sshfs"),
        ("/mnt/near/attempts.sqlite3", None),
        ("/mnt/twice/attempts.sqlite3", None),
    ],
)
def test_network_file_systems_are_known(path: str, kind: str | None) -> None:
    assert network_file_system(MOUNTS, PurePosixPath(path)) == kind


def test_without_mounts_nothing_is_known() -> None:
    assert network_file_system("", PurePosixPath("/home/me")) is None


def test_a_network_file_system_is_refused_with_advice(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.attempts.place.network_file_system_of", lambda _: "nfs4")
    with pytest.raises(BadDatabase, match=r"network file system \(nfs4\).*ONLYME_DATABASE.*local disk"):
        Store.open(place)
    assert not place.exists()


# -- journals


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 6, 23), "delete"),
        ((3, 7, 0), "delete"),
        ((3, 40, 1), "delete"),
        ((3, 44, 5), "delete"),
        ((3, 44, 6), "wal"),
        ((3, 45, 6), "delete"),
        ((3, 50, 6), "delete"),
        ((3, 50, 7), "wal"),
        ((3, 51, 0), "delete"),
        ((3, 51, 2), "delete"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_the_journal_for_a_version(version: tuple[int, int, int], mode: str) -> None:
    journal = journal_for(version)
    assert (journal.mode, journal.synchronous) == (mode, "FULL" if mode == "wal" else "EXTRA")
    assert ".".join(map(str, version)) in journal.reason


@pytest.mark.parametrize(("mode", "synchronous"), [("wal", "FULL"), ("delete", "EXTRA")])
def test_the_file_is_brought_to_the_right_journal_whatever_it_had(
    place: Path, monkeypatch: pytest.MonkeyPatch, mode: str, synchronous: str
) -> None:
    with closing(sqlite3.connect(place)) as other:
        other.execute(f"PRAGMA journal_mode = {'delete' if mode == 'wal' else 'wal'}")
    monkeypatch.setattr(sqlite, "journal_for", lambda _: Journal(mode, synchronous, "as asked"))
    with closing(Store.open(place)) as store:
        attempt, _ = begin(store, "say a")
        facts = store.facts()
    assert facts.keeping.settings == {"journal": mode, "synchronous": synchronous}
    with closing(Store.open(place)) as store:
        assert len(store.load(attempt)[1]) == 1


def test_the_facts_are_those_of_this_library(store: Store, place: Path) -> None:
    facts = store.facts()
    journal = journal_for(sqlite3.sqlite_version_info[:3])
    assert facts.place == str(place)
    assert facts.keeping == Keeping(
        "SQLite",
        sqlite3.sqlite_version,
        {"journal": journal.mode, "synchronous": journal.synchronous},
        journal.reason,
    )
    assert facts.tables == HEAD


# -- tables and imports


def migrated(place: Path) -> None:
    """A file whose tables every migration has made, from the first on."""
    engine = sqlite.engine_for(place, 1)
    with engine.begin() as connection:
        migrate.upgrade(connection, str(place))
    engine.dispose()


def make_up(place: Path) -> dict[str, object]:
    """Everything that a file of a database is, but for what is kept in it."""
    pragmas = (
        *("application_id", "auto_vacuum", "encoding", "freelist_count", "journal_mode", "page_count"),
        *("page_size", "user_version"),
    )
    with closing(sqlite3.connect(place)) as raw:
        found: dict[str, object] = {held: raw.execute(f"PRAGMA {held}").fetchone() for held in pragmas}
        found["tables"] = raw.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        ).fetchall()
        found["version"] = raw.execute(f"SELECT * FROM {VERSION_TABLE}").fetchall()
    return found


def test_a_new_file_is_what_every_migration_makes_of_an_empty_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    migrated(old)
    for place in (old, new):
        Store.open(place).close()
    assert make_up(new) == make_up(old)
    assert make_up(new)["version"] == [(HEAD,)]


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "simulator.attempts:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_tables_without_a_version_are_not_taken_for_ours(place: Path) -> None:
    Store.open(place).close()
    with closing(sqlite3.connect(place)) as other, other:
        other.execute(f"DELETE FROM {VERSION_TABLE}")
    with pytest.raises(BadDatabase):
        Store.open(place)


def test_nothing_is_imported_before_it_is_needed(place: Path) -> None:
    """Neither for a new file, nor for one that is up to date."""
    program = f"""
import sys
import simulator.attempts, simulator.attempts.errors, simulator.attempts.records
assert "sqlalchemy" not in sys.modules
from simulator.attempts.store import Store
Store.open({str(place)!r}).close()
Store.open({str(place)!r}).close()
assert "alembic" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
