"""The debrief: the trainee's own view first, the numbers last, and a way back into the account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.message import Message
from textual.widgets import Input

from scoring.debrief import Debrief as Findings
from scoring.debrief import Moment, make_debrief
from simulator.terminal.screens.room import Room
from simulator.terminal.sitting import Sitting
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, Menu, option, text
from simulator.view.debrief import Part, Section, moment_lines, sections

ON, BACK, DONE = "on", "back", "done"
_FIRST_YOU = "Before anything is said: what do you think?"


@dataclass(frozen=True, slots=True)
class Again:
    """Play again from before a move, counted from 0."""

    move: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A moment of the timeline, to be opened or shut."""

    place: int


class Debrief(Room[None], place="debrief"):
    """One page after the other. What is typed stays in memory and is gone when the screen is left."""

    AUTO_FOCUS = ""

    @dataclass
    class Left(Message):
        """The debrief has been read."""

    @dataclass
    class PlayAgain(Message):
        """Another line is to be tried, from before a move."""

        sitting: Sitting
        move: int

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._findings: Findings = make_debrief(sitting.program, sitting.session.play.events_by_move)
        self._pages = _pages(self._findings)
        self._page = 0
        self._open: set[int] = set()

    def parts(self) -> ComposeResult:
        """A title, the page, and on the first page room for the trainee's own words."""
        yield Words(classes="title", id="title")
        yield Menu(id="page")
        with VerticalGroup(id="answers"):
            for question in self._findings.questions:
                yield Words(question)
                yield Answer(compact=True)

    def on_mount(self) -> None:
        """Opens the first page."""
        self.watch(self._menu, "scroll_y", self.refresh_keys, init=False)
        self.watch(self._menu, "virtual_size", self.refresh_keys, init=False)
        self._turn_to(0)

    # -- pages

    def _turn_to(self, page: int) -> None:
        self._page = page
        section = self._pages[page]
        self.query_one("#title", Words).say(
            f"{self._findings.title} · debrief {page + 1} of {len(self._pages)}"
        )
        self.query_one("#answers").display = page == 0
        self._menu.offer(self._entries(section))
        self.refresh_keys()
        if page == 0:
            self.query(Answer).first().focus()
        else:
            self._menu.focus()

    @property
    def _menu(self) -> Menu:
        return self.query_one("#page", Menu)

    def _entries(self, section: Section) -> Iterator[Entry]:
        yield text((section.title, "heading"))
        if section.part is Part.TIMELINE:
            yield from self._timeline()
        else:
            for line in section.lines:
                depth = len(line) - len(line.lstrip())
                yield text(line, hang=depth + 2)
        yield text()
        attempt = self._findings.try_next
        if attempt is not None and section.part is Part.TRY_NEXT:
            yield option(Again(attempt.move), "Play again from here")
        if self._page + 1 < len(self._pages):
            yield option(ON, f"Go on: {self._pages[self._page + 1].title}")
        if self._page:
            yield option(BACK, "Back")
        yield option(DONE, "To the beginning" if self._page + 1 == len(self._pages) else "Leave the debrief")

    def _timeline(self) -> Iterator[Entry]:
        for place, moment in enumerate(self._findings.timeline):
            head, *rest = moment_lines(moment)
            sign = "▾" if place in self._open else "▸"
            yield option(Opened(place), f"{sign} {head}")
            if place in self._open:
                yield from self._opened(moment, rest)

    def _opened(self, moment: Moment, lines: list[str]) -> Iterator[Entry]:
        for answer in moment.answers:
            speaker = f"{answer.speaker}: " if answer.speaker else ""
            yield text("    ", (speaker, "speaker"), answer.text, hang=6)
        for line in lines:
            yield text(line, hang=6)
        if moment.instead:
            yield text(f"    You might have said: “{moment.instead}”", hang=6)
        if moment.tempting:
            yield text(f"    Why one might say it: {moment.tempting}", hang=6)
        if moment.move > 0:
            yield option(Again(moment.move), "    Play again from here")

    # -- hands

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Does what was chosen."""
        event.stop()
        match event.key:
            case Opened(place):
                self._open ^= {place}
                self._menu.offer(self._entries(self._pages[self._page]), keep=True)
            case Again(move):
                self.post_message(self.PlayAgain(self.sitting, move))
            case "on":
                self.action_next()
            case "back":
                self.action_previous()
            case _:
                self.action_close()

    def can(self, action: str) -> bool:
        """Forward and back only where there is a page."""
        if action == "next":
            return self._page + 1 < len(self._pages)
        if action == "read_down":
            return not self._menu.at_end
        return action != "previous" or self._page > 0

    def action_next(self) -> None:
        """The next page."""
        if self.can("next"):
            self._turn_to(self._page + 1)

    def action_previous(self) -> None:
        """The page before."""
        if self.can("previous"):
            self._turn_to(self._page - 1)

    def action_read_up(self) -> None:
        """Reads back."""
        self._menu.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """Reads on."""
        self._menu.scroll_page_down(animate=False)

    def action_close(self) -> None:
        """Leaves the debrief."""
        self.post_message(self.Left())


class Answer(Input):
    """Room for the trainee's own words. Enter goes to the next, and from the last one to the page."""

    def on_mount(self) -> None:
        """Nothing blinks."""
        self.cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next."""
        event.stop()
        answers = list(self.screen.query(Answer))
        after = answers.index(self) + 1
        (answers[after] if after < len(answers) else self.screen.query_one("#page")).focus()

    def on_key(self, event: events.Key) -> None:
        """Escape leaves the line, not the debrief."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.screen.query_one("#page").focus()


def _pages(findings: Findings) -> tuple[Section, ...]:
    """The sections, a page each; the questions are asked on the page of the ending."""
    ending = findings.ending_text or "The story is over."
    first = Section(Part.ENDING, findings.ending or "How it ended", (ending, "", _FIRST_YOU))
    return (first, *(held for held in sections(findings) if held.part not in (Part.ENDING, Part.QUESTIONS)))
