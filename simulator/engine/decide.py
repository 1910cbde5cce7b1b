"""Playing: what may be done, what a move brings about, and the state as the fold of events. All pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.engine import evolve as evolution
from simulator.engine.events import Event, Reached
from simulator.engine.fields import View
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.steps import END, Step
from simulator.engine.world import Turn


class IllegalMove(ValueError):
    """A move that may not be made now."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the story stands: the step that waits, and the fields. Never written to."""

    at: str
    fields: View

    @property
    def over(self) -> bool:
        """Whether the story is over."""
        return self.at == END


def beginning(program: Program) -> State:
    """The state before the first move."""
    return State(program.steps[0].id, program.beginning)


def legal_moves(program: Program, state: State) -> tuple[Move, ...]:
    """The moves that may be made now, in the order in which they are shown; none when the story is over."""
    step, turn = _turn(program, state)
    return step.moves(turn)


def decide(program: Program, state: State, move: Move) -> tuple[Event, ...]:
    """What a move brings about, up to the next decision or the end. Raises IllegalMove."""
    step, turn = _turn(program, state)
    if move not in step.moves(turn):
        raise IllegalMove(f"{move} may not be done at {state.at}")
    place, made = program.places[step.id], move
    while True:
        _run(turn, step, made)
        if step.id == END:
            break
        onward = step.after(turn, made)
        place = place + 1 if onward is None else program.places[onward]
        step, made = program.steps[place], None  # type: ignore[assignment]
        turn.day = step.day
        turn.step_began = len(turn.events)
        if step.moves(turn):
            break
    turn.emit(Reached(step.id))
    return tuple(turn.events)


def evolve(state: State, events: Iterable[Event]) -> State:
    """The state after events: a fold, one event at a time."""
    view, at = dict(state.fields), state.at
    for event in events:
        if isinstance(event, Reached):
            at = event.at
        else:
            evolution.evolve(view, event)
    return State(at, view)


def _turn(program: Program, state: State) -> tuple[Step, Turn]:
    step = program.steps[program.places[state.at]]
    return step, Turn(program, dict(state.fields), step.day)


def _run(turn: Turn, step: Step, move: Move | None) -> None:
    for rule in step.rules(turn, move):
        rule(turn)
