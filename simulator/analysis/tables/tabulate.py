"""From a rule to its table: the rule itself is run, once for every answer it can get from the fields.

A field that may hold several values is handed to the rule as `Unsettled`. Where the rule compares it, the run
forks, and each branch goes on with the values that answer so; where the rule needs the number, it forks into
single values. Play and analysis thus share one semantics, and a table has only as many rows as a rule makes
distinctions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from scoring.rubric import DIMENSIONS, default_rubric
from simulator.engine import events as e
from simulator.engine.events import Event
from simulator.engine.world import Turn, World

Values = tuple[int, ...]
"""Values a field may hold, in ascending order."""
Domain = Mapping[str, Values]
Earned = Callable[[list[Event]], tuple[int, ...]]
"""What events count for."""
MILESTONES = (e.StageMoved, e.Kept, e.Broken, e.Amended, e.Warned, e.Exposed, e.ContactLeft)


@dataclass(frozen=True, slots=True)
class Shift:
    """A field is written with its own value plus `by`."""

    by: int


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a rule: where every field in `reads` holds one of the values given, `writes` follows, and
    the points. `result` is what the rule gave back. The rows of a table exclude each other and
    cover all cases. `milestones` are those of its events that a reader of the story would want to know of.
    """

    reads: Mapping[str, Values]
    writes: Mapping[str, int | Shift]
    points: tuple[int, ...]
    milestones: tuple[Event, ...]
    result: Any


def tabulate(
    world: World, domain: Domain, day: int, rule: Callable[[Turn], Any], earned: Earned | None = None
) -> Iterator[Row]:
    """All cases of a rule over a domain, which names every field and what it may hold. `earned` tells the
    points of events; left out, it is the rubric, by dimension."""
    earned = earned or by_dimension
    branches: list[list[Any]] = []
    while True:
        view = _Fields(domain, branches)
        turn = Turn(world, view, day)
        result = rule(turn)
        points = earned(turn.events)
        milestones = tuple(_settled(event) for event in turn.events if isinstance(event, MILESTONES))
        yield Row(view.read, view.writes(), points, milestones, result)
        while branches and len(branches[-1]) == 1:
            branches.pop()
        if not branches:
            return
        branches[-1].pop(0)


def by_dimension(events: list[Event]) -> tuple[int, ...]:
    """The points of events, by dimension. A scorer that compares forks the run as a rule does."""
    found = [0] * len(DIMENSIONS)
    for event in events:
        for mark in default_rubric().marks(event):
            found[DIMENSIONS.index(mark.dimension)] += mark.points
    return tuple(found)


def _settled(event: Event) -> Event:
    """An event with every number in it settled."""
    unsettled = {key: int(value) for key, value in _numbers(event) if isinstance(value, Unsettled)}
    return replace(event, **unsettled) if unsettled else event


def _numbers(event: Event) -> Iterator[tuple[str, object]]:
    return ((item.name, getattr(event, item.name)) for item in fields(event))


class Unsettled:
    """A field's value while it is still open, plus a whole number. It behaves as the number would."""

    __slots__ = ("by", "fields", "name")

    def __init__(self, fields: _Fields, name: str, by: int = 0) -> None:
        self.fields, self.name, self.by = fields, name, by

    def _asked(self, compare: Callable[[int, int], bool], other: object) -> bool:
        if isinstance(other, Unsettled):
            if other.name == self.name:
                by = other.by
                return self.fields.ask(self.name, lambda value: compare(value + self.by, value + by))
            other = int(other)
        if not isinstance(other, int):
            return False
        number = other
        return self.fields.ask(self.name, lambda value: compare(value + self.by, number))

    def __eq__(self, other: object) -> bool:
        return self._asked(operator.eq, other)

    def __ne__(self, other: object) -> bool:
        return self._asked(operator.ne, other)

    def __lt__(self, other: object) -> bool:
        return self._asked(operator.lt, other)

    def __le__(self, other: object) -> bool:
        return self._asked(operator.le, other)

    def __gt__(self, other: object) -> bool:
        return self._asked(operator.gt, other)

    def __ge__(self, other: object) -> bool:
        return self._asked(operator.ge, other)

    def __bool__(self) -> bool:
        return self._asked(operator.ne, 0)

    def __int__(self) -> int:
        return self.fields.settle(self.name) + self.by

    __index__ = __int__

    def __hash__(self) -> int:
        return hash(int(self))

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Unsettled):
            return self + int(other)
        return Unsettled(self.fields, self.name, self.by + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Unsettled):
            return self.by - other.by if other.name == self.name else self - int(other)
        return Unsettled(self.fields, self.name, self.by - other)

    def __rsub__(self, other: int) -> int:
        return other - int(self)

    def __mul__(self, other: Any) -> int:
        return int(self) * int(other)

    __rmul__ = __mul__

    def __and__(self, other: Any) -> int:
        return int(self) & int(other)

    __rand__ = __and__

    def __or__(self, other: Any) -> int:
        return int(self) | int(other)

    __ror__ = __or__


class _Fields(dict[str, Any]):
    """The fields of one run. `branches` holds, per fork, the answers still to be tried; the first counts."""

    def __init__(self, domain: Domain, branches: list[list[Any]]) -> None:
        super().__init__(domain)
        self.read: dict[str, Values] = {}
        self._domain, self._branches, self._forks = domain, branches, 0
        self._written: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._written:
            return self._written[name]
        possible = self._possible(name)
        return possible[0] if len(possible) == 1 else Unsettled(self, name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._written[name] = value

    def _possible(self, name: str) -> Values:
        return self.read.get(name) or self._domain[name]

    def ask(self, name: str, holds: Callable[[int], bool]) -> bool:
        """Whether something holds of the field; forks where it may or may not."""
        possible = self._possible(name)
        yes = tuple(value for value in possible if holds(value))
        if not yes or len(yes) == len(possible):
            return bool(yes)
        no = tuple(value for value in possible if value not in yes)
        taken: Values = self._take([yes, no])
        self.read[name] = taken
        return taken is yes or taken == yes

    def settle(self, name: str) -> int:
        """The field's value, forking into one run for each."""
        possible = self._possible(name)
        if len(possible) > 1:
            possible = self._take([(value,) for value in possible])
            self.read[name] = possible
        return possible[0]

    def _take(self, answers: list[Values]) -> Values:
        if self._forks == len(self._branches):
            self._branches.append(answers)
        self._forks += 1
        taken: Values = self._branches[self._forks - 1][0]
        return taken

    def writes(self) -> dict[str, int | Shift]:
        """What the run leaves changed; a field written with another's value is settled first."""
        for name, value in self._written.items():
            if isinstance(value, Unsettled) and value.name != name:
                self._written[name] = int(value)
        found: dict[str, int | Shift] = {}
        for name, value in self._written.items():
            possible = self._possible(name)
            if isinstance(value, Unsettled):
                if len(possible) == 1:
                    value = possible[0] + value.by
                elif value.by:
                    found[name] = Shift(value.by)
                    continue
                else:
                    continue
            if possible != (value,):
                found[name] = value
        return found
