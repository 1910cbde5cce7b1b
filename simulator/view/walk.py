"""The debrief as a walk: steps in order, each a list of blocks. The screen shows it, the export writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, repeat
from typing import TypeVar

from scoring.chains import Chain
from scoring.debrief import Debrief
from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from simulator.scenario.words import STAGE_TITLES
from simulator.view.charts import bar, bars, beside, ladder, trust_chart
from simulator.view.debrief import (
    ASKED,
    DIARIES,
    Part,
    Section,
    card_rows,
    chain_details,
    chain_head,
    moment_lines,
    sections,
    signed,
)
from simulator.view.seen import Seen, seen_lines

_BAR = 24  # cells of a bar
_FIGURES = 36  # cells that the name and the figures of a bar take
_SEEN = "What you have seen of this account"

_NAMES = {
    Part.ENDING: "Ending",
    Part.TIMELINE: "Story",
    Part.TRUST: "Trust",
    Part.STRENGTHS: "Shown",
    Part.GAPS: "Missed",
    Part.ROAD_NOT_TAKEN: "Road",
    Part.TRUTH: "Truth",
    Part.TRY_NEXT: "Next",
    Part.NUMBERS: "Numbers",
    Part.CARD: "Card",
}

Title = TypeVar("Title")


class Look(StrEnum):
    """What a block is, for whoever styles it."""

    HEADING = "heading"
    ITEM = "item"
    DETAIL = "detail"
    DRAWING = "drawing"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a drawing whose lines are not to be wrapped, or a field for the trainee's own words.

    `label` stands before the text of a detail and names a field; the text of a field is what was written."""

    look: Look
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk; `part` is the first of the parts it tells."""

    part: Part
    title: str
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """One word for it, where there is no room for its title."""
        return _NAMES[self.part]

    @property
    def fields(self) -> tuple[Block, ...]:
        """The fields to write in."""
        return tuple(block for block in self.blocks if block.look is Look.FIELD)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the trainee wrote: an answer to each question, a line for each row of the card."""

    answers: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    said: Mapping[int, str] = field(default_factory=dict)
    """What one said first oneself, by the move it was said before."""
    notes: tuple[tuple[int, str], ...] = ()
    """Notes to oneself, each with the move it was made before."""


def walk(
    debrief: Debrief, width: int, seen: Seen | None = None, words: OwnWords | None = None
) -> tuple[Step, ...]:
    """The steps, in order, with drawings of at most `width` cells; those with nothing to tell left out."""
    made = _Walk(debrief, width, seen, words or OwnWords())
    return tuple(step for step in made.steps() if step.blocks)


def pages(heights: Sequence[int], alone: Sequence[bool], room: int) -> tuple[range, ...]:
    """Steps of so many lines laid on pages of `room` lines: those that fit share one, but for those that
    stand alone."""
    laid: list[range] = []
    used = 0
    for place, height in enumerate(heights):
        joins = laid and not alone[place] and not alone[place - 1] and used + 1 + height <= room
        if joins:
            laid[-1] = range(laid[-1].start, place + 1)
            used += 1 + height
        else:
            laid.append(range(place, place + 1))
            used = height
    return tuple(laid)


