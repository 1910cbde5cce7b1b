"""Whether a trainee could know better: what a line goes beyond or departs from, and who knew it there.

A promise goes beyond a limit of ours, an untruth departs from a fact. Each can be learned, by homework, from
a line or from news. A line that costs the account dear, and goes against what nobody could have learned by
then, is a trap and not a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from simulator.analysis.reach import Reach
from simulator.analysis.tables.compiled import Stop
from simulator.engine.moves import Move
from simulator.scenario import acts as a
from simulator.scenario.model import Choice, Entry, Scenario
from simulator.scenario.names import choices

Known = Literal["always", "sometimes", "never"]
"""In which of the situations in which a line can be said it is known what the line goes against."""


def clue(scenario: Scenario, reach: Reach, stop: Stop, move: Move) -> Known | None:
    """How often it is known there what a move goes against, the least known of it; None where it goes against
    nothing that can be known."""
    said = {held.id: held for _, held in choices(scenario)}
    if move.verb != "say" or move.what not in said:
        return None
    each = [_known(reach, stop, move, f"knows.{fact}") for fact in _against(scenario, said[move.what])]
    return max(each, key=("always", "sometimes", "never").index, default=None)


def _against(scenario: Scenario, choice: Choice) -> Iterator[str]:
    """The limits that a line may go beyond, and the facts that it tells otherwise."""
    for act in choice.does:
        match act:
            case a.Promise(entry=name):
                entry = scenario.ledger[name]
                if entry.of is not None and _may_exceed(scenario, entry, entry.of):
                    yield entry.of
            case a.Tell(fact=fact, version=version):
                if version != next(iter(scenario.facts[fact].versions)):
                    yield fact


def _may_exceed(scenario: Scenario, entry: Entry, name: str) -> bool:
    """Whether a promise goes beyond its capability at some level of it."""
    capability = scenario.seller.capabilities[name]
    levels = [level.value for level in capability.levels]
    if capability.least is not None:
        return bool(entry.promised_amount < max(levels))
    return bool(entry.promised_amount > min(levels))


def _known(reach: Reach, stop: Stop, move: Move, field: str) -> Known:
    """How often a fact is known where a move may be made. Where nothing asks for it any more, it may be known
    where it may have been learned."""
    if field in reach.lumps[stop.place].before:
        held = {*reach.epoch(stop.place).diagrams.values(reach.where(stop, move), field)}
    else:
        held = {*stop.domain[field]}
    return "sometimes" if len(held) > 1 else "always" if held == {1} else "never"
