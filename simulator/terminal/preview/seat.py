"""The author's seat: the play as the trainee has it, the state beside it and what is wrong with the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from simulator.terminal import panels
from simulator.terminal.asking import END
from simulator.terminal.preview import telling
from simulator.terminal.preview.desk import Rehearsal
from simulator.terminal.preview.effects import effects
from simulator.terminal.preview.file import Reading
from simulator.terminal.preview.jump import Target, targets
from simulator.terminal.preview.rooms import Beats, Fields, values
from simulator.terminal.preview.state import Field, allowed, parse, show, words
from simulator.terminal.preview.trial import CannotPut, Put
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.play import TALL, Play
from simulator.terminal.screens.room import HEIGHT, ROOMY, Room
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.text import Words
from simulator.terminal.widgets.backlog import Backlog
from simulator.terminal.widgets.choices import Choices
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.oneline import OneLine
from simulator.terminal.widgets.paper import Paper

_WIDEST = 96  # cells of a line of the file on a sheet
_SET = "set "
"""What the line is open for while the value of a field is typed, before the field's name."""


class Preview(Play, place="preview"):
    """A play that follows the file it is of. Nothing of it is kept."""

    CSS_PATH = "preview.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HEIGHT, "-high"), (ROOMY, "-roomy"), (TALL, "-tall")]
    FRAMES = {
        "relationship": "Relationship",
        "transcript": "Conversation",
        "decision": "Your move",
        "state": "State (f: all of it, and to set it)",
        "remarks": "The file",
    }
    playing: Rehearsal

    @dataclass
    class Reread(Message):
        """The file is to be read again now."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__(rehearsal)
        self._seeking = False

    def parts(self) -> ComposeResult:
        """A title, what must not be overlooked, three columns."""
        yield Words(classes="title", id="title")
        yield Words(id="byhand")
        yield Words(id="wrong")
        with Horizontal(id="columns"):
            yield Paper(id="relationship", classes="side")
            with Vertical(id="middle"):
                yield Backlog(id="transcript")
                yield Choices(id="decision")
                yield OneLine(id="line")
            with Vertical(id="author"):
                yield Paper(id="state", classes="side")
                yield Paper(id="remarks", classes="side")

    # -- the file

    def take(self, reading: Reading) -> None:
        """Takes the file as it is now; the play goes on where it still fits."""
        said = self.playing.read(reading)
        if reading.program is not None:
            self.tell()
        self.show_panels()
        self.say(said, bad=reading.program is None or bool(self.playing.stop))

    def action_reread(self) -> None:
        """Has the file read again, saved or not."""
        self.post_message(self.Reread())

    def action_remarks(self) -> None:
        """What is wrong with the file."""
        self._open("What is wrong with the file", telling.remarks(self.playing.reading, _frame(self)))

    # -- what stands beside the play

    @property
    def keeping(self) -> str:
        """It is a preview."""
        return "preview"

    def show_panels(self) -> None:
        """The relationship, the state and the remarks, the title and what must not be overlooked."""
        trial, reading = self.playing.trial, self.playing.reading
        held = panels.relationship(trial.program, trial.state, trial.latest)
        self.query_one("#relationship", Paper).show(held)
        self.query_one("#state", Paper).show(telling.state(trial))
        self.query_one("#remarks", Paper).show(telling.remarks(reading))
        self._warn("#byhand", telling.set_by_hand(trial, self._puts()))
        self._warn("#wrong", telling.first(reading))
        self.query_one("#wrong").set_class(reading.errors > 0, "-bad")
        self._head()

    def _puts(self) -> dict[str, str]:
        return {put.field: show(put.field, put.value) for put in self.playing.trial.puts}

    def _warn(self, where: str, text: str) -> None:
        line = self.query_one(where, Words)
        line.say(text)
        line.set_class(bool(text), "-shown")

    # -- doing

    def _change(self, change: Callable[[], None], shown: Callable[[], None]) -> None:
        """Nothing is stored, so nothing is waited for."""
        change()
        self.say("")
        shown()

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """What stands on a state set by hand has no debrief."""
        if event.key == END and self.playing.trial.by_hand:
            event.prevent_default()
            event.stop()
            self.say("There is no debrief of a state set by hand, as nothing of it is scored.", bad=True)

    def _again(self, said: str, *, bad: bool = False) -> None:
        """Shows the play anew, after another line was played."""
        self.tell()
        self.say(said, bad=bad)

    def action_undo(self) -> None:
        """Takes the last step back for good: a move, what was set by hand, or a jump."""
        self.playing.undo()
        self._again("Taken back.")

    def action_back(self) -> None:
        """A step back."""
        self.playing.step(-1)
        left = len(self.playing.line) - self.playing.at
        self._again(f"A step back; {left} ahead.")

    def action_forth(self) -> None:
        """A step on."""
        self.playing.step(1)
        stop = self.playing.stop
        self._again(f"It {stop}." if stop else "A step on.", bad=bool(stop))

    def stand_before(self, move: int) -> None:
        """Steps back to where a move was about to be made, counted from 0."""
        self.playing.step(move - self.playing.at)
        self._again("Here you may try another line.")

    def can(self, action: str) -> bool:
        """Steps only where there are any; while one types, letters are no keys."""
        typing = isinstance(self.focused, Input)
        match action:
            case "undo":
                return not typing and self.playing.can_undo
            case "back":
                return not typing and self.playing.can_step(-1)
            case "forth":
                return not typing and self.playing.can_step(1)
            case "effects":
                return not typing and bool(self._waiting.options)
        return super().can(action)

    # -- going to a beat

    def action_jump(self) -> None:
        """Asks for a beat."""
        held = Beats(targets(self.playing.source), self.playing.trial.state.at)
        self.app.push_screen(held, self._jump)

    def _jump(self, target: Hashable | None) -> None:
        if not isinstance(target, Target) or self._seeking:
            return
        if target.id not in [held.id for held in targets(self.playing.source)]:
            self.say("That is no longer in the file.", bad=True)
        else:
            self._seeking = True
            self.say("Looking for moves that lead there …")
            self.run_worker(self._seek(target), exit_on_error=True)

    async def _seek(self, target: Target) -> None:
        playing = self.playing
        before = (playing.source, playing.line, playing.at)
        try:
            line, said = await asyncio.to_thread(playing.way_to, target)
        finally:
            self._seeking = False
        if (playing.source, playing.line, playing.at) != before:
            self.say("Something else was done meanwhile, so the way was not taken.")
            return
        playing.go(line)
        self._again(f"{said} `u` leads back.")

    # -- the state

    def action_fields(self) -> None:
        """Asks for a field to set."""
        trial = self.playing.trial
        self.app.push_screen(Fields(trial.program, trial.state, trial.before), self._chosen)

    def _chosen(self, chosen: Hashable | None) -> None:
        if isinstance(chosen, Put):
            self._put(chosen)
        elif isinstance(chosen, Field) and words(chosen.name):
            self.app.push_screen(Pick(f"Set {chosen.name}", values(chosen)), self._chosen)
        elif isinstance(chosen, Field):
            self.line.open(f"{_SET}{chosen.name}", f"{chosen.name} =")
            self.say(f"{chosen.name} is {chosen.shown}. Type {allowed(chosen.name)}. Esc ends.")

    def given(self, purpose: str, line: str) -> None:
        """Sets a field to what was typed."""
        if not purpose.startswith(_SET):
            super().given(purpose, line)
            return
        name = purpose.removeprefix(_SET)
        try:
            value = parse(name, line)
        except ValueError as error:
            self.say(f"{error}.", bad=True)
        else:
            self._put(Put(name, value))

    def _put(self, put: Put) -> None:
        try:
            self.playing.put(put.field, put.value)
        except CannotPut as error:
            self.say(f"{put.field} cannot be set so: {error}.", bad=True)
        else:
            self._again(f"{put.field} is {show(put.field, put.value)} now.")

    # -- what a line would do

    def action_effects(self) -> None:
        """What each option would do; one may be chosen there."""
        trial = self.playing.trial
        found = telling.offered(effects(trial.program, trial.state))
        self.app.push_screen(Pick("What each line would do", found), self._made_there)

    def _made_there(self, move: Hashable | None) -> None:
        if move is not None:
            self._decision.choose(move)


def _frame(room: Room[None]) -> int:
    """The cells there are on a sheet for a line of the file."""
    return min(room.app.size.width - 8, _WIDEST)


class Unread(Sheet):
    """Shown until the file can be played for the first time."""

    def __init__(self, name: str, reading: Reading) -> None:
        super().__init__(f"{name} cannot be played yet. Save it, and it is read again", ())
        self.reading = reading

    def on_mount(self) -> None:
        """Shows what is wrong."""
        self.call_after_refresh(self.take, self.reading)

    def take(self, reading: Reading) -> None:
        """Takes the file as it is now."""
        self.query_one("#page", Paper).show(telling.remarks(reading, _frame(self)))

    def action_close(self) -> None:
        """Leaves the application."""
        self.app.exit()
