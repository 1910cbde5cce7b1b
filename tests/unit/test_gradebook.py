"""The grade book: the same in CSV, XLSX and JSON, by pseudonym unless names were asked for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from simulator.cohort.gradebook import Form, Names, columns, write
from simulator.cohort.grades import Rule, Sat, grade
from simulator.cohort.standing import Results
from tests.standings import BEST, MARK, results, standing, tried

EVIL = '=HYPERLINK("http://evil.example")'
SPRING = results(
    standing("amber-fox", 20, 40, signed=True, team="North", comments=2),
    standing("blue-heron", team="South"),
    standing("calm-otter", -7, gone="left"),
)


def written(form: Form, held: Results, names: Names | None = None) -> BytesIO:
    file = BytesIO()
    write(file, form, held, names)
    return BytesIO(file.getvalue())


def sheet(form: Form, held: Results, names: Names | None = None) -> list[dict[str, Any]]:
    """The rows of a grade book by heading, however it was written."""
    file = written(form, held, names)
    if form is Form.JSON:
        return json.load(file)["people"]
    if form is Form.CSV:
        return list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig"))))
    heads, *rows = load_workbook(file)["Grades"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_one_row_a_person_in_the_order_of_pseudonyms() -> None:
    found = sheet(Form.JSON, SPRING)
    assert [row["pseudonym"] for row in found] == ["amber-fox", "blue-heron", "calm-otter"]
    assert found[0] == {
        "pseudonym": "amber-fox",
        "team": "North",
        "state": "graded",
        "gone": None,
        "sittings": 2,
        "percent": 80,
        "percent_scored": 80,
        "verdict": "reached",
        "points": 40,
        "points_promises": 35,
        "points_rapport": None,
        "points_commitments": None,
        "points_pace": None,
        "points_time": 5,
        "incidents": [],
        "minutes": 40,
        "late": "no",
        "signed_off": "yes",
        "signed_off_by": "trainer",
        "signed_off_at": "2027-03-02T11:00:00Z",
        "comments": 2,
    }


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_every_form_says_the_same(form: Form) -> None:
    headings = {column.name: column.heading for column in columns()}
    for data, row in zip(sheet(Form.JSON, SPRING), sheet(form, SPRING), strict=True):
        told = {
            headings[name]: ", ".join(held) if isinstance(held, list) else held for name, held in data.items()
        }
        assert list(row) == list(told)
        for heading, held in told.items():
            assert str(row[heading] if row[heading] is not None else "") == str("" if held is None else held)


def test_a_negative_percentage_stays_a_number() -> None:
    assert sheet(Form.XLSX, SPRING)[2]["Percent"] == -14
    assert sheet(Form.CSV, SPRING)[2]["Percent"] == "-14"


@pytest.mark.parametrize("form", Form)
def test_names_are_there_only_where_they_were_asked_for(form: Form) -> None:
    names = {"id-amber-fox": "Ada Reed"}
    assert b"Ada" not in written(form, SPRING).getvalue()
    found = sheet(form, SPRING, names)
    heading = "name" if form is Form.JSON else "Name"
    assert [row[heading] or None for row in found] == ["Ada Reed", None, None]
    assert list(found[0])[:2] == (["pseudonym", "name"] if form is Form.JSON else ["Pseudonym", "Name"])


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_what_a_person_wrote_is_never_worked_out(form: Form) -> None:
    held = results(standing("amber-fox", 40, signed=True, team=EVIL))
    held = results(replace(held.people[0], sign_off=replace(held.people[0].sign_off, by="+1")))  # type: ignore[type-var]
    row = sheet(form, held, {"id-amber-fox": EVIL})[0]
    assert [row["Name"][0], row["Team"][0], row["Signed off by"]] == ["'", "'", "'+1"]


def test_a_grade_that_has_changed_since_it_was_signed_off_says_so() -> None:
    signed = standing("amber-fox", 40, signed=True)
    now = grade([Sat(1, {"promises": 20}, BEST)], Rule.BEST, mark=MARK)
    found = sheet(Form.JSON, results(replace(signed, grade=now), standing("blue-heron", 40)))
    assert [row["signed_off"] for row in found] == ["changed since", "no"]


def test_an_override_stands_beside_what_was_scored() -> None:
    held = standing("amber-fox", 20)
    over = grade([Sat(1, {"promises": 20}, BEST)], Rule.BEST, mark=MARK, override=75)
    row = sheet(Form.JSON, results(replace(held, grade=over)))[0]
    assert (row["percent"], row["percent_scored"], row["verdict"]) == (75, 40, "reached")


def test_the_minutes_are_those_of_the_sittings_that_make_the_grade() -> None:
    held = standing("amber-fox", 20, 40)
    both = tuple(tried(number, 40, minutes=minutes) for number, minutes in ((1, 10), (2, 25)))
    assert sheet(Form.JSON, results(replace(held, tried=both)))[0]["minutes"] == 25
    ungraded = replace(held, tried=both, grade=standing("x").grade)
    assert sheet(Form.JSON, results(ungraded))[0]["minutes"] == 25
    going = replace(ungraded, tried=(tried(1, going=True),))
    assert sheet(Form.JSON, results(going))[0]["minutes"] is None


def test_a_sitting_that_makes_the_grade_and_came_late_says_so() -> None:
    held = standing("amber-fox", 20, 40)
    late = [replace(held, tried=(held.tried[0], replace(held.tried[1], late=True)))]
    late += [replace(held, tried=(replace(held.tried[0], late=True), held.tried[1])), standing("calm-otter")]
    assert [row["late"] for row in sheet(Form.JSON, results(*late))] == ["yes", "no", None]


def test_the_json_says_what_it_is_of() -> None:
    for held in (SPRING, results()):
        found = json.load(written(Form.JSON, held))
        assert found["assessment"] == "spring-2027"
        assert (found["grade"], found["pass"], found["at"]) == ("best", 60, "2027-03-02T12:00:00Z")
        assert len(found["people"]) == len(held.people)


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON])
def test_the_same_results_give_the_same_bytes(form: Form) -> None:
    assert written(form, SPRING).getvalue() == written(form, SPRING).getvalue()
