"""The author's seat: the play follows the file, and the author may go anywhere and set anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.theme import Theme

from scenarios import __file__ as library
from simulator.engine.moves import Move, parse_move
from simulator.settings import Found, Settings
from simulator.terminal.asking import END
from simulator.terminal.preview.app import Previewing
from simulator.terminal.preview.desk import Rehearsal
from simulator.terminal.preview.rooms import Beats, Fields
from simulator.terminal.preview.seat import Preview, Unread
from simulator.terminal.preview.trial import Put
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.palette import Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.room import HEIGHT, WIDTH
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.widgets.paper import Paper
from tests.helpers import without_par
from tests.terminal.hands import LARGE, SMALL, Hands
from tests.terminal.test_looks import OWN, look
from tests.terminal.test_snapshots import compare

FIRST_STEPS = without_par((Path(library).parent / "first-steps.yaml").read_text(encoding="utf-8"))
TO_THE_NUMBER = ("begin", "study ask_declan", "aim first_order", "say ask_bashir")


class Still(Previewing):
    """Looks at the file only when it is told to."""

    def look(self) -> None:
        """Not by itself."""


class Author(Hands):
    """Hands that write the file too."""

    app: Still

    @property
    def seat(self) -> Preview:
        assert isinstance(self.app.screen, Preview), self.app.screen
        return self.app.screen

    @property
    def table(self) -> Rehearsal:
        assert self.app.seat is not None
        return self.app.seat.playing

    def write(self, text: str) -> None:
        self.app.path.write_text(text, encoding="utf-8")

    async def look(self) -> None:
        """What the clock would do: a look, and another when it has settled."""
        Previewing.look(self.app)
        Previewing.look(self.app)
        await self.until(lambda: not any(worker.is_running for worker in self.app.workers))
        await self.pilot.pause()

    async def save(self, text: str) -> None:
        """Saves, and waits until it has been read."""
        before = self.app.reading
        self.write(text)
        await self.look()
        await self.until(lambda: self.app.reading is not before)
        await self.pilot.pause()

    async def play_to(self, *moves: str) -> None:
        for move in moves:
            await self.move(parse_move(move))

    @property
    def at(self) -> str:
        return self.table.trial.state.at

    def paper(self, name: str) -> str:
        return "\n".join(held.text for held in self.seat.query_one(name, Paper).paragraphs)


@asynccontextmanager
async def writing(
    folder: Path, text: str = FIRST_STEPS, size: tuple[int, int] = SMALL, *, mouse: bool = False
) -> AsyncIterator[Author]:
    """The preview of a file of this text."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    app = Still(file, settings=Found(Settings(welcomed=True), ""))
    async with app.run_test(size=size) as pilot:
        hands = Author(app, pilot, mouse)
        await hands.until(lambda: isinstance(app.screen, Preview | Unread))
        await pilot.pause()
        yield hands


# -- reading again


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_save_is_read_and_one_stands_where_one_stood(tmp_path: Path, size: tuple[int, int]) -> None:
    async with writing(tmp_path, size=size) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.save(FIRST_STEPS.replace("Sixty, yes.", "Sixty, surely."))
        await hands.see("Sixty, surely.")
        await hands.see("you stand where you stood")
        assert hands.at == "smoke_shed/number"
        await hands.see("That was me. It came wet.")


async def test_what_was_said_is_told_in_its_new_words(tmp_path: Path) -> None:
    async with writing(tmp_path, size=LARGE) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.save(FIRST_STEPS.replace("That was me. It came wet.", "It was I. It came wet."))
        await hands.see("It was I. It came wet.")


