"""Standard output for people and for programs."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from pathlib import Path
from typing import Any

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.scenario.text import clean

_WIDTH = 88


def counted(number: int, word: str, many: str = "") -> str:
    """A number and its word: `1 file`, `2 files`; `many` where it is not made with an s: `2 people`."""
    return f"{number} {word if number == 1 else many or f'{word}s'}"


def people(number: int) -> str:
    """`1 person`, `2 people`."""
    return counted(number, "person", "people")


def put(text: str = "", *, wrap: bool = False) -> None:
    """One line, or one wrapped paragraph, with nothing in it that a terminal would act on."""
    flat = clean(text).replace("\n", " ")
    for line in textwrap.wrap(flat, _WIDTH) if wrap else [flat]:
        sys.stdout.write(line + "\n")


def put_painted(*pieces: tuple[str, str]) -> None:
    """One line of pieces, each with the terminal's number for its look, which is left out where no terminal
    reads, or where NO_COLOR is set."""
    looks = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for text, look in pieces:
        flat = clean(text).replace("\n", " ")
        sys.stdout.write(f"\x1b[{look}m{flat}\x1b[0m" if looks and look and flat else flat)
    sys.stdout.write("\n")


def put_json(data: Any) -> None:
    """Plain data as JSON; the same data gives the same bytes. Beyond ASCII all is escaped: what a recorded
    file holds reaches the terminal as it is, and must not be obeyed there."""
    sys.stdout.write(json.dumps(data, indent=2) + "\n")


def write_or_put(text: str, file: Path | None, command: str) -> None:
    """Text to a new file, with a word that it is there, or to standard output. Raises Failure."""
    from simulator.files import write_new

    if file is None:
        sys.stdout.write(text)
        return
    try:
        write_new(file, text)
    except FileExistsError:
        raise Failure(f"{command}: {file} is there already; name a new file", WRONG_USAGE) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Failure(f"{command}: {file} cannot be written ({why})", NOT_WELL) from None
    put(f"Written to {file}")
