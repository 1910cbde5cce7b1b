"""The looks: every text can be read on its ground in every theme, and the focus can be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.color import Color
from textual.theme import Theme

from docs.pictures import KEPT, PICTURES, Picture, drawn
from simulator.terminal import playing
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.themes import THEMES
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.paper import Paper
from tests.terminal.hands import Hands, opened

LEAST = 4.5
"""The least contrast of text and ground that one reads without trouble (WCAG 2, AA)."""
OWN = [theme for theme in THEMES if not theme.ansi]  # the terminal's own colours are the terminal's
_DRAWN = frozenset("─━│┃╭╮╰╯┏┓┗┛▁▂▃▄▅▆▇█▔▎▌▐▍▏░▒▕▊")
"""Signs of frames and bars, which are not read."""


def luminance(colour: Color) -> float:
    """The relative luminance of WCAG 2, 0 to 1."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def unreadable(hands: Hands) -> set[tuple[str, str, str]]:
    """Texts on the screen with too little contrast: the text, its colour and its ground."""
    found = set()
    for strip in hands.app.screen._compositor.render_strips():
        for segment in strip:
            style, text = segment.style, segment.text.strip()
            if style is None or not text or set(text) <= _DRAWN:
                continue
            ink, ground = style.color, style.bgcolor
            assert ink, text
            assert ground, text
            if contrast(Color.from_rich_color(ink), Color.from_rich_color(ground)) < LEAST:
                found.add((text, str(ink), str(ground)))
    return found


async def look(hands: Hands) -> None:
    """Asserts that all that is painted can be read."""
    await hands.pilot.pause()
    assert unreadable(hands) == set()


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
async def test_everything_on_the_screens_can_be_read(theme: Theme, place: Path) -> None:
    async with opened(place, (140, 40)) as hands:
        await hands.on(Home)
        hands.app.theme = theme.name
        await look(hands)
        hands.app.screen.query_one(Menu).blur()
        hands.app._home.say("Something went wrong.", bad=True)
        await look(hands)
        await hands.press("l")
        await hands.on(Library)
        await look(hands)
        await hands.press(*"first")
        await look(hands)
        await hands.press("escape")
        await hands.on(Home)
        await hands.until(lambda: not any(worker.is_running for worker in hands.app.workers))
        await hands.open("first-steps")
        await look(hands)
        for step in range(7):
            await hands.move(hands.playing.waiting.options[0].move)
            await look(hands)
            if step == 5:
                await hands.press("slash", *"the", "enter")
                await look(hands)
                await hands.press("escape")
        for key in ("p", "w"):
            await hands.press(key)
            await hands.on(Sheet)
            await look(hands)
            await hands.press("escape")
            await hands.until(lambda: not isinstance(hands.app.screen, Sheet))
        await hands.play_on()
        for _ in range(9):
            await look(hands)
            await hands.press("escape", "right")


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_every_role_can_be_read_on_every_ground_it_stands_on(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    texts = ("foreground", "primary", "accent", "success", "error", "text-secondary", "text-muted")
    for ground in ("background", "panel", "surface"):
        for text in texts:
            ratio = contrast(Color.parse(colours[text]), Color.parse(colours[ground]))
            assert ratio >= LEAST, f"{text} on {ground}: {ratio:.2f}"
    cursor = Color.parse(colours["block-cursor-foreground"]), Color.parse(colours["block-cursor-background"])
    assert contrast(*cursor) >= LEAST


async def test_what_has_the_focus_looks_other_than_without_it(place: Path) -> None:
    async with opened(place, (140, 40)) as hands:
        await hands.open("first-steps")
        for theme in THEMES:
            hands.app.theme = theme.name
            for part in hands.app.screen.query(Paper):
                part.focus()
                await hands.pilot.pause()
                focused = edges(hands, part)
                hands.app.screen.set_focus(None)
                await hands.pilot.pause()
                assert focused != edges(hands, part), f"{part.id} in {theme.name}"


def edges(hands: Hands, part: Paper) -> str:
    """The signs around a part: colours aside, as nothing is told by them alone."""
    rows = [
        "".join(segment.text for segment in strip) for strip in hands.app.screen._compositor.render_strips()
    ]
    region = part.region
    return "\n".join(row[region.x : region.right] for row in rows[region.y : region.bottom])


async def test_the_panels_are_there_when_a_wide_window_opens_with_a_play(place: Path) -> None:
    held = playing.start(Shelf(keeps=False), "first-steps")
    async with opened(place, (140, 40), first=held) as hands:
        await hands.see("You believe you stand at")
        await hands.see("Owed")


async def test_a_page_of_the_debrief_takes_the_room_there_is(place: Path) -> None:
    held = playing.start(Shelf(keeps=False), "first-steps")
    while not held.over:
        held.make(held.waiting.options[0].move)
    held.to_read = True
    async with opened(place, (40, 10), first=held) as hands:
        await hands.on(Debrief)
        await hands.press("escape", "right")
        await hands.until(lambda: hands.app.screen.query_one("#page").region.height == 7)


async def test_the_library_is_as_wide_as_the_window(place: Path) -> None:
    async with opened(place, (40, 10)) as hands:
        await hands.on(Home)
        await hands.press("l")
        await hands.on(Library)
        await hands.until(lambda: hands.app.screen.query_one(Menu).region.width == 40)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_a_picture_is_the_same_whenever_it_is_drawn_and_needs_nothing_from_elsewhere(
    picture: Picture,
) -> None:
    svg = await drawn(picture)
    assert svg == await drawn(picture)
    for held in (svg, (KEPT / f"{picture.name}.svg").read_text(encoding="utf-8")):
        assert set(re.findall(r"https?://[^\s\"')]+", held)) == {"http://www.w3.org/2000/svg"}
        assert "@font-face" not in held
        assert "url(#" in held
        assert not re.findall(r"url\((?!#)", held)
        assert str(Path.home()) not in held


# -- room


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 45)])
async def test_text_keeps_a_cell_from_its_bar(place: Path, size: tuple[int, int]) -> None:
    async with opened(place, size) as hands:
        await hands.open("first-steps")
        for _ in range(9):
            await hands.move(hands.playing.waiting.options[0].move, digit=True)
            for paper in hands.play.query(Paper):
                room = paper.scrollable_content_region.width
                for line in paper._lines:
                    assert sum(cell_len(text) for text, _ in line) < max(2, room)


async def test_the_wheel_scrolls_at_the_sides_of_a_wide_window_too(place: Path) -> None:
    async with opened(place, (220, 12)) as hands:
        menu = hands.app._home.query_one("#menu", Menu)
        await hands.until(lambda: menu.max_scroll_y)
        for kind, moved in (("MouseScrollDown", True), ("MouseScrollUp", False)):
            await hands.pilot._post_mouse_events([getattr(events, kind)], None, (2, 6), 0)
            await hands.until(lambda moved=moved: (menu.scroll_offset.y > 0) is moved)
