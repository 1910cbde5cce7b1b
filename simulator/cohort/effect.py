"""What a regrade does to an assessment as a whole: summed up as it goes by, no longer than it is shown.

Each stretch of people has an effect of its own; together they are the effect on all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from simulator.cohort.grades import Grade, Verdict

NAMED = 100
"""People that are named in one list."""
LARGEST = 10
"""The largest differences that are shown."""


@dataclass(frozen=True, slots=True)
class Regraded:
    """One person's grade before and after. `signed`: somebody has signed a result off."""

    person: str
    pseudonym: str
    before: Grade
    after: Grade
    signed: bool

    @property
    def changed(self) -> bool:
        """Whether the grade is another: in percent, in points or in its verdict."""
        return _told(self.before) != _told(self.after)


@dataclass(slots=True)
class Group:
    """How many people, and the first of them."""

    count: int = 0
    people: list[Regraded] = field(default_factory=list)

    def add(self, *more: Regraded, count: int = 1) -> None:
        """So many more, of whom the first are named."""
        self.count += count
        self.people += more[: NAMED - len(self.people)]


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
        self._keep((abs(by), one.person, one))

    def join(self, later: Effect) -> None:
        """The effect on people who come after these."""
        self.attempts += later.attempts
        self.scores += later.scores
        self.other += later.other
        self.people += later.people
        self.changed += later.changed
        self.rose += later.rose
        self.fell += later.fell
        self.signed += later.signed
        self.won.add(*later.won.people, count=later.won.count)
        self.lost.add(*later.lost.people, count=later.lost.count)
        for held in later._largest:
            self._keep(held)

    def _keep(self, held: tuple[int, str, Regraded]) -> None:
        push = heappush if len(self._largest) < LARGEST else heappushpop
        push(self._largest, held)


def total(every: Iterable[Effect]) -> Effect:
    """The effects of all stretches as one."""
    found = Effect()
    for one in every:
        found.join(one)
    return found


def difference(one: Regraded) -> int:
    """By how much a grade differs: in percent, or in points where one of the two has no percent."""
    return _height(one.after, one) - _height(one.before, one)


def _height(grade: Grade, one: Regraded) -> int:
    percent = None not in (one.before.percent, one.after.percent)
    return (grade.percent if percent else grade.total) or 0


def _told(grade: Grade) -> tuple[object, ...]:
    return grade.percent, grade.total, grade.verdict
