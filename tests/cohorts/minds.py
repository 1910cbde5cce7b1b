"""How a simulated trainee decides: by naive rules, along a recorded good line, or by some of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from random import Random

from scoring.specs import default_move, read_specs, run, spec_file
from simulator.analysis.players import PLAYERS, Eyes, Player, random_player
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program
from simulator.scenario.load import find, load

GOOD = {
    "first-steps": ("careful", "friday"),
    "quiet-eleventh-year": ("careful", "answered_on_the_day"),
}
"""The recorded plays of the library that show how it is done well."""
_BELOW = {
    "first-steps": ("promiser", "repaired", "chatter", "doormat", "warner"),
    "quiet-eleventh-year": ("promiser", "chatter", "doormat", "apologiser", "discounter"),
}
"""Recorded plays that show how it is not."""

Choose = Callable[[tuple[Move, ...]], Move]
"""Makes one of the moves that are offered, in the order in which they are."""


class Sort(StrEnum):
    """What a trainee is, by which results are held against what they should be."""

    GOOD = "good line"
    BELOW = "poor line"
    NAIVE = "naive"
    GUESS = "guessing"
    MIXED = "mixture of naive players"
    SLIPS_25 = "good line, a quarter naive"
    SLIPS_50 = "good line, half naive"
    SLIPS_75 = "good line, three quarters naive"


SLIPS = {Sort.GOOD: 0, Sort.SLIPS_25: 25, Sort.SLIPS_50: 50, Sort.SLIPS_75: 75}
"""How many decisions in a hundred of those who follow a good line are naive."""


@dataclass(frozen=True, slots=True)
class Mind:
    """How one trainee decides. The same mind before the same offers makes the same moves."""

    sort: Sort
    seed: int
    player: str = ""
    """The one naive player a naive trainee is."""

    def on(self, scenario: str, program: Program, made: Sequence[Move]) -> Choose:
        """The trainee before a scenario of the library, in which these moves have been made."""
        waiting = [move for move in _line(scenario, self._recorded(scenario)) if move not in made]
        naive, eyes, turn = self._naive(), Eyes(program), len(made)

        def choose(offered: tuple[Move, ...]) -> Move:
            nonlocal turn
            turn += 1
            chance = Random(f"{self.seed}:{turn}")
            if waiting and chance.randrange(100) >= SLIPS.get(self.sort, 0):
                wanted = next((move for move in waiting if move in offered), None)
                if wanted is not None:
                    waiting.remove(wanted)
                found = wanted or default_move(offered)
                if found is not None:
                    return found
            return chance.choice(naive).choose(eyes.see(offered), turn)

        return choose

    def _recorded(self, scenario: str) -> str:
        if self.sort in SLIPS:
            return GOOD[scenario][self.seed % 2]
        return _BELOW[scenario][self.seed % 5] if self.sort is Sort.BELOW else ""

    def _naive(self) -> tuple[Player, ...]:
        if self.sort is Sort.GUESS:
            return (random_player(self.seed),)
        return tuple(PLAYERS[name] for name in ([self.player] if self.player else PLAYERS))


_CARDS = (
    *[(Sort.GOOD, "")] * 8,
    *[(Sort.NAIVE, name) for name in PLAYERS],
    *[(Sort.MIXED, "")] * 10,
    *[(Sort.GUESS, "")] * 3,
    *[(Sort.BELOW, "")] * 4,
    *[(Sort.SLIPS_25, ""), (Sort.SLIPS_50, ""), (Sort.SLIPS_75, "")] * 4,
)
"""Fifty, dealt in steps of eleven, so that a few trainees are of many sorts already."""


def minds(many: int) -> tuple[Mind, ...]:
    """So many trainees, the same every time."""
    return tuple(_mind(number) for number in range(many))


def _mind(number: int) -> Mind:
    sort, player = _CARDS[11 * number % len(_CARDS)]
    return Mind(sort, number, player)


@cache
def _line(scenario: str, recorded: str) -> tuple[Move, ...]:
    """Every move of a recorded play of the library, but for taking the account over."""
    if not recorded:
        return ()
    spec = read_specs(spec_file(find(scenario))).playthroughs[recorded]
    return tuple(move for move in run(Program(load(scenario)), recorded, spec).play.moves if move != BEGIN)
