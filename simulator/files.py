"""Writing files: a new one never overwrites and is the user's alone, a changed one takes the old one's place
in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ESTALE
from itertools import count
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp
from typing import BinaryIO

_BYTES: int = getattr(os, "O_BINARY", 0)  # where the system would otherwise change the ends of lines


class FileChanged(OSError):
    """A file is no longer what it was when it was read."""


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """A new file to write into, the user's alone. Raises FileExistsError where there is one, or another
    OSError; whatever goes wrong while it is written, nothing of it is left."""
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BYTES, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
    except BaseException:
        with suppress(OSError):
            file.unlink()
        raise


def write_new(file: Path, content: str | bytes) -> Path:
    """Writes to a new file, a text as UTF-8. Raises what `new_file` does."""
    with new_file(file) as opened:
        opened.write(content.encode("utf-8") if isinstance(content, str) else content)
    return file


def rewrite(file: Path, before: bytes, after: bytes) -> None:
    """Puts new content in the place of a file's: whoever reads it finds the one or the other, whole.

    Raises FileChanged where it no longer holds what it did `before`, or another OSError; nothing is changed.
    """
    file = file.resolve()
    descriptor, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(after)
            opened.flush()
            os.fsync(opened.fileno())
        new.chmod(S_IMODE(file.stat().st_mode))
        if file.read_bytes() != before:
            raise FileChanged(ESTALE, "it was changed in the meantime; nothing was written", str(file))
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def write_beside(folder: Path, stem: str, suffix: str, content: str | bytes) -> Path:
    """Writes to `stem` and `suffix` in a folder, or, where that is taken, to the first free number
    after it. Returns where. Raises OSError."""
    for number in count(1):
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        with suppress(FileExistsError):
            return write_new(folder / name, content)
    raise AssertionError("numbers do not end")
