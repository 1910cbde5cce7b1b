"""Regrading: every score of an assessment under another rubric, in a stream, with nothing else touched.

What it would do is told before it is done. Doing it adds score rows in batches; after an interruption,
doing it again does the rest. Moves and their events are read and never written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, insert, update

from simulator.attempts.cohort_schema import assessments, scores
from simulator.attempts.database import Database
from simulator.cohort.assessments import read
from simulator.cohort.audit import log
from simulator.cohort.effect import Effect, total
from simulator.cohort.planning import Plan, Tell
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rescoring import Rescored, Stretch
from simulator.cohort.scores import keep_best, keep_rubric, newest, row
from simulator.cohort.streaming import Location, effects, stretches
from simulator.scenario.text import one_line

BATCH = 5_000
"""Scores that one transaction adds."""
_ALONE = 15_000  # attempts that one process is done with before others have started and caught up
LONGEST = 500
"""Characters of a reason."""


def processes_for(wanted: Plan, asked: int | None) -> int:
    """How many processes do it: all cores, but for what one has done before another has started."""
    return asked or (1 if wanted.attempts < _ALONE else os.cpu_count() or 1)


def preview(database: Database, location: Location, wanted: Plan, processes: int, tell: Tell) -> Effect:
    """What a regrade would do. Nothing is written."""
    return total(_told(effects(database, location, wanted.text, wanted.aim, processes), wanted, tell))


def regrade(
    database: Database, location: Location, wanted: Plan, reason: str, by: str, processes: int, tell: Tell
) -> Effect:
    """Does it. One line of the audit log stands before the first new score, one after the last; where nothing
    is left to do, none.

    Raises NotAllowed where somebody else scores the same attempts meanwhile, or NotSaved; what has been
    written stays, and doing it again does the rest.
    """
    why = one_line(reason)
    if not why or len(why) > LONGEST:
        raise NotAllowed(f"A reason has 1 to {LONGEST} characters; this one has {len(why)}")
    writer = _Writer(database, wanted, by, why)
    if wanted.switches:
        writer.begin()
    every = stretches(database, location, wanted.text, wanted.aim, processes)
    done = total(_told(writer.written(every), wanted, tell))
    writer.end(done)
    return done


class _Writer:
    """What a regrade writes, in transactions of a batch each."""

    def __init__(self, database: Database, wanted: Plan, by: str, reason: str) -> None:
        self._database, self._wanted = database, wanted
        self._told = {"by": by, "reason": reason}

    def begin(self) -> None:
        """Keeps the rubric and what is proved under it. A whole assessment is scored by it from now on."""
        wanted = self._wanted
        with self._database.writing() as connection:
            held = read(connection, wanted.assessment.id, change=True)
            if held.rubric_digest != wanted.before.digest:
                raise NotAllowed(f"{held.id} has been regraded meanwhile; look at it again")
            kept = keep_rubric(connection, wanted.text)
            for one in wanted.scenarios:
                if one.after is not None:
                    keep_best(connection, one.scenario_hash, kept, one.after)
            if wanted.switches:
                mine = assessments.c.assessment == held.id
                connection.execute(update(assessments).where(mine).values(rubric_digest=kept.digest))
            self._told["at"] = self._database.stamp(connection)
            self._log(
                connection,
                "began to regrade",
                reason=self._told["reason"],
                attempts=wanted.attempts if wanted.only is None else sorted(wanted.only),
                **{"from": wanted.before.digest, "to": kept.digest},
            )

    def written(self, every: Iterable[Stretch]) -> Iterator[Effect]:
        """Adds the scores of stretches, and tells what each does."""
        waiting: list[Rescored] = []
        for stretch in every:
            waiting += stretch.scores
            if len(waiting) >= BATCH:
                self._write(waiting)
                waiting = []
            yield stretch.effect
        if waiting:
            self._write(waiting)

    def end(self, done: Effect) -> None:
        """Says in the audit log what came of it."""
        if "at" not in self._told:
            return
        with self._database.writing() as connection:
            self._told["at"] = self._database.stamp(connection)
            self._log(
                connection,
                "regraded",
                to=self._wanted.after.digest,
                scores=done.scores,
                grades_changed=done.changed,
                reached_now=done.won.count,
                reached_no_longer=done.lost.count,
            )

    def _write(self, new: Sequence[Rescored]) -> None:
        """Adds scores, unless another was added since. An attempt that was deleted meanwhile gets none."""
        if "at" not in self._told:
            self.begin()
        with self._database.writing() as connection:
            read(connection, self._wanted.assessment.id, change=True)
            last = newest(connection, [one.attempt for one in new])
            if any(last.get(one.attempt, one.after) != one.after for one in new):
                raise NotAllowed(
                    "Somebody else is scoring the same attempts; once that is done, do this again"
                )
            after = self._wanted.after
            rows = [
                row(one.attempt, after, one.scenario_hash, one.card, one.total, one.best) | self._told
                for one in new
                if one.attempt in last
            ]
            if rows:
                connection.execute(insert(scores), rows)

    def _log(self, connection: Connection, what: str, **details: Any) -> None:
        by, at = self._told["by"], self._told["at"]
        log(connection, at=at, by=by, what=what, about=self._wanted.assessment.id, details=details)


def _told(every: Iterable[Effect], wanted: Plan, tell: Tell) -> Iterator[Effect]:
    done = 0
    for one in every:
        yield one
        done += one.attempts
        tell("scoring", done, wanted.attempts)
