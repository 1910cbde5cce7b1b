"""One database by its URL: a SQLite file or a PostgreSQL server, opened, read and written the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from simulator.attempts.errors import BadDatabase, NotSaved, StoreError
from simulator.attempts.migrate import bring_up_to_date, revision_of
from simulator.attempts.place import url_of
from simulator.attempts.records import Facts, Keeping
from simulator.attempts.schema import HEAD

PATIENCE = 30.0
"""How long a write waits for another program's lock, in seconds."""


class Kind(Protocol):
    """What one kind of database does in its own way."""

    engine: Engine
    place: str
    dialect: str
    reading: Mapping[str, Any]
    errors: tuple[type[Exception], ...]

    def hold(self, connection: Connection) -> None:
        """Keep every other program from changing the tables until the transaction ends."""

    def check(self, connection: Connection) -> None:
        """Look whether the database can hold what we keep. Raises BadDatabase."""

    def ready(self) -> None:
        """Do what is left to do once the tables are known to be ours."""

    def now(self, connection: Connection) -> datetime:
        """The clock of the database."""

    def keeping(self, connection: Connection) -> Keeping:
        """Which program keeps the database, and how."""

    def explain(self, error: BaseException) -> str:
        """Say in one line what `error` means and how to mend it."""


class Database:
    """One database, by its URL. May be used from several threads and processes at once.

    Opening makes what is missing and brings the tables up to date; it raises BadDatabase.
    `place` names it in messages, without a password; `dialect` is "sqlite" or "postgresql".
    """

    def __init__(self, kind: Kind, now: Callable[[], datetime] | None = None) -> None:
        """Open the database of a kind; `now`, if given, stands in for its clock."""
        self.place = kind.place
        self.dialect = kind.dialect
        self._kind = kind
        self._now = now
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, ValueError, *kind.errors)
        event.listen(kind.engine, "before_cursor_execute", _refuse_nul)
        try:
            with self.reading() as connection:
                kind.check(connection)
                revision = revision_of(connection, self.place)
            if revision != HEAD:
                with self.writing() as connection:
                    kind.hold(connection)
                    bring_up_to_date(connection, self.place)
            with self._explained(BadDatabase):
                kind.ready()
        except NotSaved as error:
            self.close()
            raise BadDatabase(str(error).removeprefix("NOT saved: ")) from error
        except StoreError:
            self.close()
            raise

    @classmethod
    def open(
        cls,
        location: str | Path | None = None,
        *,
        patience: float = PATIENCE,
        now: Callable[[], datetime] | None = None,
    ) -> Database:
        """Open a path or a URL; None means ONLYME_DATABASE, else the platform's folder for user data.

        A write waits at most `patience` seconds for another's lock. `now` stands in for the database's clock.
        """
        return cls(_kind_of(url_of(location), patience), now)

    def close(self) -> None:
        """Let go of it."""
        self._kind.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block has ended; raises NotSaved, and then nothing is kept.

        On SQLite it is the only writer from its start. On PostgreSQL others write too: read what you are
        going to change, or to decide by, with `with_for_update()`.
        """
        with self._connected(NotSaved) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of one moment, which no other writer changes while the block lasts. Raises BadDatabase."""
        with self._connected(BadDatabase, **self._kind.reading) as connection:
            yield connection

    def now(self, connection: Connection) -> datetime:
        """The time by the database's own clock: the server's, or this machine's for a SQLite file. In UTC."""
        return (self._now() if self._now else self._kind.now(connection)).astimezone(UTC)

    def stamp(self, connection: Connection) -> str:
        """`now` as it is stored: ISO 8601 in UTC to the microsecond, so that stamps sort as text."""
        return self.now(connection).isoformat(timespec="microseconds")

    def facts(self) -> Facts:
        """Say where and how everything is kept. Raises BadDatabase."""
        with self.reading() as connection:
            tables = revision_of(connection, self.place)
            return Facts(place=self.place, keeping=self._kind.keeping(connection), tables=tables or "none")

    @contextmanager
    def _connected(self, kind: type[StoreError], **options: Any) -> Iterator[Connection]:
        with (
            self._explained(kind),
            self._kind.engine.connect().execution_options(**options) as connection,
        ):
            try:
                yield connection
            except self._errors:
                # A connection that failed is not trusted with the next write.
                connection.invalidate()
                raise

    @contextmanager
    def _explained(self, kind: type[StoreError]) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError as error:
            raise kind(
                "text with a broken character in it can be neither kept nor found; type it anew"
            ) from error
        except self._errors as error:
            # ValueError: text that no database can hold, or a damaged value.
            raise kind(self._kind.explain(error)) from error


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row unless one with its key is there, even if another program has just put it there."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as to_server

        connection.execute(to_server(table).values(values).on_conflict_do_nothing())
        return
    from sqlalchemy.dialects.sqlite import insert as to_file

    connection.execute(to_file(table).values(values).on_conflict_do_nothing())


def _kind_of(url: URL, patience: float) -> Kind:
    # Each is imported when it is asked for: nobody waits for the driver of the other.
    match url.drivername:
        case "sqlite" | "sqlite+pysqlite":
            from simulator.attempts.sqlite import SqliteFile

            return SqliteFile(url, patience)
        case "postgresql" | "postgresql+psycopg":
            from simulator.attempts.postgresql import PostgresServer

            return PostgresServer(url, patience)
    raise BadDatabase(
        f"Attempts are kept in SQLite or PostgreSQL, not in {url.drivername}; "
        "write sqlite:///PATH or postgresql://USER@HOST/NAME"
    )


def _refuse_nul(
    _connection: Connection, _cursor: Any, _statement: str, parameters: Any, _context: Any, many: bool
) -> None:
    """Keep texts with a NUL character out of every database, as PostgreSQL cannot hold them."""
    for row in parameters if many else (parameters,):
        values = row.values() if isinstance(row, Mapping) else row
        if any(isinstance(value, str) and "\0" in value for value in values or ()):
            raise ValueError("text with a NUL character in it cannot be kept; take the character out")
