"""A roster's file: every usual way to write one is read, what is hostile or broken is refused in one line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from simulator.cohort import table, workbook
from simulator.cohort.roster_file import MOST_BYTES, read_table, table_in
from simulator.cohort.table import BadRoster, Table

ROWS = (("Name", "Team"), ("Ada Byron", "North"), ("Žofie Dvořák", "South"))
SHEET = "xl/worksheets/sheet1.xml"


def cells(found: Table) -> list[tuple[str, ...]]:
    return [found.headings.cells, *(line.cells for line in found.lines)]


def book(*sheets: Sequence[Sequence[object]], hidden: Sequence[int] = ()) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        page = made.create_sheet(f"Sheet {number}")
        for row in rows:
            page.append(list(row))
        if number in hidden:
            page.sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def parts(content: bytes, **changed: bytes | None) -> bytes:
    """A workbook with some of its parts replaced, or left out where there is nothing in their place."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = changed.get(name, old.read(name))
            if text is not None:
                new.writestr(name, text)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(BadRoster) as refused:
        table_in(content)
    said = str(refused.value)
    assert said.isprintable()
    return said


# --- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_however_it_is_written(delimiter: str, start: str, end: str) -> None:
    text = start + "".join(delimiter.join(row) + end for row in ROWS)
    assert cells(table_in(text.encode())) == list(ROWS)


def test_a_file_is_told_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(book(ROWS))
    (tmp_path / "people.xlsx").write_text("Name,Team\nAda Byron,North\n")
    assert cells(read_table(tmp_path / "people.csv")) == list(ROWS)
    assert cells(read_table(tmp_path / "people.xlsx")) == list(ROWS[:2])


