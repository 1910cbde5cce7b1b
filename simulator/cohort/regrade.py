"""Regrading: every score of an assessment under another rubric, in a stream, with nothing else touched.

What it would do is told before it is done. Doing it adds score rows in batches; after an interruption,
doing it again does the rest. Moves and their events are read and never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from scoring.rubric import Rubric, default_rubric, shipped_text
from simulator.attempts.cohort_schema import (
    assessments,
    rubric_texts,
    scores,
    sitting_attempts,
    sittings,
)
from simulator.attempts.database import Database
from simulator.attempts.rows import digest_of
from simulator.cohort import freezing
from simulator.cohort.assessments import Assessment, read
from simulator.cohort.audit import log
from simulator.cohort.effect import Effect, effect
from simulator.cohort.freezing import Frozen
from simulator.cohort.pars import NotProved, best_total
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rescoring import Aim, Rescored, Stretch
from simulator.cohort.scores import Kept, best_of, keep_best, keep_rubric, kept_rubric, newest, row
from simulator.cohort.streaming import Location, stretches
from simulator.scenario.text import one_line

BATCH = 5_000
"""Scores that one transaction adds."""
_ALONE = 2_000  # attempts that one process is done with before another has started
LONGEST = 500
"""Characters of a reason."""

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Held:
    """A scenario of the assessment with the best total there is, before and after; None where it is not
    proved, and then `why` not."""

    title: str
    scenario_hash: str
    before: int | None
    after: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A regrade that can be done: of which assessment, from which rubric to which, held against what."""

    assessment: Assessment
    before: Kept
    after: Kept
    text: str
    """The text of the rubric."""
    scenarios: tuple[Held, ...]
    attempts: int
    """How many attempts have a score."""
    only: frozenset[str] | None = None

    @property
    def percent(self) -> bool:
        """Whether there are percentages afterwards."""
        bests = [held.after for held in self.scenarios if held.after is not None]
        return len(bests) == len(self.scenarios) and sum(bests) > 0

    @property
    def aim(self) -> Aim:
        """What each process has to know."""
        rules = self.assessment.rules
        return Aim(
            self.assessment.id,
            self.after.digest,
            {held.scenario_hash: held.after for held in self.scenarios},
            rules.grade,
            rules.pass_mark,
            rules.bars_pass,
            self.only,
        )


def plan(
    database: Database, assessment: str, text: str, rubric: Rubric, wanted: Sequence[str], tell: Tell
) -> Plan:
    """What a regrade is going to be of; `wanted` narrows it to attempts, by the first letters of their ids.

    The best there is is proved first, where it was proved before. Raises UnknownAssessment or NotAllowed.
    """
    with database.reading() as connection:
        held = read(connection, assessment)
        if held.rubric_digest is None:
            raise NotAllowed(f"{assessment} has not been opened; nothing in it is scored yet")
        before = kept_rubric(connection, held.rubric_digest)
        after, text = _known(connection, text, rubric, before)
        frozen = freezing.kept(connection, assessment)
        bests = [best_of(connection, one.scenario_hash, one.text, one.variant, before) for one in frozen]
        ours = [best_of(connection, one.scenario_hash, one.text, one.variant, after) for one in frozen]
        only = _only(connection, assessment, wanted)
        attempts = _scored(connection, assessment)
    if not attempts:
        raise NotAllowed(f"Nothing in {assessment} is scored yet; there is nothing to regrade")
    scenarios = tuple(
        _held(one, best, our, after, tell) for one, best, our in zip(frozen, bests, ours, strict=True)
    )
    found = Plan(held, before, after, text, scenarios, attempts, only)
    if held.rules.pass_mark is not None and not found.percent:
        why = "; ".join(f"{one.title}: {one.why}" for one in scenarios if one.after is None)
        why = why or "no points can be had in it"
        raise NotAllowed(
            f"{assessment} has a pass mark in percent, and under this rubric there is no percent ({why})"
        )
    return found


def preview(database: Database, location: Location, wanted: Plan, processes: int, tell: Tell) -> Effect:
    """What a regrade would do. Nothing is written."""
    return effect(_told(stretches(database, location, wanted.text, wanted.aim, processes), wanted, tell))


def regrade(
    database: Database, location: Location, wanted: Plan, reason: str, by: str, processes: int, tell: Tell
) -> Effect:
    """Does it. One line of the audit log stands before the first new score, one after the last.

    Raises NotAllowed where somebody else scores the same attempts meanwhile, or NotSaved; what has been
    written stays, and doing it again does the rest.
    """
    why = one_line(reason)
    if not why or len(why) > LONGEST:
        raise NotAllowed(f"A reason has 1 to {LONGEST} characters; this one has {len(why)}")
    at = _begin(database, wanted, why, by)
    every = _told(stretches(database, location, wanted.text, wanted.aim, processes), wanted, tell)
    done = effect(_written(database, every, wanted, {"by": by, "at": at, "reason": why}))
    with database.writing() as connection:
        details = {"rubric": wanted.after.digest, "attempts": done.attempts, "scores": done.scores}
        details |= {"grades changed": done.changed, "passed before": done.lost.count}
        details |= {"pass now": done.won.count}
        _log(connection, database.stamp(connection), by, "regraded", wanted, details)
    return done


