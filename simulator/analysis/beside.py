"""Work that another process does meanwhile, where there is enough of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from typing import Any

Work = Callable[[], Any]
"""Something to be done, which can be sent to another process, and so can what comes of it."""


@contextmanager
def beside(jobs: Sequence[Work], *, worth: bool) -> Iterator[Sequence[Work]]:
    """Begins some jobs in another process, one after the other. Gives for each what waits for its result.
    Where it is not worth a process, or that one ends before its time, a job is done when it is asked for.
    What nobody has asked for at the end is given up."""
    if not worth or current_process().daemon:
        yield jobs
        return
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, jobs), daemon=True)
    process.start()
    there.close()

    done: list[Any] = []

    def waiting(place: int) -> Work:
        def wait() -> Any:
            try:
                while len(done) <= place:
                    done.append(here.recv())
            except (EOFError, OSError):
                return jobs[place]()
            return done[place]

        return wait

    try:
        yield [waiting(place) for place in range(len(jobs))]
    finally:
        process.kill()
        process.join()
        here.close()


def _work(there: Connection, jobs: Sequence[Work]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the program stops this too
    for job in jobs:
        try:
            there.send(job())
        except Exception:  # noqa: BLE001 - it is done again, and told of, where it was asked for
            return
