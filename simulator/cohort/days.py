"""The day to which the story of an attempt has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, or_, select

from simulator.attempts.schema import moves
from simulator.engine.attempt import read_events
from simulator.engine.events import BadEvent, EncounterOpened, NewsCame

_AT_ONCE = 500  # attempts that one question to the database names


class Days:
    """Looks days up. It remembers how far it has read each attempt, so that looking again reads only what is
    new. For attempts in which nothing is taken back, as in assessments."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, tuple[int, int]] = {}  # attempt → moves read, day

    def of(self, connection: Connection, wanted: Mapping[str, int]) -> dict[str, int]:
        """The day of each attempt, 0 before anything happens; `wanted` says how many moves each has."""
        stale = [attempt for attempt, many in wanted.items() if self._known.get(attempt, (0, 0))[0] < many]
        for first in range(0, len(stale), _AT_ONCE):
            some = stale[first : first + _AT_ONCE]
            found = _days(connection, some, min(self._known.get(one, (0, 0))[0] for one in some))
            for attempt in some:
                before = self._known.get(attempt, (0, 0))[1]
                self._known[attempt] = (wanted[attempt], found.get(attempt, before))
        return {attempt: self._known[attempt][1] if many else 0 for attempt, many in wanted.items()}


def _days(connection: Connection, some: Sequence[str], after: int) -> dict[str, int]:
    """The last day that came after so many moves, of each attempt in which one did."""
    dated = or_(*(moves.c.events.contains(kind.__name__) for kind in (EncounterOpened, NewsCame)))
    rows = (
        select(moves.c.attempt, moves.c.events)
        .where(moves.c.attempt.in_(some), moves.c.seq > after, dated)
        .order_by(moves.c.attempt, moves.c.seq)
    )
    return {attempt: day for attempt, events in connection.execute(rows) for day in _days_in(events)}


def _days_in(events: str) -> Iterable[int]:
    try:
        return [event.day for event in read_events(events) if isinstance(event, EncounterOpened | NewsCame)]
    except BadEvent:
        return []
