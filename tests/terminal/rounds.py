"""A round through every screen by keys alone: in this process, or as a process on a terminal of its own."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from pathlib import Path
from typing import Any, Protocol

from textual import events

from simulator.terminal import app as application
from simulator.terminal.cards import card
from tests.terminal.hands import Hands, opened, painted, squeezed
from tests.terminal.payloads import FIELDS, FILE, OWN, Choice, broken, left, written
from tests.terminal.ptys import Terminal, terminal
from tests.terminal.vt import Screen

SIZE = (118, 100)
"""High enough for a whole screen, and one column, so that a text stands on the lines one after the other."""
_FRAME = re.compile("[\u2500-\u259f]")
"""Lines and blocks around text; a text goes on behind them."""
_PAGE = re.compile(r"(\d+) of (\d+)")
_QUIET, _SOON, _AGAIN, _PATIENCE = 0.1, 1.0, 2.0, 60.0
"""Seconds: of silence after which a screen is whole, for a key to show, without an answer after which a key
is pressed once more, and for what must come."""
_COLOUR = r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|[34][0-79]|(?:9|10)[0-7]"
_OURS = re.compile(
    r"'\\x1b\]22;[a-z]+\\x07'"  # the form of the pointer
    r"|[hl] \?(?:7|25|100[0346]|1015|1049|2004)|p \?20(?:26|48)\$|u (?:<|>25)"  # modes, and what there is
    rf"|m (?:(?:[0-47]|22|23|24|27|{_COLOUR});?)*"  # styles, none of which blinks
)
"""What Textual itself sends."""
_BYTES = {
    "escape": "\x1b", "enter": "\r", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "pagedown": "\x1b[6~",
}  # fmt: skip
_RUN = """
import sys
from pathlib import Path
from simulator.terminal import app
from simulator.terminal.cards import card
held = tuple(card(name, Path(name).read_bytes()) for name in sys.argv[1:])
app.cards = lambda: held
sys.exit(app.run())
"""


class Eyes(Protocol):
    """What a round needs: keys, and what they bring about."""

    async def press(self, *keys: str) -> None:
        """Presses keys, by Textual's names."""

    async def paste(self, text: str) -> None:
        """Pastes a text."""

    async def look(self) -> str:
        """What is painted, squeezed, once nothing changes any more."""


class Inside:
    """The application in this process. Nothing it paints may be foreign or do anything."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    async def press(self, *keys: str) -> None:
        """Presses keys."""
        await self.hands.press(*keys)

    async def paste(self, text: str) -> None:
        """Pastes a text, as the terminal hands it on."""
        self.hands.app.post_message(events.Paste(text))

    async def look(self) -> str:
        """The screen."""
        await self.hands.pilot.pause()
        for strip in self.hands.app.screen._compositor.render_strips():
            for segment in strip:
                assert not any(unicodedata.category(held) in ("Cc", "Cf") for held in segment.text), segment
                assert segment.style is None or not segment.style.link
                assert segment.style is None or "@click" not in segment.style.meta
        return squeezed(_FRAME.sub(" ", painted(self.hands.app)))


class Outside:
    """The application on a terminal of its own."""

    def __init__(self, held: Terminal) -> None:
        self.held = held
        self.screen = Screen(*SIZE)

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until each shows."""
        for key in keys:
            self._type(_BYTES.get(key, "?" if key == "question_mark" else key))

    async def paste(self, text: str) -> None:
        """Pastes a text; a terminal takes control characters out of it itself."""
        typed = "".join(held for held in text if unicodedata.category(held) != "Cc")
        self._type(f"\x1b[200~{typed}\x1b[201~")

    async def look(self) -> str:
        """The screen."""
        self._settle(_QUIET / 10)
        return squeezed(_FRAME.sub(" ", self.screen.text))

    def _type(self, text: str) -> None:
        os.write(self.held.master, text.encode())
        self._settle(_SOON)

    def _settle(self, first: float) -> None:
        """Takes in what comes, waiting so long for the first of it."""
        patience = first
        while True:
            self.held.output = b""
            self.held.read(patience)
            if not self.held.output:
                return
            self.screen.feed(self.held.output.decode(errors="replace"))
            patience = _QUIET


