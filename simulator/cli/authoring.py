"""`onlyme check`, `schema` and `test`: for whoever writes a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import put, put_json


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(check)
    app.command()(schema)
    app.command("test")(run_specs)


def check(paths: Annotated[list[str], typer.Argument(help="Files or library ids.")]) -> None:
    """Every diagnostic of a scenario, with file, line, column and code."""
    from simulator.scenario.diagnostics import ScenarioError, Severity
    from simulator.scenario.load import check as diagnose
    from simulator.scenario.load import find
    from simulator.scenario.source import read_file

    errors = warnings = 0
    for path in paths:
        try:
            found = diagnose(read_file(find(path)))
        except ScenarioError as error:
            found = list(error.diagnostics)
        for diagnostic in found:
            put(diagnostic.line())
        errors += sum(wrong.severity is Severity.ERROR for wrong in found)
        warnings += sum(wrong.severity is Severity.WARNING for wrong in found)
    if errors:
        raise Failure(f"{_count(errors, 'error')} in {_count(len(paths), 'file')}")
    also = f", {_count(warnings, 'warning')}" if warnings else ""
    put(f"{_count(len(paths), 'file')} checked: no errors{also}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def schema() -> None:
    """The JSON Schema of the format, for editors."""
    from simulator.scenario.model import Scenario

    held = Scenario.model_json_schema()
    held["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    put_json(held)


def run_specs(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or library ids; left out, the library.")
    ] = None,
) -> None:
    """Play a scenario's own specs and compare."""
    from scoring.specs import read_specs, run, spec_file
    from simulator.engine.program import Program
    from simulator.scenario.load import find, library, load

    failed = played = 0
    for path in paths or list(library()):
        file = spec_file(find(path))
        if not file.exists():
            raise Failure(f"{path}: there is no {file.name} beside it", WRONG_USAGE)
        for name, spec in read_specs(file).playthroughs.items():
            outcome = run(Program(load(path, spec.variant)), name, spec)
            played += 1
            failed += bool(outcome.failures)
            put(f"{'FAILED' if outcome.failures else 'ok':<7}{Path(path).stem}: {name}")
            for failure in outcome.failures:
                put(f"       {failure}")
    if failed:
        raise Failure(f"{failed} of {_count(played, 'playthrough')} failed")
    put(f"{_count(played, 'playthrough')} as specified")
