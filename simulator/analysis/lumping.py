"""Which values of a field the future cannot tell apart, at each step.

Read backwards from the end: two values are alike where every rule treats them alike, and what it makes of
them is alike afterwards. A field all of whose values are alike is dead there and need not be remembered; a
count beyond its last threshold stands still. This is lumping in the sense of Kemeny and Snell (1960), field
by field: states that are merged have the same future, move by move and point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.analysis.compiled import END_PLACE, Line, Stop, Table
from simulator.analysis.tabulate import Domain, Row, Shift
from simulator.engine.moves import Move

Classes = Mapping[str, Mapping[int, int]]
"""Of each live field, every value with the value that stands for its class. A field left out is dead."""
Seen = Callable[[Row], Hashable]
"""What of a row counts as a difference, besides where it leads and what it writes."""
COUNTED = "earned"
"""The field in which points are counted, where they are."""
ENDS = ("stage", "ending", COUNTED)
"""The fields that are told apart at the end, where nothing else is asked for."""


@dataclass(frozen=True)
class Lumps:
    """The classes at a stop: before its decision, and before each table of each of its lines."""

    before: Classes
    lines: Mapping[Move | None, tuple[Classes, ...]]


def lumped(stops: Sequence[Stop], seen: Seen, ends: Sequence[str] = ENDS) -> dict[int, Lumps]:
    """The classes at every stop, by its place. `ends` are the fields that are told apart at the end."""
    found: dict[int, Lumps] = {}
    for stop in reversed(stops):
        lines = {move: _through(line, found, seen, ends) for move, line in stop.lines.items()}

        def onward(row: Row, lines: Mapping[Move | None, tuple[Classes, ...]] = lines) -> list[Classes]:
            return [lines[move][0] for move in row.result or (None,)]

        before = _alike(stop.moves, stop.domain, onward, lambda row: row.result)
        found[stop.place] = Lumps(before, lines)
    return found


def _through(line: Line, found: Mapping[int, Lumps], seen: Seen, ends: Sequence[str]) -> tuple[Classes, ...]:
    classes: list[Classes] = []
    end = at_the_end(line, ends)
    last = True
    for table, domain in zip(reversed(line.tables), reversed(line.domains), strict=True):
        if last:

            def onward(row: Row) -> list[Classes]:
                return [end if row.result == END_PLACE else found[row.result].before]

            classes.append(_alike(table, domain, onward, lambda row: (row.result, seen(row))))
        else:
            after = classes[-1]
            classes.append(_alike(table, domain, lambda _, after=after: [after], seen))  # type: ignore[misc]
        last = False
    return tuple(reversed(classes))


def at_the_end(line: Line, ends: Sequence[str]) -> Classes:
    """The classes after a line that ends the story."""
    domain = line.domains[-1]
    return {name: {value: value for value in domain[name]} for name in ends if name in domain}


def _alike(table: Table, domain: Domain, onward: Callable[[Row], list[Classes]], seen: Seen) -> Classes:
    """The classes before a table, from those after each of its rows."""
    after = [onward(row) for row in table]
    told = [seen(row) for row in table]
    touched = {name for row in table for name in (*row.reads, *row.writes)}
    live = touched | {name for held in after for classes in held for name in classes}
    found: dict[str, dict[int, int]] = {}
    for name in live:
        values = domain.get(name, ())
        if len(values) < 2:
            continue
        if name in touched:
            marks = _marks(table, after, told, name, values)
        else:
            each = {id(classes): classes[name] for held in after for classes in held if name in classes}
            marks = {value: tuple(classes.get(value) for classes in each.values()) for value in values}
        classes = _classes(marks)
        if len(set(classes.values())) > 1:
            found[name] = classes
    return found


def _classes(marks: Mapping[int, Hashable]) -> dict[int, int]:
    """Each value with the least of those that have the same mark."""
    first: dict[Hashable, int] = {}
    return {value: first.setdefault(mark, value) for value, mark in marks.items()}


def _marks(
    table: Table, after: list[list[Classes]], told: list[Hashable], name: str, values: Iterable[int]
) -> dict[int, Hashable]:
    """What each value of a field leads to, in every case the other fields can make."""
    marks: dict[int, set[Hashable]] = {value: set() for value in values}
    for row, held, seen in zip(table, after, told, strict=True):
        others = frozenset((key, read) for key, read in row.reads.items() if key != name)
        written = frozenset(
            (key, value if isinstance(value, Shift) else tuple(c[key].get(value) for c in held if key in c))
            for key, value in row.writes.items()
            if key != name and any(key in classes for classes in held)
        )
        case = (others, seen, written)
        mine = [classes[name] for classes in held if name in classes]
        for value in row.reads.get(name, values):
            becomes = after_write(row, name, value)
            marks[value].add((case, tuple(classes.get(becomes) for classes in mine)))
    return {value: frozenset(found) for value, found in marks.items()}


def after_write(row: Row, name: str, value: int) -> int:
    """What a field holds after a row, if it held `value` before."""
    written = row.writes.get(name)
    if written is None:
        return value
    return value + written.by if isinstance(written, Shift) else written
