"""Letting somebody in by a personal code: what is said, and how long one waits after a wrong one."""

from __future__ import annotations

from simulator.attempts.database import Database
from simulator.cohort.codes import find_by_code, typed
from simulator.scenario.text import one_line

ASK = "Your personal code:"
WELCOME = (
    "Type the personal code that your trainer has given you, and press Enter.",
    "Capitals, spaces and hyphens do not matter. Nothing begins yet: you will read the rules first.",
)
SHAPE = "A personal code has twelve letters and digits, such as 7K2M-9XQ4-TB0H"
NOBODY = "Nobody is let in with this code. Read it once more, or ask your trainer for another"
"""The same for every code, so that it tells nothing about others."""
LONGEST_PAUSE = 30
"""Seconds."""


class Refused(Exception):
    """Nobody is let in; the message is one line. `counts`: it was a code, and the pause grows."""

    def __init__(self, why: str, *, counts: bool) -> None:
        super().__init__(why)
        self.counts = counts


def enter(database: Database, code: str) -> str:
    """The person whose code this is. Raises Refused, or StoreError."""
    if typed(one_line(code)) is None:
        raise Refused(SHAPE, counts=False)
    with database.reading() as connection:
        member = find_by_code(connection, one_line(code))
    if member is None:
        raise Refused(NOBODY, counts=True)
    return member.person


def pause_after(wrong: int) -> int:
    """Seconds to wait after so many codes in a row that were nobody's: 1, 2, 4, … up to 30."""
    return min(LONGEST_PAUSE, 1 << min(wrong - 1, 10)) if wrong > 0 else 0
