"""The audit log as lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from simulator.cohort.audit import Entry
from simulator.cohort.states import show
from simulator.scenario.text import shorten

_DIGEST, _LONGEST = 64, 60


def audit_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each entry, what more there is about it below. Days and hours are this machine's."""
    for entry in entries:
        who = f", {entry.pseudonym}" if entry.pseudonym else ""
        yield f"{show(datetime.fromisoformat(entry.at))}  {entry.by}: {entry.what}{who}"
        told = (f"{name} {_value(value)}" for name, value in entry.details.items() if value is not None)
        if more := "; ".join(told):
            yield f"    {more}"


def _value(value: object) -> str:
    """A value in few signs: the beginning of a digest, how many there are of many."""
    if isinstance(value, str):
        digest = len(value) == _DIGEST and set(value) <= set("0123456789abcdef")
        return value[:12] if digest else value
    if isinstance(value, list | dict) and len(told := json.dumps(value, ensure_ascii=False)) > _LONGEST:
        return shorten(told, _LONGEST)
    return json.dumps(value, ensure_ascii=False)
