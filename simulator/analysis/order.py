"""In which order the fields stand in the diagrams. What lives shortest stands on top.

The order decides how large diagrams grow and nothing else. What a meeting or a stretch uses up and forgets is
asked for first; then what is read soon after it is written; what lives longest stands at the bottom, where
the steps that do not touch it never come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simulator.analysis.tables.compiled import Stop
from simulator.analysis.tables.lumping import Lumps
from simulator.analysis.tables.merging import Classes

_SCRATCH = (
    "hours", "load", "promise_due", "aim", "way", "ours", "theirs", "valuable", "listened", "chatted",
    "chatted_before", "clean_kept", "clean_broken", "touched",
)  # fmt: skip
"""Fields of a meeting or a stretch, which every one of them begins anew."""


def levels(stops: Sequence[Stop], lumps: Mapping[int, Lumps]) -> dict[str, int]:
    """The level of every field that lives anywhere, from 0 on top."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for stop in stops:
        for classes in all_classes(lumps[stop.place]):
            for name in classes:
                first.setdefault(name, stop.place)
                last[name] = stop.place

    def rank(name: str) -> tuple[int, int, str]:
        scratch = _SCRATCH.index(name) if name in _SCRATCH else len(_SCRATCH)
        return scratch, last[name] - first[name], name

    return {name: level for level, name in enumerate(sorted(last, key=rank))}


def all_classes(held: Lumps) -> Iterable[Classes]:
    """The classes at a stop, wherever it has some."""
    yield held.before
    for classes in held.lines.values():
        yield from classes
