"""The pictures of the README, drawn by the application itself: `make pictures` renews them.

Nothing in them depends on the clock, on the machine or on what was played on it: no attempt is kept, and what
Textual's export takes from elsewhere is taken out.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.pop("NO_COLOR", None)

from simulator.terminal import playing
from simulator.terminal.app import OnlyMe
from simulator.terminal.playing import Playing
from simulator.terminal.shelf import Shelf
from simulator.view.decision import Decision, Phase

KEPT = Path(__file__).parent / "pictures"
_ELSEWHERE = (
    re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL),  # fonts of another host
    re.compile(r"\s*<!--.*?-->", re.DOTALL),
)
_ID = re.compile(r"terminal-\d+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: its size in cells, its colours, how far the story is played (always the first line), and the
    keys that are pressed then. Without `until` it is Home."""

    name: str
    size: tuple[int, int]
    theme: str = "dark"
    until: Callable[[Decision], bool] | None = None
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("home", (100, 20)),
    Picture("meeting", (140, 36), until=lambda held: held.phase is Phase.MEET and len(held.options) > 3),
    Picture("hours", (100, 30), "light", until=lambda held: held.phase is Phase.FOLLOW_THROUGH),
    Picture("debrief", (100, 30), until=lambda _: False, keys=("escape", "5")),
)


async def drawn(picture: Picture) -> str:
    """A picture as SVG that needs nothing from elsewhere."""
    shelf = Shelf(keeps=False)
    app = OnlyMe(shelf, _played(shelf, picture.until) if picture.until else None)
    app.theme = picture.theme
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await pilot.press(*picture.keys)
        before, now = "", _exported(app, picture.name)
        while now != before:
            await pilot.pause()
            before, now = now, _exported(app, picture.name)
        return now


def _played(shelf: Shelf, until: Callable[[Decision], bool]) -> Playing:
    held = playing.start(shelf, "first-steps")
    while not held.over and not until(held.waiting):
        held.make(held.waiting.options[0].move)
    held.to_read = held.over
    return held


def _exported(app: OnlyMe, name: str) -> str:
    svg = app.export_screenshot(title="Only Me", simplify=True)
    for pattern in _ELSEWHERE:
        svg = pattern.sub("", svg)
    return "\n".join(line.rstrip() for line in _ID.sub(f"onlyme-{name}", svg).splitlines()) + "\n"


def main() -> None:
    """Draws all of them anew."""
    KEPT.mkdir(exist_ok=True)
    for picture in PICTURES:
        (KEPT / f"{picture.name}.svg").write_text(asyncio.run(drawn(picture)), encoding="utf-8")


if __name__ == "__main__":
    main()
