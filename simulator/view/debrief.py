"""The debrief as titled sections of lines, in its order; plain mode prints them as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scoring.chains import Chain
from scoring.debrief import Debrief, Moment, Other
from scoring.rubric import DIMENSIONS
from scoring.scorecard import Scorecard
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.engine.telling import show_day
from simulator.scenario.principles import principles
from simulator.scenario.text import shorten


class Part(StrEnum):
    """The parts of a debrief, in its order."""

    ENDING = "ending"
    QUESTIONS = "questions"
    TIMELINE = "timeline"
    TRUST = "trust"
    STRENGTHS = "strengths"
    GAPS = "gaps"
    ROAD_NOT_TAKEN = "road not taken"
    TRUTH = "truth"
    INCIDENTS = "incidents"
    TRY_NEXT = "try next"
    NUMBERS = "numbers"
    OTHERS = "others"
    CARD = "card"


ASKED = "Before anything is said: what do you think? Leave empty what you like."
"""Heads the questions."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the debrief."""

    part: Part
    title: str
    lines: tuple[str, ...]


def sections(debrief: Debrief) -> tuple[Section, ...]:
    """The whole debrief; the numbers last, then the card for the real meeting."""
    ending = (debrief.ending_text,) if debrief.ending_text else ()
    parts = (
        Section(Part.ENDING, debrief.ending or "How it ended", ending),
        Section(Part.QUESTIONS, ASKED, debrief.questions),
        Section(Part.TIMELINE, STORY, tuple(_timeline(debrief.timeline))),
        Section(Part.TRUST, "Trust over time", tuple(_trust(debrief))),
        Section(Part.STRENGTHS, "What you showed", tuple(_chains(debrief.strengths))),
        Section(Part.GAPS, "What cost you", tuple(_chains(debrief.gaps))),
        Section(Part.ROAD_NOT_TAKEN, "A road not taken", tuple(_road(debrief.road_not_taken))),
        Section(Part.TRUTH, "Where the account really stands", tuple(_truth(debrief))),
        Section(Part.INCIDENTS, "Not a matter of points", debrief.incidents),
        Section(Part.TRY_NEXT, "One thing to try", tuple(_try(debrief.try_next))),
        Section(Part.NUMBERS, "The numbers", tuple(numbers(debrief.scorecard))),
        Section(Part.OTHERS, "What else counted", tuple(_others(debrief.others))),
        Section(Part.CARD, "A card for your real meeting", tuple(_card(debrief))),
    )
    return tuple(part for part in parts if part.lines)


STORY = "What happened"
"""The title of the timeline."""
DIARIES = "Everybody in this game keeps a diary; what they wrote that night is quoted."
"""Said once, before the first time somebody wrote something."""


def _timeline(moments: tuple[Moment, ...]) -> Iterator[str]:
    if any(moment.notebook for moment in moments):
        yield DIARIES
    for moment in moments:
        yield from moment_lines(moment)


def moment_head(moment: Moment) -> tuple[str, str]:
    """The day of a moment, and what was said or happened."""
    return f"{moment.heading.capitalize()}.", f"“{moment.you}”" if moment.is_line else moment.you


def moment_lines(moment: Moment) -> Iterator[str]:
    """A moment: what was said or happened, what they wrote that night, what it did."""
    yield " ".join(moment_head(moment))
    for change in moment.changes:
        yield f"    {change}"
    if moment.notebook:
        yield f"    {moment.notebook_of} wrote that night: “{moment.notebook}”"
    for mark in moment.marks:
        yield f"    {signed(mark.points)} {DIMENSION_TITLES[mark.dimension].lower()}: {mark.reason}"


def signed(points: int) -> str:
    """Points with their sign; none without."""
    return f"{points:+d}" if points else "0"


def _chains(chains: tuple[Chain, ...]) -> Iterator[str]:
    """Chains one after the other; a principle they share is stated once."""
    stated: set[str] = set()
    for chain in chains:
        yield from chain_lines(chain, stated=chain.principle in stated)
        stated.add(chain.principle)


def chain_lines(chain: Chain, *, stated: bool = False) -> Iterator[str]:
    """A strength or a gap: the line, what came of it, and what else there was to say. `stated`: its
    principle has been stated already."""
    yield chain_head(chain)
    for label, text in chain_details(chain, stated=stated):
        yield f"    {label}: {text}" if label else f"    {text}"


def chain_head(chain: Chain) -> str:
    """The day and the line, or the deed, a chain begins with."""
    return f"{show_day(chain.day).capitalize()}. {_quoted(chain)}"


def chain_details(chain: Chain, *, stated: bool = False) -> Iterator[tuple[str, str]]:
    """What was seen, what came of it (without a label), what else there was to say, and the principle."""
    if chain.reasons:
        yield "Seen", f"{'; '.join(chain.reasons)} ({signed(chain.points)})."
    for text in chain.consequences:
        yield "", text
    principle = principles().get(chain.principle)
    if chain.alternative:
        beside = "You might have said" if chain.points < 0 else "There was also this to say"
        yield beside, f"“{chain.alternative}”"
    elif principle and chain.points < 0:
        yield "How it looks done well", principle.well
    if principle and not stated:
        yield "The principle", f"{principle.statement} (From: {principle.full_source}.)"


