"""The debrief as titled sections of lines, in its order; plain mode prints them as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.debrief import Chain, Debrief, Moment
from scoring.rubric import DIMENSIONS
from scoring.scorecard import Scorecard
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.engine.telling import show_day
from simulator.scenario.principles import principles

_SHOWN, _HOLLOW = "●", "○"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the debrief."""

    title: str
    lines: tuple[str, ...]


def sections(debrief: Debrief) -> tuple[Section, ...]:
    """The whole debrief; the numbers last, then the card for the real meeting."""
    ending = (debrief.ending_text,) if debrief.ending_text else ()
    parts = (
        Section(debrief.ending or "How it ended", ending),
        Section("Before anything is said: what do you think?", debrief.questions),
        Section("What happened", tuple(_timeline(debrief.timeline))),
        Section("What you showed", tuple(line for chain in debrief.strengths for line in chain_lines(chain))),
        Section("What cost you", tuple(line for chain in debrief.gaps for line in chain_lines(chain))),
        Section("A road not taken", (debrief.road_not_taken,) if debrief.road_not_taken else ()),
        Section("Where the account really stands", tuple(_truth(debrief))),
        Section("Trust over time", tuple(_trust(debrief))),
        Section("Not a matter of points", debrief.incidents),
        Section("One thing to try", tuple(_try(debrief.try_next))),
        Section("The numbers", tuple(numbers(debrief.scorecard))),
        Section("A card for your real meeting", tuple(_card(debrief))),
    )
    return tuple(part for part in parts if part.lines)


def _timeline(moments: tuple[Moment, ...]) -> Iterator[str]:
    for moment in moments:
        yield from moment_lines(moment)


def moment_lines(moment: Moment) -> Iterator[str]:
    """A moment: what was said or happened, what they wrote that night, what it did."""
    words = f"“{moment.you}”" if moment.is_line else moment.you
    yield f"{moment.heading.capitalize()}. {words}"
    if moment.notebook:
        yield f"    {moment.notebook_of} wrote that night: “{moment.notebook}”"
    for change in moment.changes:
        yield f"    {change}"
    for mark in moment.marks:
        yield f"    {mark.points:+d} {DIMENSION_TITLES[mark.dimension].lower()}: {mark.reason}"


def chain_lines(chain: Chain) -> Iterator[str]:
    """A strength or a gap: the line, what came of it, and what else there was to say."""
    yield f"{show_day(chain.day).capitalize()}: {chain.quote}"
    if chain.reasons:
        yield f"    Seen: {'; '.join(chain.reasons)} ({chain.points:+d})."
    for text in chain.consequences:
        yield f"    {text}"
    if chain.alternative:
        yield f"    You might have said: “{chain.alternative}”"
    principle = principles().get(chain.principle)
    if principle:
        yield f"    {principle.statement} [{', '.join(principle.source)}]"


def _truth(debrief: Debrief) -> Iterator[str]:
    truth = debrief.truth
    if truth.stage == truth.believed:
        yield f"It stands at {truth.stage}, as you believed."
    else:
        yield f"You believed: {truth.believed}. In truth: {truth.stage}."
    yield "What they say of your house: " + ", ".join(
        f"{root.lower()} {grade}" for root, grade in truth.roots
    )
    yield f"The rival: {truth.rival}."
    if truth.hidden:
        yield "What you could not see:"
        yield from (f"    {line}" for line in truth.hidden)


def pips(value: int, most: int = 5) -> str:
    """A gauge that can be read without colour: ●●○○○."""
    return _SHOWN * value + _HOLLOW * (most - value)


def _trust(debrief: Debrief) -> Iterator[str]:
    for person, steps in debrief.truth.trust:
        last_of_day = dict(steps)
        course = ", ".join(f"{value} on {show_day(day)}" for day, value in last_of_day.items())
        yield f"{person}: {pips(steps[-1][1])} ({course})"


def _try(chain: Chain | None) -> Iterator[str]:
    if chain is None:
        return
    yield f"Play again from {show_day(chain.day)}: {chain.quote}"
    if chain.alternative:
        yield f"    Try: “{chain.alternative}”"


def numbers(card: Scorecard) -> Iterator[str]:
    """The points: every dimension, and the total."""
    for dimension in DIMENSIONS:
        yield _number(DIMENSION_TITLES[dimension], card.points[dimension], card.share(dimension))
    yield _number("Total", card.total, card.share("total"))
    yield f"Rubric {card.rubric}." + ("" if card.par else " Raw points: the best possible is not yet proved.")


def _number(title: str, points: int, share: int | str | None) -> str:
    shown = "" if share is None else f"  {share}" + (" %" if isinstance(share, int) else "")
    return f"{title + ':':<21}{points:+4d}{shown}"


def mark_lines(card: Scorecard) -> Iterator[str]:
    """Every mark with the event that earned it."""
    for item in card.scored:
        kind, mark = type(item.event).__name__, item.mark
        reason = f"{reason_title(mark.reason)} ({mark.principle})"
        yield f"event {item.place:>3} {kind}: {mark.points:+d} {mark.dimension}: {reason}"


def _card(debrief: Debrief) -> Iterator[str]:
    rows = (
        ("What I want to leave with", debrief.card.objective),
        ("My first question", debrief.card.first_question),
        ("My limit", debrief.card.my_limit),
        ("What I ask of them", debrief.card.i_ask_of_them),
    )
    for title, example in rows:
        yield f"{title}: ____________________"
        if example:
            yield f"    here it was: {example}"
