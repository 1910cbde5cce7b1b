"""The order in which lines are offered, from the seed an attempt records: the same on every machine."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.view.decision import Decision, Option, Phase, decision

AS_WRITTEN = 0
"""The seed that leaves every line where the file has it."""
_SPOKEN = (Phase.MEET, Phase.NEWS)
"""Only what one says is shuffled: days, lists and plans are read in their own order."""


def offered(program: Program, state: State, seed: int) -> Decision:
    """The decision that waits in a state, its lines in the order of a seed."""
    return shuffled(decision(program, state), state.at, seed)


def shuffled(waiting: Decision, at: str, seed: int) -> Decision:
    """A decision asked at a step, its lines in the order of a seed.

    Each line has its own lot, so that two lines stand in the same order whether or not a third is there.
    """
    if seed == AS_WRITTEN or waiting.phase not in _SPOKEN:
        return waiting
    return replace(waiting, options=tuple(sorted(waiting.options, key=lambda held: _lot(held, at, seed))))


def _lot(held: Option, at: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{at}\n{held.move.what}".encode("utf-8", "surrogatepass")).digest()
