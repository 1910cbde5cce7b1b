"""The first sheet of an XLSX workbook as a table. Formulas are never computed: what was last shown counts."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

from simulator.cohort.table import MOST_COLUMNS, BadRoster, EmptyRoster, Table, table_of

MOST_UNPACKED = 40_000_000
"""Bytes that all parts which are read may unpack to."""
MOST_PARTS = 1000
LAST_ROW = 1_048_576
"""The last row a spreadsheet has."""

_TOO_LARGE = f"it unpacks to more than {MOST_UNPACKED // 1_000_000} MB; copy the roster into a new workbook"
BROKEN = "it is not a workbook that can be read; save it anew as .xlsx, or as CSV"
"""What is said of a file that is called a workbook and is none."""
_STEP = 1 << 16
_BLANK = (None,) * (MOST_COLUMNS + 1)


def first_sheet(content: bytes) -> Table:
    """The table on the first sheet that is not hidden or empty. Raises BadRoster."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fonts, pictures and other things no roster is made of
        try:
            return _read(_unpacked(content))
        except BadRoster:
            raise
        except Exception:  # noqa: BLE001 - the library may stumble over anything a stranger's file holds
            raise BadRoster(BROKEN) from None


def _unpacked(content: bytes) -> io.BytesIO:
    """The parts that tables are made of, unpacked under a limit that no header can talk away."""
    left = MOST_UNPACKED
    plain = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as unpacked:
            parts = [part for part in packed.infolist() if part.filename.endswith((".xml", ".rels"))]
            if len(parts) > MOST_PARTS:
                raise BadRoster(_TOO_LARGE)
            for part in parts:
                with packed.open(part) as opened, unpacked.open(part.filename, "w") as copy:
                    while piece := opened.read(min(_STEP, left + 1)):
                        left -= len(piece)
                        if left < 0:
                            raise BadRoster(_TOO_LARGE)
                        copy.write(piece)
    except RuntimeError:  # what the library says of a password
        raise BadRoster("it is locked; save it without a password") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise BadRoster(BROKEN) from None
    plain.seek(0)
    return plain


def _read(plain: io.BytesIO) -> Table:
    from openpyxl import load_workbook

    book = load_workbook(plain, read_only=True, data_only=True, keep_links=False)
    with closing(book):
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            remark = f"Read the sheet {sheet.title!r}, one of {len(shown)}." if len(shown) > 1 else ""
            with suppress(EmptyRoster):
                return table_of(_rows(sheet), remark)
    raise EmptyRoster


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        if number > LAST_ROW:
            raise BadRoster(f"it has rows after row {LAST_ROW}, which no spreadsheet has; save it anew")
        yield [] if row == _BLANK else [_shown(value) for value in row]


def _shown(value: Any) -> str:
    """A value as text, much as a spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
