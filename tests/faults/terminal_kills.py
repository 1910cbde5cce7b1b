"""Kill the application at random moments while it is driven by random keys, and look at what comes back.

    python -m tests.faults.terminal_kills --count 300

After each kill: every decision that had been painted is on record, and the application, opened again on the
same attempt, paints the very screen that belongs to the last choice on record. What it should be is drawn
from the moves alone, by an application that never stored anything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import select
import sys
import tempfile
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from simulator.attempts.store import Store
from simulator.engine.attempt import Playthrough, Row
from simulator.engine.program import Program
from simulator.scenario.load import load
from simulator.terminal.asking import ONWARD
from simulator.view.decision import decision
from tests.terminal.hands import squeezed
from tests.terminal.ptys import Terminal, terminal
from tests.terminal.seen import drawn, normal
from tests.terminal.vt import Screen

SIZE = (100, 30)
KEYS = ("1", "1", "1", "2", "2", "3", "\r", "\r", "\x1b[B", "\x1b[A", "u", "h", "t", "l", "p", "b")
LONGEST = 12
"""Keys between an opening and the kill, at most."""
QUIET = 0.15
"""Seconds without a byte after which a frame counts as whole."""
PATIENCE = 15
"""Seconds in which the application must have opened on the screen that is expected."""
SCENARIOS = ("first-steps", "quiet-eleventh-year")
_CHOICE = re.compile(r"^┃ [› ] (\d) .*$", re.MULTILINE)
"""A line to choose from, as it is painted."""
PLAYING = " l ledger "
"""What stands on the line of keys while a decision waits."""


@dataclass
class Tally:
    """What a run of kills came to."""

    kills: int = 0
    stories: int = 0
    keys: int = 0
    painted: int = 0
    """Decisions that were seen painted before a kill and looked for after it."""
    faults: list[str] = field(default_factory=list)


class Watched:
    """The application on a terminal, and every whole frame it has painted."""

    def __init__(self, held: Terminal) -> None:
        self.held = held
        self.screen = Screen(*SIZE)
        self.frames: list[str] = []
        self._text = getincrementaldecoder("utf-8")("replace")

    def watch(self, seconds: float) -> None:
        """Takes in what is painted for as long as something comes at least every so many seconds."""
        data = b""
        while select.select([self.held.master], [], [], seconds)[0]:
            try:
                data = os.read(self.held.master, 1 << 16)
            except OSError:
                break
            self.screen.feed(self._text.decode(data))
        if data and seconds >= QUIET:
            self.frames.append(normal(self.screen.text))

    def until(self, wanted: str) -> str:
        """Waits for a screen, or for another one that no longer changes; what is painted in the end."""
        for _ in range(int(PATIENCE / QUIET)):
            self.watch(QUIET)
            if normal(self.screen.text) == wanted:
                break
        return normal(self.screen.text)


def asked(play: Playthrough) -> tuple[str, ...]:
    """The first words of each line that can be chosen now; after the end, of the one that leads on."""
    if play.state.over:
        return (f"1 {ONWARD}",)
    options = decision(play.program, play.state).options
    return tuple(
        f"{number} {' '.join(held.label.split()[:3])}" for number, held in enumerate(options, start=1)
    )


def history(program: Program, rows: Iterable[Row]) -> tuple[Playthrough, list[tuple[str, ...]]]:
    """Where rows lead, and every decision that was asked on the way."""
    play = Playthrough(program)
    decisions = [asked(play)]
    for row in rows:
        play.take(row)
        decisions.append(asked(play))
    return play, decisions


def lost(frames: Iterable[str], decisions: Iterable[tuple[str, ...]]) -> str:
    """The first frame of the play whose decision is not on record, in the order of the frames; empty where
    all are. A decision may be on record without having been painted, but not the other way."""
    left, last = iter(decisions), None
    for frame in frames:
        if last is not None and _shows(frame, last):
            continue
        last = next((held for held in left if _shows(frame, held)), None)
        if last is None:
            return frame
    return ""


def _shows(frame: str, decision: tuple[str, ...]) -> bool:
    """Whether every line to choose from that a frame has room for is one of a decision."""
    shown = {int(held[1]): squeezed(held[0]) for held in _CHOICE.finditer(frame)}
    return bool(shown) and all(
        number <= len(decision) and decision[number - 1] in line for number, line in shown.items()
    )


def run(folder: Path, count: int, seed: int) -> Tally:
    """Kills the application `count` times, and looks after each. A story that is over is opened once more."""
    dice, tally = random.Random(seed), Tally()
    while tally.kills < count:
        scenario = SCENARIOS[tally.stories % len(SCENARIOS)]
        tally.stories += 1
        place = folder / f"{tally.stories}.sqlite3"
        words, expected, over = f"scenario={scenario}", asyncio.run(drawn(scenario, (), SIZE)), False
        while tally.kills < count and not over:
            painted = _killed(place, words, expected, dice, tally)
            attempt, play = _kept(place, scenario, painted, tally)
            words = f"resume={attempt}" if attempt else f"scenario={scenario}"
            expected, over = asyncio.run(drawn(scenario, play.moves, SIZE)), play.state.over
        if over:
            _killed(place, words, expected, None, tally)
    return tally


def _killed(place: Path, words: str, expected: str, dice: random.Random | None, tally: Tally) -> list[str]:
    """Opens the application on what is expected, types at random and kills it; the frames it painted."""
    with terminal(place, words, size=SIZE) as held:
        watched = Watched(held)
        if (found := watched.until(expected)) != expected:
            tally.faults.append(f"kill {tally.kills}, {words}: opened on\n{found}\ninstead of\n{expected}")
        for _ in range(dice.randint(1, LONGEST) if dice else 0):
            os.write(held.master, dice.choice(KEYS).encode() if dice else b"")
            tally.keys += 1
            watched.watch(dice.choice((0.0, 0.01, 0.05, QUIET)) if dice else 0)
        watched.watch(dice.uniform(0, QUIET) if dice else 0)
        held.process.kill()
        held.process.wait()
    tally.kills += 1
    return watched.frames


def _kept(place: Path, scenario: str, painted: list[str], tally: Tally) -> tuple[str, Playthrough]:
    """What is on record after a kill: the attempt to go on with, if there is one, and where it stands."""
    program, decisions, found = Program(load(scenario)), [asked(Playthrough(Program(load(scenario))))], []
    if place.exists():
        with closing(Store.open(place)) as store:
            for listed in sorted(store.list(), key=lambda held: held.started):
                play, told = history(program, store.load(listed.id)[1])
                decisions += told
                found.append((listed.finished, listed.id, play))
    # The first frame of all may still be without the decision.
    asked_in = [frame for frame in painted if PLAYING in frame and "› " in frame]
    tally.painted += len(asked_in)
    if frame := lost(asked_in, decisions):
        tally.faults.append(f"kill {tally.kills}: painted, but not on record:\n{frame}")
    if not found:
        return "", Playthrough(program)
    _, attempt, play = min(found, key=lambda held: held[0])
    return attempt, play


def main() -> int:
    """Runs the proof, prints its figures, and fails if anything was lost or looked otherwise."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300, help="how many times to kill")
    parser.add_argument("--seed", type=int, default=1, help="of the keys and the moments")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), chosen.count, chosen.seed)
    print(
        f"kills {tally.kills}, stories {tally.stories}, keys {tally.keys}, "
        f"decisions seen painted and found on record {tally.painted}, faults {len(tally.faults)}"
    )
    for fault in tally.faults:
        print(fault, file=sys.stderr)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
