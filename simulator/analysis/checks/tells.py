"""What gives a line away before it has been thought about: its length, and loaded words (OM604, OM605)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from simulator.analysis.checks.subject import Decision, Subject, keyed
from simulator.analysis.craft import OptionSet
from simulator.analysis.players import KIND_WORDS
from simulator.scenario.model import Choice
from simulator.scenario.names import Problem

MOST_SPREAD = Fraction(1, 4)
"""How far the words of a line may lie from the middle of its set, as a part of it."""
LEAST_LINES = 20
"""Fewer lines of a kind than this show no habit."""
MOST_ODDS = 2
"""How much more often loaded words may stand in the better or in the weaker lines."""
LEAST_GAP = Fraction(15, 100)

_ABSOLUTES = """absolutely always certainly completely definitely everything guarantee guaranteed never
nothing obviously perfect perfectly totally"""
_ABSOLUTE = frozenset(_ABSOLUTES.split())
_WORD = re.compile(r"[\w'’-]+")
_KINDS: Mapping[str, frozenset[str]] = {"words of warmth and praise": KIND_WORDS, "absolute words": _ABSOLUTE}


def lengths(subject: Subject) -> Iterator[Problem]:
    """Lines much longer or shorter than those they are offered with (OM604)."""
    for decision in subject.decisions:
        off: dict[str, tuple[OptionSet, int]] = {}
        for held in _sets(subject, decision):
            for name, part in held.spread.items():
                if abs(part - 1) > MOST_SPREAD:
                    off.setdefault(name, (held, held.lengths[name]))
        for place, choice in enumerate(decision.choices):
            if choice.id in off:
                held, words = off[choice.id]
                others = ", ".join(str(count) for name, count in held.lengths.items() if name != choice.id)
                message = f"{choice.id} has {words} word{'s' * (words != 1)} beside lines of {others}"
                hint = "keep lines that are offered together within a quarter of the middle one"
                yield Problem("OM604", (*decision.place(place), "say"), message, hint)


def _sets(subject: Subject, decision: Decision) -> Iterator[OptionSet]:
    """What may be offered together; all of it, where that was too much to go through."""
    all_ids = frozenset(choice.id for choice in decision.choices)
    for held in sorted(subject.survey.offers.get(decision.step) or [all_ids], key=sorted):
        if len(held) > 2:
            yield OptionSet(decision.step, tuple(choice for choice in decision.choices if choice.id in held))


def words(subject: Subject) -> Iterator[Problem]:
    """Words that stand much more often in the better lines, or in the weaker ones (OM605)."""
    better = [choice for _, choice in subject.choices if choice.well and not choice.badly]
    weaker = [choice for _, choice in subject.choices if choice.badly and not choice.well]
    if min(len(better), len(weaker)) < LEAST_LINES:
        return
    for title, loaded in _KINDS.items():
        shares = [_share(lines, loaded) for lines in (better, weaker)]
        low, high = min(shares), max(shares)
        if high > MOST_ODDS * low and high - low > LEAST_GAP:
            which = "better" if shares[0] == high else "weaker"
            message = (
                f"{title} stand in {float(high):.0%} of the {which} lines and in {float(low):.0%} of the "
                f"{'weaker' if which == 'better' else 'better'}, so that the tone tells which is which"
            )
            found = sorted(
                {
                    word
                    for choice in (better if which == "better" else weaker)
                    for word in _said(choice) & loaded
                }
            )
            yield keyed("OM605", ("id",), message, f"write them evenly: {', '.join(found)}")


def _share(lines: Iterable[Choice], loaded: frozenset[str]) -> Fraction:
    held = [bool(_said(choice) & loaded) for choice in lines]
    return Fraction(sum(held), len(held))


def kind_words(text: str) -> int:
    """How many words of warmth and praise a text has."""
    return sum(word.lower() in KIND_WORDS for word in _WORD.findall(text))


def _said(choice: Choice) -> set[str]:
    return {word.lower() for word in _WORD.findall(choice.say)}
