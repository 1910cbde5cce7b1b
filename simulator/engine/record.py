"""An attempt as a file: readable JSON, one row a line, enough to replay and to score from alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from simulator.engine.attempt import Header, Row, read_events
from simulator.engine.events import SCHEMA, BadEvent

LARGEST = 20_000_000
"""Characters of a record that are read at most."""


class BadRecord(ValueError):
    """A file that is not a recorded attempt; its text says why, in one sentence."""


def dump(header: Header, rows: Iterable[Row]) -> str:
    """The text of a record; the same attempt gives the same bytes."""

    def text(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = ",\n".join(f'{{"seq":{row.seq},"move":{text(row.move)},"events":{row.events}}}' for row in rows)
    return (
        f'{{"onlyme":"attempt","schema":{SCHEMA},\n"header":{text(asdict(header))},\n"rows":[\n{lines}\n]}}\n'
    )


def read(text: str) -> tuple[Header, tuple[Row, ...]]:
    """Header and rows of a record. Raises BadRecord."""
    if len(text) > LARGEST:
        raise BadRecord("it is too large to be a recorded attempt")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRecord("it is not JSON") from None
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        raise BadRecord("it has characters that cannot be written") from None
    if not isinstance(data, dict) or data.get("onlyme") != "attempt":
        raise BadRecord("it is not a recorded attempt of Only Me")
    if data.get("schema") != SCHEMA:
        raise BadRecord(f"its schema is {data.get('schema')!r}; this version reads {SCHEMA}")
    return _header(data.get("header")), tuple(_rows(data.get("rows")))


def _header(data: Any) -> Header:
    wanted = {field.name: str(field.type) for field in fields(Header)}
    if not isinstance(data, dict) or set(data) != set(wanted):
        raise BadRecord("its header is incomplete")
    for name, kind in wanted.items():
        value = data[name]
        fits = (
            type(value) is int
            if kind == "int"
            else isinstance(value, str) or (value is None and kind.endswith("None"))
        )
        if not fits:
            raise BadRecord(f"its header has a wrong value for {name}")
    return Header(**data)


def _rows(data: Any) -> Iterable[Row]:
    if not isinstance(data, list):
        raise BadRecord("it has no rows")
    for place, item in enumerate(data, start=1):
        if not isinstance(item, dict) or set(item) != {"seq", "move", "events"} or item["seq"] != place:
            raise BadRecord(f"row {place} is not a move with its events")
        events = json.dumps(item["events"], ensure_ascii=False, separators=(",", ":"))
        try:
            read_events(events)
        except BadEvent as error:
            raise BadRecord(f"row {place}: {error}") from None
        if not isinstance(item["move"], str):
            raise BadRecord(f"row {place} has no move")
        yield Row(place, item["move"], events)
