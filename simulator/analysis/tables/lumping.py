"""Which values of a field the future cannot tell apart, at each step.

Read backwards from the end: two values are alike where every rule treats them alike, and what it makes of
them is alike afterwards. A field all of whose values are alike is dead there and need not be remembered; a
count beyond its last threshold stands still. This is lumping in the sense of Kemeny and Snell (1960), field
by field: states that are merged have the same future, move by move and point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.analysis.tables.compiled import END_PLACE, Line, Stop, Table
from simulator.analysis.tables.merging import Classes, merged
from simulator.analysis.tables.tabulate import Domain, Row, Shift
from simulator.engine.moves import Move

Seen = Callable[[Row], Hashable]
"""What of a row counts as a difference, besides where it leads and what it writes."""
COUNTED = "earned"
"""The field in which points are counted, where they are."""
ENDS = ("stage", "ending", COUNTED)
"""The fields that are told apart at the end, where nothing else is asked for."""


@dataclass(frozen=True)
class Lumps:
    """The classes at a stop: before its decision, and before each table of each of its lines. `stop` is the
    stop itself, its tables merged as far as the classes allow."""

    stop: Stop
    before: Classes
    lines: Mapping[Move | None, tuple[Classes, ...]]


def lumped(stops: Sequence[Stop], seen: Seen, ends: Sequence[str] = ENDS) -> dict[int, Lumps]:
    """The classes at every stop, by its place. `ends` are the fields that are told apart at the end."""
    found: dict[int, Lumps] = {}
    for stop in reversed(stops):
        through = {move: _through(line, found, seen, ends) for move, line in stop.lines.items()}
        lines = {move: classes for move, (_, classes) in through.items()}

        def onward(row: Row, lines: Mapping[Move | None, tuple[Classes, ...]] = lines) -> list[Classes]:
            return [lines[move][0] for move in row.result or (None,)]

        moves = merged(stop.moves, stop.domain, onward, lambda row: row.result)
        before = _alike(moves, stop.domain, onward, lambda row: row.result)
        lean = replace(stop, moves=moves, lines={move: line for move, (line, _) in through.items()})
        found[stop.place] = Lumps(lean, before, lines)
    return found


def _through(
    line: Line, found: Mapping[int, Lumps], seen: Seen, ends: Sequence[str]
) -> tuple[Line, tuple[Classes, ...]]:
    tables: list[Table] = []
    classes: list[Classes] = []
    end = at_the_end(line, ends)

    def onward(row: Row) -> list[Classes]:
        if classes:
            return [classes[-1]]
        return [end if row.result == END_PLACE else found[row.result].before]

    def told(row: Row) -> Hashable:
        return seen(row) if classes else (row.result, seen(row))

    for table, domain in zip(reversed(line.tables), reversed(line.domains), strict=True):
        tables.append(merged(table, domain, onward, told))
        classes.append(_alike(tables[-1], domain, onward, told))
    return replace(line, tables=tuple(reversed(tables))), tuple(reversed(classes))


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
