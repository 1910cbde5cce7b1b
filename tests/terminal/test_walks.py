"""From Home to the debrief, by the keyboard alone and by the mouse alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.terminal.screens.debrief import BACK, DONE, ON, Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.walking import Opened
from simulator.terminal.widgets.menu import Menu
from tests.terminal.hands import LARGE, SMALL, Hands, opened

CAREFUL = (
    "study ask_declan",
    "say ask_bashir",
    "strike old_chip",
)


async def read_debrief(hands: Hands) -> None:
    """Turns every page of the debrief, opens a moment, and goes Home."""
    screen = hands.app.screen
    assert isinstance(screen, Debrief)
    await hands.see("Which conversation did you enjoy?")
    for page in range(1, len(screen._pages)):
        await hands.choose("#page", ON)
        await hands.until(lambda page=page: screen._page == page)
        if page == 1:
            await hands.see("2 of")
            await hands.choose("#page", Opened(0))
            await hands.see("Play again from here")
    await hands.see("A card for your real meeting")
    await hands.choose("#page", BACK)
    await hands.see("The numbers")
    await hands.choose("#page", DONE)
    await hands.on(Home)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("mouse", [False, True])
async def test_first_steps_can_be_played_to_its_card(place: Path, size: tuple[int, int], mouse: bool) -> None:
    async with opened(place, size, mouse=mouse) as hands:
        await hands.open("first-steps")
        await hands.see("Begin")
        await hands.play_on(*CAREFUL)
        await read_debrief(hands)
        await hands.until(lambda: not hands.app._home._unfinished)


@pytest.mark.parametrize(("size", "last"), [(SMALL, False), (LARGE, True)])
async def test_a_long_account_can_be_played_by_digits(place: Path, size: tuple[int, int], last: bool) -> None:
    async with opened(place, size) as hands:
        await hands.open("quiet-eleventh-year")
        await hands.play_on(digits=True, last=last)
        await read_debrief(hands)


async def test_a_long_account_can_be_played_by_mouse(place: Path) -> None:
    async with opened(place, SMALL, mouse=True) as hands:
        await hands.open("quiet-eleventh-year")
        await hands.play_on()
        await read_debrief(hands)


async def test_every_panel_opens_and_closes_by_key_and_by_click(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.press("1")
        for key, label, text in (
            ("b", "brief", "What they want"),
            ("l", "ledger", "Hartnett's Hams"),
            ("p", "people", "You believe you stand at"),
            ("question_mark", "help", "Take the last choice back"),
        ):
            await hands.press(key)
            await hands.see(text)
            await hands.press("escape")
            await hands.gone(text)
            await hands.click_key(label)
            await hands.see(text)
            await hands.click_key("back")
            await hands.gone(text)


async def test_wide_windows_show_three_columns_and_narrow_ones_one(place: Path) -> None:
    async with opened(place, LARGE) as hands:
        await hands.open("first-steps")
        await hands.press("1")
        await hands.see("You believe you stand at")
        await hands.see("Owed")
        await hands.pilot.resize_terminal(119, 45)
        await hands.until(lambda: not hands.seen("You believe you stand at"))
        await hands.pilot.resize_terminal(120, 45)
        await hands.see("You believe you stand at")


async def test_the_mark_stays_on_its_line_when_home_fills_in(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.press("1")
        await hands.see("The smoke shed")
        await hands.press("q")
        await hands.on(Home)
        await hands.until(lambda: hands.app._home._unfinished)
        assert hands.app.screen.query_one(Menu).marked == ("practise", "first-steps")
        await hands.see("Everything is kept")
