"""Beside the conversation and under it: panels, banners, finding, notes, saying it first, hints."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.engine.decide import beginning
from simulator.engine.events import BelievedMoved, EncounterOpened, Kept
from simulator.engine.moves import parse_move
from simulator.scenario.values import show_minutes
from simulator.terminal import panels, reading
from simulator.terminal.asking import SHOW
from simulator.terminal.paragraphs import rule, wrap
from simulator.terminal.playing import reopen, start
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.play import Play
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.widgets.backlog import MORE, Backlog
from simulator.terminal.widgets.keybar import KeyBar
from simulator.view.agenda import Hours
from simulator.view.decision import Phase
from tests.helpers import upto
from tests.terminal.hands import LARGE, Hands, opened, painted
from tests.unit.test_decision import TO_MEET, whole

MEETING = 4  # moves of first-steps, the first option each, that lead to the first line


async def to_the_meeting(hands: Hands) -> None:
    await hands.open("first-steps")
    for _ in range(MEETING - 1):
        await hands.move(hands.playing.waiting.options[0].move, digit=True)
    assert hands.playing.waiting.phase is Phase.MEET


# -- panels


def test_promises_tasks_and_what_is_theirs_differ_by_sign_and_by_word() -> None:
    played = upto(whole(), *TO_MEET, "say a", "keep sheet", "keep cart", "add log")
    told = [held.text for held in panels.ledger(played.program, played.state)]
    assert told[told.index("◆ You: Much later") + 1] == "  promise · due day 40"
    assert told[told.index("■ You: The sheet") + 1] == "  task · due day 3 · 2h"
    assert told[told.index("◇ Dana: The log") + 1].startswith("  task · due day 5")


def test_what_is_settled_takes_one_line() -> None:
    played = upto(
        whole(),
        *TO_MEET,
        "say a",
        "keep sheet",
        "keep cart",
        "add log",
        "leave tender",
        "do sheet",
        "warn cart",
    )
    told = [held.text for held in panels.ledger(played.program, played.state)]
    assert "✓ You: The sheet · task kept" in told[told.index("Settled") :]


def test_the_dates_of_the_calendar_stand_under_one_another() -> None:
    played = upto(whole(), *TO_MEET, "say a", "keep sheet", "keep cart", "add log")
    rows = [held.text for held in panels.calendar(played.program, played.state, 60)]
    dates = [row for row in rows if " day " in row and ": " in row]
    assert {len(row.split()[2]) for row in dates} == {1, 2}
    assert len({row.index(row.split()[3]) for row in dates}) == 1


@pytest.mark.parametrize("width", [80, 100, 140, 160, 200])
async def test_the_line_of_days_and_its_key_are_never_wrapped(place: Path, width: int) -> None:
    held = start(Shelf(keeps=False), "quiet-eleventh-year")
    while held.waiting.phase is not Phase.FOLLOW_THROUGH:
        held.make(held.waiting.options[0].move)

    def wrapped(hands: Hands) -> bool:
        menu = hands.play._decision
        room = menu.scrollable_content_region.width
        days = next(n for n, line in enumerate(menu.paragraphs) if line.text.startswith("Days "))
        return any(len(wrap(line, room)) > 1 for line in menu.paragraphs[days - 1 : days + 2])

    async with opened(place, (width, 45), first=held) as hands:
        await hands.on(Play)
        await hands.until(lambda: not wrapped(hands))
        await hands.pilot.resize_terminal(90, 45)
        await hands.until(lambda: hands.play._decision.size.width < 90 and not wrapped(hands))


def test_homework_is_named_and_the_meeting_stands_apart_from_it() -> None:
    before = upto(whole(), "way visit")
    dug = before.move(parse_move("study dig"))
    ready = dug.move(parse_move("skip read"))
    met = ready.move(parse_move("aim"))
    told = list(reading.told(before.program, dug.events[len(before.events) :], 1))
    assert [held.text for held in told[:2]] == ["", "  · You spend 1h on: Dig."]
    told = list(reading.told(before.program, met.events[len(ready.events) :], 1))
    assert told[0].text == ""


def test_each_day_on_which_something_falls_due_begins_a_paragraph() -> None:
    due = [Kept(entry, "task", "dana", 1, day) for entry, day in (("sheet", 3), ("cart", 4), ("later", 4))]
    told = list(reading.told(whole(), due, 1))
    assert [held.text.strip(" ·")[:5] for held in told] == ["", "Day 3", "", "Day 4", "Day 4"]
    assert ("Day 3.", "strong") in told[1].runs


async def test_the_frame_says_where_there_is_more_to_read(place: Path) -> None:
    async with opened(place, (100, 30)) as hands:
        await hands.open("quiet-eleventh-year")
        await hands.see(MORE)
        while not hands.play.transcript.at_end:
            assert hands.seen(MORE)
            await hands.press("pagedown")
            await hands.pilot.pause()
        await hands.gone(MORE)
        await hands.press("pageup")
        await hands.see(MORE)


async def test_news_that_asks_is_named_where_one_decides(place: Path) -> None:
    held = start(Shelf(keeps=False), "quiet-eleventh-year")
    while held.waiting.phase is not Phase.NEWS:
        held.make(held.waiting.options[0].move)
    async with opened(place, first=held) as hands:
        await hands.on(Play)
        assert hands.play._decision.paragraphs[0].text == held.waiting.title


def test_a_banner_shows_the_ladder_before_and_after() -> None:
    program = whole()
    told = list(reading.told(program, [BelievedMoved(2), BelievedMoved(1)], 1))
    rungs = [held.text for held in told if "Foothold" in held.text and "╞" in held.text]
    assert [text.count("▶") for text in rungs] == [1, 1]
    assert [text.index("▶") > text.index("Foothold") for text in rungs] == [True, False]
    assert [held.text.split()[0] for held in told if "You stand at" in held.text] == ["▲", "▼"]
    assert all(len(wrap(held, 36)) == 1 for held in told)
    assert reading.believed_after([EncounterOpened("first", 0, 0), BelievedMoved(3)], 1) == 3


def test_a_rule_is_as_wide_as_the_paper() -> None:
    assert wrap(rule("═"), 31) == [(("═" * 31, "plain"),)]


@pytest.mark.parametrize("left", [0, 60, 180])
def test_hours_are_a_bar_with_their_figures(left: int) -> None:
    text = panels.hours_line(Hours(left, 180), 40).text
    assert f"{show_minutes(left)} of 3h left" in text
    assert text.count("█") + text.count("░") > 3
    assert ("█" in text) == (left > 0)
    assert len(text) <= 40


def test_what_moved_in_the_last_move_is_marked() -> None:
    program = whole()
    from simulator.engine.events import TrustMoved

    told = list(panels.relationship(program, beginning(program), [TrustMoved("dana", -2, 1, "said")]))
    assert [held.text for held in told if "▼2" in held.text and "trust" in held.text]
    assert not [held for held in panels.relationship(program, beginning(program)) if "▼2" in held.text]


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
async def test_the_aim_is_in_view_during_the_meeting(place: Path, size: tuple[int, int]) -> None:
    async with opened(place, size) as hands:
        await to_the_meeting(hands)
        await hands.see("your aim: Find out what went wrong with")


async def test_parts_stand_in_frames_where_there_is_room(place: Path) -> None:
    async with opened(place, LARGE) as hands:
        await to_the_meeting(hands)
        for title in ("Relationship", "Conversation", "Your move", "Ledger"):
            assert hands.seen(title)
        await hands.pilot.resize_terminal(80, 24)
        await hands.gone("Conversation")


@pytest.mark.parametrize("size", [(40, 10), (60, 12), (80, 24), (240, 70)])
async def test_the_marked_line_is_in_view_whatever_is_set_around_it(
    place: Path, size: tuple[int, int]
) -> None:
    async with opened(place, size) as hands:
        await hands.open("first-steps")
        while not hands.playing.over:
            await hands.until(lambda: "›" in painted(hands.app))
            await hands.move(hands.playing.waiting.options[0].move, digit=True)


async def test_all_lines_are_in_view_where_there_is_room_for_them(place: Path) -> None:
    async with opened(place, (90, 20)) as hands:
        await hands.open("first-steps")
        while not hands.playing.over:
            held = hands.playing.waiting.options
            for number, each in enumerate(held, start=1):
                await hands.until(lambda n=number, e=each: f"{n} {e.label[:20]}" in painted(hands.app))  # type: ignore[misc]
            await hands.move(held[0].move, digit=True)


async def test_what_stands_above_the_first_line_can_be_read_by_the_arrows(place: Path) -> None:
    async with opened(place, (40, 10)) as hands:
        await to_the_meeting(hands)
        await hands.move(hands.playing.waiting.options[0].move, digit=True)
        await hands.until(lambda: "›" in painted(hands.app))
        assert not hands.seen("What do you say?")
        await hands.press("up", "up", "up")
        await hands.see("What do you say?")
        await hands.press("down")
        await hands.until(lambda: "› 2" in painted(hands.app))


# -- why, finding, notes, the transcript


async def test_why_tells_what_moved_the_gauges(place: Path) -> None:
    async with opened(place) as hands:
        await to_the_meeting(hands)
        await hands.press("w")
        await hands.on(Sheet)
        await hands.see("Nothing you can see has moved yet.")
        await hands.press("escape")
        await hands.on(Play)
        for _ in range(2):
            await hands.move(hands.playing.waiting.options[0].move, digit=True)
        await hands.press("w")
        await hands.see("Nuala warms to you: warmth 2 of 5.")


async def test_words_are_found_from_the_last_place_back(place: Path) -> None:
    async with opened(place) as hands:
        await to_the_meeting(hands)
        await hands.move(hands.playing.waiting.options[0].move, digit=True)
        await hands.press("slash", *"NUALA", "enter")
        backlog = hands.play.query_one(Backlog)
        places = backlog.places("nuala")
        assert len(places) > 1
        for count in range(len(places) + 1):
            nearest = count % len(places)
            await hands.see(f"“NUALA”: {nearest + 1} of {len(places)}")
            assert backlog._found == places[-1 - nearest]
            await hands.press("enter")
        await hands.press("escape")
        await hands.gone("“NUALA”")
        assert hands.app.focused is hands.play.query_one("#decision")


async def test_what_was_not_said_is_said_not_to_have_been(place: Path) -> None:
    async with opened(place) as hands:
        await to_the_meeting(hands)
        moves = hands.playing.session.play.moves
        await hands.press("slash", *"q1u[b]", "enter")
        await hands.see("“q1u[b]” was not said.")
        assert hands.playing.session.play.moves == moves


async def test_a_note_is_there_again_when_one_comes_back(place: Path) -> None:
    async with opened(place, LARGE) as hands:
        await to_the_meeting(hands)
        await hands.press("n", *"ask 2 [b]men", "enter")
        await hands.see("Your notes stay with this attempt")
        await hands.see("– ask 2 [b]men")
        await hands.press("l")
        await hands.on(Sheet)
        await hands.see("– ask 2 [b]men")
        await hands.press("escape")
        await hands.on(Play)
        await hands.press("q")
        await hands.on(Home)
        await hands.until(lambda: hands.app._home._unfinished)
        await hands.press("c")
        await hands.on(Play)
        await hands.see("– ask 2 [b]men")


async def test_the_transcript_is_written_and_never_over_another(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(place, LARGE) as hands:
        await to_the_meeting(hands)
        await hands.press("n", *"my note", "enter")
        for name in ("onlyme-first-steps-transcript.txt", "onlyme-first-steps-transcript-2.txt"):
            await hands.press("s")
            await hands.until(lambda name=name: (tmp_path / name).exists())
            await hands.see("Written to")
            text = (tmp_path / name).read_text(encoding="utf-8")
            assert "Nuala Keady: " in text
            assert text.endswith("Your notes\n- my note\n")


async def test_a_transcript_that_cannot_be_written_says_why(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def fails(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.terminal.screens.looking.write_beside", fails)
    async with opened(place, LARGE) as hands:
        await to_the_meeting(hands)
        await hands.press("s")
        await hands.see("NOT written here: No space left on device")


# -- saying it first


async def test_ones_own_line_comes_before_the_lines_and_moves_nothing(place: Path) -> None:
    async with opened(place) as hands:
        await to_the_meeting(hands)
        moves, first = hands.playing.session.play.moves, hands.playing.waiting.options[0]
        assert hands.seen(first.label)
        await hands.press("y")
        await hands.gone(first.label)
        await hands.press(*"What 1 thing?", "enter")
        await hands.see(first.label)
        assert hands.playing.session.play.moves == moves
        assert hands.playing.own == {len(moves): "What 1 thing?"}
        await hands.press("1")
        await hands.until(lambda: len(hands.playing.session.play.moves) > len(moves))
        await hands.see("Show the lines")
        await hands.press("escape")
        await hands.see(hands.playing.waiting.options[0].label)
        await hands.press("u")
        await hands.see("Show the lines")
        assert hands.playing.own == {}


async def test_saying_it_first_is_off_at_first_and_goes_off_again(place: Path) -> None:
    async with opened(place, mouse=True) as hands:
        await to_the_meeting(hands)
        assert not hands.playing.say_first
        await hands.press("y")
        await hands.see("Show the lines")
        await hands.choose("#decision", SHOW)
        await hands.see(hands.playing.waiting.options[0].label)
        await hands.press("y")
        await hands.see("The lines appear at once again.")
        assert not hands.seen("Show the lines")


# -- hints, and the line of keys


async def test_past_the_beginnings_a_hint_is_asked_for_twice(place: Path) -> None:
    async with opened(place) as hands:
        await hands.open("quiet-eleventh-year")
        while not hands.play._waiting.hint:
            await hands.move(hands.playing.waiting.options[0].move, digit=True)
        level = hands.playing.program.scenario.level
        await hands.press("h")
        if level == "intermediate":
            await hands.see("Weigh the lines for a moment first.")
            assert not hands.seen("Hint:")
            await hands.press("h")
        if level == "advanced":
            await hands.pilot.pause()
            assert not hands.seen("Hint:")
        else:
            await hands.see("Hint:")


async def test_a_click_shows_the_keys_that_do_not_fit(place: Path) -> None:
    async with opened(place, (40, 12)) as hands:
        await to_the_meeting(hands)
        bar = hands.play.query_one(KeyBar)
        seen: set[str] = set()
        for _ in range(len(bar._commands)):
            shown, more = bar._laid_out()
            assert more
            seen |= {held.label for held, _, _ in shown}
            await hands.pilot.click(bar, offset=(str(bar.render()).index("…"), 0))
            await hands.pilot.pause()
        able = {held.label for held in bar._commands if hands.play.check_action(held.action, ())}
        assert seen == able


async def test_notes_and_own_lines_are_there_again_when_one_goes_on(place: Path) -> None:
    async with opened(place) as hands:
        await to_the_meeting(hands)
        await hands.press("n", *"my note", "enter")
        await hands.see("Noted.")
        await hands.press("y")
        await hands.see("Show the lines")
        await hands.press(*"My own", "enter")
        await hands.see("You said: My own")
        await hands.press("1")
        moves = len(hands.playing.session.play.moves)
        await hands.until(lambda: not hands.playing.unkept and len(hands.playing.session.play.moves) >= moves)
        before = list(hands.playing.jottings)
        attempt = hands.playing.session.header.attempt
        assert [held.text for held in before] == ["my note", "My own"]
    shelf = Shelf(str(place))
    again = reopen(shelf, attempt)
    assert again.jottings == before
    assert again.notes == ("my note",)
    again.undo()
    assert again.own == {}
    assert reopen(shelf, attempt).jottings == before[:1]
    shelf.close()
