"""What the trainee has seen and heard, in order. What the story hides stays out until the debrief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import name, show_day, tell
from simulator.scenario.model import Choice
from simulator.scenario.names import choices


class Kind(StrEnum):
    """What sort of line it is, for whoever styles it."""

    HEADING = "heading"
    NARRATION = "narration"
    SPEECH = "speech"
    YOU = "you"
    NOTE = "note"
    CHANGE = "change"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the transcript. `speaker` is empty but for speech; `day` is the day with which the text of
    what fell due begins."""

    kind: Kind
    text: str
    speaker: str = ""
    day: str = ""


_NOTES = (
    e.Promised, e.Committed, e.Opened, e.Refused, e.Struck, e.Amended, e.Warned, e.Worked, e.Left, e.Learned,
    e.ContactLeft, e.ListClosed, e.Ordered, e.Recorded, e.Exposed,
)  # fmt: skip
_CHANGES = (e.TrustMoved, e.WarmthMoved)


@lru_cache(maxsize=16)  # a walk through the whole scenario, asked for with every move
def choice_by_id(program: Program) -> Mapping[str, Choice]:
    """Every choice of the scenario by its id."""
    return {choice.id: choice for _, choice in choices(program.scenario)}


def transcript(program: Program, events: Iterable[e.Event]) -> Iterator[Item]:
    """The lines that events put before the trainee."""
    said = choice_by_id(program)
    titles = {encounter.id: encounter.title for encounter in program.scenario.encounters}
    news = {item.id: item for item in program.scenario.calendar}
    for event in _words_first(events):
        match event:
            case e.EncounterOpened():
                title = titles.get(event.encounter, event.encounter)
                yield Item(Kind.HEADING, f"{title} — {show_day(event.day)}")
            case e.NewsCame():
                held = news.get(event.news)
                title = f"{held.title} — " if held and held.title else ""
                yield Item(Kind.HEADING, f"{title}{show_day(event.day)}")
            case e.Chose():
                held_choice = said.get(event.choice)
                yield Item(Kind.YOU, held_choice.say if held_choice else event.choice, "You")
            case e.Spoke():
                if event.script.endswith(":previously"):
                    yield Item(Kind.HEADING, "Previously")
                yield from _spoken(program, event)
            case e.BelievedMoved():
                yield Item(Kind.STAGE, tell(program, event) or "")
            case e.Kept() | e.Broken():
                day = f"{show_day(event.day).capitalize()}."
                yield Item(Kind.NOTE, f"{day} {tell(program, event)}", day=day)
            case _:
                if isinstance(event, _NOTES + _CHANGES) and (text := tell(program, event)):
                    yield Item(Kind.CHANGE if isinstance(event, _CHANGES) else Kind.NOTE, text)


def _words_first(events: Iterable[e.Event]) -> list[e.Event]:
    """The events with each script right after what it answers, so that words come before their effect."""
    told: list[e.Event] = []
    for event in events:
        head = _head_of(told, event.script) if isinstance(event, e.Spoke) else None
        told.insert(len(told) if head is None else head + 1, event)
    return told


def _head_of(told: list[e.Event], script: str) -> int | None:
    """Where what a script answers stands; None for what is heard when an entry falls due."""
    places = range(len(told)) if not script.startswith("entry:") else ()
    for place in reversed(places):
        match told[place]:
            case (
                e.BeatEntered(beat=name)
                | e.NewsCame(news=name)
                | e.Studied(homework=name)
                | e.Chose(choice=name)
            ):
                if script in (name, f"news:{name}", f"homework:{name}") or script.endswith(f"/{name}"):
                    return place
    return None


def _spoken(program: Program, event: e.Spoke) -> Iterator[Item]:
    for line in program.lines(event.script, event.lines):
        if line.speaker == "narrator":
            yield Item(Kind.NARRATION, line.text)
        elif line.speaker == "you":
            yield Item(Kind.YOU, line.text, "You")
        else:
            yield Item(Kind.SPEECH, line.text, name(program, line.speaker))
