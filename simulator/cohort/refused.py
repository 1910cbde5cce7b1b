"""What a person may not do in an assessment, each said in one line that person can act on."""

from __future__ import annotations

from simulator.attempts.errors import StoreError
from simulator.cohort.states import Outcome


class UnknownAssessment(StoreError):
    """No assessment has this id."""


class NotAllowed(StoreError):
    """The rules of an assessment, or how it stands, do not allow this; the message says why."""


class TimeUp(NotAllowed):
    """The time of a sitting is up. `outcome` is what has come of it: it was ended before this was raised."""

    def __init__(self, outcome: Outcome) -> None:
        """One line for the person who sits it."""
        self.outcome = outcome
        counts = "what you had done by then counts" if outcome is Outcome.SUBMITTED else "it does not count"
        super().__init__(f"The time is up; {counts}")
