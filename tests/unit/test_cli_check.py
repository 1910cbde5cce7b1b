"""`onlyme check`: frames, formats, what counts, what is mended, and with which status it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from docs.codes import HOST
from simulator.cli.output import put_painted
from tests.processes import Desk, Ran

WARNED = HOST.replace("You're the new one, then.", "You're the new one for gate #3.")
SLIP = WARNED.replace("What has it been like", "One thing: what has it been like")
WRONG = HOST.replace("{listen: stopped}", "{listen: stoped}")


def line(text: str, part: str) -> int:
    """The line on which something stands."""
    return text[: text.index(part)].count("\n") + 1


GATE, SENTENCE = line(WARNED, "gate #3"), line(SLIP, "One thing")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a scenario that warns, one with slips, and one with an error."""
    for name, text in (("warned", WARNED), ("slip", SLIP), ("wrong", WRONG)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8", newline="")
    return Desk(tmp_path)


def check(desk: Desk, *words: str) -> Ran:
    """The command, for the remarks of the reading alone."""
    return desk.onlyme("check", "--ignore", "OM5,OM6", *words)


def test_a_warning_does_no_harm_unless_it_is_asked_to(desk: Desk) -> None:
    ran = check(desk, "warned.yaml")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "1 file checked: no errors, 1 warning")
    for words in (["--strict"], ["--error", "OM127"], ["--error", "om12"]):
        ran = check(desk, "warned.yaml", *words)
        assert (ran.status, ran.err) == (1, "1 error in 1 file\n")
        assert f"warned.yaml:{GATE}:46: error OM127: " in ran.out
    for words in (["--ignore", "OM127"], ["--select", "OM6"]):
        ran = check(desk, "warned.yaml", "--strict", *words)
        assert (ran.status, ran.out) == (0, "1 file checked: no errors\n")


def test_an_accepted_warning_is_counted_and_not_told(desk: Desk) -> None:
    text = f"{WARNED}accept: {{OM127: gates have numbers}}\n"
    (desk.folder / "kept.yaml").write_text(text, encoding="utf-8")
    ran = check(desk, "kept.yaml", "--strict")
    assert (ran.status, ran.out) == (0, "1 file checked: no errors, 1 accepted\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--ignore", "OM999"], "there is no code OM999"),
        (["--select", "X"], "there is no code X"),
        (["--error", "E501"], "there is no code E501"),
        (["--explain", "OM999"], "there is no code OM999"),
        (["--format", "xml"], "Invalid value for '--format'"),
        (["--fix", "first-steps"], "to mend a scenario, name its file"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(desk: Desk, words: list[str], told: str) -> None:
    ran = desk.onlyme("check", "wrong.yaml", *words)
    assert (ran.status, len(ran.err.splitlines()), told in ran.err) == (2, 1, True)


def test_a_code_is_explained_with_its_examples_and_without_markup(desk: Desk) -> None:
    ran = desk.onlyme("check", "--explain", "om120")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("OM120: A sentence that contains ': '\n")
    assert "    example.yaml:7:33: error OM120: " in ran.out
    assert "              One thing first: what did March cost you?\n" in ran.out
    assert "`" * 3 not in ran.out


def test_other_programs_get_data_and_nothing_else(desk: Desk) -> None:
    ran = check(desk, "wrong.yaml", "warned.yaml", "--format", "json")
    held = json.loads(ran.out)
    assert [one["file"] for one in held["files"]] == ["wrong.yaml", "warned.yaml"]
    assert [found["code"] for one in held["files"] for found in one["diagnostics"]] == ["OM301", "OM127"]
    assert (ran.status, ran.err) == (1, "1 error in 2 files\n")
    ran = check(desk, "warned.yaml", "--format", "sarif")
    assert (ran.status, json.loads(ran.out)["version"]) == (0, "2.1.0")
    ran = check(desk, "warned.yaml", "--format", "github")
    assert ran.out.startswith(f"::warning file=warned.yaml,line={GATE},col=46,title=OM127 ")
    assert ran.out.count("\n") == 1


def test_what_can_be_mended_is_shown_and_then_mended(desk: Desk) -> None:
    file = desk.folder / "slip.yaml"
    file.chmod(0o640)
    before = file.read_bytes()
    ran = desk.onlyme("check", "--diff", "slip.yaml")
    assert (ran.status, ran.err) == (1, "2 places in 1 file would be mended\n")
    assert "-            say: One thing: what has it been like since March?\n" in ran.out
    assert "+              One thing: what has it been like since March?\n" in ran.out
    assert file.read_bytes() == before
    ran = check(desk, "--fix", "slip.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        f"slip.yaml:{GATE}: mended OM127: the text stands on a line of its own, with its ' #'\n"
        f"slip.yaml:{SENTENCE}: mended OM120: the text stands on a line of its own\n"
        "1 file checked: no errors\n"
    )
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in desk.folder.glob("*slip*")] == ["slip.yaml"]
    again = desk.onlyme("check", "--diff", "slip.yaml")
    assert (again.status, again.out) == (0, "Nothing to mend\n")


def test_a_mended_file_keeps_its_mark_and_its_line_ends(desk: Desk) -> None:
    file = desk.folder / "slip.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SLIP.replace("\n", "\r\n").encode())
    assert check(desk, "--fix", "slip.yaml").status == 0
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbfformat: 1\r\n")
    assert after.count(b"\n") == after.count(b"\r\n") == SLIP.count("\n") + 2


def test_what_cannot_be_mended_is_left_and_told(desk: Desk) -> None:
    before = (desk.folder / "wrong.yaml").read_bytes()
    ran = check(desk, "--fix", "wrong.yaml", "nowhere.yaml")
    assert ran.status == 1
    assert f"wrong.yaml:{line(WRONG, 'stoped')}:28: error OM301: " in ran.out
    assert "nowhere.yaml: error OM101: " in ran.out
    assert (desk.folder / "wrong.yaml").read_bytes() == before


# Colour


class Screen(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("setting", "painted"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], painted: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Screen())
    put_painted(("a\x1b[2J\nb", "1;31"), ("c", ""))
    assert sys.stdout.getvalue() == ("\x1b[1;31ma[2J b\x1b[0mc\n" if painted else "a[2J bc\n")  # type: ignore[attr-defined]


def test_colour_is_not_for_pipes(capsys: pytest.CaptureFixture[str]) -> None:
    put_painted(("a", "1;31"), ("b", "2"))
    assert capsys.readouterr().out == "ab\n"
