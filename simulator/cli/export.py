"""`onlyme export`: the debrief of an attempt as a document to print or to keep."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.attempts import Attempt, read_attempt
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import put


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
    from simulator.files import write_new
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
    text = written(Paper(header.title, header.started[:10]), walk(debrief, WIDTH), format.value)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        write_new(output, text)
    except FileExistsError:
        raise Failure(f"onlyme export: {output} is there already; name a new file", WRONG_USAGE) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Failure(f"onlyme export: {output} cannot be written ({why})", NOT_WELL) from None
    put(f"Written to {output}")
