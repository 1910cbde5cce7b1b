"""What one can do beside deciding: look things up, find words, make notes, keep the transcript."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

from simulator.attempts.errors import StoreError
from simulator.attempts.records import JottingKind
from simulator.files import write_beside
from simulator.scenario.text import clean
from simulator.terminal import panels, reading
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph
from simulator.terminal.playing import Playing
from simulator.terminal.screens.room import Room
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.widgets.backlog import Backlog
from simulator.terminal.widgets.menu import Menu
from simulator.terminal.widgets.oneline import OneLine
from simulator.view.reasons import reasons
from simulator.view.record import told

FIND, NOTE = "find", "note"
_NOTED = "Noted. Your notes stay with this attempt; the debrief shows them."
_WIDEST = 72  # cells of a drawing on a sheet


class Looking(Room[None]):
    """The screen of an attempt, but for its decisions."""

    def __init__(self, playing: Playing) -> None:
        super().__init__()
        self.playing = playing
        self._searched = ""
        self._at = 0  # which of the places found, counted from the last

    @property
    def transcript(self) -> Backlog:
        """What was said."""
        return self.query_one("#transcript", Backlog)

    @property
    def line(self) -> OneLine:
        """Where a line is typed."""
        return self.query_one("#line", OneLine)

    # -- sheets

    def action_brief(self) -> None:
        """The account file."""
        play = self.playing.session.play
        self._open("The account file", (*reading.account_file(play.program, play.state), *self._notes()))

    def action_ledger(self) -> None:
        """The ledger."""
        play = self.playing.session.play
        self._open("The ledger", (*panels.ledger(play.program, play.state), *self._notes()))

    def action_people(self) -> None:
        """The relationship."""
        play, width = self.playing.session.play, min(self.app.size.width - 7, _WIDEST)
        self._open(
            "The relationship", panels.relationship(play.program, play.state, play.latest, max(20, width))
        )

    def action_why(self) -> None:
        """Why the gauges moved."""
        play = self.playing.session.play
        found = reasons(play.program, play.events_by_move)
        self._open("Why the gauges moved", reading.why(found))

    def _open(self, title: str, paragraphs: Iterable[Paragraph]) -> None:
        self.app.push_screen(Sheet(title, paragraphs))

    def _notes(self) -> Iterator[Paragraph]:
        if self.playing.notes:
            yield BLANK
            yield paragraph(("Your notes", "heading"))
            yield from (paragraph(f"– {note}", hang=2) for note in self.playing.notes)

    # -- reading back, and finding

    def action_read_up(self) -> None:
        """Reads back."""
        self.transcript.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """Reads on."""
        self.transcript.scroll_page_down(animate=False)

    def action_find(self) -> None:
        """Asks for words to find."""
        self._searched = ""
        self.line.open(FIND, "Find:")
        self.say("Enter finds the last place, then the one before. Esc ends.")

    def _find(self, words: str) -> None:
        places = self.transcript.places(words)
        if not places:
            self.transcript.point_off()
            self.say(f"“{words}” was not said." if words else "Type some words to find.")
            return
        self._at = self._at + 1 if words == self._searched else 0
        self._searched = words
        nearest = self._at % len(places)
        self.transcript.point(places[-1 - nearest])
        self.say(
            f"“{words}”: {nearest + 1} of {len(places)}, from the last. Enter: the one before. Esc ends."
        )

    # -- notes

    def action_note(self) -> None:
        """Asks for a note."""
        self.line.open(NOTE, "Note to yourself:")
        self.say("Enter keeps the note. Esc ends.")

    def on_one_line_given(self, event: OneLine.Given) -> None:
        """Takes a line that was typed."""
        event.stop()
        self.given(event.purpose, event.line)

    def given(self, purpose: str, line: str) -> None:
        """Does with a line what it was asked for."""
        if purpose == FIND:
            self._find(line)
            return
        if purpose == NOTE and line:
            self.playing.jot(JottingKind.NOTE, line)
            self.show_panels()
            self.keep_jottings(_NOTED)
        elif purpose == NOTE:
            self.say("")
        self._end_line()

    def keep_jottings(self, said: str) -> None:
        """Stores what was written, away from the screen, and says so."""
        self.say(said)
        self.run_worker(self._keep_jottings(), exit_on_error=True)

    async def _keep_jottings(self) -> None:
        try:
            await asyncio.to_thread(self.playing.keep)
        except StoreError as error:
            self.say(f"{error}. It is tried again with your next move.", bad=True)

    def on_one_line_given_up(self, event: OneLine.GivenUp) -> None:
        """No line after all."""
        event.stop()
        self.given_up(event.purpose)

    def given_up(self, purpose: str) -> None:
        """Puts the line away."""
        if purpose == FIND:
            self.transcript.point_off()
        self.say("")
        self._end_line()

    def _end_line(self) -> None:
        self.line.close()
        self.query_one("#decision", Menu).focus()

    def show_panels(self) -> None:
        """Shows what stands beside the conversation anew."""

    # -- keeping the transcript

    def action_write(self) -> None:
        """Writes the transcript to a new file where one is."""
        self.run_worker(self._write(), exit_on_error=True)

    async def _write(self) -> None:
        name = f"onlyme-{self.playing.program.scenario.id}-transcript"
        text = "\n".join(clean(line) for line in self._lines()) + "\n"
        try:
            file = await asyncio.to_thread(lambda: write_beside(Path.cwd(), name, ".txt", text))
        except OSError as error:
            why = error.strerror or "it cannot be written"
            self.say(f"The transcript was NOT written here: {why}. Start in a folder of yours.", bad=True)
        else:
            self.say(f"Written to {file}")

    def _lines(self) -> Iterator[str]:
        yield self.playing.program.scenario.title
        yield ""
        yield from told(self.playing.session.play)
        if self.playing.own:
            yield from ("", "What you said first, in your own words")
            yield from (f"- {line}" for line in self.playing.own.values())
        if self.playing.notes:
            yield from ("", "Your notes")
            yield from (f"- {note}" for note in self.playing.notes)
