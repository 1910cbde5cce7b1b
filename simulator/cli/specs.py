"""`onlyme test`: a scenario's own playthroughs, what must come of them, and what of the file they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import counted, put, put_json

if TYPE_CHECKING:
    from scoring.coverage import Coverage
    from scoring.specs import Outcome
    from simulator.scenario.source import Source


class Format(StrEnum):
    """For people or for programs."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Tested:
    """A scenario whose specs were played. `path` is what was asked for."""

    path: str
    source: Source
    outcomes: tuple[Outcome, ...]
    coverage: Coverage

    @property
    def name(self) -> str:
        """The file without its folder and ending."""
        return Path(self.path).stem


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("test")(run_specs)


def run_specs(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Files or library ids; left out, the whole library."),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say how much of the file they reach, and what they do not.")
    ] = False,
    at_least: Annotated[
        int,
        typer.Option(
            "--at-least", metavar="PERCENT", min=0, max=100, help="Fail where they reach less of the file."
        ),
    ] = 0,
    format: Annotated[Format, typer.Option("--format", help="`json` for programs.")] = Format.TEXT,
) -> None:
    """Play a scenario's own specs and compare what comes of them."""
    from simulator.scenario.load import library

    tested: list[Tested] = []
    for path in paths or list(library()):
        tested.append(_tested(path))
        if format is Format.TEXT:
            _tell(tested[-1], coverage)
    if format is Format.JSON:
        put_json(_data(tested, coverage))
    every = [outcome for held in tested for outcome in held.outcomes]
    count = counted(len(every), "playthrough")
    failed = sum(bool(outcome.failures) for outcome in every)
    wrong = [f"{failed} of {count} failed"] * bool(failed)
    wrong += [
        f"{held.path}: its specs reach {held.coverage.percent} % of it, and {at_least} % is asked for"
        for held in tested
        if held.coverage.percent < at_least
    ]
    if wrong:
        raise Failure("\n".join(wrong))
    if format is Format.TEXT:
        put(f"{count} as specified")


def _tested(path: str) -> Tested:
    """Plays the specs beside a scenario. Raises Failure where there are none, and ScenarioError."""
    from scoring.coverage import coverage
    from scoring.specs import read_specs, run, spec_file
    from simulator.engine.program import Program
    from simulator.scenario.load import build, find
    from simulator.scenario.source import read_file

    file = find(path)
    beside = spec_file(file)
    if not beside.exists():
        raise Failure(f"{path}: there is no {beside.name} beside it", WRONG_USAGE)
    specs = read_specs(beside)
    source = read_file(file)
    scenario = build(source)
    if specs.scenario != scenario.id:
        raise Failure(f"{beside}: it is for {specs.scenario}, and the scenario beside it is {scenario.id}")
    outcomes = tuple(
        run(Program(build(source, spec.variant)), name, spec) for name, spec in specs.playthroughs.items()
    )
    return Tested(path, source, outcomes, coverage(scenario, (held.play.events for held in outcomes)))


def _tell(held: Tested, with_coverage: bool) -> None:
    for outcome in held.outcomes:
        put(f"{'FAILED' if outcome.failures else 'ok':<7}{held.name}: {outcome.name}")
        for failure in outcome.failures:
            put(f"       {failure}")
    if with_coverage:
        for line, _, says in _missed(held):
            put(f"{held.source.name}:{line}: {says}")
        put(f"{held.name}: {held.coverage.percent} % reached: {_counts(held.coverage)}")


def _missed(held: Tested) -> Iterator[tuple[int, str, str]]:
    """What was not reached, in the order of the file: line, kind and words."""
    found = ((held.source.key_place(item.path).line, item) for item in held.coverage.missed)
    for line, item in sorted(found, key=lambda pair: pair[0]):
        yield line, item.kind, item.missed


def _counts(held: Coverage) -> str:
    from scoring.coverage import KINDS

    return ", ".join(f"{KINDS[kind]} {reached} of {every}" for kind, (reached, every) in held.counts.items())


def _data(tested: list[Tested], with_coverage: bool) -> dict[str, Any]:
    plays = [
        {"scenario": held.name, "name": outcome.name, "failures": list(outcome.failures)}
        for held in tested
        for outcome in held.outcomes
    ]
    if not with_coverage:
        return {"playthroughs": plays}
    return {"playthroughs": plays, "coverage": [_reached(held) for held in tested]}


def _reached(held: Tested) -> dict[str, Any]:
    return {
        "scenario": held.name,
        "file": held.source.name,
        "percent": held.coverage.percent,
        "kinds": {
            kind: {"reached": reached, "of": every} for kind, (reached, every) in held.coverage.counts.items()
        },
        "missed": [{"line": line, "kind": kind, "says": says} for line, kind, says in _missed(held)],
    }
