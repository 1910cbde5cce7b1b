"""The library's cards, read from the head of each file alone, so that the first screen need not wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import yaml

from simulator.scenario.parser import LOADER
from simulator.scenario.text import one_line

_HEAD = 8_000  # bytes in which a card must stand
_KEYS = ("title", "level", "minutes", "practise")


@dataclass(frozen=True, slots=True)
class Card:
    """What one sees of a scenario before opening it."""

    id: str
    title: str
    level: str
    minutes: str
    practise: str


def cards() -> tuple[Card, ...]:
    """A card for every scenario of the library, the easiest first."""
    order = ("beginner", "intermediate", "advanced")
    found = []
    for file in sorted(files("scenarios").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml") and not file.name.endswith(".spec.yaml"):
            with file.open("rb") as opened:
                found.append(card(file.name.removesuffix(".yaml"), opened.read(_HEAD)))
    return tuple(sorted(found, key=lambda card: order.index(card.level) if card.level in order else 9))


def card(id: str, head: bytes) -> Card:
    """A card from the beginning of a file. What is missing there stays empty; the title is then the id."""
    found: dict[str, str] = {}
    try:
        for key, value in _pairs(head.decode("utf-8", "ignore")):
            if key in _KEYS:
                found.setdefault(key, one_line(value))
            if len(found) == len(_KEYS):
                break
    except yaml.YAMLError:
        pass  # the head ends anywhere, and opening the scenario says what is wrong
    return Card(
        id,
        found.get("title") or id,
        found.get("level", "beginner"),
        found.get("minutes", ""),
        found.get("practise", ""),
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The keys of the root whose values are scalars, as they come."""
    depth, key = 0, None
    for event in iter(LOADER(text).get_event, None):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth, key = depth + 1, None
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        elif depth == 1 and isinstance(event, yaml.ScalarEvent):
            if key is None:
                key = event.value
            else:
                yield key, event.value
                key = None
