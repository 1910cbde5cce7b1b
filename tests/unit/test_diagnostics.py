"""A remark on a file is one line that says where, what and how to mend it."""

import pickle
import re
from importlib.resources import files
from pathlib import Path as FilePath

from simulator.scenario.diagnostics import CODES, Diagnostic, Place, ScenarioError


def test_a_line_names_file_place_code_message_and_hint() -> None:
    remark = Diagnostic("OM120", "this is wrong", "quiet.yaml", Place(94, 7), "mend it")
    assert remark.line() == "quiet.yaml:94:7: error OM120: this is wrong (mend it)"


def test_a_line_leaves_out_what_is_not_known() -> None:
    remark = Diagnostic("OM127", "careful", "quiet.yaml")
    assert remark.line() == "quiet.yaml: warning OM127: careful"


def test_a_line_is_one_printable_line_whatever_it_quotes() -> None:
    remark = Diagnostic("OM129", "a\nb\x1b[2J\u202e", "\x1b]0;x\x07\ud800.yaml", Place(1, 1), "c\r\nd")
    assert remark.line() == "]0;x.yaml:1:1: error OM129: a b[2J (c d)"


def test_an_error_reads_as_its_lines() -> None:
    first, second = Diagnostic("OM101", "one", "a.yaml"), Diagnostic("OM102", "two", "a.yaml")
    error = ScenarioError([first, second])
    assert error.diagnostics == (first, second)
    assert str(error) == "a.yaml: error OM101: one\na.yaml: error OM102: two"


def test_an_error_survives_the_way_between_processes() -> None:
    error = ScenarioError([Diagnostic("OM101", "one", "a.yaml", Place(1, 2))])
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics


def test_codes_are_written_alike_and_titles_differ() -> None:
    assert all(len(code) == 5 and code[:2] == "OM" and code[2:].isdigit() for code in CODES)
    assert len(set(CODES.values())) == len(CODES)


def test_every_code_in_the_source_has_its_title_and_every_title_is_used() -> None:
    folders = [FilePath(str(files(package))) for package in ("simulator", "scoring")]
    table = folders[0] / "scenario" / "diagnostics.py"
    sources = (path for folder in folders for path in folder.rglob("*.py") if path != table)
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert set(re.findall(r"\"(OM\d{3})\"", text)) == set(CODES)
