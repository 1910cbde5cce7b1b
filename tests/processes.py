"""The command line in processes of its own: what it writes, with which status, for whoever tests it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.specs import read_specs, run, spec_file
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.scenario.load import find, load
from simulator.view.decision import decision

_MAIN = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
from simulator.cli.main import main
main()"""
ONLYME = (sys.executable, "-c", _MAIN)
PATIENCE = 60
"""Seconds after which a process that hangs is ended; no test waits for it to pass."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process left behind."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A place to work at: a folder, with a record of attempts of its own in it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process at this desk."""
        own = {"ONLYME_DATABASE": str(self.folder / "kept.sqlite3"), "PYTHONUTF8": "1", "TERM": "dumb"}
        return {**os.environ, **own}

    def onlyme(self, *words: str, typed: str = "", **variables: str) -> Ran:
        """Runs the command to its end with `typed` as its input."""
        ran = subprocess.run(
            [*ONLYME, *words],
            input=typed.encode("utf-8", "surrogateescape"),
            capture_output=True,
            cwd=self.folder,
            env={**self.environment, **variables},
            timeout=PATIENCE,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Begins the command, to be typed to and ended by whoever began it."""
        return subprocess.Popen(
            [*ONLYME, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment,
        )


def numbers(scenario: str, spec: str) -> str:
    """What a player would type, one number a line, to play a spec of the library in plain mode."""
    return "".join(f"{number}\n" for number in _numbers(scenario, spec))


def _numbers(scenario: str, spec: str) -> Iterator[int]:
    program = Program(load(scenario))
    told = run(program, spec, read_specs(spec_file(find(scenario))).playthroughs[spec]).play.moves
    play = Playthrough(program)
    for move in told:
        if play.rows:
            yield [option.move for option in decision(program, play.state).options].index(move) + 1
        play.do(move)
