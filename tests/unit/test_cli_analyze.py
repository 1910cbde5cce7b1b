"""`onlyme analyze`: the report, JSON, par in the file, what is kept, several at once, a cluster."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.analysis import kept
from simulator.cli import analyze as command
from simulator.cli.failures import Failure
from simulator.scenario.load import find
from simulator.scenario.mending.par import with_par
from tests.helpers import without_par
from tests.processes import Desk, Ran
from tests.unit.test_golden import compared

SMALL = "first-steps"
TEXT = without_par(find(SMALL).read_text(encoding="utf-8"))
PAR: dict[str, int | str] = {
    "rubric": 2, "proved_for": "0123456789ab", "total": 7,
    "promises": 1, "rapport": 2, "commitments": 3, "pace": 0, "time": -1,
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a scenario of one's own, and a folder for what is kept."""
    folder = tmp_path_factory.mktemp("analyze")
    (folder / "own.yaml").write_text(TEXT, encoding="utf-8", newline="")
    return Desk(folder)


def analyzed(desk: Desk, *words: str) -> Ran:
    """The command at the desk."""
    return desk.onlyme("analyze", *words, **{kept.VARIABLE: str(desk.folder / "kept")})


def test_the_report_is_word_for_word_as_it_was(desk: Desk) -> None:
    ran = analyzed(desk, SMALL)
    assert (ran.status, ran.err) == (0, "")
    compared(f"{SMALL}.analyze.txt", ran.out)


def test_where_there_is_no_room_it_says_so_first(desk: Desk) -> None:
    ran = analyzed(desk, SMALL, "--budget", "1", "--no-cache")
    assert ran.status == 0
    assert ran.out.splitlines()[1].startswith("NOT EXACT: ")
    assert "≥ " in ran.out
    assert "Exact: " not in ran.out


def test_json_has_what_programs_ask_for(desk: Desk) -> None:
    data = json.loads(analyzed(desk, SMALL, "--json").out)
    assert data["exact"] is True
    for key in ("odds", "best", "worst", "players", "giveaways", "choices", "parts", "guessed", "minutes"):
        assert data[key]
    assert data["best"]["total"]["points"] > data["worst"]["total"]["points"]
    assert all(number["residue"] is not None for number in data["odds"]["stages"].values())


def test_several_come_as_a_list_in_the_order_asked_for(desk: Desk) -> None:
    other = TEXT.replace("id: first-steps", "id: other-steps", 1)
    (desk.folder / "other.yaml").write_text(other, encoding="utf-8")
    ran = analyzed(desk, "other.yaml", SMALL, "--json", "--processes", "2", "--no-cache")
    assert [data["scenario"] for data in json.loads(ran.out)] == ["other-steps", SMALL]


VARIED = """variants:
  two_kilns: {about: There is a second kiln., change: {seller.capabilities.kiln_bags.most: 80}}
"""


def test_variants_stand_side_by_side(desk: Desk) -> None:
    (desk.folder / "varied.yaml").write_text(TEXT + VARIED, encoding="utf-8")
    told = analyzed(desk, "varied.yaml", "--variants").out
    assert "First steps (first-steps, variant two_kilns)" in told
    rows = told.partition("Side by side\n")[2].splitlines()
    assert [row.split()[0] for row in rows[1:3]] == [SMALL, "two_kilns"]
    data = json.loads(analyzed(desk, "varied.yaml", "--variants", "--json").out)
    assert data["variants"]["two_kilns"]["variant"] == "two_kilns"
    alone = json.loads(analyzed(desk, "varied.yaml", "--variant", "two_kilns", "--json").out)
    assert alone == data["variants"]["two_kilns"]


def test_par_is_written_once_and_nothing_else(desk: Desk) -> None:
    file = desk.folder / "own.yaml"
    before = file.read_bytes()
    assert analyzed(desk, "own.yaml", "--write-par").out.splitlines()[-1] == "own.yaml: par is 35, written"
    written = file.read_bytes()
    added = [line for line in written.splitlines() if line not in before.splitlines()]
    assert [line[:5] for line in added] == [b"par: "]
    assert written.replace(added[0] + b"\n", b"") == before
    assert analyzed(desk, "own.yaml", "--write-par").out.splitlines()[-1] == "own.yaml: par is 35, as it was"
    assert file.read_bytes() == written
    assert desk.onlyme("check", "--strict", "own.yaml").status == 0
    file.write_bytes(written.replace(b"takes: 1h", b"takes: 30m"))
    ran = desk.onlyme("check", "own.yaml")
    assert "OM550: par was proved before the scenario" in ran.out


