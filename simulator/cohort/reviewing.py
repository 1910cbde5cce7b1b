"""What somebody may see afterwards of a sitting, and from when what is not shown yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from simulator.attempts.database import Database
from simulator.cohort.assessments import Assessment, read
from simulator.cohort.overrides import rules_of_all
from simulator.cohort.sittings import sitting_of
from simulator.cohort.states import reviewable

PARTS = ("score", "dimensions", "lines", "debrief")
_WHEN = {
    "never": "is not shown",
    "submitted": "is shown once the sitting is handed in",
    "closed": "is shown once the assessment is closed",
    "released": "is shown once the results are released",
}


@dataclass(frozen=True, slots=True)
class Reviewable:
    """What may be seen of a sitting: which of `PARTS` are shown, and when each of the others will be."""

    shown: frozenset[str]
    later: Mapping[str, str]


def review_of(database: Database, sitting: str) -> Reviewable:
    """What may be seen of a sitting now. Raises NotAllowed or BadDatabase."""
    with database.reading() as connection:
        held = sitting_of(connection, sitting)
        assessment = read(connection, held.assessment)
        review = assessment.rules.review
        shown = reviewable(
            review,
            submitted=held.counts,
            closed=is_over(connection, assessment, database.now(connection)),
            released=assessment.released is not None,
        )
    later = {part: _WHEN[getattr(review, part)] for part in PARTS if part not in shown}
    return Reviewable(shown, later)


def is_over(connection: Connection, assessment: Assessment, now: datetime) -> bool:
    """Whether nobody can be sitting it any more: it was closed, or its last day is past for everybody, those
    with another one and those who may go on in grace among them."""
    if assessment.closed is not None:
        return True
    everybody = [assessment.rules, *rules_of_all(connection, assessment).values()]
    last = [rules.closes for rules in everybody if rules.closes is not None]
    grace = timedelta(minutes=assessment.rules.grace_minutes)
    return len(last) == len(everybody) and now >= max(last) + grace