def _known(connection: Connection, text: str, rubric: Rubric, before: Kept) -> tuple[Kept, str]:
    """The rubric with its text; the kept one where only the layout differs. Raises NotAllowed for another
    under a version that is taken."""
    shipped = Kept(digest_of(shipped_text()), default_rubric())
    rows = connection.execute(select(rubric_texts.c.digest, rubric_texts.c.text)).all()
    known = {before.digest: before} | {held.digest: kept_rubric(connection, held.digest) for held in rows}
    texts = {held.digest: held.text for held in rows} | {shipped.digest: shipped_text()}
    for kept in (*known.values(), shipped):
        if kept.rubric == rubric:
            return kept, texts[kept.digest]
        if kept.rubric.version == rubric.version:
            free = max(held.rubric.version for held in (*known.values(), shipped)) + 1
            raise NotAllowed(
                f"Rubric {rubric.version} gives other points already; write `version: {free}` in yours"
            )
    return Kept(digest_of(text), rubric), text


def _only(connection: Connection, assessment: str, wanted: Sequence[str]) -> frozenset[str] | None:
    """The attempts that are meant. Raises NotAllowed for one that none is, or more than one."""
    if not wanted:
        return None
    found = set()
    for word in wanted:
        mine = _of(select(scores.c.attempt).distinct(), assessment)
        some = connection.scalars(
            mine.where(scores.c.attempt.startswith(word.lower(), autoescape=True)).limit(2)
        )
        match some.all():
            case [str(one)]:
                found.add(one)
            case []:
                raise NotAllowed(f"No attempt of {assessment} that is scored begins with {word[:40]}")
            case _:
                raise NotAllowed(f"More than one attempt begins with {word[:40]}; give more of its id")
    return frozenset(found)


def _scored(connection: Connection, assessment: str) -> int:
    return int(connection.scalar(_of(select(func.count(scores.c.attempt.distinct())), assessment)) or 0)


def _of(wanted: Select[Any], assessment: str) -> Select[Any]:
    """Scores of an assessment alone, without those of trial runs."""
    return (
        wanted.join(sitting_attempts, sitting_attempts.c.attempt == scores.c.attempt)
        .join(sittings, sittings.c.sitting == sitting_attempts.c.sitting)
        .where(sittings.c.assessment == assessment, sittings.c.person.is_not(None))
    )


def _held(one: Frozen, before: int | None, ours: int | None, after: Kept, tell: Tell) -> Held:
    """The best of a scenario, proved now where it has to be. Where it was never proved, nothing is tried."""
    if before is None or ours is not None:
        why = "" if ours is not None else "its best total was not proved before either"
        return Held(one.title, one.scenario_hash, before, ours, why)
    try:
        best = best_total(one.program(), after.rubric, partial(tell, f"going through {one.title}"))
    except NotProved as error:
        return Held(one.title, one.scenario_hash, before, None, str(error))
    return Held(one.title, one.scenario_hash, before, best)


def _told(every: Iterable[Stretch], wanted: Plan, tell: Tell) -> Iterator[Stretch]:
    done = 0
    for stretch in every:
        yield stretch
        done += stretch.attempts
        tell("scoring", done, wanted.attempts)


def _begin(database: Database, wanted: Plan, reason: str, by: str) -> str:
    """Keeps the rubric and what is proved under it. A whole assessment is scored by it from now on."""
    with database.writing() as connection:
        at = database.stamp(connection)
        held = read(connection, wanted.assessment.id, change=True)
        if held.rubric_digest != wanted.before.digest:
            raise NotAllowed(f"{held.id} has been regraded meanwhile; look at it again")
        kept = keep_rubric(connection, wanted.text)
        for one in wanted.scenarios:
            if one.after is not None:
                keep_best(connection, one.scenario_hash, kept, one.after)
        if wanted.only is None:
            mine = assessments.c.assessment == held.id
            connection.execute(update(assessments).where(mine).values(rubric_digest=kept.digest))
        details: dict[str, Any] = {"from": wanted.before.digest, "to": kept.digest, "reason": reason}
        details |= {"attempts": wanted.attempts if wanted.only is None else sorted(wanted.only)}
        _log(connection, at, by, "began to regrade", wanted, details)
        return at


def _written(
    database: Database, every: Iterable[Stretch], wanted: Plan, told: Mapping[str, str]
) -> Iterator[Stretch]:
    """Adds the scores of stretches, a batch at a time, and passes the stretches on."""
    waiting: list[Rescored] = []
    for stretch in every:
        waiting += stretch.scores
        if len(waiting) >= BATCH:
            _write(database, waiting, wanted, told)
            waiting = []
        yield stretch
    _write(database, waiting, wanted, told)


def _write(database: Database, new: Sequence[Rescored], wanted: Plan, told: Mapping[str, str]) -> None:
    """Adds scores, unless another has been added since. Whose attempt was deleted meanwhile gets none."""
    if not new:
        return
    with database.writing() as connection:
        read(connection, wanted.assessment.id, change=True)
        last = newest(connection, [one.attempt for one in new])
        if any(last.get(one.attempt, one.after) != one.after for one in new):
            raise NotAllowed("Somebody else is scoring the same attempts; once that is done, do this again")
        rows = [
            {**row(one.attempt, wanted.after, one.scenario_hash, one.card, one.total, one.best), **told}
            for one in new
            if one.attempt in last
        ]
        if rows:
            connection.execute(insert(scores), rows)


def _log(
    connection: Connection, at: str, by: str, what: str, wanted: Plan, details: Mapping[str, Any]
) -> None:
    log(connection, at=at, by=by, what=what, about=wanted.assessment.id, details=details)
