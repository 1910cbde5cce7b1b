"""A queue for those who want to write to a file, so that of many nobody starves: first come, first served."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

try:
    import fcntl
except ImportError:  # pragma: no cover - writers do without a queue where there is no such lock
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(folder: Path, patience: float) -> Iterator[None]:
    """Stand in the queue of a folder until it is one's turn, and leave it when the block ends.

    After `patience` seconds, or where the system knows no such queue, it goes on all the same.
    """
    # The folder is locked: to open the database itself once more and close it would undo the library's locks.
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    place = _Place(number)
    try:
        place.come(patience)
        yield
    finally:
        place.leave()


class _Place:
    """One's place in the queue, and what is left of it once one has gone."""

    def __init__(self, number: int) -> None:
        """`number` is that of the open folder."""
        self._number = number
        self._come = Event()
        self._lock = Lock()
        self._waiting = self._gone = False

    def come(self, patience: float) -> None:
        """Wait until it is one's turn, at most `patience` seconds."""
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The system lets nobody wait for a while only: another thread waits, however long it takes.
            self._waiting = True
            Thread(target=self._wait, name="queue", daemon=True).start()
            self._come.wait(patience)
        except OSError:
            return

    def leave(self) -> None:
        """Let the next one come."""
        with self._lock:
            self._gone = True
            if not self._waiting:
                os.close(self._number)

    def _wait(self) -> None:
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX)
        finally:
            with self._lock:
                self._waiting = False
                self._come.set()
                if self._gone:
                    os.close(self._number)
