"""From what sittings earned to a grade: percentages, the grade rule, what bars a pass, the verdict.

Nothing here knows a database or a clock. A grade is made anew whenever it is asked for, so a regrade, another
sitting or an override shows at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Which sittings make the grade."""

    FIRST = "first"
    BEST = "best"
    LAST = "last"
    MEAN = "mean"


class Verdict(StrEnum):
    """What the grade says of the pass mark. It counts once a person has signed it off."""

    REACHED = "reached"
    NOT_YET = "not yet"
    NONE = "—"
    """There is no pass mark, or nothing yet to hold against it."""


@dataclass(frozen=True, slots=True)
class Sat:
    """What a sitting that counts earned: one that was handed in, with every attempt of it scored."""

    number: int
    """The first sitting is 1."""
    points: Mapping[str, int]
    """Raw points by dimension, over all its scenarios."""
    best: int | None
    """The proved best totals of all scenarios of the assessment, added up; None where one is not proved."""
    incidents: frozenset[str] = frozenset()
    """The kinds of critical incidents in it."""

    @property
    def total(self) -> int:
        """All raw points."""
        return sum(self.points.values())

    @property
    def percent(self) -> int | None:
        """The total as a percentage of the best there is; None where that is not proved."""
        return percent_of(self.total, self.best)


@dataclass(frozen=True, slots=True)
class Grade:
    """What comes of the sittings of one person. `percent` and `total` are None where there is none."""

    verdict: Verdict = Verdict.NONE
    made_of: tuple[int, ...] = ()
    """The numbers of the sittings that make it."""
    points: Mapping[str, int] | None = None
    """Raw points by dimension; of a mean, the mean of each, towards zero."""
    total: int | None = None
    scored: int | None = None
    """The percentage by the scores alone."""
    override: int | None = None
    """The percentage that a person put in its place."""
    incidents: tuple[str, ...] = ()
    """The kinds of critical incidents in the sittings that make it."""
    bars: tuple[str, ...] = ()
    """Those of them that bar a pass. An override stands over them."""

    @property
    def percent(self) -> int | None:
        """The percentage that counts."""
        return self.scored if self.override is None else self.override


def grade(
    sittings: Iterable[Sat],
    rule: Rule,
    *,
    mark: int | None = None,
    bars: Collection[str] = (),
    override: int | None = None,
) -> Grade:
    """The grade of one person.

    `mark` is the pass mark in whole percent, `bars` the incidents that bar a pass. An override is a person's
    judgement of the whole: the verdict then follows from its percentage alone.
    """
    held = _chosen(sorted(sittings, key=lambda sat: sat.number), rule, frozenset(bars))
    incidents = frozenset().union(*(sat.incidents for sat in held))
    scored = _mean([sat.percent for sat in held])
    barring = tuple(sorted(incidents & frozenset(bars)))
    return Grade(
        verdict=_verdict(scored, barring, mark) if override is None else _verdict(override, (), mark),
        made_of=tuple(sat.number for sat in held),
        points=_means([sat.points for sat in held]),
        total=_mean([sat.total for sat in held]),
        scored=scored,
        override=override,
        incidents=tuple(sorted(incidents)),
        bars=barring,
    )


def percent_of(total: int, best: int | None) -> int | None:
    """A total as a whole percentage of the best, towards zero; None without a best above zero."""
    return _towards_zero(100 * total, best) if best is not None and best > 0 else None


def _chosen(sittings: Sequence[Sat], rule: Rule, bars: frozenset[str]) -> Sequence[Sat]:
    """The sittings that make the grade.

    The best is the one with the highest percentage (or total), the earlier of two alike; one that a bar falls
    on comes after every one that none falls on, so that trying again never loses a pass.
    """
    if not sittings or rule is Rule.MEAN:
        return sittings
    if rule is Rule.BEST:
        return [max(sittings, key=lambda sat: (not sat.incidents & bars, *_height(sat)))]
    return [sittings[0 if rule is Rule.FIRST else -1]]


def _height(sat: Sat) -> tuple[int, int]:
    return (0 if sat.percent is None else sat.percent, sat.total)


def _verdict(percent: int | None, bars: Collection[str], mark: int | None) -> Verdict:
    if percent is None or mark is None:
        return Verdict.NONE
    return Verdict.REACHED if percent >= mark and not bars else Verdict.NOT_YET


def _means(points: Sequence[Mapping[str, int]]) -> Mapping[str, int] | None:
    names = dict.fromkeys(name for held in points for name in held)
    means = {name: _mean([held.get(name, 0) for held in points]) for name in names}
    return {name: mean for name, mean in means.items() if mean is not None} if points else None


def _mean(values: Sequence[int | None]) -> int | None:
    """The mean of whole numbers as they are shown, towards zero, so that anybody can work it out again; None
    where there is none, or one is missing."""
    known = [value for value in values if value is not None]
    return _towards_zero(sum(known), len(known)) if known and len(known) == len(values) else None


def _towards_zero(part: int, whole: int) -> int:
    return abs(part) // whole * (1 if part >= 0 else -1)
