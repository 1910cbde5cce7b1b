"""Everything there is to say about a file: what is wrong, and what of it its author accepts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scoring.specs import Specs, is_spec_file, read_specs, spec_file
from simulator.analysis.checks.examine import examine
from simulator.scenario.accepting import accepted, idle
from simulator.scenario.diagnostics import Diagnostic, ScenarioError
from simulator.scenario.load import examined, in_order, placed
from simulator.scenario.model import Scenario
from simulator.scenario.source import Source, lines_of, read_file, read_text


@dataclass(frozen=True)
class Diagnosis:
    """A file by the name it was given, its lines where they can be read, and what there is to say about it.

    `scenario` is there where it can be played.
    """

    file: str
    found: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()
    scenario: Scenario | None = None


def diagnosed(file: Path) -> Diagnosis:
    """What there is to say about a scenario's file, or about a file of specs. Never raises ScenarioError."""
    try:
        if is_spec_file(file):
            read_specs(file)
            return Diagnosis(str(file), ())
        return diagnosis(read_file(file), specs_beside(file))
    except ScenarioError as error:
        return Diagnosis(str(file), error.diagnostics, _lines(file))


def diagnosis(source: Source, specs: Specs | None = None) -> Diagnosis:
    """What there is to say about a scenario that was read, and of the best line that its specs name."""
    scenario, found = examined(source)
    if scenario is not None:
        found += [placed(source, problem) for problem in examine(scenario, specs)]
        found = accepted(scenario, found) + [placed(source, problem) for problem in idle(scenario, found)]
    return Diagnosis(source.name, tuple(in_order(found)), tuple(source.lines), scenario)


def specs_beside(file: Path) -> Specs | None:
    """The specs beside a scenario's file; none where there are none that can be read."""
    beside = spec_file(file)
    try:
        return read_specs(beside) if beside.exists() else None
    except ScenarioError:
        return None


def _lines(file: Path) -> tuple[str, ...]:
    """The lines of a file that could not be read as YAML, as far as they are text."""
    try:
        return tuple(lines_of(read_text(file)))
    except ScenarioError:
        return ()
