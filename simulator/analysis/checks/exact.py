"""What no play ever comes to, as an exact analysis has found (OM590 to OM592).

The survey of `onlyme check` takes each name by itself and is quick; an exact analysis knows what comes
together. What the survey has ruled out already is not said again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.analysis.checks.subject import Decision, Subject, keyed, of_line
from simulator.analysis.domains import ALWAYS
from simulator.scenario.names import Problem
from simulator.scenario.walk import Path


@dataclass(frozen=True, slots=True)
class Reached:
    """What some play comes to: steps that ask for a line, lines by their ids, endings by their places."""

    steps: frozenset[str]
    lines: frozenset[str]
    endings: frozenset[int]


def proved(subject: Subject, reached: Reached) -> Iterator[Problem]:
    """Lines, moments and endings that no play comes to."""
    for decision in subject.decisions:
        if decision.step not in subject.survey.reached:
            continue
        if decision.step in reached.steps:
            yield from _lines(subject, decision, reached)
        else:
            hint = "mend what leads to it, or leave it out"
            name = decision.path[-1] if decision.path[0] != "calendar" else decision.step.partition(":")[2]
            yield keyed("OM591", decision.path, f"no play ever comes to {name}", hint)
    for place, ending in enumerate(subject.scenario.endings):
        if place not in reached.endings and _possible(subject, ("endings", place)):
            hint = "ask for something that can come about, or leave it out"
            yield keyed("OM592", ("endings", place), f"no play ends with {ending.title!r}", hint)


def _lines(subject: Subject, decision: Decision, reached: Reached) -> Iterator[Problem]:
    for place, choice in enumerate(decision.choices):
        path = decision.place(place)
        if choice.id not in reached.lines and _possible(subject, path):
            hint = "mend its `when`, or leave it out"
            yield of_line("OM590", path, choice, f"in no play can {choice.id} be said", hint)


def _possible(subject: Subject, path: Path) -> bool:
    """Whether the survey has left it open that the condition of something holds."""
    return subject.survey.judged.get((*path, "when"), ALWAYS).may_hold
