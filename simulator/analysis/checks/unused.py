"""Names that are written down and then not used (OM501), or learned and then asked for by nothing (OM502)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.analysis.checks.subject import Subject, keyed
from simulator.scenario import acts as a
from simulator.scenario import model as m
from simulator.scenario.conditions import kind
from simulator.scenario.names import Problem
from simulator.scenario.walk import Path

_NEVER: Mapping[str, tuple[Path, str, str]] = {
    "contact": (("contacts",), "never speaks and is never there", "let them be met, or leave them out"),
    "fact": (("facts",), "is neither learned nor asked for", "let a line teach it, or leave it out"),
    "topic": (("topics",), "is never raised", "let a line `raise` it, or leave it out"),
    "homework": (("homework",), "is offered before no meeting", "name it under `prepare`, or leave it out"),
    "entry": (("ledger",), "is never agreed", "let a line `table` it, or leave it out"),
    "goal": (("account", "goals"), "is nobody's goal", "give it to a contact under `goals`, or leave it out"),
    "capability": (("seller", "capabilities"), "bounds nothing", "let an entry say `of` it, or leave it out"),
}  # fmt: skip
"""Where each kind of name is defined, what to say of one that is not used, and how to mend it."""


def unused(subject: Subject) -> Iterator[Problem]:
    """Names that nothing uses."""
    used = _used(subject)
    for what, (room, message, hint) in _NEVER.items():
        for name in _defined(subject.scenario)[what]:
            if (what, name) not in used:
                yield keyed("OM501", (*room, name), f"{name} {message}", hint)


def unread(subject: Subject) -> Iterator[Problem]:
    """Facts that can be learned, and that no condition and no line ever asks for."""
    if subject.drill:
        return
    taught = {thing for _, act in subject.acts if isinstance(act, a.Listen | a.Learn) for thing in act.learn}
    read = set(_read(subject))
    for name, fact in subject.scenario.facts.items():
        if (name in taught or fact.learned_by) and name not in read:
            yield keyed(
                "OM502",
                ("facts", name),
                f"{name} can be learned, and nothing ever asks whether it was",
                f"let a line need it (`when: knows.{name}`), `recall` it, or leave it out",
            )


def _defined(scenario: m.Scenario) -> Mapping[str, Iterable[str]]:
    return {
        "contact": scenario.contacts,
        "fact": scenario.facts,
        "topic": scenario.topics,
        "homework": scenario.homework,
        "entry": scenario.ledger,
        "goal": scenario.account.goals,
        "capability": scenario.seller.capabilities,
    }


def _read(subject: Subject) -> Iterator[str]:
    """What is asked for after it was learned."""
    yield from _asked(subject, "knows")
    for _, part in subject.parts:
        if isinstance(part, a.Recall | a.Tell | a.Expose):
            yield part.fact
        elif isinstance(part, m.Contact):
            yield from part.scar


def _asked(subject: Subject, *kinds: str) -> Iterator[str]:
    """The names that conditions of some kinds are about."""
    for _, condition in subject.conditions:
        for comparison in condition.comparisons:
            if kind(comparison.name) in kinds:
                yield comparison.name.partition(".")[2]


def _used(subject: Subject) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = {("fact", name) for name in _read(subject)}
    found |= {("contact", name) for name in _asked(subject, "trust", "met_contact", "valued")}
    for _, part in subject.parts:
        found.update(_uses(part))
    found |= {("fact", name) for name, fact in subject.scenario.facts.items() if fact.learned_by}
    for name, entry in subject.scenario.ledger.items():
        found |= {("contact", entry.to or ""), ("contact", entry.owner or ""), ("capability", entry.of or "")}
        found |= {("entry", name)} if entry.from_start else set()
    return found


def _uses(part: object) -> Iterator[tuple[str, str]]:
    match part:
        case m.Line():
            yield "contact", part.speaker
        case m.Encounter():
            yield from (("contact", name) for name in part.with_)
        case m.Preparation():
            yield from (("homework", name) for name in part.homework)
        case m.Agreeing():
            yield from (("entry", name) for name in part.may_add)
        case m.Contact():
            yield from (("goal", name) for name in part.goals)
    if isinstance(part, a.Spoken) and part.to:
        yield "contact", part.to
    match part:
        case a.Listen() | a.Learn():
            yield from (("fact", name) for name in part.learn)
        case a.Raise():
            yield "topic", part.topic
        case a.Limit():
            yield "capability", part.capability
        case a.Promise():
            yield "entry", part.entry
        case a.Amend():
            yield "entry", part.becomes or ""
        case a.Table():
            yield from (("entry", name) for name in part.entries)
        case a.Meet() | a.Leave():
            yield "contact", part.contact
        case a.Trust():
            yield from (("contact", name) for name in part.by)
