"""Moves in words, without the state they were made in."""

from __future__ import annotations

from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.engine.telling import entry_label
from simulator.view.transcript import choice_by_id

_ENTRY = {
    "keep": "keep on the list", "strike": "strike from the list", "add": "add to the list",
    "do": "do", "warn": "warn of", "leave": "leave",
}  # fmt: skip
_NOTHING = {"aim": "no particular aim", "add": "add nothing to the list", "begin": "take the account over"}
_WAYS = {"visit": "visit them", "call": "call them", "skip": "leave the meeting out"}


def in_words(program: Program, move: str) -> str:
    """What a move does, as a short phrase; a line as it is said."""
    made = parse_move(move)
    if not made.what:
        return _NOTHING[made.verb]
    if made.verb == "say":
        return f"“{choice_by_id(program)[made.what].say}”"
    if made.verb in _ENTRY:
        return f"{_ENTRY[made.verb]}: {entry_label(program, made.what)}"
    if made.verb in ("study", "skip"):
        label = program.scenario.homework[made.what].label
        return f"find out: {label}" if made.verb == "study" else f"do not find out: {label}"
    if made.verb == "aim":
        aims = (held.objectives.get(made.what) for held in program.scenario.encounters)
        return f"aim: {next(aim.label for aim in aims if aim)}"
    return _WAYS[made.what]
