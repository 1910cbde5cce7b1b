"""The principles this simulator teaches, read once from `principles.yaml` beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle of relationship selling.

    `number` runs from 1 in the order of teaching; `family` is a key of `families()`; `core` marks those
    that a first course covers; each of `sources` is a key of `sources()`, the chief one first. `well` and
    `badly` each show, in one line, somebody who heeds it and somebody who does not.
    """

    id: str
    number: int
    family: str
    core: bool
    statement: str
    sources: tuple[str, ...]
    well: str
    badly: str

    @property
    def source(self) -> str:
        """The short names of its sources, for quoting: "rule 4, nurture"."""
        return ", ".join(self.sources)

    @property
    def full_source(self) -> str:
        """Its sources by what they are, for somebody who has no list of them: a title or a few words each."""
        return "; ".join(sources()[key].partition(":")[0].rstrip(".") for key in self.sources)


def principles() -> Mapping[str, Principle]:
    """Every principle by its id, in order of number."""
    return _principles()


def families() -> Mapping[str, str]:
    """The families' names by letter, in order."""
    return _named("families")


def sources() -> Mapping[str, str]:
    """What each source is, by the short name principles cite it under."""
    return _named("sources")


@cache
def _principles() -> Mapping[str, Principle]:
    entries = _document()["principles"]
    return MappingProxyType(
        {
            key: Principle(id=key, **{**entry, "sources": tuple(entry["sources"])})
            for key, entry in entries.items()
        }
    )


@cache
def _named(section: str) -> Mapping[str, str]:
    return MappingProxyType(_document()[section])


@cache
def _document() -> dict[str, Any]:
    # Our own file, not an author's, so the quick C loader may read it; not every machine has it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("principles.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 (a safe loader, either way)
    return document
