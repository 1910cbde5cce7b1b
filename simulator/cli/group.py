"""Groups of commands, such as `onlyme cohort`: named alone, a group tells what is in it."""

from __future__ import annotations

import typer


def group(name: str, about: str) -> typer.Typer:
    """A group without a command in it yet."""
    made = typer.Typer(
        name=name,
        help=about,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @made.callback(invoke_without_command=True)
    def _alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    return made
