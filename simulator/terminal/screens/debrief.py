"""The debrief: a walk from the trainee's own view to the numbers, a way back into the account, a card."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.message import Message

from scoring.debrief import Debrief as Findings
from scoring.debrief import make_debrief
from scoring.rubric import Rubric
from simulator.files import write_beside
from simulator.terminal.paragraphs import Paragraph, paragraph, wrap
from simulator.terminal.playing import Playing
from simulator.terminal.screens.room import Room
from simulator.terminal.text import Words
from simulator.terminal.walking import Again, Opened, read, timeline
from simulator.terminal.widgets.field import Field
from simulator.terminal.widgets.menu import Entry, Menu, option, text
from simulator.terminal.widgets.paper import Paper
from simulator.terminal.widgets.steps import Steps
from simulator.view import export
from simulator.view.debrief import Part
from simulator.view.seen import Seen
from simulator.view.walk import Block, Look, OwnWords, Step, pages, walk

ON, BACK, DONE, ANEW = "on", "back", "done", "anew"
PAGE, MARKDOWN = "html", "markdown"
"""What is chosen to save the debrief, as a page or as Markdown."""
_WRITTEN_IN = (Part.ENDING, Part.CARD)
_ALONE = (*_WRITTEN_IN, Part.TIMELINE)
_AROUND = 4  # lines of the title, the steps, the keys and what is left free
_BESIDE = 5  # cells of the focus, the padding and the bar of a menu, and the one before the bar
_MEASURE = 104  # cells of the widest column of text
_CHOICES = 6  # lines that going on, going back and leaving take
_FLAT, _TINY = 34, 18  # lines under which fields scroll, and hints go
_CARD = "Fill it in here or on paper. It is kept only in what you save from this screen."


class Debrief(Room[None], place="debrief"):
    """One page after the other. What is typed stays in memory, is written where the trainee saves it, and is
    gone when the screen is left."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = ""

    @dataclass
    class Left(Message):
        """The debrief has been read."""

    @dataclass
    class PlayAgain(Message):
        """Another line is to be tried, from before a move."""

        playing: Playing
        move: int

    def __init__(self, playing: Playing, rubric: Rubric | None = None) -> None:
        """`rubric` is what it was scored under, where that is not the program's own."""
        super().__init__()
        self.playing = playing
        self._findings: Findings = make_debrief(playing.program, playing.session.play.events_by_move, rubric)
        self._seen: Seen | None = None
        self._steps = walk(self._findings, export.WIDTH)
        self._pages = tuple(range(step, step + 1) for step in range(len(self._steps)))
        self._page = 0
        self._open: set[int] = set()

    def parts(self) -> ComposeResult:
        """A title, where one is, what is told, room for own words, and what to do next."""
        yield Words(classes="title", id="title")
        yield Steps(id="steps")
        yield Paper(id="about")
        for part, name in zip(_WRITTEN_IN, ("answers", "card"), strict=True):
            with VerticalGroup(id=name, classes="fields"):
                yield from _fields(next(step for step in self._steps if step.part is part))
        yield Menu(id="page")

    def on_mount(self) -> None:
        """Opens the first page."""
        for paper in self.query(Paper):
            self.watch(paper, "scroll_y", self.refresh_keys, init=False)
            self.watch(paper, "virtual_size", self.refresh_keys, init=False)
        self._lay_out()
        self._turn_to(0)
        self.run_worker(self._look_up())

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Other keys work while one writes."""
        self.refresh_keys()

    async def _look_up(self) -> None:
        """Adds what has been seen in all attempts, where they are kept."""
        self._seen = await asyncio.to_thread(self.playing.seen, self._findings.ending)
        if self.query(Menu):  # else it has been left already
            self._lay_out()
            self._show(keep=True)

    # -- pages

    def _lay_out(self) -> None:
        """Works the steps out for the window, and which of them share a page."""
        at = self._pages[self._page].start
        width = max(20, min(self.app.size.width, _MEASURE) - _BESIDE)
        self._steps = walk(self._findings, min(width, 100), self._seen)
        heights = [sum(len(wrap(held, width)) for held in read(step)) for step in self._steps]
        room = self.app.size.height - _AROUND - _CHOICES
        self._pages = pages(heights, [step.part in _ALONE for step in self._steps], room)
        self._page = next(place for place, page in enumerate(self._pages) if at in page)

    def on_resize(self, _event: events.Resize) -> None:
        """Another window holds other steps on a page; the one that was read stays."""
        if self.is_mounted and not self.too_small:
            before = self._pages[self._page]
            self._lay_out()
            self._show(keep=self._pages[self._page] == before)

    def _turn_to(self, page: int) -> None:
        self._page = page
        self._show()
        written_in = [field for field in self.query(Field) if self._first.part is _part_of(field)]
        (written_in[0] if written_in else self._menu).focus()

    @property
    def _first(self) -> Step:
        """The first step of the page."""
        return self._steps[self._pages[self._page].start]

    @property
    def _menu(self) -> Menu:
        return self.query_one("#page", Menu)

    @property
    def _again(self) -> bool:
        """Whether one may play on from here."""
        return self.allowance.allows("again")

    @property
    def wheeled(self) -> Paper:
        """What is read on this page."""
        return self._reading

    @property
    def _reading(self) -> Paper:
        return self.query_one("#about", Paper) if self.has_class("-writing") else self._menu

    def _show(self, *, keep: bool = False) -> None:
        """Shows the page anew. With `keep` the mark stays where it was."""
        page, first = self._pages[self._page], self._first
        count = len(self._steps)
        where = (
            f"{page.start + 1} of {count}" if len(page) == 1 else f"{page.start + 1}–{page.stop} of {count}"
        )
        self.query_one("#title", Words).say(f"{self._findings.title} · debrief · {where}")
        self.query_one(Steps).show(
            tuple(step.title for step in self._steps), tuple(step.name for step in self._steps), page
        )
        writing = first.part in _WRITTEN_IN
        self.set_class(writing, "-writing")
        self.set_class(self.app.size.height < _FLAT, "-flat")
        self.set_class(self.app.size.height < _TINY, "-tiny")
        about = self.query_one("#about", Paper)
        about.display = writing
        self.query_one("#answers").display = first.part is Part.ENDING
        self.query_one("#card").display = first.part is Part.CARD
        if writing:
            about.show(self._about(first))
        self._menu.offer(self._entries(), keep=keep)
        if not keep and first.part is not Part.TIMELINE:
            self._menu.mark(PAGE if first.part is Part.CARD else ON)
            self._menu.scroll_to(y=0, animate=False)
        self.refresh_keys()

    def _about(self, step: Step) -> Iterator[Paragraph]:
        yield from read(step)
        if step.part is Part.CARD:
            yield paragraph((_CARD, "quiet"))

    def _entries(self) -> Iterator[Entry]:
        page = self._pages[self._page]
        if self._first.part is Part.TIMELINE:
            yield from timeline(
                self._first, self._findings.timeline, self._open, self._own_words(), again=self._again
            )
            yield text()
        elif self._first.part not in _WRITTEN_IN:
            for step in page:
                yield from self._step(self._steps[step])
        if page.stop < len(self._steps):
            yield option(ON, f"Go on: {self._steps[page.stop].title}")
        else:
            yield option(PAGE, "Save the debrief as a page to print")
            yield option(MARKDOWN, "Save it as Markdown")
            if self._again:
                yield option(ANEW, "Play this account again, from the first day")
        if self._page:
            yield option(BACK, "Back")
        yield option(DONE, "Home" if self._again and page.stop == len(self._steps) else "Leave the debrief")

    def _step(self, step: Step) -> Iterator[Entry]:
        told, attempt = list(read(step)), self._findings.try_next
        if attempt is not None and step.part is Part.TRY_NEXT:
            count = 1 + sum(1 for _ in takewhile(lambda block: block.look is not Look.HEADING, step.blocks))
            told, after = told[:count], told[count:]
            yield from map(Entry, told)
            if self._again:
                yield option(Again(attempt.move), ("Play again from here", "strong"))
            told = after
        yield from map(Entry, told)
        yield text()

    # -- hands

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Does what was chosen."""
        event.stop()
        match event.key:
            case Opened(place):
                self._open ^= {place}
                self._menu.offer(self._entries(), keep=True)
            case Again(move):
                self.post_message(self.PlayAgain(self.playing, move))
            case "anew":
                self.post_message(self.PlayAgain(self.playing, 0))
            case "on":
                self.action_next()
            case "back":
                self.action_previous()
            case "html" | "markdown":
                self._save(str(event.key))
            case _:
                self.action_close()

    def on_steps_picked(self, event: Steps.Picked) -> None:
        """To the page of a step."""
        self._go_to(event.step)

    def can(self, action: str) -> bool:
        """Forward and back only where there is a page; while one writes, letters are no keys."""
        if action == "read_down":
            return not self._reading.at_end
        if isinstance(self.focused, Field):
            return action in ("next_field", "read_up")
        if action == "next":
            return self._page + 1 < len(self._pages)
        return action != "next_field" and (action != "previous" or self._page > 0)

    def action_next_field(self) -> None:
        """On from the field one writes in."""
        if isinstance(self.focused, Field):
            self.focused.go_on()

    def action_next(self) -> None:
        """The next page."""
        if self._page + 1 < len(self._pages):
            self._turn_to(self._page + 1)

    def action_previous(self) -> None:
        """The page before."""
        if self._page:
            self._turn_to(self._page - 1)

    def action_step(self, number: int) -> None:
        """To the step of a number, from 1."""
        self._go_to(number - 1)

    def _go_to(self, step: int) -> None:
        for page, held in enumerate(self._pages):
            if step in held:
                self._turn_to(page)

    def action_read_up(self) -> None:
        """Reads back."""
        self._reading.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """Reads on."""
        self._reading.scroll_page_down(animate=False)

    def action_close(self) -> None:
        """Leaves the debrief."""
        self.post_message(self.Left())

    # -- taking it along

    def action_save(self) -> None:
        """Writes the debrief, own words included, as a page to print."""
        self._save(PAGE)

    def _save(self, form: str) -> None:
        header = self.playing.session.header
        day = header.started[:10]
        steps = walk(self._findings, export.WIDTH, self._seen, self._own_words())
        written = export.written(export.Paper(self._findings.title, day), steps, form)
        self.run_worker(self._write(export.file_stem(header.scenario, day), export.FORMATS[form], written))

    async def _write(self, stem: str, suffix: str, written: str) -> None:
        try:
            file = await asyncio.to_thread(write_beside, Path.cwd(), stem, suffix, written)
        except OSError as error:
            self.say(
                f"NOT saved: {error.strerror or error}. Start the application in a folder you may write to.",
                bad=True,
            )
        else:
            self.say(f"Saved: {file}")

    def _own_words(self) -> OwnWords:
        """What was written in the fields."""
        answers, card = (
            tuple(field.value for field in self.query_one(name).query(Field))
            for name in ("#answers", "#card")
        )
        playing = self.playing
        return OwnWords(answers, card, playing.own, playing.noted)


def _fields(step: Step) -> Iterator[Words | Field]:
    """The labels and fields of a step, each with what the story had to show for it."""
    blocks: list[Block] = [block for block in step.blocks if block.look in (Look.FIELD, Look.DETAIL)]
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block.look is Look.FIELD:
            yield Words(block.label, classes="ask")
            if after is not None and after.look is Look.DETAIL:
                yield Words(f"{after.label}: {after.text}", classes="hint")
            yield Field()


def _part_of(field: Field) -> Part:
    """The part a field belongs to."""
    return Part.CARD if field.parent is not None and field.parent.id == "card" else Part.ENDING
