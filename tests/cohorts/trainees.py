"""Who is in the simulated cohort, and what befalls each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.cohorts.minds import Mind, Sort, minds

TEAMS = ("North", "South", "West")
PATIENT = "Harbour"
"""The team that has extra time; whoever comes into it has it too."""


class Fate(StrEnum):
    """What befalls a trainee in the assessment with a pass mark."""

    PLAIN = "plain"
    LATE = "hands in after the deadline, within the grace"
    EXTRA = "as late, with extra time"
    MOVED = "goes on in another window"
    SLOW = "is at it when the time is up"
    WALKED = "walks away and never comes back"
    AGAIN = "sits a second time, a good line now"
    JOINS = "joins a day later"
    TEAM = "is moved into the team with extra time in the middle of the sitting"
    DELETED = "is deleted after handing in"
    DELETED_AMID = "is deleted in the middle of the sitting"
    ABSENT = "never comes"


_EVERY = 40
"""Of so many trainees, one has each fate; the rest are plain."""
_SPECIAL = (
    *[Fate.PLAIN] * 3,
    Fate.AGAIN,
    Fate.LATE,
    Fate.EXTRA,
    Fate.TEAM,
    Fate.MOVED,
    Fate.WALKED,
    Fate.SLOW,
    Fate.JOINS,
    Fate.DELETED,
    Fate.DELETED_AMID,
    Fate.ABSENT,
)
FEWEST = len(_SPECIAL)
"""So many trainees, and every fate is among them."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """One simulated trainee. `number` counts from 0."""

    number: int
    mind: Mind
    fate: Fate

    @property
    def reference(self) -> str:
        """The staff number on the roster."""
        return f"T{self.number:04d}"

    @property
    def name(self) -> str:
        """The name on the roster."""
        return f"Trainee {_word(self.number)}"

    @property
    def team(self) -> str:
        """The team on the roster."""
        patient = self.fate is Fate.PLAIN and self.number % 10 == 0
        return PATIENT if patient else TEAMS[self.number % len(TEAMS)]

    def mind_at(self, tried: int) -> Mind:
        """The mind with which the trainee sits for the first, second ... time."""
        return self.mind if tried == 1 else Mind(Sort.GOOD, self.number)


def trainees(many: int) -> tuple[Trainee, ...]:
    """So many trainees, the same every time."""
    return tuple(
        Trainee(number, mind, _SPECIAL[number % _EVERY] if number % _EVERY < FEWEST else Fate.PLAIN)
        for number, mind in enumerate(minds(many))
    )


def write_roster(file: Path, people: Iterable[Trainee]) -> None:
    """A roster as a spreadsheet saves it."""
    rows = (f"{one.team};{one.name};{one.reference}" for one in people)
    file.write_text("\n".join(["Team;Full name;Staff no.", *rows, ""]), encoding="utf-8")


def _word(number: int) -> str:
    """A word for a number, so that no name is found within another."""
    letters = "abcdefghij"
    return "".join(letters[int(digit)] for digit in f"{number:04d}").capitalize()
