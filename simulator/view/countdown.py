"""The time left of a sitting: told by the database, counted on by a clock that nobody can set."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WARNINGS = (600, 120, 0)
"""Seconds left at which a word is said, once each; 0 where there is grace after it."""
_BY_SECONDS, _BY_HOURS = 120, 172_800
"""Seconds up to which they are counted one by one, and from which on the days are."""


@dataclass(slots=True)
class Countdown:
    """Without a time limit there is none left and none to run out.

    `tell` takes over what the database says, whenever it says it: what counts is decided there.
    """

    grace: int = 0
    """Seconds one may go on after the deadline."""
    clock: Callable[[], float] = time.monotonic
    _end: float | None = None
    _due: list[int] = field(default_factory=list)
    """The warnings that are still to come."""

    def tell(self, seconds: float | None) -> None:
        """Takes over the time left until the deadline; less than 0 where it has passed. With more of it than
        a warning is about, that warning may come again."""
        self._end = None if seconds is None else self.clock() + seconds
        if seconds is not None:
            self._due = [held for held in WARNINGS if held in self._due or held < seconds]

    @property
    def left(self) -> int | None:
        """Whole seconds to the deadline, a part of one counted as one; less than 0 where it has passed; None
        without one."""
        return None if self._end is None else math.ceil(self._end - self.clock())

    @property
    def over(self) -> bool:
        """Whether the time is over, and the grace."""
        return self.left is not None and self.left + self.grace <= 0

    @property
    def words(self) -> str:
        """What stands on the screen; empty without a limit."""
        left = self.left
        if left is None:
            return ""
        if left > 0:
            return f"{spoken(left)} left"
        return "time is up" if self.over else f"late: {spoken(left + self.grace)} of grace left"

    def warning(self) -> str:
        """A warning that has come due since it was last asked for, else nothing."""
        left = self.left
        passed = [held for held in self._due if left is not None and left <= held]
        if left is None or self.over or not passed:
            return ""
        self._due = [held for held in self._due if held not in passed]
        if left > 0:
            return f"{spoken(left).capitalize()} left."
        return f"The time is up. You may go on for {spoken(left + self.grace)}; it is marked as late."


def spoken(seconds: int) -> str:
    """A length of time to be read at a glance: whole minutes rounded down, near the end seconds."""
    if seconds < _BY_SECONDS and seconds % 60:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
    hours, minutes = divmod(seconds // 60, 60)
    if seconds >= _BY_HOURS:
        return f"{hours // 24} days"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
