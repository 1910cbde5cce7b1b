"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket in it, never run as root.

`tests/conftest.py` makes fixtures of it. It writes through to the disk like any other server.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg

OWNER = "onlyme"
"""Who may do anything on the server, without a password."""
GUEST, PASSWORD = "guest", "s3cret-Word"
"""Who must give a password."""
_PARENT_DEATH_SIGNAL = 1
STARTING = 60
"""How long a server may take to start, in seconds; no test waits for it to pass."""


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, if they are installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local/lib/postgresql").glob("*/bin")]
    found.sort(key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    if named := shutil.which("postgres"):
        found.append(Path(named).resolve().parent)
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


@dataclass(slots=True)
class Server:
    """A server that runs. Its databases are reached by URL."""

    folder: Path
    process: subprocess.Popen[str]
    log: list[str]
    _ready: Event = field(default_factory=Event)

    def url(self, database: str, user: str = OWNER, password: str = "") -> str:
        """The URL of a database for a user."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={quote(str(self.folder), safe='')}"

    def do(self, statement: str, *values: object, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Runs one statement as the owner and gives its rows, if it has any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def fresh(self, options: str = "") -> Iterator[str]:
        """An empty database, by its name, that goes when the block ends."""
        name = f"t{uuid4().hex[:12]}"
        self.do(f"CREATE DATABASE {name} {options}")
        try:
            yield name
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(bin_folder: Path, *settings: str) -> Iterator[Server]:
    """Makes a server and runs it while the block lasts. `settings` are written as in postgresql.conf."""
    folder = Path(tempfile.mkdtemp(prefix="onlyme-pg-"))
    try:
        who = _unprivileged(folder)
        _make(bin_folder, folder / "data", who)
        with (folder / "data" / "pg_hba.conf").open("w", encoding="utf-8") as rules:
            rules.write(f"local all {GUEST} scram-sha-256\nlocal all all trust\n")
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
            own = (f"unix_socket_directories = '{folder}'", "listen_addresses = ''", "fsync = on")
            # What it shares between its processes stays in its folder, even where it is killed.
            own += ("dynamic_shared_memory_type = mmap", "logging_collector = off")
            conf.write("\n".join((*own, *settings, "")))
        server = _start(bin_folder, folder, who)
        try:
            server.do(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            server.process.send_signal(signal.SIGINT)
            server.process.wait(STARTING)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """As whom the programs run: they refuse to be run as root, who therefore hands `folder` over."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make(bin_folder: Path, data: Path, who: dict[str, Any]) -> None:
    words = [str(bin_folder / "initdb"), "-D", str(data), "-U", OWNER, "--auth=trust", "--no-sync"]
    words += ["--encoding=UTF8", "--locale=C"]
    told = subprocess.run([words[0], "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+", told)
    if number and int(number[0]) >= 15:
        # Most servers sort as people do, not by code; what we ask of them must not depend on it.
        words += ["--locale-provider=icu", "--icu-locale=en-US"]
    made = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", **who)
    assert made.returncode == 0, made.stdout + made.stderr


def _start(bin_folder: Path, folder: Path, who: dict[str, Any]) -> Server:
    process = subprocess.Popen(
        [str(bin_folder / "postgres"), "-D", str(folder / "data")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        preexec_fn=_end_with_us(),
        **who,
    )
    server = Server(folder, process, [])
    Thread(target=_listen, args=[server], daemon=True).start()
    assert server._ready.wait(STARTING), "\n".join(server.log)
    assert process.poll() is None, "\n".join(server.log)
    return server


def _end_with_us() -> Callable[[], object] | None:
    """Has Linux stop the server when the tests are killed and cannot do it themselves."""
    if sys.platform != "linux":
        return None
    set_up = ctypes.CDLL(None).prctl
    return lambda: set_up(_PARENT_DEATH_SIGNAL, signal.SIGINT, 0, 0, 0)


def _listen(server: Server) -> None:
    """Keeps what the server says, and from filling the pipe."""
    assert server.process.stderr is not None
    with server.process.stderr as said:
        for line in said:
            server.log.append(line.rstrip())
            if "ready to accept connections" in line:
                server._ready.set()
    server._ready.set()
