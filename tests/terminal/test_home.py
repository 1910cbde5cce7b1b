"""What is reached from Home: the library, progress, the glossary, the settings, the welcome, deleting."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator.settings import VARIABLE, Found, Settings, read
from simulator.terminal.app import OnlyMe
from simulator.terminal.cards import Card
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library, Start, matches
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.play import Play
from simulator.terminal.screens.progress import Practise, ProgressRoom, Read
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.screens.welcome import ON, PAGES, SKIP, START
from simulator.terminal.shelf import Shelf
from simulator.terminal.themes import THEMES, TITLES
from tests.terminal.hands import SMALL, Hands, opened
from tests.unit.test_progress import played


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config" / "settings.json"
    monkeypatch.setenv(VARIABLE, str(file))
    return file


@asynccontextmanager
async def at_home(place: Path, found: Found) -> AsyncIterator[Hands]:
    """The application with settings that were found."""
    shelf = Shelf(str(place))
    app = OnlyMe(shelf, preferred=found)
    try:
        async with app.run_test(size=SMALL) as pilot:
            hands = Hands(app, pilot)
            await hands.until(lambda: shelf._asked)
            await pilot.pause()
            yield hands
    finally:
        shelf.close()


def fill(place: Path, *, finished: int = 0, begun: int = 0) -> list[str]:
    """Keeps attempts at first-steps; their ids."""
    shelf = Shelf(str(place))
    try:
        done = [played(shelf.required()) for _ in range(finished)]
        return done + [played(shelf.required(), "aim last_year", to_end=False) for _ in range(begun)]
    finally:
        shelf.close()


# -- the library


@pytest.mark.parametrize("mouse", [False, True])
async def test_a_variant_is_started_from_the_library(place: Path, mouse: bool) -> None:
    async with opened(place, mouse=mouse) as hands:
        await hands.choose("#menu", ("go", "library"))
        await hands.on(Library)
        await hands.choose("#menu", "quiet-eleventh-year")
        await hands.on(Pick)
        await hands.see("Win back attention")
        await hands.choose("#menu", Start("quiet-eleventh-year", "thin_crew"))
        await hands.on(Play)
        assert hands.playing.session.header.variant == "thin_crew"


async def test_typing_narrows_the_library_and_enter_opens_what_is_marked(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("l")
        await hands.on(Library)
        await hands.press(*"quiet")
        await hands.gone("First steps")
        await hands.press(*"zz")
        await hands.see("Nothing in the library matches “quietzz”")
        await hands.press("backspace", "backspace", "enter")
        await hands.on(Pick)
        await hands.until(lambda: not isinstance(hands.app.screen, Library))
        await hands.see("Tri-River")
        await hands.press("escape")
        await hands.on(Library)
        assert not hands.seen("First steps")  # what was typed is still there
        await hands.press("escape")
        await hands.on(Home)


async def test_the_arrows_go_through_the_library_while_one_types(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("l")
        await hands.on(Library)
        await hands.press("down", "enter")
        await hands.see("Tri-River")


def test_every_word_typed_must_be_on_the_card() -> None:
    card = Card("first-steps", "First steps", "beginner", "5", "Give a number")
    assert matches(card, "")
    assert matches(card, "STEPS begin")
    assert matches(card, "5 min")
    assert not matches(card, "steps advanced")


async def test_the_library_tells_what_has_come_of_a_scenario(place: Path) -> None:
    fill(place, finished=2)
    async with opened(place, (100, 40)) as hands:
        await hands.press("l")
        await hands.see("Finished 2 times; best")
        await hands.see("Not finished yet")
        await hands.press("enter")
        await hands.see("Endings seen: 1 of 4")


# -- progress


async def test_progress_without_attempts_says_what_to_do(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("p")
        await hands.see("No attempt is finished yet")
        await hands.press("enter")
        await hands.on(Library)


async def test_progress_tells_the_course_and_leads_to_practice_and_to_debriefs(place: Path) -> None:
    (attempt,) = fill(place, finished=1)
    async with opened(place, (100, 60)) as hands:
        await hands.press("p")
        await hands.on(ProgressRoom)
        await hands.see("Points in First steps, attempt by attempt")
        await hands.see("To practise")
        await hands.choose("#menu", Read(attempt))
        await hands.on(Debrief)
        await hands.press("escape", "q")
        await hands.on(Home)
        await hands.press("p")
        await hands.on(ProgressRoom)
        (wanted,) = (key for key in hands.app.screen.menu.keys if isinstance(key, Practise))  # type: ignore[attr-defined]
        await hands.choose("#menu", wanted)
        await hands.see("What it practises")


# -- deleting


async def test_enter_goes_on_with_what_was_played_last(place: Path) -> None:
    begun = fill(place, begun=2)
    async with opened(place) as hands:
        await hands.until(lambda: hands.app._home._unfinished)
        await hands.press("enter")
        await hands.on(Play)
        assert hands.playing.session.header.attempt in begun


async def test_a_line_that_was_marked_stays_marked_when_what_was_begun_is_found(place: Path) -> None:
    fill(place, begun=1)
    async with opened(place) as hands:
        home, menu = hands.app._home, hands.app._home._menu
        await hands.until(lambda: home._unfinished)
        found = home._unfinished
        home.begun(())
        home._filled = False
        menu.mark(("go", "glossary"))
        home.begun(found)
        assert menu.marked == ("go", "glossary")


async def test_an_attempt_is_deleted_only_after_a_yes(place: Path) -> None:
    fill(place, begun=1)
    async with opened(place) as hands:
        await hands.until(lambda: hands.app._home._unfinished)
        await hands.press("down", "d")
        await hands.see("Mark an attempt under Continue first")
        await hands.press("up", "d")
        await hands.see("Delete this attempt?")
        await hands.choose("#menu", "keep")
        await hands.on(Home)
        assert len(hands.app.shelf.required().list()) == 1
        await hands.press("d")
        await hands.see("Delete this attempt?")
        await hands.choose("#menu", "delete")
        await hands.on(Home)
        await hands.until(lambda: not hands.app._home._unfinished)
        assert not hands.app.shelf.required().list()


async def test_a_finished_attempt_can_be_deleted_from_progress(place: Path) -> None:
    fill(place, finished=1)
    async with opened(place) as hands:
        await hands.press("p")
        await hands.on(ProgressRoom)
        await hands.press("d")
        await hands.see("Mark an attempt first")
        await hands.press(*["down"] * 5, "d")
        await hands.see("Delete this attempt?")
        await hands.choose("#menu", "delete")
        await hands.see("No attempt is finished yet")


# -- glossary and welcome


async def test_the_glossary_is_read_and_closed(place: Path) -> None:
    async with opened(place) as hands:
        await hands.press("g")
        await hands.on(Sheet)
        await hands.see("A customer's organisation")
        await hands.press("escape")
        await hands.on(Home)


async def test_the_first_run_begins_with_the_welcome_and_only_the_first(
    place: Path, settings_file: Path
) -> None:
    async with at_home(place, read()) as hands:
        for title, _ in PAGES[:-1]:
            await hands.see(title)
            await hands.choose("#menu", ON)
        await hands.see(PAGES[-1][0])
        await hands.choose("#menu", START)
        await hands.on(Play)
    assert read().settings.welcomed
    async with at_home(place, read()) as hands:
        await hands.until(lambda: hands.app.shelf._asked)
        await hands.on(Home)


async def test_the_welcome_can_be_skipped(place: Path, settings_file: Path) -> None:
    async with at_home(place, read()) as hands:
        await hands.see(PAGES[0][0])
        await hands.choose("#menu", SKIP)
        await hands.on(Home)
    assert read().settings.welcomed


# -- settings


async def test_a_theme_is_shown_at_once_and_kept(place: Path, settings_file: Path) -> None:
    async with at_home(place, Found(Settings(welcomed=True))) as hands:
        await hands.press("s")
        await hands.on(SettingsRoom)
        for name in TITLES:
            await hands.choose("#menu", Settings(theme=name, welcomed=True))
            await hands.until(lambda name=name: hands.app.theme == name)
            await hands.see(f"(•) {TITLES[name]}")
        await hands.choose("#menu", Settings(theme="ansi", plain=True, welcomed=True))
        await hands.see("[x]")
    assert json.loads(settings_file.read_text(encoding="utf-8")) == {
        "theme": "ansi",
        "plain": True,
        "welcomed": True,
    }


async def test_settings_that_cannot_be_kept_say_so(place: Path, settings_file: Path) -> None:
    settings_file.parent.write_text("a file, where a folder should be", encoding="utf-8")
    async with at_home(place, Found(Settings(welcomed=True))) as hands:
        await hands.press("s")
        await hands.on(SettingsRoom)
        await hands.choose("#menu", Settings(theme="light", welcomed=True))
        await hands.see("! The settings are NOT kept")


async def test_broken_settings_are_told_in_one_line_at_home(place: Path, settings_file: Path) -> None:
    settings_file.parent.mkdir()
    settings_file.write_text('{"theme": "[bold]pink", "welcomed": true}', encoding="utf-8")
    found = read()
    assert found.settings == Settings()
    async with at_home(place, Found(Settings(welcomed=True), found.trouble)) as hands:
        await hands.see("theme is one of dark, light, contrast, colour-blind, ansi")


def test_every_theme_has_a_title_and_can_be_kept() -> None:
    from simulator import settings

    assert tuple(TITLES) == settings.THEMES == tuple(theme.name for theme in THEMES)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [theme for theme in THEMES if not theme.ansi], ids=lambda theme: theme.name)
def test_every_role_can_be_read_on_its_ground(theme: object) -> None:
    from textual.theme import Theme

    assert isinstance(theme, Theme)
    least = 7.0 if theme.name == "contrast" else 4.5
    words = [theme.foreground, theme.accent, theme.success, theme.error]
    words += [theme.variables["text-secondary"], theme.variables["text-muted"]]
    pairs = [(word, ground) for word in words for ground in (theme.background, theme.panel)]
    pairs.append((theme.variables["block-cursor-foreground"], theme.variables["block-cursor-background"]))
    for word, ground in pairs:
        light, dark = sorted((_luminance(str(word)), _luminance(str(ground))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= least, (word, ground)
