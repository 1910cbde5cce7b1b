"""The command `onlyme`. Each command imports what it needs inside itself, so that small ones start fast."""

from __future__ import annotations

import io
import os
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from simulator.cli import (
    analyze,
    assess,
    attempts,
    checking,
    cohort,
    desk,
    doctor,
    export,
    graph,
    library,
    new,
    practice,
    preview,
    progress,
    results,
    sit,
    specs,
    twine,
)
from simulator.cli.failures import Failure, explained
from simulator.scenario.text import one_line

ABOUT = """Practise relationship selling: take over an account, meet its people, keep what you promise.

Alone, it opens the application. Begin with: onlyme play first-steps"""
STOPPED = 130

app = typer.Typer(
    name="onlyme",
    help=ABOUT,
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (
    practice,
    library,
    attempts,
    export,
    progress,
    new,
    preview,
    checking,
    specs,
    analyze,
    graph,
    twine,
    cohort,
    assess,
    sit,
    results,
    desk,
    doctor,
):
    room.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onlyme {installed_version('onlyme')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _alone(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    _ = version
    if context.invoked_subcommand is None:
        practice.play(None)


def main() -> None:
    """Runs the command line; every failure a person can meet is one line, with status 1 or 2."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except Failure as failure:
        _leave(str(failure), failure.status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except typer.Abort:
        _leave("Stopped.", STOPPED)
    except Exception as error:  # noqa: BLE001 - the edge of the program: no traceback reaches a person
        wrong = explained(error)
        _leave(str(wrong), wrong.status)
    sys.exit(status if isinstance(status, int) else 0)


def _leave(message: str, status: int) -> None:
    sys.stdout.flush()
    for line in message.split("\n"):
        print(one_line(line), file=sys.stderr)  # noqa: T201 - the one place that speaks to standard error
    sys.exit(status)
