"""`onlyme results`: what each command answers, and how it refuses."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from simulator.cli.failures import explained
from simulator.cli.main import app
from simulator.cli.results import tell_changes
from simulator.cohort.grade_overrides import override
from simulator.cohort.states import State
from tests.courses import Course, course
from tests.standings import results, standing, tried

ADA, BEN, CID = "C3D4F5", "D3D4F5", "F3D4F5"
EVIL = "\x1b[31m=1+1"


@dataclass
class Desk:
    """A course, and the command line that reads its database."""

    spring: Course
    said: Callable[[], str]

    def results(self, *words: str) -> str:
        """What a command prints."""
        app(["results", *words], standalone_mode=False)
        return self.said()

    def refused(self, *words: str) -> tuple[str, int]:
        """The message and the status of a command that fails."""
        with pytest.raises(Exception) as held:  # noqa: PT011 - of any kind: what is told of it is what counts
            app(["results", *words], standalone_mode=False)
        failure = explained(held.value) if not hasattr(held.value, "status") else held.value
        return str(failure), failure.status


@pytest.fixture
def desk(
    location: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    monkeypatch.setenv("ONLYME_DATABASE", location)
    with course(location) as spring:
        spring.enrol(ADA, "Ada Reed", "North")
        spring.enrol(BEN, EVIL)
        spring.enrol(CID, "Cid Hale", "North")
        spring.sit(ADA)
        spring.play(spring.begin(BEN), moves=2)
        yield Desk(spring, lambda: capsys.readouterr().out)


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"[CDF]3D4F5", line)]


# -- status


def test_status_tells_where_everybody_stands(desk: Desk) -> None:
    said = desk.results("status", "spring-2027")
    assert "Spring assessment (spring-2027), cohort spring: open" in said
    assert "1 not started, 1 in progress, 1 submitted." in said
    ada, ben, cid = rows(said)
    percent = desk.spring.standing(ADA).grade.percent
    assert re.match(rf"C3D4F5  North +○ submitted +1 of 2 +{percent} %, \w+", ada)
    assert re.match(r"D3D4F5 +▶ in progress +1 of 2 +day 0, 2 decisions", ben)
    assert re.match(r"F3D4F5  North +· not started +0 of 2", cid)


def test_status_is_narrowed_by_state_and_team(desk: Desk) -> None:
    assert [row[:6] for row in rows(desk.results("status", "spring-2027", "--state", "in-progress"))] == [BEN]
    assert [row[:6] for row in rows(desk.results("status", "spring-2027", "--team", "north"))] == [ADA, CID]
    assert "Nobody stands so." in desk.results("status", "spring-2027", "--state", "overdue")


def test_names_are_shown_only_where_they_are_asked_for(desk: Desk) -> None:
    for words in (["status"], ["person", ADA], ["grades"], ["principles"], ["sign", "--all"]):
        said = desk.results(words[0], "spring-2027", *words[1:])
        assert "Ada" not in said
    assert "Ada Reed" in desk.results("status", "spring-2027", "--names")
    assert "Ada Reed" in desk.results("person", "spring-2027", ADA, "--names")
    assert "Ada Reed" in desk.results("grades", "spring-2027", "--names")


def test_what_people_are_called_never_reaches_the_terminal_as_it_is(desk: Desk) -> None:
    for words in (["status", "--names"], ["grades", "--names"], ["person", BEN, "--names"]):
        assert "\x1b" not in desk.results(words[0], "spring-2027", *words[1:])


def test_status_for_programs(desk: Desk) -> None:
    found = json.loads(desk.results("status", "spring-2027", "--json"))
    assert found["assessment"] == "spring-2027"
    ben = found["people"][1]
    assert ben["under_way"] == {"sitting": 1, "scenario": "First steps", "day": 0, "decisions": 2}
    assert (ben["state"], ben["allowed"], ben["until"]) == ("in progress", 2, None)
    assert found["people"][0]["under_way"] is None


def test_watching_tells_what_changes_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    before = results(standing(ADA), standing(BEN))
    going = standing(ADA, state=State.IN_PROGRESS, tried=(tried(going=True),), day=3)
    looks = [before, results(going, standing(BEN)), results(going, standing(BEN)), results(going)]
    tell_changes(before, looks, lambda _: True, {f"id-{ADA}": "Ada"})
    said = [line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()]
    assert said == [
        f"{ADA} Ada  ▶ in progress: day 3, 14 decisions",
        f"{BEN}  no longer in the cohort",
    ]


# -- one person


def test_a_person_is_told_of_with_everything_on_them(desk: Desk) -> None:
    desk.results("comment", "spring-2027", ADA, "Asked first.", "--by", "Jo")
    desk.results("sign", "spring-2027", ADA, "--yes", "--by", "Jo")
    said = desk.results("person", "spring-2027", "ada reed")
    percent = desk.spring.standing(ADA).grade.percent
    for line in (
        f"{ADA} in Spring assessment",
        "Team North. Graded; 1 of 2 sittings used.",
        f"{percent} %, ",
        "Signed off: ",
        ", by Jo, ",
        "1. Begun ",
        "First steps: ",
        "of 35 points",
        "Jo: Asked first.",
    ):
        assert line in said


def test_a_grade_by_hand_stands_beside_what_was_scored(desk: Desk) -> None:
    scored = desk.spring.standing(ADA).grade.percent
    desk.results("sign", "spring-2027", ADA, "--yes")
    with desk.spring.database.writing() as connection:
        at, person = desk.spring.database.stamp(connection), desk.spring.person(ADA)
        override(connection, "spring-2027", person, 97, "A wrong key.", at=at, by="Jo")
    said = desk.results("person", "spring-2027", ADA)
    assert "97 % by hand, reached" in said
    assert f"Given by hand in place of {scored} %: A wrong key. (Jo, " in said
    assert "has changed since it was signed off" in said
    assert "changed since signed off" in desk.results("status", "spring-2027")


def test_a_person_for_programs(desk: Desk) -> None:
    desk.results("comment", "spring-2027", ADA, "Asked first.", "--by", "Jo")
    found = json.loads(desk.results("person", "spring-2027", ADA, "--json"))
    assert [one["pseudonym"] for one in found["people"]] == [ADA]
    assert [(one["by"], one["text"]) for one in found["comments"]] == [("Jo", "Asked first.")]


def test_principles_sum_a_cohort_up(desk: Desk) -> None:
    said = desk.results("principles", "spring-2027")
    assert re.search(r"submitted +1 +█", said)
    assert "Pass mark 60 %: " in said
    found = json.loads(desk.results("principles", "spring-2027", "--json"))
    assert (found["people"], found["states"]["submitted"]) == (3, 1)


# -- sign-off


def test_signing_off_tells_first_and_does_it_with_yes(desk: Desk) -> None:
    said = desk.results("sign", "spring-2027", ADA, "--by", "Jo")
    assert "To sign off 1 person as Jo: the same with --yes" in said
    assert desk.spring.standing(ADA).state is State.SUBMITTED
    assert "Signed off by Jo: 1 person" in desk.results("sign", "spring-2027", "--all", "--yes", "--by", "Jo")
    assert desk.spring.standing(ADA).state is State.GRADED
    assert "There is nothing left to sign off." in desk.results("sign", "spring-2027", ADA)


def test_signing_off_needs_something_to_sign_off_and_somebody(desk: Desk) -> None:
    said, status = desk.refused("sign", "spring-2027", ADA, BEN, "--yes")
    assert (said, status) == (f"onlyme results sign: there is nothing to sign off yet for {BEN}", 1)
    assert desk.spring.standing(ADA).state is State.SUBMITTED
    assert desk.refused("sign", "spring-2027")[1] == 2
    assert desk.refused("sign", "spring-2027", ADA, "--all")[1] == 2


# -- the grade book


def test_the_grade_book_in_every_form(desk: Desk, tmp_path: Path) -> None:
    held = list(csv.DictReader(StringIO(desk.results("grades", "spring-2027"))))
    assert [row["Pseudonym"] for row in held] == [ADA, BEN, CID]
    for name in ("g.csv", "g.xlsx", "g.json"):
        assert "3 people" in desk.results("grades", "spring-2027", "-o", str(tmp_path / name))
    assert (tmp_path / "g.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert load_workbook(tmp_path / "g.xlsx")["Grades"]["A2"].value == ADA
    found: dict[str, Any] = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert found["people"][0]["percent"] == desk.spring.standing(ADA).grade.percent
    assert (tmp_path / "g.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["grades", "spring-2027", "-o", "there.csv"], "there.csv is there already; name a new file"),
        (["grades", "spring-2027", "-o", "a.ods"], "which form? a.ods does not say; use csv, xlsx or json"),
        (["grades", "spring-2027", "--format", "pdf"], "which form? 'pdf' is none; use csv, xlsx or json"),
        (["grades", "spring-2027", "--format", "xlsx"], "a workbook goes to a file; name one with --output"),
        (["status", "spring-2027", "--state", "ill"], "nobody can be 'ill'; states are not started"),
        (["status", "spring-2027", "--watch", "--json"], "--watch and --json exclude each other"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    desk: Desk, words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("mine")
    said, status = desk.refused(*words)
    assert message in said
    assert (status, said.count("\n")) == (2, 0)
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_what_is_not_there_is_told_in_one_line(desk: Desk, tmp_path: Path) -> None:
    assert "did you mean spring-2027?" in desk.refused("status", "sprin-2027")[0]
    assert "did you mean Ada Reed" in desk.refused("person", "spring-2027", "Ada Reef")[0]
    said, status = desk.refused("grades", "spring-2027", "-o", str(tmp_path / "none" / "g.csv"))
    assert "cannot be written (No such file or directory)" in said
    assert status == 1
    assert "1 to 2000 characters" in desk.refused("comment", "spring-2027", ADA, " ")[0]
