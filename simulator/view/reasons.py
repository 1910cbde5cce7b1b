"""Why the gauges one sees have moved: the latest moves that moved one, each with its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import show_day, tell
from simulator.view.transcript import choice_by_id

_GAUGES = (e.TrustMoved, e.WarmthMoved, e.BelievedMoved, e.ContactLeft)
_CAUSES = (e.Kept, e.Broken, e.Warned, e.Amended)


@dataclass(frozen=True, slots=True)
class Reason:
    """One move: when, what was said in it (empty where nothing was), and what moved, in sentences."""

    when: str
    said: str
    told: tuple[str, ...]


def reasons(program: Program, moves: Sequence[Iterable[e.Event]], most: int = 6) -> tuple[Reason, ...]:
    """The last moves that moved a gauge the trainee sees, the latest first; at most `most`."""
    said, day, found = choice_by_id(program), 0, []
    for events in moves:
        line, told, moved = "", [], False
        for event in events:
            if isinstance(event, e.EncounterOpened | e.NewsCame | e.Kept | e.Broken):
                day = event.day
            if isinstance(event, e.Chose) and event.choice in said:
                line = said[event.choice].say
            if isinstance(event, _GAUGES + _CAUSES) and (sentence := tell(program, event)):
                told.append(sentence)
                moved = moved or isinstance(event, _GAUGES)
        if moved:
            found.append(Reason(show_day(day).capitalize(), line, tuple(told)))
    return tuple(reversed(found[-most:])) if most > 0 else ()
