"""Scenario texts, attempts and their moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "scenario_texts",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_scenario_texts"),
    )
    op.create_table(
        "attempts",
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scenario_hash", sa.Text, nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("variant", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("rules", sa.Integer, nullable=False),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.Column("last_saved", sa.Text, nullable=False),
        sa.Column("live_moves", sa.Integer, nullable=False),
        sa.Column("finished", sa.Text),
        sa.Column("ending", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("points", sa.Text),
        sa.PrimaryKeyConstraint("attempt", name="pk_attempts"),
        sa.ForeignKeyConstraint(["text_digest"], ["scenario_texts.digest"], name="fk_attempts_text_digest"),
    )
    op.create_index("ix_attempts_last_saved", "attempts", ["last_saved"])
    op.create_index("ix_attempts_text_digest", "attempts", ["text_digest"])
    op.create_table(
        "moves",
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("attempt", "seq", name="pk_moves"),
        sa.ForeignKeyConstraint(
            ["attempt"], ["attempts.attempt"], name="fk_moves_attempt", ondelete="CASCADE"
        ),
    )
