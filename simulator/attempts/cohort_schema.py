"""The tables of cohorts and assessments: who belongs where, what is sat under which rules, what came of it.

Names live apart from everything else: results, the audit log and attempts know people by their pseudonym.
What is in JSON is told where it is written. Moments are ISO 8601 in UTC, to the microsecond.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from simulator.attempts.schema import metadata

people = Table(
    "people",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("pseudonym", String(16), nullable=False, unique=True),
    Column("created", Text, nullable=False),
    # When the link to the name was cut.
    Column("deleted", Text),
)

names = Table(
    "names",
    metadata,
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    # What the roster itself calls a person, such as a staff number.
    Column("reference", Text),
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("cohort", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    # How many days after its last assessment has closed; none where it is kept until somebody deletes it.
    Column("retention_days", Integer),
    Column("created", Text, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("cohort", ForeignKey("cohorts.cohort", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), primary_key=True),
    Column("team", Text),
    Column("joined", Text, nullable=False),
    Column("left", Text),
    # The hash of the personal code; the code itself is kept nowhere.
    Column("code", String(64), unique=True),
    Index(None, "person"),
)

rubric_texts = Table(
    "rubric_texts",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

bests = Table(
    "bests",
    metadata,
    Column("rubric_digest", ForeignKey("rubric_texts.digest"), primary_key=True),
    Column("scenario_hash", Text, primary_key=True),
    # The best total there is, proved for a rubric that the scenario's own par is not of.
    Column("best", Integer, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("assessment", String(64), primary_key=True),
    Column("cohort", ForeignKey("cohorts.cohort", ondelete="CASCADE"), nullable=False),
    Column("title", Text, nullable=False),
    # Its rules, as JSON.
    Column("rules", Text, nullable=False),
    Column("created", Text, nullable=False),
    # Frozen at opening, and absent before; a regrade of the whole assessment names another.
    Column("rubric_digest", ForeignKey("rubric_texts.digest")),
    Column("opened", Text),
    Column("closed", Text),
    # When the results were released to those who sat it.
    Column("released", Text),
    Index(None, "cohort"),
)

assessment_scenarios = Table(
    "assessment_scenarios",
    metadata,
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("scenario", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("scenario_hash", Text, nullable=False),
    Column("text_digest", ForeignKey("scenario_texts.digest"), nullable=False),
    Column("variant", Text),
)

overrides = Table(
    "overrides",
    metadata,
    Column("override", Integer, primary_key=True),
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), nullable=False),
    # One of the two.
    Column("person", ForeignKey("people.person", ondelete="CASCADE")),
    Column("team", Text),
    # The rules that differ, as JSON.
    Column("rules", Text, nullable=False),
    # None where it gives extra time only: the factor is kept, never the reason for the need.
    Column("reason", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Text),
    Index(None, "assessment"),
)

sittings = Table(
    "sittings",
    metadata,
    Column("sitting", String(32), primary_key=True),
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), nullable=False),
    # None for a trainer's trial run.
    Column("person", ForeignKey("people.person", ondelete="CASCADE")),
    Column("number", Integer, nullable=False),
    # As text, like that of an attempt.
    Column("seed", Text, nullable=False),
    Column("started", Text, nullable=False),
    # Stored at the start, by the clock of the database; none without a time limit.
    Column("deadline", Text),
    # The latest moment that any write of this sitting has seen: a clock set back gives no time.
    Column("seen", Text, nullable=False),
    Column("ended", Text),
    # How it ended: submitted, or abandoned.
    Column("outcome", Text),
    UniqueConstraint("assessment", "person", "number", name="uq_sittings_assessment"),
    Index(None, "person"),
)

sitting_attempts = Table(
    "sitting_attempts",
    metadata,
    Column("sitting", ForeignKey("sittings.sitting", ondelete="CASCADE"), primary_key=True),
    # Which scenario of the assessment, as in assessment_scenarios.
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("attempt", ForeignKey("attempts.attempt"), nullable=False, unique=True),
)

scores = Table(
    "scores",
    metadata,
    Column("score", Integer, primary_key=True),
    Column("attempt", ForeignKey("attempts.attempt", ondelete="CASCADE"), nullable=False),
    Column("rubric", Integer, nullable=False),
    Column("rubric_digest", ForeignKey("rubric_texts.digest"), nullable=False),
    Column("scenario_hash", Text, nullable=False),
    # Raw points by dimension, critical incidents by kind and principles, as JSON.
    Column("card", Text, nullable=False),
    Column("total", Integer, nullable=False),
    # The best total there is under this rubric; none until it is proved.
    Column("best", Integer),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    # Empty for the first score.
    Column("reason", Text, nullable=False),
    Index(None, "attempt"),
)

grade_overrides = Table(
    "grade_overrides",
    metadata,
    Column("grade_override", Integer, primary_key=True),
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), nullable=False),
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), nullable=False),
    # A whole percentage; None takes an earlier override back.
    Column("percent", Integer),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "assessment"),
)

comments = Table(
    "comments",
    metadata,
    Column("comment", Integer, primary_key=True),
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), nullable=False),
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "assessment"),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("sign_off", Integer, primary_key=True),
    Column("assessment", ForeignKey("assessments.assessment", ondelete="CASCADE"), nullable=False),
    Column("person", ForeignKey("people.person", ondelete="CASCADE"), nullable=False),
    # What was confirmed: the verdict, the whole percentage and the raw points as they were then.
    Column("verdict", Text, nullable=False),
    Column("percent", Integer),
    Column("points", Integer),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "assessment"),
)

audit = Table(
    "audit",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    # The cohort or assessment it is about.
    Column("about", Text, nullable=False),
    # A pseudonym.
    Column("pseudonym", Text),
    # More about it, as JSON, and no names.
    Column("details", Text, nullable=False),
    Index(None, "about"),
)

GROWING = ("audit", "scores", "grade_overrides", "sign_offs")
"""Tables whose rows are never changed. The audit log never loses one either; of the others only deleting what
they belong to does."""

_REFUSAL = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows'; END $$"""


def guards(dialect: str) -> tuple[str, ...]:
    """The statements that make the database itself refuse to change what only grows."""
    lite = dialect == "sqlite"
    refuse = {
        table: f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        if lite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in GROWING
    }
    forbidden = [*((table, "UPDATE") for table in GROWING), ("audit", "DELETE")]
    triggers = tuple(
        f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} {refuse[table]}"
        for table, change in forbidden
    )
    return triggers if lite else (_REFUSAL, *triggers)
