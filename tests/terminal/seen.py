"""What a screen should show, drawn by the application itself from moves alone, without store or process."""

from __future__ import annotations

import re

from simulator.engine.moves import Move
from simulator.terminal import playing
from simulator.terminal.app import OnlyMe
from simulator.terminal.screens.play import Play
from simulator.terminal.shelf import Shelf
from tests.terminal.hands import Hands, painted

_NOT_KEPT = re.compile(r"· (not kept|practice)\b")


def normal(text: str) -> str:
    """A screen without what may rightly differ: spaces at the ends of lines, and whether it is kept."""
    return _NOT_KEPT.sub("· practice", "\n".join(line.rstrip() for line in text.splitlines())).rstrip()


async def drawn(scenario: str, moves: tuple[Move, ...], size: tuple[int, int]) -> str:
    """The screen after so many moves, as one who has just come back to it sees it."""
    shelf = Shelf(keeps=False)
    held = playing.start(shelf, scenario)
    for move in moves:
        held.make(move)
    app = OnlyMe(shelf, held)
    async with app.run_test(size=size) as pilot:
        hands = Hands(app, pilot)
        await hands.on(Play)
        before = ""
        while (now := normal(painted(app))) != before:
            before = now
            await pilot.pause()
        return now
