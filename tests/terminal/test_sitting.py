"""Sitting an assessment in the terminal, from the code to what may be seen of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from simulator.engine.moves import parse_move
from simulator.terminal.asking import END
from simulator.terminal.screens.pick import Pick
from simulator.terminal.sit import pages
from simulator.terminal.sit.app import Assessing
from simulator.terminal.sit.door import Door
from simulator.terminal.sit.pages import Page
from simulator.terminal.sit.played import Assessed
from tests.helpers import Data
from tests.sat import ASSESSMENT, CODE, PERSON, Sat, sat
from tests.terminal.hands import LARGE, SMALL, Hands


@asynccontextmanager
async def assessing(
    held: Sat, size: tuple[int, int] = SMALL, person: str | None = PERSON
) -> AsyncIterator[Hands]:
    """The application of the person, at the list of assessments; without one, at the door."""
    app = Assessing(held.database, person)
    async with app.run_test(size=size) as pilot:
        hands = Hands(app, pilot)
        await hands.on(Pick if person else Door)
        yield hands


async def begin(hands: Hands) -> None:
    """From the list to the first scenario."""
    await hands.choose("#menu", ASSESSMENT)
    await hands.on(Page)
    while not hands.app.screen.query_one("#menu").at_end:
        await hands.press("enter")
        await hands.pilot.pause()
    await hands.choose("#menu", pages.START)
    await hands.on(Pick)
    await hands.until(lambda: type(hands.app.screen) is Pick)
    await hands.choose("#menu", pages.START)
    await hands.on(Assessed)


async def test_the_whole_way(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            await begin(hands)
            for line in ("begin", "say a", "say d"):
                await hands.move(parse_move(line))
            await hands.choose("#decision", END)
            await hands.until(lambda: "two" in hands.app.screen.query_one("#title").render().plain)
