"""Whether the scoring finds each naive player out: does its manner cost where it should?

Points of two dimensions cannot be compared: a promise far over a known limit costs up to twenty-four at a
time, and no conversation can lose so many. Set side by side, the dimensions of one player would show how
the rubric is scaled, not what the manner does. So points are taken as a share of what is attainable in a
dimension, and each dimension is looked at by itself, across players who know equally little. A manner is
found out where

- each who has it attains less than half in its dimension,
- those who have it attain less there, on the average, than those whose manner fails elsewhere,
- and whoever attains least there is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import mean

from simulator.analysis.players import PLAYERS

FAILED = Fraction(1, 2)
"""A player has failed in a dimension below this share of what is attainable."""

Points = Mapping[str, int]
"""Points by dimension."""


def attained(points: int, best: int) -> Fraction:
    """The share of what is attainable that was earned; negative where more was lost. `best` is above zero."""
    return Fraction(points, best)


def misfits(played: Mapping[str, Points], best: Points) -> Iterator[str]:
    """What the scoring does not find out, a sentence each; none where it finds every manner out.

    `played` are the points of each naive player by name, `best` the most that is attainable in each
    dimension. A dimension in which nothing can be earned is left out: nobody can be weak there.
    """
    names = {name: player.weakest for name, player in PLAYERS.items() if player.weakest}
    for dimension in dict.fromkeys(names.values()):
        if best[dimension] <= 0:
            continue
        shares = {name: attained(played[name][dimension], best[dimension]) for name in names}
        own = {name: share for name, share in shares.items() if names[name] == dimension}
        others = {name: share for name, share in shares.items() if names[name] != dimension}
        for name, share in own.items():
            if share >= FAILED:
                yield f"{PLAYERS[name].title} attains {float(share):.0%} of {dimension}, where it should fail"
        if mean(own.values()) >= mean(others.values()):
            yield f"in {dimension}, those whose manner fails there do as well as those whose manner does not"
        least = min(shares, key=lambda name: shares[name])
        if shares[least] < min(own.values()):
            title = PLAYERS[least].title
            yield f"{title} does worst in {dimension}, worse than all whose manner fails there"
