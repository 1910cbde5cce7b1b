"""`onlyme results rubric`, `regrade`, `override` and `audit`, as a training lead uses them."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from simulator.attempts.cohort_schema import members, names, people
from simulator.attempts.database import Database
from simulator.cohort.assessments import create
from simulator.cohort.audit import log
from tests.handed_in import AT, hand_in, rules
from tests.processes import Desk
from tests.unit.test_regrade import KINDER


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Six people have handed in; P0 is Ann Lee."""
    made = Desk(tmp_path)
    with closing(Database.open(made.environment["ONLYME_DATABASE"])) as database:
        hand_in(database, rules(**{"pass": 1, "bars_pass": ["promised_against_known_limit"]}), 6)
        create(database, rules().model_copy(update={"id": "draft"}), "ann")
        with database.writing() as connection:
            first = connection.scalar(select(people.c.person).where(people.c.pseudonym == "P0"))
            connection.execute(insert(names), {"person": first, "name": "Ann Lee"})
            connection.execute(insert(members), {"cohort": "all", "person": first, "joined": AT})
    (tmp_path / "kinder.yaml").write_text(KINDER, encoding="utf-8")
    return made


def test_the_rubric_goes_to_a_file_is_changed_and_comes_back(desk: Desk) -> None:
    assert desk.onlyme("results", "rubric", "spring", "-o", "mine.yaml").out == "Written to mine.yaml\n"
    mine = desk.folder / "mine.yaml"
    text = mine.read_text(encoding="utf-8")
    mine.write_text(text.replace("points: -6", "points: -5"), encoding="utf-8")
    ran = desk.onlyme("results", "regrade", "spring", "--rubric", "mine.yaml")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "onlyme: Rubric 2 gives other points already; write `version: 3` in yours\n"
    mine.write_text(text.replace("points: -6", "points: -five"), encoding="utf-8")
    ran = desk.onlyme("results", "regrade", "spring", "--rubric", "mine.yaml")
    assert ran.status == 1
    assert ran.err.startswith("mine.yaml:")
    assert "error OM203: a whole number is needed here" in ran.err


def test_it_is_told_before_it_is_done(desk: Desk) -> None:
    told = desk.onlyme("results", "regrade", "spring", "--rubric", "kinder.yaml")
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "Regrade of Spring (spring)"
    assert "  no list at all to leave with: -4 → +9" in lines
    assert "Attempts that are scored: 6, of 6 people" in lines
    assert "From reached to not yet: nobody" in lines
    assert any(line.startswith("  P0: -") for line in lines)
    assert lines[-1] == "Nothing has been changed. To do it, add --yes"
    done = desk.onlyme("results", "regrade", "spring", "--rubric", "kinder.yaml", "--yes", "--reason", "Kind")
    assert done.out.splitlines()[-1] == "Done. Every earlier score is kept."
    again = desk.onlyme("results", "regrade", "spring", "--rubric", "kinder.yaml")
    assert again.out.splitlines()[-1] == "All of them are scored so already: nothing is left to do."


def test_a_rubric_that_only_has_another_number_is_said_to_be_one(desk: Desk) -> None:
    desk.onlyme("results", "rubric", "spring", "-o", "mine.yaml")
    mine = desk.folder / "mine.yaml"
    mine.write_text(mine.read_text("utf-8").replace("version: 2", "version: 3"), encoding="utf-8")
    told = desk.onlyme("results", "regrade", "spring", "--rubric", "mine.yaml").out
    assert "to rubric 3 [" in told
    assert "]:\n  no points differ\n" in told


def test_names_are_shown_where_they_are_wanted(desk: Desk) -> None:
    words = ("results", "regrade", "spring", "--rubric", "kinder.yaml")
    assert "Ann Lee" not in desk.onlyme(*words).out
    assert "Ann Lee (P0)" in desk.onlyme(*words, "--names").out
    found = json.loads(desk.onlyme(*words, "--json").out)
    assert (found["done"], found["attempts"], found["scores"]) == (False, 6, 6)
    assert found["reached_no_longer"] == {"count": 0, "people": []}
    assert "Ann Lee" not in json.dumps(found)


def test_a_reason_and_an_opened_assessment_are_needed(desk: Desk) -> None:
    ran = desk.onlyme("results", "regrade", "spring", "--rubric", "kinder.yaml", "--yes")
    assert (ran.status, ran.err) == (2, "onlyme results regrade: say why with --reason TEXT\n")
    for command in ("regrade", "rubric"):
        ran = desk.onlyme("results", command, "draft")
        assert ran.status == 1
        assert "draft has not been opened" in ran.err


def test_an_override_shows_both_grades_and_what_it_stands_over(desk: Desk) -> None:
    words = ("results", "override", "spring", "Ann Lee")
    given = desk.onlyme(*words, "--percent", "70", "--reason", "The screen was broken")
    first, second, *more = given.out.splitlines()
    assert first.startswith("P0: -")
    assert first.endswith("→ 70 %, reached")
    assert second.startswith("By the scores alone it would be -")
    assert all(line.startswith("It stands over something that bars a pass:") for line in more)
    back = desk.onlyme(*words, "--take-back", "--reason", "It was not")
    assert back.out.startswith("P0: 70 %, reached → -")
    for wrong in (("--percent", "7", "--take-back"), ()):
        ran = desk.onlyme(*words, *wrong, "--reason", "why")
        assert (ran.status, ran.err) == (
            2,
            "onlyme results override: give either --percent N or --take-back\n",
        )
    assert desk.onlyme(*words, "--percent", "7").status == 2


def test_the_log_is_shown_and_obeys_nobody(desk: Desk) -> None:
    with (
        closing(Database.open(desk.environment["ONLYME_DATABASE"])) as database,
        database.writing() as connection,
    ):
        log(connection, at=AT, by="P0", what="sat", about="spring", pseudonym="P0", details={"none_kept": 0})
        rules = {"pass": 60, "minutes": None, "bars_pass": [], "scenarios": ["a", "b"]}
        log(connection, at=AT, by="ann", what="ruled", about="spring", details={"rules": rules})
        log(connection, at=AT, by="e\x1b[31mve", what="looked", about="spring", details={"why": "[b]x[/b]"})
    ran = desk.onlyme("results", "audit", "spring")
    assert ran.status == 0
    assert "ann: opened the assessment" in ran.out
    lines = ran.out.splitlines()
    assert lines[-1] == "    why [b]x[/b]"
    assert lines[-6].endswith("  P0: sat")  # who did it is not named twice
    assert lines[-5] == "    none kept 0"
    assert lines[-3] == "    rules (bars pass none; pass 60; scenarios a, b)"
    assert "\x1b" not in ran.out
    entries = json.loads(desk.onlyme("results", "audit", "spring", "--json").out)["entries"]
    assert [entry["what"] for entry in entries] == [
        "made the assessment",
        "opened the assessment",
        "sat",
        "ruled",
        "looked",
    ]
    ran = desk.onlyme("results", "audit", "sprung")
    assert ran.status == 2
    assert ran.err == "onlyme results audit: nothing is logged about sprung (did you mean spring?)\n"
