"""Writing a file that is not there yet: nothing is ever overwritten, and none but the user may read it."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path


def write_new(file: Path, text: str) -> Path:
    """Writes a text as UTF-8 to a new file. Raises FileExistsError where there is one, or another OSError;
    then nothing of it is left."""
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError:
        with suppress(OSError):
            file.unlink()
        raise
    return file


def write_beside(folder: Path, stem: str, suffix: str, text: str) -> Path:
    """Writes a text to `stem` and `suffix` in a folder, or, where that is taken, to the first free number
    after it. Returns where. Raises OSError."""
    for number in count(1):
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        with suppress(FileExistsError):
            return write_new(folder / name, text)
    raise AssertionError("numbers do not end")