async def test_nothing_is_read_while_the_file_still_moves(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        before = hands.app.reading
        for length in (40, 4000, 9000):
            hands.write(FIRST_STEPS[:length])
            Previewing.look(hands.app)
            assert not any(worker.is_running for worker in hands.app.workers)
        assert hands.app.reading is before
        await hands.save(FIRST_STEPS.replace("Sixty, yes.", "Sixty, surely."))
        assert hands.app.reading.remarks == before.remarks


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_broken_file_leaves_the_play_and_says_what_is_wrong(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with writing(tmp_path, size=size) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.save(FIRST_STEPS.replace("to: nuala\n", "to: nula\n", 1))
        assert "there is no contact called 'nula'" in hands.paper("#remarks")
        await hands.see("it cannot be played as it is")
        await hands.see("Sixty, yes.")
        if size == SMALL:
            await hands.see("1 error (d shows all). Line 94: there is no contact called 'nula'")
        await hands.press("d")
        await hands.on(Sheet)
        await hands.see("did you mean nuala?")
        await hands.see("94 | to: nula")
        await hands.press("escape")
        await hands.on(Preview)
        await hands.play_to("say friday")
        assert hands.at == "smoke_shed:agree/readings"
        await hands.save(FIRST_STEPS)
        await hands.see("you stand where you stood")
        assert hands.at == "smoke_shed:agree/readings"
        assert not hands.seen("nula")


@pytest.mark.parametrize("text", ["", "format: [", "\x00", "title: \x1b[31m[red]x[/red]"])
async def test_nothing_that_stands_in_the_file_hurts(tmp_path: Path, text: str) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.save(text)
        await hands.see("cannot be played as it is")
        assert hands.at == "smoke_shed/number"
        hands.app.path.unlink()
        await hands.look()
        await hands.see("there is no such file")


async def test_where_a_choice_is_gone_it_stops_and_says_where(tmp_path: Path) -> None:
    start, end = FIRST_STEPS.index("          - id: ask_bashir"), FIRST_STEPS.index("          - id: punt")
    without = (FIRST_STEPS[:start] + FIRST_STEPS[end:]).replace("instead: ask_bashir", "instead: punt")
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER, "say friday")
        await hands.save(without)
        await hands.see("stopped at the third move: `ask_bashir` is no longer in beat `door`")
        assert hands.at == "smoke_shed/door"
        await hands.save(FIRST_STEPS)
        assert hands.at == "smoke_shed:agree/readings"
        await hands.see("you stand where you stood")


async def test_what_is_done_instead_takes_the_place_of_what_no_longer_fits(tmp_path: Path) -> None:
    start, end = FIRST_STEPS.index("          - id: ask_bashir"), FIRST_STEPS.index("          - id: punt")
    without = (FIRST_STEPS[:start] + FIRST_STEPS[end:]).replace("instead: ask_bashir", "instead: punt")
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER, "say friday")
        await hands.save(without)
        await hands.play_to("say punt")
        await hands.save(FIRST_STEPS)
        assert [str(done.deed) for done in hands.table.line] == [*TO_THE_NUMBER[:3], "say punt"]
        assert hands.at == "smoke_shed/number"


async def test_a_file_that_cannot_be_played_at_first_is_waited_for(tmp_path: Path) -> None:
    async with writing(tmp_path, "format: 1\n") as hands:
        await hands.on(Unread)
        await hands.see("cannot be played yet")
        await hands.see("`title` is missing here")
        await hands.save("format: 1\ntitle: Mine\n")
        await hands.until(lambda: not hands.seen("`title` is missing here"))
        await hands.save(FIRST_STEPS)
        await hands.on(Preview)
        await hands.play_to("begin")


