"""Marks, and what a scorer is: a function of one event and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from simulator.engine.events import Event


@dataclass(frozen=True, slots=True)
class Finding:
    """What a scorer saw in an event: a reason of the rubric, so many times (a weight, a relevance)."""

    reason: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Whole points in one dimension, for a reason; `principle` is the id it bears on."""

    dimension: str
    points: int
    reason: str
    principle: str


class Scorer(Protocol):
    """Sees one event at a time. No state, no scenario, no other event."""

    def __call__(self, event: Event) -> Iterator[Finding]:
        """What the event is worth."""
