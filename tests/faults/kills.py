"""Kill a process that is appending, at random moments, and look whether anything it acknowledged is lost.

    python -m tests.faults.kills --count 10000

On a SQLite file and on a PostgreSQL server. A killed process leaves its unsaved work in no file, but the
system's cache lives on: this proves the order of acknowledging and saving and the recovery of torn writes,
not what a power cut does.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults.places import a_place, ask_which, chosen
from tests.faults.writers import a_header, a_row, append_for_ever, processes

ROUNDS = 25
"""Kills for each attempt, before the next is begun in the same database."""
FRESH = 1000
"""Kills for each database: looking one through takes longer the more is in it."""
LONGEST = 0.1
"""A process is let alone for at most this many seconds."""
STARTING = 0.2
"""How many of the processes, as a share, are killed while they may still be opening the store."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run of kills came to."""

    kills: int
    torn: int
    """Kills that left a journal behind, for the next opening to recover from."""
    acknowledged: int
    lost: int
    faults: tuple[str, ...]
    """Everything else that was not as it should be."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.kills + other.kills,
            self.torn + other.torn,
            self.acknowledged + other.acknowledged,
            self.lost + other.lost,
            self.faults + other.faults,
        )


def kill_one(place: str, attempt: str, moment: float, starting: bool) -> tuple[int, bool]:
    """Let a process append to `attempt` and kill it `moment` seconds after it is ready, or has been started.

    Gives the last number it acknowledged, or 0, and whether it lived until it was killed.
    """
    listener, speaker = processes().Pipe(duplex=False)
    process = processes().Process(target=append_for_ever, args=(place, attempt, speaker), daemon=True)
    process.start()
    speaker.close()
    last = 0
    with closing(listener):
        if not starting:
            listener.poll(None)
        end = monotonic() + moment
        while (left := end - monotonic()) > 0 and listener.poll(left):
            if (heard := _heard(listener)) is None:
                break
            last = heard
        process.kill()
        process.join()
        # What it said before it died still counts.
        while (heard := _heard(listener)) is not None:
            last = heard
    return last, process.exitcode == -signal.SIGKILL


def _heard(listener: Connection) -> int | None:
    try:
        return int(listener.recv_bytes())
    except EOFError:
        return None


def faults_in(
    attempt: str, rows: tuple[Row, ...], kept_before: int, acknowledged: int
) -> tuple[int, list[str]]:
    """How many acknowledged rows are lost, and what else is wrong with the rows found after a kill."""
    found = {row.seq for row in rows}
    lost = sum(seq not in found for seq in range(1, acknowledged + 1))
    faults = []
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        faults.append(f"{attempt}: gaps, doubles or disorder")
    if any(row != a_row(attempt, row.seq) for row in rows):
        faults.append(f"{attempt}: a row differs from what was given")
    if len(rows) > max(kept_before, acknowledged) + 1:
        faults.append(f"{attempt}: more than one row that nobody was told of")
    return lost, faults


def run(place: str, count: int, seed: int) -> Tally:
    """Kill `count` processes that append to one database at `place`, and look after each."""
    file = None if "://" in place else Path(place)
    dice = random.Random(seed)
    torn = total = lost = kept = acknowledged = 0
    faults: list[str] = []
    attempt = ""
    for kill in range(count):
        if kill % ROUNDS == 0:
            total += acknowledged
            kept = acknowledged = 0
            with closing(Store.open(place)) as store:
                attempt = a_header().attempt
                store.create(a_header(attempt=attempt))
        heard, lived = kill_one(place, attempt, dice.uniform(0, LONGEST), dice.random() < STARTING)
        acknowledged = max(acknowledged, heard)
        if not lived:
            faults.append(f"kill {kill + 1}: the process ended by itself")
        if file:
            torn += any(file.with_name(file.name + end).exists() for end in ("-journal", "-wal"))
        with closing(Store.open(place)) as store:
            rows = store.load(attempt)[1]
        gone, wrong = faults_in(attempt, rows, kept, acknowledged)
        lost, kept = lost + gone, len(rows)
        faults += wrong
        if file and (verdict := integrity(file)) != "ok":
            faults.append(f"kill {kill + 1}: {verdict}")
    return Tally(count, torn, total + acknowledged, lost, tuple(faults))


def integrity(file: Path) -> str:
    """What SQLite finds when it looks through a file; "ok" if nothing is wrong."""
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def main() -> int:
    """Run the proof, print its figures, and fail if anything was lost or broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000, help="how many processes to kill")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of killing")
    ask_which(parser)
    asked = parser.parse_args()
    faultless = True
    for kind in chosen(asked.on):
        tally = Tally(0, 0, 0, 0, ())
        while tally.kills < asked.count:
            with a_place(kind) as place:
                some = min(FRESH, asked.count - tally.kills)
                tally += run(place, some, asked.seed + tally.kills)
        print(
            f"{kind}: kills {tally.kills}, journals left to recover from {tally.torn}, "
            f"acknowledged rows {tally.acknowledged}, lost {tally.lost}, other faults {len(tally.faults)}",
            flush=True,
        )
        for fault in tally.faults:
            print(fault, file=sys.stderr)
        faultless &= not (tally.lost or tally.faults)
    return 0 if faultless else 1


if __name__ == "__main__":
    raise SystemExit(main())
