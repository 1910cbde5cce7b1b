"""The parts of a scenario that a play may come to, and which of them a walk does come to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from simulator.analysis.found import Part
from simulator.analysis.walks import Walk
from simulator.engine import events as e
from simulator.engine import steps as s
from simulator.engine.decide import evolve
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


def come_to(walk: Walk) -> frozenset[Named]:
    """The parts that a walk comes to."""
    return frozenset(_come_to(walk))


def _come_to(walk: Walk) -> Iterator[Named]:
    for made in walk:
        for event in made.events:
            match event:
                case e.Chose():
                    yield "line", event.choice
                case e.BeatEntered():
                    yield "moment", event.beat
                case e.NewsCame():
                    yield "moment", f"news:{event.news}"
                case e.Kept():
                    yield "entry", f"{event.entry} kept"
                case e.Broken():
                    yield "entry", f"{event.entry} broken"
                case e.Ended():
                    yield "ending", str(event.ending)
    yield "stage", STAGES[evolve(walk[-1].state, walk[-1].events).fields["stage"]]


def told(program: Program, walks: Mapping[str, Walk], proved: Collection[Named] | None) -> tuple[Part, ...]:
    """Every part with a play that comes to it, the first there is. What is not `proved` to be reached and has
    no such play is impossible; where nothing is proved, nobody knows."""
    witness: dict[Named, str] = {}
    for name, walk in walks.items():
        for part in come_to(walk):
            witness.setdefault(part, name)
    found = []
    for part in every_part(program):
        unknown = None if proved is None else part in proved
        found.append(Part(*part, True if part in witness else unknown, witness.get(part)))
    return tuple(found)
