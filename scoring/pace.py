"""Were your asks in step with the stage, and did the account really move?"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.marks import Finding
from simulator.engine import events as e

_ASKED = ("asked_in_step", "asked_early", "asked_far_too_early")


def pace(event: e.Event) -> Iterator[Finding]:
    """Marks for asks and for moves of the true stage. A fall already paid for costs nothing again."""
    match event:
        case e.Asked():
            yield Finding(_ASKED[min(event.rungs_early, 2)])
        case e.StageMoved() if event.now > event.before:
            yield Finding("account_regained" if event.marked else "account_rose")
        case e.StageMoved():
            yield Finding("account_fell_marked" if event.marked else "account_fell")
