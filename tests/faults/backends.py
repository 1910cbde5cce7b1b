"""Kill the server's side of busy connections, at random moments: nothing is lost, nothing doubled.

    python -m tests.faults.backends --kills 200 --crashes 20

Most kills end one connection as an administrator would; a crash kills its process outright, at which the
server throws everybody out and recovers. A writer that is told NOT saved makes the same call again.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from threading import Event as Pause

import psycopg
from sqlalchemy import func, select

from simulator.attempts.database import Database
from simulator.attempts.errors import BadDatabase, NotSaved
from simulator.attempts.schema import moves
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults.crowd import Answer, compare, everything
from tests.faults.places import a_server, chosen
from tests.faults.writers import a_header, a_row, processes
from tests.servers import Server

WRITERS = 4
LONGEST = 0.1
"""At most this many seconds pass between two kills."""
BREATH = 0.02
"""How long to wait before asking again a server that recovers, in seconds."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run of kills came to."""

    kills: int
    crashes: int
    """Kills at which the whole server had to recover."""
    rows: int
    """Rows that were acknowledged."""
    refusals: int
    """How often a writer was told NOT saved."""
    doubtful: int
    """Of those, how often the row was there all the same, and the same call settled it."""
    lost: int
    doubled: int
    altered: int
    errors: tuple[str, ...]
    """What ended a writer; nothing should."""

    @property
    def faultless(self) -> bool:
        """Whether everything acknowledged was kept once, and nothing else was."""
        return not (self.lost or self.doubled or self.altered or self.errors)


@dataclass(frozen=True, slots=True)
class Told:
    """What one writer tells at the end."""

    answer: Answer
    refusals: int
    doubtful: int


def write_on(place: str, stop: Event, speaker: Connection) -> None:
    """Append rows to an attempt of one's own until it is time to stop; repeat what was not saved."""
    header = a_header()
    kept = refusals = doubtful = 0
    error = None
    try:
        with closing(Store.open(place)) as store:
            writer = store.create(header)
            speaker.send(None)
            while not stop.is_set():
                row = a_row(header.attempt, kept + 1)
                refused, there = _keep(store, writer, header.attempt, row)
                kept, refusals, doubtful = kept + 1, refusals + refused, doubtful + there
    except Exception as caught:  # noqa: BLE001 - whatever it is, it is counted
        error = f"{type(caught).__name__}: {caught}"
    speaker.send(Told(Answer(header.attempt, kept, 0.0, error), refusals, doubtful))


def _keep(store: Store, writer: str, attempt: str, row: Row) -> tuple[int, bool]:
    """Append until it is saved: how often it was refused, and whether the row was there all the same."""
    refusals, there = 0, False
    while True:
        try:
            store.append(attempt, writer, row)
        except NotSaved:
            refusals += 1
            found = _last(store.database, attempt) >= row.seq
            there = found if refusals == 1 else there
        else:
            return refusals, there


def _last(database: Database, attempt: str) -> int:
    """The last row of an attempt that is there, once the server answers again."""
    while True:
        with suppress(BadDatabase), database.reading() as connection:
            return connection.scalar(select(func.max(moves.c.seq)).where(moves.c.attempt == attempt)) or 0
        Pause().wait(BREATH)


def run(server: Server, place: str, kills: int, crashes: int, seed: int) -> Tally:
    """Have processes write to the database at `place` on `server`; kill what serves them `kills` times.

    `crashes` of the kills are by the system, the others by the server.
    """
    dice = random.Random(seed)
    Store.open(place).close()
    stop = processes().Event()
    pipes = [processes().Pipe(duplex=False) for _ in range(WRITERS)]
    crowd = [processes().Process(target=write_on, args=(place, stop, there)) for _, there in pipes]
    for process, (_, there) in zip(crowd, pipes, strict=True):
        process.start()
        there.close()
    early = [here.recv() for here, _ in pipes]
    crashing = set(dice.sample(range(kills), crashes))
    for kill in range(kills):
        Pause().wait(dice.uniform(0, LONGEST))
        while not _kill_one(server, dice, outright=kill in crashing):
            Pause().wait(BREATH)
    stop.set()
    told = [heard or here.recv() for heard, (here, _) in zip(early, pipes, strict=True)]
    for process, (here, _) in zip(crowd, pipes, strict=True):
        process.join()
        here.close()
    answers = [one.answer for one in told]
    lost, doubled, altered = compare(answers, everything(place))
    return Tally(
        kills=kills,
        crashes=crashes,
        rows=sum(answer.rows for answer in answers),
        refusals=sum(one.refusals for one in told),
        doubtful=sum(one.doubtful for one in told),
        lost=lost,
        doubled=doubled,
        altered=altered,
        errors=tuple(answer.error for answer in answers if answer.error),
    )


def _kill_one(server: Server, dice: random.Random, *, outright: bool) -> bool:
    """Kill what serves one of the writers; False where nobody is served at the moment."""
    asked = "SELECT pid FROM pg_stat_activity WHERE application_name = 'onlyme' ORDER BY pid"
    # A server that recovers answers nobody.
    with suppress(psycopg.OperationalError):
        if pids := [int(pid) for (pid,) in server.do(asked)]:
            pid = dice.choice(pids)
            if not outright:
                return bool(server.do("SELECT pg_terminate_backend(%s)", pid)[0][0])
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
    return False


def main() -> int:
    """Run the proof, print its figures, and fail if anything was lost, doubled or altered."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--crashes", type=int, default=20, help="how many of the kills are crashes")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the victims")
    asked = parser.parse_args()
    if "postgresql" not in chosen(None):
        return 0
    with a_server() as server, server.fresh() as name:
        tally = run(server, server.url(name), asked.kills, asked.crashes, asked.seed)
    print(
        f"postgresql: kills {tally.kills}, of them crashes {tally.crashes}, "
        f"acknowledged rows {tally.rows}, refusals {tally.refusals}, of them in doubt {tally.doubtful}, "
        f"lost {tally.lost}, doubled {tally.doubled}, altered {tally.altered}, ended {len(tally.errors)}"
    )
    for error in tally.errors:
        print(error, file=sys.stderr)
    return 0 if tally.faultless else 1


if __name__ == "__main__":
    raise SystemExit(main())
