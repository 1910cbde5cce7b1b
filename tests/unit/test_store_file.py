"""The attempt store in a SQLite file: where it lies, how it is written, what it refuses."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from simulator.attempts import migrate, sqlite
from simulator.attempts.errors import BadDatabase
from simulator.attempts.journal import Journal, journal_for
from simulator.attempts.mounts import network_file_system
from simulator.attempts.place import url_of
from simulator.attempts.records import Keeping
from simulator.attempts.schema import HEAD, VERSION_TABLE
from simulator.attempts.store import Store
from tests.faults.writers import begin


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "attempts.sqlite3"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with closing(Store.open(place)) as store:
        yield store


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