class Round:
    """From Home through everything and back; `shown` is what was seen on the way."""

    def __init__(self, eyes: Eyes, own: str) -> None:
        self.eyes = eyes
        self.own = f"{OWN} {own}"
        self.shown: list[str] = []

    async def look(self, wanted: str = "") -> str:
        """Waits until a text is shown."""
        end = time.monotonic() + _PATIENCE
        while wanted not in (text := await self.eyes.look()):
            assert time.monotonic() < end, f"{wanted!r} never came; the screen shows {text}"
        self.shown.append(text)
        return text

    async def press(self, key: str, wanted: str = "") -> str:
        """Presses a key, and waits for what it should bring."""
        await self.eyes.press(key)
        return await self.look(wanted)

    async def write(self, wanted: str, *, enter: bool = True) -> str:
        """Writes one's own line where one can, and waits for what it should bring."""
        await self.eyes.paste(self.own)
        if enter:
            await self.eyes.press("enter")
        return await self.look(wanted)

    async def go(self) -> None:
        """Goes round."""
        await self.look("Practise")
        await self.library()
        await self.play()
        await self.debrief()
        await self.press("p", "Finished attempts")
        await self.press("escape", "Practise")
        await self.press("2", "cannot be opened")
        await self.press("escape", "Practise")

    async def library(self) -> None:
        """To the card of the first scenario, and to its brief."""
        await self.press("l", "Type to narrow")
        await self.write("matches", enter=False)
        await self.press("escape", "Practise")
        await self.press("l", "Library")
        await self.press("enter", "Start")
        await self.press("escape", "Library")
        await self.press("escape", "Practise")
        await self.press("1", "Begin")

    async def play(self) -> None:
        """Plays to the debrief, with a look at everything on the way, and back Home once."""
        looked, before, again = False, "", 0.0
        while "· debrief ·" not in (text := await self.look()):
            if text == before and time.monotonic() < again:
                continue  # it is still being stored
            again = time.monotonic() + _AGAIN  # a key that comes while it is, is not heard
            if "Speech" in text and not looked:
                looked = True
                await self.panels()
                text = await self.home_and_back()
            before = text
            await self.eyes.press("1")

    async def panels(self) -> None:
        """Opens what a key opens while playing, and writes where one can."""
        await self.press("h")
        await self.press("h", "Hint")
        for key in ("b", "l", "p", "w", "question_mark"):
            await self.press(key)
            await self.press("escape", "Speech")
        await self.press("slash" if isinstance(self.eyes, Inside) else "/", "Find")
        await self.write("was not said")
        await self.press("escape")
        await self.press("n", "Note")
        await self.write("")
        await self.press("l", "Your notes")
        await self.press("escape", "Speech")
        await self.press("y", "You:")
        await self.write("You said:")
        await self.press("y")
        await self.press("s", "Written to")

    async def home_and_back(self) -> str:
        """Leaves, is asked whether to delete the attempt, and goes on with it."""
        await self.press("q", "Continue")
        await self.eyes.press(*["up"] * 3)
        await self.press("d", "Delete this attempt?")
        await self.press("escape", "Continue")
        return await self.press("c", "Speech")

    async def debrief(self) -> None:
        """Turns every page, opens every moment, writes and saves."""
        while True:
            if "next field" in await self.look():
                await self.write("", enter=False)
                await self.press("escape")
            while "▸" in (text := await self.look()):
                await self.eyes.press("enter" if "› ▸" in text else "down")
            page = _PAGE.search(text)
            assert page is not None, text
            if page[1] == page[2]:
                break
            await self.eyes.press("right")
        await self.press("s", "Saved")
        await self.press("q", "Practise")

    def sees(self, choice: Choice) -> None:
        """Asserts that every field was seen as it stands, and what was written too."""
        shown = " ".join(self.shown)
        for field in FIELDS:
            wanted = squeezed(f"{field} {left(choice(field))}")
            assert wanted in shown, wanted
        own = squeezed(left(self.own))
        for wanted in (f"matches “{own}”", f"“{own}” was not said", f"– {own}", f"You said: {own}"):
            assert wanted in shown, wanted
        file = f"{FILE} {left(choice(FILE).replace('/', '|'))}.yaml"
        assert "".join(file.split()) in shown.replace(" ", "")  # a tab in a name is shown as a space


async def inside(folder: Path, choice: Choice, monkeypatch: Any) -> None:
    """A round in this process; `folder` is where one is."""
    names = written(folder, choice), broken(folder, choice)
    held = tuple(card(name, Path(name).read_bytes()) for name in names)
    monkeypatch.setattr(application, "cards", lambda: held)
    async with opened(folder / "attempts.sqlite3", SIZE) as hands:
        round = Round(Inside(hands), choice(OWN))
        await round.go()
    round.sees(choice)


async def outside(folder: Path, choice: Choice) -> Screen:
    """A round on a terminal; everything that was sent to it is in the screen's sequences."""
    names = written(folder, choice), broken(folder, choice)
    with terminal(folder / "attempts.sqlite3", *names, size=SIZE, run=_RUN) as held:
        eyes = Outside(held)
        round = Round(eyes, choice(OWN))
        await round.go()
        held.press("q")
        assert held.ended() == 0
        eyes.screen.feed(held.output.decode(errors="replace"))
    round.sees(choice)
    return eyes.screen


def harmless(screen: Screen) -> None:
    """Asserts that a terminal was sent nothing but what Textual sends."""
    assert not {held for held in screen.sequences if not _OURS.fullmatch(held)}
