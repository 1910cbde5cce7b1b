"""A simpler story, in which some fields are forgotten: a rule that asks for one of them may answer in any
way.

So all that can happen in the story can happen in the simpler one, and more. What is best in it is never
worse than what is best in the story, and what is worst never better (Clarke, Grumberg and Long 1994, of
abstraction).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simulator.analysis.tables.compiled import Stop
from simulator.analysis.tables.tabulate import Row

GAUGES = (
    "trust.", "root.", "touch.", "told.", "contradicted.", "lifted.", "limit_told.", "rival", "value",
    "stage", "theirs_done", "broken", "kept", "highest", "faulted", "touched", "clean_", "listened",
    "chatted", "valuable", "ours", "theirs", "orders",
)  # fmt: skip
"""Where the names of fields begin that are forgotten: what people think of us, and what it is counted by."""


def forgetting(stop: Stop, beginnings: tuple[str, ...]) -> Stop:
    """A stop without the fields whose names begin so."""
    lines = {
        move: replace(line, tables=tuple(_blurred(table, beginnings) for table in line.tables))
        for move, line in stop.lines.items()
    }
    return replace(stop, moves=_blurred(stop.moves, beginnings), lines=lines)


def _blurred(table: Iterable[Row], beginnings: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows without some fields, each case once."""
    found: dict[object, Row] = {}
    for row in table:
        reads = {name: held for name, held in row.reads.items() if not name.startswith(beginnings)}
        writes = {name: held for name, held in row.writes.items() if not name.startswith(beginnings)}
        key = (tuple(reads.items()), tuple(writes.items()), row.points, row.result)
        found.setdefault(key, replace(row, reads=reads, writes=writes))
    return tuple(found.values())