async def test_a_save_is_read_under_what_lies_on_the_play(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.press("l")
        await hands.on(Sheet)
        await hands.save(FIRST_STEPS.replace("Sixty, yes.", "Sixty, surely."))
        assert isinstance(hands.app.screen, Sheet)
        await hands.press("escape")
        await hands.on(Preview)
        await hands.see("Sixty, surely.")
        await hands.play_to("say friday")


async def test_a_beat_that_is_gone_meanwhile_is_not_gone_to(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.press("g")
        await hands.on(Beats)
        await hands.press(*"rings")
        await hands.save(FIRST_STEPS.replace("      kiln_rings:\n", "      declan_rings:\n"))
        await hands.press("enter")
        await hands.see("That is no longer in the file")
        assert hands.at == "smoke_shed/number"


async def test_what_people_wrote_is_shown_as_it_stands(tmp_path: Path) -> None:
    hostile = "So [red]sixty[/red] {x} $y"
    text = FIRST_STEPS.replace("Sixty, yes.", hostile).replace("So. Five weeks", f"{hostile}. Five weeks")
    async with writing(tmp_path, text) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.see(hostile)
        await hands.press("e")
        await hands.on(Pick)
        await hands.see(hostile)
        await hands.press("escape", "g")
        await hands.on(Beats)
        await hands.see(hostile)
        await hands.press("escape")
        await hands.on(Preview)
        await hands.save(text.replace("to: nuala\n", "to: '[red]nula[/red]'\n", 1))
        await hands.see("[red]nula[/red]")


async def test_the_file_is_read_again_when_one_asks(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        hands.write(FIRST_STEPS.replace("Sixty, yes.", "Sixty, surely."))
        await hands.press("r")
        await hands.see("Sixty, surely.")


# -- going about


@pytest.mark.parametrize("mouse", [False, True])
async def test_one_goes_to_a_beat_and_is_told_how(tmp_path: Path, mouse: bool) -> None:
    async with writing(tmp_path, mouse=mouse, size=(160, 45)) as hands:
        await hands.play_to("begin", "skip ask_declan")
        if mouse:
            await hands.click_key("go to")
        else:
            await hands.press("g")
        await hands.on(Beats)
        beats = hands.app.screen
        assert isinstance(beats, Beats)
        target = next(held for held in beats._targets if held.id == "smoke_shed/kiln_rings")
        await hands.choose("#menu", target)
        await hands.on(Preview)
        await hands.until(lambda: hands.at == "smoke_shed/kiln_rings")
        await hands.see("Beat `kiln_rings` of `smoke_shed`, by your first 2 and then")
        await hands.see("`say sixty`")
        assert hands.table.line[1].deed == Move("skip", "ask_declan")
        assert not hands.table.trial.by_hand


async def test_a_beat_no_moves_lead_to_is_taken_up_by_hand_and_says_so(tmp_path: Path) -> None:
    never = FIRST_STEPS.replace("when: entry.sixty == open", "when: orders >= 1 and orders == 0")
    async with writing(tmp_path, never) as hands:
        await hands.play_to("begin")
        await hands.press("g", *"rings", "enter")
        await hands.until(lambda: hands.at == "smoke_shed/kiln_rings")
        await hands.see("No moves lead there, all were tried")
        await hands.see("SET BY HAND")
        await hands.see("Sixty? Who told her sixty?")
        await hands.see("`u` leads back")
        await hands.press("u")
        await hands.until(lambda: hands.at == "smoke_shed:study/ask_declan")
        assert not hands.table.trial.by_hand


async def test_the_list_of_beats_is_narrowed_by_typing(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await hands.press("g")
        await hands.on(Beats)
        await hands.see("A fortnight on")
        await hands.press(*"shed")
        await hands.gone("A fortnight on")
        await hands.press(*"xyz")
        await hands.see("No beat is called so")


async def test_one_steps_back_and_on_again_and_undo_forgets(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await hands.press("left", "left")
        await hands.until(lambda: hands.at == "smoke_shed:aim")
        await hands.see("2 ahead")
        await hands.press("right")
        await hands.until(lambda: hands.at == "smoke_shed/door")
        await hands.play_to("say ask_bashir")
        assert not hands.table.can_step(1)
        await hands.press("left", "left")
        await hands.play_to("aim first_order")
        assert hands.table.can_step(1)
        await hands.press("u")
        await hands.until(lambda: hands.at == "smoke_shed:aim")
        assert not hands.table.can_step(1)


# -- the state


async def put(hands: Author, typed: str) -> None:
    names = {"=": "equals_sign", " ": "space", ".": "full_stop", "_": "underscore"}
    await hands.press("f")
    await hands.on(Fields)
    await hands.press(*(names.get(sign, sign) for sign in typed))
    await hands.pilot.pause()


async def test_a_field_is_set_by_typing_and_the_play_says_it_stands_on_that(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await put(hands, "trust.nuala = 5")
        await hands.see("Set trust.nuala = 5")
        await hands.press("enter")
        await hands.on(Preview)
        await hands.see("SET BY HAND: trust.nuala = 5. This is no attempt, and nothing of it is scored.")
        assert hands.table.trial.state.fields["trust.nuala"] == 5
        await hands.save(FIRST_STEPS.replace("Sixty, yes.", "Sixty, surely."))
        assert hands.table.trial.state.fields["trust.nuala"] == 5
        await hands.press("u")
        await hands.gone("SET BY HAND")
        assert hands.table.trial.state.fields["trust.nuala"] == 2
        assert hands.at == "smoke_shed/number"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("trust.nuala = 9", "trust.nuala is a number from 0 to 5, not “9”"),
        ("trust.nula = 4", "there is no field trust.nula; did you mean trust.nuala?"),
        ("weakest = sound", "weakest follows from the other fields"),
        ("zzz", "No field is called so"),
    ],
)
async def test_what_cannot_be_set_is_said(tmp_path: Path, typed: str, told: str) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await put(hands, typed)
        await hands.see(told)
        await hands.press("enter", "escape")
        await hands.on(Preview)
        assert not hands.table.trial.by_hand


@pytest.mark.parametrize("mouse", [False, True])
async def test_a_field_is_set_by_choosing(tmp_path: Path, mouse: bool) -> None:
    async with writing(tmp_path, size=(160, 45), mouse=mouse) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        if mouse:
            await hands.click_key("state")
        else:
            await hands.press("f")
        await hands.on(Fields)
        fields = hands.app.screen
        assert isinstance(fields, Fields)
        field = next(f for held in fields._fields.values() for f in held if f.name == "entry.sixty")
        await hands.choose("#menu", field)
        await hands.on(Pick)
        await hands.choose("#menu", Put("entry.sixty", 2))
        await hands.on(Preview)
        await hands.see("entry.sixty = open")
        assert hands.table.trial.state.fields["due.sixty"] == 8
        await hands.play_to("say friday")
        assert hands.at == "smoke_shed/kiln_rings"


async def test_hours_are_typed(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await put(hands, "hours")
        await hands.press("enter")
        await hands.see("hours such as 2h or 90m")
        await hands.press(*"soon", "enter")
        await hands.see("not “soon”")
        await hands.press(*["backspace"] * 4, *"2h", "enter")
        await hands.see("hours is 2h now")
        await hands.play_to("study ask_declan", "study coast_weekly")


async def test_what_would_leave_nothing_to_decide_is_refused(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await put(hands, "hours = 0h")
        await hands.press("enter")
        await hands.see("nothing would be asked here")
        assert not hands.table.trial.by_hand


async def test_beside_the_play_stands_what_the_last_step_changed(tmp_path: Path) -> None:
    async with writing(tmp_path, size=LARGE) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        changed = hands.paper("#state").partition("The account")[0]
        assert [line.split() for line in changed.splitlines()[1:] if line] == [
            ["trust.bashir", "2", "→", "3"],
            ["knows.wet_wood", "no", "→", "yes"],
        ]
        assert "root.honesty" in hands.paper("#state")


# -- what a line would do


async def test_each_line_says_what_it_would_do_and_can_be_chosen_there(tmp_path: Path) -> None:
    async with writing(tmp_path, size=LARGE) as hands:
        await hands.play_to(*TO_THE_NUMBER[:3])
        await hands.press("e")
        await hands.on(Pick)
        await hands.see("listen: wet_wood, to bashir")
        await hands.see("trust.bashir 2 → 3")
        await hands.see("a question, or a reply built on their answer")
        await hands.choose("#menu", Move("say", "ask_bashir"))
        await hands.until(lambda: hands.at == "smoke_shed/number")


# -- the end, and leaving


async def over(hands: Author) -> None:
    while not hands.table.over:
        await hands.move(hands.table.waiting.options[0].move)


async def test_the_debrief_leads_back_to_the_seat(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await over(hands)
        await hands.choose("#decision", END)
        await hands.on(Debrief)
        hands.app.screen.post_message(Debrief.PlayAgain(hands.table, 4))
        await hands.on(Preview)
        assert hands.table.at == 4
        assert hands.at == "smoke_shed/number"


async def test_a_state_set_by_hand_has_no_debrief(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await put(hands, "trust.nuala = 5")
        await hands.press("enter")
        await hands.on(Preview)
        await over(hands)
        await hands.choose("#decision", END)
        await hands.see("There is no debrief of a state set by hand")
        assert isinstance(hands.app.screen, Preview)


async def test_nothing_is_kept_and_leaving_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "attempts.sqlite"
    monkeypatch.setenv("ONLYME_DATABASE", str(place))
    async with writing(tmp_path) as hands:
        await over(hands)
        await hands.choose("#decision", END)
        await hands.on(Debrief)
        await hands.press("escape", "q")
        await hands.on(Preview)
        await hands.press("q")
        await hands.until(lambda: hands.app._exit)
    assert not place.exists()


async def test_the_palette_has_no_way_away(tmp_path: Path) -> None:
    async with writing(tmp_path) as hands:
        await hands.play_to("begin")
        await hands.press("ctrl+p")
        await hands.on(Palette)
        await hands.see("Go to any beat")
        await hands.press(*"library")
        await hands.see("Nothing here matches")


# -- how it looks


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
async def test_the_seat_is_as_it_was(tmp_path: Path, size: tuple[int, int]) -> None:
    async with writing(tmp_path, size=size) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await compare(hands, "preview")
        await put(hands, "trust.nuala = 5")
        await hands.press("enter")
        await hands.on(Preview)
        await hands.save(FIRST_STEPS.replace("to: nuala\n", "to: nula\n", 1))
        await compare(hands, "preview-broken")
        await hands.press("g")
        await hands.on(Beats)
        await compare(hands, "preview-beats")


async def test_in_the_smallest_window_there_is_room_to_choose(tmp_path: Path) -> None:
    async with writing(tmp_path, size=(WIDTH, HEIGHT)) as hands:
        await hands.play_to(*TO_THE_NUMBER)
        await put(hands, "trust.nuala = 5")
        await hands.press("enter")
        await hands.on(Preview)
        await hands.save(FIRST_STEPS.replace("to: nuala\n", "to: nula\n", 1))
        await hands.see("SET BY HAND")
        await hands.see("! 1 error")
        await hands.play_to("say friday")
        await hands.see("Keep it on the list")


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
async def test_what_must_not_be_overlooked_can_be_read(tmp_path: Path, theme: Theme) -> None:
    async with writing(tmp_path, size=(100, 30)) as hands:
        hands.app.theme = theme.name
        await hands.play_to(*TO_THE_NUMBER)
        await put(hands, "trust.nuala = 5")
        await look(hands)
        await hands.press("enter")
        await hands.on(Preview)
        await hands.save(FIRST_STEPS.replace("to: nuala\n", "to: nula\n", 1))
        await look(hands)
        await hands.press("d")
        await hands.on(Sheet)
        await look(hands)
