"""What an analysis has found: plain numbers and names, which can be kept, sent and shown.

Points are by dimension and by `total`. Steps are told by their ids, moves as they are recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum, sqrt

Points = Mapping[str, int]
NEARLY = Fraction(1, 20)
"""A line that gives away no more than this part of par is nearly as good as the best."""


@dataclass(frozen=True, slots=True)
class Number:
    """A chance or a mean: as it is shown, and how sure it is. An exact one has a residue modulo 2^61 - 1,
    which proves it; an estimated one has bounds for the true value, at a confidence of 99 percent."""

    value: float
    residue: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One play: what it earned, the stage and the ending it came to, and its moves with their steps."""

    points: Points
    stage: str
    ending: int
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most or the least there is, with a play that has it. Where the analysis is not exact, this is what
    was found so far: the most is at least this, and the least at most."""

    points: int
    route: Route


@dataclass(frozen=True, slots=True)
class Odds:
    """What comes of guessing, each possible move alike: how often a story ends at each stage and with each
    ending (by its place in the file, -1 for none), the mean points, and how often each move is made at each
    step. Exact numbers are wrong by `bound` at most, relative to themselves, as rounding goes.

    `totals` is the chance of every total, the least first; empty where it is not known exactly."""

    stages: Mapping[str, Number]
    endings: Mapping[int, Number]
    mean: Mapping[str, Number]
    moves: Mapping[str, Mapping[str, Number]]
    bound: float | None = None
    totals: Mapping[int, Number] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether every play was weighed; otherwise they were sampled, and each number has its bounds."""
        return self.bound is not None

    @property
    def deviation(self) -> float | None:
        """The standard deviation of the total, in points; None where its spread is not known."""
        if not self.totals:
            return None
        mean = fsum(points * chance.value for points, chance in self.totals.items())
        return sqrt(fsum((points - mean) ** 2 * chance.value for points, chance in self.totals.items()))

    def at_least(self, points: int) -> float | None:
        """The chance of so many points in total, or more; None where the spread is not known."""
        if not self.totals:
            return None
        return fsum(chance.value for total, chance in self.totals.items() if total >= points)


@dataclass(frozen=True, slots=True)
class Part:
    """What a play may come to: a final stage, an ending, a moment, a line, an entry kept or broken.

    `possible` is None where no play was found that comes to it, and nothing proves that none does. `witness`
    is the name of the play found that comes to it soonest, and `moves` how many moves that takes.
    """

    kind: str
    name: str
    possible: bool | None
    witness: str | None = None
    moves: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a move gives away, over all situations in which it may be made, at least and at most: of the best
    total still to be had, and of the highest stage still to be reached, in stages.

    `known` tells of a line by which a stage may be lost in how many of these situations (always, sometimes,
    never) the limit that it goes beyond, or the fact from which it departs, is known; None where there is
    neither."""

    move: str
    least: int
    most: int
    stages_least: int
    stages_most: int
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision between moves. `matters` unless every move leaves best, worst and stage as they are."""

    at: str
    lines: tuple[Line, ...]
    matters: bool

    def nearly_best(self, par: int) -> tuple[str, ...]:
        """The moves that never give away more than a twentieth of par."""
        return tuple(line.move for line in self.lines if line.most <= NEARLY * par)

    @property
    def never_best(self) -> tuple[str, ...]:
        """The moves that are worse than another wherever they can be made."""
        return tuple(line.move for line in self.lines if line.least > 0)


@dataclass(frozen=True, slots=True)
class Played:
    """How a naive player fared. `weakest` is the dimension in which its manner should fail, if any."""

    title: str
    stands_for: str
    weakest: str | None
    points: Points
    stage: str


@dataclass(frozen=True, slots=True)
class Guessed:
    """Seeded random plays through the engine: the mean total, and how often half of par was earned."""

    plays: int
    seed: int
    mean: Number
    half: Number


@dataclass(frozen=True, slots=True)
class Giveaway:
    """What the best line has that the others beside it have not: how often, how often by chance, and how rare
    that would be by chance alone."""

    what: str
    times: int
    of: int
    expected: float
    rarity: float


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long a play takes to read and to decide, to the last meeting. No play lies outside `proved`;
    `found` are plays, where any got there."""

    proved: tuple[float, float]
    found: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why an analysis is not exact: where the budget was used up, and the fields that live longest.

    No total lies outside `between`, which is proved; None where even that would be too large."""

    at: str
    live: tuple[str, ...]
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found of one scenario or of a variant of it.

    `exact` or not is for `best`, `worst`, `parts` and `choices`; without it there are no choices, and
    `stopped` says why. `odds` may be sampled even where it is exact. `giveaways` are about the best route,
    `misfits` about the players. `plays` are the witnesses by name.
    """

    scenario: str
    title: str
    variant: str | None
    fingerprint: str
    rules: int
    rubric: int
    exact: bool
    states: int
    steps: int
    stopped: Stopped | None
    best: Mapping[str, Extreme]
    worst: Mapping[str, Extreme]
    odds: Odds
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...]
    players: Mapping[str, Played]
    misfits: tuple[str, ...]
    guessed: Guessed
    giveaways: tuple[Giveaway, ...]
    minutes: Minutes
    plays: Mapping[str, Route]

    @property
    def par(self) -> int:
        """The best total."""
        return self.best["total"].points

    @property
    def half(self) -> Number:
        """How often half of par, or more, is guessed: exactly where the spread is known."""
        exact = self.odds.at_least((self.par + 1) // 2)
        return self.guessed.half if exact is None else Number(exact)
