"""Random plays by the thousand: what comes of a scenario by guessing, with how sure that is.

Each legal move is as likely as the others. The plays go through the engine itself, so they check the exact
analysis, which knows tables alone. Every play has dice of its own, and what is kept are counts: however the
plays are shared out, the same seed gives the same sample.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from operator import add
from typing import Any

from scoring.rubric import DIMENSIONS, default_rubric
from simulator.analysis.chances import CONFIDENCE, Interval, average, chance
from simulator.engine.decide import Story
from simulator.engine.events import Ended, Event
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.load import parse
from simulator.scenario.words import STAGES

TOTAL = "total"
SHARE = 500
"""The plays that are handed out at a time."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scenario as its text, which can be sent to where it is played."""

    text: str
    name: str
    variant: str | None = None


@dataclass(frozen=True)
class Sample:
    """How often what came of so many plays. `points` is by dimension, and by `total`; `moves` by the step at
    which they were made."""

    plays: int
    points: Mapping[str, Counter[int]]
    stages: Counter[str]
    endings: Counter[int]
    """By the place of the ending in the file; -1 is none."""
    moves: Mapping[str, Counter[str]]

    def __add__(self, other: Sample) -> Sample:
        points = {name: held + other.points[name] for name, held in self.points.items()}
        plays = self.plays + other.plays
        every = [*dict.fromkeys((*self.moves, *other.moves))]
        moves = {at: self.moves.get(at, Counter()) + other.moves.get(at, Counter()) for at in every}
        return Sample(plays, points, self.stages + other.stages, self.endings + other.endings, moves)

    def mean(self, name: str = TOTAL) -> Fraction:
        """The mean points of a dimension, or of all."""
        return Fraction(sum(points * times for points, times in self.points[name].items()), self.plays)

    def variance(self, name: str = TOTAL) -> Fraction:
        """The variance of the points of all plays there could be, estimated without bias from two or more."""
        mean = self.mean(name)
        squares = [(points - mean) ** 2 * times for points, times in self.points[name].items()]
        return sum(squares, Fraction(0)) / (self.plays - 1)

    def about(self, name: str = TOTAL, confidence: float = CONFIDENCE) -> Interval:
        """The mean points, with bounds for the true mean."""
        return average(self.mean(name), self.variance(name), self.plays, confidence)

    def stage(self, stage: str, confidence: float = CONFIDENCE) -> Interval:
        """The chance that the account ends at a stage."""
        return chance(self.stages[stage], self.plays, confidence)

    def ending(self, place: int, confidence: float = CONFIDENCE) -> Interval:
        """The chance of an ending, by its place in the file."""
        return chance(self.endings[place], self.plays, confidence)

    def at_least(self, points: int, name: str = TOTAL, confidence: float = CONFIDENCE) -> Interval:
        """The chance of so many points or more: of passing by guessing, say."""
        hits = sum(times for found, times in self.points[name].items() if found >= points)
        return chance(hits, self.plays, confidence)

    def as_data(self) -> Mapping[str, Any]:
        """The counts as plain data, everything in order."""
        return {
            "plays": self.plays,
            "points": {name: dict(sorted(held.items())) for name, held in self.points.items()},
            "stages": {stage: self.stages[stage] for stage in STAGES},
            "endings": dict(sorted(self.endings.items())),
            "moves": {at: dict(sorted(held.items())) for at, held in sorted(self.moves.items())},
        }


def sample(text: Text, plays: int, seed: int = 0, executor: Executor | None = None) -> Sample:
    """So many plays, at least one, done here or shared out. Raises ScenarioError where the text is wrong."""
    shares = [range(first, min(first + SHARE, plays)) for first in range(0, plays, SHARE)]
    texts, seeds = [text] * len(shares), [seed] * len(shares)
    done: Iterable[Sample] = (executor.map if executor else map)(_share, texts, shares, seeds)
    return reduce(add, done)


def played(program: Program, numbers: Iterable[int], seed: int = 0) -> Sample:
    """The plays of these numbers; those of a number are the same whatever others are asked for."""
    marks = _Marks()
    points: dict[str, Counter[int]] = {name: Counter() for name in (*DIMENSIONS, TOTAL)}
    stages: Counter[str] = Counter()
    endings: Counter[int] = Counter()
    moves: Counter[tuple[str, Move]] = Counter()
    for number in numbers:
        dice, story, earned = random.Random(f"{seed}:{number}"), Story(program), [0] * len(DIMENSIONS)
        events: list[Event] = []
        while legal := story.legal:
            move = dice.choice(legal)
            moves[story.at, move] += 1
            events = story.make(move)
            for event in events:
                for place, worth in marks[event]:
                    earned[place] += worth
        for name, held in zip(DIMENSIONS, earned, strict=True):
            points[name][held] += 1
        points[TOTAL][sum(earned)] += 1
        stages[STAGES[story.state.fields["stage"]]] += 1
        endings.update(event.ending for event in events if isinstance(event, Ended))
    made: dict[str, Counter[str]] = {}
    for (at, move), times in moves.items():
        made.setdefault(at, Counter())[str(move)] = times
    return Sample(stages.total(), points, stages, endings, made)


class _Marks(dict[Event, tuple[tuple[int, int], ...]]):
    """What each event earns: places of dimensions, with points. The same events come again and again."""

    def __missing__(self, event: Event) -> tuple[tuple[int, int], ...]:
        self[event] = tuple(self._found(event))
        return self[event]

    def _found(self, event: Event) -> Iterator[tuple[int, int]]:
        for mark in default_rubric().marks(event):
            if mark.points:
                yield DIMENSIONS.index(mark.dimension), mark.points


def _share(text: Text, numbers: range, seed: int) -> Sample:
    return played(_program(text), numbers, seed)


@cache
def _program(text: Text) -> Program:
    return Program(parse(text.text, text.name, text.variant))
