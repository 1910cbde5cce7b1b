"""One engine for one SQLite file: every connection set up for durable, patient, private writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.attempts.journal import journal_for

PATIENCE = 30.0
"""How long a write waits for another program's lock, in seconds."""

READING = "reading"
"""The execution option of a connection that will only read."""


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
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


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
