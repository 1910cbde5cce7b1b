"""Who gives a command: what the audit log is told."""

from __future__ import annotations

from getpass import getuser
from typing import Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.scenario.text import one_line

_LONGEST = 80

By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does this, for the audit log; left out, your login name."),
]


def doer(by: str | None) -> str:
    """The name for the audit log: what was given, else the login name. Raises Failure."""
    name = one_line(by if by is not None else _login())
    if not name:
        raise Failure("onlyme: it cannot be told who does this; say it with --by NAME", WRONG_USAGE)
    if len(name) > _LONGEST:
        raise Failure(f"onlyme: --by is longer than {_LONGEST} characters", WRONG_USAGE)
    return name


def _login() -> str:
    try:
        return getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return ""
