"""`onlyme cohort` as a training lead uses it: what each command prints, with which status."""

from __future__ import annotations

import csv
import json
import re
import stat
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from simulator.attempts.database import Database
from simulator.cli.main import main
from tests.processes import Ran
from tests.rosters import ended

PEOPLE = """\
Team;E-mail;Name;Staff no.;Phone
North;ada@acme.org;Ada Byron;12;555
north;ben@acme.org;Ben Stone;13;
;;Cai Morgan;;
"""
CODE = re.compile(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}")


@dataclass(frozen=True)
class Desk:
    """A folder in which commands are run, in this process: none of them reads what is typed."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def onlyme(self, *words: str) -> Ran:
        """Runs the command to its end."""
        self.patch.setattr(sys, "argv", ["onlyme", *words])
        with pytest.raises(SystemExit) as left:
            main()
        held = self.capture.readouterr()
        return Ran(int(left.value.code or 0), held.out, held.err)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with a roster on it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONLYME_DATABASE", str(tmp_path / "kept.sqlite3"))
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return Desk(tmp_path, capsys, monkeypatch)


@pytest.fixture
def spring(desk: Desk) -> Desk:
    """A desk with a cohort of three people."""
    well(desk.onlyme("cohort", "new", "spring", "--title", "Spring 2027", "--keep-days", "30"))
    well(desk.onlyme("cohort", "import", "spring", "people.csv", "--yes", "--by", "Trainer"))
    return desk


def well(ran: Ran) -> list[str]:
    """The lines of a command that went well."""
    assert (ran.status, ran.err) == (0, "")
    return ran.out.splitlines()


def wrong(ran: Ran, status: int = 1) -> str:
    """The one line of a command that did not."""
    assert ran.status == status
    assert ran.err.count("\n") == 1
    return ran.err


def members(desk: Desk) -> dict[str, dict[str, object]]:
    data = json.loads(desk.onlyme("cohort", "show", "spring", "--json").out)
    return {one["name"]: one for one in data["members"]}


def test_a_cohort_is_made_and_listed(desk: Desk) -> None:
    assert well(desk.onlyme("cohort", "list")) == [
        "There is no cohort yet. Make one: onlyme cohort new spring"
    ]
    assert well(desk.onlyme("cohort", "new", "spring", "--keep-days", "1"))[0] == (
        "Made the cohort spring: Spring; names are kept for 1 day after its last assessment"
    )
    assert "perhaps spring-2027" in wrong(desk.onlyme("cohort", "new", "Spring 2027"))
    assert well(desk.onlyme("cohort", "list")) == [
        "spring: Spring; 0 people; names are kept for 1 day after its last assessment"
    ]
    assert well(desk.onlyme("cohort", "keep", "spring", "--no-limit")) == [
        "Spring (spring): names are kept until somebody deletes them"
    ]
    assert "either --days DAYS or --no-limit" in wrong(desk.onlyme("cohort", "keep", "spring"), 2)
    (listed,) = json.loads(desk.onlyme("cohort", "list", "--json").out)["cohorts"]
    assert (listed["cohort"], listed["people"], listed["retention_days"]) == ("spring", 0, None)


def test_the_group_alone_tells_what_is_in_it(desk: Desk) -> None:
    said = well(desk.onlyme("cohort"))
    assert said[0].startswith("Usage: onlyme cohort")
    assert any(line.strip().startswith("import") for line in said)


def test_an_import_is_told_before_it_is_done(desk: Desk) -> None:
    well(desk.onlyme("cohort", "new", "spring"))
    assert well(desk.onlyme("cohort", "import", "spring", "people.csv")) == [
        "people.csv → Spring (spring)",
        "Not used: “Phone”.",
        "New (3)",
        "  row 2: Ada Byron; team: North",
        "  row 3: Ben Stone; team: North",
        "  row 4: Cai Morgan",
        "",
        "Nothing has been changed yet. To do it: onlyme cohort import spring people.csv --yes",
    ]
    assert members(desk) == {}
    done = well(desk.onlyme("cohort", "import", "spring", "people.csv", "--yes"))
    assert done[2] == "New (3)"
    assert done[-2:] == [
        "Done.",
        "Whoever is new has no personal code yet. Give codes: onlyme cohort codes spring",
    ]
    assert list(members(desk)) == ["Ada Byron", "Ben Stone", "Cai Morgan"]
    again = well(desk.onlyme("cohort", "import", "spring", "people.csv", "--yes"))
    assert again[-1] == "Nothing to do: everybody is there already, as the file says."


def test_a_workbook_with_bad_rows_is_told_row_by_row_and_not_imported(spring: Desk) -> None:
    book = Workbook()
    for row in [("Name", "Team", "Mail"), ("Dan Ode", "East"), (None, "East"), ("Ada Byron", "East", "x")]:
        book.active.append(row)
    book.save(spring.folder / "more.xlsx")
    for words in ([], ["--yes"]):
        ran = spring.onlyme("cohort", "import", "spring", "more.xlsx", *words)
        assert "2 rows cannot be imported, so nothing was changed" in wrong(ran)
        assert ran.out.splitlines()[1:4] == [
            "Rows that cannot be imported (2)",
            "  row 3: the name is missing",
            "  row 4: “x” is not one e-mail address",
        ]
    assert set(members(spring)) == {"Ada Byron", "Ben Stone", "Cai Morgan"}


@pytest.mark.parametrize(
    ("name", "content", "said", "status"),
    [
        ("empty.csv", b"", "empty.csv: it is empty", 1),
        ("latin.csv", "Name\nJosé".encode("latin-1"), "latin.csv: line 2 is not UTF-8 text", 1),
        ("spoilt.xlsx", b"\xff\x00\x17", "spoilt.xlsx: it is not a workbook that can be read", 1),
        ("broken.xlsx", b"PK\x03\x04 nothing", "broken.xlsx: it is not a workbook that can be read", 1),
        ("missing.csv", None, "missing.csv: No such file or directory; name a roster's file", 2),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    desk: Desk, name: str, content: bytes | None, said: str, status: int
) -> None:
    if content is not None:
        (desk.folder / name).write_bytes(content)
    assert said in wrong(desk.onlyme("cohort", "import", "spring", name), status)


def test_an_import_is_told_to_programs(spring: Desk) -> None:
    (spring.folder / "one.csv").write_text("Name,Team,Staff number\nAda King,South,12\n")
    ran = spring.onlyme("cohort", "import", "spring", "one.csv", "--json", "--yes")
    data = json.loads("\n".join(well(ran)))
    assert (data["done"], data["bad"], data["not_in_the_file"]) == (True, [], ["Ben Stone", "Cai Morgan"])
    assert data["rows"] == [
        {
            "row": 2,
            "is": "changed",
            "name": "Ada King",
            "team": "South",
            "changes": {"name": ["Ada Byron", "Ada King"], "team": ["North", "South"]},
        }
    ]


def test_one_person_is_added_and_comes_back(spring: Desk) -> None:
    assert well(spring.onlyme("cohort", "add", "spring", "Dan Ode", "--team", "east"))[:2] == [
        "New (1)",
        "  Dan Ode; team: east",
    ]
    well(spring.onlyme("cohort", "remove", "spring", "dan ode"))
    assert members(spring)["Dan Ode"]["left"] is not None
    assert well(spring.onlyme("cohort", "add", "spring", "Dan Ode"))[0] == "Had left and come back (1)"
    assert (members(spring)["Dan Ode"]["left"], members(spring)["Dan Ode"]["team"]) == (None, "east")
    assert "not one e-mail" in wrong(spring.onlyme("cohort", "add", "spring", "Eve", "--e-mail", "x"))
    logged = [line for line in well(spring.onlyme("results", "audit", "spring")) if "added a person" in line]
    assert len(logged) == 2


def test_a_cohort_is_shown_team_by_team(spring: Desk) -> None:
    ada = members(spring)["Ada Byron"]["pseudonym"]
    said = well(spring.onlyme("cohort", "show", "spring"))
    assert said[0].startswith("Spring 2027 (spring): 3 people; names are kept for 30 days")
    assert said[2:4] == ["North (2)", f"  Ada Byron ({ada}); ada@acme.org; staff number 12; no code yet"]
    assert "In no team (1)" in said
    assert said[-1] == "3 people without a personal code. Give codes: onlyme cohort codes spring"


def test_codes_are_written_once_to_a_file_of_ones_own(spring: Desk) -> None:
    well(spring.onlyme("cohort", "codes", "spring", "-o", "codes.csv"))
    file = spring.folder / "codes.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["Name"], row["Team"]) for row in rows] == [
        ("Ada Byron", "North"),
        ("Ben Stone", "North"),
        ("Cai Morgan", ""),
    ]
    assert all(CODE.fullmatch(row["Code"]) for row in rows)
    kept = b"".join(one.read_bytes() for one in spring.folder.glob("kept.sqlite3*"))
    assert not any(row["Code"].replace("-", "").encode() in kept for row in rows)
    assert "Nobody in spring is without a code" in well(spring.onlyme("cohort", "codes", "spring"))[0]
    assert "codes.csv is there already" in wrong(
        spring.onlyme("cohort", "codes", "spring", "--again", "--yes", "-o", "codes.csv"), 2
    )


def test_no_code_is_given_that_nobody_can_read(spring: Desk) -> None:
    said = wrong(spring.onlyme("cohort", "codes", "spring", "-o", "nowhere/codes.csv"))
    assert "no code was given" in said
    assert not any(one["has_code"] for one in members(spring).values())


def test_a_file_without_a_code_in_it_does_not_stay(spring: Desk) -> None:
    well(spring.onlyme("cohort", "codes", "spring"))
    well(spring.onlyme("cohort", "codes", "spring", "-o", "codes.csv"))
    wrong(spring.onlyme("cohort", "codes", "spring", "nobody", "-o", "codes.csv"))
    assert not (spring.folder / "codes.csv").exists()


def test_new_codes_are_given_on_request(spring: Desk) -> None:
    first = well(spring.onlyme("cohort", "codes", "spring", "--team", "north"))
    assert [CODE.fullmatch(line[:14]) is not None for line in first] == [True, True, False]
    assert "the codes of 2 people would stop working" in wrong(
        spring.onlyme("cohort", "codes", "spring", "--again")
    )
    assert "Ada Byron" in well(spring.onlyme("cohort", "codes", "spring", "12"))[0]
    assert len(well(spring.onlyme("cohort", "codes", "spring", "--again", "--yes"))) == 4


def test_somebody_moves(spring: Desk) -> None:
    ada = members(spring)["Ada Byron"]["pseudonym"]
    said = well(spring.onlyme("cohort", "move", "spring", "Ada Byron", "--team", "South"))
    assert said == [f"Ada Byron ({ada}): North → South (a new team)"]
    assert (
        "is in South already" in well(spring.onlyme("cohort", "move", "spring", "12", "--team", "south"))[0]
    )
    assert well(spring.onlyme("cohort", "move", "spring", "12", "--no-team"))[0].endswith("South → no team")
    assert "either --team TEAM or --no-team" in wrong(spring.onlyme("cohort", "move", "spring", "12"), 2)
    assert "did you mean Ada Byron?" in wrong(spring.onlyme("cohort", "remove", "spring", "Ada Biron"))


def test_the_data_of_a_person_is_written_to_a_file(spring: Desk) -> None:
    well(spring.onlyme("cohort", "export", "Ada Byron", "-o", "ada.json"))
    file = spring.folder / "ada.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["person"]["name"] == "Ada Byron"
    assert data["log"][-1]["what"] == "exported the person's data"
    assert json.loads(spring.onlyme("cohort", "export", "12").out)["person"] == data["person"]


def test_a_person_is_deleted_only_when_that_is_meant(spring: Desk) -> None:
    pseudonym = members(spring)["Ada Byron"]["pseudonym"]
    told = well(spring.onlyme("cohort", "delete", "Ada Byron"))
    assert told[0].startswith(f"To be deleted of Ada Byron ({pseudonym}): the name with e-mail")
    assert told[-1] == f"To do it: onlyme cohort delete {pseudonym} --yes"
    assert "Ada Byron" in members(spring)
    done = well(spring.onlyme("cohort", "delete", "Ada Byron", "--yes"))
    assert done[0].startswith(f"Deleted: the name behind {pseudonym};")
    assert "Nobody here is Ada Byron" in wrong(spring.onlyme("cohort", "delete", "Ada Byron", "--yes"))
    assert f"{pseudonym} was deleted on" in well(spring.onlyme("cohort", "delete", str(pseudonym)))[0]
    shown = spring.onlyme("cohort", "show", "spring").out
    assert "Ada" not in shown
    assert f"{pseudonym} (name deleted)" in shown
    kept = b"".join(one.read_bytes() for one in spring.folder.glob("kept.sqlite3*"))
    assert b"Ada Byron" not in kept
    assert b"Ben Stone" in kept


def test_a_purge_tells_how_every_cohort_stands(spring: Desk) -> None:
    assert well(spring.onlyme("cohort", "purge")) == [
        "spring: not due: it has had no assessment",
        "",
        "Nothing is due.",
    ]


def test_a_purge_is_told_before_it_is_done(spring: Desk) -> None:
    well(spring.onlyme("cohort", "new", "later", "--keep-days", "36500"))
    well(spring.onlyme("cohort", "add", "later", "Ben Stone", "--e-mail", "ben@acme.org"))
    with closing(Database.open()) as database:
        ended(database, "spring", datetime(2020, 1, 1, tzinfo=UTC))
        ended(database, "later", datetime(2020, 1, 1, tzinfo=UTC))
    named = {name: f"  {name} ({one['pseudonym']})" for name, one in members(spring).items()}
    assert well(spring.onlyme("cohort", "purge")) == [
        "later: due on 2119-12-08",
        "spring: due since 2020-01-31",
        "",
        "spring: 2 people to be deleted",
        named["Ada Byron"],
        named["Cai Morgan"],
        "spring: names that stay, for a cohort whose time is not up needs them (1)",
        named["Ben Stone"],
        "",
        "Nothing has been changed yet. This cannot be undone. To do it: onlyme cohort purge --yes",
    ]
    assert len(members(spring)) == 3
    done = well(spring.onlyme("cohort", "purge", "--yes"))
    assert done[3] == "spring: 2 people deleted"
    assert not any("Ada" in line for line in done)
    assert set(members(spring)) == {"Ben Stone", None}
    assert well(spring.onlyme("cohort", "purge"))[-1] == "Nothing is due."


def test_whoever_does_it_stands_in_the_log(spring: Desk) -> None:
    well(spring.onlyme("cohort", "move", "spring", "12", "--team", "South", "--by", "The head"))
    data = json.loads(spring.onlyme("cohort", "export", "12").out)
    assert next((one["what"], one["by"]) for one in data["log"]) == ("changed the team", "The head")
    assert "say it with --by NAME" in wrong(spring.onlyme("cohort", "remove", "spring", "12", "--by", " "), 2)


def test_without_a_login_name_it_has_to_be_said(spring: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("simulator.cli.doer.getuser", nobody)
    assert "say it with --by NAME" in wrong(spring.onlyme("cohort", "remove", "spring", "12"), 2)
    well(spring.onlyme("cohort", "remove", "spring", "12", "--by", "The head"))
