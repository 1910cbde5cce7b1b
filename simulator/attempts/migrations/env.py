"""Run by Alembic: takes the steps on the connection, and in the transaction, that it was handed."""

from __future__ import annotations

from alembic import context

from simulator.attempts.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
