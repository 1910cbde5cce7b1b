"""What a regrade is going to be of: an assessment, a rubric, and the best there is under it, proved first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, func, select

from scoring.rubric import Rubric, default_rubric, shipped_text
from simulator.attempts.cohort_schema import rubric_texts, scores, sitting_attempts, sittings
from simulator.attempts.database import Database
from simulator.attempts.rows import digest_of
from simulator.cohort import freezing
from simulator.cohort.assessments import Assessment, read
from simulator.cohort.freezing import Frozen
from simulator.cohort.pars import NotProved, best_total
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rescoring import Aim
from simulator.cohort.scores import Kept, best_of, kept_rubric

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
    def switches(self) -> bool:
        """Whether the assessment is scored by another rubric afterwards."""
        return self.only is None and self.before.digest != self.after.digest

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
