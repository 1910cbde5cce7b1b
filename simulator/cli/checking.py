"""`onlyme check`: what is wrong with a scenario, for people and for programs."""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.mending import mend, show_mends
from simulator.cli.output import counted, put, put_json
from simulator.cli.remark import show_remark

if TYPE_CHECKING:
    from simulator.view.diagnosis import Diagnosis


class Format(StrEnum):
    """How remarks are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(check)


def _explain(code: str | None) -> None:
    from simulator.scenario.codes import explanation
    from simulator.scenario.diagnostics import CODES
    from simulator.scenario.names import suggestion

    if code is None:
        return
    if (known := code.strip().upper()) not in CODES:
        hint = suggestion(known, CODES)
        raise Failure(f"there is no code {code}" + (f" ({hint})" if hint else ""), WRONG_USAGE)
    prose: list[str] = []
    inside = False
    for line in explanation(known).splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside:
            put(f"    {line}".rstrip())
        elif line:
            prose.append(line.lstrip("# "))
        else:
            put(" ".join(prose), wrap=True)
            put()
            prose.clear()
    raise typer.Exit


def check(
    paths: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or library ids.")],
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without guessing.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Of the warnings, only these: a code, or how it begins (OM6)."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Leave these warnings out.")
    ] = None,
    error: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Count these warnings as errors.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How remarks are written.")] = Format.TEXT,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            callback=_explain,
            is_eager=True,
            help="Say what a code means, with an example, and leave.",
        ),
    ] = None,
) -> None:
    """Say what is wrong with a scenario, by line and column."""
    from simulator.view.wanted import UnknownCode, Wanted, read_codes

    _ = explain
    try:
        wanted = Wanted(
            read_codes(select or ["OM"]),
            read_codes(ignore or []),
            ("OM",) if strict else read_codes(error or []),
        )
    except UnknownCode as wrong:
        raise Failure(f"onlyme: {wrong}. See: onlyme check --help", WRONG_USAGE) from None
    if diff:
        show_mends(paths)
        return
    if fix:
        mend(paths, put if format is Format.TEXT else _unheard)
    found = [wanted.of(_diagnosed(path)) for path in paths]
    _write(found, format)
    _sum_up(found, format is Format.TEXT)


def _unheard(_: str) -> None:
    """Where a program reads, it reads remarks alone."""


def _diagnosed(path: str) -> Diagnosis:
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.load import find
    from simulator.view.diagnosis import Diagnosis, diagnosed

    try:
        return diagnosed(find(path))
    except ScenarioError as error:
        return Diagnosis(path, error.diagnostics)


def _write(found: list[Diagnosis], format: Format) -> None:
    from simulator.view.remarks import as_data, as_github, as_sarif

    match format:
        case Format.JSON:
            put_json(as_data(found))
        case Format.SARIF:
            put_json(as_sarif(found, version("onlyme")))
        case Format.GITHUB:
            for line in as_github(found):
                put(line)
        case Format.TEXT:
            for one in found:
                for wrong in one.found:
                    if wrong.accepted is None:
                        show_remark(one.lines, wrong)


def _sum_up(found: list[Diagnosis], spoken: bool) -> None:
    """Ends the command. Raises Failure where there are errors."""
    from simulator.scenario.diagnostics import Severity

    remarks = [wrong for one in found for wrong in one.found]
    open_ones = [wrong for wrong in remarks if wrong.accepted is None]
    errors = sum(wrong.severity is Severity.ERROR for wrong in open_ones)
    if errors:
        missing = all(any(wrong.code == "OM101" for wrong in one.found) for one in found if _errors(one))
        files = counted(len(found), "file")
        raise Failure(f"{counted(errors, 'error')} in {files}", WRONG_USAGE if missing else NOT_WELL)
    if spoken:
        warnings = counted(len(open_ones), "warning") if open_ones else ""
        kept = len(remarks) - len(open_ones)
        also = ", ".join(filter(None, ["no errors", warnings, f"{kept} accepted" if kept else ""]))
        put(f"{counted(len(found), 'file')} checked: {also}")


def _errors(one: Diagnosis) -> bool:
    from simulator.scenario.diagnostics import Severity

    return any(wrong.severity is Severity.ERROR for wrong in one.found)
