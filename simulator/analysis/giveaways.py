"""What gives the best line away to somebody who has not thought: its place, its length, its tone, a word.

What each line is worth comes from outside, for each decision: the most that can still be reached after it, or
1 for the line an author finds best and 0 for the others. A tell is judged against lines that were shuffled:
how rare would it be, by chance alone, that the best lines have it as often as they do, or as seldom? Nothing
here judges; what is too rare to be chance is for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from simulator.analysis.chances import rarity
from simulator.analysis.craft import OptionSet
from simulator.analysis.players import KIND_WORDS
from simulator.analysis.walks import Walk
from simulator.scenario.model import Choice, Scenario
from simulator.scenario.names import choices

Worths = Mapping[str, Mapping[str, int | Fraction]]
"""What each line is worth, by decision and by the id of the line, in the order in which they are shown."""

_HEDGES = """about around could guess hope hopefully likely may maybe might mostly nearly perhaps possibly
presumably probably roughly seem seems somewhat suppose think try"""
HEDGES = frozenset(_HEDGES.split())
"""Words that leave a way out."""
LEAST = 8
"""Fewer decisions than this in which some lines have a word, and others don't, show nothing of it."""
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Tell:
    """How often a best line has something that others beside it have not."""

    what: str
    """What it has, to be read after "the best line": `stands first`, `is the longest`, `says “we”`."""
    times: int
    """The decisions in which it has it."""
    of: int
    """The decisions in which some lines have it and others have not."""
    expected: Fraction
    """How often lines in any order would have it, on the average."""
    rarity: Fraction
    """How often chance gives a number no likelier than `times`. For a word times the number of words asked
    about, at most 1: among hundreds some are rare."""


@dataclass(frozen=True, slots=True)
class _Decision:
    lines: tuple[Choice, ...]
    best: frozenset[str]


_Having = Callable[[Sequence[Choice]], frozenset[str]]
"""The lines of a set that have something."""


def worths_on(route: Walk) -> Worths:
    """1 for each line said on a walk and 0 for those beside it, by the step they were offered at."""
    return {
        made.state.at: {move.what: int(move == made.move) for move in made.legal}
        for made in route
        if made.move.verb == "say"
    }


def tells(scenario: Scenario, worths: Worths) -> tuple[Tell, ...]:
    """How often the best line stands at each place, has each rank of length, is the kindest, hedges most."""
    decisions = _decisions(scenario, worths)
    return tuple(tell for what, having in _HABITS for tell in _tell(what, having, decisions))


def words(scenario: Scenario, worths: Worths) -> tuple[Tell, ...]:
    """How often the best line says each word that stands in enough of the decisions, the rarest first."""
    decisions = _decisions(scenario, worths)
    said = {line.id: _said(line) for held in decisions for line in held.lines}
    used = sorted(set[str]().union(*said.values()))
    found = [tell for word in used for tell in _tell(f"says “{word}”", _saying(word, said), decisions, LEAST)]
    corrected = (
        Tell(one.what, one.times, one.of, one.expected, min(Fraction(1), one.rarity * len(found)))
        for one in found
    )
    return tuple(sorted(corrected, key=lambda one: (one.rarity, one.what)))


def _decisions(scenario: Scenario, worths: Worths) -> list[_Decision]:
    """The decisions in which it makes a difference what is said."""
    lines = {choice.id: choice for _, choice in choices(scenario)}
    found = []
    for worth in worths.values():
        best = frozenset(name for name, value in worth.items() if value == max(worth.values()))
        if len(best) < len(worth):
            found.append(_Decision(tuple(lines[name] for name in worth), best))
    return found


def _tell(what: str, having: _Having, decisions: Iterable[_Decision], least: int = 1) -> Iterator[Tell]:
    times, by_chance = 0, []
    for held in decisions:
        have = having(held.lines)
        if 0 < len(have) < len(held.lines):
            times += bool(have & held.best)
            by_chance.append(_met(len(held.lines), len(have), len(held.best)))
    if len(by_chance) >= least:
        expected = sum(by_chance, Fraction(0))
        yield Tell(what, times, len(by_chance), expected, rarity(times, by_chance))


def _met(lines: int, having: int, best: int) -> Fraction:
    """The chance that one of the best, put anywhere among the lines, is one that has it."""
    return 1 - Fraction(comb(lines - having, best), comb(lines, best))


def _at(place: int) -> _Having:
    return lambda lines: frozenset(line.id for line in lines[place:][:1])


def _last(lines: Sequence[Choice]) -> frozenset[str]:
    return frozenset({lines[-1].id})


def _most(count: Callable[[Choice], int]) -> _Having:
    """The lines with the most of something."""

    def having(lines: Sequence[Choice]) -> frozenset[str]:
        counts = {line.id: count(line) for line in lines}
        return frozenset(name for name, held in counts.items() if held == max(counts.values()))

    return having


def _ranked(rank: int) -> _Having:
    """The lines of a rank of length, 1 the longest; lines of equal length share a rank."""

    def having(lines: Sequence[Choice]) -> frozenset[str]:
        lengths = OptionSet("", tuple(lines)).lengths
        return frozenset(
            name
            for name, words in lengths.items()
            if sum(other > words for other in lengths.values()) == rank - 1
        )

    return having


def _saying(word: str, said: Mapping[str, set[str]]) -> _Having:
    return lambda lines: frozenset(line.id for line in lines if word in said[line.id])


def _said(line: Choice) -> set[str]:
    return {word.lower() for word in _WORD.findall(line.say)}


def _counting(wanted: frozenset[str]) -> Callable[[Choice], int]:
    return lambda line: sum(word.lower() in wanted for word in _WORD.findall(line.say))


def _length(line: Choice) -> int:
    return len(line.say.split())


_HABITS: tuple[tuple[str, _Having], ...] = (
    ("stands first", _at(0)),
    ("stands second", _at(1)),
    ("stands third", _at(2)),
    ("stands fourth", _at(3)),
    ("stands last", _last),
    ("is the longest", _most(_length)),
    ("is the second longest", _ranked(2)),
    ("is the third longest", _ranked(3)),
    ("is the shortest", _most(lambda line: -_length(line))),
    ("is the kindest", _most(_counting(KIND_WORDS))),
    ("hedges most", _most(_counting(HEDGES))),
)
