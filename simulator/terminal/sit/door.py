"""The first screen of an assessment: where the personal code is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import ComposeResult

from simulator.attempts.errors import StoreError
from simulator.terminal.paragraphs import BLANK, paragraph
from simulator.terminal.screens.room import Room
from simulator.terminal.text import Words
from simulator.terminal.widgets.oneline import OneLine
from simulator.terminal.widgets.paper import Paper
from simulator.view.entry import ASK, WELCOME, Refused, pause_after

_CODE = "code"


class Door(Room[str | None], place="door"):
    """Asks for the code until somebody may enter: gives the person, or None where one leaves.

    After a code that is nobody's it waits, longer each time; what was typed stays to be mended.
    """

    def __init__(self, enter: Callable[[str], str]) -> None:
        """`enter` gives the person a code stands for, and is called in a thread. It raises Refused or
        StoreError."""
        super().__init__()
        self._enter = enter
        self._wrong = 0
        self._busy = False

    def parts(self) -> ComposeResult:
        """A title, what is wanted, and a line for it."""
        yield Words("Only Me — sit an assessment", classes="title")
        yield Paper(id="page")
        yield OneLine(id="line")

    def on_mount(self) -> None:
        """Says what is wanted, and waits for it."""
        page = self.query_one("#page", Paper)
        page.can_focus = False
        page.show([held for line in WELCOME for held in (paragraph(line), BLANK)])
        self.query_one(OneLine).open(_CODE, ASK)

    def on_one_line_given(self, event: OneLine.Given) -> None:
        """Tries a code."""
        event.stop()
        if not self._busy and event.line:
            self._busy = True
            self.run_worker(self._try(event.line), exit_on_error=True)

    async def _try(self, code: str) -> None:
        try:
            person = await asyncio.to_thread(self._enter, code)
        except Refused as refused:
            self._wrong += refused.counts
            self._wait(str(refused), pause_after(self._wrong) if refused.counts else 0)
        except StoreError as error:
            self._wait(str(error), 0)
        else:
            self.dismiss(person)

    def _wait(self, why: str, pause: int) -> None:
        """Says why nobody is let in; the next code is heard after a pause in seconds."""
        if pause:
            self.say(f"{why}. The next try is in {pause} s.", bad=True)
            self.set_timer(pause, lambda: self._ready(why))
        else:
            self._ready(why)

    def _ready(self, why: str) -> None:
        self._busy = False
        self.say(f"{why}.", bad=True)

    def on_one_line_given_up(self, event: OneLine.GivenUp) -> None:
        """Leaves."""
        event.stop()
        self.action_close()

    def action_close(self) -> None:
        """Leaves."""
        self.dismiss(None)

    def can(self, action: str) -> bool:
        """On only where there is more."""
        return action != "read_down" or not self.query_one("#page", Paper).at_end

    def action_read_up(self) -> None:
        """A page back."""
        self.query_one("#page", Paper).scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """A page on."""
        self.query_one("#page", Paper).scroll_page_down(animate=False)
