"""Remarks for other programs, the warnings somebody wants to hear of, and those an author accepts."""

from __future__ import annotations

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema

from docs.codes import HOST
from simulator.scenario.diagnostics import CODES, Diagnostic, Place, Severity
from simulator.scenario.source import read_yaml
from simulator.view.diagnosis import Diagnosis, diagnosis
from simulator.view.remarks import as_data, as_github, as_sarif
from simulator.view.wanted import UnknownCode, Wanted, read_codes

LINES = ("a:", "  with: [danna]  # 100%")
WRONG = Diagnostic("OM301", "no 'danna'\n100%", "my file.yaml", Place(2, 10), "did you mean dana?")
WARNING = Diagnostic("OM127", "the text ends", "my file.yaml", Place(2, 17))
KEPT = Diagnostic("OM127", "the text ends", "my file.yaml", Place(1, 1), accepted="as it is")
WHOLE = Diagnostic("OM101", "there is no such file", "/a/b c.yaml")
FOUND = [Diagnosis("my file.yaml", (KEPT, WRONG, WARNING), LINES), Diagnosis("/a/b c.yaml", (WHOLE,))]


# Formats


def test_plain_data_has_every_remark_with_its_span() -> None:
    mine, other = as_data(FOUND)["files"]
    assert mine["file"] == "my file.yaml"
    assert [remark["accepted"] for remark in mine["diagnostics"]] == ["as it is", None, None]
    assert mine["diagnostics"][1] == {
        "code": "OM301",
        "severity": "error",
        "message": "no 'danna' 100%",
        "hint": "did you mean dana?",
        "line": 2,
        "column": 10,
        "end_column": 15,
        "accepted": None,
    }
    assert (other["diagnostics"][0]["line"], other["diagnostics"][0]["end_column"]) == (None, None)


def test_annotations_are_one_line_each_and_escaped_as_runners_read_them() -> None:
    assert list(as_github(FOUND)) == [
        "::error file=my file.yaml,line=2,col=10,title=OM301 A name that nothing has"
        "::no 'danna' 100%25 (did you mean dana?)",
        "::warning file=my file.yaml,line=2,col=17,title=OM127 A ' #' that cuts a text short::the text ends",
        "::error file=/a/b c.yaml,title=OM101 The file cannot be opened::there is no such file",
    ]


def test_an_annotation_cannot_be_ended_by_a_name() -> None:
    hostile = Diagnostic("OM301", "x\n::error::y", "a,line=9::b\n::c", Place(1, 1))
    (line,) = as_github([Diagnosis("a,line=9::b\n::c", (hostile,), ("x",))])
    assert "\n" not in line
    assert line.startswith("::error file=a%2Cline=9%3A%3Ab %3A%3Ac,line=1,col=1,title=")


def test_a_sarif_log_keeps_to_the_schema_of_the_standard() -> None:
    log = as_sarif(FOUND, "1.2.3")
    read = StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    (run,) = read.runs
    assert (run.tool.driver.name, run.tool.driver.version) == ("onlyme", "1.2.3")
    assert [rule.id for rule in run.tool.driver.rules or []] == ["OM101", "OM127", "OM301"]
    assert len(run.results or []) == 4


def test_a_sarif_log_says_what_its_codes_mean() -> None:
    (run,) = as_sarif(FOUND, "1.2.3")["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["shortDescription"]["text"] == CODES[rule["id"]]
        assert rule["help"]["text"].startswith(f"# {rule['id']}: ")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_sarif_log_knows_the_accepted_and_where_files_are() -> None:
    results = as_sarif(FOUND, "1")["runs"][0]["results"]
    assert [result.get("suppressions") for result in results] == [
        [{"kind": "inSource", "justification": "as it is"}], None, None, None,
    ]  # fmt: skip
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert uris == ["my%20file.yaml"] * 3 + ["file:///a/b%20c.yaml"]
    assert results[1]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 10,
        "endColumn": 15,
    }


