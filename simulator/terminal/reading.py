"""What the view has to read, as paragraphs: the transcript, the account file, why the gauges moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.engine.decide import State
from simulator.engine.events import BelievedMoved, Event, MeetingBegan, Studied
from simulator.engine.program import Program
from simulator.scenario.values import show_minutes
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph, rule
from simulator.view import account
from simulator.view.charts import beside, ladder
from simulator.view.reasons import Reason
from simulator.view.transcript import Item, Kind, transcript


def told(program: Program, events: Iterable[Event], believed: int) -> Iterator[Paragraph]:
    """The transcript of events: names in front, what changed set in and marked. `believed` is the stage one
    believed in before them."""
    before = None
    for held in _told(program, list(events), believed):
        if held != BLANK or before != BLANK:
            yield held
        before = held


def _told(program: Program, events: list[Event], believed: int) -> Iterator[Paragraph]:
    stages = iter([event.now for event in events if isinstance(event, BelievedMoved)])
    day = ""
    for part in _parts(events):
        yield from _beginning(program, part[0])
        for item in transcript(program, part):
            if item.kind is Kind.STAGE:
                now = next(stages, believed)
                yield from _banner(item.text, believed, now)
                believed = now
                continue
            if item.day != day and item.day:
                yield BLANK
                day = item.day
            yield from _item(item)


def _parts(events: list[Event]) -> Iterator[list[Event]]:
    """The events from one piece of homework to the next, and to the meeting."""
    starts = [place for place, event in enumerate(events) if isinstance(event, Studied | MeetingBegan)]
    ends = [*starts, len(events)]
    for start, end in zip([0, *starts], ends, strict=True):
        if start < end:
            yield events[start:end]


def _beginning(program: Program, event: Event) -> Iterator[Paragraph]:
    """Homework and a meeting stand apart from what was read before."""
    if isinstance(event, Studied):
        yield BLANK
        label = program.scenario.homework[event.homework].label
        yield paragraph((f"  · You spend {show_minutes(event.minutes)} on: {label}.", "quiet"), hang=4)
    elif isinstance(event, MeetingBegan):
        yield BLANK


def believed_after(events: Iterable[Event], believed: int) -> int:
    """The stage one believes in after events, from the one before them."""
    for event in events:
        if isinstance(event, BelievedMoved):
            believed = event.now
    return believed


def _item(item: Item) -> Iterator[Paragraph]:
    match item.kind:
        case Kind.HEADING:
            yield BLANK
            yield paragraph((item.text, "heading"))
        case Kind.SPEECH:
            yield paragraph((f"{item.speaker}: ", "speaker"), item.text, hang=2)
        case Kind.YOU:
            yield BLANK
            yield paragraph((f"{item.speaker}: ", "you"), item.text, hang=2)
        case Kind.NARRATION:
            yield paragraph(item.text)
        case _:
            rest = item.text.removeprefix(item.day)
            yield paragraph(("  · ", "quiet"), (item.day, "strong"), (rest, "quiet"), hang=4)


def _banner(text: str, before: int, now: int) -> Iterator[Paragraph]:
    """A move on the ladder, across the whole width, with the ladder before and after."""
    sign = "▲" if now > before else "▼"
    yield BLANK
    yield rule("═", "strong")
    yield paragraph((f"  {sign} {text}", "strong"), hang=4)
    yield BLANK
    for row in beside(ladder("  before", before), ladder("  now", now), gap=2):  # fits the smallest window
        yield paragraph(row)
    yield rule("═", "strong")
    yield BLANK


def account_file(program: Program, state: State) -> Iterator[Paragraph]:
    """The account file, section by section."""
    names = tuple(person.name for person in account.people(program, state))
    for place, (title, lines) in enumerate(account.brief(program, state)):
        if place:
            yield BLANK
        yield paragraph((title, "heading"))
        for line in lines:
            name = next((name for name in names if place and line.startswith(f"{name}. ")), "")
            rest = line.removeprefix(name)
            yield paragraph((name, "strong"), rest, hang=2 if place else 0)  # the story is prose


def why(found: Iterable[Reason]) -> Iterator[Paragraph]:
    """What moved the gauges lately, the latest first."""
    empty = True
    for reason in found:
        if not empty:
            yield BLANK
        empty = False
        said = f"  You: “{reason.said}”" if reason.said else ""
        yield paragraph((reason.when, "strong"), said, hang=2)
        yield from (paragraph(f"  · {sentence}", hang=4) for sentence in reason.told)
    if empty:
        yield paragraph("Nothing you can see has moved yet.")
    yield BLANK
    yield paragraph(("What the story hides is told in the debrief.", "quiet"))
