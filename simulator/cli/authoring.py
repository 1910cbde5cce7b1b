"""`onlyme check`, `schema` and `test`: for whoever writes a scenario."""

from __future__ import annotations

from pathlib import Path
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
    app.command("test")(run_specs)


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


def run_specs(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Files or library ids; left out, the whole library."),
    ] = None,
) -> None:
    """Play a scenario's own specs and compare what comes of them."""
    from scoring.specs import read_specs, run, spec_file
    from simulator.engine.program import Program
    from simulator.scenario.load import find, library, load

    failed = played = 0
    for path in paths or list(library()):
        file = spec_file(find(path))
        if not file.exists():
            raise Failure(f"{path}: there is no {file.name} beside it", WRONG_USAGE)
        specs = read_specs(file)
        wanted = load(path).id
        if specs.scenario != wanted:
            raise Failure(f"{file}: it is for {specs.scenario}, and the scenario beside it is {wanted}")
        for name, spec in specs.playthroughs.items():
            outcome = run(Program(load(path, spec.variant)), name, spec)
            played += 1
            failed += bool(outcome.failures)
            put(f"{'FAILED' if outcome.failures else 'ok':<7}{Path(path).stem}: {name}")
            for failure in outcome.failures:
                put(f"       {failure}")
    if failed:
        raise Failure(f"{failed} of {_count(played, 'playthrough')} failed")
    put(f"{_count(played, 'playthrough')} as specified")
