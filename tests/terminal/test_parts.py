"""The parts screens are made of: wrapping, paper, menus, cards, the registry of keys."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widget import Widget

from simulator.terminal.actions import COMMANDS, commands
from simulator.terminal.app import OnlyMe, help_for
from simulator.terminal.cards import Card, card, cards
from simulator.terminal.desk.person import PersonRoom
from simulator.terminal.desk.roll import Roll
from simulator.terminal.paragraphs import Line, Paragraph, paragraph, wrap
from simulator.terminal.preview.seat import Preview
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.library import Library
from simulator.terminal.screens.palette import Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.play import Play
from simulator.terminal.screens.progress import ProgressRoom
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.sit.door import Door
from simulator.terminal.widgets import paper as papers
from simulator.terminal.widgets.menu import Menu, option, text
from simulator.terminal.widgets.paper import Paper
from tests.terminal.hands import Hands, opened

# -- wrapping

_TEXTS = st.text(st.sampled_from("ab é漢字é—- "), max_size=120)


@given(_TEXTS, _TEXTS, st.integers(1, 40), st.integers(0, 10))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(one: str, two: str, width: int, hang: int) -> None:
    held = paragraph((one, "strong"), two, hang=hang)
    lines = ["".join(run for run, _ in line) for line in wrap(held, width)]
    assert "".join("".join(lines).split()) == "".join(held.text.split())
    for line in lines:
        assert cell_len(line.rstrip()) <= width or len(line.split()[0]) == 1


def test_words_stay_whole_and_roles_follow_their_text() -> None:
    held = paragraph(("Nuala: ", "speaker"), "sixty bags", hang=2)
    assert wrap(held, 12) == [
        (("Nuala: ", "speaker"), ("sixty", "plain")),
        (("  ", "plain"), ("bags", "plain")),
    ]


# -- paper


class Desk(App[None]):
    """A paper and a menu of so many options."""

    def __init__(self, options: int = 0) -> None:
        super().__init__()
        self.options = options

    def compose(self) -> ComposeResult:
        yield Paper()
        yield Menu()

    def on_mount(self) -> None:
        self.query_one(Menu).styles.height = 4
        entries = (option(place, f"option {place}", number=place) for place in range(self.options))
        self.query_one(Menu).offer([text("head"), *entries])


def many(count: int) -> list[Paragraph]:
    return [
        paragraph(f"Line {place} of a transcript that is wrapped once or twice") for place in range(count)
    ]


@pytest.mark.parametrize("before", [10, 5_000])
async def test_an_append_wraps_and_draws_only_what_is_new_or_in_view(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Desk()
    async with app.run_test(size=(40, 20)) as pilot:
        held = app.query_one(Paper)
        held.show(many(before), at=before)
        await pilot.pause()
        wrapped, drawn = [], []
        draw = Paper._draw

        def wraps(given: Paragraph, width: int) -> list[Line]:
            wrapped.append(given)
            return wrap(given, width)

        def draws(self: Paper, line: int) -> Strip:
            drawn.append(line)
            return draw(self, line)

        monkeypatch.setattr(papers, "wrap", wraps)
        monkeypatch.setattr(Paper, "_draw", draws)
        held.append(many(3))
        await pilot.pause()
        assert len(wrapped) == 3
        assert 0 < len(drawn) <= held.size.height
        assert held.at_end


async def test_another_width_keeps_the_text_one_was_reading_in_view() -> None:
    app = Desk()
    async with app.run_test(size=(80, 20)) as pilot:
        held = app.query_one(Paper)
        held.show(many(200))
        await pilot.pause()
        held.scroll_to(y=150, animate=False)
        await pilot.pause()
        reading = held.paragraph_at(held.scroll_offset.y)
        for width in (30, 100, 80):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert held.paragraph_at(held.scroll_offset.y) == reading


# -- menus


async def test_arrows_reach_every_line_and_bring_it_into_view() -> None:
    app = Desk(20)
    async with app.run_test(size=(40, 20)) as pilot:
        held = app.query_one(Menu)
        held.focus()
        for step in range(20):
            assert held.marked == step
            row = held._starts[step + 1] - held.scroll_offset.y
            assert 0 <= row < held.size.height
            await pilot.press("down")
        for _ in range(25):
            await pilot.press("up")
        assert held.marked == 0
        assert held.scroll_offset.y == 0


async def test_the_marked_line_is_told_by_a_sign_and_not_by_colour_alone() -> None:
    app = Desk(3)
    async with app.run_test(size=(40, 20)) as pilot:
        held = app.query_one(Menu)
        held.focus()
        await pilot.press("down")
        lines = ["".join(seg.text for seg in held.render_line(y)) for y in range(4)]
        assert [line.startswith("›") for line in lines] == [False, False, True, False]


# -- cards


def test_every_scenario_of_the_library_has_a_full_card() -> None:
    for held in cards():
        assert held.title != held.id
        assert held.minutes
        assert held.practise


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (b"", "x"),
        (b"\xff\xfe", "x"),
        (b"- a\n- b", "x"),
        (b"title: [", "x"),
        (b"a: {title: inner}\ntitle: outer\n", "outer"),
        (b"title: Good\nabout: >\n  cut off in the mid", "Good"),
        (b"title: Good\nbroken: [", "Good"),
        (b'title: "\\e[31mred"', "[31mred"),
        (b"[" * 8000, "x"),
    ],
)
def test_a_card_is_made_of_whatever_can_be_read(head: bytes, title: str) -> None:
    assert card("x", head) == Card("x", title, "beginner", "", "")


# -- keys

_PLACES: dict[str, type[DOMNode]] = {
    "app": OnlyMe,
    "home": Home,
    "play": Play,
    "preview": Preview,
    "door": Door,
    "desk": Roll,
    "person": PersonRoom,
    "debrief": Debrief,
    "sheet": Sheet,
    "pick": Pick,
    "library": Library,
    "progress": ProgressRoom,
    "settings": SettingsRoom,
    "palette": Palette,
    "menu": Menu,
    "paper": Paper,
}


def test_every_command_can_be_done_where_it_is_bound() -> None:
    for command in COMMANDS:
        for place in command.places:
            kind: type[DOMNode] = OnlyMe if command.action.startswith("app.") else _PLACES[place]
            assert hasattr(kind, f"action_{command.action.removeprefix('app.')}"), command


@pytest.mark.parametrize("place", _PLACES)
def test_no_key_means_two_things_in_one_place(place: str) -> None:
    keys = [key for command in commands(place) for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("place", ["home", "play", "preview", "debrief"])
def test_the_help_names_every_key_of_a_screen(place: str) -> None:
    shown = "\n".join(held.text for held in help_for(place))
    for command in commands(place):
        assert command.shown in shown
        assert command.help in shown


# -- at rest, and at the start


def _at_work(app: OnlyMe) -> Iterator[str]:
    nodes: list[DOMNode] = [app, *app.screen.walk_children(Widget, with_self=True)]
    for node in nodes:
        for timer in node._timers:
            if timer._active.is_set():
                yield f"{node}: {timer.name}"


async def test_nothing_ticks_while_nothing_happens(place: Path) -> None:
    async with opened(place) as hands:

        async def at_rest(hands: Hands = hands) -> None:
            await hands.until(lambda: not list(_at_work(hands.app)))

        await at_rest()
        await hands.open("first-steps")
        await at_rest()
        await hands.play_on()
        await hands.press("a")
        await at_rest()


def test_the_first_screen_waits_for_nothing_heavy() -> None:
    code = (
        "import sys, simulator.terminal.app\n"
        "heavy = ('pydantic', 'sqlalchemy', 'alembic', 'simulator.engine', 'scoring.rubric')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_screen_is_a_room_with_its_place() -> None:
    for kind in (Home, Play, Debrief, Sheet):
        assert issubclass(kind, Room)
        assert kind.PLACE in _PLACES
