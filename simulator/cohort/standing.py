"""What there is to tell of each person in an assessment, by pseudonym: frozen, and free of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from simulator.cohort.grades import Grade, Verdict
from simulator.cohort.rules import Rules
from simulator.cohort.states import State


@dataclass(frozen=True, slots=True)
class SignOff:
    """That a person has confirmed a grade: verdict, percentage and raw points as they were then."""

    verdict: str
    percent: int | None
    points: int | None
    by: str
    at: str
    """When, in ISO 8601, UTC."""

    def of(self, grade: Grade) -> bool:
        """Whether it is of this grade; one that has changed since needs another. Raw points count only where
        there is no percentage."""
        same = (self.verdict, self.percent) == (grade.verdict, grade.percent)
        return same and (grade.percent is not None or self.points == grade.total)


@dataclass(frozen=True, slots=True)
class Played:
    """How far a sitting has come in one scenario. `total` and `best` are None until it is scored."""

    attempt: str
    title: str
    decisions: int
    """Decisions made; taking the account over is none."""
    over: bool
    total: int | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One sitting, its scenarios in order. Moments are in UTC."""

    number: int
    started: datetime
    deadline: datetime | None
    ended: datetime | None
    outcome: str
    """How it ended; empty while it is under way."""
    late: bool
    played: tuple[Played, ...]
    percent: int | None = None
    """None until all of it is scored, and where a best is not proved."""

    @property
    def at(self) -> int:
        """The scenario it has come to, counted from 0: the first that is not over, else the last."""
        return next((n for n, held in enumerate(self.played) if not held.over), len(self.played) - 1)

    @property
    def minutes(self) -> int | None:
        """Whole minutes from its beginning to its end, pauses among them; None while it is under way."""
        return None if self.ended is None else int((self.ended - self.started).total_seconds()) // 60

    @property
    def timed_out(self) -> bool:
        """Whether its time ended it, and nobody handed it in."""
        return self.ended is not None and self.ended == self.deadline


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in an assessment."""

    person: str
    pseudonym: str
    team: str | None
    """As it is now."""
    state: State
    allowed: int
    """How many sittings the person has."""
    deadline: datetime | None
    """When the sitting under way has to be handed in; before the first, when the assessment closes."""
    grade: Grade
    tried: tuple[Tried, ...] = ()
    day: int | None = None
    """The day the story has come to, in the sitting under way."""
    saved: str | None = None
    """When a move was last kept, in ISO 8601, UTC."""
    sign_off: SignOff | None = None
    """The last one, whether it is of the grade as it is now or not."""
    comments: int = 0
    principles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """How often each was shown and missed in the sittings that make the grade."""
    gone: str = ""
    """`left` who is no member any more, `deleted` whose name was deleted."""

    @property
    def going(self) -> Tried | None:
        """The sitting under way."""
        return next((held for held in self.tried if held.ended is None), None)

    @property
    def late(self) -> bool:
        """Whether a sitting that makes the grade was handed in after its deadline."""
        return any(held.late for held in self.tried if held.number in self.grade.made_of)

    @property
    def ready(self) -> bool:
        """Whether there is a result that can be signed off."""
        return bool(self.grade.made_of) or self.grade.override is not None

    @property
    def confirmed(self) -> bool:
        """Whether a person has signed off the grade as it is now."""
        return self.sign_off is not None and self.sign_off.of(self.grade)

    @property
    def changed(self) -> bool:
        """Whether the grade has changed since it was signed off."""
        return self.sign_off is not None and not self.sign_off.of(self.grade)

    @property
    def verdict(self) -> Verdict:
        """What the grade says; it counts once it is confirmed."""
        return self.grade.verdict

    @property
    def minutes(self) -> int | None:
        """Whole minutes of the sittings that make the grade; else of the last that has ended."""
        made = [held.minutes for held in self.tried if held.number in self.grade.made_of]
        ended = made or [held.minutes for held in self.tried if held.ended][-1:]
        known = [minutes for minutes in ended if minutes is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Results:
    """An assessment with everybody in it, in the order of pseudonyms."""

    assessment: str
    title: str
    cohort: str
    rules: Rules
    scenarios: tuple[str, ...]
    """Their titles."""
    now: datetime
    """When this was read, by the clock of the database."""
    opened: datetime | None
    closed: datetime | None
    released: datetime | None
    people: tuple[Standing, ...]
