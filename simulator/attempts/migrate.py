"""Bring the tables up to date. Alembic, which is heavy, is imported only for a file that is behind."""

from __future__ import annotations

from sqlalchemy import Connection, insert, inspect, select

from simulator.attempts.cohort_schema import guards
from simulator.attempts.errors import BadDatabase
from simulator.attempts.schema import HEAD, VERSION_TABLE, metadata, version


def revision_of(connection: Connection, place: str) -> str | None:
    """The revision of the tables, or None for an empty database.

    Raises BadDatabase when the database holds something else or was made by a newer version.
    """
    names = inspect(connection).get_table_names()
    if VERSION_TABLE not in names:
        if names:
            raise BadDatabase(f"{place} holds something else than attempts; name another file")
        return None
    found: str | None = connection.scalar(select(version.c.version_num))
    if found is not None and found > HEAD:
        raise BadDatabase(
            f"{place} was made by a newer version of this program (tables {found}, known {HEAD}); update it"
        )
    return found


def bring_up_to_date(connection: Connection, place: str) -> None:
    """Make the tables, or take the steps they miss, all or none, in the transaction that `connection` is in.

    Nothing is left to do if another process did it while this one waited for the lock. Raises BadDatabase.
    """
    found = revision_of(connection, place)
    if found is None:
        create(connection)
    elif found != HEAD:
        upgrade(connection, place)


def create(connection: Connection) -> None:
    """Make the tables of an empty database as they are now."""
    metadata.create_all(connection, checkfirst=False)
    for statement in guards(connection.dialect.name):
        connection.exec_driver_sql(statement)
    version.create(connection, checkfirst=True)
    connection.execute(insert(version), {"version_num": HEAD})


def upgrade(connection: Connection, place: str) -> None:
    """Take the missing steps, from the first on in an empty database."""
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
