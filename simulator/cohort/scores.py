"""Scores: what an attempt earned under a rubric, worked out from its stored events alone.

A score is a row that is never changed. Under another rubric, or another best, the attempt gets another row;
the latest counts, and the earlier ones stay to be seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.engine import RowMapping

from scoring.rubric import Rubric, read_rubric, shipped_text
from simulator.analysis.fingerprint import fingerprint
from simulator.attempts.cohort_schema import bests, rubric_texts, scores, sitting_attempts, sittings
from simulator.attempts.database import insert_once
from simulator.attempts.errors import StoreError, UnknownAttempt
from simulator.attempts.schema import attempts, moves, scenario_texts
from simulator.cohort.cards import Card, Reckoner, live_texts, read_card, write_card
from simulator.cohort.grades import percent_of
from simulator.engine.events import BadEvent
from simulator.scenario.load import parse

_AT_ONCE = 500  # attempts that one question to the database names
_TEXTS = 64  # scenarios whose proved best is remembered


class CannotScore(StoreError):
    """The stored events of an attempt cannot be read, or a rubric is not kept; the message says which."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rubric whose text is kept, by the digest of that text."""

    digest: str
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class Score:
    """One score of an attempt."""

    score: int
    """Its number: the latest is the highest, and counts."""
    attempt: str
    rubric: int
    """The version of the rubric."""
    rubric_digest: str
    scenario_hash: str
    card: Card
    total: int
    best: int | None
    """The best total there is under this rubric; None where that is not proved."""
    by: str
    at: str
    reason: str
    """Why there is another; empty for the first."""

    @property
    def percent(self) -> int | None:
        """The total as a whole percentage of the best, towards zero; None where the best is not proved."""
        return percent_of(self.total, self.best)


# -- rubrics


def keep_rubric(connection: Connection, text: str) -> Kept:
    """Keeps the text of a rubric, once. Raises like `read_rubric`."""
    kept = Kept(hashlib.sha256(text.encode()).hexdigest(), read_rubric(text, "rubric"))
    values = {"digest": kept.digest, "version": kept.rubric.version, "text": text}
    insert_once(connection, rubric_texts, values)
    return kept


def keep_shipped_rubric(connection: Connection) -> Kept:
    """Keeps the rubric that ships with the program: what an assessment is opened under."""
    return keep_rubric(connection, shipped_text())


def kept_rubric(connection: Connection, digest: str) -> Kept:
    """A rubric that was kept. Raises CannotScore."""
    return _read(digest, rubric_text(connection, digest))


def rubric_text(connection: Connection, digest: str) -> str:
    """The text of a rubric that was kept. Raises CannotScore."""
    text: str | None = connection.scalar(select(rubric_texts.c.text).where(rubric_texts.c.digest == digest))
    if text is None:
        raise CannotScore(f"No rubric {digest[:12]} is kept")
    return text


@lru_cache(maxsize=8)
def _read(digest: str, text: str) -> Kept:
    return Kept(digest, read_rubric(text, "rubric"))


# -- scoring


def record(connection: Connection, attempt: str, kept: Kept, *, by: str, at: str, reason: str = "") -> Score:
    """Scores an attempt from its stored events and adds the row; `at` is `Database.stamp`.

    Where the latest score says the same already, that one is given back and nothing is added, so that a
    doubtful save is settled by repeating it. Raises UnknownAttempt or CannotScore.
    """
    held = _header(connection, attempt)
    card = _card(connection, attempt, kept.rubric)
    best = best_of(connection, held["scenario_hash"], held["text"], held["variant"], kept)
    last = latest(connection, [attempt]).get(attempt)
    if last and (last.rubric_digest, last.card, last.best) == (kept.digest, card, best):
        return last
    values = row(attempt, kept, held["scenario_hash"], write_card(card), card.total, best)
    values |= {"by": by, "at": at, "reason": reason}
    number = connection.execute(insert(scores).returning(scores.c.score), values).scalar_one()
    return Score(**values | {"score": number, "card": card})


def row(
    attempt: str, kept: Kept, scenario_hash: str, card: str, total: int, best: int | None
) -> dict[str, Any]:
    """A score as the table has it, but for who, when and why."""
    return {
        "attempt": attempt,
        "rubric": kept.rubric.version,
        "rubric_digest": kept.digest,
        "scenario_hash": scenario_hash,
        "card": card,
        "total": total,
        "best": best,
    }


