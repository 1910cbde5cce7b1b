"""`onlyme sit`: sit an assessment, in the terminal application or as lines of text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure

if TYPE_CHECKING:
    from simulator.attempts.database import Database

_LONGEST = 1000
"""Characters of a file with a code that are read."""


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(sit)


def sit(
    code_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A file with your personal code in its first line; left out, you are asked."
        ),
    ] = None,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--no-plain",
            help="Numbered lines instead of screens: for screen readers and pipes. Else as in the settings.",
        ),
    ] = None,
) -> None:
    """Sit an assessment with your personal code, go on with it, or see what you may see of it."""
    from simulator.attempts.database import Database
    from simulator.cli.practice import has_screen, prefers_plain

    code = None if code_file is None else _read(code_file)
    database = Database.open()
    try:
        if plain or (plain is None and prefers_plain()) or not has_screen():
            _plainly(database, code)
        else:
            _on_screens(database, code)
    finally:
        database.close()


def _read(file: Path) -> str:
    """The first line of a file. The code is no argument: those are kept in the shell's history."""
    try:
        with file.open(encoding="utf-8-sig") as held:  # some programs put a mark before it
            return held.readline(_LONGEST)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise Failure(f"onlyme sit: {file}: {why}; give the file with your code", WRONG_USAGE) from None


def _entered(database: Database, code: str) -> str:
    from simulator.view.entry import Refused, enter

    try:
        return enter(database, code)
    except Refused as refused:
        raise Failure(f"onlyme sit: {refused}") from None


def _on_screens(database: Database, code: str | None) -> None:
    from simulator.terminal.sit.app import run

    status, _ = run(database, None if code is None else _entered(database, code))
    if status:
        raise typer.Exit(status)


def _plainly(database: Database, code: str | None) -> None:
    from simulator.cli.sit_plain import PlainWay, ask_code
    from simulator.plain import Lines

    lines = Lines(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())
    try:
        person = ask_code(database, lines) if code is None else _entered(database, code)
        if person is not None:
            PlainWay(database, person, lines).go()
    except KeyboardInterrupt:
        lines.say()
        lines.say("Everything so far is kept.")
