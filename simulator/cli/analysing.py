"""Analyses for the command line: kept ones where there are any; the others made, here or elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from simulator.cli.bar import bar
from simulator.cli.failures import Failure

if TYPE_CHECKING:
    from simulator.analysis.analyse import Plays
    from simulator.analysis.found import Analysis
    from simulator.analysis.sampling import Text
    from simulator.scenario.model import Scenario

_PATIENCE = 10
"""Seconds to wait for a cluster to answer."""


@dataclass(frozen=True)
class Asked:
    """A scenario, or a variant of it, that is to be analysed, with the plays of its specs. `path` is what was
    asked for."""

    path: str
    text: Text
    scenario: Scenario
    plays: Plays


def found_of(
    asked: Sequence[Asked], budget: int | None, cached: bool, processes: int | None, dask: str | None
) -> list[Analysis]:
    """The analysis of each, kept from before or made now and kept."""
    from simulator.analysis.kept import keep, kept

    found: dict[int, Analysis] = {}
    for place, one in enumerate(asked):
        if cached and (held := kept(one.scenario, one.text.variant)):
            found[place] = held
    new = [place for place in range(len(asked)) if place not in found]
    for place, analysis in _made(asked, new, budget, processes, dask):
        found[place] = analysis
        if cached:
            keep(asked[place].scenario, analysis)
    return [found[place] for place in range(len(asked))]


def _made(
    asked: Sequence[Asked], new: Sequence[int], budget: int | None, processes: int | None, dask: str | None
) -> Iterator[tuple[int, Analysis]]:
    from simulator.analysis.analyse import Options, analyse
    from simulator.analysis.batch import analyses

    many = min(processes or os.cpu_count() or 1, len(new))
    if dask is None and many < 2:
        for place in new:
            with bar() as tell:
                yield place, analyse(asked[place].text, Options(budget), asked[place].plays, tell)
        return
    texts = [(asked[place].text, asked[place].plays) for place in new]
    with bar() as tell, _executor(many, dask) as executor:
        options = Options(budget)
        for done, (number, analysis) in enumerate(analyses(texts, options, executor), start=1):
            tell("analysing", done, len(new))
            yield new[number], analysis


@contextmanager
def _executor(many: int, dask: str | None) -> Iterator[Executor]:
    """Processes of our own, or the workers of a cluster. Raises Failure where there is no cluster."""
    if dask is None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(many, get_context("spawn")) as executor:
            yield executor
        return
    if find_spec("distributed") is None:
        raise Failure("onlyme analyze: --dask needs distributed; get it with: pip install 'onlyme[cluster]'")
    connect: Any = import_module("distributed").Client

    try:
        client: Any = connect(dask, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise Failure(f"onlyme analyze: no Dask cluster answers at {dask} ({error})") from None
    with client, client.get_executor() as executor:
        yield executor
