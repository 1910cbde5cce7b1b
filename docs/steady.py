"""The program as a page shows it: at a moment that the page names, and drawing the same every time.

Pseudonyms and personal codes are drawn by chance, and everything is stamped by the clock of the database: no
two trainers see quite the same. Here both are held still. All else is the program as it is.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from simulator.attempts.database import Database
from simulator.cli.main import main

HERE = {"COLUMNS": "100", "LINES": "30", "TZ": "CET-1", "TERM": "dumb", "LOGNAME": "jo"}
"""The terminal of a reader called jo, an hour ahead of UTC in summer and winter."""


def call(words: str, folder: Path, moment: str, *, typed: str, environment: Mapping[str, str]) -> str:
    """What a command prints in a folder at a moment such as `2027-03-01 09:00`, errors at the end."""
    stdin, stdout, stderr = (
        io.TextIOWrapper(io.BytesIO(held.encode()), encoding="utf-8", newline="") for held in (typed, "", "")
    )
    with (
        mock.patch.multiple(sys, stdin=stdin, stdout=stdout, stderr=stderr),
        mock.patch.object(sys, "argv", ["onlyme", *shlex.split(words)]),
        _environment({**HERE, **environment}),
        contextlib.chdir(folder),
        _clock(moment),
        _draws(words),
        contextlib.suppress(SystemExit),
    ):
        main()
    return "".join(_written(stream) for stream in (stdout, stderr))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextlib.contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Other values meanwhile, the time zone among them."""
    try:
        with mock.patch.dict(os.environ, values):
            time.tzset()
            yield
    finally:
        time.tzset()


@contextlib.contextmanager
def _clock(moment: str) -> Iterator[None]:
    """Whatever database is opened meanwhile goes by a clock that stands still at a moment."""
    made, now = Database.__init__, datetime.fromisoformat(moment).astimezone()

    def opened(database: Database, kind: Any, clock: Callable[[], datetime] | None = None) -> None:
        made(database, kind, clock or (lambda: now))

    with mock.patch.object(Database, "__init__", opened):
        yield


@contextlib.contextmanager
def _draws(words: str) -> Iterator[None]:
    """The same is drawn for the same command, and something else for another."""
    chance = random.Random(words)
    with mock.patch("secrets.choice", chance.choice), mock.patch("secrets.randbelow", chance.randrange):
        yield
