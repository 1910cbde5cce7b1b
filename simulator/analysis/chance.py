"""How likely everything is when somebody chooses at random, each possible line alike: forwards, exactly.

Every chance is held twice: as a residue modulo 2^61 - 1, in which nothing is rounded and by which results are
checked, and as a floating-point number. That one is only ever added to and multiplied by numbers above zero,
so that its error stays below `bound`, relative to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.analysis.diagrams import kernel
from simulator.analysis.diagrams.kernel import EMPTY, HI, LO, PRIME, UNIT, VAR, WEIGHT
from simulator.analysis.diagrams.space import DEFAULT_BUDGET, Diagrams, Full, TooLarge
from simulator.analysis.motion import Motion
from simulator.analysis.reach import Progress, Reach
from simulator.analysis.tables.compiled import END_PLACE, Stop
from simulator.engine.moves import Move

Measure = tuple[int, float, int]
"""The weight of a diagram, twice, and its node."""
NOWHERE: Measure = (0, 0.0, EMPTY)


@dataclass(frozen=True, slots=True)
class Chance:
    """A number between 0 and 1, or a mean: as it is shown, and what it leaves modulo 2^61 - 1."""

    real: float
    residue: int

    def __add__(self, other: Chance) -> Chance:
        return Chance(self.real + other.real, (self.residue + other.residue) % PRIME)


ZERO = Chance(0.0, 0)


class Chances:
    """What happens how often under play at random.

    `moves` tells for each place how often each move is made there, `stages` and `endings` how often a story
    ends so, and `mean` what is earned on the average, for each number that `seen` gives of a row.
    """

    def __init__(
        self,
        reach: Reach,
        worths: Sequence[Callable[..., int]],
        budget: int = DEFAULT_BUDGET,
        progress: Progress | None = None,
    ) -> None:
        """Raises TooLarge."""
        self._reach = reach
        self._diagrams = Diagrams(reach.epochs[0].space, budget, chances=True)
        self._epoch = 0
        self._worths = worths
        self.mean = [ZERO for _ in worths]
        self.moves: dict[int, dict[Move | None, Chance]] = {}
        self._ends: list[Measure] = []
        self._waiting: dict[int, Measure] = {0: (1, 1.0, UNIT)}
        for number, stop in enumerate(reach.stops):
            try:
                self._turn(stop.place)
                self._pass(stop)
            except Full:
                raise TooLarge(stop.step.id, reach.living) from None
            self._tidy()
            if progress:
                progress(number + 1, len(reach.stops))

    def _turn(self, place: int) -> None:
        """Brings the chances into the order of the fields that holds from a place on."""
        while self._epoch < self._reach.epoch_of[place]:
            self._epoch += 1
            old = self._diagrams
            self._diagrams = Diagrams(self._reach.epochs[self._epoch].space, old.budget, chances=True)
            self._waiting = {at: self._turned(old, held) for at, held in self._waiting.items()}

    def _turned(self, old: Diagrams, held: Measure) -> Measure:
        weight, real, node = old.states_into(self._diagrams, held[2])
        return int(kernel.product(held[0], weight)), held[1] * real, node

    @property
    def bound(self) -> float:
        """By how much, at most and relative to itself, rounding has changed a number here."""
        steps = sum(len(line.tables) + 1 for stop in self._reach.stops for line in stop.lines.values())
        return 6 * steps * self._reach.epochs[0].space.depth * 2.0**-53

    def _pass(self, stop: Stop) -> None:
        states = self._waiting.pop(stop.place, NOWHERE)
        if states[2] == EMPTY:
            return
        self.moves[stop.place] = {}
        for move in stop.lines:
            course = self._reach.course(stop, move)
            held = NOWHERE
            for motion, many in course.choices:
                found = self._moved(states, motion)
                share = (kernel.product(found[0], pow(many, -1, PRIME)), found[1] / many, found[2])
                held = self._united(held, share)
            if held[2] == EMPTY:
                continue
            self.moves[stop.place][move] = self._whole(held)
            for parts in course.tables:
                after = NOWHERE
                for part in parts:
                    for number, worth in enumerate(self._worths):
                        points = [worth(row) for row in part.rows]
                        if any(points):
                            self.mean[number] += self._earned(held, part.motion, points)
                    found = self._moved(held, part.motion)
                    if part.target is None:
                        after = found
                    elif part.target != END_PLACE:
                        so_far = self._waiting.get(part.target, NOWHERE)
                        self._waiting[part.target] = self._united(so_far, found)
                    else:
                        self._ends.append(found)
                held = after

    def ended(self, field: str) -> dict[int, Chance]:
        """How often stories end with each value of a field that is told apart at the end."""
        found: dict[int, Chance] = {}
        level = self._diagrams.space.levels.get(field)
        for measure in self._ends:
            if level is None:
                value = self._constant(field)
                found[value] = found.get(value, ZERO) + self._whole(measure)
            else:
                self._by_value(measure, level, found)
        return found

    def _constant(self, field: str) -> int:
        """What a field holds at the end, of which nothing else can be."""
        (value,) = next(iter(self._reach.stops[-1].lines.values())).domains[-1][field]
        return value

    def _by_value(self, measure: Measure, level: int, found: dict[int, Chance]) -> None:
        weight, real, n = measure
        if n == EMPTY:
            return
        t, space = self._diagrams.nodes, self._diagrams.space
        at = int(t.level[t.at[n, VAR]])
        if at > level:
            found[0] = found.get(0, ZERO) + self._whole(measure)
            return
        hi = (kernel.product(weight, int(t.at[n, WEIGHT])), real * float(t.real[n]), int(t.at[n, HI]))
        if at == level:
            value = space.values[level][int(t.at[n, VAR] - space.first[level]) + 1]
            found[value] = found.get(value, ZERO) + self._whole(hi)
        else:
            self._by_value(hi, level, found)
        self._by_value((weight, real, int(t.at[n, LO])), level, found)

    def _moved(self, states: Measure, motion: Motion) -> Measure:
        ways, begin = motion.ways
        weight, real, node = self._diagrams.work(lambda t: kernel.moved(t, ways, states[2], begin, 0))
        return int(kernel.product(states[0], weight)), states[1] * real, int(node)

    def _earned(self, states: Measure, motion: Motion, points: Sequence[int]) -> Chance:
        ways, begin = motion.earning(points)
        weight, real = kernel.earned(self._diagrams.reference, ways, states[2], begin)
        return Chance(states[1] * float(real), int(kernel.product(states[0], weight)))

    def _whole(self, states: Measure) -> Chance:
        weight, real = kernel.whole(self._diagrams.reference, states[2])
        return Chance(states[1] * float(real), int(kernel.product(states[0], weight)))

    def _united(self, one: Measure, other: Measure) -> Measure:
        weight, real, node = self._diagrams.work(lambda t: kernel.union(t, kernel.SUM, *one, *other))
        return int(weight), float(real), int(node)

    def _tidy(self) -> None:
        if self._diagrams.crowded:
            held = [*self._waiting.values(), *self._ends]
            new = self._diagrams.tidied(node for _, _, node in held)
            self._waiting = {at: (w, f, new[node]) for at, (w, f, node) in self._waiting.items()}
            self._ends = [(w, f, new[node]) for w, f, node in self._ends]
