"""Playing: what was said, the decision that waits, the relationship beside it and the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.widgets import Input

from simulator.attempts.errors import ContinuedElsewhere, StoreError
from simulator.attempts.records import JottingKind
from simulator.engine.moves import Move
from simulator.engine.telling import show_day
from simulator.scenario.values import show_minutes
from simulator.terminal import panels, reading
from simulator.terminal.asking import END, ONWARD, SHOW, entries, said
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph, wrap
from simulator.terminal.playing import Playing
from simulator.terminal.screens.looking import Looking
from simulator.terminal.screens.room import HEIGHT
from simulator.terminal.text import Words
from simulator.terminal.widgets.backlog import Backlog
from simulator.terminal.widgets.choices import Choices
from simulator.terminal.widgets.menu import Entry, Menu
from simulator.terminal.widgets.oneline import OneLine
from simulator.terminal.widgets.paper import Paper
from simulator.view import account, agenda
from simulator.view.previously import previously

TALL = 30
"""The height, in cells, from which the parts of the screen stand in frames."""
_HEAD = 2
"""Lines that the words at the top may take."""
OWN = "own"
"""What the line is open for while one says it first."""
_KEPT = "practice"
_PUT_AWAY = paragraph(("The account file is put away; `b` opens it again.", "quiet"))


class Play(Looking, place="play"):
    """One attempt being played. A choice is stored before anything on the screen changes."""

    AUTO_FOCUS = "#decision"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HEIGHT, "-high"), (TALL, "-tall")]
    FRAMES: ClassVar[dict[str, str]] = {
        "relationship": "Relationship",
        "transcript": "Conversation",
        "decision": "Your move",
        "ledger": "Ledger",
    }
    """The titles of the parts that stand in frames."""
    onward = ONWARD
    """What comes after the story, as the line says that leads there."""

    @dataclass
    class Left(Message):
        """The player leaves; `kept` says what was kept."""

        kept: str

    @dataclass
    class Ended(Message):
        """The story is over."""

        playing: Playing

    @dataclass
    class Elsewhere(Message):
        """Another window has gone on with this attempt."""

        why: str

    def __init__(self, playing: Playing) -> None:
        super().__init__(playing)
        self._lengths: list[int] = []  # paragraphs of the transcript before each live move
        self._waiting = playing.waiting
        self._saving = False
        self._hinted = False
        self._thinking = False  # whether a hint was asked for once, and is to be thought about first
        self._hidden = False  # whether the lines wait for one's own

    def parts(self) -> ComposeResult:
        """A title, three columns."""
        yield Words(classes="title", id="title")
        with Horizontal(id="columns"):
            yield Paper(id="relationship", classes="side")
            with Vertical(id="middle"):
                yield Backlog(id="transcript")
                yield Choices(id="decision")
                yield OneLine(id="line")
            yield Paper(id="ledger", classes="side")

    def on_mount(self) -> None:
        """Tells everything so far, and asks."""
        for part, title in self.FRAMES.items():
            self.query_one(f"#{part}").border_title = title
        self.watch(self.transcript, "scroll_y", self.refresh_keys, init=False)
        self.watch(self.transcript, "virtual_size", self.refresh_keys, init=False)
        self._decision.first = self._reads_on
        self.tell()

    def tell(self) -> None:
        """Tells everything so far, and asks."""
        play = self.playing.session.play
        told: list[Paragraph] = [_PUT_AWAY] if play.moves else []
        self._lengths.clear()
        believed = play.program.beginning["believed"]
        for events in play.events_by_move:
            self._lengths.append(len(told))
            told += reading.told(play.program, events, believed)
            believed = reading.believed_after(events, believed)
        if not play.moves:
            told += reading.account_file(play.program, play.state)
        elif self.playing.away:
            told.append(BLANK)
            told += [paragraph((line, "quiet"), hang=2) for line in previously(play.program, play.state)]
        self.transcript.show(told, at=self._last)
        self._ask()

    @property
    def _last(self) -> int:
        """The paragraph with which the last move begins."""
        return self._lengths[-1] if self._lengths else 0

    @property
    def _decision(self) -> Choices:
        return self.query_one("#decision", Choices)

    # -- asking

    def _ask(self) -> None:
        self._hinted = self._thinking = False
        self._waiting = self.playing.waiting
        self._hidden = self._first_to_say
        self.transcript.point_off()
        self._decision.offer(self._entries())
        self.show_panels()
        self.refresh_keys()
        if self._hidden:
            self.line.open(OWN, "You:")
        else:
            self.line.close()
            self._decision.focus()

    @property
    def _first_to_say(self) -> bool:
        """Whether one's own line comes before the lines."""
        move = len(self.playing.session.play.moves)
        return self.playing.say_first and said(self._waiting) and move not in self.playing.own

    def _entries(self) -> Iterator[Entry]:
        play = self.playing.session.play
        width = self._decision.scrollable_content_region.width or self.app.size.width - 7
        return entries(
            play.program,
            play.state,
            self._waiting,
            hint=self._hinted,
            hidden=self._hidden,
            width=width,
            onward=self.onward,
        )

    def show_panels(self) -> None:
        """The relationship, the ledger with the notes, and the title."""
        play = self.playing.session.play
        program, state = play.program, play.state
        self.query_one("#relationship", Paper).show(panels.relationship(program, state, play.latest))
        self.query_one("#ledger", Paper).show((*panels.ledger(program, state), *self._notes()))
        self._head()

    def _head(self) -> None:
        """The line at the top. An aim may take a second one; before it is cut, what is least needed goes."""
        program, state = self.playing.session.play.program, self.playing.session.play.state
        budget, aim = agenda.hours(program, state), agenda.aim(program, state)
        kept = self.keeping
        left = f"{show_minutes(budget.left)} left" if budget is not None else ""
        parts = [program.scenario.title, show_day(account.today(program, state)), left, kept]
        parts.append(f"your aim: {aim}" if aim is not None else "")
        title = self.query_one("#title", Words)
        width = title.content_size.width or self.app.size.width - 2
        for spare in ("", program.scenario.title, kept if kept == _KEPT else ""):
            parts = [part for part in parts if part and part != spare]
            if aim is None or len(wrap(paragraph(" · ".join(parts)), width)) <= _HEAD:
                break
        title.say(" · ".join(parts))

    @property
    def keeping(self) -> str:
        """Whether it is kept, in a word or two."""
        return "not kept" if self.playing.shelf.why_not else _KEPT

    def on_resize(self, _event: Resize) -> None:
        """Another width has room for other words at the top, and for another line of days."""
        if self.is_mounted:
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self._head()
        self._decision.offer(self._entries(), keep=True)

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Other keys work while one types."""
        self.refresh_keys()

    # -- choosing

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Makes the move that was chosen, if it is still being asked."""
        event.stop()
        move = event.key
        if move == SHOW:
            self._show_lines("")
        elif move == END:
            self.post_message(self.Ended(self.playing))
        elif isinstance(move, Move) and move in [held.move for held in self._waiting.options]:
            self._change(lambda: self.playing.make(move), self._made)

    def _reads_on(self) -> bool:
        """Before one goes on to the next thing, the rest of this one comes into view."""
        unread = len(self._decision.keys) == 1 and not self.transcript.at_end
        if unread:
            self.action_read_down()
        return unread

    def action_pick(self, number: int) -> None:
        """Chooses the line of a number."""
        keys = self._decision.keys
        if number <= len(keys):
            self._decision.choose(keys[number - 1])

    def action_undo(self) -> None:
        """Takes the last choice back."""
        self._change(self.playing.undo, self._unmade)

    def _change(self, change: Callable[[], None], shown: Callable[[], None]) -> None:
        """Stores a change away from the screen, then shows it. What is asked for meanwhile is not heard."""
        if not self._saving:
            self._saving = True
            self.run_worker(self._store(change, shown), exit_on_error=True)

    async def _store(self, change: Callable[[], None], shown: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(change)
        except ContinuedElsewhere as error:
            self.post_message(self.Elsewhere(str(error)))
        except StoreError as error:
            self.refused(error)
        else:
            self.say("")
            shown()
        finally:
            self._saving = False

    def refused(self, error: StoreError) -> None:
        """Says that a change was not stored: nothing has changed, and it may be made again."""
        self.say(f"{error}. Choose again to try once more.", bad=True)

    def _made(self) -> None:
        play = self.playing.session.play
        believed = play.program.beginning["believed"]
        for events in play.events_by_move[:-1]:
            believed = reading.believed_after(events, believed)
        if len(play.moves) == 1:
            self.transcript.show([_PUT_AWAY])  # the account file makes room
        self._lengths.append(len(self.transcript.paragraphs))
        self.transcript.append(reading.told(play.program, play.latest, believed))
        self._ask()

    def _unmade(self) -> None:
        count = self._lengths.pop()
        self.transcript.truncate(count, at=self._last)
        self.say("Taken back.")
        self._ask()

    # -- saying it first

    def action_say_first(self) -> None:
        """Turns saying it first on or off, from the next lines on; at once where lines are waiting."""
        self.playing.say_first = not self.playing.say_first
        self.say(
            "Say it first: type your own line before the lines appear. `y` turns it off."
            if self.playing.say_first
            else "The lines appear at once again."
        )
        self._ask()

    def given(self, purpose: str, line: str) -> None:
        """One's own line brings the lines; it is kept beside the choice, and in no score."""
        if purpose == OWN:
            self._show_lines(line)
        else:
            super().given(purpose, line)

    def given_up(self, purpose: str) -> None:
        """Without a line of one's own the lines come all the same."""
        if purpose == OWN:
            self._show_lines("")
        else:
            super().given_up(purpose)

    def _end_line(self) -> None:
        if self._hidden:
            self.line.open(OWN, "You:")
        else:
            super()._end_line()

    def _show_lines(self, line: str) -> None:
        if not self._hidden:
            return
        if line:
            self.playing.jot(JottingKind.OWN, line)
            self.keep_jottings(f"You said: {line}")
        self._hidden = False
        self.line.close()
        self._decision.offer(self._entries())
        self._decision.focus()

    # -- hints, and leaving

    def can(self, action: str) -> bool:
        """Undo and hints only where there are any; while one types, letters are no keys."""
        if isinstance(self.focused, Input):
            return action == "read_up" or (action == "read_down" and not self.transcript.at_end)
        play = self.playing.session.play
        if action == "undo":
            return play.can_undo
        if action == "hint":
            return self._hint_offered
        return action != "read_down" or not self.transcript.at_end

    @property
    def _hint_offered(self) -> bool:
        """Hints fade: advanced scenarios have none."""
        return bool(self._waiting.hint) and self.playing.program.scenario.level != "advanced"

    def action_hint(self) -> None:
        """Shows the hint of this decision; past the beginnings only when asked twice."""
        if self.playing.program.scenario.level != "beginner" and not self._thinking:
            self._thinking = True
            self.say("Weigh the lines for a moment first. `h` once more shows the hint.")
            return
        if self._thinking:
            self.say("")
        self._hinted = True
        self._decision.offer(self._entries(), keep=True)

    def action_close(self) -> None:
        """Leaves; everything is kept."""
        if not self.playing.session.play.moves:
            kept = ""
        elif self.playing.session.store is None:
            kept = "That play was not kept."
        else:
            kept = "Everything is kept: Continue goes on where you left."
        self.post_message(self.Left(kept))
