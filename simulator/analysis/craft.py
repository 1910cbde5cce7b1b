"""Counting for the craft of a scenario: what is offered together, how long lines are, where the best stands.

Nothing here judges; thresholds belong to whoever asks. What the best line is comes from outside, as a walk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from statistics import median

from simulator.analysis.reading import count
from simulator.analysis.walks import Made, Walk
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.scenario.model import Capability, Choice, Line, Scenario, Script
from simulator.scenario.names import choices
from simulator.scenario.walk import parts


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
    found = {(made.state.at, _offered(made)) for route in walks for made in route if made.move.verb == "say"}
    lines = {choice.id: choice for _, choice in choices(program.scenario)}
    ordered = sorted(found, key=lambda pair: (program.places[pair[0]], pair[1]))
    return tuple(OptionSet(at, tuple(lines[name] for name in names)) for at, names in ordered)


def _offered(made: Made) -> tuple[str, ...]:
    return tuple(move.what for move in made.legal)


def standings(program: Program, route: Walk) -> tuple[Standing, ...]:
    """Where each line said on a walk stood among those offered then."""
    return tuple(
        _standing(offered, made.move.what)
        for made in route
        if made.move.verb == "say"
        for offered in option_sets(program, [(made,)])
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


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something said aloud, with the path where it stands in the file."""

    path: str
    text: str


def spoken(scenario: Scenario) -> Iterator[Spoken]:
    """Every line that a person says aloud, ours and theirs; not the narrator's."""
    for path, part in parts(scenario):
        where = ".".join(map(str, path))
        if isinstance(part, Choice):
            yield Spoken(where, part.say)
        elif isinstance(part, Line) and part.speaker != "narrator":
            yield Spoken(where, part.text)


@dataclass(frozen=True, slots=True)
class Stray:
    """A number in the prose, beside a capability's unit, that the tables do not have."""

    path: str
    capability: str
    number: Decimal
    text: str


_NAMES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty"""
_BY_NAME = {name: Decimal(value) for value, name in enumerate(_NAMES.split())}
_FIGURE = rf"\d[\d,]*(?:\.\d+)?k?|{'|'.join(_BY_NAME)}"
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_WORD = re.compile(r"[a-z]{5,}")


def strays(scenario: Scenario) -> Iterator[Stray]:
    """Numbers in the prose that stand beside a capability's unit and are not in the tables.

    It finds a figure, or a number up to twenty in words, directly before the unit or with one word between
    (`two sites`, `twelve drift monitors`) or directly after a money sign, in a sentence that shares a longer
    word with the capability's label. In the tables are its levels, the amounts and needs of the entries
    under it, the numbers of their labels, and the numbers told with the unit in `about`. It
    cannot find a number without its unit (`two, and the rest next morning`), one told in other words (`a
    couple`), or one that is right for another thing of the same name.
    """
    for name, capability in scenario.seller.capabilities.items():
        if not capability.unit:
            continue
        known = _known(scenario, name, capability)
        unit = capability.unit.lower()
        subject = set(_WORD.findall(capability.label.lower())) - {unit, unit.removesuffix("s")}
        for path, text in _prose(scenario):
            for sentence in _SENTENCE.split(text):
                if not subject & set(_WORD.findall(sentence.lower())):
                    continue
                for number in _numbers(sentence, capability.unit):
                    if number not in known:
                        yield Stray(path, name, number, sentence)


def _known(scenario: Scenario, name: str, capability: Capability) -> set[Decimal]:
    levels = {Decimal(level.value) for level in capability.levels}
    entries = [entry for entry in scenario.ledger.values() if entry.of == name]
    amounts = {x for held in entries for x in (held.amount, held.understood.amount, held.needed)}
    labels = [capability.label, scenario.about or "", *(held.label for held in entries)]
    told = {number for text in labels for number in _numbers(text, capability.unit)}
    return levels | {Decimal(amount) for amount in amounts if amount is not None} | told


def _numbers(text: str, unit: str) -> Iterator[Decimal]:
    stem = re.escape(unit.lower().removesuffix("s"))
    if unit.isalpha():
        found = re.finditer(rf"\b({_FIGURE})\s+(?:[a-z-]+\s+)?{stem}s?\b", text.lower())
    else:
        found = re.finditer(rf"{re.escape(unit)}({_FIGURE})", text.lower())
    for match in found:
        yield _value(match[1])


def _value(figure: str) -> Decimal:
    if figure in _BY_NAME:
        return _BY_NAME[figure]
    thousands = 1000 if figure.endswith("k") else 1
    return Decimal(figure.rstrip("k").replace(",", "")) * thousands


def _prose(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every text of the file that a trainee reads, with its path."""
    for path, part in parts(scenario):
        for field in ("text", "say", "thinks", "tempting", "label", "about"):
            text = getattr(part, field, None)
            if isinstance(text, str):
                yield ".".join(map(str, (*path, field))), text
