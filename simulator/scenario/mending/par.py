"""Writing `par` into a scenario's text, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.scenario.mending.edits import Edit, applied, reading
from simulator.scenario.source import Data, Source, lines_of

HEAD = (
    "format", "id", "title", "version", "level", "minutes", "about", "practise", "principles", "ends",
)  # fmt: skip
"""The keys that stand above `par`."""
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'|[\w.+-]+")
_TOP = re.compile(r"[^\s#]")


def with_par(text: str, par: Mapping[str, int | str]) -> str | None:
    """A scenario's text with this par: each value in its place where there is one already, else in a line of
    its own. None where that cannot be done without touching more. `text` has no byte order mark."""
    source = reading(text).source
    if source is None or not isinstance(source.data, dict):
        return None
    if isinstance(old := source.data.get("par"), dict) and old.keys() == par.keys():
        new = _replaced(text, source, par)
    else:
        new = _written(text, source, par)
    after = reading(new).source
    wanted: dict[str, Data] = {**source.data, "par": dict(par)}
    return new if after is not None and after.data == wanted else None


def _replaced(text: str, source: Source, par: Mapping[str, int | str]) -> str:
    """Values for values, from the last to the first."""
    places = {key: source.place(("par", key)) for key in par}
    for key in sorted(par, key=lambda key: places[key], reverse=True):
        at, column = places[key].line - 1, places[key].column - 1
        line = lines_of(text)[at]
        value = _VALUE.match(line, column)
        if value:
            text = applied(text, Edit(at, at + 1, (line[:column] + _shown(par[key]) + line[value.end() :],)))
    return text


def _written(text: str, source: Source, par: Mapping[str, int | str]) -> str:
    """All of it in one line: in the place of what is there, or below the head of the file."""
    line = "par: {" + ", ".join(f"{key}: {_shown(value)}" for key, value in par.items()) + "}"
    if ("par",) in source.keys:
        start = source.keys["par",].line - 1
        return applied(text, Edit(start, _end(source.lines, start), (line,)))
    above = max(source.keys[key,].line for key in HEAD if (key,) in source.keys) - 1
    last = _end(source.lines, above) - 1
    return applied(text, Edit(last, last + 1, (source.lines[last], line)))


def _end(lines: list[str], start: int) -> int:
    """The line after what stands under a key, without blank lines and notes that follow."""
    end = next((at for at in range(start + 1, len(lines)) if _TOP.match(lines[at])), len(lines))
    while end > start + 1 and not lines[end - 1].split("#")[0].strip():
        end -= 1
    return end


def _shown(value: int | str) -> str:
    """Words in quotation marks: a fingerprint may look like a number."""
    return f'"{value}"' if isinstance(value, str) else str(value)
