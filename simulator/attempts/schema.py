"""The tables: what the code reads and writes, and what a new file is given. Migrations bring an older one to
the same, word for word."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text

HEAD = "0003"
"""The newest migration. Revisions are four digits, so that they compare as text."""

VERSION_TABLE = "onlyme_schema"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

scenario_texts = Table(
    "scenario_texts",
    metadata,
    # Of the text itself: texts that differ only in comments share a scenario hash, and each is kept.
    Column("digest", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("attempt", String(64), primary_key=True),
    Column("scenario", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("scenario_hash", Text, nullable=False),
    Column("text_digest", ForeignKey("scenario_texts.digest"), nullable=False),
    Column("variant", Text),
    Column("language", Text, nullable=False),
    Column("rules", Integer, nullable=False),
    Column("rubric", Text, nullable=False),
    # As text: a seed may be larger than a database's integers.
    Column("seed", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("writer", Text, nullable=False),
    # Kept beside the moves so that a list of attempts need not read them.
    Column("last_saved", Text, nullable=False),
    Column("live_moves", Integer, nullable=False),
    Column("finished", Text),
    Column("ending", Text),
    Column("stage", Text),
    Column("points", Text),
    Index(None, "last_saved"),
    Index(None, "text_digest"),
)

moves = Table(
    "moves",
    metadata,
    # The primary key is the promise: one row for each place in an attempt.
    Column("attempt", ForeignKey("attempts.attempt", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("move", Text, nullable=False),
    Column("events", Text, nullable=False),
)

jottings = Table(
    "jottings",
    metadata,
    Column("attempt", ForeignKey("attempts.attempt", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    # How many moves counted when it was written.
    Column("move", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

# As Alembic makes it, and apart from the rest, as it is Alembic's own.
version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
