"""One engine for one SQLite file: every connection set up for durable, patient, private writing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.attempts.journal import Journal, journal_for

PATIENCE = 30.0
"""How long a write waits for another program's lock, in seconds."""

READING = "reading"
"""The execution option of a connection that will only read."""


def engine_for(file: Path, patience: float) -> Engine:
    """An engine whose write transactions take the write lock at their start and are on disk at their end."""
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": patience})
    journal = journal_for(sqlite3.sqlite_version_info[:3])

    @event.listens_for(engine, "connect")
    def _set_up(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        mode = _set_journal(raw, journal)
        raw.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Left alone the driver begins at the first change, without waiting for the lock it will need.
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _set_journal(raw: sqlite3.Connection, wanted: Journal) -> str:
    """Bring the file to the wanted journal mode if it is not in it, and say which one it has."""
    mode = _pragma(raw, "journal_mode")
    if mode == wanted.mode:
        return mode
    try:
        return _pragma(raw, f"journal_mode = {wanted.mode}")
    except sqlite3.OperationalError:
        # Staying with a rollback journal is safe; staying with a log that this library may corrupt is not.
        if wanted.mode == "wal":
            return mode
        raise


def _pragma(raw: sqlite3.Connection, words: str) -> str:
    row = raw.execute(f"PRAGMA {words}").fetchone()
    return str(row[0]).lower()
