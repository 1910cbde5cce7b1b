"""Scoring some people's attempts again: what a regrade does to each, worked out without writing anything.

People are taken in stretches, each with all their sittings, so that a grade can be held against the grade
before and then be let go. A stretch needs nothing but itself: any process can do it, and memory stays flat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from simulator.attempts.cohort_schema import people, sign_offs, sitting_attempts, sittings
from simulator.attempts.schema import moves
from simulator.cohort.cards import Card, Reckoner, write_card
from simulator.cohort.effect import Effect, Regraded
from simulator.cohort.grade_overrides import overridden
from simulator.cohort.grades import Rule, Sat, grade
from simulator.cohort.scores import CannotScore, Score, latest, live_moves
from simulator.cohort.states import Outcome
from simulator.engine.attempt import UNDO
from simulator.engine.events import BadEvent

_AT_ONCE = 200  # attempts whose moves are read by one question
_BETWEEN = "\x1e"  # which no JSON text has in it

Span = tuple[str, str]
"""The first and the last person of a stretch, as the database orders them."""
Earned = Mapping[str, tuple[Card, int | None]]
"""The card of each scored attempt, and the best it is held against."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a regrade is of: an assessment, a rubric by its digest, and the best there is under it in each
    scenario, by hash. `only` narrows it to some attempts."""

    assessment: str
    digest: str
    bests: Mapping[str, int | None]
    rule: Rule
    mark: int | None
    bars: tuple[str, ...]
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Rescored:
    """A score that is to be added. `after` is the number of the attempt's latest until then."""

    attempt: str
    after: int
    scenario_hash: str
    card: str
    total: int
    best: int | None
    other: bool
    """Whether anything but the rubric differs from the latest: points, or what they are held against."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What comes of a stretch: the scores that are to be added, and what they do to the grades."""

    scores: tuple[Rescored, ...]
    effect: Effect


class _Place(NamedTuple):
    """An attempt with its place in the sittings of a person."""

    person: str
    pseudonym: str
    number: int
    outcome: str | None
    attempt: str


def rescored(connection: Connection, reckoner: Reckoner, aim: Aim, span: Span) -> Stretch:
    """The attempts of some people under the rubric of the reckoner. An attempt whose latest score is already
    under it and held against the same best is left alone. Raises CannotScore."""
    rows = _attempts(connection, aim.assessment, span)
    before = latest(connection, (row.attempt for row in rows))
    cards = dict(_cards(connection, reckoner, [name for name in before if _to_do(before[name], aim)]))
    found = [_rescored(before[name], card, aim) for name, card in cards.items()]
    earlier: Earned = {name: (score.card, score.best) for name, score in before.items()}
    later: Earned = {**earlier, **{new.attempt: (cards[new.attempt], new.best) for new in found}}
    effect = Effect(len(before), len(found), sum(one.other for one in found))
    for one in _grades(connection, aim, span, rows, earlier, later):
        effect.add(one)
    return Stretch(tuple(found), effect)


def next_span(connection: Connection, assessment: str, people_at_once: int, after: str) -> Span | None:
    """The next stretch of people who have sat an assessment, after a person; None where there is none."""
    who = (
        select(sittings.c.person)
        .where(sittings.c.assessment == assessment, sittings.c.person > after)
        .distinct()
        .order_by(sittings.c.person)
        .limit(people_at_once)
    )
    found = connection.scalars(who).all()
    return (str(found[0]), str(found[-1])) if found else None


def _attempts(connection: Connection, assessment: str, span: Span) -> list[_Place]:
    """The attempts of a stretch by person, sitting and place."""
    wanted = (
        select(
            sittings.c.person,
            people.c.pseudonym,
            sittings.c.number,
            sittings.c.outcome,
            sitting_attempts.c.attempt,
        )
        .join(people, people.c.person == sittings.c.person)
        .join(sitting_attempts, sitting_attempts.c.sitting == sittings.c.sitting)
        .where(sittings.c.assessment == assessment, sittings.c.person.between(*span))
        .order_by(sittings.c.person, sittings.c.number, sitting_attempts.c.place)
    )
    return [_Place(*row) for row in connection.execute(wanted)]


def _to_do(score: Score, aim: Aim) -> bool:
    if aim.only is not None and score.attempt not in aim.only:
        return False
    return (score.rubric_digest, score.best) != (aim.digest, aim.bests[score.scenario_hash])


def _cards(connection: Connection, reckoner: Reckoner, names: Sequence[str]) -> Iterator[tuple[str, Card]]:
    for first in range(0, len(names), _AT_ONCE):
        some = names[first : first + _AT_ONCE]
        texts = dict(_texts(connection, some))
        for name in some:
            try:
                yield name, reckoner.card(texts.get(name, ()))
            except BadEvent as error:
                raise CannotScore(f"Attempt {name[:8]} cannot be scored: {error}") from None


def _texts(connection: Connection, names: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The events that count of each attempt that has any, by move.

    The database puts them together, in whatever order: sums have none. Only where something was undone does
    the order matter, and those few are read move by move.
    """
    wanted = (
        select(
            moves.c.attempt,
            func.aggregate_strings(moves.c.events, _BETWEEN),
            func.max(case((moves.c.move == UNDO, 1), else_=0)),
        )
        .where(moves.c.attempt.in_(names))
        .group_by(moves.c.attempt)
    )
    for name, together, undone in connection.execute(wanted).all():
        yield name, live_moves(connection, name) if undone else together.split(_BETWEEN)


def _rescored(before: Score, card: Card, aim: Aim) -> Rescored:
    best = aim.bests[before.scenario_hash]
    other = (before.card, before.best) != (card, best)
    text = write_card(card)
    return Rescored(before.attempt, before.score, before.scenario_hash, text, card.total, best, other)


def _grades(
    connection: Connection, aim: Aim, span: Span, rows: Iterable[_Place], earlier: Earned, later: Earned
) -> Iterator[Regraded]:
    """The grade of each person before and after."""
    overrides = overridden(connection, aim.assessment, *span)
    who = select(sign_offs.c.person).where(sign_offs.c.assessment == aim.assessment)
    signed = set(connection.scalars(who.where(sign_offs.c.person.between(*span))))
    for (person, pseudonym), held in groupby(rows, key=attrgetter("person", "pseudonym")):
        own = list(held)
        before, after = (
            grade(_sats(own, earned), aim.rule, mark=aim.mark, bars=aim.bars, override=overrides.get(person))
            for earned in (earlier, later)
        )
        yield Regraded(person, pseudonym, before, after, person in signed)


def _sats(rows: Iterable[_Place], earned: Earned) -> Iterator[Sat]:
    """The sittings that count: handed in, with every attempt scored."""
    for number, held in groupby(rows, key=attrgetter("number")):
        sitting = list(held)
        if sitting[0].outcome == Outcome.SUBMITTED and all(row.attempt in earned for row in sitting):
            yield _sat(number, [earned[row.attempt] for row in sitting])


def _sat(number: int, earned: Sequence[tuple[Card, int | None]]) -> Sat:
    points: Counter[str] = Counter()
    for card, _ in earned:
        points.update(card.points)
    proved = [best for _, best in earned if best is not None]
    best = sum(proved) if len(proved) == len(earned) else None
    return Sat(number, points, best, frozenset(kind for card, _ in earned for kind in card.incidents))
