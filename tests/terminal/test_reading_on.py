"""Nothing is passed over: Enter reads on before it goes on, an aim is not cut, and no key line tells lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from simulator.terminal.screens.play import Play
from tests.terminal.hands import Hands, opened, squeezed


def keys(hands: Hands) -> str:
    """The line of keys."""
    return str(hands.app.screen.query_one("#keys").render())


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_enter_reads_on_until_all_has_been_in_view_and_then_goes_on(place: Path, key: str) -> None:
    async with opened(place, (80, 14)) as hands:
        await hands.open("first-steps")
        page = hands.play.transcript
        await hands.until(lambda: page.max_scroll_y > 0 and not page.at_end)
        assert "more" in keys(hands)
        seen = page.scroll_offset.y
        while not page.at_end:
            await hands.press(key)
            await hands.pilot.pause()
            assert not hands.playing.session.play.moves
            assert (
                seen < page.scroll_offset.y <= seen + page.scrollable_content_region.height
            )  # no line skipped
            seen = page.scroll_offset.y
        assert "more" not in keys(hands)
        await hands.press(key)
        await hands.until(lambda: hands.playing.session.play.moves)


async def test_a_line_among_several_is_chosen_at_once(place: Path) -> None:
    async with opened(place, (60, 12)) as hands:
        await hands.open("first-steps")
        await hands.move(hands.playing.waiting.options[0].move)
        assert len(hands.playing.waiting.options) > 1
        await hands.press("t")
        await hands.pilot.pause()
        await hands.press("enter")
        await hands.until(lambda: len(hands.playing.session.play.moves) == 2)


@pytest.mark.parametrize("size", [(40, 12), (40, 24), (60, 24), (80, 24), (100, 30), (160, 45)])
async def test_the_aim_can_be_read_whole(place: Path, size: tuple[int, int]) -> None:
    async with opened(place, size) as hands:
        await hands.open("first-steps")
        while "say" not in {held.move.verb for held in hands.playing.waiting.options}:
            await hands.move(hands.playing.waiting.options[0].move)
        play = hands.playing.session.play
        place_of = play.state.fields["aim"]
        assert place_of
        aims = [aim.label for held in play.program.scenario.encounters for aim in held.objectives.values()]
        head = hands.app.screen.query_one("#title")
        await hands.pilot.pause()
        lines = [head.render_line(row).text for row in range(head.size.height)]
        shown = squeezed(" ".join(lines))
        assert any(squeezed(f"your aim: {aim}") in shown for aim in aims), shown


@pytest.mark.parametrize("key", ["slash", "n"])
async def test_while_one_types_the_key_line_shows_no_letters(place: Path, key: str) -> None:
    async with opened(place, (250, 30)) as hands:
        await hands.open("first-steps")
        await hands.press(key)
        await hands.until(lambda: isinstance(hands.app.focused, Input))
        await hands.pilot.pause()
        assert "leave" not in keys(hands)
        assert "note" not in keys(hands)
        assert "commands" in keys(hands)
        await hands.see("Esc ends")
        await hands.press("escape")
        await hands.until(lambda: "leave" in keys(hands))
        assert isinstance(hands.app.screen, Play)
        assert not hands.seen("Esc ends")


async def test_letters_are_typed_in_the_library_and_no_keys(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("l")
        await hands.until(lambda: isinstance(hands.app.focused, Input))
        await hands.press("t")
        assert hands.app.screen.query_one(Input).value == "t"
