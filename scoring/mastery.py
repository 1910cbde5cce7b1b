"""What a trainee has mastered: every principle over all attempts, the latest counting most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.moments import cut
from scoring.rubric import Rubric
from simulator.engine import events as e
from simulator.scenario.model import Choice
from simulator.scenario.principles import principles

Evidence = Mapping[str, tuple[int, int]]
"""Principle ids with how often one attempt showed and missed them."""

_LAST = 16  # attempts at a principle that count; what is older weighs less than a thousandth
_MASTERED, _ENOUGH, _WEAK = 80, 3, 50


class Grasp(StrEnum):
    """How well a principle is held."""

    MASTERED = "mastered"
    GROWING = "growing"
    WEAK = "to practise"


@dataclass(frozen=True, slots=True)
class Mastery:
    """A principle over all attempts. `share` is the weighted percentage of moments that showed it, 0 to 100,
    rounded down; `shown` and `missed` are plain counts of moments."""

    principle: str
    shown: int
    missed: int
    share: int

    @property
    def grasp(self) -> Grasp:
        """Mastered from 80 % and three moments that showed it; to practise below 50 %; else growing."""
        if self.share < _WEAK:
            return Grasp.WEAK
        return Grasp.MASTERED if self.share >= _MASTERED and self.shown >= _ENOUGH else Grasp.GROWING


def evidence(
    events: Sequence[Sequence[e.Event]], choices: Mapping[str, Choice], rubric: Rubric
) -> dict[str, tuple[int, int]]:
    """What an attempt shows of each principle; `events` by live move, `choices` the scenario's by id.

    A moment counts once for a principle, whether its marks or the line's own `well` and `badly` say so, or
    both. It may show and miss the same one.
    """
    found: dict[str, tuple[int, int]] = {}
    for moment in cut(events, rubric):
        line = choices.get(moment.head.choice) if isinstance(moment.head, e.Chose) else None
        shown = {mark.principle for _, mark in moment.marks if mark.points > 0}
        missed = {mark.principle for _, mark in moment.marks if mark.points < 0}
        if line is not None:
            shown.update(line.well)
            missed.update(line.badly)
        for name in shown | missed:
            good, bad = found.get(name, (0, 0))
            found[name] = (good + (name in shown), bad + (name in missed))
    return found


def mastery(attempts: Iterable[Evidence]) -> tuple[Mastery, ...]:
    """Every principle that came up, the weakest first; `attempts` in the order in which they were played.

    Each attempt in which a principle came up weighs half as much as the next one in which it did.
    """
    seen: dict[str, list[tuple[int, int]]] = {}
    for attempt in attempts:
        for name, counts in attempt.items():
            if any(counts):
                seen.setdefault(name, []).append(counts)
    number = {name: held.number for name, held in principles().items()}
    held = [_mastery(name, counts) for name, counts in seen.items()]
    return tuple(sorted(held, key=lambda item: (item.share, -item.missed, number.get(item.principle, 0))))


def to_practise(held: Iterable[Mastery], library: Mapping[str, Iterable[str]]) -> tuple[str, Mastery] | None:
    """The scenario to practise next, and the weakest principle that it practises; None where there is none.

    `held` is the weakest first, as `mastery` gives it; `library` has the principles of each scenario, the
    easiest first. What is mastered is not asked for again.
    """
    for item in held:
        if item.grasp is not Grasp.MASTERED:
            for scenario, practised in library.items():
                if item.principle in practised:
                    return scenario, item
    return None


def _mastery(name: str, attempts: list[tuple[int, int]]) -> Mastery:
    good = bad = 0
    for place, (shown, missed) in enumerate(attempts[-_LAST:]):
        good += shown << place
        bad += missed << place
    return Mastery(
        name,
        sum(shown for shown, _ in attempts),
        sum(missed for _, missed in attempts),
        100 * good // (good + bad),
    )
