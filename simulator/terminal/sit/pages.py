"""The pages of an assessment that are read, each with what can be chosen there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.app import ComposeResult

from simulator.cohort.sitting import Item
from simulator.cohort.states import May
from simulator.terminal.screens.pick import Pick
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.terminal.widgets.through import Through
from simulator.view.invitation import Section, invitation
from simulator.view.review import Review
from simulator.view.situation import begun, situation, to_rules

START, RESUME, RULES, REVIEW, AGAIN, BACK = "start", "resume", "rules", "review", "again", "back"


@dataclass(frozen=True, slots=True)
class Lines:
    """To what was said in an attempt."""

    attempt: str


@dataclass(frozen=True, slots=True)
class Whole:
    """To the debrief of an attempt."""

    attempt: str


class Page(Pick):
    """A text to be read to its end, with what can be chosen there."""

    def parts(self) -> ComposeResult:
        """A title, and the text with its choices."""
        yield Words(self._title, classes="title")
        yield Through(id="menu")


def listed(items: tuple[Item, ...], said: str) -> Iterator[Entry]:
    """All assessments of a person, each with how it stands; `said` is what has just come to pass."""
    if said:
        yield text((said, "strong"))
        yield text()
    if not items:
        yield text("There is no assessment for you at the moment.")
        yield text()
    for item in items:
        yield option(item.id, (item.title, "strong"))
        for line in situation(item):
            yield text("    ", (line, "quiet"), hang=4)
        yield text()
    yield option(BACK, "Leave")


def standing(item: Item) -> Iterator[Entry]:
    """How an assessment stands, and what may be done in it now."""
    for line in situation(item):
        yield text((line, "strong"))
    yield text()
    if item.offer.may is May.RESUME:
        yield option(RESUME, "Go on")
    if any(sitting.counts for sitting in item.sittings):
        yield option(REVIEW, "What you may see of it now")
    yield option(RULES, to_rules(item))
    yield option(BACK, "Back")


def rules(item: Item) -> Iterator[Entry]:
    """The rules of an assessment, to be read before it is started, and whenever one likes."""
    yield from sections(invitation(item.rules, sat=begun(item), retention_days=item.retention_days))
    if item.offer.may is May.START:
        yield option(START, "Start")
    yield option(BACK, "Back")


def sure(item: Item) -> Iterator[Entry]:
    """Whether it is to be started, asked once. Whoever keeps pressing Enter has not started it."""
    if item.rules.minutes is not None:
        yield text(f"Your {item.rules.minutes} minutes begin at once, and go on while you are away.")
    else:
        yield text("Once you have started, this sitting counts.")
    yield text()
    yield option(BACK, "Not yet")
    yield option(START, "Start now")


def sections(held: Iterable[Section]) -> Iterator[Entry]:
    """Headings with what stands under them."""
    for heading, lines in held:
        yield text((heading, "heading"))
        for line in lines:
            yield text(line)
        yield text()


def reviewed(held: Review) -> Iterator[Entry]:
    """What may be seen of an assessment now."""
    yield from sections(held.sections)
    for shown in held.lines:
        yield option(Lines(shown.attempt), f"What you said: {shown.title}")
    for shown in held.debriefs:
        yield option(Whole(shown.attempt), f"The debrief: {shown.title}")
    yield option(BACK, "Back")


def again(why: str) -> Iterator[Entry]:
    """That something was not kept, and may be tried again."""
    yield text(f"{why}.")
    yield text("What you have played is kept.")
    yield text()
    yield option(AGAIN, "Try again")
    yield option(BACK, "Leave it for now")
