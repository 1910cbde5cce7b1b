"""A play that an author may set by hand: taken up at any beat, with any field changed. It is no attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from simulator.engine import events as e
from simulator.engine import steps as s
from simulator.engine.attempt import Playthrough
from simulator.engine.decide import State, legal_moves
from simulator.engine.fields import due_day
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.world import Rule, Turn
from simulator.scenario.words import OPEN


@dataclass(frozen=True, slots=True)
class Put:
    """A field set to a value by hand."""

    field: str
    value: int


@dataclass(frozen=True, slots=True)
class Stand:
    """The story taken up by hand at a step that asks, instead of at its beginning."""

    at: str


Deed = Move | Put | Stand
"""What an author does at the table."""


class CannotPut(ValueError):
    """A field that cannot be set so; its text says why."""


@dataclass(slots=True)
class Trial(Playthrough):
    """A playthrough whose fields may be set. Where they were, nothing may score it."""

    puts: list[Put] = field(default_factory=list)
    """What was set by hand, in order."""

    @property
    def by_hand(self) -> bool:
        """Whether it stands on a state that no moves have made."""
        return bool(self.puts) or isinstance(self.program, TakenUp)

    @property
    def before(self) -> State:
        """The state before the last move."""
        return self._states[-2] if len(self._states) > 1 else self._states[-1]

    @property
    def made(self) -> tuple[tuple[Move, str], ...]:
        """Each move with the step at which it was made."""
        return tuple((move, state.at) for move, state in zip(self._moves, self._states, strict=False))

    def put(self, put: Put) -> None:
        """Sets a field where the story stands. Raises CannotPut, and then nothing has changed."""
        held = self.state
        if put.field not in held.fields:
            raise CannotPut(f"there is no field {put.field} any more")
        fields = {**held.fields, put.field: put.value}
        kind, _, name = put.field.partition(".")
        if kind == "entry" and put.value == OPEN and held.fields[put.field] != OPEN:
            day = self.program.steps[self.program.places[held.at]].day
            fields |= {f"due.{name}": due_day(self.program.scenario, name, day), f"plan.{name}": 0}
        if kind == "stage":
            fields["highest"] = max(fields["highest"], put.value)
        state = State(held.at, fields)
        if not held.over and not legal_moves(self.program, state):
            raise CannotPut("with that, nothing would be asked here. Set it before an earlier decision")
        self._states[-1] = state
        self.puts.append(put)


@dataclass(frozen=True, eq=False)
class TakenUp(Program):
    """A scenario whose story is taken up at a beat or at news: what would have been before is left out, and
    no condition is asked there."""

    at: str = ""

    @cached_property
    def steps(self) -> tuple[s.Step, ...]:
        """The steps, the first of which leads to the beat."""
        whole = Program(self.scenario).steps
        found = next(place for place, step in enumerate(whole) if step.id == f"{self.at}/enter")
        entered = _unasked(whole[found])
        begin = _TakeUp("begin", 0, entered.id, self._arrival())
        return (begin, *whole[1:found], entered, *whole[found + 1 :])

    def _arrival(self) -> tuple[e.Event, ...]:
        """What opens the meeting, and whom one meets there."""
        name = self.at.partition("/")[0]
        held = next((one for one in self.scenario.encounters if one.id == name), None)
        if held is None:
            return ()
        hours = held.prepare.hours if held.prepare else 0
        met = (e.Met(person) for person in held.with_)
        return (e.EncounterOpened(name, held.day, hours), e.MeetingBegan(name), *met)


def _unasked(step: s.Step) -> s.Step:
    match step:
        case s.EnterBeat():
            return replace(step, beat=step.beat.model_copy(update={"when": None}))
        case s.NewsComes():
            return replace(step, news=step.news.model_copy(update={"when": None}))
    return step


@dataclass(frozen=True)
class _TakeUp(s.Step):
    """The first step of a story that is taken up by hand."""

    to: str
    arrival: tuple[e.Event, ...]

    def moves(self, turn: Turn) -> tuple[Move, ...]:  # noqa: ARG002
        return (Move("begin"),)

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [s.saying(event) for event in (e.Began(), *self.arrival)]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return self.to
