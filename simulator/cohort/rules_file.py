"""The file in which a trainer writes the rules of an assessment: read with every mistake at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from simulator.cohort.rules import Chosen, Rules
from simulator.scenario.diagnostics import Diagnostic, ScenarioError
from simulator.scenario.load import build, find, in_order, library
from simulator.scenario.shapes import misshapen
from simulator.scenario.source import Source, read_file

_ELSEWHERE = ("OM101", "OM205")
"""What a scenario's reader says that is a mistake in the rules: no such file, no such variant."""


def read_rules(path: Path) -> Rules:
    """The rules in a file, paths of scenarios made whole. Raises ScenarioError, for a scenario's too."""
    source = read_file(path)
    try:
        rules = Rules.model_validate(source.data)
    except ValidationError as error:
        raise ScenarioError(in_order(misshapen(source, source.data, error, Rules))) from None
    chosen = tuple(_whole(one, path.parent) for one in rules.scenarios)
    wrong = [found for place, one in enumerate(chosen) for found in _wrong(source, place, one)]
    if wrong:
        raise ScenarioError(wrong)
    return rules.model_copy(update={"scenarios": chosen})


def _whole(chosen: Chosen, folder: Path) -> Chosen:
    """A path is meant from where the rules stand, and kept from the root."""
    path = folder / Path(chosen.scenario).expanduser()
    if chosen.scenario in library() or not path.exists():
        return chosen
    return chosen.model_copy(update={"scenario": str(path.resolve())})


def _wrong(source: Source, place: int, chosen: Chosen) -> Iterator[Diagnostic]:
    try:
        build(read_file(find(chosen.scenario)), chosen.variant)
    except ScenarioError as error:
        path = ("scenarios", place, "variant") if chosen.variant else ("scenarios", place, "scenario")
        for wrong in error.diagnostics:
            mistaken = wrong.code in _ELSEWHERE and wrong.place is None
            yield replace(wrong, file=source.name, place=source.place(path)) if mistaken else wrong
