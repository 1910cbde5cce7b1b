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
_AT_ONCE = ("exposed", "misled")
_CLOSING = ("clean", "neglect", "contradicted", "lost", "up", "down")
"""Why something moves when a stretch of the calendar closes."""


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
    open_cut: Cut | None = None
    for move, day, event in dated(events):
        if isinstance(event, _FRAME):
            if open_cut is not None:
                yield open_cut
            open_cut = None
            continue
        at_once = isinstance(event, e.StageMoved) and event.why in _AT_ONCE
        if open_cut is None or (isinstance(event, _HEADS) and not at_once):
            if open_cut is not None:
                yield open_cut
            open_cut = Cut(move, day, event)
        open_cut.events.append(event)
        open_cut.marks += [(event, mark) for mark in rubric.marks(event)]
    if open_cut is not None:
        yield open_cut


def dated(events: Sequence[Sequence[e.Event]]) -> Iterator[tuple[int, int, e.Event]]:
    """Every event with its move and its day. Most events tell no day: theirs is the last that was told.

    What a stretch of the calendar brings as it closes belongs to its last day, told just after.
    """
    flat = [(move, event) for move, made in enumerate(events) for event in made]
    closing_day: int | None = None
    days: list[int | None] = []
    for _, event in reversed(flat):
        if isinstance(event, e.StretchClosed):
            closing_day = event.day
        elif not _is_closing(event):
            closing_day = None
        days.append(closing_day)
    day = 0
    for (move, event), closed in zip(flat, reversed(days), strict=True):
        day = getattr(event, "day", day) if closed is None else closed
        yield move, day, event


def _is_closing(event: e.Event) -> bool:
    match event:
        case e.Neglected() | e.Contradicted() | e.BelievedMoved():
            return True
        case e.StageMoved() | e.RootMoved() | e.RivalMoved():
            return event.why in _CLOSING
    return False
