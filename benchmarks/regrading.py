"""Regrading an assessment under another rubric: attempts a second, on one core and on all, and the memory.

    python -m benchmarks.regrading [PEOPLE ...]

Left out, 5,000 and 50,000 people, who have each handed in both scenarios of the library: 10,000 and 100,000
attempts. They are a few hundred different plays at random, copied under new ids into a private database.
Beside it stands the plain way: every row loaded, every event read, every scorer asked, for some of them.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.timing import row
from scoring.rubric import read_rubric, shipped_text
from scoring.scorecard import score
from simulator.attempts.database import Database
from simulator.attempts.store import Store
from simulator.cohort.planning import plan
from simulator.cohort.regrade import preview, regrade
from simulator.cohort.scores import latest_in
from simulator.engine.attempt import live_events
from tests.handed_in import ID, hand_in, rules

SCENARIOS = ("first-steps", "quiet-eleventh-year")
PEOPLE = (5_000, 50_000)
DIFFERENT = 300
"""Plays of each scenario that differ."""
SAMPLE = 500
"""Attempts that are scored the plain way."""
ANOTHER = shipped_text().replace("version: 2", "version: 3").replace("points: -2", "points: -3")


def main() -> None:
    """Prints the figures."""
    if sys.argv[1:2] == ["--alone"]:
        _alone(sys.argv[2], int(sys.argv[3]), sys.argv[4])
        return
    for people in map(int, sys.argv[1:] or PEOPLE):
        with TemporaryDirectory() as folder:
            _measured(Path(folder) / "bench.sqlite3", people)


@dataclass(frozen=True)
class Run:
    """What a run took: seconds by the clock and of all processors; and the largest memory in megabytes, of
    the process that writes and of any that scores for it."""

    seconds: float
    worked: float
    writer: float
    scorer: float


def _measured(file: Path, people: int) -> None:
    with closing(Database.open(file)) as database:
        hand_in(database, rules(*SCENARIOS), people, different=DIFFERENT)
        with database.reading() as connection:
            sample = list(latest_in(connection, ID))[:SAMPLE]
        work = plan(database, ID, ANOTHER, read_rubric(ANOTHER, "another"), (), _quiet)
        _plan_of(file).write_bytes(pickle.dumps(work))
        plain = _plain(Store(database), sample)
    cores = os.cpu_count() or 1
    attempts = people * len(SCENARIOS)
    one, several = _run(file, 1, "preview"), _run(file, cores, "preview")
    done = _run(file, cores, "regrade")
    name = f"regrading {attempts:,} attempts"
    row(f"{name}: megabytes of database", f"{file.stat().st_size / 1e6:>10,.0f}")
    row(f"{name}: attempts a second of a processor, the plain way", f"{SAMPLE / plain:>10,.0f}")
    row(f"{name}: attempts a second of a processor", f"{attempts / one.worked:>10,.0f}")
    row(f"{name}: as a ratio to the plain way", f"{plain / SAMPLE * attempts / one.worked:>10.1f}")
    row(f"{name}: attempts a second, told, one process", f"{attempts / one.seconds:>10,.0f}")
    row(f"{name}: attempts a second, told, {cores} processes", f"{attempts / several.seconds:>10,.0f}")
    row(f"{name}: {cores} processes, as a ratio to one", f"{one.seconds / several.seconds:>10.2f}")
    row(f"{name}: attempts a second, done, {cores} processes", f"{attempts / done.seconds:>10,.0f}")
    row(f"{name}: memory of the process that writes, MB", f"{done.writer:>10,.0f}")
    row(f"{name}: memory of one that scores, MB", f"{done.scorer:>10,.0f}")


def _plain(store: Store, sample: list[str]) -> float:
    """Seconds of a processor for scoring some attempts the plain way."""
    rubric = read_rubric(ANOTHER, "another")
    start = process_time()
    for attempt in sample:
        _, rows = store.load(attempt)
        score(live_events(rows), rubric)
    return process_time() - start


def _run(file: Path, processes: int, what: str) -> Run:
    """A run in processes of its own."""
    words = [sys.executable, "-m", "benchmarks.regrading", "--alone", str(file), str(processes), what]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    return Run(*map(float, ran.stdout.split()))


def _alone(file: str, processes: int, what: str) -> None:
    """One run, told to whoever began it."""
    with closing(Database.open(file)) as database:
        work = pickle.loads(_plan_of(Path(file)).read_bytes())
        start, before = perf_counter(), _worked()
        if what == "regrade":
            regrade(database, file, work, "measured", "benchmark", processes, _quiet)
        else:
            preview(database, file, work, processes, _quiet)
        seconds, worked = perf_counter() - start, _worked() - before
    print(seconds, worked, _largest(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def _plan_of(file: Path) -> Path:
    """Where the plan lies. The best total is proved beforehand: that has a time and a memory of its own."""
    return file.with_suffix(".plan")


def _worked() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _largest() -> float:
    """The largest memory of this process. What `resource` tells of it is not less than what the process held
    that began it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024


def _quiet(*_: object) -> None:
    """Nobody looks."""


if __name__ == "__main__":
    main()
