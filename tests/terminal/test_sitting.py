"""Sitting an assessment in the terminal, from the code to what may be seen of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from simulator.attempts.errors import BadDatabase, NotSaved
from simulator.attempts.store import Store
from simulator.cohort.live import Live
from simulator.cohort.rules import Rules
from simulator.cohort.sitting import assessments_of, resume, trial
from simulator.cohort.states import State
from simulator.engine.moves import Move, parse_move
from simulator.terminal.actions import COMMANDS
from simulator.terminal.asking import END
from simulator.terminal.screens.debrief import ANEW, Debrief
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.sit import door, pages, way
from simulator.terminal.sit.app import Assessing
from simulator.terminal.sit.door import Door
from simulator.terminal.sit.pages import Page
from simulator.terminal.sit.played import EVERY, Assessed
from simulator.terminal.walking import Again
from simulator.terminal.widgets.menu import Menu
from simulator.view.allowance import PRACTICE
from simulator.view.countdown import Countdown
from simulator.view.order import offered
from tests.helpers import beat, line
from tests.sat import ASSESSMENT, CODE, PERSON, Sat, sat, story
from tests.terminal.hands import SMALL, Hands, painted

ALL_AT_ONCE = dict.fromkeys(("score", "dimensions", "lines", "debrief"), "submitted")
FIRST, SECOND = ("begin", "say a", "say d"), ("begin", "say c", "say e")


@pytest.fixture(autouse=True)
def no_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time goes by here but that of the database, and the clock is looked at when a test says so."""
    monkeypatch.setattr(Assessed, "TICK", 1e6)
    monkeypatch.setattr(way, "Countdown", partial(Countdown, clock=lambda: 0.0))


@asynccontextmanager
async def assessing(
    held: Sat, size: tuple[int, int] = SMALL, person: str | None = PERSON
) -> AsyncIterator[Hands]:
    """The application of the person, at the list of assessments; without one, at the door."""
    app = Assessing(held.database, person)
    async with app.run_test(size=size) as pilot:
        hands = Hands(app, pilot)
        await hands.on(Pick if person else Door)
        yield hands


async def read_through(hands: Hands) -> None:
    """To the end of the rules."""
    await hands.on(Page)
    while not hands.app.screen.query_one("#menu", Menu).at_end:
        await hands.press("enter")
        await hands.pilot.pause()


async def begin(hands: Hands) -> Assessed:
    """From the list to the first scenario."""
    await hands.choose("#menu", ASSESSMENT)
    await read_through(hands)
    await hands.choose("#menu", pages.START)
    await hands.until(lambda: type(hands.app.screen) is Pick)
    await hands.choose("#menu", pages.START)
    return await seated(hands)


async def seated(hands: Hands) -> Assessed:
    """Once one plays."""
    await hands.on(Assessed)
    assert isinstance(hands.app.screen, Assessed)
    return hands.app.screen


async def at_list(hands: Hands, said: str) -> None:
    """Once one is back at the list, which says what came to pass."""
    await hands.see("Your assessments")
    await hands.see(said)
    assert len(hands.app.screen_stack) == 2  # nothing of the play lies under it


async def moves(hands: Hands, *wanted: str) -> None:
    for text in wanted:
        await hands.move(parse_move(text))


async def play_all(hands: Hands) -> None:
    """From the first scenario to the list again."""
    for wanted in (FIRST, SECOND):
        screen = await seated(hands)
        await moves(hands, *wanted)
        await hands.choose("#decision", END)
        await hands.until(lambda screen=screen: hands.app.screen is not screen)
    await at_list(hands, "Handed in.")


def state(held: Sat) -> State:
    return assessments_of(held.database, PERSON)[0].state


def kept(held: Sat) -> list[list[str]]:
    """The moves of each attempt of the sitting, as they are kept."""
    live = resume(held.database, ASSESSMENT, PERSON)
    store = Store(held.database)
    return [[row.move for row in store.load(attempt)[1]] for attempt in live._attempts]


# -- the door


async def test_the_code_opens_the_door(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held, person=None) as hands:
            await hands.press(*CODE.lower().replace("-", " "), "enter")
            await hands.on(Pick)
            await hands.see("Spring assessment")


