"""Playing: undo, leaving and going on, saves that fail, a second window, small windows."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from simulator.attempts.errors import NotSaved
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from simulator.engine.moves import Move
from simulator.terminal.playing import reopen
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.play import Play
from simulator.terminal.screens.progress import ProgressRoom, Read
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.walking import Again, Opened
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.paper import Paper
from tests.terminal.hands import LARGE, SMALL, Hands, opened, painted

INTO_THE_MEETING = ("study ask_declan", "aim last_year")


async def begin(hands: Hands, moves: int = 4) -> None:
    """Opens first-steps and makes so many moves, the first option each."""
    await hands.open("first-steps")
    for _ in range(moves):
        await hands.move(hands.playing.waiting.options[0].move, digit=True)


def kept(place: Path) -> list[str]:
    """The rows of the only attempt."""
    store = Store.open(place)
    try:
        (listed,) = store.list()
        return [row.move for row in store.load(listed.id)[1]]
    finally:
        store.close()


# -- undo


async def test_undo_takes_the_last_choice_back_and_shows_what_was_before(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 3)
        transcript = hands.app.screen.query_one("#transcript", Paper)
        before, asked = transcript.paragraphs, hands.playing.waiting
        await hands.move(hands.playing.waiting.options[1].move)
        await hands.press("u")
        await hands.see("Taken back")
        assert transcript.paragraphs == before
        assert hands.playing.waiting == asked
        await hands.see(asked.options[1].label)
    assert kept(place)[-1] == "undo"


async def test_the_taking_over_of_the_account_is_not_undone(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 1)
        assert not hands.seen("undo")
        await hands.press("u")
        await hands.pilot.pause()
        assert len(hands.playing.session.play.moves) == 1


# -- leaving and going on


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_going_on_shows_the_very_screen_that_was_left(place: Path, size: tuple[int, int]) -> None:
    async with opened(place, size) as hands:
        await begin(hands, 6)
        await hands.pilot.pause()
        left = painted(hands.app)
    async with opened(place, size) as hands:
        await hands.until(lambda: hands.app._home._unfinished)
        await hands.press("c")
        await hands.on(Play)
        assert painted(hands.app) == left


async def test_a_scenario_only_looked_at_leaves_nothing_behind(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.press("q")
        await hands.on(Home)
        assert not hands.app.shelf.required().list()


async def test_what_was_begun_is_offered_with_when_and_where(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 2)
    async with opened(place) as hands:
        await hands.until(lambda: hands.app._home._unfinished)
        (held,) = hands.app._home._unfinished
        assert held.where == "day 0"
        await hands.see(f"{held.title} {held.where}, {held.when}")


async def test_after_the_beginning_it_is_said_where_the_account_file_is(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 1)
        await hands.see("The account file is put away; `b` opens it again.")
        await hands.press("q")
        await hands.on(Home)
        await hands.until(lambda: hands.app._home._unfinished)
        await hands.press("c")
        await hands.on(Play)
        await hands.see("The account file is put away; `b` opens it again.")


async def test_what_we_can_do_is_said_to_be_one_key_away_where_an_answer_may_bind(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 3)
        assert not hands.seen("(b: what we can do)")
        await hands.move(hands.playing.waiting.options[0].move, digit=True)
        await hands.see("(b: what we can do)")
        await hands.press("b")
        await hands.on(Sheet)
        await hands.press("pagedown")
        await hands.see("What we can do")


async def test_what_is_over_opens_on_its_last_words_and_from_progress_on_its_debrief(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        while not hands.playing.over:
            await hands.move(hands.playing.waiting.options[0].move, digit=True)
        attempt = hands.playing.session.header.attempt
        before = painted(hands.app)
        await hands.see("The story ends here.")
    shelf = Shelf(str(place))
    held = reopen(shelf, attempt)
    shelf.close()
    async with opened(place, first=held) as hands:
        await hands.on(Play)
        await hands.see("The story ends here.")
        assert painted(hands.app) == before
        await hands.press("q")
        await hands.on(Home)
        await hands.press("p")
        await hands.on(ProgressRoom)
        await hands.choose("#menu", Read(attempt))
        await hands.on(Debrief)


# -- durability


async def test_a_choice_that_cannot_be_saved_says_so_and_can_be_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place) as hands:
        await begin(hands, 2)
        append, full = Store.append, itertools.chain([True, True], itertools.repeat(False))

        def fails(store: Store, attempt: str, writer: str, row: Row) -> None:
            if next(full):
                raise NotSaved("the disk is full")
            append(store, attempt, writer, row)

        monkeypatch.setattr(Store, "append", fails)
        asked, rows = hands.playing.waiting, len(kept(place))
        for _ in range(2):
            await hands.press("1")
            await hands.see("NOT saved: the disk is full")
            await hands.until(lambda: not hands.play._saving)
            assert hands.playing.waiting == asked
            assert len(kept(place)) == rows
        await hands.move(asked.options[0].move, digit=True)
        assert not hands.seen("NOT saved")
        assert len(kept(place)) == rows + 1


async def test_a_first_choice_that_cannot_be_saved_can_be_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        with monkeypatch.context() as patch:

            def fails(*_: object) -> str:
                raise NotSaved("the disk is full")

            patch.setattr(Store, "create", fails)
            await hands.press("1")
            await hands.see("NOT saved: the disk is full")
        await hands.move(Move("begin"), digit=True)
    assert kept(place) == ["begin"]


async def test_nothing_is_shown_before_it_is_stored(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    async with opened(place) as hands:
        await begin(hands, 3)
        append, allowed = Store.append, Event()

        def waits(store: Store, attempt: str, writer: str, row: Row) -> None:
            assert allowed.wait(30)
            append(store, attempt, writer, row)

        monkeypatch.setattr(Store, "append", waits)
        before = painted(hands.app)
        await hands.press("1", "1", "1")
        assert painted(hands.app) == before
        allowed.set()
        await hands.until(lambda: not hands.play._saving and painted(hands.app) != before)
        assert len(hands.playing.session.play.rows) == 4
    assert len(kept(place)) == 4  # what was pressed meanwhile chose nothing unseen


async def test_a_choice_that_is_no_longer_asked_for_is_not_made(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 2)
        late = Menu.Chosen(hands.play.query_one(Menu), hands.playing.waiting.options[0].move)
        await hands.move(hands.playing.waiting.options[1].move)
        hands.play.post_message(late)
        await hands.pilot.pause()
        assert not hands.play._saving
        assert len(hands.playing.session.play.rows) == 3


async def test_without_a_store_one_can_play_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    async with opened(tmp_path / "folder") as hands:
        await hands.see("nothing will be kept")
        await begin(hands, 3)
        await hands.see("not kept")
        await hands.press("q")
        await hands.see("That play was not kept")


async def test_the_window_that_was_overtaken_stops(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 2)
        other = Store.open(place)
        other.claim(hands.playing.session.header.attempt)
        other.close()
        await hands.press("1")
        await hands.on(Sheet)
        await hands.see("This attempt is continued elsewhere")
        await hands.press("escape")
        await hands.on(Home)


# -- playing again


async def test_one_can_play_again_from_a_line_in_a_new_attempt(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.play_on(*INTO_THE_MEETING)
        await hands.press("escape")
        await hands.press("right")
        first = hands.app.screen
        assert isinstance(first, Debrief)
        moment = next(held for held in first._findings.timeline if held.is_line and held.move > 2)
        place_of = first._findings.timeline.index(moment)
        await hands.choose("#page", Opened(place_of))
        await hands.choose("#page", Again(moment.move))
        await hands.on(Play)
        played = first.playing.session.play
        assert hands.playing.session.play.moves == played.moves[: moment.move]
        assert any(moment.you in option.label for option in hands.playing.waiting.options)
        store = hands.app.shelf.required()
        assert len(store.list()) == 2
        assert len(store.list(unfinished=False)) == 1


async def test_own_words_in_the_debrief_are_not_keys(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        await hands.play_on()
        await hands.press(*"qnp?1")
        await hands.see("qnp?1")
        assert isinstance(hands.app.screen, Debrief)
        assert hands.app.screen._page == 0


# -- windows of every size


async def test_a_meeting_survives_every_size_of_window(place: Path) -> None:
    async with opened(place, LARGE) as hands:
        await begin(hands, 4)
        before = painted(hands.app)
        moves = hands.playing.session.play.moves
        for width, height in ((80, 24), (40, 10), (39, 10), (40, 9), (1, 1), (2, 3), (300, 3), (3, 100)):
            await hands.pilot.resize_terminal(width, height)
            await hands.pilot.pause()
            if width < 40 or height < 10:
                assert not hands.seen("What do you say")
                await hands.press("1", "enter", "u", "q", "b")
                await hands.pilot.pause()
                assert isinstance(hands.app.screen, Play)
                assert hands.playing.session.play.moves == moves
        await hands.pilot.resize_terminal(39, 24)
        await hands.see("Please make the window larger")
        await hands.pilot.resize_terminal(*LARGE)
        await hands.until(lambda: painted(hands.app) == before)
        await hands.move(hands.playing.waiting.options[0].move)


async def test_a_larger_window_still_shows_what_was_said_last(place: Path) -> None:
    async with opened(place) as hands:
        await begin(hands, 5)
        await hands.press("h")
        await hands.see("Hint:")
        transcript = hands.app.screen.query_one("#transcript", Paper)
        for size in ((140, 60), (41, 11), (80, 24), (100, 30)):
            await hands.pilot.resize_terminal(*size)
            await hands.pilot.pause()
            top = transcript.paragraph_at(transcript.scroll_offset.y)
            assert top == hands.play._last or transcript.at_end


async def test_the_smallest_window_is_enough_to_play_in(place: Path) -> None:
    async with opened(place, (40, 10)) as hands:
        await hands.open("first-steps")
        await hands.play_on()


async def test_leaving_works_in_a_window_too_small(place: Path) -> None:
    async with opened(place, (20, 5)) as hands:
        await hands.press("ctrl+q")
        await hands.until(lambda: hands.app._exit)


async def test_text_longer_than_the_window_is_shown_from_its_beginning(place: Path) -> None:
    async with opened(place, (60, 12)) as hands:
        await begin(hands, 4)
        transcript = hands.app.screen.query_one("#transcript", Paper)
        assert transcript.paragraph_at(transcript.scroll_offset.y) == hands.play._last
        await hands.see("more")
        while not transcript.at_end:
            await hands.press("pagedown")
            await hands.pilot.pause()
        assert not hands.seen("PgDn more")


async def test_the_last_answer_is_read_before_the_debrief(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("first-steps")
        while not hands.playing.over:
            options = [held.move for held in hands.playing.waiting.options]
            await hands.move(options[0])
        await hands.on(Play)
        await hands.see("A year. You've been here twice.")
        await hands.see("The story ends here.")
        await hands.press("1")
        await hands.on(Debrief)
