"""What stands between a choice and the record of a sitting: time, membership, and who holds the pen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere
from simulator.cohort.assessments import Assessment, read
from simulator.cohort.audit import entries, log
from simulator.cohort.overrides import rules_for
from simulator.cohort.refused import NotAllowed, TimeUp
from simulator.cohort.rules import Rules
from simulator.cohort.sittings import change_sitting, present, sitting_of, writers_of
from simulator.cohort.states import Outcome, Sitting, deadline_of, limit_of

SET_BACK = "the clock was set back"
"""What the audit log calls it."""
_JITTER = timedelta(seconds=1)
"""By how much a clock may differ from itself without having been set."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A sitting as it stands at a moment, by the rules that hold then."""

    sitting: Sitting
    assessment: Assessment
    rules: Rules
    now: datetime
    """By the clock of the database, and never earlier than what the sitting has seen."""
    clock: datetime
    """What that clock says."""
    pseudonym: str | None = None
    """Whose it is, once that was looked up; None for a trial run."""

    @property
    def at(self) -> str:
        """The moment as it is stored."""
        return stamp(self.now)

    @property
    def deadline(self) -> datetime | None:
        """When it has to be handed in."""
        return deadline_of(self.sitting, self.rules)

    @property
    def limit(self) -> datetime | None:
        """From when nothing is taken any more: the deadline with its grace, or the closing."""
        closed = self.assessment.closed if self.sitting.person is not None else None
        limits = (limit_of(self.sitting, self.rules), closed)
        return min((one for one in limits if one is not None), default=None)

    @property
    def up(self) -> bool:
        """Whether the time is up; once it has been closed it is, whatever a clock says."""
        closed = self.assessment.closed is not None and self.sitting.person is not None
        return closed or (self.limit is not None and self.now >= self.limit)

    @property
    def remaining(self) -> float | None:
        """Seconds to the deadline, below zero in grace; None without one."""
        return None if self.deadline is None else (self.deadline - self.now).total_seconds()


def stamp(moment: datetime) -> str:
    """A moment as it is stored."""
    return moment.isoformat(timespec="microseconds")


def look(database: Database, connection: Connection, sitting: str, *, change: bool = False) -> Moment:
    """A sitting at this moment, whoever asks. Raises NotAllowed where there is none."""
    held = sitting_of(connection, sitting, change=change)
    assessment = read(connection, held.assessment)
    clock = database.now(connection)
    return Moment(
        sitting=held,
        assessment=assessment,
        rules=sat_under(connection, assessment, held.person),
        now=max(clock, held.seen),
        clock=clock,
    )


def sat_under(connection: Connection, assessment: Assessment, person: str | None) -> Rules:
    """The rules of a sitting: those that hold for the person now. A trial run has no days."""
    if person is None:
        return assessment.rules.model_copy(update={"opens": None, "closes": None})
    return rules_for(connection, assessment, person)


def guard(
    database: Database, connection: Connection, sitting: str, writer: str, *, change: bool = True
) -> Moment:
    """The moment in which something may be written to a sitting, in the transaction that writes it.

    Whether the time is up is for the caller to see: ending the sitting is a transaction of its own. `change`
    holds the sitting against other writers and notes what it has seen. Raises NotAllowed, TimeUp where it was
    ended by its time, or ContinuedElsewhere.
    """
    found = look(database, connection, sitting, change=change)
    held = found.sitting
    if held.ended is not None:
        if held.outcome is Outcome.ABANDONED or held.ended in (held.deadline, found.assessment.closed):
            raise TimeUp(held.outcome or Outcome.ABANDONED)
        raise NotAllowed("This sitting has been handed in")
    if held.person is not None:
        member = present(connection, found.assessment.cohort, held.person)
        found = replace(found, pseudonym=member.pseudonym)
    if writers_of(connection, sitting) != {writer}:
        raise ContinuedElsewhere("This sitting is continued elsewhere; go on there, or open it again here")
    if change and not found.up:
        _see(connection, found)
    return found


def _see(connection: Connection, found: Moment) -> None:
    """Notes what the sitting has seen, and, once, that the clock was set back."""
    held = found.sitting
    change_sitting(connection, held.id, seen=found.at)
    if found.clock >= held.seen - _JITTER:
        return
    told = (one for one in entries(connection, held.assessment) if one.what == SET_BACK)
    if not any(one.details["sitting"] == held.id for one in told):
        log(
            connection,
            at=found.at,
            by="onlyme",
            what=SET_BACK,
            about=held.assessment,
            pseudonym=found.pseudonym,
            details={"sitting": held.id, "seen": stamp(held.seen), "clock": stamp(found.clock)},
        )
