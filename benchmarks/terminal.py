"""The screen beside a bare Textual application: start to the first full frame, memory, what it does at rest,
and, beside Textual's own `RichLog`, a choice to its painted reply after 10 to 5,000 lines of transcript.

Everything runs as its own process on a pseudo-terminal of 100×30, with a place of its own to keep things in,
so that what is timed is what a person waits for: from the start or a key to the last byte painted.
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
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import row

STARTS, CHOICES = 15, 24
LINES = (10, 100, 1_000, 5_000)
REST, ROUNDS = 20, 5
"""Seconds of rest that are looked at, side by side, and how often, each time with new processes."""
SIZE = (100, 30)

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello READY")

Hello().run()
"""
HOME = """
from simulator.terminal.app import run
run()
"""
PLAYING = """
from simulator.terminal.app import run
run(scenario="first-steps")
"""
REPLY = "An answer of the length that people give when they have been asked something they care about."
PLAY = """
import sys
from simulator.terminal import paragraphs, shelf, playing
from simulator.terminal.app import OnlyMe
from simulator.terminal.screens import play

lines, reply, scenario = int(sys.argv[1]), sys.argv[2], sys.argv[3]

class Long(play.Play):
    def on_mount(self):
        super().on_mount()
        self.transcript.append([paragraphs.paragraph(reply) for _ in range(lines)])

play.Play = Long
held = playing.start(shelf.Shelf(), scenario)
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

    def __init__(self, folder: str, program: str, *arguments: str, fps: str = "") -> None:
        settings = Path(folder) / "settings.json"
        settings.write_text('{"welcomed": true}')
        self.began = time.perf_counter()
        self.output = b""
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.environ["ONLYME_DATABASE"] = str(settings.with_name("attempts.sqlite3"))
            os.environ["ONLYME_SETTINGS"] = str(settings)
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
        screen = Screen(folder, program)
        try:
            return screen.until(*marks)
        finally:
            screen.end()


def replies(program: str, lines: int, fps: str = "") -> list[float]:
    """Seconds from a key to its painted reply and the next question, many times."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "long.yaml"
        scenario.write_text(story())
        screen = Screen(folder, program, str(lines), REPLY, str(scenario), fps=fps)
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


@dataclass(frozen=True, slots=True)
class Rest:
    """What a process that nobody touches holds, and did in `REST` seconds."""

    resident: float
    """Megabytes in memory, shared libraries among them."""
    shared: float
    """Likewise, with what is shared divided among those who share it."""
    busy: float
    """Milliseconds of processor time, of all threads, as the scheduler counts it."""
    wakes: int
    """How often a thread gave the processor up of its own accord: once for each time it was woken."""


def resting(programs: Mapping[str, tuple[str, bytes]], first: int) -> dict[str, Rest]:
    """Programs at rest, side by side, each looked at once it has painted its mark and gone quiet. They are
    started one after the other, from the one at place `first` on."""
    with ExitStack() as ends:
        screens = {}
        held = list(programs.items())
        for name, (program, mark) in held[first:] + held[:first]:
            screens[name] = Screen(ends.enter_context(tempfile.TemporaryDirectory()), program)
            ends.callback(screens[name].end)
            screens[name].until(mark)
        time.sleep(3)  # Home goes on reading behind its first frame
        for screen in screens.values():
            screen.rest()
        before = {name: _worked(screen.pid) for name, screen in screens.items()}
        time.sleep(REST)
        found = {}
        for name, screen in screens.items():
            (busy, wakes), (busy_before, wakes_before) = _worked(screen.pid), before[name]
            resident, shared = _memory(screen.pid)
            found[name] = Rest(resident, shared, (busy - busy_before) / 1e6, wakes - wakes_before)
        return found


def _worked(pid: int) -> tuple[int, int]:
    """Nanoseconds on a processor and times woken, of all threads so far."""
    busy = wakes = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        busy += int((task / "schedstat").read_text().split()[0])
        wakes += _figure(task / "status", "voluntary_ctxt_switches")
    return busy, wakes


def _memory(pid: int) -> tuple[float, float]:
    file = Path(f"/proc/{pid}/smaps_rollup")
    return _figure(file, "Rss") / 1024, _figure(file, "Pss") / 1024


def _figure(file: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(f"{name}:"))


def _in_short(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {1000 * statistics.median(times):.1f} ms, p95 {1000 * ordered[int(len(ordered) * 0.95)]:.1f}"


def start() -> None:
    """Start to the first full frame."""
    ours, hello = [], []
    for _ in range(STARTS):  # by turns, so that a busy moment falls on both
        hello.append(started(HELLO, b"READY"))
        ours.append(started(HOME, b"Practise", b"help"))
    ratio = statistics.median(ours) / statistics.median(hello)
    row(
        "start to first full frame", f"{_in_short(ours)}; Textual hello {_in_short(hello)}; ratio {ratio:.2f}"
    )


def rest() -> None:
    """Memory, and what is done while nothing happens: the medians of all rounds, and their range."""
    bare = "Textual hello"
    programs = {bare: (HELLO, b"READY"), "Home": (HOME, b"Practise"), "a play": (PLAYING, b"Begin")}
    rounds = [resting(programs, number % len(programs)) for number in range(ROUNDS)]
    for name in programs:
        resident = statistics.median(found[name].resident for found in rounds)
        ratio = statistics.median(found[name].resident / found[bare].resident for found in rounds)
        shared = statistics.median(found[name].shared for found in rounds)
        row(
            f"memory at rest, {name}",
            f"{resident:.1f} MB (ratio {ratio:.2f}), {shared:.1f} MB with libraries shared out",
        )
    for name in programs:
        busy = sorted(found[name].busy for found in rounds)
        wakes = statistics.median(found[name].wakes for found in rounds)
        beside = statistics.median(found[name].busy / found[bare].busy for found in rounds)
        row(
            f"{REST} s at rest, {ROUNDS} times, {name}",
            f"{statistics.median(busy):.1f} ms of processor time ({busy[0]:.1f} to {busy[-1]:.1f}), "
            f"ratio {beside:.2f}, woken {wakes:.0f} times",
        )


def answer() -> None:
    """A choice to its painted reply, by the length of the transcript."""
    for lines in LINES:
        ours, log = replies(PLAY, lines, "60"), replies(LOG, lines, "60")
        ratio = statistics.median(ours) / statistics.median(log)
        row(
            f"choice, stored and painted, after {lines:,} lines, 60 frames/s",
            f"{_in_short(ours)}; RichLog, which stores nothing, {_in_short(log)}; ratio {ratio:.2f}",
        )
        row(
            "  as we run, 120 frames/s",
            f"{_in_short(replies(PLAY, lines))}; RichLog {_in_short(replies(LOG, lines, '120'))}",
        )


def main() -> None:
    """Prints the figures."""
    start()
    rest()
    answer()


if __name__ == "__main__":
    main()
