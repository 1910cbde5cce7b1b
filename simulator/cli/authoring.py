"""`onlyme check` and `schema`: for whoever writes a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import put, put_json

if TYPE_CHECKING:
    from simulator.scenario.diagnostics import Diagnostic


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(check)
    app.command()(schema)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or library ids.")],
) -> None:
    """Say what is wrong with a scenario, by line and column."""
    from simulator.scenario.diagnostics import ScenarioError, Severity

    errors = warnings = missing = 0
    for path in paths:
        try:
            found = _diagnosed(path)
        except ScenarioError as error:
            found = list(error.diagnostics)
        for diagnostic in found:
            put(diagnostic.line())
        missing += any(wrong.code == "OM101" for wrong in found)
        errors += sum(wrong.severity is Severity.ERROR for wrong in found)
        warnings += sum(wrong.severity is Severity.WARNING for wrong in found)
    if errors:
        status = WRONG_USAGE if errors == missing else NOT_WELL
        raise Failure(f"{_count(errors, 'error')} in {_count(len(paths), 'file')}", status)
    also = f", {_count(warnings, 'warning')}" if warnings else ""
    put(f"{_count(len(paths), 'file')} checked: no errors{also}")


def _diagnosed(path: str) -> list[Diagnostic]:
    """What is wrong with a scenario, or with the specs beside one. Raises ScenarioError."""
    from scoring.specs import is_spec_file, read_specs
    from simulator.scenario.load import check as diagnose
    from simulator.scenario.load import find
    from simulator.scenario.source import read_file

    file = find(path)
    if is_spec_file(file):
        read_specs(file)
        return []
    return diagnose(read_file(file))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def schema() -> None:
    """Print the JSON Schema of the format, for editors."""
    from simulator.scenario.model import Scenario

    held = Scenario.model_json_schema()
    held["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    put_json(held)
