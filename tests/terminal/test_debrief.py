"""The debrief on the screen: a walk with its steps, own words, and a file to take along."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.attempts.records import Jotting, JottingKind
from simulator.terminal.screens.debrief import ANEW, MARKDOWN, Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.play import Play
from simulator.terminal.widgets.field import Field
from simulator.terminal.widgets.steps import Steps
from simulator.view.debrief import Part
from tests.terminal.hands import SMALL, Hands, opened, painted

TALL = (160, 60)


async def debrief(hands: Hands) -> Debrief:
    """Plays the shortest scenario, badly, to its debrief."""
    await hands.open("first-steps")
    await hands.play_on(last=True)
    screen = hands.app.screen
    assert isinstance(screen, Debrief)
    await hands.until(lambda: screen._seen)
    return screen


async def test_the_walk_says_where_one_is_and_goes_on_back_and_anywhere(place: Path) -> None:
    async with opened(place) as hands:
        screen = await debrief(hands)
        await hands.see("1 of 9")
        await hands.press("escape", "n")
        await hands.see("2 of 9")
        await hands.press("backspace")
        await hands.see("1 of 9")
        await hands.press("escape", "8")
        await hands.see("The numbers")
        await hands.press("p")
        await hands.see("One thing to try")
        await hands.press("6")
        await hands.see("You believed In truth")
        for step, _, start, _ in list(screen.query_one(Steps)._laid_out()):
            if step == 2:
                await hands.pilot.click("#steps", offset=(start + 1, 0))
        await hands.see("3 of 9")
        await hands.press("enter")
        await hands.see("What you showed")


async def test_short_steps_share_a_page_where_the_window_allows(place: Path) -> None:
    async with opened(place, SMALL) as hands:
        screen = await debrief(hands)
        await hands.press("escape", "6")
        await hands.see("6 of 9")
        await hands.pilot.resize_terminal(*TALL)
        await hands.until(lambda: len(screen._pages[screen._page]) > 1)
        assert 5 in screen._pages[screen._page]
        for page, held in enumerate(screen._pages):
            if len(held) > 1:
                screen._turn_to(page)
                await hands.pilot.pause()
                for step in held:
                    await hands.see(screen._steps[step].title)
        await hands.pilot.resize_terminal(*SMALL)
        await hands.until(lambda: len(screen._pages) == 9)


async def test_the_line_of_keys_tells_how_to_go_on_while_one_writes(place: Path) -> None:
    async with opened(place) as hands:
        screen = await debrief(hands)
        await hands.see("Enter Tab next field")
        fields = list(screen.query(Field))[:3]
        for way, field in zip(("enter", "tab"), fields, strict=False):
            assert screen.focused is field
            await hands.press(way)
        await hands.until(lambda: screen.focused is fields[2])
        await hands.click_key("next field")
        await hands.until(lambda: screen.focused is screen._menu)
        await hands.gone("next field")
        await hands.see("n next")


async def test_letters_and_digits_typed_into_a_field_are_text(place: Path) -> None:
    async with opened(place) as hands:
        screen = await debrief(hands)
        await hands.press("q", "n", "3", "s")
        assert screen.query(Field).first().value == "qn3s"
        await hands.see("1 of 9")
        screen.query(Field).first().value = "a\u202eb\x1bc"
        assert screen.query(Field).first().value == "abc"


@pytest.mark.parametrize("size", [(40, 10), (60, 20), SMALL, TALL])
async def test_the_field_one_writes_in_is_in_view_in_every_window(place: Path, size: tuple[int, int]) -> None:
    async with opened(place) as hands:
        screen = await debrief(hands)
        await hands.pilot.resize_terminal(*size)
        await hands.pilot.pause()
        for page in (0, len(screen._pages) - 1):
            screen._turn_to(page)
            await hands.pilot.pause()
            for word in ("alder", "birch", "cedar"):
                assert isinstance(screen.focused, Field)
                await hands.press(*word)
                await hands.see(word)
                await hands.press("enter")
            if isinstance(screen.focused, Field):
                await hands.press("escape")
            await hands.until(lambda: screen.focused is screen._menu)
            assert "›" in painted(hands.app)


async def test_what_was_written_is_saved_with_the_debrief_and_nowhere_else(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    async with opened(place, TALL) as hands:
        screen = await debrief(hands)
        await hands.press(*"alder", "escape", "9")
        await hands.until(lambda: screen._first.part is Part.CARD)
        await hands.press(*"birch", "escape", "s")
        await hands.see("Saved: ")
        await hands.choose("#page", MARKDOWN)
        await hands.until(lambda: len(list(desk.iterdir())) == 2)
        await hands.press("s")
        await hands.until(lambda: len(list(desk.iterdir())) == 3)
        await hands.see("-2.html")
    for file in desk.iterdir():
        text = file.read_text(encoding="utf-8")
        assert "alder" in text
        assert "birch" in text
        assert "Endings seen: 1 of 4" in text
    for file in place.parent.glob(place.name + "*"):
        assert b"birch" not in file.read_bytes()


async def test_a_debrief_that_cannot_be_saved_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("simulator.terminal.screens.debrief.write_beside", refuse)
    async with opened(place) as hands:
        await debrief(hands)
        await hands.press("escape", "s")
        await hands.see("! NOT saved: Permission denied.")


async def test_what_one_said_first_stands_beside_what_one_chose(place: Path) -> None:
    async with opened(place) as hands:
        screen = await debrief(hands)
        line = next(held for held in screen._findings.timeline if held.is_line)
        screen.playing.jottings.append(Jotting(JottingKind.OWN, line.move, "Tell me about your week."))
        screen._open = {screen._findings.timeline.index(line)}
        screen._turn_to(1)
        await hands.see("You said first: “Tell me about your week.”")


async def test_each_step_has_its_word_where_there_is_room_for_all(place: Path) -> None:
    async with opened(place, (100, 30)) as hands:
        await debrief(hands)
        for name in ("1 Ending", "2 Story", "3 Trust", "8 Numbers", "9 Card"):
            await hands.see(name)
        await hands.pilot.resize_terminal(*SMALL)
        await hands.see("▶1 Ending 2 Story 3 Trust")
        await hands.see("8 Numbers 9 Card")
        await hands.pilot.resize_terminal(60, 24)
        await hands.gone("2 Story")
        await hands.press("escape", "3")
        await hands.see("▶3 Trust over time 4")


@pytest.mark.parametrize("mouse", [False, True])
async def test_after_the_card_one_plays_the_account_again_or_goes_home(place: Path, mouse: bool) -> None:
    async with opened(place, mouse=mouse) as hands:
        screen = await debrief(hands)
        before = screen.playing.session.header.attempt
        await hands.press("escape", "9", "escape")
        await hands.choose("#page", ANEW)
        await hands.on(Play)
        assert hands.playing.session.header.attempt != before
        assert not hands.playing.session.play.moves
        await hands.press("q")
        await hands.on(Home)


async def test_points_that_no_page_tells_at_length_are_listed_under_the_numbers(place: Path) -> None:
    async with opened(place, (100, 60)) as hands:
        screen = await debrief(hands)
        await hands.press("escape", "8")
        await hands.see("What else counted")
        for other in screen._findings.others:
            await hands.see(f" {other.earned.reason}")
