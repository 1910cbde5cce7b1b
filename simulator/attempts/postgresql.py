"""A PostgreSQL server as a database: every connection set up for durable, patient writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.attempts.errors import BadDatabase
from simulator.attempts.place import shown
from simulator.attempts.records import Keeping

if TYPE_CHECKING:
    import psycopg

_REACHING = 10
"""How long to wait for a server that does not answer, in seconds."""

_TABLES_LOCK = 7_307_201_142
"""What programs that change the tables lock, so that one does it and the others find it done."""

_ABSENT = "no database server answers there; see that it runs, and check the URL"
_AGAIN = "another program changed the same thing at the same moment; try again"
_CROWDED = "the database server takes no more connections; close other programs and try again"
_DENIED = "the database server does not let this user in; check the user and the password"
_LOST = "the connection to the database server was lost; see that it runs and try again"
_RIGHTS = "the database server does not let this user do that; give it the rights to it"
_UNKNOWN = "no machine has the name of this server; check the URL"

# By SQLSTATE, whole or its class, with the cause and the remedy.
_STATES = {
    "08": _LOST,
    "23505": _AGAIN,
    "25006": "the database may only be read; name the server that takes writes",
    "28": _DENIED,
    "40": _AGAIN,
    "42501": _RIGHTS,
    "53": "the database server has run out of memory; try again",
    "53100": "the disk of the database server is full; free some space there and try again",
    "53300": _CROWDED,
    "55P03": "another program keeps the record locked; close it and try again",
    "57": _LOST,
    "58": "the disk of the database server reported an error; check the disk, then try again",
    "XX001": "the database is damaged; ask whoever looks after the server",
    "XX002": "the database is damaged; ask whoever looks after the server",
}

# A connection that does not come about has no state: the server's or the driver's own words, in the order in
# which they are looked for.
_WORDS = (
    ("starting up", "the database server is starting; try again in a moment"),
    ("recovery", "the database server is starting; try again in a moment"),
    ("shutting down", _LOST),
    ("closed", _LOST),
    ("lost", _LOST),
    ("too many", _CROWDED),
    ("connection slots", _CROWDED),
    ("resolve host", _UNKNOWN),
    ("translate host", _UNKNOWN),
    ("refused", _ABSENT),
    ("no such file", _ABSENT),
    ("timeout", _ABSENT),
    ("unreachable", _ABSENT),
    ("route to host", _ABSENT),
    ("password", _DENIED),
    ("authentication", _DENIED),
    ("pg_hba.conf", _DENIED),
    ("role ", _DENIED),
    ("permission denied", _RIGHTS),
    ('database "', "the server has no such database; make it with `createdb`"),
)


class PostgresServer:
    """One database on a PostgreSQL server. Raises BadDatabase where its driver is missing."""

    dialect = "postgresql"
    reading: Mapping[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    """The execution options of a connection that will only read: it sees one moment throughout."""

    def __init__(self, url: URL, patience: float) -> None:
        """The database that `url` names; a write waits at most `patience` seconds for another's lock."""
        try:
            import psycopg
        except ImportError as error:
            raise BadDatabase(
                "PostgreSQL needs the package psycopg; install it with: pip install 'onlyme[postgres]'"
            ) from error
        self.errors: tuple[type[Exception], ...] = (psycopg.Error,)
        self.place = shown(url)
        self._secrets = [held for held in (url.password, url.query.get("password")) if isinstance(held, str)]
        wait = max(1, round(patience * 1000))
        defaults = {
            "application_name": "onlyme",
            "connect_timeout": str(_REACHING),
            # A server that falls silent in the middle is given up, not waited for by the hour.
            "tcp_user_timeout": str(max(wait, 1000 * _REACHING)),
        }
        url = url.set(drivername="postgresql+psycopg", query={**defaults, **url.query})
        # Without the wait for a lock a program that hangs would hang the others. Writers of one attempt are
        # kept apart by locking its row, so that READ COMMITTED, which sees what the one before wrote, serves.
        self.engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"client_encoding": "utf8"},
        )

        @event.listens_for(self.engine, "connect")
        def _set_up(raw: psycopg.Connection[Any], _entry: ConnectionPoolEntry) -> None:
            raw.execute("SELECT set_config('lock_timeout', %s, false)", [f"{wait}ms"])
            raw.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
            raw.commit()

    def hold(self, connection: Connection) -> None:
        """Have the tables to ourselves until the transaction ends."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TABLES_LOCK})")

    def check(self, connection: Connection) -> None:
        """Any text must fit. Raises BadDatabase for a database in another encoding."""
        encoding = _setting(connection, "server_encoding")
        if encoding != "UTF8":
            raise BadDatabase(
                f"{self.place} is kept in {encoding}, which does not hold every text; "
                "make another with: createdb --encoding=UTF8 --template=template0 NAME"
            )

    def ready(self) -> None:
        """Nothing is left to do."""

    def now(self, connection: Connection) -> datetime:
        """The server's clock."""
        told = connection.exec_driver_sql("SELECT clock_timestamp() AT TIME ZONE 'UTC'").scalar_one()
        assert isinstance(told, datetime)
        return told.replace(tzinfo=UTC)

    def keeping(self, connection: Connection) -> Keeping:
        """How the server keeps what is committed."""
        settings = {name: _setting(connection, name) for name in ("fsync", "synchronous_commit")}
        off = [name for name, value in settings.items() if value == "off"]
        return Keeping(
            program="PostgreSQL",
            version=_setting(connection, "server_version").split()[0],
            settings=settings,
            reason=f"the server's {off[0]} is off: a power cut loses what was said to be saved; turn it on"
            if off
            else "what is saved is on the server's disk",
            sound=not off,
        )

    def explain(self, error: BaseException) -> str:
        """Say in one line what `error` means and how to mend it, without the password."""
        cause = getattr(error, "orig", None) or error
        state = getattr(cause, "sqlstate", None) or ""
        words = getattr(getattr(cause, "diag", None), "message_primary", None) or str(cause)
        for key in (state, state[:2]):
            if key in _STATES:
                return f"{_STATES[key]} ({self.place})"
        if not state and isinstance(cause, self.errors):
            for sign, told in _WORDS:
                if sign in words.lower():
                    return f"{told} ({self.place})"
        for secret in self._secrets:
            words = words.replace(secret, "***")
        return f"{words} ({self.place})"


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
