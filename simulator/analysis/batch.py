"""Many analyses at once, through any executor: processes, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed

from simulator.analysis.analyse import Options, Plays, analyse
from simulator.analysis.found import Analysis
from simulator.analysis.sampling import Text


def analyses(
    texts: Sequence[tuple[Text, Plays]], options: Options, executor: Executor
) -> Iterator[tuple[int, Analysis]]:
    """The analysis of each text with its place among them, as they are done. Raises what these raise."""
    waiting = {
        executor.submit(analyse, text, options, plays): place for place, (text, plays) in enumerate(texts)
    }
    for done in as_completed(waiting):
        yield waiting[done], done.result()
