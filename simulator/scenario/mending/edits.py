"""Changes to the lines of a text, and what may not change with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from simulator.scenario.diagnostics import Diagnostic, ScenarioError
from simulator.scenario.source import Data, Source, read_yaml

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\\Z")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Edit:
    """New lines in place of some: from line `start` up to, not including, `end`, both from 0."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a text: remarks, and the source where it could be read without an error."""

    remarks: tuple[Diagnostic, ...]
    source: Source | None


@lru_cache(maxsize=2)  # what an edit made of a text is read to try it, and again to go on from there
def reading(text: str) -> Reading:
    """Reads a text as YAML."""
    try:
        source = read_yaml(text, "")
    except ScenarioError as error:
        return Reading(error.diagnostics, None)
    return Reading(source.warnings, source)


def applied(text: str, edit: Edit) -> str:
    """The text with an edit made. New lines end as the first of the replaced ones does."""
    lines: list[str] = _LINE.findall(text)
    old = lines[edit.start : edit.end]
    ending = old[0][len(old[0].rstrip("\r\n")) :] or "\n"
    last = old[-1][len(old[-1].rstrip("\r\n")) :]
    new = [line + ending for line in edit.lines]
    new[-1] = edit.lines[-1] + last
    return "".join([*lines[: edit.start], *new, *lines[edit.end :]])


def helps(before: str, after: str, edit: Edit) -> bool:
    """Whether an edit mends its lines and nothing else: no word is lost, nothing is wrong with the new lines,
    and whatever could be read before is read as it was."""
    if sorted(_words(before)) != sorted(_words(after)):
        return False
    was, now = reading(before), reading(after)
    above = [wrong for wrong in was.remarks if wrong.place and wrong.place.line <= edit.start]
    end = edit.start + len(edit.lines)
    if above != [wrong for wrong in now.remarks if wrong.place and wrong.place.line <= end]:
        return False
    if was.source is None:
        return True
    return now.source is not None and all(
        isinstance(old, str) and isinstance(new, str) and _words(new)[: len(_words(old))] == _words(old)
        for old, new in differences(was.source.data, now.source.data)
    )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def differences(before: Data, after: Data) -> Iterator[tuple[Data, Data]]:
    """Where two documents differ, as pairs of keys or of values; whole groups where their sizes differ."""
    if isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
        for (key, value), (other_key, other) in zip(before.items(), after.items(), strict=True):
            if key != other_key:
                yield key, other_key
            yield from differences(value, other)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for value, other in zip(before, after, strict=True):
            yield from differences(value, other)
    elif before != after or type(before) is not type(after):
        folded = [" ".join(part.split()) if isinstance(part, str) else part for part in (before, after)]
        if folded[0] != folded[1] or type(before) is not type(after):
            yield before, after
