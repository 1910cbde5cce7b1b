"""Where one stands when one comes back to an attempt, in two or three lines."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.engine.telling import show_day
from simulator.scenario.words import OPEN, STATUSES
from simulator.view.account import believed, ledger, show_entry, today
from simulator.view.decision import encounter_at

_MOST = 2  # entries that are named


def previously(program: Program, state: State) -> Iterator[str]:
    """The day, the place and the rung; then what is owed next. Nothing before the first meeting."""
    encounter = encounter_at(program, state)
    if encounter is None:
        return
    day = show_day(today(program, state)).capitalize()
    yield f"Previously… {day}, {encounter.title}. You believe you stand at “{believed(state)}”."
    owed = [row for row in ledger(program, state) if row.status == STATUSES[OPEN]]
    if not owed:
        yield "Nothing is owed."
        return
    more = f"; and {len(owed) - _MOST} more" if len(owed) > _MOST else ""
    yield f"Owed next: {'; '.join(show_entry(row) for row in owed[:_MOST])}{more}."
