"""The steps of a debrief as lines of a menu: what is read, and what can be opened or chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scoring.debrief import Moment
from simulator.terminal.paragraphs import BLANK, Paragraph, drawing, paragraph
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view.debrief import DIARIES, moment_head, moment_lines
from simulator.view.walk import Block, Look, OwnWords, Step

_ROLES = {True: "plain", False: "quiet"}
"""How a moment looks, by whether it is a line of one's own: those are what one looks for."""


@dataclass(frozen=True, slots=True)
class Again:
    """Play again from before a move, counted from 0."""

    move: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A moment of the timeline, to be opened or shut."""

    place: int


def read(step: Step) -> Iterator[Paragraph]:
    """A step to read: its title and its blocks, without the fields."""
    yield paragraph((step.title, "heading"))
    before = Look.HEADING
    for place, block in enumerate(step.blocks):
        if block.look is Look.FIELD or (before is Look.FIELD and block.look is Look.DETAIL):
            before = Look.FIELD
            continue
        apart = block.look is not Look.DETAIL and before not in (block.look, Look.HEADING)
        if apart or block.look is Look.HEADING:
            yield BLANK
        after = step.blocks[place + 1] if place + 1 < len(step.blocks) else None
        yield from _block(block, leads=after is not None and after.look is Look.DETAIL and bool(after.label))
        before = block.look


def _block(block: Block, *, leads: bool) -> Iterator[Paragraph]:
    """A block; `leads`: details with labels follow it."""
    match block.look:
        case Look.HEADING:
            yield paragraph((block.text, "strong"))
        case Look.DRAWING:
            yield from (drawing(line) for line in block.text.split("\n"))
        case Look.DETAIL if block.label:
            yield paragraph("  → ", (f"{block.label}: ", "quiet"), block.text, hang=4)
        case Look.DETAIL:
            yield paragraph(f"  {block.text}", hang=4)
        case _ if leads:
            yield paragraph((block.text, "strong"))
        case _:
            yield paragraph(block.text)


def timeline(
    step: Step,
    moments: tuple[Moment, ...],
    opened: Collection[int],
    words: OwnWords,
    *,
    again: bool = True,
) -> Iterator[Entry]:
    """The timeline: each moment a line that opens, and between them what one noted. `again`: one may play
    on from a moment."""
    yield text((step.title, "heading"))
    diaries = f" {DIARIES}" if any(moment.notebook for moment in moments) else ""
    yield text((f"Open a moment to read what was said.{diaries}", "quiet"))
    notes = list(words.notes)
    for place, moment in enumerate(moments):
        while notes and notes[0][0] < moment.move:
            yield _note(notes.pop(0)[1])
        _, *rest = moment_lines(moment)
        day, told = moment_head(moment)
        sign = "▾" if place in opened else "▸"
        yield option(Opened(place), f"{sign} ", (f"{day} ", "quiet"), (told, _ROLES[moment.is_line]), hang=4)
        if place in opened:
            yield from _moment(moment, rest, words.said.get(moment.move, "") if moment.is_line else "")
            if again and moment.move > 0:
                yield option(Again(moment.move), "    Play again from here")
    yield from (_note(noted) for _, noted in notes)


def _note(noted: str) -> Entry:
    return text("  ", ("Your note: ", "you"), noted, hang=4)


def _moment(moment: Moment, lines: list[str], own: str) -> Iterator[Entry]:
    if own:
        yield text("    ", ("You said first: ", "you"), f"“{own}”", hang=6)
    for answer in moment.answers:
        speaker = f"{answer.speaker}: " if answer.speaker else ""
        yield text("    ", (speaker, "speaker"), answer.text, hang=6)
    for line in lines:
        yield text(line, hang=6)
    if moment.instead:
        yield text(f"    You might have said: “{moment.instead}”", hang=6)
    if moment.tempting:
        yield text(f"    Why one might say it: {moment.tempting}", hang=6)
