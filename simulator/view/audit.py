"""The audit log as lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from simulator.cohort.audit import Entry
from simulator.cohort.states import show
from simulator.scenario.text import shorten

_DIGEST, _LONGEST = 64, 60


def audit_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each entry, what more there is about it below. Days and hours are this machine's."""
    for entry in entries:
        whom = f", {entry.pseudonym}" if entry.pseudonym not in (None, entry.by) else ""
        yield f"{show(datetime.fromisoformat(entry.at))}  {entry.by}: {entry.what}{whom}"
        if more := _values(entry.details):
            yield f"    {more}"


def _values(details: Mapping[str, object]) -> str:
    """Values with their names."""
    told = (
        f"{name.replace('_', ' ')} {_value(value)}" for name, value in details.items() if value is not None
    )
    return "; ".join(told)


def _value(value: object) -> str:
    """A value in few signs: the beginning of a digest, that of a long list."""
    if isinstance(value, str):
        digest = len(value) == _DIGEST and set(value) <= set("0123456789abcdef")
        return value[:12] if digest else value
    if isinstance(value, dict):
        return f"({shorten(_values(value), _LONGEST)})"
    if isinstance(value, list):
        return (
            shorten(", ".join(_value(one) for one in value if one is not None), _LONGEST) if value else "none"
        )
    return json.dumps(value, ensure_ascii=False)
