"""How far something is, on standard error, where a person looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WIDTH = 30

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@contextmanager
def bar() -> Iterator[Tell]:
    """Draws a bar whenever it is told something, and takes it away at the end. Silent without a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return

    def tell(what: str, done: int, of: int) -> None:
        full = _WIDTH * done // max(of, 1)
        sys.stderr.write(f"\r\x1b[K[{'#' * full}{'.' * (_WIDTH - full)}] {what}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
