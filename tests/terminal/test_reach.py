"""Every command of the registry can be reached by its keys alone and by the mouse alone; focus is seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual import events

from simulator.cohort.page import Page
from simulator.cohort.standing import Results
from simulator.scenario.load import library
from simulator.terminal.actions import COMMANDS, Command, commands
from simulator.terminal.app import OnlyMe
from simulator.terminal.desk.doing import Desk, Names
from simulator.terminal.desk.person import PersonRoom
from simulator.terminal.desk.roll import Roll
from simulator.terminal.preview.desk import rehearse
from simulator.terminal.preview.file import read
from simulator.terminal.preview.seat import Preview
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library
from simulator.terminal.screens.palette import Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.progress import ProgressRoom
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.sit.door import Door
from simulator.terminal.widgets.keybar import KeyBar
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.paper import Paper
from tests.standings import results, standing
from tests.terminal.hands import Hands, opened

WIDE = (250, 45)
"""The line of keys shows every label."""

BY_LINE = ("pick", "up", "down", "choose", "welcome", "about")
"""Done by a click on the line itself."""
BY_WHEEL = ("scroll_up", "scroll_down", "read_up")
BY_PLACE = ("step", "app.focus_next", "app.focus_previous", "next_field")
"""Done by a click on the thing itself."""
NOT_BY_MOUSE = ("leave", "suspend_process")
"""Leaving is the label `quit` or `leave`; stopping the process is the shell's, which has only keys."""


async def playing(hands: Hands) -> None:
    await hands.open("first-steps")
    await hands.move(hands.playing.waiting.options[0].move)


async def home(hands: Hands) -> None:
    await hands.on(Home)


async def debrief(hands: Hands) -> None:
    await hands.open("first-steps")
    await hands.play_on()
    hands.app.screen.query_one("#page").focus()


async def sheet(hands: Hands) -> None:
    await home(hands)
    await hands.press("g")
    await hands.on(Sheet)


def by(key: str, kind: type) -> Callable[[Hands], Awaitable[None]]:
    async def go(hands: Hands) -> None:
        await home(hands)
        await hands.press(key)
        await hands.on(kind)

    return go


async def preview(hands: Hands) -> None:
    await home(hands)
    seat = Preview(rehearse(read(library()["first-steps"])))
    await hands.app.push_screen(seat)
    await hands.on(Preview)
    await hands.move(hands.playing.waiting.options[0].move)


async def door(hands: Hands) -> None:
    await home(hands)
    await hands.app.push_screen(Door(lambda code: code))
    await hands.on(Door)


class ByHand(Desk):
    """A desk on which somebody's results lie."""

    def look(self) -> tuple[Results, Names | None]:
        return results(standing("C3D4F5", 31, team="North")), None

    def page(self, person: str) -> tuple[Results, Page, Names | None]:
        found, _ = self.look()
        return found, Page(found.people[0], (), (), (), {}), None


def at_desk(kind: type[Roll | PersonRoom], *about: str) -> Callable[[Hands], Awaitable[None]]:
    async def go(hands: Hands) -> None:
        await home(hands)
        laid = ByHand(None, "spring-2027", "Jo")  # type: ignore[arg-type]
        await hands.app.push_screen(kind(laid, *about, every=None))
        await hands.see("C3D4F5")

    return go


PLACES: dict[str, Callable[[Hands], Awaitable[None]]] = {
    "home": home,
    "play": playing,
    "preview": preview,
    "door": door,
    "desk": at_desk(Roll),
    "person": at_desk(PersonRoom, "id-C3D4F5"),
    "debrief": debrief,
    "sheet": sheet,
    "menu": home,
    "paper": sheet,
    "app": home,
    "library": by("l", Library),
    "pick": by("w", Pick),
    "progress": by("p", ProgressRoom),
    "settings": by("s", SettingsRoom),
    "palette": by("ctrl+p", Palette),
}
"""The way to each place."""


