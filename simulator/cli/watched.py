"""Lines that are typed while a file is watched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from simulator.plain import Lines
from simulator.terminal.preview.file import SETTLE, Watch


class Saved(Exception):
    """The file was saved while a line was waited for."""


@dataclass
class Watched(Lines):
    """Lines that are read in a thread, so that a save can interrupt the waiting for one."""

    file: Path = Path()
    _typed: SimpleQueue[str] = field(default_factory=SimpleQueue)
    _reader: Thread | None = None

    def __post_init__(self) -> None:
        self._watch = Watch(self.file)

    def next_line(self) -> str:
        """A line as it comes. Raises Saved."""
        if self._reader is None:
            self._reader = Thread(target=self._read_all, daemon=True)
            self._reader.start()
        while True:
            try:
                line = self._typed.get(timeout=SETTLE)
                if not line:
                    self._typed.put(line)  # the end stays the end
                return line
            except Empty:
                if self._watch.look():
                    self.write.write("\n")
                    raise Saved from None

    def _read_all(self) -> None:
        """Hands each line on, and at the end an empty one."""
        while line := self.read.readline():
            self._typed.put(line)
        self._typed.put("")
