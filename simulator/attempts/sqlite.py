"""A SQLite file as a database: every connection set up for durable, patient, private writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.attempts.journal import journal_for
from simulator.attempts.place import file_of, prepare
from simulator.attempts.records import Keeping
from simulator.attempts.turns import turn

_ASKING = 0.002
"""How long the next writer waits before it asks again whether the file is free, in seconds."""

_SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")

# SQLite's own words, in the order in which they are looked for, with the cause and the remedy in ours.
_CAUSES = (
    ("disk is full", "the disk is full; free some space and try again"),
    ("disk i/o error", "the disk reported an error; check the disk, then try again"),
    ("locked", "another program keeps the file locked; close it and try again"),
    ("readonly database", "the file cannot be written; check the permissions of the file and its folder"),
    ("unable to open", "the file cannot be opened; check the permissions of the file and its folder"),
    ("malformed", "the file is damaged; move it away and put a copy in its place"),
    ("not a database", "the file is not a record of attempts; move it away or name another"),
)


class SqliteFile:
    """One SQLite file. Making it makes the file, private to the user; raises BadDatabase."""

    dialect = "sqlite"
    reading: Mapping[str, Any] = {"reading": True}
    """The execution options of a connection that will only read."""
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, url: URL, patience: float) -> None:
        """The file that `url` names; a write waits at most `patience` seconds for another's lock."""
        file = file_of(url)
        prepare(file)
        self.place = str(file)
        self.engine = engine_for(file, patience)

    def hold(self, connection: Connection) -> None:
        """Nothing to do before the tables are changed: a write transaction has the file to itself."""

    def check(self, connection: Connection) -> None:
        """Any file will do."""

    def ready(self) -> None:
        """Bring the file, whose tables are ours, to the journal that suits the library."""
        choose_journal(self.engine)

    def now(self, _connection: Connection) -> datetime:
        """This machine's clock: a file has no other."""
        return datetime.now(UTC)

    def keeping(self, connection: Connection) -> Keeping:
        """How the file is written."""
        journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
        level = int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
        return Keeping(
            program="SQLite",
            version=sqlite3.sqlite_version,
            settings={"journal": journal, "synchronous": _SYNCHRONOUS[level]},
            reason=journal_for(sqlite3.sqlite_version_info[:3]).reason,
        )

    def explain(self, error: BaseException) -> str:
        """Say in one line what `error` means for the file and how to mend it."""
        words = str(getattr(error, "orig", None) or error)
        for sign, cause in _CAUSES:
            if sign in words.lower():
                return f"{cause} ({self.place})"
        return f"{words} ({self.place})"


def engine_for(file: Path, patience: float) -> Engine:
    """An engine whose write transactions take the write lock at their start and are on disk at their end."""
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def _set_up(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        logged = _pragma(raw, "journal_mode") == "wal"
        raw.execute(f"PRAGMA synchronous = {'FULL' if logged else 'EXTRA'}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Left alone the driver begins at the first change, without waiting for the lock it will need.
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN")
            return
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        _take_turn(raw, file.parent, patience)

    return engine


def _take_turn(raw: sqlite3.Connection, folder: Path, patience: float) -> None:
    """Begin a write as soon as no other program is at it.

    Left alone the library asks ever less often the longer it has waited, so that of many writers those that
    came first starve; here they come in turn, and only the next one asks.
    """
    end = monotonic() + patience
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        with turn(folder, patience):
            while True:
                try:
                    raw.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > end:
                        raise
                sleep(_ASKING)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")


def choose_journal(engine: Engine) -> None:
    """Bring the file to the journal that suits the library, if it is not in it already.

    Changes the file, so it is for one that is known to be ours.
    """
    wanted = journal_for(sqlite3.sqlite_version_info[:3])
    with closing(engine.raw_connection()) as pooled:
        raw = pooled.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if _pragma(raw, "journal_mode") == wanted.mode:
            return
        try:
            _pragma(raw, f"journal_mode = {wanted.mode}")
        except sqlite3.OperationalError:
            # A rollback journal may stay; a log that this library may corrupt may not.
            if wanted.mode != "wal":
                raise
    # What a connection needs for durable commits depends on the journal: set them up anew.
    engine.dispose()


def _pragma(raw: sqlite3.Connection, words: str) -> str:
    return str(raw.execute(f"PRAGMA {words}").fetchone()[0]).lower()
