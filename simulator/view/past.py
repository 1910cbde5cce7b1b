"""An attempt that cannot be gone on with, told from its record alone: what was played, and what it earned.

The recorded events say what happened. The words come from the scenario text that was recorded with them; what
it no longer has is told by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from scoring.debrief import make_debrief
from scoring.rubric import default_rubric
from scoring.scorecard import score
from simulator.engine.attempt import RULES, CannotResume, Header, Row, live, program_of, read_events
from simulator.engine.events import BadEvent, Event
from simulator.engine.program import Program
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.load import parse
from simulator.scenario.model import Entry, Par, Scenario
from simulator.view.debrief import Part, numbers, sections
from simulator.view.record import as_lines
from simulator.view.transcript import transcript

_NAMELESS = """\
format: 1
id: nameless
title: Nameless
contacts: {somebody: {name: Somebody}}
encounters: [{beats: {one: {choices: [{id: a, say: A, does: listen}, {id: b, say: B, does: listen}]}}}]
"""
"""What stands in where the recorded text can no longer be read."""
_LEFT_OUT = (Part.QUESTIONS, Part.CARD, Part.TRY_NEXT)
"""Parts of a debrief that look forward to playing on."""


@dataclass(frozen=True, slots=True)
class Past:
    """Such an attempt: what it is of, when it began, why it cannot be gone on with, and what is on record.

    `parts` are titled lines; those that are set in belong to the line before.
    """

    header: Header
    why: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def past(header: Header, rows: Sequence[Row], why: str) -> Past:
    """What can be told of an attempt that cannot be gone on with, `why` being the reason. Raises nothing."""
    made, unread = _events(rows)
    program = _readable(header)
    told = tuple(dropwhile(lambda line: not line, _played(program, made)))
    if unread:
        told += ("", f"What came after that cannot be read: {unread}.")
    debriefed = _debriefed(program, made)
    return Past(header, why, (("What was played", told), *debriefed))


def par_of(header: Header) -> Par | None:
    """The best possible points, where the recorded text and rules are still the ones they were proved for."""
    try:
        return program_of(header).scenario.par if header.rules == RULES else None
    except (CannotResume, ScenarioError):
        return None


class _Readable(Program):
    """A program that knows what to call an entry it does not have."""

    def entry(self, name: str) -> Entry:
        """An entry; where the scenario has none of that name, one of ours that is called so."""
        held = self.scenario.ledger.get(name)
        return held if held is not None else Entry(side="ours", label=name.replace("_", " "))


def _readable(header: Header) -> Program:
    """The words there are: those of the recorded text, if it can still be read."""
    scenario: Scenario
    try:
        scenario = parse(header.scenario_text, f"{header.scenario} (recorded)", header.variant)
    except ScenarioError:
        scenario = parse(_NAMELESS, "nameless")
    return _Readable(scenario.model_copy(update={"par": par_of(header)}))


def _events(rows: Sequence[Row]) -> tuple[list[tuple[Event, ...]], str]:
    """The events of the live moves as far as they can be read, and why no further."""
    made: list[tuple[Event, ...]] = []
    for row in live(rows):
        try:
            made.append(read_events(row.events))
        except BadEvent as error:
            return made, f"move {row.seq}: {error}"
    return made, ""


def _played(program: Program, made: Sequence[Sequence[Event]]) -> Iterator[str]:
    for events in made:
        for item in transcript(program, events):
            yield from as_lines(item)


def _debriefed(program: Program, made: Sequence[Sequence[Event]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The debrief; where the events do not fit the scenario any longer, the points they earned."""
    try:
        debrief = make_debrief(program, made)
    except (LookupError, ValueError, TypeError):
        card = score([event for events in made for event in events], default_rubric())
        return (("The numbers", tuple(numbers(card))),)
    return tuple((held.title, held.lines) for held in sections(debrief) if held.part not in _LEFT_OUT)
