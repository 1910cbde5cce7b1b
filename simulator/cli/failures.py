"""What goes wrong, in one line each, with the exit status: 1 where the thing asked about is not well, 2 for
wrong usage."""

from __future__ import annotations

import os

from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.text import one_line

NOT_WELL, WRONG_USAGE = 1, 2


class Failure(Exception):
    """An end of the command with a message for a person and an exit status."""

    def __init__(self, message: str, status: int = NOT_WELL) -> None:
        super().__init__(message)
        self.status = status


def explained(error: Exception) -> Failure:
    """A failure for any exception."""
    if isinstance(error, ScenarioError):
        missing = all(wrong.code == "OM101" for wrong in error.diagnostics)
        return Failure(str(error), WRONG_USAGE if missing else NOT_WELL)
    said = getattr(error, "format_message", None)
    if callable(said):  # what the reader of the command line has to say about its words
        context = getattr(error, "ctx", None)
        words = ["onlyme", *(context.command_path.split()[1:] if context else ()), "--help"]
        return Failure(f"onlyme: {one_line(str(said())).rstrip('.')}. See: {' '.join(words)}", WRONG_USAGE)
    if type(error).__module__.startswith("simulator."):
        return Failure(f"onlyme: {one_line(str(error))}")
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Failure(f"onlyme: {one_line(where + (error.strerror or str(error)))}")
    if os.environ.get("ONLYME_DEBUG"):
        raise error
    kind = type(error).__name__
    return Failure(
        f"onlyme: something went wrong inside ({kind}: {one_line(str(error))}); what was saved is safe. "
        "ONLYME_DEBUG=1 shows where"
    )
