"""What the store tells about attempts, and about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Summary:
    """How a finished attempt ended."""

    ending: str
    stage: str
    points: Mapping[str, int]
    """Whole points for each dimension."""
    finished: str
    """When, in ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One attempt in a list."""

    id: str
    scenario: str
    title: str
    variant: str | None
    started: str
    """When it began, in ISO 8601, UTC, as its header says."""
    last_saved: str
    """When the store last wrote to it, in ISO 8601, UTC."""
    moves: int
    """Rows that count: moves made and not undone, taking the account over among them."""
    summary: Summary | None
    """None while it is unfinished."""

    @property
    def finished(self) -> bool:
        """Whether it has been played to its end."""
        return self.summary is not None


class JottingKind(StrEnum):
    """What a trainee wrote."""

    NOTE = "note"
    OWN = "own"
    """A line said first, in one's own words."""


@dataclass(frozen=True, slots=True)
class Jotting:
    """Something the trainee wrote while playing. `move`: how many moves counted then."""

    kind: JottingKind
    move: int
    text: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """The program that keeps a database, and what it does so that nothing written is lost."""

    program: str
    """SQLite or PostgreSQL."""
    version: str
    settings: Mapping[str, str]
    """Its settings that matter, by the names it gives them."""
    reason: str
    """Why these settings, or what is wrong with them."""
    sound: bool = True
    """Whether what it says is saved survives a power cut."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Where and how attempts are kept, for a person who looks for the cause of trouble."""

    place: str
    keeping: Keeping
    tables: str
    """The revision of the tables."""
