"""`onlyme preview`: a scenario played while it is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure

if TYPE_CHECKING:
    from simulator.terminal.preview.desk import Rehearsal


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(preview)


def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The scenario you are writing.")],
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Numbered lines instead of screens: for screen readers and pipes."),
    ] = False,
    variant: Annotated[
        str | None, typer.Option(metavar="NAME", help="Play a variant of the scenario.")
    ] = None,
) -> None:
    """Play a scenario while you write it: saved, it is read again, and you stand where you stood."""
    from scoring.specs import is_spec_file
    from simulator.cli.practice import has_screen

    if not file.is_file():
        raise Failure(f"onlyme preview: there is no file {file}. Make one: onlyme new", WRONG_USAGE)
    if is_spec_file(file):
        raise Failure(f"onlyme preview: {file} is a file of specs; name the scenario beside it", WRONG_USAGE)
    if plain or not has_screen():
        _plain(file, variant)
        return
    from simulator.terminal.preview.app import run

    status = run(file, variant)
    if status:
        raise typer.Exit(status)


def _plain(file: Path, variant: str | None) -> None:
    """Plays as numbered lines, from one save to the next."""
    from simulator.cli.watched import Saved, Watched
    from simulator.plain import PlainPlay
    from simulator.terminal.preview.desk import rehearse
    from simulator.terminal.preview.file import Reading, read

    lines = Watched(sys.stdin, sys.stdout, echo=not sys.stdin.isatty(), file=file)

    def told(reading: Reading) -> Reading:
        for remark in reading.remarks:
            lines.say(remark.line())
        return reading

    reading, seat = told(read(file, variant)), None
    while True:
        try:
            if seat is None and reading.program is not None:
                seat = rehearse(reading, variant)
            if seat is None:
                lines.say("It cannot be played yet.")
            elif not PlainPlay(seat.session, lines, seat.follow).run():
                return
            lines.ask("Save the file to go on, or press Enter to leave. ")
            return
        except Saved:
            reading = told(read(file, variant))
            if seat is not None:
                lines.say(seat.read(reading))
                lines.say(standing(seat))
        except KeyboardInterrupt:
            return


def standing(seat: Rehearsal) -> str:
    """The point reached."""
    from simulator.terminal.preview.line import named_step

    moves = max(0, seat.at - 1)
    return f"You stand at {named_step(seat.trial.state.at)}, after {moves} move{'s' * (moves != 1)}."
