"""What no play ever comes to, proved by going through every state (OM590 to OM592).

The survey of `onlyme check` takes each name by itself and is quick; this knows what comes together, and takes
as long as the exact analysis does. What the survey has ruled out already is not said again.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.checks.subject import Decision, Subject, keyed, of_line
from simulator.analysis.compiled import Stop
from simulator.analysis.domains import ALWAYS
from simulator.analysis.reach import Reach
from simulator.analysis.sets import EMPTY
from simulator.engine.moves import Move
from simulator.engine.steps import END
from simulator.scenario.names import Problem


def proved(subject: Subject, reach: Reach) -> Iterator[Problem]:
    """Lines, moments and endings that no play comes to. `reach` is of the same program."""
    stops = {stop.step.id: stop for stop in reach.stops if reach.passed[stop.place].before != EMPTY}
    for decision in subject.decisions:
        if decision.step not in subject.survey.reached:
            continue
        if decision.step not in stops:
            hint = "mend what leads to it, or leave it out"
            name = decision.path[-1] if decision.path[0] != "calendar" else decision.step.partition(":")[2]
            yield keyed("OM591", decision.path, f"no play ever comes to {name}", hint)
        else:
            yield from _lines(subject, decision, reach, stops[decision.step])
    yield from _endings(subject, reach, stops[END])


def _lines(subject: Subject, decision: Decision, reach: Reach, stop: Stop) -> Iterator[Problem]:
    said = reach.passed[stop.place].lines
    for place, choice in enumerate(decision.choices):
        path = decision.place(place)
        states = said.get(Move("say", choice.id), (EMPTY,))
        if states[0] == EMPTY and subject.survey.judged.get((*path, "when"), ALWAYS).may_hold:
            hint = "mend its `when`, or leave it out"
            yield of_line("OM590", path, choice, f"in no play can {choice.id} be said", hint)


def _endings(subject: Subject, reach: Reach, stop: Stop) -> Iterator[Problem]:
    line, states = stop.lines[None], reach.passed[stop.place].lines[None]
    classes = reach.lumps[stop.place].lines[None]
    for place, ending in enumerate(subject.scenario.endings):
        if not subject.survey.judged.get(("endings", place, "when"), ALWAYS).may_hold:
            continue
        taken = tuple(row for row in line.tables[place] if row.writes.get("ending") == place)
        if reach.sets.moved(states[place], reach.within(line, classes, place, taken)) == EMPTY:
            hint = "ask for something that can come about, or leave it out"
            yield keyed("OM592", ("endings", place), f"no play ends with {ending.title!r}", hint)
