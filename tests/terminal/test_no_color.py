"""With NO_COLOR no colour reaches the terminal, and where one is can be seen all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot

from simulator.terminal.app import OnlyMe
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.shelf import Shelf
from tests.terminal.hands import Hands, opened
from tests.terminal.ptys import terminal
from tests.terminal.test_reach import PLACES, WIDE, styled, the_focus_can_be_seen
from tests.terminal.vt import Screen

SIZE = (118, 100)
_NO_COLOUR = re.compile(r"m (?:(?:[0-47]|2[2-47]);?)*")
"""Bold, dim, italic, underlined and reversed, and the end of each."""


class Wire(Driver):
    """A driver that keeps what would be sent to a terminal."""

    sent = ""

    def write(self, data: str) -> None:
        """Keeps it."""
        self.sent += data

    def start_application_mode(self) -> None:
        """Tells the size."""
        self.send_message(events.Resize(Size(*SIZE), Size(*SIZE)))

    def disable_input(self) -> None:
        """There is none."""

    def stop_application_mode(self) -> None:
        """Nothing was changed."""


@pytest.fixture(autouse=True)
def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def styles(screen: Screen) -> set[str]:
    """The sequences for styles that were sent."""
    return {held for held in screen.sequences if held.startswith("m ")}


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
async def test_no_screen_sends_a_colour(tmp_path: Path, theme: str) -> None:
    shelf = Shelf(str(tmp_path / "kept.sqlite3"))
    app = OnlyMe(shelf, driver_class=Wire)
    sent = Screen(*SIZE)

    async def walk(pilot: Pilot[Any]) -> None:
        hands = Hands(app, pilot)
        app.theme = theme
        for key in ("l", "p", "g", "s", "w", "a", "question_mark", "ctrl+p"):
            await hands.press(key)
            await pilot.pause()
            await hands.press("escape")
            await pilot.pause()
        await hands.open("first-steps")
        await hands.press("slash", *"no")
        await hands.press("enter", "escape")
        await hands.play_on()
        await hands.on(Debrief)
        hands.app.screen.say("This went wrong", bad=True)  # type: ignore[attr-defined]
        await pilot.pause()
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=walk)
    shelf.close()
    assert isinstance(app._driver, Wire)
    sent.feed(app._driver.sent)
    assert "This went wrong" in sent.text
    assert len(styles(sent)) > 1
    assert not {held for held in styles(sent) if not _NO_COLOUR.fullmatch(held)}


def test_a_real_terminal_is_sent_no_colour(tmp_path: Path) -> None:
    screen = Screen(100, 30)
    with terminal(tmp_path / "kept.sqlite3") as held:
        held.see("First steps", "help")
        screen.feed(held.output.decode(errors="replace"))
    assert not {held for held in styles(screen) if not _NO_COLOUR.fullmatch(held)}


def colourless(app: OnlyMe) -> Iterator[tuple[str, str]]:
    """Everything painted, with what of its style is no colour."""
    return ((text, str(style and style.without_color)) for text, style in styled(app))


@pytest.mark.parametrize("where", sorted({*PLACES} - {"menu", "paper", "app"}))
async def test_where_the_focus_is_can_be_seen_without_colours(place: Path, where: str) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        await the_focus_can_be_seen(hands, colourless)


async def test_the_marked_line_can_be_seen_without_colours(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("down")
        await hands.pilot.pause()
        marked = [
            text for text, style in colourless(hands.app) if "reverse" in style and text.startswith("›")
        ]
        assert marked
