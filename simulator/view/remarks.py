"""Diagnostics for other programs: plain data, SARIF 2.1.0, and the annotations of GitHub's runners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from simulator.scenario.codes import explanation
from simulator.scenario.diagnostics import CODES, WARNINGS, Diagnostic, Severity
from simulator.scenario.text import one_line
from simulator.view.diagnosis import Diagnosis
from simulator.view.frames import reach

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_data(diagnoses: Iterable[Diagnosis]) -> dict[str, Any]:
    """The diagnostics as plain data. Lines and columns count from 1; `end_column` is the first one after."""
    return {
        "files": [
            {"file": one.file, "diagnostics": [_plain(one, wrong) for wrong in one.found]}
            for one in diagnoses
        ]
    }


def _plain(one: Diagnosis, wrong: Diagnostic) -> dict[str, Any]:
    return {
        "code": wrong.code,
        "severity": str(wrong.severity),
        "message": one_line(wrong.message),
        "hint": wrong.hint and one_line(wrong.hint),
        "line": wrong.place and wrong.place.line,
        "column": wrong.place and wrong.place.column,
        "end_column": wrong.place and wrong.place.column + _length(one, wrong),
        "accepted": wrong.accepted,
    }


def _length(one: Diagnosis, wrong: Diagnostic) -> int:
    lines = one.lines
    if wrong.place is None or not 1 <= wrong.place.line <= len(lines):
        return 1
    return reach(lines[wrong.place.line - 1], wrong.place.column)


def as_github(diagnoses: Iterable[Diagnosis]) -> Iterator[str]:
    """A workflow command a line, for each diagnostic that is not accepted."""
    for one in diagnoses:
        for wrong in one.found:
            if wrong.accepted is None:
                yield f"::{wrong.severity} {_properties(one, wrong)}::{_escaped(_said(wrong))}"


def _properties(one: Diagnosis, wrong: Diagnostic) -> str:
    held = {"file": one_line(one.file)}
    if wrong.place:
        held |= {"line": str(wrong.place.line), "col": str(wrong.place.column)}
    held["title"] = f"{wrong.code} {CODES[wrong.code]}"
    return ",".join(
        f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in held.items()
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _said(wrong: Diagnostic) -> str:
    return one_line(f"{wrong.message} ({wrong.hint})" if wrong.hint else wrong.message)


def as_sarif(diagnoses: Iterable[Diagnosis], version: str) -> dict[str, Any]:
    """A SARIF log of one run; `version` is the program's. What an author accepts is in it, as suppressed."""
    found = [(one, wrong) for one in diagnoses for wrong in one.found]
    rules = sorted({wrong.code for _, wrong in found})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "onlyme", "version": version, "rules": [_rule(code) for code in rules]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, wrong, rules.index(wrong.code)) for one, wrong in found],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    text = explanation(code)
    return {
        "id": code,
        "shortDescription": {"text": CODES[code]},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": str(Severity.WARNING if code in WARNINGS else Severity.ERROR)},
    }


def _result(one: Diagnosis, wrong: Diagnostic, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if wrong.place:
        place["region"] = {
            "startLine": wrong.place.line,
            "startColumn": wrong.place.column,
            "endColumn": wrong.place.column + _length(one, wrong),
        }
    told: dict[str, Any] = {
        "ruleId": wrong.code,
        "ruleIndex": rule,
        "level": str(wrong.severity),
        "message": {"text": _said(wrong)},
        "locations": [{"physicalLocation": place}],
    }
    if wrong.accepted is not None:
        told["suppressions"] = [{"kind": "inSource", "justification": wrong.accepted}]
    return told


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
