"""What a regrade does to an assessment as a whole: summed up as it goes by, no longer than it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from simulator.cohort.grades import Grade, Verdict
from simulator.cohort.rescoring import Regraded, Stretch

NAMED = 100
"""People that are named in one list."""
LARGEST = 10
"""The largest differences that are shown."""


@dataclass(slots=True)
class Group:
    """How many people, and the first of them."""

    count: int = 0
    people: list[Regraded] = field(default_factory=list)

    def add(self, one: Regraded) -> None:
        """One more."""
        self.count += 1
        if len(self.people) < NAMED:
            self.people.append(one)


@dataclass(slots=True)
class Effect:
    """What is done, or would be."""

    attempts: int = 0
    """Attempts that are scored."""
    scores: int = 0
    """Scores added: of attempts that are not scored so already."""
    other: int = 0
    """Those of them in which more differs than the rubric: points, or what they are held against."""
    people: int = 0
    """People whose grade is made of them."""
    changed: int = 0
    """People whose grade is another."""
    rose: int = 0
    fell: int = 0
    signed: int = 0
    """People whose grade is another, and was signed off: somebody has to confirm it anew."""
    won: Group = field(default_factory=Group)
    """Who had not reached the pass mark, and does now."""
    lost: Group = field(default_factory=Group)
    """Who had reached the pass mark, and does not now."""
    _largest: list[tuple[int, str, Regraded]] = field(default_factory=list)

    @property
    def largest(self) -> tuple[Regraded, ...]:
        """The largest differences, the largest first."""
        return tuple(one for *_, one in sorted(self._largest, key=lambda held: (-held[0], held[1])))

    def add(self, one: Regraded) -> None:
        """One more person."""
        self.people += bool(one.after.made_of)
        if not one.changed:
            return
        self.changed += 1
        self.signed += one.signed
        by = difference(one)
        self.rose += by > 0
        self.fell += by < 0
        if one.after.verdict is not one.before.verdict:
            if one.after.verdict is Verdict.REACHED:
                self.won.add(one)
            elif one.before.verdict is Verdict.REACHED:
                self.lost.add(one)
        push = heappush if len(self._largest) < LARGEST else heappushpop
        push(self._largest, (abs(by), one.person, one))


def effect(every: Iterable[Stretch]) -> Effect:
    """The sum of all stretches."""
    found = Effect()
    for stretch in every:
        found.attempts += stretch.attempts
        found.scores += len(stretch.scores)
        found.other += sum(one.other for one in stretch.scores)
        for one in stretch.grades:
            found.add(one)
    return found


def difference(one: Regraded) -> int:
    """By how much a grade differs: in percent, or in points where one of the two has no percent."""
    return _height(one.after, one) - _height(one.before, one)


def _height(grade: Grade, one: Regraded) -> int:
    percent = None not in (one.before.percent, one.after.percent)
    return (grade.percent if percent else grade.total) or 0
