"""A roster's file as a table: CSV in UTF-8, or a workbook. Files are untrusted: every size has an end."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from simulator.cohort.table import BadRoster, Table, table_of

MOST_BYTES = 10_000_000
DELIMITERS = ",;\t"

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEP = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_table(file: Path) -> Table:
    """The table in a file, told by what the file holds and not by its name.

    Raises BadRoster, or OSError where the file cannot be read.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        return table_in(content)
    except BadRoster:
        if file.suffix.lower() == ".xlsx" and not content.startswith((_ZIP, _OLD_OFFICE)):
            from simulator.cohort.workbook import BROKEN

            raise BadRoster(BROKEN) from None  # what is wrong with it as CSV helps nobody
        raise


def table_in(content: bytes) -> Table:
    """The table in the content of a file. Raises BadRoster."""
    if len(content) > MOST_BYTES:
        raise BadRoster(
            f"it is larger than {MOST_BYTES // 1_000_000} MB; keep only the columns of the roster"
        )
    if content.startswith(_ZIP):
        from simulator.cohort.workbook import first_sheet

        return first_sheet(content)
    if content.startswith(_OLD_OFFICE):
        raise BadRoster("it is an old or a locked workbook; save it as .xlsx without a password, or as CSV")
    return table_of(_records(_text(content)))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:1000]:
        raise BadRoster("it is not UTF-8 text (perhaps UTF-16); save it as “CSV UTF-8”")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRoster(f"line {line} is not UTF-8 text; save it as “CSV UTF-8”") from None


def _records(text: str) -> Iterator[list[str]]:
    """The records of a CSV text, blank ones among them, so that they count as they do in a spreadsheet."""
    named = _SEP.match(text)
    if named:  # what spreadsheets write to tell each other, in a row of its own
        yield []
    rest = text[named.end() :] if named else text
    delimiter = named[1] if named else _delimiter(rest)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
    while True:
        begun = reader.line_num + 1 + bool(named)
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise BadRoster(f"from line {begun} on it cannot be read: {_meant(str(error))}") from None
        if record is None:
            return
        yield record


def _delimiter(text: str) -> str:
    """What stands most often between the headings, outside quotation marks; a comma where nothing does."""
    headings = _QUOTED.sub("", text.lstrip("\r\n").split("\n", 1)[0])
    return max(DELIMITERS, key=headings.count)


def _meant(error: str) -> str:
    if "end of data" in error:
        return "a quotation mark is opened and never closed"
    if "expected after" in error:
        return "after a closing quotation mark something else follows than the next column"
    return "a cell is far too long" if "limit" in error else error
