"""Hold the exact analysis against asking every state, one by one, on scenarios made by dice.

    python -m tests.properties.exact --count 1000

Scenarios with more states than there is time to ask are left out, and do not count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from simulator.analysis.chance import Chance, Chances
from simulator.analysis.diagrams.kernel import PRIME
from simulator.analysis.prospects import Prospects
from simulator.analysis.reach import Reach
from simulator.analysis.spread import spread
from simulator.analysis.values import Values, total
from simulator.engine.program import Program
from simulator.scenario.load import build
from tests.helpers import source
from tests.properties.brute import TooMany, enumerated
from tests.properties.scenarios import LARGEST, document

STATES = 20_000
ENDS = ("stage", "ending")


@dataclass(frozen=True)
class Found:
    """What is compared. Chances and the mean stand as they are modulo a prime, where nothing is rounded."""

    best: int
    worst: int
    mean: int
    forwards: Mapping[str, Mapping[int, int]]
    backwards: Mapping[str, Mapping[int, int]]
    totals: Mapping[int, int]


def analysed(program: Program) -> Found:
    """What the analysis says of the beginning."""
    reach = Reach(program, seen=lambda row: row.points)
    chances = Chances(reach, [total])
    forwards = {name: chances.ended(name) for name in ENDS}
    backwards = {name: Prospects(program, name) for name in ENDS}
    for name, ahead in backwards.items():
        for value, chance in ahead.ended.items():
            assert abs(chance.real - forwards[name][value].real) <= ahead.bound + chances.bound
    assert -4_000 < chances.mean[0].real < 4_000
    return Found(
        Values(reach, total).start,
        Values(reach, total, best=False).start,
        chances.mean[0].residue,
        {name: _left(held) for name, held in forwards.items()},
        {name: _left(held.ended) for name, held in backwards.items()},
        _left(spread(program)),
    )


def _left(chances: Mapping[int, Chance]) -> dict[int, int]:
    return {key: chance.residue for key, chance in chances.items()}


def asked_one_by_one(program: Program, most: int) -> tuple[Found, int]:
    """What all states say, and how many there are. Raises TooMany."""
    every, states = enumerated(program, most)
    stages: dict[int, Fraction] = {}
    endings: dict[int, Fraction] = {}
    totals: dict[int, Fraction] = {}
    for (stage, ending, earned), chance in every.ends.items():
        stages[stage] = stages.get(stage, Fraction(0)) + chance
        endings[ending] = endings.get(ending, Fraction(0)) + chance
        totals[earned] = totals.get(earned, Fraction(0)) + chance
    mean = residue(every.mean)
    ends = {"stage": _residues(stages), "ending": _residues(endings)}
    return Found(every.best, every.worst, mean, ends, ends, _residues(totals)), states


def _residues(chances: Mapping[int, Fraction]) -> dict[int, int]:
    return {key: residue(chance) for key, chance in chances.items()}


def residue(number: Fraction) -> int:
    """A fraction modulo the prime that chances are held by."""
    return number.numerator * pow(number.denominator, -1, PRIME) % PRIME


def main() -> int:
    """Runs the proof; 0 if the two agree everywhere, to the last digit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1_000, help="how many scenarios to compare")
    chosen = parser.parse_args()
    compared = large = states = 0
    for seed in count():
        program = Program(build(source(document(seed, seed % LARGEST + 1))))
        try:
            every, asked = asked_one_by_one(program, STATES)
        except TooMany:
            large += 1
            continue
        found = analysed(program)
        if found != every:
            print(f"seed {seed}: the analysis says {found}, every state says {every}", file=sys.stderr)
            return 1
        compared, states = compared + 1, states + asked
        print(f"\r{compared * 100 // chosen.count} %", end="", file=sys.stderr, flush=True)
        if compared == chosen.count:
            break
    print(
        f"\n{compared} scenarios compared ({states} states asked), all agree; {large} were too large to ask"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
