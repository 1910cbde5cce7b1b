"""An attempt that cannot be gone on with: it can be read, and its account be played anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from simulator.engine.attempt import RULES
from simulator.terminal.playing import Playing, anew, come_back, start
from simulator.terminal.screens.bygone import ANEW, CLOSE
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.play import Play
from simulator.terminal.shelf import Shelf
from simulator.view.past import Past
from tests.terminal.hands import SMALL, opened


def begun(place: Path, change: str, value: object) -> str:
    """An attempt of a few moves, with one thing of its record changed since; its id."""
    shelf = Shelf(str(place))
    held = start(shelf, "first-steps")
    for _ in range(5):
        held.make(held.waiting.options[0].move)
    shelf.close()
    with closing(sqlite3.connect(place)) as store, store:
        store.execute(change, (value,))
    return held.session.header.attempt


async def test_an_attempt_under_other_rules_can_be_read_and_played_anew(place: Path) -> None:
    attempt = begun(place, "update attempts set rules = ?", RULES + 1)
    async with opened(place, SMALL) as hands:
        await hands.choose("#menu", ("continue", attempt))
        await hands.on(Pick)
        await hands.see(f"cannot be continued: played under rules {RULES + 1}")
        await hands.see("What was played")
        for _ in range(20):
            await hands.press("pagedown")
        await hands.see("Total:")
        await hands.choose("#menu", CLOSE)
        await hands.on(Home)
        await hands.choose("#menu", ("continue", attempt))
        await hands.on(Pick)
        await hands.choose("#menu", ANEW)
        await hands.on(Play)
        assert hands.playing.session.header.attempt != attempt
        assert not hands.playing.session.play.moves


async def test_it_is_read_with_the_mouse_too_and_the_escape_key_closes_it(place: Path) -> None:
    attempt = begun(place, "update scenario_texts set text = ?", "format: 99\n")
    async with opened(place, SMALL, mouse=True) as hands:
        await hands.choose("#menu", ("continue", attempt))
        await hands.on(Pick)
        await hands.see("cannot be continued")
        await hands.press("escape")
        await hands.on(Home)
        await hands.choose("#menu", ("continue", attempt))
        await hands.on(Pick)
        await hands.choose("#menu", ANEW)
        await hands.on(Play)


def test_what_was_of_a_file_of_ones_own_is_played_anew_from_the_text_that_was_kept(place: Path) -> None:
    begun(place, "update attempts set scenario = ?, rules = 99", "of-my-own")
    shelf = Shelf(str(place))
    held = come_back(shelf, shelf.required().list()[0].id)
    assert isinstance(held, Past)
    again = anew(shelf, held)
    assert isinstance(again, Playing)
    assert again.program.scenario.title == "First steps"
    shelf.close()


async def test_a_record_of_events_nobody_knows_leaves_home_as_it_is(place: Path) -> None:
    attempt = begun(place, "update moves set events = ? where seq = 3", '[{"event": "Unheard"}]')
    async with opened(place, SMALL) as hands:
        await hands.see("unreadable")
        await hands.choose("#menu", ("continue", attempt))
        await hands.on(Pick)
        await hands.see("cannot be read: move 3")


async def test_it_opens_at_once_where_it_is_asked_for(place: Path) -> None:
    attempt = begun(place, "update attempts set rules = ?", RULES + 1)
    shelf = Shelf(str(place))
    held = come_back(shelf, attempt)
    shelf.close()
    async with opened(place, SMALL, first=held) as hands:
        await hands.on(Pick)
        await hands.see("What was played")
        await hands.press("escape")
        await hands.on(Home)
