"""What the view has to show, as paragraphs: the transcript, the account file, the panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.engine.telling import show_day
from simulator.scenario.values import show_minutes
from simulator.scenario.words import STAGE_TITLES
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph
from simulator.view import account
from simulator.view.transcript import Item, Kind

_HIGHEST = 5


def pips(value: int) -> str:
    """A gauge of 0 to 5 that can be read without colour: ``●●○○○``."""
    return "●" * value + "○" * (_HIGHEST - value)


def told(items: Iterable[Item]) -> Iterator[Paragraph]:
    """The transcript: names in front, what changed set in and marked."""
    for item in items:
        match item.kind:
            case Kind.HEADING:
                yield BLANK
                yield paragraph((item.text, "heading"))
            case Kind.STAGE:
                yield paragraph((f"▲ {item.text}", "strong"), hang=2)
            case Kind.SPEECH:
                yield paragraph((f"{item.speaker}: ", "speaker"), item.text, hang=2)
            case Kind.YOU:
                yield BLANK
                yield paragraph((f"{item.speaker}: ", "you"), item.text, hang=2)
            case Kind.NARRATION:
                yield paragraph(item.text)
            case _:
                yield paragraph((f"  · {item.text}", "quiet"), hang=4)


def account_file(program: Program, state: State) -> Iterator[Paragraph]:
    """The account file, section by section."""
    for place, (title, lines) in enumerate(account.brief(program, state)):
        if place:
            yield BLANK
        yield paragraph((title, "heading"))
        yield from (paragraph(line, hang=2) for line in lines)


def relationship(program: Program, state: State) -> Iterator[Paragraph]:
    """The ladder, the calendar and the people."""
    yield paragraph(("You believe you stand at", "heading"))
    believed = account.believed(state)
    for title in reversed(STAGE_TITLES.values()):
        if title == believed:
            yield paragraph((f"▶ {title}", "strong"))
        elif title != STAGE_TITLES["lost"]:
            yield paragraph((f"  {title}", "quiet"))
    yield BLANK
    yield from _calendar(program, state)
    for ours, heading in ((False, "People"), (True, "With us")):
        held = [person for person in account.people(program, state) if person.ours is ours]
        if held:
            yield BLANK
            yield paragraph((heading, "heading"))
        for person in held:
            yield from _person(person)


def _calendar(program: Program, state: State) -> Iterator[Paragraph]:
    day, last = account.today(program, state), program.scenario.ends or 0
    week = f", week {day // 7}" if day >= 7 else ""
    yield paragraph((f"Day {day}{week}", "strong"), f" of {last}")
    if state.fields["hours"] > 0:
        yield paragraph(f"Hours left: {show_minutes(state.fields['hours'])}")


def _person(person: account.Person) -> Iterator[Paragraph]:
    gone = "" if person.here else " (gone)"
    title = f", {person.title}" if person.title else ""
    yield paragraph((f"{person.name}{gone}", "strong"), (title, "quiet"), hang=2)
    if person.here and not person.ours:
        yield paragraph(f"  trust  {pips(person.trust)}", ("" if person.met else "  not met yet", "quiet"))
        yield paragraph(f"  warmth {pips(person.warmth)}")


def ledger(program: Program, state: State) -> Iterator[Paragraph]:
    """What is owed, by whom, and when; then what came of the rest."""
    rows = account.ledger(program, state)
    yield paragraph(("Owed", "heading"))
    if not rows:
        yield paragraph(("Nothing yet.", "quiet"))
    signs = {"kept": ("✓", "good"), "broken": ("✗", "bad"), "amended": ("~", "quiet")}
    for row in rows:
        sign, role = signs.get(row.status, ("○", "plain"))
        whose = ("You: ", "you") if row.ours else (f"{row.whose.split()[0]}: ", "speaker")
        yield paragraph((f"{sign} ", role), whose, row.label, hang=2)
        due = f", due {show_day(row.due)}" if row.due else ""  # what is only on the table has no day yet
        hours = f", {show_minutes(row.minutes)}" if row.ours and row.minutes else ""
        yield paragraph((f"  {row.status}{due}{hours}", "quiet"), hang=2)
