"""Databases for the proofs that run by themselves: of one kind or of both, gone when the proof is over."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import Server, programs, running

KINDS = ("sqlite", "postgresql")


def ask_which(parser: ArgumentParser) -> None:
    """Adds the option that chooses among the kinds of databases."""
    parser.add_argument("--on", choices=KINDS, action="append", help="one kind only; else both in turn")


def chosen(on: list[str] | None) -> Iterator[str]:
    """The kinds to try: PostgreSQL where it is installed, or was asked for."""
    for kind in on or KINDS:
        if kind == "postgresql" and programs() is None:
            print("postgresql: not tried, as its programs (postgres, initdb) are not installed here")
            if on:
                sys.exit(1)
            continue
        yield kind


@contextmanager
def a_server() -> Iterator[Server]:
    """A server of the proof's own."""
    found = programs()
    assert found is not None, "PostgreSQL's programs (postgres, initdb) are not installed here"
    with running(found) as server:
        yield server


@contextmanager
def a_place(kind: str) -> Iterator[str]:
    """Where an empty database of a kind is."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "attempts.sqlite3")
        return
    with a_server() as server, server.fresh() as name:
        yield server.url(name)
