"""Play the account by guessing, over processes, and print what comes of it with how sure that is.

python -m tests.properties.sampling --count 200000
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from simulator.analysis.chances import Interval
from simulator.analysis.sampling import Text, sample
from simulator.scenario.load import find, parse
from simulator.scenario.words import STAGES


def shown(what: str, held: Interval, scale: int, unit: str) -> str:
    """One line of the report."""
    low, value, high = (f"{scale * part:.3f}" for part in (held.low, held.value, held.high))
    return f"{what:<48}{value:>10}{unit}, between {low} and {high}"


def main() -> None:
    """Plays, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2_000, help="how many plays")
    parser.add_argument("--scenario", default="quiet-eleventh-year", help="which scenario")
    chosen = parser.parse_args()
    text, began = Text(find(chosen.scenario).read_text(encoding="utf-8"), chosen.scenario), time.monotonic()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        found = sample(text, chosen.count, executor=executor)
    for name in found.points:
        print(shown(f"points, {name}", found.about(name), 1, ""))
    for stage in STAGES:
        print(shown(f"ends {stage}", found.stage(stage), 100, " %"))
    for place, ending in enumerate(parse(text.text, text.name).endings):
        print(shown(ending.title, found.ending(place), 100, " %"))
    print(f"{chosen.count / (time.monotonic() - began):,.0f} plays a second; bounds at 99 %")


if __name__ == "__main__":
    main()
