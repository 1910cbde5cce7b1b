"""`onlyme export`: the debrief of an attempt as a document to print or to keep."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.attempts import Attempt, read_attempt
from simulator.cli.failures import Failure
from simulator.cli.output import write_or_put

if TYPE_CHECKING:
    from simulator.engine.attempt import Header
    from simulator.scenario.model import Scenario
    from simulator.view.seen import Seen
    from simulator.view.walk import OwnWords


class Format(StrEnum):
    """What a debrief can be written as."""

    MARKDOWN = "markdown"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(export)


def export(
    attempt: Attempt,
    format: Annotated[
        Format, typer.Option("--format", help="`html` is one page that prints well and needs nothing else.")
    ] = Format.MARKDOWN,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; left out, standard output."),
    ] = None,
) -> None:
    """Write the debrief of an attempt, with a card for your real meeting to fill in."""
    from scoring.debrief import make_debrief
    from simulator.engine.attempt import CannotResume, resume
    from simulator.view.export import WIDTH, Paper, written
    from simulator.view.walk import walk

    header, rows = read_attempt(attempt)
    try:
        play = resume(header, rows)
    except CannotResume as error:
        raise Failure(f"{attempt}: {error}") from None
    if not play.state.over:
        raise Failure(f"{attempt}: the story is not over yet; play it to its end, then export it")
    debrief = make_debrief(play.program, play.events_by_move)
    seen, words = _beside(header, play.program.scenario, debrief.ending)
    steps = walk(debrief, WIDTH, seen, words)
    text = written(Paper(header.title, header.started[:10]), steps, format.value)
    write_or_put(text, output, "onlyme export")


def _beside(header: Header, scenario: Scenario, ending: str) -> tuple[Seen | None, OwnWords]:
    """What the record does not hold, and the place where attempts are kept does: the endings seen, and what
    was written while playing. Nothing of it for an attempt that is not kept here."""
    from simulator.attempts.errors import StoreError
    from simulator.attempts.records import JottingKind
    from simulator.attempts.store import Store
    from simulator.view.seen import seen_of
    from simulator.view.walk import OwnWords

    try:
        with closing(Store.open()) as store:
            held = store.list(scenario=scenario.id)
            wrote = store.jottings(header.attempt)
    except StoreError:
        return None, OwnWords()
    if header.attempt not in {item.id for item in held}:
        return None, OwnWords()
    said = {item.move: item.text for item in wrote if item.kind is JottingKind.OWN}
    notes = tuple((item.move, item.text) for item in wrote if item.kind is JottingKind.NOTE)
    return seen_of(scenario, held, ending, header.variant), OwnWords(said=said, notes=notes)
