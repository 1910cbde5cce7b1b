"""The screen: start to the first full frame beside a bare Textual application, and a choice to its painted
reply after 10 and after 5,000 lines of transcript, beside Textual's own `RichLog`.

Everything runs as its own process on a pseudo-terminal of 100×30, so that what is timed is what a person
waits for: from the start or a key to the last byte painted.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from benchmarks.timing import row

STARTS, CHOICES = 15, 40
SIZE = (100, 30)

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello READY")

Hello().run()
"""
OURS = """
from simulator.terminal.app import run
run()
"""
REPLY = "An answer of the length that people give when they have been asked something they care about."
PLAY = """
import sys
from simulator.terminal import paragraphs, shelf, sitting
from simulator.terminal.app import OnlyMe
from simulator.terminal.screens import play

lines, reply, scenario = int(sys.argv[1]), sys.argv[2], sys.argv[3]

class Long(play.Play):
    def on_mount(self):
        super().on_mount()
        self._transcript.append([paragraphs.paragraph(reply) for _ in range(lines)])

play.Play = Long
held = sitting.start(shelf.Shelf(), scenario)
held.make(held.waiting.options[0].move)
OnlyMe(held.shelf, held).run()
"""
LOG = """
import sys
from textual.app import App
from textual.widgets import RichLog, Static

class Logged(App):
    count = 0

    def compose(self):
        yield RichLog(wrap=True)
        yield Static("Say 0", id="asked")

    def on_mount(self):
        self.call_after_refresh(self.fill)

    def fill(self):
        for _ in range(int(sys.argv[1])):
            self.query_one(RichLog).write(sys.argv[2])

    def on_key(self):
        self.query_one(RichLog).write(f"DONE{self.count}. {sys.argv[2]}")
        self.count += 1
        self.query_one("#asked").update(f"Say {self.count} ")

Logged().run()
"""


def story() -> str:
    """A scenario of one long meeting, a choice and its reply after the other."""
    beats = "".join(
        f"""
      b{n}:
        choices:
          - {{id: c{n}, say: Say {n} and a little more., does: [listen], reply: [{{dana: DONE{n}. {REPLY}}}]}}
          - {{id: d{n}, say: Something else {n}., does: [pitch], reply: [{{dana: {REPLY}}}]}}"""
        for n in range(CHOICES + 1)
    )
    return f"""
format: 1
id: long
title: Long
account: {{goals: {{profit: {{label: Profit}}}}}}
contacts: {{dana: {{name: Dana, goals: {{profit: 3}}}}}}
encounters:
  - id: first
    title: First
    with: [dana]
    beats:{beats}
endings: [{{title: The end, text: It is over.}}]
"""


class Screen:
    """A process on a terminal of its own."""

    def __init__(self, program: str, *arguments: str, store: str = "", fps: str = "") -> None:
        self.began = time.perf_counter()
        self.output = b""
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.environ["ONLYME_DATABASE"] = store
            if fps:
                os.environ["TEXTUAL_FPS"] = fps
            os.execv(sys.executable, [sys.executable, "-c", program, *arguments])
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))

    def until(self, *marks: bytes, patience: float = 60) -> float:
        """Seconds since the start, or since the last key, when all marks have been painted."""
        end = time.perf_counter() + patience
        while not all(mark in self.output for mark in marks):
            if time.perf_counter() > end:
                raise TimeoutError(f"{marks} were not painted: {self.output[-2000:]!r}")
            if select.select([self.file], [], [], 0.5)[0]:
                self.output += os.read(self.file, 1 << 16)
        return time.perf_counter() - self.began

    def rest(self) -> None:
        """Waits until nothing more is painted."""
        while select.select([self.file], [], [], 0.25)[0]:
            os.read(self.file, 1 << 16)

    def key(self, key: bytes) -> None:
        """Types a key."""
        self.output = b""
        self.began = time.perf_counter()
        os.write(self.file, key)

    def end(self) -> None:
        """Ends the process."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.file)


def started(program: str, *marks: bytes) -> float:
    """Seconds to the first full frame."""
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(program, store=str(Path(folder) / "attempts.sqlite3"))
        try:
            return screen.until(*marks)
        finally:
            screen.end()


def replies(program: str, lines: int, fps: str = "") -> list[float]:
    """Seconds from a key to its painted reply and the next question, many times."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "long.yaml"
        scenario.write_text(story())
        store = str(Path(folder) / "attempts.sqlite3")
        screen = Screen(program, str(lines), REPLY, str(scenario), store=store, fps=fps)
        found = []
        try:
            screen.until(b"Say 0")
            screen.rest()
            for count in range(CHOICES):
                screen.key(b"1")
                found.append(screen.until(b"DONE%d." % count, b"Say %d " % (count + 1)))
                screen.rest()
        finally:
            screen.end()
        return found


def _in_short(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {1000 * statistics.median(times):.1f} ms, p95 {1000 * ordered[int(len(ordered) * 0.95)]:.1f}"


def main() -> None:
    """Prints the figures."""
    ours, hello = [], []
    for _ in range(STARTS):  # by turns, so that a busy moment falls on both
        hello.append(started(HELLO, b"READY"))
        ours.append(started(OURS, b"Practise", b"help"))
    ratio = statistics.median(ours) / statistics.median(hello)
    row(
        "start to first full frame", f"{_in_short(ours)}; Textual hello {_in_short(hello)}; ratio {ratio:.2f}"
    )
    for lines in (10, 5_000):
        row(f"choice, stored and painted, after {lines:,} lines", _in_short(replies(PLAY, lines)))
        row("  the same at Textual's usual 60 frames a second", _in_short(replies(PLAY, lines, "60")))
        row("  RichLog, which stores nothing, at 60", _in_short(replies(LOG, lines, "60")))
        row("  RichLog at 120", _in_short(replies(LOG, lines, "120")))


if __name__ == "__main__":
    main()
