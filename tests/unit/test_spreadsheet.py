"""Tables for spreadsheets: nothing in them is worked out, every letter arrives, rows go out as they come."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from simulator.cohort.spreadsheet import Row, defused, write_csv, write_xlsx

LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
]


def read_csv(file: BytesIO) -> list[list[str]]:
    return list(csv.reader(StringIO(file.getvalue().decode("utf-8-sig"))))


def read_xlsx(file: BytesIO) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(file)["Grades"].iter_rows()]


def in_both(*rows: Row) -> tuple[list[list[str]], list[list[object]]]:
    as_csv, as_xlsx = BytesIO(), BytesIO()
    write_csv(as_csv, ["a", "b"], rows)
    write_xlsx(as_xlsx, "Grades", ["a", "b"], rows)
    return read_csv(as_csv), read_xlsx(as_xlsx)


@pytest.mark.parametrize("text", LIVE)
def test_text_is_never_taken_for_a_formula(text: str) -> None:
    found, worked = in_both([text, 1])
    assert found[1][0].startswith("'")
    assert str(worked[1][0]).startswith("'")


@pytest.mark.parametrize("text", LIVE)
def test_a_heading_is_not_either(text: str) -> None:
    file = BytesIO()
    write_csv(file, [text], [])
    assert read_csv(file)[0][0].startswith("'")


@pytest.mark.parametrize(
    "text", ["Ørsted", "小林 さくら", "1", "007", "#N/A", "a=b", "O'Neill", 'say "so", twice']
)
def test_other_text_arrives_as_it_is(text: str) -> None:
    found, worked = in_both([text, None])
    assert found[1] == [text, ""]
    assert worked[1] == [text, None]


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "1", "true", "2027-01-01"])
def test_a_workbook_takes_text_for_nothing_else(text: str) -> None:
    file = BytesIO()
    write_xlsx(file, "Grades", ["a"], [[text]])
    assert load_workbook(file)["Grades"]["A2"].data_type == "s"


def test_numbers_stay_numbers_below_nothing_too() -> None:
    found, worked = in_both([-5, 60])
    assert found[1] == ["-5", "60"]
    assert worked[1] == [-5, 60]


def test_a_workbook_holds_no_formula_whatever_it_is_given() -> None:
    file = BytesIO()
    write_xlsx(file, "Grades", ["=1"], [[text] for text in LIVE])
    with zipfile.ZipFile(file) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@given(st.text())
def test_what_is_defused_is_on_one_line_and_stays_as_it_is(text: str) -> None:
    once = defused(text)
    assert defused(once) == once
    assert once.isprintable()
    assert not once.startswith(tuple("=+-@"))


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    file = BytesIO()
    write_csv(file, ["a"], [["é"]])
    assert file.getvalue() == b"\xef\xbb\xbfa\r\n\xc3\xa9\r\n"


def test_rows_are_written_as_they_come() -> None:
    file, before = BytesIO(), []

    def rows() -> Iterator[Row]:
        for number in range(3):
            before.append(len(file.getvalue()))
            yield [number]

    write_csv(file, ["a"], rows())
    assert before == sorted(set(before))
    assert not file.closed