# What is wanted


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (Wanted(), ["OM127 kept", "OM301 error", "OM127 warning"]),
        (Wanted(select=("OM6",)), ["OM301 error"]),
        (Wanted(ignore=("OM12",)), ["OM301 error"]),
        (Wanted(ignore=("OM301",)), ["OM127 kept", "OM301 error", "OM127 warning"]),
        (Wanted(raised=("OM",)), ["OM127 kept", "OM301 error", "OM127 error"]),
        (Wanted(raised=("OM6",)), ["OM127 kept", "OM301 error", "OM127 warning"]),
    ],
)
def test_warnings_are_left_out_or_raised_as_wanted_and_errors_never(wanted: Wanted, codes: list[str]) -> None:
    told = wanted.of(FOUND[0]).found
    assert [f"{wrong.code} {'kept' if wrong.accepted else wrong.severity}" for wrong in told] == codes
    assert not any(wrong.raised for wrong in told if wrong.accepted)


def test_codes_are_read_one_by_one_and_with_commas() -> None:
    assert read_codes(["om127, OM3", "OM"]) == ("OM127", "OM3", "OM")
    with pytest.raises(UnknownCode, match=r"there is no code OM999"):
        read_codes(["OM127,OM999"])
    with pytest.raises(UnknownCode, match=r"there is no code OM1277 \(did you mean OM127\?\)"):
        read_codes(["OM1277"])


# What is accepted

CUT = HOST.replace("You're the new one, then.", "You're the new one for gate #3.")


def accepting(text: str, accept: str) -> list[Diagnostic]:
    """The remarks of the reading on a scenario with acceptances."""
    found = diagnosis(read_yaml(f"{text}accept: {accept}\n", "f.yaml")).found
    return [wrong for wrong in found if wrong.code < "OM5"]


def test_a_warning_is_accepted_with_its_reason() -> None:
    (kept,) = accepting(CUT, "{OM127: gates have numbers}")
    assert (kept.code, kept.accepted) == ("OM127", "gates have numbers")


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("{OM127: x}", "nothing gives rise to OM127 any more"),
        ("{OM998: x}", "there is no code OM998"),
        ("{OM301: x}", "OM301 is an error"),
        ("{OM310: x}", "nothing gives rise to OM310"),
    ],
)
def test_an_acceptance_that_accepts_nothing_is_told(accept: str, told: str) -> None:
    (wrong,) = accepting(HOST, accept)
    assert (wrong.code, wrong.severity, wrong.accepted) == ("OM310", Severity.WARNING, None)
    assert told in wrong.message
    assert wrong.place is not None
    assert wrong.place.line == HOST.count("\n") + 1


def test_an_error_cannot_be_accepted() -> None:
    text = f"{HOST}variants: {{thin: {{about: Fewer., change: {{seller.crews: 1}}}}}}\n"
    wrong, idle = accepting(text, "{OM205: we like it}")
    assert (wrong.code, wrong.severity, wrong.accepted) == ("OM205", Severity.ERROR, None)
    assert (idle.code, idle.message) == ("OM310", "OM205 is an error")


def test_a_warning_may_be_accepted_for_what_it_names_alone() -> None:
    (kept,) = accepting(CUT, "{OM127: {dana: gates have numbers}}")
    assert (kept.code, kept.accepted) == ("OM127", "gates have numbers")
    told, idle = accepting(CUT, "{OM127: {dan: x}}")
    assert (told.code, told.accepted) == ("OM127", None)
    assert (idle.code, idle.message) == ("OM310", "no OM127 names 'dan' any more")
    assert idle.place is not None
    assert idle.place.column == len("accept: {OM127: {") + 1


@pytest.mark.parametrize(
    "accept", ["{OM127: }", "{OM127: {dana: }}", "{OM127: {Dana D: x}}", "{OM127: ''}", "{cut: x}", "[OM127]"]
)
def test_an_acceptance_names_a_code_and_a_reason(accept: str) -> None:
    (wrong,) = accepting(HOST, accept)
    assert wrong.code == "OM203"
