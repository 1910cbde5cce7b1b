"""What an author may leave out: ids, who is spoken to, who is there, the last day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from simulator.scenario.acts import Acts, Spoken, Warm
from simulator.scenario.model import Beat, Choice, Encounter, Entry, Homework, Line, News, Scenario, Scene

_WORD = re.compile(r"[a-z0-9]+")


def made_id(text: str) -> str:
    """An id from the first five words of a text; empty where it has no word to start one."""
    words = _WORD.findall(text.lower().replace("'", "").replace("’", ""))
    return "_".join(words[:5])[:64].strip("_") if words and words[0][0].isalpha() else ""


def with_ids(data: Any) -> Any:
    """The document with the ids left out: a choice's from its words, an encounter's from its title."""
    if not isinstance(data, dict):
        return data
    data = dict(data)
    for key in ("encounters", "calendar"):
        if isinstance(data.get(key), list):
            data[key] = [_named_part(part) for part in data[key]]
    return data


def _named_part(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    part = dict(part)
    if "id" not in part and (name := made_id(str(part.get("title", "meeting")))):
        part["id"] = name
    if isinstance(part.get("choices"), list):
        part["choices"] = [_named_choice(choice) for choice in part["choices"]]
    if isinstance(part.get("beats"), dict):
        part["beats"] = {
            key: _named_part_choices(beat) if isinstance(beat, dict) else beat
            for key, beat in part["beats"].items()
        }
    return part


def _named_part_choices(beat: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(beat.get("choices"), list):
        return beat
    return {**beat, "choices": [_named_choice(choice) for choice in beat["choices"]]}


def _named_choice(choice: Any) -> Any:
    if isinstance(choice, dict) and "id" not in choice and (name := made_id(str(choice.get("say", "")))):
        return {"id": name, **choice}
    return choice


def completed(scenario: Scenario) -> Scenario:
    """The scenario with every `to` and `with` filled in and `ends` set."""
    people = scenario.contacts
    customers = [name for name, contact in people.items() if contact.side == "theirs"] or list(people)

    def last_speaker(lines: Iterable[Line], otherwise: str) -> str:
        spoken = [line.speaker for line in lines if line.speaker in people]
        return spoken[-1] if spoken else otherwise

    def encounter(held: Encounter) -> Encounter:
        speaking = {line.speaker for line in _lines(held.beats.values())}
        there = held.with_ or tuple(name for name in people if name in speaking) or (customers[0],)
        to = there[0]
        beats: dict[str, Beat] = {}
        for name, beat in held.beats.items():
            to = last_speaker(beat.script, to)
            beats[name] = beat.model_copy(
                update={
                    "does": _directed(beat.does, to),
                    "choices": tuple(_choice(choice, to) for choice in beat.choices),
                }
            )
        return held.model_copy(update={"with_": there, "beats": beats})

    def news(held: News) -> News:
        to = last_speaker(held.script, customers[0])
        return _scene(held, to).model_copy(
            update={"choices": tuple(_choice(choice, to) for choice in held.choices)}
        )

    entries: dict[str, Entry] = {
        name: entry.model_copy(
            update={
                "when_kept": _scene(entry.when_kept, entry.to or entry.owner or customers[0]),
                "when_broken": _scene(entry.when_broken, entry.to or entry.owner or customers[0]),
            }
        )
        for name, entry in scenario.ledger.items()
    }
    return scenario.model_copy(
        update={
            "ledger": entries,
            "homework": {
                name: _scene(work, last_speaker(work.script, customers[0]))
                for name, work in scenario.homework.items()
            },
            "encounters": tuple(encounter(held) for held in scenario.encounters),
            "calendar": tuple(news(held) for held in scenario.calendar),
            "ends": _last_day(scenario) if scenario.ends is None else scenario.ends,
        }
    )


S = TypeVar("S", Scene, Homework, News)


def _scene(held: S, to: str) -> S:
    return held.model_copy(update={"does": _directed(held.does, to)})


def _lines(beats: Iterable[Beat]) -> Iterable[Line]:
    for beat in beats:
        yield from beat.script
        for choice in beat.choices:
            yield from choice.reply


def _choice(choice: Choice, to: str) -> Choice:
    return choice.model_copy(update={"does": _directed(choice.does, to)})


def _directed(does: Acts, to: str) -> Acts:
    return tuple(
        act.model_copy(update={"to": to}) if isinstance(act, Spoken | Warm) and act.to is None else act
        for act in does
    )


def _last_day(scenario: Scenario) -> int:
    meetings = [encounter.day for encounter in scenario.encounters]
    moments = meetings + [news.day for news in scenario.calendar]
    last = max(moments)
    for entry in scenario.ledger.values():
        if (due := entry.promised_due) is not None:
            last = max(last, max(moments) + due.days if due.after_agreed else due.days)
    return last
