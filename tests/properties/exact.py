"""Hold the exact analysis against asking every state, one by one, on scenarios made by dice.

    python -m tests.properties.exact --count 1000

Scenarios with more states than there is time to ask are left out, and do not count.
"""

from __future__ import annotations

import argparse
import sys
from itertools import count

from simulator.analysis.reach import Reach
from simulator.analysis.tabulate import Row
from simulator.analysis.values import Play, Values
from simulator.engine.program import Program
from simulator.scenario.load import build
from tests.helpers import source
from tests.properties.brute import TooMany, Worth, enumerated
from tests.properties.scenarios import LARGEST, document

STATES = 20_000


def total(row: Row) -> int:
    """All points of a row."""
    return sum(row.points)


def analysed(program: Program) -> Worth:
    """What the analysis says of the beginning."""
    reach = Reach(program, seen=lambda row: row.points)
    best, worst, mean = (Values(reach, total, play).start for play in Play)
    return Worth(best, worst, mean)


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
            every, asked = enumerated(program, STATES)
        except TooMany:
            large += 1
            continue
        if (found := analysed(program)) != every:
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
