"""What a training lead and a trainee may get wrong: one line each, status 1 or 2, and nothing has changed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.attempts.database import Database
from simulator.cli.main import main
from simulator.cohort.audit import entries
from simulator.cohort.cohorts import create
from tests.handed_in import hand_in, rules

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command beside files with mistakes in them, an opened assessment `spring` and a cohort `new`."""
    monkeypatch.setenv("ONLYME_DATABASE", str(tmp_path / "kept.sqlite3"))
    monkeypatch.setenv("ONLYME_SETTINGS", str(tmp_path / "settings.yaml"))
    monkeypatch.chdir(tmp_path)
    with closing(Database.open()) as database:
        hand_in(database, rules(), 1)
        with database.writing() as connection:
            create(connection, "new", "New", None, at=database.stamp(connection), by="ann")
    (tmp_path / "wrong.txt").write_text("ABCD-EFGH-JKMN\n")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "spoilt.xlsx").write_bytes(b"\x17\xff\x00")
    (tmp_path / "broken.yaml").write_text("id: a\n  title: [\n")
    (tmp_path / "there.csv").write_text("kept")

    def ran(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["onlyme", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, told.out, told.err

    return ran


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["sit", "--plain", "--code-file", "wrong.txt"], 1, "Nobody is let in with this code"),
        (["sit", "--plain", "--code-file", "no.txt"], 2, "no.txt: No such file"),
        (["cohort", "show", "nw"], 1, "There is no cohort nw; did you mean new?"),
        (["cohort", "import", "new", "no.csv"], 2, "no.csv: No such file"),
        (["cohort", "import", "new", "broken.xlsx"], 1, "broken.xlsx: it is not a workbook"),
        (["cohort", "import", "new", "spoilt.xlsx"], 1, "spoilt.xlsx: it is not a workbook"),
        (["cohort", "codes", "new", "Zeno"], 1, "Nobody here is Zeno"),
        (["assess", "create", "no.yaml"], 2, "no.yaml: error OM101: there is no such file"),
        (["assess", "create", "broken.yaml"], 1, "1 error; nothing was changed"),
        (["assess", "open", "sprng"], 1, "There is no assessment sprng; did you mean spring?"),
        (["assess", "open", "spring", "--yes"], 1, "spring was opened on"),
        (["assess", "release", "spring", "--yes"], 1, "close it first: onlyme assess close spring"),
        (
            ["assess", "override", "spring", "--team", "x", "--minutes", "9"],
            1,
            "needs a reason: --reason TEXT",
        ),
        (["results", "status", "sprng"], 1, "did you mean spring?"),
        (["results", "person", "spring", "Zeno"], 1, "Nobody here is Zeno"),
        (["results", "grades", "spring", "--output", "there.csv"], 2, "there.csv is there already"),
        (["results", "regrade", "spring", "--rubric", "no.yaml"], 2, "no.yaml: error OM101"),
        (["results", "override", "spring", "P0", "--percent", "70"], 2, "say why with --reason TEXT"),
        (["results", "status", "spring", "--nope"], 2, "See: onlyme results status --help"),
        (["desk", "spring"], 2, "it needs a terminal; as lines: onlyme results status"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_told_in_one_line(run: Run, words: list[str], status: int, told: str) -> None:
    with closing(Database.open()) as database, database.reading() as connection:
        before = entries(connection)
    found, _, err = run(*words)
    assert (found, len(err.splitlines())) == (status, 1), err
    assert told in err
    assert "Traceback" not in err
    with closing(Database.open()) as database, database.reading() as connection:
        assert entries(connection) == before
    assert Path("there.csv").read_text() == "kept"
