"""Progress: points over attempts, what is mastered, what to practise next, and the attempts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.mastery import Grasp, Mastery
from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from simulator.terminal.screens.pick import Pick
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view.progress import (
    Finished,
    Progress,
    chart,
    course_words,
    stage_words,
    statement,
)

_TITLE = max(map(len, DIMENSION_TITLES.values()))
_WAY = 9  # cells of how points have moved
_GRASPS = ((Grasp.WEAK, "To practise", "✗", "bad"), (Grasp.GROWING, "Growing", "~", "quiet"),
           (Grasp.MASTERED, "Mastered", "✓", "good"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Practise:
    """A scenario to practise next."""

    scenario: str


@dataclass(frozen=True, slots=True)
class Read:
    """A finished attempt to read the debrief of."""

    attempt: str


class ProgressRoom(Pick, place="progress"):
    """Ends with what to do: practise, or read a finished attempt."""

    def __init__(self, found: Progress, titles: Mapping[str, str]) -> None:
        """`titles` of the scenarios by id."""
        super().__init__("Progress", entries(found, titles))
        self._ids = frozenset(held.id for held in found.history)

    def can(self, action: str) -> bool:
        """Only an attempt can be deleted."""
        return super().can(action) and (action != "delete" or bool(self._ids))

    def action_delete(self) -> None:
        """Asks to remove the marked attempt."""
        if isinstance(self.menu.marked, Read):
            self.dismiss(("delete", self.menu.marked.attempt))
        else:
            self.say("Mark an attempt first: the arrows lead to it")


def entries(found: Progress, titles: Mapping[str, str]) -> Iterator[Entry]:
    """What there is to tell, with what can be done about it."""
    if not found.history:
        yield text("No attempt is finished yet. Play one to its end, and come back.")
        yield text()
        yield option("library", "To the library")
        return
    if found.next:
        yield text(("Next", "heading"))
        scenario, principle = found.next.scenario, found.next.principle.principle
        title = titles.get(scenario, scenario)
        yield option(Practise(scenario), "Practise ", (title, "strong"), f": {statement(principle)}")
        yield text()
    yield text((f"Points in {found.history[-1].title}, attempt by attempt", "heading"))
    for dimension in (*DIMENSIONS, "total"):
        course = found.course(dimension)
        title = DIMENSION_TITLES.get(dimension, "Total")
        points, _, way = course_words(course).partition(", ")
        words = f"  {title:<{_TITLE}} {points:>4}  {way:<{_WAY}} "
        yield text(words, (chart(course), "bar"), hang=_TITLE + 3)
    for grasp, title, sign, role in _GRASPS:
        held = [item for item in found.held if item.grasp is grasp]
        if held:
            yield text()
            yield text((f"{title} ({len(held)})", "heading"))
        for item in held:
            yield text((f"{sign} {item.share:>3} %  ", role), statement(item.principle),
                       (f" {_figures(item)}", "quiet"), hang=9)  # fmt: skip
    yield text()
    yield text(("Finished attempts, the last first; open one to read its debrief", "heading"))
    for done in reversed(found.history):
        yield _attempt(done)
    if found.unread:
        yield text((f"{found.unread} of these could not be read for their principles.", "quiet"))


def _figures(item: Mastery) -> str:
    """How often it was shown and missed, on one line."""
    return f"shown {item.shown}, missed {item.missed}".replace(" ", "\u00a0")


def _attempt(done: Finished) -> Entry:
    ending = f": {done.ending}" if done.ending else ""
    return option(
        Read(done.id),
        f"{done.finished[:10]}  {done.total:>+4}  ",
        (done.name, "strong"),
        (f"  {stage_words(done.stage)}{ending}", "quiet"),
    )
