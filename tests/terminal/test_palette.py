"""The palette: every command as its key, the other places, every scenario; whatever is shown is literal."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from operator import eq
from pathlib import Path

import pytest

from simulator.terminal.actions import COMMANDS, Command, commands
from simulator.terminal.app import OnlyMe
from simulator.terminal.cards import Card
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library
from simulator.terminal.screens.palette import Begin, Go, Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.play import Play
from simulator.terminal.screens.progress import ProgressRoom
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from tests.terminal.hands import Hands, opened, painted
from tests.terminal.test_hostile import PAYLOADS, left
from tests.terminal.test_reach import PLACES, WIDE, Told

ROOMS = sorted({place for held in COMMANDS if held.action == "palette" for place in held.places})


async def palette(hands: Hands) -> Palette:
    """Opens it by its key."""
    await hands.press("ctrl+p")
    await hands.on(Palette)
    assert isinstance(hands.app.screen, Palette)
    return hands.app.screen


async def pick(hands: Hands, wanted: Callable[[Hashable], object]) -> None:
    """Chooses the line of the palette whose key is wanted."""
    held = await palette(hands)
    await hands.choose("#menu", next(key for key in held.menu.keys if wanted(key)))


def to(errand: str) -> Callable[[Hashable], bool]:
    return lambda key: isinstance(key, Go) and key.errand == errand


def does(action: str) -> Callable[[Hashable], bool]:
    return lambda key: isinstance(key, Command) and key.action == action


@pytest.mark.parametrize("where", ROOMS)
async def test_each_line_does_what_its_key_does(
    place: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        room = hands.app.screen
        told = Told(monkeypatch)
        for held in commands(where, "app"):
            if held.listed and held.action != "close":  # which closes the palette, too
                told.listen(hands, held)
        monkeypatch.setattr(Palette, "can", Pick.can)
        lines = [
            key
            for key in (await palette(hands)).menu.keys
            if isinstance(key, Command) and key.action != "close"
        ]
        await hands.press("escape")
        expected = [held for held in commands(where, "app") if held.listed and not held.digit]
        assert lines == [held for held in expected if held.action != "close"]
        for held in lines:
            await hands.until(lambda: hands.app.screen is room)
            told.done.clear()
            await pick(hands, partial(eq, held))
            await hands.until(lambda: told.done)
            assert told.done == [held.action.removeprefix("app.")]


async def test_what_cannot_be_done_now_is_not_offered(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        held = await palette(hands)
        assert not any(does("undo")(key) for key in held.menu.keys)
        await hands.press("escape")
        await hands.on(Play)
        for _ in range(2):
            await hands.move(hands.playing.waiting.options[0].move)
        held = await palette(hands)
        assert any(does("undo")(key) for key in held.menu.keys)


async def test_typing_narrows_it_and_enter_does_what_is_marked(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        held = await palette(hands)
        await hands.press(*"what is owed")
        await hands.until(lambda: len(held.menu.keys) == 1)
        await hands.press("enter")
        await hands.on(Sheet)
        await hands.see("The ledger")
        await hands.press("escape", "ctrl+p")
        await hands.on(Palette)
        await hands.press(*"zzz")
        await hands.see("Nothing here matches “zzz”")
        await hands.press("enter", "escape")
        await hands.on(Play)


@pytest.mark.parametrize("where", ["home", "play", "debrief", "sheet", "library", "progress", "settings"])
async def test_it_is_opened_by_a_click_and_closed_by_one(place: Path, where: str) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        room = hands.app.screen
        await hands.pilot.pause()
        await hands.click_key("commands")
        await hands.on(Palette)
        await hands.click_key("back")
        await hands.until(lambda: hands.app.screen is room)


async def test_a_screen_can_do_without_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(place, WIDE) as hands:
        monkeypatch.setattr(Play, "has_palette", False)
        await hands.open("first-steps")
        await hands.press("ctrl+p")
        assert isinstance(hands.app.screen, Play)
        assert "commands" not in str(hands.app.screen.query_one("#keys").render())


async def test_it_opens_while_one_types(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.press("slash")
        await palette(hands)
        await hands.press("escape")
        await hands.on(Play)


# -- going elsewhere


async def test_glossary_settings_and_about_open_over_a_play_which_waits(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        play = hands.play
        for errand, kind in (("glossary", Sheet), ("settings", SettingsRoom), ("about", Sheet)):
            await pick(hands, to(errand))
            await hands.on(kind)
            await hands.press("escape")
            await hands.until(lambda: hands.app.screen is play)


@pytest.mark.parametrize(("errand", "kind"), [("library", Library), ("progress", ProgressRoom)])
async def test_the_library_and_the_progress_are_reached_from_a_play_which_is_kept(
    place: Path, errand: str, kind: type
) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.move(hands.playing.waiting.options[0].move)
        await hands.press("l")
        await hands.on(Sheet)
        await pick(hands, to(errand))
        await hands.on(kind)
        await hands.press("escape")
        await hands.on(Home)
        await hands.see("Continue")
        await hands.press("p")  # nothing that was left behind is in the way
        await hands.on(ProgressRoom)


@pytest.mark.parametrize("where", ["home", "play", "debrief", "library", "settings", "progress", "sheet"])
async def test_a_scenario_is_started_from_anywhere(place: Path, where: str) -> None:
    async with opened(place) as hands:
        await PLACES[where](hands)
        before = hands.app.screen
        await pick(hands, lambda key: key == Begin("quiet-eleventh-year"))
        await hands.until(lambda: isinstance(hands.app.screen, Play) and hands.app.screen is not before)
        assert hands.playing.program.scenario.id == "quiet-eleventh-year"
        await hands.pilot.pause()
        await hands.press("q")
        await hands.on(Home)


async def test_the_debrief_is_left_for_another_place(place: Path) -> None:
    async with opened(place) as hands:
        await PLACES["debrief"](hands)
        assert isinstance(hands.app.screen, Debrief)
        await pick(hands, to("library"))
        await hands.on(Library)
        await hands.press("escape")
        await hands.on(Home)


# -- literal


async def test_titles_are_shown_as_they_stand(place: Path) -> None:
    shelf = Shelf(str(place))
    app = OnlyMe(shelf)
    app.cards = tuple(
        Card(f"s{number}", f"Start{number} {payload}", "beginner", "5", "")
        for number, payload in enumerate(PAYLOADS)
    )
    try:
        async with app.run_test(size=(100, 80)) as pilot:
            hands = Hands(app, pilot)
            await hands.until(lambda: shelf._asked)
            await palette(hands)
            for number, payload in enumerate(PAYLOADS):
                await hands.see(f"Start{number} {left(payload)}")
            for strip in app.screen._compositor.render_strips():
                for segment in strip:
                    assert "\x1b" not in segment.text
                    assert segment.style is None or not segment.style.link
                    assert segment.style is None or "@click" not in segment.style.meta
    finally:
        shelf.close()


# -- about


@pytest.mark.parametrize("mouse", [False, True])
async def test_about_tells_where_attempts_and_settings_are_kept(place: Path, mouse: bool) -> None:
    async with opened(place, (140, 30), mouse=mouse) as hands:
        await hands.choose("#menu", ("go", "about"))
        await hands.on(Sheet)
        await hands.see("version 0.1.0")
        await hands.see(str(place.parent))
        await hands.see("no network connection is opened")
        await hands.see("MIT licence")
        await hands.press("escape")
        await hands.on(Home)
        await hands.press("a")
        await hands.on(Sheet)


async def test_about_says_so_where_nothing_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "[bold]folder"
    place.mkdir()
    async with opened(place, (140, 30)) as hands:
        await hands.press("a")
        await hands.on(Sheet)
        await hands.see("Attempts not kept")
        assert "[bold]folder" in painted(hands.app)


def test_every_room_but_the_palette_and_the_door_of_an_assessment_has_it() -> None:
    rooms = {held.PLACE for held in _subclasses(Room) if held.PLACE}
    assert rooms - {"palette", "door"} == set(ROOMS)


def _subclasses(kind: type[Room]) -> set[type[Room]]:  # type: ignore[type-arg]
    found = set(kind.__subclasses__())
    return found | {deeper for held in found for deeper in _subclasses(held)}
