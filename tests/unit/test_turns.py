"""The queue of those who want to write to a file."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from simulator.attempts import turns
from simulator.attempts.turns import turn


def test_one_at_a_time_and_the_next_when_that_one_leaves(tmp_path: Path) -> None:
    came, may_go = Event(), Event()

    def stand() -> None:
        with turn(tmp_path, 60):
            came.set()
            may_go.wait(60)

    with turn(tmp_path, 60):
        second = Thread(target=stand)
        second.start()
        assert not came.wait(0.1)
    assert came.wait(60)
    may_go.set()
    second.join()


def test_who_loses_patience_goes_on_and_holds_nobody_up_afterwards(tmp_path: Path) -> None:
    with ExitStack() as first:
        first.enter_context(turn(tmp_path, 60))
        with turn(tmp_path, 0.01):
            pass
        with turn(tmp_path, 0.01):
            first.close()
    for thread in threading.enumerate():
        if thread.name == "queue":
            thread.join(10)
    number = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(number)


def test_an_error_inside_leaves_the_queue(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), turn(tmp_path, 60):
        raise ZeroDivisionError
    with turn(tmp_path, 60):
        pass


def test_where_there_is_no_queue_one_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no locks here")

    with turn(tmp_path / "nowhere", 60):
        pass
    monkeypatch.setattr(turns.fcntl, "flock", refuse)
    with turn(tmp_path, 60), turn(tmp_path, 60):
        pass
