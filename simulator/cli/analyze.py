"""`onlyme analyze`: every play of a scenario at once, for whoever writes it or trains with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.analysing import Asked, found_of
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import put, put_json

if TYPE_CHECKING:
    from simulator.analysis.found import Analysis


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(analyze)


def analyze(
    paths: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or library ids.")],
    variant: Annotated[
        str | None, typer.Option("--variant", metavar="NAME", help="A variant of it, instead of itself.")
    ] = None,
    variants: Annotated[
        bool, typer.Option("--variants", help="Each of its variants too, side by side.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs: all that was found.")] = False,
    write_par: Annotated[
        bool, typer.Option("--write-par", help="Write the best that was proved into the file, as `par`.")
    ] = False,
    budget: Annotated[
        int | None,
        typer.Option("--budget", metavar="NODES", min=1, help="How large an exact analysis may grow."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Go through it anew.")] = False,
    processes: Annotated[
        int | None,
        typer.Option("--processes", metavar="N", min=1, help="How many scenarios at a time."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="Have the workers of a Dask cluster do it."),
    ] = None,
) -> None:
    """Go through every play of a scenario: best, worst, odds, what each line gives away."""
    if find_spec("numba") is None:
        raise Failure("onlyme analyze: it needs numba; get it with: pip install 'onlyme[analysis]'", NOT_WELL)
    if variant is not None and (variants or write_par):
        other = "--variants" if variants else "--write-par"
        raise Failure(f"onlyme analyze: --variant and {other} exclude each other; name one", WRONG_USAGE)
    if dask is not None and processes is not None:
        raise Failure("onlyme analyze: --dask and --processes exclude each other; name one", WRONG_USAGE)
    if write_par:
        _refuse_library(paths)
    asked = [one for path in dict.fromkeys(paths) for one in _asked(path, variant, variants)]
    found = found_of(asked, budget, not no_cache, processes, dask)
    if json:
        put_json(_data(asked, found))
    else:
        _tell(asked, found)
    if write_par:
        for one, analysis in zip(asked, found, strict=True):
            if one.text.variant is None:
                _write_par(one, analysis, quiet=json)


def _refuse_library(paths: Sequence[str]) -> None:
    from simulator.scenario.load import library

    for path in paths:
        if path in library():
            raise Failure(f"{path} belongs to the library; to write par, name its file", WRONG_USAGE)


def _asked(path: str, variant: str | None, variants: bool) -> Iterator[Asked]:
    """What is to be analysed of a file. Raises ScenarioError where it cannot be played."""
    from simulator.analysis.analyse import specified
    from simulator.analysis.sampling import Text
    from simulator.engine.program import Program
    from simulator.scenario.load import find, parse
    from simulator.scenario.source import read_file
    from simulator.view.diagnosis import specs_beside

    file = find(path)
    text, specs = read_file(file).text, specs_beside(file)
    scenario = parse(text, path, variant)
    for name in (variant, *(scenario.variants if variants else ())):
        held = scenario if name == variant else parse(text, path, name)
        yield Asked(path, Text(text, path, name), held, specified(Program(held), name, specs))


def _data(asked: Sequence[Asked], found: Sequence[Analysis]) -> Any:
    """One scenario as it is, its variants below it; several as a list."""
    import json

    from simulator.analysis.kept import as_json

    told: dict[str, Any] = {}
    for one, analysis in zip(asked, found, strict=True):
        data = json.loads(as_json(analysis))
        if one.path in told:
            told[one.path].setdefault("variants", {})[one.text.variant] = data
        else:
            told[one.path] = data
    every = list(told.values())
    return every[0] if len(every) == 1 else every


def _tell(asked: Sequence[Asked], found: Sequence[Analysis]) -> None:
    from simulator.engine.program import Program
    from simulator.view.analysis import report, side_by_side

    by_path: dict[str, list[Analysis]] = {}
    for number, (one, analysis) in enumerate(zip(asked, found, strict=True)):
        if number:
            put()
        for line in report(analysis, Program(one.scenario)):
            put(line)
        for line in _proved(one, analysis):
            put(line)
        by_path.setdefault(one.path, []).append(analysis)
    for several in by_path.values():
        if len(several) > 1:
            put()
            for line in side_by_side(several):
                put(line)


def _proved(one: Asked, analysis: Analysis) -> Iterator[str]:
    """Remarks by line on what no play comes to."""
    from simulator.analysis.checks.exact import Reached, proved
    from simulator.analysis.checks.subject import Subject
    from simulator.engine.program import Program
    from simulator.scenario.accepting import accepted
    from simulator.scenario.load import in_order, placed
    from simulator.scenario.source import read_yaml

    if not analysis.exact or one.text.variant is not None:
        return
    named = {
        kind: {part.name for part in analysis.parts if part.kind == kind and part.possible}
        for kind in ("moment", "line", "ending")
    }
    reached = Reached(
        frozenset(named["moment"]),
        frozenset(named["line"]),
        frozenset(int(place) for place in named["ending"]),
    )
    source = read_yaml(one.text.text, one.text.name)
    problems = proved(Subject(Program(one.scenario)), reached)
    remarks = accepted(one.scenario, [placed(source, problem) for problem in problems])
    for remark in in_order(remarks):
        if remark.accepted is None:
            yield remark.line()


def _write_par(one: Asked, analysis: Analysis, *, quiet: bool) -> None:
    """Writes par into the file. Raises Failure where nothing was proved, or where it cannot be done."""
    from scoring.rubric import DIMENSIONS
    from simulator.files import rewrite
    from simulator.scenario.mending.par import with_par

    if not analysis.exact:
        raise Failure(f"{one.path}: nothing is proved, so there is no par to write; --budget allows more")
    best = {name: analysis.best[name].points for name in ("total", *DIMENSIONS)}
    par: dict[str, int | str] = {"rubric": analysis.rubric, "proved_for": analysis.fingerprint, **best}
    file = Path(one.path)
    before = file.read_bytes()
    new = with_par(one.text.text, par)
    if new is None:
        told = ", ".join(f"{key}: {value}" for key, value in par.items())
        raise Failure(f"{one.path}: par cannot be written without touching more; write it there: {{{told}}}")
    mark = before[: len(before) - len(one.text.text.encode())]  # which some editors write at the beginning
    after = mark + new.encode()
    if after != before:
        rewrite(file, before, after)
    if not quiet:
        put(f"{one.path}: par is {analysis.par}{', as it was' if after == before else ', written'}")
