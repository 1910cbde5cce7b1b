"""Moves: what the person at the controls may do, each a verb and what it is done to.

A set of things to choose from (homework, the list, the week's work) is recorded as one small move per item,
in a fixed order, so that every history is a plain list of moves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Verb = Literal["begin", "way", "study", "skip", "aim", "say", "keep", "strike", "add", "do", "warn", "leave"]
VERBS: tuple[Verb, ...] = get_args(Verb)
_MOVE = re.compile(r"([a-z]+)(?: ([a-z][a-z0-9_]{0,63}))?")


@dataclass(frozen=True, slots=True)
class Move:
    """One small decision. `what` is an id or empty: `aim` alone aims at nothing, `add` alone adds nothing."""

    verb: Verb
    what: str = ""

    def __str__(self) -> str:
        return f"{self.verb} {self.what}".rstrip()


BEGIN = Move("begin")
"""The first move of every attempt: it brings the story to the first decision."""


def parse_move(text: str) -> Move:
    """A move from its text, such as ``say ask_board``. Raises ValueError."""
    match = _MOVE.fullmatch(text)
    if not match or match[1] not in VERBS:
        raise ValueError(f"{text!r} is not a move; a move is a verb and an id, such as `say ask_board`")
    return Move(match[1], match[2] or "")
