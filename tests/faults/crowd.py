"""Many programs write to one database at once: nothing is lost, doubled or turned away.

python -m tests.faults.crowd --writers 50 --rows 200
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic

from sqlalchemy import select

from simulator.attempts.schema import moves
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults.places import a_place, ask_which, chosen
from tests.faults.writers import a_header, a_row, processes


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to."""

    writers: int
    rows: int
    """Rows that were acknowledged."""
    lost: int
    doubled: int
    altered: int
    """Rows that differ from what was given, or that nobody wrote."""
    turned_away: tuple[str, ...]
    """What was said to the writers that were refused."""
    seconds: float
    slowest: float
    """The longest that one writer waited for one row, in seconds."""

    @property
    def faultless(self) -> bool:
        """Whether everything was kept once and nobody was refused."""
        return not (self.lost or self.doubled or self.altered or self.turned_away)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one writer tells: its attempt, how many rows it was told are kept, its longest wait, its error."""

    attempt: str
    rows: int
    slowest: float
    error: str | None


def write(place: str, count: int, gate: Connection) -> None:
    """Open the store, wait until everybody has, append `count` rows to an attempt of one's own, and tell."""
    header = a_header()
    kept, slowest, error = 0, 0.0, None
    try:
        with closing(Store.open(place)) as store:
            writer = store.create(header)
            gate.send(None)
            gate.recv()
            for seq in range(1, count + 1):
                row, before = a_row(header.attempt, seq), monotonic()
                store.append(header.attempt, writer, row)
                kept, slowest = seq, max(slowest, monotonic() - before)
    except Exception as caught:  # noqa: BLE001 - whatever it is, it is counted
        error = f"{type(caught).__name__}: {caught}"
    gate.send(Answer(header.attempt, kept, slowest, error))


def compare(answers: Sequence[Answer], found: Mapping[str, Sequence[Row]]) -> tuple[int, int, int]:
    """How many rows were lost, doubled and altered, of those acknowledged and those found."""
    lost = doubled = altered = 0
    for answer in answers:
        times = Counter(row.seq for row in found.get(answer.attempt, ()))
        lost += sum(seq not in times for seq in range(1, answer.rows + 1))
        doubled += sum(number - 1 for number in times.values())
        altered += sum(row != a_row(answer.attempt, row.seq) for row in found.get(answer.attempt, ()))
    known = {answer.attempt for answer in answers}
    altered += sum(len(rows) for attempt, rows in found.items() if attempt not in known)
    return lost, doubled, altered


def run(place: str, writers: int, rows: int) -> Tally:
    """Have `writers` processes append `rows` rows each, all at once."""
    Store.open(place).close()
    gates = [processes().Pipe() for _ in range(writers)]
    crowd = [processes().Process(target=write, args=(place, rows, there)) for _, there in gates]
    for process, (_, there) in zip(crowd, gates, strict=True):
        process.start()
        # Only the writer holds its end, so that one that dies is heard of.
        there.close()
    early = [here.recv() for here, _ in gates]
    begun = monotonic()
    for here, _ in gates:
        here.send(None)
    answers = [heard or here.recv() for heard, (here, _) in zip(early, gates, strict=True)]
    seconds = monotonic() - begun
    for process, (here, _) in zip(crowd, gates, strict=True):
        process.join()
        here.close()
    lost, doubled, altered = compare(answers, everything(place))
    return Tally(
        writers=writers,
        rows=sum(answer.rows for answer in answers),
        lost=lost,
        doubled=doubled,
        altered=altered,
        turned_away=tuple(answer.error for answer in answers if answer.error),
        seconds=seconds,
        slowest=max(answer.slowest for answer in answers),
    )


def everything(place: str) -> dict[str, list[Row]]:
    """Every row that is kept, by attempt."""
    found: dict[str, list[Row]] = {}
    with closing(Store.open(place)) as store, store.database.reading() as connection:
        for attempt, seq, move, events in connection.execute(
            select(moves.c.attempt, moves.c.seq, moves.c.move, moves.c.events)
        ):
            found.setdefault(attempt, []).append(Row(seq, move, events))
    return found


def main() -> int:
    """Run the proof, print its figures, and fail if anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--rows", type=int, default=200)
    ask_which(parser)
    asked = parser.parse_args()
    faultless = True
    for kind in chosen(asked.on):
        with a_place(kind) as place:
            tally = run(place, asked.writers, asked.rows)
        print(
            f"{kind}: {tally.writers} writers, {tally.rows} rows acknowledged in {tally.seconds:.1f} s, "
            f"lost {tally.lost}, doubled {tally.doubled}, altered {tally.altered}, "
            f"turned away {len(tally.turned_away)}, longest wait {tally.slowest:.2f} s",
            flush=True,
        )
        for error in tally.turned_away:
            print(error, file=sys.stderr)
        faultless &= tally.faultless and tally.rows == asked.writers * asked.rows
    return 0 if faultless else 1


if __name__ == "__main__":
    raise SystemExit(main())
