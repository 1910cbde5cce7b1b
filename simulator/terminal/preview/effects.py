"""What each option would do if it were chosen now: tried, not done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.rubric import default_rubric
from scoring.scorecard import score
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.engine.decide import State, decide, evolve
from simulator.engine.events import Event
from simulator.engine.program import Program
from simulator.scenario.acts import BaseAct, Spoken, Warm
from simulator.scenario.conditions import kind
from simulator.terminal.preview import state as fields_of
from simulator.terminal.preview.line import named_step
from simulator.view.decision import Option, decision
from simulator.view.transcript import choice_by_id

_FRAME = ("day", "way", "met", "covered", "valued")
"""Kinds of fields that say where one is, or follow from others."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One option. `does` are its acts, `when` its condition; up to the next decision, `marks` is what is
    scored and `moves` the fields that move. `leads` is where the story then waits."""

    option: Option
    does: tuple[str, ...]
    when: str
    marks: tuple[str, ...]
    moves: tuple[str, ...]
    leads: str


def effects(program: Program, state: State) -> tuple[Effect, ...]:
    """Every option of the decision that waits."""
    return tuple(_effect(program, state, option) for option in decision(program, state).options)


def _effect(program: Program, state: State, option: Option) -> Effect:
    move = option.move
    choice = choice_by_id(program).get(move.what) if move.verb == "say" else None
    events = decide(program, state, move)
    after = evolve(state, events)
    return Effect(
        option,
        tuple(act_words(act) for act in choice.does) if choice else (),
        str(choice.when) if choice and choice.when else "",
        tuple(_marks(events)),
        tuple(_moves(program, state, after)),
        named_step(after.at),
    )


def _marks(events: Iterable[Event]) -> Iterator[str]:
    for item in score(events, default_rubric()).scored:
        mark = item.mark
        points = f"{mark.points:+d}" if mark.points else "0"
        yield f"{DIMENSION_TITLES[mark.dimension]} {points}: {reason_title(mark.reason)}"


def _moves(program: Program, before: State, after: State) -> Iterator[str]:
    for heading, held in fields_of.fields(program, after, before).items():
        for field in held if heading != fields_of.BENEATH else ():
            if field.before and kind(field.name) not in _FRAME:
                yield f"{field.name} {field.before} → {field.shown}"


def act_words(act: BaseAct) -> str:
    """An act as an author writes it: its word, and its details that are not left out."""
    details = []
    to = act.to if isinstance(act, Spoken | Warm) and act.to else ""
    for name, field in type(act).model_fields.items():
        held = getattr(act, name)
        if name not in ("act", "to") and held != field.default:
            shown = _shown(held)
            details.append(shown if name in (act.short, "what") else f"{name} {shown}")
    if to:
        details.append(to if act.short == "to" else f"to {to}")
    return f"{act.act}: {', '.join(details)}" if details else act.act


def _shown(held: object) -> str:
    if isinstance(held, dict):
        return ", ".join(f"{name} {by:+d}" for name, by in held.items())
    if isinstance(held, tuple):
        return ", ".join(map(str, held))
    if isinstance(held, bool):
        return "yes" if held else "no"
    return f"{held:+d}" if isinstance(held, int) else str(held)
