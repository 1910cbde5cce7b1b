"""Databases for every test that wants one: a SQLite file, one on a PostgreSQL server, or each in turn."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from simulator.attempts.database import Database
from simulator.attempts.schema import metadata
from tests.servers import Server, programs, running

MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""Files kept in memory, where a system has them, and how many bytes must be free there."""


def pytest_configure() -> None:
    """Puts temporary files into memory. Databases write through to the disk, and that is most of the time the
    tests take; what survives a power cut is no question of theirs. `TMPDIR` names another place."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, started once. Without its programs the tests that need it are skipped."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's programs (postgres, initdb) are not installed here")
    with running(found) as started:
        yield started


@pytest.fixture
def server_url(server: Server) -> Iterator[str]:
    """The URL of an empty database on the server."""
    with server.fresh() as name:
        yield server.url(name)


@pytest.fixture(scope="session")
def shared_url(server: Server) -> Iterator[str]:
    """The URL of one database with its tables, for all tests in turn: making one takes a while."""
    with server.fresh() as name:
        Database.open(server.url(name)).close()
        yield server.url(name)


@pytest.fixture
def emptied_url(shared_url: str) -> str:
    """The URL of that database, with nothing kept in it. What changes the tables is for `server_url`."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in metadata.tables
    )
    with psycopg.connect(shared_url) as connection:
        if filled := [table for (table,) in connection.execute(asked.encode())]:
            connection.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE".encode())
    return shared_url


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database with nothing kept in it is, for ONLYME_DATABASE; for each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "kept.sqlite3")
    url: str = request.getfixturevalue("emptied_url")
    return url


@pytest.fixture
def database(location: str) -> Iterator[Database]:
    """An open database with nothing in it but its tables; for each kind in turn."""
    with closing(Database.open(location)) as opened:
        yield opened
