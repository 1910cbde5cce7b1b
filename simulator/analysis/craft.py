"""Counting for the craft of a scenario: what is offered together, how long lines are, where the best stands.

Nothing here judges; thresholds belong to whoever asks. What the best line is comes from outside, as a walk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from statistics import median

from simulator.analysis.reading import count
from simulator.analysis.walks import Made, Walk
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.scenario.model import Choice, Script
from simulator.scenario.names import choices


@dataclass(frozen=True, slots=True)
class OptionSet:
    """Lines that were offered together at a step, in the order shown."""

    at: str
    lines: tuple[Choice, ...]

    @property
    def lengths(self) -> dict[str, int]:
        """The words of each line, by id."""
        return {line.id: count(line.say) for line in self.lines}

    @property
    def spread(self) -> dict[str, Fraction]:
        """The words of each line as a part of the set's median, by id; 1 is as long as the middle."""
        middle = Fraction(median(Fraction(words) for words in self.lengths.values()))
        return {name: Fraction(words) / middle for name, words in self.lengths.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands in the set it was chosen from, each counted from 1."""

    at: str
    line: str
    of: int
    place: int
    rank: int
    """1 is the longest; lines of equal length share a rank."""


def option_sets(program: Program, walks: Iterable[Walk]) -> tuple[OptionSet, ...]:
    """Every set of lines that was offered together in some of the walks, in the order of the story."""
    lines = {choice.id: choice for _, choice in choices(program.scenario)}
    found = {(made.state.at, _offered(made)) for route in walks for made in route if made.move.verb == "say"}
    ordered = sorted(found, key=lambda pair: (program.places[pair[0]], pair[1]))
    return tuple(OptionSet(at, tuple(lines[name] for name in names)) for at, names in ordered)


def _offered(made: Made) -> tuple[str, ...]:
    return tuple(move.what for move in made.legal)


def standings(program: Program, route: Walk) -> tuple[Standing, ...]:
    """Where each line said on a walk stood among those offered then."""
    lines = {choice.id: choice for _, choice in choices(program.scenario)}
    return tuple(
        _standing(OptionSet(made.state.at, tuple(lines[name] for name in _offered(made))), made.move.what)
        for made in route
        if made.move.verb == "say"
    )


def _standing(offered: OptionSet, line: str) -> Standing:
    lengths = offered.lengths
    longer = sum(words > lengths[line] for words in lengths.values())
    return Standing(offered.at, line, len(lengths), [*lengths].index(line) + 1, longer + 1)


def shares(values: Iterable[Hashable]) -> dict[Hashable, Fraction]:
    """How often each value occurs, as a part of all; the most frequent first."""
    counted = Counter(values)
    return {value: Fraction(times, counted.total()) for value, times in counted.most_common()}


@dataclass(frozen=True, slots=True)
class Price:
    """A visible number that fell with a move at once, all in all: the trust of a contact."""

    move: str
    number: str
    by: int


def prices(route: Walk) -> tuple[Price, ...]:
    """What lines and warnings on a walk cost at once, before anything else happens."""
    return tuple(price for made in route if made.move.verb in ("say", "warn") for price in _prices(made))


_LATER = (e.MeetingClosed, e.BeatEntered, e.HoursSet, e.NewsCame, e.StretchClosed)


def _prices(made: Made) -> Iterator[Price]:
    moved: Counter[str] = Counter()
    for event in takewhile(lambda event: not isinstance(event, _LATER), made.events):
        if isinstance(event, e.TrustMoved):
            moved[f"trust.{event.contact}"] += event.by
    for number, by in moved.items():
        if by < 0:
            yield Price(str(made.move), number, -by)


def reply_words(script: Script) -> int:
    """The fewest words a reply can have: its lines that are always shown, or else its shortest one."""
    always = [count(line.text) for line in script if line.when is None]
    return sum(always) if always else min((count(line.text) for line in script), default=0)
