"""The roll: everybody in an assessment, a line each, live."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

from textual import events
from textual.app import ComposeResult

from simulator.attempts.errors import StoreError
from simulator.cohort.gradebook import Form
from simulator.cohort.standing import Results, Standing
from simulator.cohort.states import State
from simulator.cohort.summary import summary
from simulator.terminal.desk.doing import Desk, Names
from simulator.terminal.desk.live import EVERY, LiveRoom
from simulator.terminal.desk.person import PersonRoom, paragraphs
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, Menu, option, text
from simulator.view.results import stage, whole
from simulator.view.standings import counts, table

Looked = tuple[Results, Names | None]

_MARGIN = 3  # cells of a line that are no text: the mark, the space after it, and one before the bar
_LOOKS = {State.OVERDUE: "bad", State.GRADED: "quiet"}
_FORMS = {
    Form.CSV: "CSV, for a spreadsheet",
    Form.XLSX: "XLSX, a workbook",
    Form.JSON: "JSON, for programs",
}


class Lines(Menu):
    """A menu whose lines change while it is read."""

    def renew(self, entries: Iterable[Entry]) -> None:
        """Puts other lines on it; what is marked stays so, and what is in view. Where the marked line has
        gone, the one after it is marked, or the last."""
        before, keys, top = self.marked, self.keys, self.scroll_offset.y
        self.offer(entries, keep=True)
        if before is not None and self.marked != before:
            after = [key for key in keys[keys.index(before) :] if key in self.keys]
            if self.keys:
                self.mark(after[0] if after else self.keys[-1])
        self.scroll_to(y=top, animate=False)


class Roll(LiveRoom[Looked], place="desk"):
    """Everybody, by pseudonym; narrowed by state and team. Enter opens a person."""

    AUTO_FOCUS = "#menu"

    def __init__(self, desk: Desk, every: float | None = EVERY) -> None:
        super().__init__(every)
        self.desk = desk
        self._found: Results | None = None
        self._names: Names | None = None
        self._state: State | None = None
        self._team: str | None = None
        self._shown: tuple[Entry, ...] = ()
        self._told: dict[str, str] = {}

    def parts(self) -> ComposeResult:
        """A title, the counts, the headings and a line for everybody."""
        yield Words("", id="title", classes="title")
        yield Words("Looking…", id="counts")
        yield Words("", id="headings")
        yield Lines(id="menu")

    # -- looking

    def read(self) -> Looked:
        """The results as they are now."""
        return self.desk.look()

    def take(self, found: Looked) -> None:
        """Shows them."""
        self._found, self._names = found
        self._show()
        self.refresh_keys()

    def on_resize(self, _event: events.Resize) -> None:
        """Another width has room for other columns."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        menu = self.query_one(Lines)
        width = menu.scrollable_content_region.width - _MARGIN
        if self._found is None or width <= 0:
            return
        people = [one for one in self._found.people if self._wanted(one)]
        held = table(people, self._found, width, self._names)
        self._say("title", f"{self._found.title}: {stage(self._found)}")
        self._say("counts", self._counted(self._found, len(people)))
        self._say("headings", held.heading if people else "")
        entries = tuple(_lines(people, held.lines)) or (text("Nobody stands so."),)
        if entries != self._shown:
            self._shown = entries
            menu.renew(entries)

    def _say(self, id: str, words: str) -> None:
        if self._told.get(id) != words:
            self._told[id] = words
            self.query_one(f"#{id}", Words).say(words)

    def _counted(self, found: Results, shown: int) -> str:
        if not found.people:
            return "Nobody belongs to the cohort yet."
        narrowed = [part for part in (self._state, self._team and f"team {self._team}") if part]
        only = f" Shown: {', '.join(narrowed)} ({shown})." if narrowed else ""
        return f"{counts(found.people)}.{only}"

    def _wanted(self, one: Standing) -> bool:
        return self._state in (None, one.state) and self._team in (None, one.team)

    # -- doing

    def can(self, action: str) -> bool:
        """Narrow by team only where there are teams; on only where there is more."""
        if action in ("state", "whole", "export"):
            return self._found is not None and bool(self._found.people)
        if action == "team":
            return bool(self._teams())
        return action != "read_down" or not self.query_one(Lines).at_end

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Opens a person."""
        event.stop()
        if isinstance(event.key, str):
            self.app.push_screen(PersonRoom(self.desk, event.key, self._every))

    def action_state(self) -> None:
        """Asks for the state to show."""
        held = [("", "Everybody"), *((str(state), state.capitalize()) for state in State)]
        entries = self._choices(held, lambda one: one.state)
        self.app.push_screen(Pick("Who is to be shown?", entries), self._narrow_state)

    def action_team(self) -> None:
        """Asks for the team to show."""
        held = [("", "Every team"), *((team, team) for team in self._teams())]
        entries = self._choices(held, lambda one: one.team)
        self.app.push_screen(Pick("Which team is to be shown?", entries), self._narrow_team)

    def _choices(
        self, held: Iterable[tuple[str, str]], of: Callable[[Standing], str | None]
    ) -> Iterator[Entry]:
        people = self._found.people if self._found else ()
        for key, title in held:
            many = sum(key in ("", of(one)) for one in people)
            yield option((key,), title, (f"  {many}", "quiet"))

    def _narrow_state(self, chosen: Hashable | None) -> None:
        match chosen:
            case (str(state),):
                self._state = State(state) if state else None
                self._show()

    def _narrow_team(self, chosen: Hashable | None) -> None:
        match chosen:
            case (str(team),):
                self._team = team or None
                self._show()

    def _teams(self) -> list[str]:
        people = self._found.people if self._found else ()
        return sorted({one.team for one in people if one.team}, key=str.casefold)

    def action_names(self) -> None:
        """Shows names beside the pseudonyms, or hides them again."""
        self.desk.named = not self.desk.named
        self.look()

    def action_whole(self) -> None:
        """The cohort as a whole."""
        if self._found is not None:
            sections = whole(self._found, summary(self._found.people))
            self.app.push_screen(Sheet(f"{self._found.title}: the cohort", paragraphs(sections)))

    def action_export(self) -> None:
        """Asks for the form of the grade book."""
        entries = [
            *(option((form, False), title) for form, title in _FORMS.items()),
            text(),
            *(option((form, True), title, ", with names") for form, title in _FORMS.items()),
        ]
        self.app.push_screen(Pick("Write the grade book as", entries), self._export)

    def _export(self, chosen: Hashable | None) -> None:
        match chosen:
            case (Form() as form, bool(named)):
                self.run_worker(self._write(form, named))

    async def _write(self, form: Form, named: bool) -> None:
        try:
            file = await asyncio.to_thread(self.desk.export, Path.cwd(), form, named)
        except OSError as error:
            why = error.strerror or "it cannot be written"
            self.say(f"The grade book was NOT written here: {why}. Start in a folder of yours.", bad=True)
        except StoreError as error:
            self.say(str(error), bad=True)
        else:
            self.say(f"Written to {file}")

    def action_close(self) -> None:
        """Leaves the assessment."""
        self.dismiss()

    def action_read_up(self) -> None:
        """A page back."""
        self.query_one(Lines).scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """A page on."""
        self.query_one(Lines).scroll_page_down(animate=False)


def _lines(people: Iterable[Standing], lines: Iterable[str]) -> Iterator[Entry]:
    for one, line in zip(people, lines, strict=True):
        yield option(one.person, (line, _LOOKS.get(one.state, "plain")))
