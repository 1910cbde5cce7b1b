"""Mending words: a key or an act that can only be one, and the ids an author left out."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.defaults import made_id
from simulator.scenario.diagnostics import Diagnostic
from simulator.scenario.mending.edits import Edit
from simulator.scenario.source import Data, Path, Source

_TYPED = ("true", "false", "null")


def respelt(lines: list[str], wrong: Diagnostic) -> tuple[Edit, str, str] | None:
    """An edit that puts the right word where a wrong one stands, with both words."""
    if wrong.instead is None or wrong.place is None:
        return None
    old, new = wrong.instead
    at, column = wrong.place.line - 1, wrong.place.column - 1
    if not lines[at].startswith(old, column):
        return None
    return Edit(at, at + 1, (lines[at][:column] + new + lines[at][column + len(old) :],)), old, new


def identified(source: Source) -> Iterator[tuple[Edit, str]]:
    """An edit for each choice and meeting without an id, from the last to the first, with the id it has."""
    for path, name in sorted(_nameless(source.data), key=lambda pair: source.place(pair[0]), reverse=True):
        place = source.place(path)
        line, column = source.lines[place.line - 1], place.column - 1
        before, after = line[:column], line[column:]
        written = f'"{name}"' if name in _TYPED else name
        if after.startswith("{"):
            yield Edit(place.line - 1, place.line, (f"{before}{{id: {written}, {after[1:].lstrip()}",)), name
        else:
            rest = " " * column + after
            yield Edit(place.line - 1, place.line, (f"{before}id: {written}", rest)), name


def _nameless(data: Data) -> Iterator[tuple[Path, str]]:
    """Where an id is left out that the words give, and the id."""
    for room in ("encounters", "calendar"):
        for place, part in _items(data, room):
            path: Path = (room, place)
            if "id" not in part and (name := made_id(str(part.get("title", "meeting")))):
                yield path, name
            yield from _choices(part, path)
            beats = part.get("beats")
            for key, beat in beats.items() if isinstance(beats, dict) else ():
                yield from _choices(beat, (*path, "beats", key))


def _choices(held: Data, path: Path) -> Iterator[tuple[Path, str]]:
    for place, choice in _items(held, "choices"):
        if "id" not in choice and (name := made_id(str(choice.get("say", "")))):
            yield (*path, "choices", place), name


def _items(held: Data, key: str) -> Iterator[tuple[int, dict[str, Data]]]:
    items = held.get(key) if isinstance(held, dict) else None
    for place, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield place, item
