"""From when everybody may see of an assessment what is shown once it is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from simulator.cohort.assessments import Assessment
from simulator.cohort.overrides import rules_of_all
from simulator.cohort.sittings import sittings_of


def is_over(connection: Connection, assessment: Assessment, now: datetime) -> bool:
    """Whether nobody can be sitting it any more: it was closed, or its last day is past for everybody, those
    with another one, those who began under another one, and those who may go on in grace among them."""
    if assessment.closed is not None:
        return True
    everybody = [assessment.rules, *rules_of_all(connection, assessment).values()]
    going = [one for one in sittings_of(connection, assessment.id) if one.ended is None]
    ends = [*(rules.closes for rules in everybody), *(one.deadline for one in going)]
    last = [end for end in ends if end is not None]
    grace = timedelta(minutes=assessment.rules.grace_minutes)
    return len(last) == len(ends) and now >= max(last) + grace