def live_moves(connection: Connection, attempt: str) -> list[str]:
    """The events of each move of an attempt that counts, in order, as text."""
    rows = select(moves.c.move, moves.c.events).where(moves.c.attempt == attempt).order_by(moves.c.seq)
    return live_texts((move, events) for move, events in connection.execute(rows))


def _card(connection: Connection, attempt: str, rubric: Rubric) -> Card:
    try:
        return Reckoner(rubric).card(live_moves(connection, attempt))
    except BadEvent as error:
        raise CannotScore(f"Attempt {attempt[:8]} cannot be scored: {error}") from None


def _header(connection: Connection, attempt: str) -> RowMapping:
    wanted = (
        select(attempts.c.scenario_hash, attempts.c.variant, scenario_texts.c.text)
        .join(scenario_texts, scenario_texts.c.digest == attempts.c.text_digest)
        .where(attempts.c.attempt == attempt)
    )
    held = connection.execute(wanted).mappings().one_or_none()
    if held is None:
        raise UnknownAttempt(f"There is no attempt {attempt[:40]}; it may have been deleted")
    return held


# -- the best there is


def best_of(
    connection: Connection, scenario_hash: str, text: str, variant: str | None, kept: Kept
) -> int | None:
    """The best total of a stored scenario under a rubric; None where it is not proved.

    It was proved for a regrade, or the text itself says so, for this very scenario, rubric and rules. Raises
    ScenarioError.
    """
    wanted = select(bests.c.best).where(
        bests.c.rubric_digest == kept.digest, bests.c.scenario_hash == scenario_hash
    )
    best: int | None = connection.scalar(wanted)
    return _told(text, variant).get(kept.rubric.version) if best is None else best


def keep_best(connection: Connection, scenario_hash: str, kept: Kept, best: int) -> None:
    """Keeps what was proved of a scenario under a rubric that its own par is not of, once."""
    values = {"rubric_digest": kept.digest, "scenario_hash": scenario_hash, "best": best}
    insert_once(connection, bests, values)


@lru_cache(maxsize=_TEXTS)
def _told(text: str, variant: str | None) -> dict[int, int]:
    """The proved best total that a scenario tells itself, by the version of the rubric."""
    scenario = parse(text, "recorded", variant)
    par = scenario.par
    return {par.rubric: par.total} if par and par.proved_for == fingerprint(scenario) else {}


# -- reading


def latest(connection: Connection, wanted: Iterable[str]) -> dict[str, Score]:
    """The score that counts of each attempt that has one."""
    found: dict[str, Score] = {}
    every = list(wanted)
    for first in range(0, len(every), _AT_ONCE):
        some = every[first : first + _AT_ONCE]
        last = select(func.max(scores.c.score)).where(scores.c.attempt.in_(some)).group_by(scores.c.attempt)
        found |= _by_attempt(connection, last)
    return found


def latest_in(connection: Connection, assessment: str) -> dict[str, Score]:
    """The same of every attempt of an assessment, those of trial runs among them."""
    last = (
        select(func.max(scores.c.score))
        .join(sitting_attempts, sitting_attempts.c.attempt == scores.c.attempt)
        .join(sittings, sittings.c.sitting == sitting_attempts.c.sitting)
        .where(sittings.c.assessment == assessment)
        .group_by(scores.c.attempt)
    )
    return _by_attempt(connection, last)


def newest(connection: Connection, wanted: Sequence[str]) -> dict[str, int]:
    """The number of the score that counts, of each attempt that has one."""
    found: dict[str, int] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        last = select(scores.c.attempt, func.max(scores.c.score)).where(scores.c.attempt.in_(some))
        rows = connection.execute(last.group_by(scores.c.attempt))
        found |= {attempt: int(number) for attempt, number in rows}
    return found


def history(connection: Connection, attempt: str) -> tuple[Score, ...]:
    """Every score of an attempt, the first first."""
    rows = select(scores).where(scores.c.attempt == attempt).order_by(scores.c.score)
    return tuple(_score(held) for held in connection.execute(rows).mappings())


def _by_attempt(connection: Connection, numbers: Select[Any]) -> dict[str, Score]:
    rows = connection.execute(select(scores).where(scores.c.score.in_(numbers))).mappings()
    return {held["attempt"]: _score(held) for held in rows}


def _score(held: RowMapping) -> Score:
    return Score(**{**held, "card": read_card(held["card"])})
