"""What the columns of a roster mean: a table becomes people, and rows that cannot be people are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from simulator.cohort.table import BadRoster, Line, Table

LONGEST: Mapping[str, int] = MappingProxyType({"name": 120, "email": 254, "team": 60, "reference": 60})
"""The most characters of each."""
SAID: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "first": "first name",
        "last": "last name",
        "email": "e-mail",
        "team": "team",
        "reference": "staff number",
    }
)
"""What each column is called where people are spoken to."""

# As compared: small letters and digits only. A bare "no." or "id" is left out: it may count the rows.
_SYNONYMS = {
    "name": "name fullname person participant trainee employee employeename displayname learner student",
    "first": "firstname first givenname given forename",
    "last": "lastname last surname familyname family",
    "email": "email mail emailaddress mailaddress workemail businessemail",
    "team": "team teamname group groupname",
    "reference": "reference ref staffnumber staffno staffid staffreference employeenumber employeeno "
    "employeeid personnelnumber personnelno personnelid",
}
_FIELDS = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
_NEAR = 0.75
_MISTAKES = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!"))
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on a roster. `number`: the row, as a spreadsheet counts. None where a cell is blank."""

    number: int
    name: str
    email: str | None = None
    team: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be imported, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says about people."""

    entries: tuple[Entry, ...]
    bad: tuple[BadRow, ...] = ()
    has_teams: bool = False
    """Whether it has a column for teams. Without one, teams stay as they are."""
    remarks: tuple[str, ...] = ()
    """What was chosen or left out in reading it, a sentence each."""


def read_roster(table: Table) -> Roster:
    """The people of a table, in any order of columns. Raises BadRoster where the headings cannot be used."""
    places, unused = _columns(table.headings)
    if not table.lines:
        raise BadRoster("it has headings and nobody below them")
    entries: list[Entry] = []
    bad: list[BadRow] = []
    for line in table.lines:
        cells = {field: line.cells[at] for field, at in places.items() if at < len(line.cells)}
        entry = _entry(line.number, cells)
        wrong = [*_outside(line, table.headings), *_wrong(entry, cells)]
        if wrong:
            bad.append(BadRow(line.number, "; ".join(wrong)))
        else:
            entries.append(entry)
    remarks = [table.remark] if table.remark else []
    if unused:
        remarks.append(f"Not used: {', '.join(unused)}.")
    return Roster(tuple(entries), tuple(bad), "team" in places, tuple(remarks))


def _columns(headings: Line) -> tuple[dict[str, int], list[str]]:
    """Where each field stands, and the headings that mean none of them."""
    places: dict[str, int] = {}
    for at, heading in enumerate(headings.cells):
        field = _FIELDS.get(_plain(heading))
        if field in places:
            first = headings.cells[places[field]]
            raise BadRoster(f"“{first}” and “{heading}” both mean the {SAID[field]}; keep one of them")
        if field is not None:
            places[field] = at
    others = [heading for heading in headings.cells if heading and _plain(heading) not in _FIELDS]
    unused = [f"“{heading}”{_hint(heading, places)}" for heading in others]
    if "name" in places:
        return {field: at for field, at in places.items() if field not in ("first", "last")}, unused
    if "first" in places and "last" in places:
        return places, unused
    raise BadRoster(_nameless(places, headings, unused))


def _hint(heading: str, places: Mapping[str, int]) -> str:
    """What a heading may have been meant to be, if that is still missing."""
    missing = [word for word, field in _FIELDS.items() if field not in places]
    near = get_close_matches(_plain(heading), missing, n=1, cutoff=_NEAR)
    return f" (did you mean “{SAID[_FIELDS[near[0]]]}”?)" if near else ""


def _nameless(places: Mapping[str, int], headings: Line, unused: list[str]) -> str:
    """Why there is no name in a table, and what to do."""
    found = f"; not used: {', '.join(unused[:5])}" if unused else ""
    if places.keys() & {"first", "last"}:
        there, missing = ("first", "last") if "first" in places else ("last", "first")
        return f"there is a column for the {SAID[there]} and none for the {SAID[missing]}{found}"
    wanted = "“name” (or “first name” and “last name”)"
    return f"row {headings.number} must hold headings, among them {wanted}{found}"


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading.casefold())


def _entry(number: int, cells: Mapping[str, str]) -> Entry:
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    return Entry(
        number, name, cells.get("email") or None, cells.get("team") or None, cells.get("reference") or None
    )


def _wrong(entry: Entry, cells: Mapping[str, str]) -> Iterator[str]:
    """All that keeps a row from being a person."""
    if not entry.name:
        yield "the name is missing"
    elif not any(sign.isalpha() for sign in entry.name):
        yield f"“{entry.name[:40]}” has no letter in it and cannot be a name"
    for field, most in LONGEST.items():
        text = getattr(entry, field)
        if text is not None and len(text) > most:
            yield f"the {SAID[field]} is longer than {most} characters"
    if entry.email and not _EMAIL.fullmatch(entry.email):
        yield f"“{entry.email[:40]}” is not one e-mail address"
    for field, text in cells.items():
        if text.upper() in _MISTAKES:
            yield f"the {SAID[field]} is a mistake of the spreadsheet ({text})"


def _outside(line: Line, headings: Line) -> Iterator[str]:
    """Cells under no heading: often the rest of a text that has a comma in it and no quotation marks."""
    for at, text in enumerate(line.cells):
        if text and (at >= len(headings.cells) or not headings.cells[at]):
            yield (
                f"“{text[:40]}” stands under no heading (in a CSV file, text with a comma in it needs "
                "quotation marks)"
            )
            return
