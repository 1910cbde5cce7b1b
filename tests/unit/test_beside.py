"""Work that another process does meanwhile."""

import os
import signal
from functools import partial
from pathlib import Path

from simulator.analysis.beside import beside


def nothing_but(value: int) -> int:
    return value


def which_process(value: int) -> tuple[int, int]:
    return os.getpid(), value


def ends_before_its_time(here: int) -> int:
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def refuses(here: int) -> int:
    if os.getpid() != here:
        raise ValueError("not here")
    return os.getpid()


def waits_and_writes(path: Path) -> None:
    while not path.exists():
        path.parent.stat()
    path.write_text("written", encoding="utf-8")


def test_jobs_are_done_in_another_process_in_their_order() -> None:
    with beside([partial(which_process, 1), partial(which_process, 2)], worth=True) as (first, second):
        (one, first_value), (other, second_value) = first(), second()
    assert (first_value, second_value) == (1, 2)
    assert one == other != os.getpid()


def test_results_may_be_asked_for_in_any_order_and_again() -> None:
    with beside([partial(nothing_but, 1), partial(nothing_but, 2)], worth=True) as (first, second):
        assert [second(), first(), second()] == [2, 1, 2]


def test_what_is_not_worth_a_process_is_done_here_when_it_is_asked_for() -> None:
    with beside([partial(which_process, 1)], worth=False) as (job,):
        assert job() == (os.getpid(), 1)


def test_where_the_process_ends_before_its_time_the_work_is_done_here() -> None:
    with beside([partial(ends_before_its_time, os.getpid()), partial(nothing_but, 7)], worth=True) as jobs:
        assert [job() for job in jobs] == [os.getpid(), 7]


def test_what_fails_there_is_done_and_told_of_here() -> None:
    with beside([partial(refuses, os.getpid())], worth=True) as (job,):
        assert job() == os.getpid()


def test_what_nobody_asks_for_is_given_up(tmp_path: Path) -> None:
    with beside([partial(waits_and_writes, tmp_path / "never")], worth=True):
        pass
    assert [*tmp_path.iterdir()] == []
