"""Playing: what was said, the decision that waits, the relationship beside it and the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from simulator.attempts.errors import ContinuedElsewhere, StoreError
from simulator.engine.moves import Move
from simulator.engine.telling import show_day
from simulator.scenario.values import show_minutes
from simulator.terminal import reading
from simulator.terminal.paragraphs import Paragraph
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.sitting import Sitting
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, Menu, option, text
from simulator.terminal.widgets.paper import Paper
from simulator.view import account
from simulator.view.decision import Phase
from simulator.view.transcript import transcript


class Play(Room[None], place="play"):
    """One attempt being played. A choice is stored before anything on the screen changes."""

    AUTO_FOCUS = "#decision"

    @dataclass
    class Left(Message):
        """The player leaves; `kept` says what was kept."""

        kept: str

    @dataclass
    class Ended(Message):
        """The story is over."""

        sitting: Sitting

    @dataclass
    class Elsewhere(Message):
        """Another window has gone on with this attempt."""

        why: str

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._lengths: list[int] = []  # paragraphs of the transcript before each live move
        self._waiting = sitting.waiting
        self._saving = False
        self._hinted = False

    def parts(self) -> ComposeResult:
        """A title, three columns."""
        yield Words(classes="title", id="title")
        with Horizontal(id="columns"):
            yield Paper(id="relationship", classes="side")
            with Vertical(id="middle"):
                yield Paper(id="transcript")
                yield Menu(id="decision")
            yield Paper(id="ledger", classes="side")

    def on_mount(self) -> None:
        """Tells everything so far, and asks."""
        told: list[Paragraph] = []
        self.watch(self._transcript, "scroll_y", self.refresh_keys, init=False)
        self.watch(self._transcript, "virtual_size", self.refresh_keys, init=False)
        play = self.sitting.session.play
        for events in play.events_by_move:
            self._lengths.append(len(told))
            told += reading.told(transcript(play.program, events))
        if not play.moves:
            told += reading.account_file(play.program, play.state)
        self._transcript.show(told, at=self._last)
        self._ask()

    @property
    def _transcript(self) -> Paper:
        return self.query_one("#transcript", Paper)

    @property
    def _last(self) -> int:
        """The paragraph with which the last move begins."""
        return self._lengths[-1] if self._lengths else 0

    @property
    def _decision(self) -> Menu:
        return self.query_one("#decision", Menu)

    # -- asking

    def _ask(self) -> None:
        self._hinted = False
        self._waiting = self.sitting.waiting
        self._decision.offer(self._entries())
        self._show_panels()
        self.refresh_keys()
        self._decision.focus()

    def _entries(self) -> Iterator[Entry]:
        waiting = self._waiting
        if waiting.phase not in (Phase.MEET, Phase.NEWS, Phase.BRIEF):
            yield text((f"{waiting.phase.capitalize()}: {waiting.title}", "heading"))
            for line in waiting.about:
                yield text(("  · ", "quiet"), line, hang=4)
        if self._hinted and waiting.hint:
            yield text(("Hint: ", "strong"), waiting.hint, hang=2)
        yield text((waiting.prompt, "strong"))
        for number, held in enumerate(waiting.options, start=1):
            detail = f" ({held.detail})" if held.detail else ""
            yield option(held.move, held.label, (detail, "quiet"), number=number)

    def _show_panels(self) -> None:
        program, state = self.sitting.program, self.sitting.session.play.state
        self.query_one("#relationship", Paper).show(reading.relationship(program, state))
        self.query_one("#ledger", Paper).show(reading.ledger(program, state))
        parts = [program.scenario.title, show_day(account.today(program, state))]
        if state.fields["hours"] > 0:
            parts.append(f"{show_minutes(state.fields['hours'])} left")
        parts.append("not kept" if self.sitting.shelf.why_not else "practice")
        self.query_one("#title", Words).say(" · ".join(parts))

    # -- choosing

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Makes the move that was chosen, if it is still being asked."""
        event.stop()
        move = event.key
        if isinstance(move, Move) and move in [held.move for held in self._waiting.options]:
            self._change(lambda: self.sitting.make(move), self._made)

    def action_pick(self, number: int) -> None:
        """Chooses the line of a number."""
        keys = self._decision.keys
        if number <= len(keys):
            self._decision.choose(keys[number - 1])

    def action_undo(self) -> None:
        """Takes the last choice back."""
        self._change(self.sitting.undo, self._unmade)

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
            self.say(f"{error}. Choose again to try once more.", bad=True)
        else:
            self.say("")
            shown()
        finally:
            self._saving = False

    def _made(self) -> None:
        play = self.sitting.session.play
        if len(play.moves) == 1:
            self._transcript.truncate(0)  # the account file makes room; `b` opens it
        self._lengths.append(len(self._transcript.paragraphs))
        self._transcript.append(reading.told(transcript(play.program, play.latest)))
        if play.state.over:
            self.post_message(self.Ended(self.sitting))
        else:
            self._ask()

    def _unmade(self) -> None:
        count = self._lengths.pop()
        self._transcript.truncate(count, at=self._last)
        self.say("Taken back.")
        self._ask()

    # -- looking things up

    def can(self, action: str) -> bool:
        """Undo and hints only where there are any."""
        play = self.sitting.session.play
        if action == "undo":
            return play.can_undo
        if action == "hint":
            return self._hint_offered
        return action != "read_down" or not self._transcript.at_end

    @property
    def _hint_offered(self) -> bool:
        """Hints fade: advanced scenarios have none."""
        return bool(self._waiting.hint) and self.sitting.program.scenario.level != "advanced"

    def action_hint(self) -> None:
        """Shows the hint of this decision."""
        self._hinted = True
        self._decision.offer(self._entries(), keep=True)

    def action_brief(self) -> None:
        """The account file."""
        self._open("The account file", reading.account_file)

    def action_ledger(self) -> None:
        """The ledger."""
        self._open("The ledger", reading.ledger)

    def action_people(self) -> None:
        """The relationship."""
        self._open("The relationship", reading.relationship)

    def _open(self, title: str, read: Callable[..., Iterator[Paragraph]]) -> None:
        self.app.push_screen(Sheet(title, read(self.sitting.program, self.sitting.session.play.state)))

    def action_read_up(self) -> None:
        """Reads back."""
        self._transcript.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """Reads on."""
        self._transcript.scroll_page_down(animate=False)

    def action_close(self) -> None:
        """Leaves; everything is kept."""
        if not self.sitting.session.play.moves:
            kept = ""
        elif self.sitting.session.store is None:
            kept = "That play was not kept."
        else:
            kept = "Everything is kept: Continue goes on where you left."
        self.post_message(self.Left(kept))
