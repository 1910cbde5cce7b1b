"""The people of an account: what drives each, what each alone knows, and what small talk may not buy (OM614,
OM615)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from simulator.analysis.checks.subject import Subject, keyed, of_line
from simulator.scenario import acts as a
from simulator.scenario.base import Model
from simulator.scenario.model import Choice, Homework, Scene
from simulator.scenario.names import Problem
from simulator.scenario.walk import Path

LEAST_CONTACTS = 3
LEAST_DEPARTMENTS = 3


def drives(subject: Subject) -> Iterator[Problem]:
    """Contacts at the customer without a goal, a measure or something they enjoy (OM614)."""
    for name in subject.program.customers:
        contact = subject.scenario.contacts[name]
        held = {"goals": contact.goals, "measured_on": contact.measured_on, "enjoys": contact.enjoys}
        missing = [f"`{key}`" for key, value in held.items() if not value]
        if missing:
            message = f"{name} has no {', no '.join(missing)}"
            hint = "say what they are after, what they are measured on, and what they are fond of"
            yield keyed("OM614", ("contacts", name), message, hint)


def small_talk(subject: Subject) -> Iterator[Problem]:
    """Small talk that raises trust (OM614)."""
    topics = subject.scenario.topics
    for path, choice in subject.choices:
        personal = [
            act.topic
            for act in choice.does
            if isinstance(act, a.Raise) and topics[act.topic].lens == "personal"
        ]
        trusted = any(by > 0 for act in choice.does if isinstance(act, a.Trust) for by in act.by.values())
        if personal and trusted:
            message = f"{choice.id} talks of {personal[0]} and is trusted for it"
            hint = "small talk gives warmth only; let something useful raise trust"
            yield of_line("OM614", path, choice, message, hint)


def breadth(subject: Subject) -> Iterator[Problem]:
    """Too few people, of too few departments, measured alike, or with nothing to tell (OM615)."""
    if subject.drill:
        return
    people = {name: subject.scenario.contacts[name] for name in subject.program.customers}
    if len(people) < LEAST_CONTACTS:
        message = f"{len(people)} at the customer can be talked to; a house is never of one mind"
        yield keyed("OM615", ("contacts",), message, f"let there be {LEAST_CONTACTS} or more")
        return
    if len(subject.program.departments) < LEAST_DEPARTMENTS:
        message = f"everybody sits in {len(subject.program.departments)} departments"
        yield keyed("OM615", ("contacts",), message, f"let them come from {LEAST_DEPARTMENTS} or more")
    measures = Counter(contact.measured_on.lower() for contact in people.values() if contact.measured_on)
    for measure, times in measures.items():
        if times > 1:
            message = f"{times} people are measured on {measure!r}, and so want the same"
            yield keyed("OM615", ("contacts",), message, "measure each on something else")
    tellers = _tellers(subject)
    for name in people:
        if not any(who == {name} for who in tellers.values()):
            message = f"{name} tells nothing that nobody else tells, and need not be met"
            hint = "let a line to them `learn` a fact that nobody else tells"
            yield keyed("OM615", ("contacts", name), message, hint)


def _tellers(subject: Subject) -> Mapping[str, set[str]]:
    """Who at the customer tells what: each thing that is learned, with the people it can be learned from."""
    found: dict[str, set[str]] = {}
    held = dict(subject.parts)
    for path, act in subject.acts:
        if isinstance(act, a.Listen | a.Learn):
            around = held[path[: path.index("does")]]
            who = {act.to or ""} if isinstance(act, a.Listen) else _speakers(subject, path, around)
            for thing in act.learn:
                found.setdefault(thing, set()).update(who & {*subject.program.customers})
    return found


def _speakers(subject: Subject, path: Path, around: Model) -> set[str]:
    """Who speaks where something is learned; of an entry, whoever it is owed by or to as well."""
    lines = (
        around.reply
        if isinstance(around, Choice)
        else around.script
        if isinstance(around, Scene | Homework)
        else ()
    )
    spoken = {line.speaker for line in lines}
    if path[0] == "ledger":
        spoken.add(subject.program.counterpart(str(path[1])))
    return spoken
