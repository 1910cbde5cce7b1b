"""A table with fewer rows: what a rule asked for and did not need is asked for no more.

A rule may read a field and then do the same whatever it holds, or write a field that nobody reads again. Rows
that come to the same and differ in what they ask of one field are one row that asks for either, as in the
method of Quine and McCluskey; a row that would take every value does not ask at all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

from simulator.analysis.tables.tabulate import Domain, Row, Shift

Classes = Mapping[str, Mapping[int, int]]
"""Of each live field, every value with the value that stands for its class. A field left out is dead."""
Told = Callable[[Row], Hashable]
"""What of a row counts as a difference, besides what it writes. Rows that are told alike lead to the same."""


def merged(
    table: Sequence[Row], domain: Domain, onward: Callable[[Row], Sequence[Classes]], told: Told
) -> tuple[Row, ...]:
    """The same table in as few rows as are found by merging two at a time. `onward` gives the classes that
    hold after a row, of each way in which the story may go on there."""
    rows = [_living(row, onward(row)) for row in table]
    before = 0
    while len(rows) != before:
        before = len(rows)
        for name in dict.fromkeys(name for row in rows for name in row.reads):
            rows = _merged(rows, name, domain, onward, told)
    return tuple(rows)


def _living(row: Row, after: Sequence[Classes]) -> Row:
    """A row that writes only what lives."""
    writes = {name: held for name, held in row.writes.items() if any(name in classes for classes in after)}
    return row if len(writes) == len(row.writes) else replace(row, writes=writes)


def _merged(
    rows: Sequence[Row], name: str, domain: Domain, onward: Callable[[Row], Sequence[Classes]], told: Told
) -> list[Row]:
    """The rows, those merged which differ in nothing but what they ask of one field."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(_case(row, name, onward(row), told), []).append(row)
    found = []
    for group in groups.values():
        values = {value for row in group for value in row.reads.get(name, domain[name])}
        reads = dict(group[0].reads)
        reads[name] = tuple(sorted(values))
        if len(values) == len(domain[name]):
            del reads[name]
        found.append(replace(group[0], reads=reads) if len(group) > 1 else group[0])
    return found


def _case(row: Row, name: str, after: Sequence[Classes], told: Told) -> Hashable:
    """What a row asks of the other fields, and what it comes to."""
    others = frozenset((key, held) for key, held in row.reads.items() if key != name)
    return others, told(row), frozenset((key, _left(key, held, after)) for key, held in row.writes.items())


def _left(name: str, written: int | Shift, after: Sequence[Classes]) -> Hashable:
    """What a write leaves, as far as it can be told."""
    if isinstance(written, Shift):
        return written
    return tuple(classes[name].get(written) for classes in after if name in classes)
