"""The proof that no broken document does harm: each is read, or refused in words that are safe to show.

`python -m tests.properties.mutate --count 100000` runs the long proof on all cores and prints one line.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.load import parse
from simulator.scenario.source import read_yaml
from simulator.scenario.text import clean
from tests.properties.mutators import mutations

__all__ = ["mutations", "outcome", "prove", "seeds"]

TIMES = 10
"""How many times its original's time a mutated document may take."""

FLOOR = 0.05
"""Seconds of processor time below which nothing is called slow: less is the noise of the machine."""

GROWTH = 64_000
"""Kilobytes by which the peak of a process's memory may grow while it reads."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some documents: `slowest` in times its original, and which; `memory` in KB."""

    read: int = 0
    refused: int = 0
    failures: tuple[str, ...] = ()
    slowest: tuple[float, str] = (0.0, "")
    memory: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.read + other.read,
            self.refused + other.refused,
            self.failures + other.failures,
            max(self.slowest, other.slowest),
            max(self.memory, other.memory),
        )


@cache
def seeds() -> dict[str, str]:
    """The documents to start from: the library's scenarios and the tests' own small ones."""
    here = Path(__file__).parents[2]
    paths = [*here.glob("scenarios/*.yaml"), *here.glob("tests/**/*.yaml")]
    found = {path.name: path.read_text("utf-8") for path in sorted(paths) if ".spec." not in path.name}
    in_braces = json.dumps(read_yaml(_SMALL, "small.yaml").data, ensure_ascii=False)
    return found | {"small.yaml": _SMALL, "small-in-braces.yaml": in_braces}


def outcome(content: str | bytes, name: str) -> bool:
    """Whether the document can be used. Raises AssertionError for a refusal that is not fit to be shown."""
    try:
        parse(content, name)
    except ScenarioError as error:
        _check(error)
        return False
    return True


def _check(error: ScenarioError) -> None:
    lines = [diagnostic.line() for diagnostic in error.diagnostics]
    assert lines, "refused without a word"
    assert str(error).split("\n") == lines, "a remark of several lines"
    for line in lines:
        assert line.isprintable(), f"not printable: {line!r}"
        assert clean(line) == line, f"not clean: {line!r}"


def spent(content: str | bytes, name: str) -> float:
    """Seconds of processor time that reading the document takes."""
    start = time.process_time()
    outcome(content, name)
    return time.process_time() - start


@cache
def allowance(name: str) -> float:
    """Seconds that a mutated document may take: a multiple of its original's, which is timed in this run."""
    content = seeds()[name].encode()
    return TIMES * max(min(spent(content, name) for _ in range(5)), FLOOR / TIMES)


def prove(name: str, seed: int, count: int) -> Tally:
    """Reads `count` mutations of a seed document and tells what became of them."""
    allowed = allowance(name)
    before = getrusage(RUSAGE_SELF).ru_maxrss
    tally = Tally()
    for number, content in enumerate(mutations(seeds()[name], seed, count)):
        tally += _one(content, name, f"{name} seed {seed} number {number}", allowed)
    grown = getrusage(RUSAGE_SELF).ru_maxrss - before
    if grown > GROWTH:
        tally += Tally(failures=(f"{name} seed {seed}: memory grew by {grown} KB",))
    return replace(tally, memory=getrusage(RUSAGE_SELF).ru_maxrss)


def _one(content: bytes, name: str, label: str, allowed: float) -> Tally:
    start = time.process_time()
    try:
        read = outcome(content, name)
    except Exception as error:  # noqa: BLE001 - any exception at all is what the proof looks for
        return Tally(failures=(f"{label}: {type(error).__name__}: {error}"[:300],))
    took = time.process_time() - start
    if took > allowed / 4:  # once more, as the machine may have been busy with something else
        took = min(took, spent(content, name))
    slow = (f"{label}: took {took:.3f} s, allowed {allowed:.3f}",) if took > allowed else ()
    return Tally(int(read), int(not read), slow, (TIMES * took / allowed, label))


_SMALL = """\
format: 1
id: small
title: A small account
encounters:
  - id: first
    with: [dana]
    beats:
      opening:
        script:
          - dana: What’s today about? Zoë said "later".
        choices:
          - say: Before our side of it, what changed?
            does: [listen]
            reply: [{dana: "Two things: both dull."}]
          - say: >
              We have a new scale: cheaper, and it's blue.
            does: [pitch]
          - say: I'd rather ask your crew first.
            does: [{decline: {what: the larger unit, reason: true}}]
contacts:
  dana: {name: Dana Whitfield, title: General manager, trust: 2}
endings:
  - when: trust.dana >= 3 and not (broken > 0 or rival == 3)
    title: Kept
    text: She calls you first.
  - {title: Open, text: She says she will think.}
"""


def main() -> int:
    """The long proof: 0 if every document was read or refused as it should be."""
    parser = argparse.ArgumentParser(description="Read mutated documents by the hundred thousand.")
    parser.add_argument("--count", type=int, default=100_000, help="how many documents")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers start")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    names, count = sorted(seeds()), chosen.count
    batches = [
        (names[n % len(names)], chosen.seed * 1_000_003 + n, min(_BATCH, count - n * _BATCH))
        for n in range(-(-count // _BATCH))
    ]
    start = time.monotonic()
    tally = Tally()
    with get_context("spawn").Pool(chosen.processes) as pool:
        for done, part in enumerate(pool.imap_unordered(_batch, batches), 1):
            tally += part
            for failure in part.failures:
                print(failure, file=sys.stderr)
            print(f"\r{done * 100 // len(batches)} %", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    times, which = tally.slowest
    print(
        f"{count:,} mutations of {len(names)} documents: {tally.read:,} read, {tally.refused:,} refused, "
        f"{len(tally.failures)} failures; the slowest took {times:.1f} times its original ({which}); "
        f"peak {tally.memory // 1000} MB; {time.monotonic() - start:.0f} s on {chosen.processes} processes"
    )
    return 1 if tally.failures else 0


def _batch(batch: tuple[str, int, int]) -> Tally:
    return prove(*batch)


if __name__ == "__main__":
    sys.exit(main())
