"""The events of an attempt, cut into moments: a line of the trainee's, or something that happened, with all
that came of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scoring.marks import Mark
from scoring.rubric import Rubric
from simulator.engine import events as e

_HEADS = (
    e.Began, e.WayChosen, e.Studied, e.ObjectiveChosen, e.Chose, e.Struck, e.Added, e.Opened, e.Refused,
    e.ListClosed, e.ObjectiveClosed, e.MeetingClosed, e.Worked, e.Left, e.Warned, e.NewsCame, e.Kept,
    e.Broken, e.Neglected, e.Contradicted, e.StageMoved, e.Ended,
)  # fmt: skip
_FRAME = (
    e.EncounterOpened, e.EncounterPassed, e.MeetingBegan, e.BeatEntered, e.HoursSet, e.StretchClosed,
    e.Reached,
)  # fmt: skip
"""Events after which nothing belongs to the moment before."""


@dataclass
class Cut:
    """A moment being cut: its first event, what followed at once, and the marks of all of them."""

    move: int
    day: int
    head: e.Event
    events: list[e.Event] = field(default_factory=list)
    marks: list[tuple[e.Event, Mark]] = field(default_factory=list)


def cut(events: Sequence[Sequence[e.Event]], rubric: Rubric) -> Iterator[Cut]:
    """The moments of an attempt, in order; `events` by live move."""
    day = 0
    open_cut: Cut | None = None
    for move, made in enumerate(events):
        for event in made:
            day = getattr(event, "day", day)
            if isinstance(event, _FRAME):
                if open_cut is not None:
                    yield open_cut
                open_cut = None
                continue
            at_once = isinstance(event, e.StageMoved) and event.why in ("exposed", "misled")
            if open_cut is None or (isinstance(event, _HEADS) and not at_once):
                if open_cut is not None:
                    yield open_cut
                open_cut = Cut(move, day, event)
            open_cut.events.append(event)
            open_cut.marks += [(event, mark) for mark in rubric.marks(event)]
    if open_cut is not None:
        yield open_cut
