"""Cohorts with their people, assessments with their sittings, scores, grades and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

_GROWING = ("audit", "scores", "grade_overrides", "sign_offs")
_REFUSAL = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows'; END $$"""


def upgrade() -> None:
    """Make the tables, and what refuses to change those that only grow."""
    op.create_table(
        "audit",
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Text),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_audit"),
    )
    op.create_index("ix_audit_about", "audit", ["about"])
    op.create_table(
        "cohorts",
        sa.Column("cohort", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("retention_days", sa.Integer),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("cohort", name="pk_cohorts"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("pseudonym", sa.String(16), nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("deleted", sa.Text),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
        sa.UniqueConstraint("pseudonym", name="uq_people_pseudonym"),
    )
    op.create_table(
        "rubric_texts",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_rubric_texts"),
    )
    op.create_table(
        "bests",
        sa.Column("rubric_digest", sa.String(64), nullable=False),
        sa.Column("scenario_hash", sa.Text, nullable=False),
        sa.Column("best", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["rubric_digest"], ["rubric_texts.digest"], name="fk_bests_rubric_digest"),
        sa.PrimaryKeyConstraint("rubric_digest", "scenario_hash", name="pk_bests"),
    )
    op.create_table(
        "assessments",
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("cohort", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("rubric_digest", sa.String(64)),
        sa.Column("opened", sa.Text),
        sa.Column("closed", sa.Text),
        sa.Column("released", sa.Text),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohorts.cohort"], name="fk_assessments_cohort", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_digest"], ["rubric_texts.digest"], name="fk_assessments_rubric_digest"
        ),
        sa.PrimaryKeyConstraint("assessment", name="pk_assessments"),
    )
    op.create_index("ix_assessments_cohort", "assessments", ["cohort"])
    op.create_table(
        "members",
        sa.Column("cohort", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("team", sa.Text),
        sa.Column("joined", sa.Text, nullable=False),
        sa.Column("left", sa.Text),
        sa.Column("code", sa.String(64)),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.cohort"], name="fk_members_cohort", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.person"], name="fk_members_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cohort", "person", name="pk_members"),
        sa.UniqueConstraint("code", name="uq_members_code"),
    )
    op.create_index("ix_members_person", "members", ["person"])
    op.create_table(
        "names",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("reference", sa.Text),
        sa.ForeignKeyConstraint(["person"], ["people.person"], name="fk_names_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_names"),
    )
    op.create_table(
        "assessment_scenarios",
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scenario_hash", sa.Text, nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("variant", sa.Text),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["assessments.assessment"],
            name="fk_assessment_scenarios_assessment",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["text_digest"], ["scenario_texts.digest"], name="fk_assessment_scenarios_text_digest"
        ),
        sa.PrimaryKeyConstraint("assessment", "place", name="pk_assessment_scenarios"),
    )
    op.create_table(
        "comments",
        sa.Column("comment", sa.Integer, nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessments.assessment"], name="fk_comments_assessment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.person"], name="fk_comments_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", name="pk_comments"),
    )
    op.create_index("ix_comments_assessment", "comments", ["assessment"])
    op.create_table(
        "grade_overrides",
        sa.Column("grade_override", sa.Integer, nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("percent", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["assessments.assessment"],
            name="fk_grade_overrides_assessment",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_grade_overrides_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("grade_override", name="pk_grade_overrides"),
    )
    op.create_index("ix_grade_overrides_assessment", "grade_overrides", ["assessment"])
    op.create_table(
        "overrides",
        sa.Column("override", sa.Integer, nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32)),
        sa.Column("team", sa.Text),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Text),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessments.assessment"], name="fk_overrides_assessment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_overrides_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("override", name="pk_overrides"),
    )
    op.create_index("ix_overrides_assessment", "overrides", ["assessment"])
    op.create_table(
        "scores",
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.Column("rubric", sa.Integer, nullable=False),
        sa.Column("rubric_digest", sa.String(64), nullable=False),
        sa.Column("scenario_hash", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("best", sa.Integer),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt"], ["attempts.attempt"], name="fk_scores_attempt", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["rubric_digest"], ["rubric_texts.digest"], name="fk_scores_rubric_digest"),
        sa.PrimaryKeyConstraint("score", name="pk_scores"),
    )
    op.create_index("ix_scores_attempt", "scores", ["attempt"])
    op.create_table(
        "sign_offs",
        sa.Column("sign_off", sa.Integer, nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("percent", sa.Integer),
        sa.Column("points", sa.Integer),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessments.assessment"], name="fk_sign_offs_assessment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_sign_offs_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sign_off", name="pk_sign_offs"),
    )
    op.create_index("ix_sign_offs_assessment", "sign_offs", ["assessment"])
    op.create_table(
        "sittings",
        sa.Column("sitting", sa.String(32), nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32)),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("deadline", sa.Text),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("sitting", name="pk_sittings"),
        sa.UniqueConstraint("assessment", "person", "number", name="uq_sittings_assessment"),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessments.assessment"], name="fk_sittings_assessment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.person"], name="fk_sittings_person", ondelete="CASCADE"),
    )
    op.create_index("ix_sittings_person", "sittings", ["person"])
    op.create_table(
        "sitting_attempts",
        sa.Column("sitting", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("attempt", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sitting", "place", name="pk_sitting_attempts"),
        sa.ForeignKeyConstraint(
            ["sitting"], ["sittings.sitting"], name="fk_sitting_attempts_sitting", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("attempt", name="uq_sitting_attempts_attempt"),
        sa.ForeignKeyConstraint(["attempt"], ["attempts.attempt"], name="fk_sitting_attempts_attempt"),
    )
    lite = op.get_bind().dialect.name == "sqlite"
    if not lite:
        op.execute(_REFUSAL)
    for table, change in [*((table, "UPDATE") for table in _GROWING), ("audit", "DELETE")]:
        refuse = (
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            if lite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} {refuse}")
