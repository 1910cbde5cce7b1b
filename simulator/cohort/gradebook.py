"""The grade book: one row a person, for spreadsheets and for other programs.

People stand in it by their pseudonyms. Names are a column of their own, which is there only where they were
asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, BinaryIO

from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from simulator.cohort.spreadsheet import Cell, write_csv, write_xlsx
from simulator.cohort.standing import Results, Standing
from simulator.scenario.text import one_line


class Form(StrEnum):
    """What a grade book can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


Names = Mapping[str, str]
"""Names by person."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its heading for people, what it holds, and how that is come by."""

    name: str
    heading: str
    about: str
    of: Callable[[Standing], Any]


def columns(names: Names | None = None) -> tuple[Column, ...]:
    """The columns in order; with `names`, the name after the pseudonym."""
    points = (
        Column(f"points_{name}", f"Points: {DIMENSION_TITLES[name]}", "raw points in it", _points_in(name))
        for name in DIMENSIONS
    )
    named = (
        (Column("name", "Name", "only with `--names`", lambda one: names.get(one.person)),)
        if names is not None
        else ()
    )
    return (
        Column("pseudonym", "Pseudonym", "who it is", lambda one: one.pseudonym),
        *named,
        Column("team", "Team", "the team as it is now", lambda one: one.team),
        Column("state", "State", "where the person stands", lambda one: str(one.state)),
        Column("gone", "Left", "`left` or `deleted`", lambda one: one.gone or None),
        Column("sittings", "Sittings", "how many were begun", lambda one: len(one.tried)),
        Column("percent", "Percent", "the percentage that counts", lambda one: one.grade.percent),
        Column(
            "percent_scored", "Percent by score", "that of the scores alone", lambda one: one.grade.scored
        ),
        Column("verdict", "Verdict", "`reached`, `not yet` or a dash", lambda one: str(one.verdict)),
        Column("points", "Points", "raw points in all", lambda one: one.grade.total),
        *points,
        Column(
            "incidents",
            "Critical incidents",
            "in the sittings that make the grade",
            lambda one: list(one.grade.incidents),
        ),
        Column(
            "minutes",
            "Minutes",
            "from beginning to end of the sittings that make the grade, pauses among them",
            lambda one: one.minutes,
        ),
        Column("late", "Late", "`yes` where one of them was handed in after its deadline", _late),
        Column("signed_off", "Signed off", "`yes`, `no` or `changed since`", _signed_off),
        Column("signed_off_by", "Signed off by", "by whom", lambda one: one.sign_off and one.sign_off.by),
        Column(
            "signed_off_at",
            "Signed off at (UTC)",
            "when",
            lambda one: one.sign_off and _second(one.sign_off.at),
        ),
        Column("comments", "Comments", "how many there are", lambda one: one.comments),
    )


def write(file: BinaryIO, form: Form, results: Results, names: Names | None = None) -> None:
    """Writes the grade book, a person at a time. Raises OSError."""
    held = columns(names)
    if form is Form.JSON:
        _write_json(file, results, held)
        return
    headings = [column.heading for column in held]
    rows = ([_cell(column.of(person)) for column in held] for person in results.people)
    if form is Form.CSV:
        write_csv(file, headings, rows)
    else:
        write_xlsx(file, "Grades", headings, rows)


def as_data(results: Results) -> dict[str, Any]:
    """The assessment itself, as plain data."""
    return {
        "assessment": results.assessment,
        "title": one_line(results.title),
        "cohort": results.cohort,
        "scenarios": [one_line(title) for title in results.scenarios],
        "grade": str(results.rules.grade),
        "pass": results.rules.pass_mark,
        "bars_pass": list(results.rules.bars_pass),
        "at": moment(results.now),
    }


def row(person: Standing, held: tuple[Column, ...]) -> dict[str, Any]:
    """One person as plain data."""
    return {column.name: _clean(column.of(person)) for column in held}


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_json(file: BinaryIO, results: Results, held: tuple[Column, ...]) -> None:
    head = json.dumps(as_data(results), indent=2).removesuffix("\n}")
    file.write(f'{head},\n  "people": ['.encode())
    for text in _rows(results, held):
        file.write(text.encode())
    file.write(b"\n  ]\n}\n" if results.people else b"]\n}\n")


def _rows(results: Results, held: tuple[Column, ...]) -> Iterator[str]:
    for place, person in enumerate(results.people):
        yield f"{',' if place else ''}\n    {json.dumps(row(person, held))}"


def _points_in(dimension: str) -> Callable[[Standing], int | None]:
    def points(held: Standing) -> int | None:
        return None if held.grade.points is None else held.grade.points.get(dimension)

    return points


def _late(held: Standing) -> str | None:
    if not held.grade.made_of:
        return None
    return "yes" if held.late else "no"


def _signed_off(held: Standing) -> str:
    if held.sign_off is None:
        return "no"
    return "yes" if held.confirmed else "changed since"


def _second(at: str) -> str | None:
    return moment(datetime.fromisoformat(at))


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return ", ".join(value)
    return value if isinstance(value, int) else value and str(value)


def _clean(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value
