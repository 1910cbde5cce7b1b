"""The application as its own process on a terminal of its own, from the standard library alone."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

_PATIENCE = 60  # seconds before a test gives up on what never comes
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
RUN = """
import sys
from simulator.terminal.app import run
sys.exit(run(**dict(argument.split("=") for argument in sys.argv[1:])))
"""
"""What the process does: the application, as asked for."""


class Terminal:
    """A terminal with the application on it."""

    def __init__(
        self, store: Path, *arguments: str, size: tuple[int, int], run: str, controlling: bool
    ) -> None:
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.output = b""
        settings = store.with_name("settings.json")
        if not settings.exists():
            settings.write_text('{"welcomed": true}', encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", run, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={
                **os.environ,
                "ONLYME_DATABASE": str(store),
                "ONLYME_SETTINGS": str(settings),
                "TERM": "xterm-256color",
            },
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for file in (self.master, self.slave):
            if file >= 0:
                os.close(file)

    # -- eyes

    def _waits(self) -> Iterator[None]:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            yield
        raise AssertionError(f"never came; the terminal got:\n{self.text[-3000:]}")

    def read(self, seconds: float = 0.05) -> None:
        """Takes in what has been written, waiting so long for something."""
        if select.select([self.master], [], [], seconds)[0]:
            try:
                self.output += os.read(self.master, 1 << 16)
            except OSError:  # the other side has closed
                return

    @property
    def text(self) -> str:
        """Everything written so far, without escapes."""
        return _ESCAPES.sub("", self.output.decode(errors="replace"))

    def see(self, *texts: str) -> None:
        """Waits until all texts have been written since the last `press`."""
        for _ in self._waits():
            if all(text in self.text for text in texts):
                return
            self.read()

    def ended(self) -> int:
        """Waits until the process has ended; its status."""
        for _ in self._waits():
            if (status := self.process.poll()) is not None:
                if self.master >= 0:
                    self.read(0)
                return status
            if self.master >= 0:
                self.read()
            else:
                time.sleep(0.01)
        raise AssertionError

    def stopped(self) -> None:
        """Waits until the process is stopped by job control."""
        for _ in self._waits():
            self.read()
            if "State:\tT" in Path(f"/proc/{self.process.pid}/status").read_text():
                while select.select([self.master], [], [], 0)[0]:
                    self.read()
                return

    # -- hands

    def press(self, keys: str) -> None:
        """Types, and forgets what was written before."""
        self.output = b""
        os.write(self.master, keys.encode())

    def send(self, number: signal.Signals) -> None:
        """Sends a signal, and forgets what was written before."""
        self.output = b""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Closes the terminal under the application."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def restored(self) -> None:
        """Asserts that the terminal is as it was found: main screen, cursor, no mouse, line editing."""
        for sequence in (
            b"\x1b[?1049l",
            b"\x1b[?25h",
            b"\x1b[?1000l",
            b"\x1b[?1003l",
            b"\x1b[?2004l",
            b"\x1b[<u",
        ):
            assert sequence in self.output, sequence
        assert self.output.rindex(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")
        assert termios.tcgetattr(self.slave) == self.before


@contextmanager
def terminal(
    store: Path, *arguments: str, size: tuple[int, int] = (100, 30), run: str = RUN, controlling: bool = True
) -> Iterator[Terminal]:
    """The application on a terminal, with arguments for `run` such as `resume=last`. Where the terminal is
    not `controlling`, no signal tells of its end."""
    with Terminal(store, *arguments, size=size, run=run, controlling=controlling) as held:
        yield held