async def test_a_code_that_is_none_costs_no_waiting_and_stays_to_be_mended(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held, person=None) as hands:
            await hands.press(*CODE.replace("-", "")[:-1], "enter")
            await hands.see("A personal code has twelve letters and digits")
            await hands.press(CODE[-1], "enter")
            await hands.on(Pick)


async def test_a_wrong_code_is_heard_again_after_a_pause_and_the_screen_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[int] = []
    monkeypatch.setattr(door, "pause_after", lambda wrong: pauses.append(wrong) or 1000)
    with sat(tmp_path) as held:
        async with assessing(held, person=None) as hands:
            await hands.press(*"7K2M9XQ4TB0J", "enter")
            await hands.see("Nobody is let in with this code.")
            await hands.see("The next try is in 1000 s.")
            await hands.press("backspace", "H", "enter")
            assert hands.seen("7K2M9XQ4TB0H")
            assert isinstance(hands.app.screen, Door)  # the right code, and too early
            screen = hands.app.screen
            screen._ready("Well")
            await hands.press("enter")
            await hands.on(Pick)
            assert pauses == [1]


async def test_one_may_leave_at_the_door(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held, person=None) as hands:
            await hands.press("escape")
            await hands.until(lambda: hands.app._exit)


# -- before the start


async def test_the_rules_are_read_before_anything_starts_and_it_is_asked_once(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            await hands.choose("#menu", ASSESSMENT)
            await hands.on(Page)
            await hands.press("enter")
            await hands.pilot.pause()
            assert isinstance(hands.app.screen, Page)  # it read on, and chose nothing
            await read_through(hands)
            await hands.choose("#menu", pages.START)
            await hands.see("Your 45 minutes begin at once")
            assert state(held) is State.NOT_STARTED
            await hands.press("enter")  # whoever keeps pressing Enter has not started it
            await at_list(hands, "You may start.")
            assert state(held) is State.NOT_STARTED


async def test_what_a_trainer_wrote_is_literal(tmp_path: Path) -> None:
    title, purpose = "[b]Spring[/b] [@click=app.quit]x", "[50% off] [/] \\[red]"
    with sat(tmp_path, title=title, purpose=purpose, seen_by=title) as held:
        async with assessing(held) as hands:
            assert title in painted(hands.app)
            await hands.choose("#menu", ASSESSMENT)
            await hands.on(Page)
            assert painted(hands.app).count(title) == 2
            assert purpose in painted(hands.app)
            for strip in hands.app.screen._compositor.render_strips():
                assert not any(held.style and "@click" in held.style.meta for held in strip)


async def test_a_window_that_has_passed_starts_nothing(tmp_path: Path) -> None:
    with sat(tmp_path, closes="2027-03-01T09:00Z") as held:
        async with assessing(held) as hands:
            await hands.choose("#menu", ASSESSMENT)
            await read_through(hands)
            await hands.choose("#menu", pages.START)
            await hands.until(lambda: type(hands.app.screen) is Pick)
            held.later(hours=1)
            await hands.choose("#menu", pages.START)
            await at_list(hands, "It closed on")
            assert state(held) is State.OVERDUE


# -- playing


async def test_the_whole_way_scenario_after_scenario(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await hands.see("assessment, 1 of 2")
            await moves(hands, *FIRST)
            await hands.see("Go on to the next scenario: Story two")
            await hands.choose("#decision", END)
            await hands.until(lambda: hands.app.screen is not screen)
            await seated(hands)
            await hands.see("assessment, 2 of 2")
            await moves(hands, *SECOND)
            await hands.see("Hand in")
            assert state(held) is State.IN_PROGRESS
            await hands.choose("#decision", END)
            await at_list(hands, "Handed in.")
            assert state(held) is State.SUBMITTED
            await hands.press("q")
            await hands.until(lambda: hands.app._exit)


KEYS = {"undo": "u", "hint": "h", "say_first": "y", "write": "s", "palette": "ctrl+p"}
LABELS = {"undo": "undo", "hint": "hint", "say_first": "say first", "write": "save", "palette": "commands"}


async def after(hands: Hands, action: str) -> tuple[str, str]:
    """The screen before and after a key, where there would be something to undo and a hint to be had."""
    await begin(hands)
    await moves(hands, "begin", *(["say a"] if action == "undo" else []))
    before = painted(hands.app)
    await hands.press(KEYS[action])
    await hands.until(
        lambda: not any(worker.name == "_write" and worker.is_running for worker in hands.app.workers)
    )
    await hands.pilot.pause()
    return before, painted(hands.app)


@pytest.mark.parametrize("action", KEYS)
async def test_what_is_not_allowed_does_nothing_and_stands_nowhere(
    tmp_path: Path, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with sat(tmp_path) as held:
        async with assessing(held, (200, 40)) as hands:
            before, now = await after(hands, action)
            assert now == before
            assert f" {LABELS[action]} " not in now.splitlines()[-1]
            assert len(hands.playing.session.play.rows) == (2 if action == "undo" else 1)
            assert not list(tmp_path.glob("*.txt"))
            await hands.press("question_mark")
            await hands.on(Sheet)
            help_text = painted(hands.app)
            assert "The ledger" in help_text
            assert not any(held.action == action and held.help in help_text for held in COMMANDS)


@pytest.mark.parametrize("action", KEYS)
async def test_in_practice_the_same_keys_would_do_something(
    tmp_path: Path, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the test above can fail."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Assessing, "allowance", PRACTICE)
    with sat(tmp_path) as held:
        async with assessing(held, (200, 40)) as hands:
            before, now = await after(hands, action)
            assert now != before
            assert f" {LABELS[action]} " in before.splitlines()[-1]


@pytest.mark.parametrize("shown", ["pick", "sheet", "door"])
async def test_there_is_no_palette_anywhere(tmp_path: Path, shown: str) -> None:
    with sat(tmp_path) as held:
        async with assessing(held, person=None if shown == "door" else PERSON) as hands:
            if shown == "sheet":
                await hands.press("question_mark")
                await hands.on(Sheet)
            before = painted(hands.app)
            await hands.press("ctrl+p")
            await hands.pilot.pause()
            assert painted(hands.app) == before
            assert "Ctrl+P" not in before


async def test_even_a_session_that_is_asked_takes_nothing_back(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin", "say a")
            hands.play.action_undo()
            await at_list(hands, "Nothing is taken back in an assessment.")
            assert kept(held)[0] == ["begin", "say a"]


async def test_a_note_to_oneself_stays_with_the_attempt(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            await hands.press("n", *"Ask", "enter")
            await hands.see("Noted.")
            await hands.until(lambda: not hands.playing.unkept)
            await hands.press("q")
            await at_list(hands, "Everything is kept; you may go on later.")
            await hands.choose("#menu", ASSESSMENT)
            await hands.choose("#menu", pages.RESUME)
            await seated(hands)
            assert hands.playing.notes == ("Ask",)


async def test_one_comes_back_to_where_one_was_and_the_clock_has_gone_on(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, *FIRST)
            await hands.press("q")
            await at_list(hands, "The clock goes on.")
        held.later(minutes=15)
        async with assessing(held) as hands:
            await hands.choose("#menu", ASSESSMENT)
            await hands.choose("#menu", pages.RESUME)
            await seated(hands)
            await hands.see("assessment, 2 of 2 · 30 min left")


async def test_the_lines_stand_in_the_order_of_the_sitting_here_and_after_a_break(tmp_path: Path) -> None:
    many = story("one", beat(*map(line, "abcdefgh")))
    with sat(tmp_path, many, shuffle=True) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            session = hands.playing.session
            wanted = offered(session.play.program, session.play.state, session.header.seed)
            assert session.header.seed
            assert hands.playing.waiting == wanted
            order = [key for key in hands.play._decision.keys if isinstance(key, Move)]
            assert order == [option.move for option in wanted.options]
        async with assessing(held) as hands:
            await hands.choose("#menu", ASSESSMENT)
            await hands.choose("#menu", pages.RESUME)
            await seated(hands)
            assert [key for key in hands.play._decision.keys if isinstance(key, Move)] == order
            await hands.press("3")
            await hands.until(lambda: len(hands.playing.session.play.rows) == 2)
            assert kept(held) == [["begin", str(order[2])]]


# -- the clock


async def test_the_time_left_is_warned_of_and_shown(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await hands.see("45 min left")
            held.later(minutes=35, seconds=1)
            screen.look()
            await hands.see("assessment, 1 of 2 · 9 min left")
            await hands.see("9 min left. ")
            await moves(hands, "begin")
            assert not screen.playing.countdown.warning()
            held.later(minutes=8)
            await moves(hands, "say a")
            screen.tick()
            await hands.see("1 min 59 s left.")


async def test_when_the_time_is_up_the_play_ends_by_itself_and_says_what_counts(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await moves(hands, "begin", "say a")
            await hands.press("l")
            await hands.on(Sheet)  # whatever lies over it
            held.later(minutes=45)
            screen.look()
            await at_list(hands, "The time is up; what you had done by then counts.")
            assert state(held) is State.SUBMITTED


async def test_a_choice_after_the_deadline_is_not_taken(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45, at_expiry="abandon") as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            held.later(minutes=46)
            await hands.choose("#decision", Move("say", "a"))
            await at_list(hands, "The time is up; it does not count.")
            assert state(held) is State.ABANDONED


async def test_a_clock_on_the_screen_that_runs_ahead_ends_nothing(tmp_path: Path) -> None:
    """Only the clock of the database does."""
    with sat(tmp_path, minutes=45) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            screen.playing.countdown.tell(0)
            assert screen.playing.countdown.over
            screen.tick()
            await hands.see("45 min left")
            await moves(hands, "begin", "say a")


async def test_extra_time_given_late_shows_without_a_choice(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=40) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            held.later(minutes=39)
            held.more_time("1.5")
            screen.look()
            await hands.see("21 min left")
            held.later(minutes=2)
            await moves(hands, "begin")


async def test_grace_is_told_as_such_and_then_it_ends(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=10, at_expiry="grace", grace_minutes=5) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await moves(hands, "begin")
            held.later(minutes=11)
            screen.look()
            await hands.see("late: 4 min of grace left")
            await hands.see("You may go on for 4 min; it is marked as late.")
            await moves(hands, "say a")
            held.later(minutes=4)
            screen.look()
            await at_list(hands, "The time is up; what you had done by then counts.")
            assert assessments_of(held.database, PERSON)[0].sittings[0].late


async def test_where_the_database_cannot_be_asked_the_end_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path, minutes=10) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await moves(hands, "begin")
            held.later(minutes=10)
            screen.playing.countdown.tell(0)
            with monkeypatch.context() as patched:
                patched.setattr(Live, "refresh", raising(BadDatabase("No road to it")))
                screen.tick()
                await hands.see(
                    "The time is up. No road to it. What was kept stays kept; this is tried again."
                )
            screen.tick()
            await at_list(hands, "The time is up; what you had done by then counts.")


# -- what goes wrong


def raising(error: Exception) -> Callable[..., NoReturn]:
    def refuse(*_: object) -> NoReturn:
        raise error

    return refuse


async def test_a_second_window_takes_over_and_the_first_stops_at_its_next_choice(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            other = resume(held.database, ASSESSMENT, PERSON)
            other.session.do(Move("say", "b"))
            await hands.choose("#decision", Move("say", "a"))
            await at_list(hands, "continued elsewhere")
            assert kept(held)[0] == ["begin", "say b"]


async def test_a_second_window_is_noticed_without_a_choice_too(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            resume(held.database, ASSESSMENT, PERSON)
            screen._ticks = EVERY - 1
            screen.tick()
            await at_list(hands, "continued elsewhere")


async def test_who_has_left_the_cohort_is_told_so(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            held.send_away()
            await hands.choose("#decision", Move("say", "a"))
            await at_list(hands, "You do not belong to this cohort any more; ask your trainer.")


async def test_what_is_not_saved_changes_nothing_and_may_be_chosen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, "begin")
            with monkeypatch.context() as patched:
                patched.setattr(Live, "write", raising(NotSaved("the disk is full")))
                await hands.choose("#decision", Move("say", "a"))
                await hands.see("NOT saved: the disk is full. Choose again to try once more.")
            assert len(hands.playing.session.play.rows) == 1
            await moves(hands, "say a")
            assert kept(held)[0] == ["begin", "say a"]


async def test_what_is_not_handed_in_may_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path, story("one")) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, *FIRST)
            with monkeypatch.context() as patched:
                patched.setattr(Live, "submit", raising(NotSaved("the disk is full")))
                await hands.choose("#decision", END)
                await hands.see("NOT saved: the disk is full.")
                assert state(held) is State.IN_PROGRESS
            await hands.choose("#menu", pages.AGAIN)
            await at_list(hands, "Handed in.")
            assert state(held) is State.SUBMITTED


async def test_where_the_list_cannot_be_read_it_may_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path) as held:
        async with assessing(held) as hands:
            with monkeypatch.context() as patched:
                patched.setattr("simulator.terminal.sit.way.assessments_of", raising(BadDatabase("No road")))
                await hands.choose("#menu", ASSESSMENT)
                await hands.on(Page)
                await hands.press("q")
                await hands.see("No road.")
            await hands.choose("#menu", pages.AGAIN)
            await hands.see("Your assessments")


# -- afterwards


async def look(hands: Hands) -> None:
    """From the list to what may be seen."""
    await hands.choose("#menu", ASSESSMENT)
    await hands.choose("#menu", pages.REVIEW)
    await hands.see("What you may see")


async def test_only_what_the_review_rule_allows_now_is_shown(tmp_path: Path) -> None:
    later = {"score": "submitted", "dimensions": "closed", "lines": "closed", "debrief": "released"}
    with sat(tmp_path, story("one"), review=later) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, *FIRST)
            await hands.choose("#decision", END)
            await at_list(hands, "Handed in.")
            await look(hands)
            await hands.see("+2 points.")
            await hands.see("Your own lines: once the assessment is closed.")
            assert not hands.seen("Relevant rapport")
            assert hands.app.screen.query_one("#menu", Menu).keys == (pages.BACK,)
            await hands.press("q")
            held.close()
            await hands.choose("#menu", pages.REVIEW)
            await hands.see("Relevant rapport: +2")
            attempt = held.attempts()[0]
            await hands.choose("#menu", pages.Lines(attempt))
            await hands.on(Sheet)
            await hands.see("You: I say d.")
            await hands.press("q")
            await hands.see("The debrief: once your trainer releases the results.")


async def test_the_debrief_is_the_one_of_practice_without_a_way_back_into_the_play(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review=ALL_AT_ONCE) as held:
        async with assessing(held) as hands:
            await begin(hands)
            await moves(hands, *FIRST)
            await hands.choose("#decision", END)
            await at_list(hands, "Handed in.")
            await look(hands)
            await hands.choose("#menu", pages.Whole(held.attempts()[0]))
            await hands.on(Debrief)
            screen = hands.app.screen
            assert isinstance(screen, Debrief)
            found: set[object] = set()
            for step in range(len(screen._steps)):
                screen._go_to(step)
                screen._open = set(range(len(screen._findings.timeline)))
                screen._show()
                await hands.pilot.pause()
                found |= set(screen._menu.keys)
            assert ANEW not in found
            assert not [key for key in found if isinstance(key, Again)]
            screen.action_close()
            await hands.see("What you may see")


async def test_a_scenario_that_was_never_begun_is_told_as_such(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=10, review=ALL_AT_ONCE) as held:
        async with assessing(held) as hands:
            screen = await begin(hands)
            await moves(hands, "begin")
            held.later(minutes=10)
            screen.look()
            await at_list(hands, "The time is up")
            await look(hands)
            await hands.choose("#menu", pages.Whole(held.attempts()[1]))
            await hands.on(Sheet)
            await hands.see("This scenario was not begun.")


# -- a trial run


async def test_a_trial_run_begins_at_once_and_ends_with_it(tmp_path: Path) -> None:
    with sat(tmp_path, story("one")) as held:
        live = trial(held.database, ASSESSMENT, "Tess")
        app = Assessing(held.database, trial=(live, live_rules(held)))
        async with app.run_test(size=SMALL) as pilot:
            hands = Hands(app, pilot)
            await seated(hands)
            await moves(hands, *FIRST)
            await hands.choose("#decision", END)
            await hands.until(lambda: app._exit)
        assert app.said == "Handed in."


def live_rules(held: Sat) -> Rules:
    return assessments_of(held.database, PERSON)[0].rules