@dataclass
class Told:
    """What was done, by the name of the action."""

    monkeypatch: pytest.MonkeyPatch
    done: list[str] = field(default_factory=list)

    def listen(self, hands: Hands, held: Command) -> None:
        """From here on the action of a command only says that it was asked for."""
        name = held.action.removeprefix("app.")
        screen = hands.app.screen
        owners: list[Any] = [OnlyMe, type(screen), Menu, Paper]
        for owner in owners:
            if hasattr(owner, f"action_{name}"):
                self.monkeypatch.setattr(owner, f"action_{name}", self._teller(name))
        self.monkeypatch.setattr(type(screen), "can", lambda *_: True)

    def _teller(self, name: str) -> Callable[..., None]:
        def tell(*_: object) -> None:
            self.done.append(name)

        return tell


def test_every_place_of_the_registry_is_known_here() -> None:
    assert {place for held in COMMANDS for place in held.places} == set(PLACES)


@pytest.mark.parametrize("where", PLACES)
async def test_every_key_does_what_the_registry_says(
    place: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        told = Told(monkeypatch)
        for held in commands(where):
            told.listen(hands, held)
        for held in commands(where):
            for key in held.keys.split(","):
                told.done.clear()
                if where in ("library", "palette"):  # where letters go into the filter while it has the focus
                    hands.app.screen.query_one("#menu" if len(key) == 1 else "#search").focus()
                    await hands.pilot.pause()
                await hands.press(key)
                await hands.pilot.pause()
                assert told.done == [held.action.removeprefix("app.")], f"{where}: {key}"


@pytest.mark.parametrize("where", PLACES)
async def test_every_label_does_it_by_a_click(
    place: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        told = Told(monkeypatch)
        for held in commands(where):
            told.listen(hands, held)
        if where not in ("menu", "paper", "app"):
            bar = hands.app.screen.query_one(KeyBar)
            bar.refresh()
            await hands.pilot.pause()
            for held in commands(where):
                if held.label:
                    told.done.clear()
                    words = f"{held.shown} {held.label} "
                    await hands.pilot.click(bar, offset=(str(bar.render()).index(words) + 1, 0))
                    assert told.done == [held.action.removeprefix("app.")], f"{where}: {held.label}"
        for held in commands(where):
            assert held.label or held.action in (*BY_LINE, *BY_WHEEL, *BY_PLACE, *NOT_BY_MOUSE), held


async def test_a_line_is_chosen_and_marked_by_a_click(place: Path) -> None:
    async with opened(place, WIDE, mouse=True) as hands:
        await hands.choose("#menu", ("go", "welcome"))
        await hands.on(Pick)


async def test_the_wheel_scrolls_text(place: Path) -> None:
    async with opened(place, (60, 12)) as hands:
        await sheet(hands)
        page = hands.app.screen.query_one(Paper)
        await hands.pilot._post_mouse_events([events.MouseScrollDown], page, (3, 1), 0)
        await hands.until(lambda: page.scroll_offset.y > 0)
        await hands.pilot._post_mouse_events([events.MouseScrollUp], page, (3, 1), 0)
        await hands.until(lambda: page.scroll_offset.y == 0)


async def test_a_click_gives_the_focus(place: Path) -> None:
    async with opened(place, WIDE) as hands:
        await playing(hands)
        await hands.pilot.click("#transcript", offset=(3, 1))
        assert hands.app.focused is hands.app.screen.query_one("#transcript")
        await hands.press("tab")
        assert hands.app.focused is not hands.app.screen.query_one("#transcript")


def styled(app: OnlyMe) -> Iterator[tuple[str, Style | None]]:
    """Everything painted, with its style."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip.simplify():
            yield segment.text, segment.style


async def the_focus_can_be_seen(hands: Hands, look: Callable[[OnlyMe], Iterable[object]] = styled) -> None:
    """Goes to every part of a screen: each looks different when it has the focus."""
    assert isinstance(hands.app.screen, Room)
    seen = []
    for _ in hands.app.screen.focus_chain:
        await hands.press("tab")
        await hands.pilot.pause()
        seen.append(tuple(look(hands.app)))
    assert len(set(seen)) == len(hands.app.screen.focus_chain)


@pytest.mark.parametrize("where", ["play", "debrief", "library"])
async def test_where_the_focus_is_can_be_seen(place: Path, where: str) -> None:
    async with opened(place, WIDE) as hands:
        await PLACES[where](hands)
        await the_focus_can_be_seen(hands)
