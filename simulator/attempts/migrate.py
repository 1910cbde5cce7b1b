"""Bring the tables up to date. Alembic is imported only when there is something to do."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

from simulator.attempts.errors import BadDatabase
from simulator.attempts.schema import HEAD, VERSION_TABLE


def revision_of(connection: Connection, place: str) -> str | None:
    """The revision of the tables, or None for an empty database.

    Raises BadDatabase when the database holds something else or was made by a newer version.
    """
    names = inspect(connection).get_table_names()
    if VERSION_TABLE not in names:
        if names:
            raise BadDatabase(f"{place} holds something else than attempts; name another file")
        return None
    found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    if found is not None and found > HEAD:
        raise BadDatabase(
            f"{place} was made by a newer version of this program (tables {found}, known {HEAD}); update it"
        )
    return found


def upgrade(connection: Connection, place: str) -> None:
    """Take the missing steps, all or none, in the transaction that `connection` is in.

    None are missing if another process took them while this one waited for the lock.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "simulator.attempts:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise BadDatabase(
            f"{place} cannot be brought up to date ({error}); put a copy in its place"
        ) from error
