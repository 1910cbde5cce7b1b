"""Hands and eyes for the tests: what is painted, waiting for it, and playing by keys or by mouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from simulator.engine.moves import Move, parse_move
from simulator.terminal.app import OnlyMe
from simulator.terminal.asking import END
from simulator.terminal.playing import Playing
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.play import Play
from simulator.terminal.shelf import Shelf
from simulator.terminal.widgets.menu import Menu
from simulator.view.past import Past

SMALL, LARGE = (80, 24), (140, 45)
_PATIENCE = 30  # seconds before a test gives up on what never comes


def painted(app: OnlyMe) -> str:
    """The screen as text, line by line."""
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
    )


def squeezed(text: str) -> str:
    """Text with single spaces, so that it can be found however it was wrapped."""
    return " ".join(text.split())


@dataclass
class Hands:
    """One application under test."""

    app: OnlyMe
    pilot: Pilot[Any]
    mouse: bool = False

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits until a condition holds."""
        clock = asyncio.get_running_loop().time
        end = clock() + _PATIENCE
        while not holds():
            assert clock() < end, f"never came; the screen shows:\n{painted(self.app)}"
            await self.pilot.pause()

    async def see(self, text: str) -> None:
        """Waits until a text is painted, however it is wrapped."""
        await self.until(lambda: squeezed(text) in squeezed(painted(self.app)))

    async def gone(self, text: str) -> None:
        """Waits until a text is no longer painted."""
        await self.until(lambda: not self.seen(text))

    def seen(self, text: str) -> bool:
        """Whether a text is painted, however it is wrapped."""
        return squeezed(text) in squeezed(painted(self.app))

    async def press(self, *keys: str) -> None:
        """Presses keys."""
        await self.pilot.press(*keys)

    async def on(self, kind: type) -> None:
        """Waits until a screen is the current one."""
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause()

    # -- menus

    async def choose(self, menu: str, key: Hashable) -> None:
        """Chooses a line: by the arrows and Enter, or by a click on it."""
        held = self.app.screen.query_one(menu, Menu)
        await self.until(lambda: key in held.keys)
        if not self.mouse:
            if isinstance(self.app.screen, Play) and len(held.keys) == 1:
                while not self.app.screen.transcript.at_end:  # Enter would read on first
                    await self.press("pagedown")
                    await self.pilot.pause()
            held.focus()
            while held.marked != key:
                down = held.keys.index(key) > held.keys.index(held.marked)
                await self.press("down" if down else "up")
            await self.press("enter")
            return
        place = next(place for place, value in held._keys.items() if value == key)
        while not 0 <= (row := held._starts[place] - held.scroll_offset.y) < held.size.height:
            turn = self.pilot._post_mouse_events
            kind = "MouseScrollDown" if row > 0 else "MouseScrollUp"
            from textual import events

            await turn([getattr(events, kind)], held, (3, 1), 0)
            await self.pilot.pause()
        gutter = held.styles.gutter
        await self.pilot.click(held, offset=(gutter.left + 3, gutter.top + row))

    async def click_key(self, label: str) -> None:
        """Clicks a label of the line of keys."""
        bar = self.app.screen.query_one("#keys")
        await self.until(lambda: f" {label} " in str(bar.render()))
        await self.pilot.click(bar, offset=(str(bar.render()).index(f" {label} ") + 1, 0))

    # -- playing

    @property
    def play(self) -> Play:
        """The play screen."""
        assert isinstance(self.app.screen, Play), self.app.screen
        return self.app.screen

    @property
    def playing(self) -> Playing:
        """What is being played."""
        return self.play.playing

    async def open(self, scenario: str) -> None:
        """From Home to the brief of a scenario."""
        await self.on(Home)
        await self.choose("#menu", ("practise", scenario))
        await self.on(Play)

    async def move(self, move: Move, *, digit: bool = False) -> None:
        """Makes a move that is being asked for, and waits for what comes of it."""
        session, screen = self.playing.session, self.play
        count = len(session.play.rows)
        if digit:
            options = [held.move for held in self.playing.waiting.options]
            await self.press(str(options.index(move) + 1))
        else:
            await self.choose("#decision", move)
        await self.until(lambda: len(session.play.rows) > count and not screen._saving)
        await self.pilot.pause()

    async def play_on(self, *wanted: str, digits: bool = False, last: bool = False) -> None:
        """Plays to the debrief. Makes the moves `wanted` as soon as they are asked for, else the first, or
        with `last` the last, line."""
        waiting = [parse_move(text) for text in wanted]
        while isinstance(self.app.screen, Play):
            if self.playing.over:
                await self.choose("#decision", END)
                break
            options = [held.move for held in self.playing.waiting.options]
            if waiting and waiting[0] in options:
                move = waiting.pop(0)
            else:
                move = options[-1 if last else 0]
            await self.move(move, digit=digits and options.index(move) < 9)
        await self.on(Debrief)
        assert not waiting, f"never asked for: {waiting}"


@asynccontextmanager
async def opened(
    place: Path, size: tuple[int, int] = SMALL, *, mouse: bool = False, first: Playing | Past | None = None
) -> AsyncIterator[Hands]:
    """The application with its store at `place`, Home filled in."""
    shelf = Shelf(str(place))
    app = OnlyMe(shelf, first)
    try:
        async with app.run_test(size=size) as pilot:
            hands = Hands(app, pilot, mouse)
            await hands.until(lambda: shelf._asked)
            await hands.pilot.pause()
            yield hands
    finally:
        shelf.close()
