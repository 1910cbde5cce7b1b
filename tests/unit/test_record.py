"""An attempt as a file: read back to the byte, and nothing else is mistaken for one."""

import json
from dataclasses import replace
from typing import Any

import pytest

from simulator.engine import record
from simulator.engine.attempt import UNDO, Row, resume
from simulator.engine.record import BadRecord, dump, read
from tests.unit.test_attempt import header, played


def data(**more: Any) -> dict[str, Any]:
    """A record as plain data, with some of its parts replaced."""
    held: dict[str, Any] = json.loads(dump(header(), played("say b").rows))
    return held | more


def refused(text: str | dict[str, Any]) -> str:
    with pytest.raises(BadRecord) as caught:
        read(text if isinstance(text, str) else json.dumps(text))
    return str(caught.value)


def test_a_record_is_read_back_and_written_again_to_the_byte() -> None:
    rows = played("say b", UNDO, "say a", "say d").rows
    text = dump(header(), rows)
    again, read_rows = read(text)
    assert (again, list(read_rows)) == (header(), rows)
    assert dump(again, read_rows) == text
    assert resume(again, read_rows).state.over


def test_a_record_has_one_row_a_line_and_keeps_letters_readable() -> None:
    text = dump(header(), played("say b").rows)
    assert [line[:8] for line in text.splitlines()[3:5]] == ['{"seq":1', '{"seq":2']
    assert "Café" in dump(replace(header(), title="Café"), ())


def test_an_attempt_just_begun_has_a_record() -> None:
    assert read(dump(header(), ())) == (header(), ())


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "3", '"x"', "{", "[" * 100_000, '{"onlyme":"score"}', "\x00"]
)
def test_a_file_of_another_kind_is_no_record(text: str) -> None:
    assert refused(text) in ("it is not JSON", "it is not a recorded attempt of Only Me")


def test_a_record_of_another_schema_is_told_apart() -> None:
    assert refused(data(schema=99)) == "its schema is 99; this version reads 1"
    assert "schema" in refused(data(schema="1"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", "0"),
        ("seed", True),
        ("seed", 1.5),
        ("rules", None),
        ("title", 3),
        ("title", None),
        ("variant", 3),
    ],
)
def test_a_header_has_values_of_its_kinds(name: str, value: object) -> None:
    assert (
        refused(data(header=data()["header"] | {name: value})) == f"its header has a wrong value for {name}"
    )


def test_a_header_is_complete_and_has_nothing_else() -> None:
    held = data()["header"]
    assert refused(data(header={**held, "more": 1})) == "its header is incomplete"
    assert (
        refused(data(header={name: value for name, value in held.items() if name != "seed"}))
        == "its header is incomplete"
    )
    assert refused(data(header=None)) == "its header is incomplete"


def row(**more: Any) -> list[dict[str, Any]]:
    return [{"seq": 1, "move": "begin", "events": [], **more}]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (None, "it has no rows"), ({}, "it has no rows"), ([3], "row 1 is not a move with its events"),
        ([{}], "row 1 is not"), (row(seq=2), "row 1 is not"), (row(more=1), "row 1 is not"),
        (row(seq="1"), "row 1 is not"), (row() + row(), "row 2 is not"),
        (row(move=3), "row 1 has no move"), (row(events={}), "row 1: events are a list"),
        (row(events=[{"event": "Flew"}]), "row 1: there is no event called 'Flew'"),
    ],
)  # fmt: skip
def test_rows_are_moves_with_events_counted_from_one(rows: object, told: str) -> None:
    assert told in refused(data(rows=rows))


@pytest.mark.parametrize("where", ["header", "rows"])
def test_half_a_character_is_no_text(where: str) -> None:
    broken = (
        {"header": data()["header"] | {"title": "\ud800"}}
        if where == "header"
        else {"rows": row(move="\ud800")}
    )
    assert refused(json.dumps(data(**broken))) == "it has characters that cannot be written"


def test_a_file_too_large_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = dump(header(), ())
    monkeypatch.setattr(record, "LARGEST", len(text) - 1)
    assert refused(text) == "it is too large to be a recorded attempt"


def test_rows_may_be_any_iterable() -> None:
    assert dump(header(), iter([Row(1, "begin", "[]")])) == dump(header(), [Row(1, "begin", "[]")])
