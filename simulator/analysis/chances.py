"""What a number of tries says of a chance, and how rare it is by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

CONFIDENCE = 0.99
_HALVINGS = 60
"""Halvings of an interval of at most one: as fine as floating point can tell."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the bounds between which the true value lies, at some confidence."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float | Fraction) -> bool:
        return self.low <= value <= self.high


def chance(hits: int, tries: int, confidence: float = CONFIDENCE) -> Interval:
    """A chance, from how often something came of independent tries, at least one.

    The bounds are those of Clopper and Pearson, the chances at which as many hits, or as few, would just be
    too rare. They hold at the confidence or better, whatever the chance and however few the tries.
    """
    rare = (1 - confidence) / 2
    return Interval(hits / tries, _least(hits, tries, rare), 1 - _least(tries - hits, tries, rare))


def average(mean: Fraction, variance: Fraction, tries: int, confidence: float = CONFIDENCE) -> Interval:
    """A mean, from mean and variance of many independent tries, by the normal distribution."""
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(variance / tries)
    return Interval(float(mean), float(mean) - reach, float(mean) + reach)


def rarity(hits: int, chances: list[Fraction]) -> Fraction:
    """How often chance alone gives a number of hits no likelier than this one, exactly.

    `chances` are those of the tries, each independent of the others; where they are all the same this is the
    two-sided binomial test. 1 is what one would expect, near 0 is hard to put down to chance.
    """
    likely = [Fraction(1)]
    for held in chances:
        missed, hit = [*likely, Fraction(0)], [Fraction(0), *likely]
        likely = [(1 - held) * no + held * yes for no, yes in zip(missed, hit, strict=True)]
    return sum((one for one in likely if one <= likely[hits]), Fraction(0))


def _least(hits: int, tries: int, rare: float) -> float:
    """The chance at which at least so many hits would be so rare."""
    if hits == 0:
        return 0.0
    low, high = 0.0, hits / tries
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(hits, tries, middle) < rare else (low, middle)
    return low


def _tail(hits: int, tries: int, each: float) -> float:
    """How likely at least so many hits are. The chance of each is at most `hits / tries`: terms only fall."""
    ways = lgamma(tries + 1) - lgamma(hits + 1) - lgamma(tries - hits + 1)
    term = exp(ways + hits * log(each) + (tries - hits) * log1p(-each))
    total, odds = 0.0, each / (1 - each)
    for count in range(hits, tries + 1):
        total += term
        term *= odds * (tries - count) / (count + 1)
        if term < total * 1e-17:
            break
    return total
