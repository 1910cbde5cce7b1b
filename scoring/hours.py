"""Was every hour for a purpose, and did it return something?"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.marks import Finding
from simulator.engine import events as e


def hours(event: e.Event) -> Iterator[Finding]:
    """Marks for objectives, for meetings that left something, and for the rest of the territory."""
    match event:
        case e.ObjectiveClosed():
            yield Finding(f"objective_{event.outcome}")
        case e.MeetingClosed(valuable=1):
            yield Finding("meeting_valuable")
        case e.Broken(kind="elsewhere"):
            yield Finding("other_account_missed")