@dataclass(frozen=True, slots=True)
class _Walk:
    debrief: Debrief
    width: int
    seen: Seen | None
    words: OwnWords

    def steps(self) -> Iterator[Step]:
        found = {section.part: section for section in sections(self.debrief)}

        def lines(part: Part) -> Iterator[Block]:
            return _blocks(found[part].lines) if part in found else iter(())

        def under(part: Part) -> Iterator[Block]:
            if part in found:
                yield Block(Look.HEADING, found[part].title)
                yield from lines(part)

        yield Step(Part.ENDING, self.debrief.ending or "How it ended", tuple(self._questions()))
        yield _step(found, Part.TIMELINE, self._timeline())
        yield _step(found, Part.TRUST, self._trust(), lines(Part.TRUST))
        yield _step(found, Part.STRENGTHS, _chains(self.debrief.strengths))
        if self.debrief.gaps:
            yield _step(found, Part.GAPS, _chains(self.debrief.gaps))
        else:
            yield _step(found, Part.ROAD_NOT_TAKEN, lines(Part.ROAD_NOT_TAKEN))
        yield _step(found, Part.TRUTH, self._ladders(), lines(Part.TRUTH), under(Part.INCIDENTS))
        yield self._next(found)
        figures = (self._numbers(), _blocks(found[Part.NUMBERS].lines[-1:]))
        yield _step(found, Part.NUMBERS, *figures, under(Part.OTHERS))
        yield _step(found, Part.CARD, self._card())

    def _questions(self) -> Iterator[Block]:
        yield Block(Look.ITEM, self.debrief.ending_text or "The story is over.")
        yield Block(Look.HEADING, ASKED)
        for question, answer in _paired(self.debrief.questions, self.words.answers):
            yield Block(Look.FIELD, answer, question)

    def _timeline(self) -> Iterator[Block]:
        """What happened, with what one said first and what one noted, each where it was written."""
        notes = list(self.words.notes)
        if any(moment.notebook for moment in self.debrief.timeline):
            yield Block(Look.ITEM, DIARIES)
        for moment in self.debrief.timeline:
            while notes and notes[0][0] < moment.move:
                yield _note(notes.pop(0)[1])
            head, *rest = moment_lines(moment)
            yield from _blocks([head])
            if moment.is_line and (own := self.words.said.get(moment.move)):
                yield Block(Look.DETAIL, f"“{own}”", "You said first")
            yield from _blocks(rest)
        yield from (_note(text) for _, text in notes)

    def _trust(self) -> Iterator[Block]:
        trust = self.debrief.truth.trust
        days = [0, *(moment.day for moment in self.debrief.timeline)]
        last = max(*days, *(day for _, steps in trust for day, _ in steps), 1)
        yield from _drawn(trust_chart(trust, last, self.width))

    def _ladders(self) -> Iterator[Block]:
        places = {title: place for place, title in enumerate(STAGE_TITLES.values())}
        truth = self.debrief.truth
        one, other = ladder("You believed", places[truth.believed]), ladder("In truth", places[truth.stage])
        yield from _drawn(beside(one, other))

    def _next(self, found: dict[Part, Section]) -> Step:
        """What to try, and what has been seen: the reasons to play again."""
        seen = tuple(_blocks(seen_lines(self.seen))) if self.seen else ()
        if Part.TRY_NEXT not in found:
            return Step(Part.TRY_NEXT, _SEEN, seen)
        heading = (Block(Look.HEADING, _SEEN),) if seen else ()
        return _step(found, Part.TRY_NEXT, _blocks(found[Part.TRY_NEXT].lines), heading, seen)

    def _numbers(self) -> Iterator[Block]:
        card = self.debrief.scorecard
        points = [card.points[name] for name in DIMENSIONS]
        room = max(1, min(_BAR, self.width - _FIGURES))
        drawn = bars(points, room)
        rows = []
        for name, value, sides in zip(DIMENSIONS, points, drawn, strict=True):
            share = card.share(name)
            mark = bar(share, 100, room) if isinstance(share, int) else sides if share is None else ""
            rows.append(_figures(DIMENSION_TITLES[name], value, _shown(share, card.par), mark))
        rows.append(_figures("Total", card.total, _shown(card.share("total"), card.par), ""))
        yield from _drawn(rows)

    def _card(self) -> Iterator[Block]:
        for (title, example), own in _paired(card_rows(self.debrief), self.words.card):
            yield Block(Look.FIELD, own, title)
            if example:
                yield Block(Look.DETAIL, example, "In this story")


def _step(found: dict[Part, Section], part: Part, *blocks: Iterable[Block]) -> Step:
    return Step(part, found[part].title if part in found else "", tuple(b for held in blocks for b in held))


def _note(text: str) -> Block:
    return Block(Look.ITEM, f"Your note: {text}")


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Lines of a section: what is set in is a detail of what stands before it."""
    for line in lines:
        yield Block(Look.DETAIL if line.startswith(" ") else Look.ITEM, line.strip())


def _chains(chains: Iterable[Chain]) -> Iterator[Block]:
    stated: set[str] = set()
    for held in chains:
        yield Block(Look.ITEM, chain_head(held))
        came = "What came of it"
        for label, text in chain_details(held, stated=held.principle in stated):
            yield Block(Look.DETAIL, text, label or came)
            came = came if label else "Then"
        stated.add(held.principle)


def _drawn(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Block(Look.DRAWING, "\n".join(lines))


def _figures(title: str, points: int, share: str, mark: str) -> str:
    return f"{title:<20}{signed(points):>4}  {share}{mark}".rstrip()


def _shown(share: int | str | None, par: object) -> str:
    """A share in its column; there is none where it is not known how many points there are to be had."""
    shown = "" if share is None else f"{share} %" if isinstance(share, int) else share
    return f"{shown:>6}  " if par else ""


def _paired(titles: Sequence[Title], words: Sequence[str]) -> Iterator[tuple[Title, str]]:
    """Each title with what was written to it; nothing where nothing was."""
    return zip(titles, chain(words, repeat("")), strict=False)