def test_quotation_marks_hold_delimiters_and_breaks() -> None:
    found = table_in(b'"Name, in full";Team\n"Byron; Ada";"North\nWest"\n')
    assert cells(found) == [("Name, in full", "Team"), ("Byron; Ada", "North West")]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    text = b'Name,Team\n\nAda,"two\nlines"\n,\nBen,North\n'
    assert [line.number for line in table_in(text).lines] == [3, 5]
    assert [line.number for line in table_in(b"sep=;\n" + text.replace(b",", b";")).lines] == [4, 6]
    assert [line.number for line in table_in(book([("Name",), (None,), ("Ada",)])).lines] == [3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\n , ,\n", "it is empty"),
        ("Name\nJosé\n".encode("latin-1"), "line 2 is not UTF-8"),
        ("Name\nAda\n".encode("utf-16"), "UTF-16"),
        ("Name\nAda\n".encode("utf-16-le"), "UTF-16"),
        (b'Name\n"Ada\n', "from line 2 on it cannot be read: a quotation mark is opened and never closed"),
        (b'Name\n"Ada"x\n', "from line 2 on"),
        (b'Name\n"' + b"a" * 200_000 + b'"\n', "a cell is far too long"),
        (b"Name\n" + b"a,b\n" * 10_001, "more than 10000 people"),
        (b"," * 50 + b"x\n", "more than 50 columns"),
        (b"a" * (MOST_BYTES + 1), "larger than 10 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "old or a locked workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_ten_thousand_people_are_read() -> None:
    assert len(table_in(b"Name\n" + b"Ada\n" * 10_000).lines) == 10_000


def test_nothing_a_terminal_would_act_on_comes_out() -> None:
    found = table_in("Name\n\x1b[31mAda\u202e\u200b\x07 Byron\n".encode())
    assert found.lines[0].cells == ("[31mAda Byron",)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        found = table_in(content)
    except BadRoster:
        return
    assert all(cell.isprintable() for line in cells(found) for cell in line)


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_any_text_is_a_table_or_refused(text: str) -> None:
    test_any_bytes_are_a_table_or_refused.hypothesis.inner_test(text.encode("utf-8", "surrogatepass"))


# --- workbooks


def test_a_workbook_is_read_as_it_is_shown() -> None:
    rows = [("Name", "Staff number", "Since"), ("Ada", 12, date(2020, 1, 2)), ("Ben", 13.0, None)]
    assert cells(table_in(book(rows))) == [
        ("Name", "Staff number", "Since"),
        ("Ada", "12", "2020-01-02 00:00:00"),
        ("Ben", "13"),
    ]


def test_a_formula_is_never_worked_out() -> None:
    content = book([("Name",), ("Ada",), ("=1+1",)])
    assert cells(table_in(content)) == [("Name",), ("Ada",)]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read(SHEET)
    computed = re.sub(
        rb'<c r="A3"><f>(.*?)</f><v ?/?>(</v>)?', rb'<c r="A3" t="str"><f>\1</f><v>Ben</v>', sheet
    )
    assert computed != sheet
    assert cells(table_in(parts(content, **{SHEET: computed}))) == [("Name",), ("Ada",), ("Ben",)]


def test_the_first_sheet_is_read_that_is_shown_and_holds_something() -> None:
    found = table_in(book([("Hidden",)], [], ROWS, [("Other",)], hidden=[0]))
    assert cells(found) == list(ROWS)
    assert found.remark == "Read the sheet 'Sheet 2', one of 3."
    assert table_in(book(ROWS)).remark == ""


def test_what_a_workbook_says_of_its_own_size_is_not_believed() -> None:
    content = book(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read(SHEET)
    assert b"A1:B3" in sheet
    small = parts(content, **{SHEET: sheet.replace(b"A1:B3", b"A1:A2")})
    assert cells(table_in(small)) == list(ROWS)
    large = parts(content, **{SHEET: sheet.replace(b"A1:B3", b"A1:XFD1048576")})
    assert cells(table_in(large)) == list(ROWS)


@pytest.mark.parametrize("rows", [[], [(None, "  ")]])
def test_an_empty_workbook_is_refused(rows: list[tuple[object, ...]]) -> None:
    assert "it is empty" in refusal(book(rows))


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 100_000)
    bomb = parts(book(ROWS), **{"xl/styles.xml": b" " * 5_000_000})
    assert len(bomb) < 20_000
    assert "unpacks to more than" in refusal(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 100_000)
    size = (5_000_000).to_bytes(4, "little")
    bomb = parts(book(ROWS), **{"xl/styles.xml": b" " * 5_000_000})
    assert size in bomb
    assert refusal(bomb.replace(size, (100).to_bytes(4, "little")))


def test_a_workbook_of_parts_without_end_is_refused() -> None:
    file = io.BytesIO(book(ROWS))
    with zipfile.ZipFile(file, "a") as packed:
        for number in range(1001):
            packed.writestr(f"xl/more{number}.xml", "<x/>")
    assert "unpacks to more than" in refusal(file.getvalue())


def test_pictures_and_programs_in_a_workbook_are_not_even_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 100_000)
    file = io.BytesIO(book(ROWS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/photo.png", b" " * 5_000_000)
    assert cells(table_in(file.getvalue())) == list(ROWS)


def test_entities_are_refused() -> None:
    content = book(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read(SHEET)
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    assert "not a workbook that can be read" in refusal(parts(content, **{SHEET: entity + sheet}))


def test_a_locked_part_is_refused() -> None:
    content = bytearray(book(ROWS))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(start)
        while at >= 0:
            content[at + (6 if start[2] == 3 else 8)] |= 1  # “encrypted”
            at = content.find(start, at + 4)
    assert "locked" in refusal(bytes(content))


@pytest.mark.parametrize("row", ["1048577", "99999999999"])
def test_rows_that_no_spreadsheet_has_are_refused(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 1000)
    content = book(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read(SHEET).replace(b'<row r="3">', f'<row r="{row}">'.encode())
    far = sheet.replace(b'r="A3"', f'r="A{row}"'.encode()).replace(b'r="B3"', f'r="B{row}"'.encode())
    assert far != sheet
    assert refusal(parts(content, **{SHEET: far}))


def test_a_wide_sheet_is_refused() -> None:
    assert "columns" in refusal(book([("x",) * 51]))


BOOK = book(ROWS)
NAMES = tuple(zipfile.ZipFile(io.BytesIO(BOOK)).namelist())


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_damage_to_a_workbook_is_read_or_refused(data: st.DataObject) -> None:
    content = BOOK
    if data.draw(st.booleans(), label="in a part"):
        name = data.draw(st.sampled_from(NAMES))
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = bytearray(packed.read(name))
        at = data.draw(st.integers(0, len(inside)))
        inside[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        damaged = parts(content, **{name: data.draw(st.sampled_from([bytes(inside), None]))})
    else:
        whole = bytearray(content)
        at = data.draw(st.integers(4, len(whole)))
        whole[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        damaged = bytes(whole)
    try:
        found = table_in(damaged)
    except BadRoster:
        return
    assert all(cell.isprintable() for line in cells(found) for cell in line)


def test_limits_are_those_of_the_handbook() -> None:
    assert (table.MOST_ROWS, table.MOST_COLUMNS, MOST_BYTES) == (10_000, 50, 10_000_000)