def _quoted(chain: Chain) -> str:
    return f"“{chain.quote}”" if chain.is_line else chain.quote


def _road(line: str | None) -> Iterator[str]:
    if line:
        yield f"Nothing here cost you a point. What you left unsaid, and why one might say it: {line}"


def _truth(debrief: Debrief) -> Iterator[str]:
    truth = debrief.truth
    if truth.stage == truth.believed:
        yield f"{truth.stage}, as you believed."
    else:
        yield f"You believed: {truth.believed}. In truth: {truth.stage}."
    yield _name_of_ours(truth.roots)
    if truth.rivalry:
        yield f"The rival: {truth.rival}."
    if truth.hidden:
        yield "What you could not see:"
        yield from (f"    {line}" for line in truth.hidden)


def _name_of_ours(roots: tuple[tuple[str, str], ...]) -> str:
    """What they say of our company; in few words where there is nothing to tell apart."""
    if len({grade for _, grade in roots}) == 1:
        names = [root.lower() for root, _ in roots]
        return f"What they say of your company is {roots[0][1]}: {', '.join(names[:-1])} and {names[-1]}."
    told = ", ".join(f"{root.lower()} {grade}" for root, grade in roots)
    return f"What they say of your company: {told}"


def _trust(debrief: Debrief) -> Iterator[str]:
    for person, ((_, start), *moves) in debrief.truth.trust:
        last_of_day = dict(moves)
        course = ", ".join(f"{value} on day {day}" for day, value in last_of_day.items())
        now = moves[-1][1] if moves else start
        yield f"{person}: {now} of 5; " + (f"began at {start}, came to {course}" if course else "unchanged")


def _try(chain: Chain | None) -> Iterator[str]:
    if chain is None:
        return
    where = f", where you said “{shorten(chain.quote, 60)}”" if chain.is_line else f": {chain.quote}"
    yield f"Play again from {show_day(chain.day)}{where}"
    principle = principles().get(chain.principle)
    if chain.alternative:
        yield f"    Try: “{chain.alternative}”"
    elif principle:
        yield f"    Try something like this: {principle.well}"


def numbers(card: Scorecard) -> Iterator[str]:
    """The points: every dimension, and the total."""
    for dimension in DIMENSIONS:
        yield _number(DIMENSION_TITLES[dimension], card.points[dimension], card.share(dimension))
    yield _number("Total", card.total, card.share("total"))
    yield f"Rubric {card.rubric}." + (
        "" if card.par else " Bare points: how many there are to be had is not known yet."
    )


def _number(title: str, points: int, share: int | str | None) -> str:
    shown = "" if share is None else f"  {share}" + (" %" if isinstance(share, int) else "")
    return f"{title + ':':<21}{signed(points):>4}{shown}"


def _others(others: tuple[Other, ...]) -> Iterator[str]:
    """Marks under their dimension, those of one reason together, the weightiest first: one with the moment
    it was earned in, several with their days."""
    reasons: dict[tuple[str, str], list[Other]] = {}
    for other in others:
        reasons.setdefault((other.earned.dimension, other.earned.reason), []).append(other)
    if len(reasons) < len(others):
        yield f"What counted several times stands beside each of its moments under “{STORY}”."
    for dimension in DIMENSIONS:
        rows = [held for (of, _), held in reasons.items() if of == dimension]
        if rows:
            yield DIMENSION_TITLES[dimension]
        for row in sorted(rows, key=lambda row: -abs(_sum(row))):
            yield f"    {signed(_sum(row))} {row[0].earned.reason}{_earned_in(row)}"


def _sum(marks: list[Other]) -> int:
    return sum(mark.earned.points for mark in marks)


def _earned_in(marks: list[Other]) -> str:
    """When marks of one reason were earned; of a single one, with what."""
    if len(marks) > 1:
        days = [str(day) for day in dict.fromkeys(mark.day for mark in marks)]
        on = f"days {', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else f"day {days[0]}"
        return f", {len(marks)} times: {on}"
    held = marks[0]
    moment = f"“{shorten(held.you, 60)}”" if held.is_line else held.you.rstrip(".")
    return f". {show_day(held.day).capitalize()}: {moment}"


def mark_lines(card: Scorecard) -> Iterator[str]:
    """Every mark with the event that earned it."""
    for item in card.scored:
        kind, mark = type(item.event).__name__, item.mark
        reason = f"{reason_title(mark.reason)} ({mark.principle})"
        yield f"event {item.place:>3} {kind}: {signed(mark.points)} {mark.dimension}: {reason}"


def card_rows(debrief: Debrief) -> tuple[tuple[str, str], ...]:
    """What the card asks, each with what this story had to show for it; that may be empty."""
    return (
        ("What I want to leave with", debrief.card.objective),
        ("My first question", debrief.card.first_question),
        ("My limit", debrief.card.my_limit),
        ("What I ask of them", debrief.card.i_ask_of_them),
    )


def _card(debrief: Debrief) -> Iterator[str]:
    for title, example in card_rows(debrief):
        yield f"{title}: ____________________"
        if example:
            yield f"    In this story: {example}"
