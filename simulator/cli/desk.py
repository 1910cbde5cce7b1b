"""`onlyme desk`: follow an assessment in the terminal, live."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from simulator.cli.doer import By, doer
from simulator.cli.failures import WRONG_USAGE, Failure


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(desk)


def desk(
    assessment: Annotated[
        str | None, typer.Argument(metavar="ASSESSMENT", help="The assessment's id; left out, pick one.")
    ] = None,
    by: By = None,
) -> None:
    """Follow an assessment: who is where, what came of it, comments, sign-off, extra time, export."""
    from simulator.attempts.database import Database
    from simulator.cli.practice import has_screen
    from simulator.cohort.assessments import read

    who = doer(by)
    if not has_screen():
        raise Failure(
            "onlyme desk: it needs a terminal; as lines: onlyme results status ASSESSMENT --watch",
            WRONG_USAGE,
        )
    with closing(Database.open()) as database:
        if assessment is not None:
            with database.reading() as connection:
                read(connection, assessment)
        from simulator.terminal.desk.app import run

        status = run(database, who, assessment)
    if status:
        raise typer.Exit(status)
