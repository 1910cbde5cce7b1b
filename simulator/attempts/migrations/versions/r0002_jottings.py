"""What a trainee writes while playing: notes, and lines said first in their own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "jottings",
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("move", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("attempt", "place", name="pk_jottings"),
        sa.ForeignKeyConstraint(
            ["attempt"], ["attempts.attempt"], name="fk_jottings_attempt", ondelete="CASCADE"
        ),
    )
