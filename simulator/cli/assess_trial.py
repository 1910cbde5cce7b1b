"""`onlyme assess trial`: a trainer's own walk through an assessment, which counts for nobody."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.doer import By, doer
from simulator.cli.output import counted, put

if TYPE_CHECKING:
    from simulator.attempts.database import Database
    from simulator.cohort.live import Live
    from simulator.cohort.rules import Rules

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment's id.")]


def register(group: typer.Typer) -> None:
    """Adds the command of this file."""
    group.command()(trial)


def trial(
    assessment: Id,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--no-plain",
            help="Numbered lines instead of screens: for screen readers and pipes. Else as in the settings.",
        ),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Remove the trial runs of this assessment for good.")
    ] = False,
    by: By = None,
) -> None:
    """Sit an assessment yourself, as a trial run.

    It is as a trainee has it, on any day, before it is opened too, and counts for nobody.
    """
    from simulator.attempts.database import Database
    from simulator.cli.practice import has_screen, prefers_plain
    from simulator.cohort import sitting
    from simulator.cohort.assessments import read

    who = doer(by)
    with closing(Database.open()) as database:
        if delete:
            put(f"Removed {counted(sitting.forget_trials(database, assessment, who), 'trial run')}.")
            return
        with database.reading() as connection:
            rules = read(connection, assessment).rules
        live = sitting.trial(database, assessment, who)
        if plain or (plain is None and prefers_plain()) or not has_screen():
            _plainly(live, rules)
        else:
            _on_screens(database, live, rules)
    put("A trial run counts for nobody, and the next one begins from the start.")
    put(f"To remove your trial runs: onlyme assess trial {assessment} --delete")


def _plainly(live: Live, rules: Rules) -> None:
    from simulator.cli.sit_plain import play
    from simulator.plain import Lines

    lines = Lines(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())
    try:
        play(live, rules, lines)
    except KeyboardInterrupt:
        lines.say()


def _on_screens(database: Database, live: Live, rules: Rules) -> None:
    from simulator.terminal.sit.app import run

    status, said = run(database, trial=(live, rules))
    if said:
        put(said)
    if status:
        raise typer.Exit(status)
