"""The parts of a scenario that a play may come to, and which of them a walk does come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.analysis.found import Part
from simulator.analysis.walks import Walk
from simulator.engine import events as e
from simulator.engine import steps as s
from simulator.engine.decide import evolve
from simulator.engine.events import Event
from simulator.engine.program import Program
from simulator.scenario.words import STAGES

Named = tuple[str, str]
"""A part by its kind (stage, ending, moment, line, entry) and its name."""


def every_part(program: Program) -> tuple[Named, ...]:
    """All parts: stages and endings first, then moments and lines in the order of the story, then entries."""
    found: dict[Named, None] = dict.fromkeys(("stage", stage) for stage in STAGES)
    found |= dict.fromkeys(("ending", str(place)) for place in range(len(program.scenario.endings)))
    for step in program.steps:
        if isinstance(step, s.Answer):
            found["moment", step.name] = None
            found |= dict.fromkeys(("line", choice.id) for choice in step.choices)
    for step in program.steps:
        if isinstance(step, s.Aftermath):
            found["entry", f"{step.entry} {step.outcome}"] = None
    return tuple(found)


def come_to(walk: Walk) -> Mapping[Named, int]:
    """The parts that a walk comes to, with how many moves it has made by then."""
    found: dict[Named, int] = {}
    for number, made in enumerate(walk, start=1):
        for event in made.events:
            part = part_of(event)
            if part is not None:
                found.setdefault(part, number)
    last = evolve(walk[-1].state, walk[-1].events)
    found["stage", STAGES[last.fields["stage"]]] = len(walk)
    return found


def part_of(event: Event) -> Named | None:
    """The part that a story comes to with an event, if it does."""
    match event:
        case e.Chose():
            return "line", event.choice
        case e.BeatEntered():
            return "moment", event.beat
        case e.NewsCame():
            return "moment", f"news:{event.news}"
        case e.Kept():
            return "entry", f"{event.entry} kept"
        case e.Broken():
            return "entry", f"{event.entry} broken"
        case e.Ended():
            return "ending", str(event.ending)
    return None


def told(program: Program, walks: Mapping[str, Walk], proved: Collection[Named] | None) -> tuple[Part, ...]:
    """Every part with the play that comes to it soonest, of those there are. What is not `proved` to be
    reached and has no such play is impossible; where nothing is proved, nobody knows."""
    soonest: dict[Named, tuple[int, str]] = {}
    for name, walk in walks.items():
        for part, moves in come_to(walk).items():
            if part not in soonest or moves < soonest[part][0]:
                soonest[part] = moves, name
    found = []
    for part in every_part(program):
        if part in soonest:
            moves, name = soonest[part]
            found.append(Part(*part, True, name, moves))
        else:
            found.append(Part(*part, None if proved is None else part in proved))
    return tuple(found)