def test_what_is_not_proved_is_not_written(desk: Desk) -> None:
    file = desk.folder / "loose.yaml"
    file.write_text(TEXT, encoding="utf-8")
    ran = analyzed(desk, "loose.yaml", "--write-par", "--budget", "1", "--no-cache")
    assert (ran.status, ran.err) == (
        1,
        "loose.yaml: nothing is proved, so there is no par to write; --budget allows more\n",
    )
    assert file.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([SMALL, "--write-par"], "first-steps belongs to the library; to write par, name its file"),
        ([SMALL, "--variant", "x", "--variants"], "--variant and --variants exclude each other"),
        (["own.yaml", "--variant", "x", "--write-par"], "--variant and --write-par exclude each other"),
        ([SMALL, "--dask", "tcp://x:1", "--processes", "2"], "--dask and --processes exclude each other"),
        (["nothing-here"], "no scenario called 'nothing-here'"),
    ],
)
def test_wrong_usage_is_one_line(desk: Desk, words: list[str], told: str) -> None:
    ran = analyzed(desk, *words)
    assert ran.status == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1


def asked(**more: Any) -> None:
    """The command in this process, with nothing said but what is given."""
    quiet: dict[str, Any] = {
        "variant": None, "variants": False, "json": True, "write_par": False,
        "budget": None, "no_cache": False, "processes": None, "dask": None,
    }  # fmt: skip
    command.analyze([SMALL], **{**quiet, **more})


def test_what_was_analysed_is_not_analysed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator.analysis import analyse as module

    times: list[str] = []
    real = module.exactly
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path))
    monkeypatch.setattr(module, "exactly", lambda *args: times.append("once") or real(*args))  # type: ignore[func-returns-value]
    told = []
    for more in ({}, {}, {"no_cache": True}):
        asked(**more)
        told.append(capsys.readouterr().out)
    assert len(times) == 2
    assert told[0] == told[1] == told[2]


def test_without_numba_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(Failure, match=r"pip install 'onlyme\[analysis\]'") as caught:
        asked()
    assert caught.value.status == 1


_OTHERS = f"""
import sys
from simulator.cli.main import app
for words in (["check", "{SMALL}"], ["test", "{SMALL}"], ["graph", "{SMALL}"], ["analyze", "--help"]):
    app(words, standalone_mode=False)
import simulator.terminal.app, simulator.terminal.preview.app, simulator.plain
assert not {{"numba", "numpy", "distributed"}} & sys.modules.keys()
"""


def test_nothing_else_loads_numba() -> None:
    ran = subprocess.run([sys.executable, "-c", _OTHERS], capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()


def test_a_cluster_does_it(desk: Desk) -> None:
    distributed = pytest.importorskip("distributed", reason="a cluster needs: pip install 'onlyme[cluster]'")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        ran = analyzed(desk, SMALL, "--json", "--no-cache", "--dask", cluster.scheduler_address)
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)["exact"] is True


HEAD = "format: 1\nid: a\n"
BODY = "\n# people\ncontacts:\n  dana: {name: Dana}\n"
BRACES = 'par: {rubric: 2, proved_for: "0123456789ab", total: 7, promises: 1, rapport: 2, commitments: 3, '
BRACES += "pace: 0, time: -1}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + BODY, HEAD + BRACES + BODY),
        (HEAD + "about: >\n  Two\n  lines.\n" + BODY, HEAD + "about: >\n  Two\n  lines.\n" + BRACES + BODY),
        (HEAD + "par: {rubric: 1, total: 3}  # old\n" + BODY, HEAD + BRACES + BODY),
        (HEAD + "par:\n  rubric: 1\n  total: 3\n" + BODY, HEAD + BRACES + BODY),
        (HEAD + BRACES.replace("total: 7", "total: 12").replace("-1}", "5} # ours") + BODY,
         HEAD + BRACES.replace("-1}", "-1} # ours") + BODY),
        ((HEAD + BODY).replace("\n", "\r\n"), (HEAD + BRACES + BODY).replace("\n", "\r\n")),
        (HEAD + BODY + BRACES.strip().replace("7", "9"), HEAD + BODY + BRACES.strip()),
    ],
)  # fmt: skip
def test_par_is_put_where_it_belongs(before: str, after: str) -> None:
    assert with_par(before, PAR) == after
    assert with_par(after, PAR) == after


@pytest.mark.parametrize("text", ["- a list\n", "a: [\n", "{format: 1, id: a}\n"])
def test_where_par_cannot_be_put_alone_nothing_is_written(text: str) -> None:
    assert with_par(text, PAR) is None
