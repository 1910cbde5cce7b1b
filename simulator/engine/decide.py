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


class Story:
    """A story being lived through, move by move. It knows where it stands and forgets how it got there."""

    __slots__ = ("_place", "_program", "_step", "_turn", "legal")

    legal: tuple[Move, ...]
    """The moves that may be made now, in the order in which they are shown; none when the story is over."""

    def __init__(self, program: Program, state: State | None = None) -> None:
        at, fields = (state.at, state.fields) if state else (program.steps[0].id, program.beginning)
        self._program = program
        self._place = program.places[at]
        self._step: Step = program.steps[self._place]
        self._turn = Turn(program, dict(fields), self._step.day)
        self.legal = self._step.moves(self._turn)

    @property
    def at(self) -> str:
        """The step it stands at."""
        return self._step.id

    @property
    def state(self) -> State:
        """Where it stands, and how things are there."""
        return State(self.at, dict(self._turn.view))

    def make(self, move: Move) -> list[Event]:
        """What a move brings about, up to the next decision or the end. The move is one of `legal`."""
        steps, places = self._program.steps, self._program.places
        step, turn, place = self._step, self._turn, self._place
        turn.events, turn.step_began = [], 0
        made: Move | None = move
        while True:
            for rule in step.rules(turn, made):
                rule(turn)
            if step.id == END:
                self.legal = ()
                break
            onward = step.after(turn, made)
            place = place + 1 if onward is None else places[onward]
            step, made = steps[place], None
            turn.day = step.day
            turn.step_began = len(turn.events)
            if legal := step.moves(turn):
                self.legal = legal
                break
        turn.emit(Reached(step.id))
        self._step, self._place = step, place
        return turn.events


def legal_moves(program: Program, state: State) -> tuple[Move, ...]:
    """The moves that may be made now, in the order in which they are shown; none when the story is over."""
    return Story(program, state).legal


def decide(program: Program, state: State, move: Move) -> tuple[Event, ...]:
    """What a move brings about, up to the next decision or the end. Raises IllegalMove."""
    story = Story(program, state)
    if move not in story.legal:
        raise IllegalMove(f"{move} may not be done at {state.at}")
    return tuple(story.make(move))


def evolve(state: State, events: Iterable[Event]) -> State:
    """The state after events: a fold, one event at a time."""
    view, at = dict(state.fields), state.at
    for event in events:
        if isinstance(event, Reached):
            at = event.at
        else:
            evolution.evolve(view, event)
    return State(at, view)
