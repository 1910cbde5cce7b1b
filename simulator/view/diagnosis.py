"""Everything there is to say about a file: what is wrong, and what of it its author accepts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scoring.specs import is_spec_file, read_specs
from simulator.scenario.accepting import accepted, idle
from simulator.scenario.diagnostics import Diagnostic, ScenarioError
from simulator.scenario.load import examined, in_order, placed
from simulator.scenario.model import Scenario
from simulator.scenario.source import Source, read_file


@dataclass(frozen=True)
class Diagnosis:
    """A file by the name it was given, and what there is to say about it. `scenario` is there where it can be
    played, `source` where it could be read."""

    file: str
    found: tuple[Diagnostic, ...]
    source: Source | None = None
    scenario: Scenario | None = None


def diagnosed(file: Path) -> Diagnosis:
    """What there is to say about a scenario's file, or about a file of specs. Never raises ScenarioError."""
    try:
        if is_spec_file(file):
            read_specs(file)
            return Diagnosis(str(file), ())
        return diagnosis(read_file(file))
    except ScenarioError as error:
        return Diagnosis(str(file), error.diagnostics)


def diagnosis(source: Source) -> Diagnosis:
    """What there is to say about a scenario that was read."""
    scenario, found = examined(source)
    if scenario is None:
        return Diagnosis(source.name, tuple(found), source)
    found = accepted(scenario, found) + [placed(source, problem) for problem in idle(scenario, found)]
    return Diagnosis(source.name, tuple(in_order(found)), source, scenario)
