"""Stretches of people, one after another, worked on by one process or by several; never more than a few at a
time are held."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from scoring.rubric import read_rubric
from simulator.attempts.database import Database
from simulator.cohort.cards import Reckoner
from simulator.cohort.effect import Effect
from simulator.cohort.rescoring import Aim, Span, Stretch, next_span, rescored

PEOPLE = 200
"""How many people a stretch has."""
_AHEAD = 2  # stretches for each process that are asked for before they are wanted

Location = str | Path | None
"""Where a database is, as `Database.open` takes it."""
T = TypeVar("T")


def stretches(
    database: Database, location: Location, text: str, aim: Aim, processes: int
) -> Iterator[Stretch]:
    """Every stretch of an assessment under the rubric of a text, in order. With more than one process each
    opens the database at the location for itself."""
    return _each(_Work.stretch, database, location, text, aim, processes)


def effects(database: Database, location: Location, text: str, aim: Aim, processes: int) -> Iterator[Effect]:
    """The same where nothing is to be written: what each stretch does, without its scores."""
    return _each(_Work.effect, database, location, text, aim, processes)


def _each(
    what: Callable[[_Work, Span], T],
    database: Database,
    location: Location,
    text: str,
    aim: Aim,
    processes: int,
) -> Iterator[T]:
    if processes == 1:
        work = _Work(database, text, aim)
        yield from (what(work, span) for span in _spans(database, aim.assessment))
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _start, (location, text, aim)) as executor:
        waiting: deque[Future[T]] = deque()
        try:
            for span in _spans(database, aim.assessment):
                waiting.append(executor.submit(_done, what, span))
                if len(waiting) > _AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            executor.shutdown(cancel_futures=True)


def _spans(database: Database, assessment: str) -> Iterator[Span]:
    last = ""
    while True:
        with database.reading() as connection:
            span = next_span(connection, assessment, PEOPLE, last)
        if span is None:
            return
        yield span
        last = span[1]


class _Work:
    """What a process keeps between stretches: its way to the database, and what it has learned of events."""

    def __init__(self, database: Database, text: str, aim: Aim) -> None:
        self._database, self._aim = database, aim
        self._reckoner = Reckoner(read_rubric(text, "rubric"))

    def stretch(self, span: Span) -> Stretch:
        with self._database.reading() as connection:
            return rescored(connection, self._reckoner, self._aim, span)

    def effect(self, span: Span) -> Effect:
        return self.stretch(span).effect


_work: _Work | None = None


def _start(location: Location, text: str, aim: Aim) -> None:
    global _work
    _work = _Work(Database.open(location), text, aim)


def _done(what: Callable[[_Work, Span], T], span: Span) -> T:
    assert _work is not None
    return what(_work, span)
