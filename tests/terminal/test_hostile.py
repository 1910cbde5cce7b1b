"""Text that a person wrote, in every field and on every screen, as the bytes that reach a terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.terminal import sitting
from simulator.terminal.actions import commands
from simulator.terminal.app import OnlyMe
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.play import Play
from simulator.terminal.shelf import Shelf
from simulator.terminal.widgets.menu import Menu
from tests.terminal.hands import Hands, squeezed
from tests.terminal.ptys import terminal
from tests.terminal.test_literal import EVIL, hostile
from tests.terminal.vt import Screen

SIZE = (118, 100)
"""High enough for a whole screen, and one column, so that a text stands on the lines one after the other."""
PAYLOADS = (
    # markup, and actions in it
    "[@click=app.leave]x[/]",
    "[@click='app.leave()']x[/@click]",
    "[link=file:///etc/passwd]x[/link]",
    "[/]",
    "[/bold]",
    "[bold",
    "[bold red on blue]x[/]",
    "[50% off]",
    "\\[b]x\\[/b]",
    "[[b]]x[[/b]]",
    "[b][i][u][s][r]x",
    "$accent [$primary]x[/]",
    "{app.title} {0} %s %(x)s",
    ":smile: &amp; <b>x</b>",
    "`x` **x** # x",
    # sequences a terminal obeys
    "\x1b[5;43mx\x1b[0m",
    "\x1b[2J\x1b[3J\x1bc",
    "\x1b]0;title\x07",
    "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]52;c;eA==\x07",
    "\x1b[6n\x1b[0c\x05",
    "\x1bP$qm\x1b\\x",
    "\x1b_x\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "\x9b5mx\x9d0;title\x9c",
    "x\x07\x08\x08\x08\x0b\x0c\x7f",
    "x\x0e\x0f\x00\x18\x1a",
    # letters that hide, turn or swallow others
    "x\u202eevil\u202c",
    "\u2066x\u2069\u200f\u061c",
    "x\u200b\u2060\ufeff\u00ady",
    "e" + "\u0301" * 40,
    "\U000e0041\U000e007fx",
)
_FRAME = re.compile("[\u2500-\u259f]")
"""Lines and blocks around text; a text goes on behind them."""
_COLOUR = r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|[34][0-79]|(?:9|10)[0-7]"
_OURS = re.compile(rf"'\\x1b\]22;[a-z]+\\x07'|m (?:(?:[0-47]|22|23|24|27|{_COLOUR});?)*")
"""What Textual itself sends while it runs: the form of the pointer, and styles, none of which blinks."""


def left(payload: str) -> str:
    """What is to be seen of a payload: all but controls, format characters, and marks beyond a few."""
    shown = "".join(held for held in payload if unicodedata.category(held) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", re.sub("(\u0301{8})\u0301+", r"\1", shown))


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


def written(folder: Path, payload: str) -> Path:
    """A scenario with a payload in every field of text, after a word that tells the field."""

    def filled(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: filled(value) for key, value in data.items()}
        if isinstance(data, list):
            return [filled(value) for value in data]
        return data.replace(EVIL, payload) if isinstance(data, str) else data

    file = hostile(folder)
    data = filled(yaml.safe_load(file.read_text()))
    file.write_text(yaml.safe_dump(data, allow_unicode=False))
    return file


class Walk:
    """Through every screen of a scenario, from its brief to the last page of its debrief."""

    def __init__(self, app: OnlyMe) -> None:
        self.app = app
        self.screen = Screen(*SIZE)
        self.shown: list[str] = []

    async def __call__(self, pilot: Pilot[Any]) -> None:
        """Goes, and leaves."""
        self.hands = Hands(self.app, pilot)
        await self.hands.on(Play)
        while isinstance(self.app.screen, Play):
            play = self.app.screen
            await self.look()
            if "Speech" in self.shown[-1]:
                await self.panels()
            await self.hands.move(self.hands.sitting.waiting.options[0].move)
            await self.hands.until(lambda play=play: not play._saving)
        await self.debrief()
        self.app.notify(self.shown[0], title=self.shown[0], timeout=60)
        await pilot.pause()
        await self.look()
        self.app.exit()

    async def look(self) -> None:
        """Takes in what has been sent; it must be what is painted, and do nothing when clicked."""
        await self.hands.pilot.pause()
        driver = self.app._driver
        assert isinstance(driver, Wire)
        self.screen.feed(driver.sent)
        driver.sent = ""
        self.shown.append(squeezed(_FRAME.sub(" ", self.screen.text)))
        for strip in self.app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is None or not segment.style.link
                assert segment.style is None or "@click" not in segment.style.meta

    async def panels(self) -> None:
        """Opens and shuts whatever a key opens while playing."""
        for held in commands("play"):
            if held.digit or held.action in ("close", "undo"):
                continue
            await self.hands.press(held.keys.split(",")[0])
            await self.look()
            while not isinstance(self.app.screen, Play) or isinstance(self.app.focused, Input):
                await self.hands.press("escape")
                await self.hands.pilot.pause()

    async def debrief(self) -> None:
        """Turns every page, and opens every moment."""
        await self.hands.on(Debrief)
        await self.look()
        await self.hands.press("escape")
        before = ""
        while self.shown[-1] != before:  # the last page has none after it
            before = self.shown[-1]
            menu = self.app.screen.query_one("#page", Menu)
            for key in menu.keys:
                if type(key).__name__ == "Opened":
                    menu.choose(key)
                    await self.hands.pilot.pause()
            await self.look()
            await self.hands.press("right")


async def walked(folder: Path, payload: str) -> Walk:
    """A whole walk through a scenario with a payload."""
    shelf = Shelf(str(folder / "kept.sqlite3"))
    app = OnlyMe(shelf, sitting.start(shelf, str(written(folder, payload))), Wire)
    walk = Walk(app)
    await app.run_async(size=SIZE, auto_pilot=walk)
    shelf.close()
    return walk


FIELDS = (
    *("Title", "About", "Role", "Capability", "Goal", "Dana", "Chief", "Meeting", "Homework", "Found", "Aim"),
    *("Hint", "Scene", "Speech", "Say", "Other", "Reply", "Sheet", "Log", "The end", "Ending", "Thinks"),
    "Tempting",
)


@pytest.mark.parametrize("payloads", [PAYLOADS[n : n + 4] for n in range(0, len(PAYLOADS), 4)], ids=ascii)
async def test_payloads_in_every_field_are_only_shown(
    tmp_path: Path, payloads: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a transcript may be written
    walk = await walked(tmp_path, " ".join(payloads))
    shown, expected = " ".join(walk.shown), " ".join(map(left, payloads))
    for name in FIELDS:
        assert squeezed(f"{name} {expected}") in shown, name
    assert not {held for held in walk.screen.sequences if not _OURS.fullmatch(held)}


def played(folder: Path, payload: str) -> Screen:
    """What a real terminal is sent by a whole play."""
    screen = Screen(*SIZE)
    with terminal(folder / "kept.sqlite3", f"scenario={written(folder, payload)}", size=SIZE) as held:
        for _ in held._waits():
            held.read(0.2)
            screen.feed(held.output.decode(errors="replace"))
            held.press("1" if "leave" in screen.text else "")
            if "The end " in screen.text:
                return screen
    raise AssertionError


def test_a_real_terminal_is_sent_nothing_but_what_textual_sends(tmp_path: Path) -> None:
    plain, hostile = played(tmp_path, "plain"), played(tmp_path, " ".join(PAYLOADS))
    assert {held for held in hostile.sequences - plain.sequences if not _OURS.fullmatch(held)} == set()
    assert "[@click=app.leave]x[/]" in hostile.text
