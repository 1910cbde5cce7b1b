"""The main screens as they were, in text and styles, at three sizes and in three kinds of colour.

`make snapshots` writes them anew, after a change that is meant; what changed is then read in the difference.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path

import pytest
from textual.app import App

from simulator.terminal.asking import END
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library
from simulator.terminal.screens.progress import ProgressRoom
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.sit import way
from simulator.terminal.sit.app import Assessing
from simulator.terminal.sit.door import Door
from simulator.terminal.sit.pages import Page
from simulator.terminal.sit.played import Assessed
from simulator.terminal.widgets.menu import Menu
from simulator.view.countdown import Countdown
from tests.sat import CODE, sat
from tests.terminal.hands import Hands, opened, painted

KEPT = Path(__file__).parent / "snapshots"
REWRITE = os.environ.get("ONLYME_REWRITE_SNAPSHOTS") == "1"
SIZES = ((80, 24), (100, 30), (160, 45))
THEMES = ("dark", "light", "ansi")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")


def words(app: App[None]) -> str:
    """What is painted, without the spaces at the ends of lines; any moment is the same moment."""
    text = _MOMENT.sub(lambda found: "2026-01-01 12:00"[: len(found[0])], painted(app))
    return "\n".join(line.rstrip() for line in text.splitlines())


def styles(app: App[None]) -> str:
    """Each style, with the cells that have it: row, first column and width."""
    places: dict[str, list[str]] = {}
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        column = 0
        for segment in strip.simplify():
            style = str(segment.style.clear_meta_and_links()) if segment.style else "none"
            places.setdefault(style, []).append(f"{row}:{column}+{segment.cell_length}")
            column += segment.cell_length
    return "\n".join(f"{style}\n  {' '.join(held)}" for style, held in sorted(places.items()))


async def compare(hands: Hands, name: str) -> None:
    """Holds a screen, in every theme, against what was kept of it."""
    width, height = hands.app.size
    parts = []
    for theme in THEMES:
        hands.app.theme = theme
        await still(hands)
        if not parts:
            parts.append(words(hands.app))
        assert words(hands.app) == parts[0], f"{name}: the words depend on the colours"
        parts.append(f"-- {theme}\n{styles(hands.app)}")
    found = "\n".join(parts) + "\n"
    file = KEPT / f"{name}-{width}x{height}.txt"
    if REWRITE:
        KEPT.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8"), f"{name}: see `make snapshots` if the change is meant"


async def still(hands: Hands) -> None:
    """Waits until nothing more changes."""
    before = ""
    while (now := words(hands.app) + styles(hands.app)) != before:
        before = now
        await hands.pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screens_are_as_they_were(place: Path, size: tuple[int, int]) -> None:
    async with opened(place, size) as hands:
        await hands.on(Home)
        await compare(hands, "home")
        for key, kind, name in (
            ("l", Library, "library"),
            ("p", ProgressRoom, "progress"),
            ("s", SettingsRoom, "settings"),
            ("question_mark", Sheet, "help"),
        ):
            await hands.press(key)
            await hands.on(kind)
            await compare(hands, name)
            await hands.press("escape")
            await hands.on(Home)
            await hands.until(lambda: not any(worker.is_running for worker in hands.app.workers))
        await hands.open("first-steps")
        await compare(hands, "brief")
        await hands.move(hands.playing.waiting.options[0].move)
        await compare(hands, "prepare")
        while "say" not in {held.move.verb for held in hands.playing.waiting.options}:
            await hands.move(hands.playing.waiting.options[0].move)
        await compare(hands, "meeting")
        for key, name in (("l", "ledger"), ("p", "people")):
            await hands.press(key)
            await hands.on(Sheet)
            await compare(hands, name)
            await hands.press("escape")
            await hands.until(lambda: not isinstance(hands.app.screen, Sheet))
        await hands.play_on()
        await compare(hands, "debrief")
        await hands.press("escape", "right")
        await hands.on(Debrief)
        await compare(hands, "debrief-2")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_assessment_looks_as_it_did(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Assessed, "TICK", 1e6)
    monkeypatch.setattr(way, "Countdown", partial(Countdown, clock=lambda: 0.0))
    shown = {"score": "submitted", "dimensions": "submitted", "lines": "submitted", "debrief": "released"}
    rules = {"scenarios": ["first-steps"], "minutes": 45, "attempts": 2, "pass": 60, "review": shown}
    with sat(tmp_path, **rules) as held:
        app = Assessing(held.database)
        async with app.run_test(size=size) as pilot:
            hands = Hands(app, pilot)
            await hands.on(Door)
            await compare(hands, "sit-door")
            await hands.press(*CODE, "enter")
            await hands.see("Your assessments")
            await compare(hands, "sit-list")
            await hands.press("enter")
            await hands.on(Page)
            await compare(hands, "sit-rules")
            while not app.screen.query_one("#menu", Menu).at_end:
                await hands.press("enter")
                await hands.pilot.pause()
            await hands.press("enter")
            await hands.see("Your 45 minutes begin at once")
            await hands.press("down", "enter")
            await hands.on(Assessed)
            while not hands.playing.over:
                await hands.move(hands.playing.waiting.options[0].move)
                if len(hands.playing.session.play.moves) == 3:
                    await compare(hands, "sit-play")
            await compare(hands, "sit-over")
            await hands.choose("#decision", END)
            await hands.see("Handed in.")
            await hands.press("enter")
            await hands.see("What you may see of it now")
            await hands.press("enter")
            await hands.see("Your score")
            await compare(hands, "sit-review")
