"""Checks every name a scenario uses against what it defines, and what shapes alone cannot say.

One table says which key refers to what; the rest of the module is the few rules that need more than a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from simulator.scenario import acts, model
from simulator.scenario.base import Model
from simulator.scenario.conditions import Condition, kind
from simulator.scenario.principles import principles
from simulator.scenario.walk import Part, Path, own_conditions, parts
from simulator.scenario.words import ROOTS

LEARNABLE = "fact, goal, capability or topic"
SCARS = "fact or capability"

REFERENCES: dict[tuple[type, str], str] = {
    (model.Learnable, "learned_by"): "homework",
    (model.Contact, "goals"): "goal",
    (model.Contact, "scar"): SCARS,
    (model.Topic, "bears_on"): "goal",
    (model.Line, "speaker"): "speaker",
    (model.Entry, "to"): "contact",
    (model.Entry, "owner"): "contact",
    (model.Entry, "of"): "capability",
    (model.Choice, "instead"): "choice",
    (model.Choice, "well"): "principle",
    (model.Choice, "badly"): "principle",
    (model.Preparation, "homework"): "homework",
    (model.Agreeing, "may_add"): "ledger entry",
    (model.Encounter, "with_"): "contact",
    (model.Scenario, "principles"): "principle",
    (acts.Spoken, "to"): "contact",
    (acts.Listen, "learn"): LEARNABLE,
    (acts.Raise, "topic"): "topic",
    (acts.Recall, "fact"): "fact",
    (acts.Give, "serves"): "goal",
    (acts.Offer, "answers"): "goal",
    (acts.Promise, "entry"): "ledger entry",
    (acts.Promise, "in_return"): "ledger entry",
    (acts.Amend, "entry"): "ledger entry",
    (acts.Amend, "becomes"): "ledger entry",
    (acts.Table, "entries"): "ledger entry",
    (acts.Tell, "fact"): "fact",
    (acts.Limit, "capability"): "capability",
    (acts.Expose, "fact"): "fact",
    (acts.Keep, "entry"): "ledger entry",
    (acts.Break, "entry"): "ledger entry",
    (acts.Learn, "learn"): LEARNABLE,
    (acts.Meet, "contact"): "contact",
    (acts.Leave, "contact"): "contact",
    (acts.Trust, "by"): "contact",
    (acts.Warm, "by"): "contact",
    (acts.Warm, "to"): "contact",
}

CONDITION_NAMES: dict[str, str] = {
    "knows": LEARNABLE,
    "said": "choice",
    "asked": "proposal",
    "entry": "ledger entry",
    "trust": "contact",
    "met_contact": "contact",
    "valued": "contact",
    "root": "root",
}
PLAIN_NAMES = (
    "weakest", "met", "kept", "broken", "theirs_done", "orders", "value", "covered", "rival", "stage",
    "way", "day",
)  # fmt: skip


_OF_OURS, _OF_THEIRS = ("of", "account", "takes"), ("kept_if", "accepted_if")
_FEW = 6  # names that can be listed in one hint


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a path of the file: at its value, at its key, or at a `word` in the value."""

    code: str
    path: Path
    message: str
    hint: str | None = None
    at_key: bool = False
    word: str | None = None


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word, as a hint, or None."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else None


def _defined(wanted: str, known: frozenset[str]) -> str | None:
    """What there is of a kind, as a hint where it can be told in one line."""
    if not known:
        return f"the file defines no {wanted}"
    return f"there is {', '.join(sorted(known))}" if len(known) <= _FEW else None


def choices(scenario: model.Scenario) -> Iterator[tuple[Path, model.Choice]]:
    """Every choice of the file, in meetings and in the calendar, with its path."""
    return _choices(list(parts(scenario)))


def _choices(everything: list[Part]) -> Iterator[tuple[Path, model.Choice]]:
    return ((path, part) for path, part in everything if isinstance(part, model.Choice))


def namespaces(scenario: model.Scenario, everything: list[Part]) -> Mapping[str, frozenset[str]]:
    """What each kind of name may be."""
    facts, goals = set(scenario.facts), set(scenario.account.goals)
    capabilities, topics = set(scenario.seller.capabilities), set(scenario.topics)
    proposals = {part.id for _, part in everything if isinstance(part, acts.Propose)}
    found = {
        "fact": facts,
        "goal": goals,
        "capability": capabilities,
        "topic": topics,
        LEARNABLE: facts | goals | capabilities | topics,
        SCARS: facts | capabilities,
        "homework": set(scenario.homework),
        "contact": set(scenario.contacts),
        "speaker": {"narrator", "you", *scenario.contacts},
        "ledger entry": set(scenario.ledger),
        "choice": {choice.id for _, choice in _choices(everything)},
        "proposal": proposals,
        "principle": set(principles()),
        "root": set(ROOTS),
    }
    return {name: frozenset(words) for name, words in found.items()}


def problems(scenario: model.Scenario) -> Iterator[Problem]:
    """Everything wrong with the names and days of a scenario, in no particular order."""
    everything = list(parts(scenario))
    known = namespaces(scenario, everything)
    yield from _references(scenario, everything, known)
    for path, part in everything:
        for place, condition in own_conditions(path, part):
            yield from _condition(place, condition, known)
    yield from _twice(scenario, everything)
    yield from _routes(scenario)
    yield from _ledger(scenario, everything)
    yield from _days(scenario)
    yield from _endings(scenario)


@cache
def _referring(kind: type[Model]) -> tuple[tuple[str, str, str], ...]:
    """The fields of a model that name something: field, key in the file, and what is named."""
    return tuple(
        (name, field.alias or name, REFERENCES[owner, name])
        for name, field in kind.model_fields.items()
        for owner in kind.__mro__
        if (owner, name) in REFERENCES
    )


def _references(
    scenario: model.Scenario, everything: list[Part], known: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    for path, part in everything:
        for name, key, wanted in _referring(type(part)):
            held = getattr(part, name)
            if held is None or isinstance(held, int):
                continue
            for word in [held] if isinstance(held, str) else held:
                if word not in known[wanted]:
                    inside = (*path, part.act) if isinstance(part, acts.BaseAct) else path
                    message = f"there is no {wanted} called {word!r}"
                    hint = suggestion(word, known[wanted]) or _defined(wanted, known[wanted])
                    yield Problem("OM301", (*inside, key), message, hint, word=word)
    for place, pair in enumerate(scenario.account.apart):
        for word in pair:
            if word not in known["contact"]:
                hint = suggestion(word, known["contact"])
                message = f"there is no contact called {word!r}"
                yield Problem("OM301", ("account", "apart", place), message, hint, word=word)
    for path, part in everything:
        if isinstance(part, acts.Tell) and part.fact in scenario.facts:
            versions = scenario.facts[part.fact].versions
            if part.version not in versions:
                hint = suggestion(part.version, versions)
                yield Problem(
                    "OM301",
                    path,
                    f"{part.fact} has no version called {part.version!r}",
                    hint,
                    word=part.version,
                )


def _condition(path: Path, condition: Condition, known: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for comparison in condition.comparisons:
        head, dot, rest = comparison.name.partition(".")
        wanted = CONDITION_NAMES.get(kind(comparison.name)) if dot else None
        if wanted and rest not in known[wanted]:
            hint = suggestion(rest, known[wanted]) or _defined(wanted, known[wanted])
            message = f"{comparison.name}: there is no {wanted} called {rest!r}"
            yield Problem("OM402", path, message, hint, word=comparison.name)
        elif not wanted and (dot or head not in PLAIN_NAMES):
            names = [*PLAIN_NAMES, *(f"{name}." for name in CONDITION_NAMES)]
            near = suggestion(head, names)
            hint = near.replace(".?", f".{rest}?") if near else None
            message = f"a condition cannot read {comparison.name}"
            yield Problem("OM401", path, message, hint, word=comparison.name)


def _twice(scenario: model.Scenario, everything: list[Part]) -> Iterator[Problem]:
    rooms: tuple[tuple[Path, Iterable[str]], ...] = (
        (("seller", "capabilities"), scenario.seller.capabilities),
        (("account", "goals"), scenario.account.goals),
        (("facts",), scenario.facts),
        (("topics",), scenario.topics),
    )
    learnable = Counter(name for _, held in rooms for name in held)
    for room, held in rooms:
        for name in held:
            if learnable[name] > 1:
                yield Problem(
                    "OM302", (*room, name), f"{name} is also the name of another {LEARNABLE}", at_key=True
                )
    named: tuple[tuple[str, list[tuple[Path, str]]], ...] = (
        ("choices", [(path, choice.id) for path, choice in _choices(everything)]),
        ("encounters", [(("encounters", i), held.id) for i, held in enumerate(scenario.encounters)]),
        ("calendar entries", [(("calendar", i), held.id) for i, held in enumerate(scenario.calendar)]),
    )
    for title, found in named:
        seen: set[str] = set()
        for path, name in found:
            if name in seen:
                hint = "give each an `id` of its own"
                yield Problem("OM302", (*path, "id"), f"two {title} are called {name!r}", hint)
            seen.add(name)
    for name in set(scenario.contacts) & {"narrator", "you", "when", "speaker", "text"}:
        message = f"{name!r} has a meaning of its own; call the contact otherwise"
        yield Problem("OM302", ("contacts", name), message, at_key=True)
    for place, encounter in enumerate(scenario.encounters):
        path = ("encounters", place)
        if encounter.id == "news":
            yield Problem("OM302", path, "'news' has a meaning of its own; give the encounter another `id`")
        lists: tuple[tuple[Path, tuple[str, ...]], ...] = (
            (("with",), encounter.with_),
            (("prepare", "homework"), encounter.prepare.homework if encounter.prepare else ()),
            (("agree", "may_add"), encounter.agree.may_add if encounter.agree else ()),
        )
        for keys, words in lists:
            for word in [word for word, times in Counter(words).items() if times > 1]:
                yield Problem("OM302", (*path, *keys), f"{word!r} stands here twice")


def _routes(scenario: model.Scenario) -> Iterator[Problem]:
    for place, encounter in enumerate(scenario.encounters):
        ids = list(encounter.beats)
        for index, (beat_id, beat) in enumerate(encounter.beats.items()):
            path: Path = ("encounters", place, "beats", beat_id)
            if beat_id == "end":
                message = "`end` is where a meeting ends; call the beat otherwise"
                yield Problem("OM302", path, message, at_key=True)
            later = {"end", *ids[index + 1 :]}
            links = [((*path, "then"), beat.then)]
            links += [((*path, "choices", i, "then"), choice.then) for i, choice in enumerate(beat.choices)]
            for link_path, link in links:
                if link is None or link in later:
                    continue
                if link in ids:
                    yield Problem("OM303", link_path, f"beats run downwards; {link!r} is not below", None)
                else:
                    hint = suggestion(link, later) or "name a later beat, or end"
                    yield Problem("OM303", link_path, f"there is no beat called {link!r}", hint)
    for place, news in enumerate(scenario.calendar):
        for index, choice in enumerate(news.choices):
            if choice.then is not None:
                path = ("calendar", place, "choices", index, "then")
                yield Problem("OM303", path, "news has one moment only; leave `then` out")


def _ledger(scenario: model.Scenario, everything: list[Part]) -> Iterator[Problem]:
    ours = {name for name, entry in scenario.ledger.items() if entry.side == "ours"}
    inside = {name for name, contact in scenario.contacts.items() if contact.side == "ours"}
    for name, entry in scenario.ledger.items():
        path: Path = ("ledger", name)
        if entry.side == "ours" and entry.account is None and entry.to is None:
            yield Problem("OM304", path, "an entry of ours says whom we owe it", "add `to: CONTACT`", True)
        if entry.side == "theirs" and entry.owner is None:
            yield Problem("OM304", path, "an entry of theirs says who owes it", "add `owner: CONTACT`", True)
        other, foreign = ("theirs", _OF_THEIRS) if entry.side == "ours" else ("ours", _OF_OURS)
        for key in foreign:
            if getattr(entry, key):
                yield Problem("OM305", (*path, key), f"`{key}` belongs to entries of {other}", at_key=True)
        if entry.of and entry.promised_amount is None:
            hint = "add `amount`, or `understood: {amount: N}` for what the customer will take it to be"
            message = "a promise needs an amount to be held against its capability"
            yield Problem("OM305", path, message, hint, at_key=True)
    for path, part in everything:
        if isinstance(part, acts.Promise | acts.Amend):
            named = [part.entry, part.becomes] if isinstance(part, acts.Amend) else [part.entry]
            for word in named:
                if word in scenario.ledger and word not in ours:
                    message = f"{word} is theirs; only an entry of ours can stand here"
                    yield Problem("OM306", path, message, word=word)
        if isinstance(part, acts.Promise) and part.in_return in ours:
            message = f"{part.in_return} is ours; what comes in return is theirs"
            yield Problem("OM306", path, message, word=part.in_return)
        if isinstance(part, acts.Table) and path[0] in ("homework", "ledger"):
            hint = "table it in a meeting or in news, or promise it"
            yield Problem("OM306", path, "nothing is agreed here, so nothing can be put on the list", hint)
        if isinstance(part, acts.Record) and part.to in inside:
            message = f"{part.to} is one of our own; a customer acknowledges a result"
            yield Problem("OM306", path, message, word=part.to)
        if isinstance(part, model.Scene | model.Homework | model.Choice):
            yield from _returns(path, part.does)


def _returns(path: Path, does: acts.Acts) -> Iterator[Problem]:
    """What is given in return for a promise is on the list before the promise is made."""
    for place, act in enumerate(does):
        if isinstance(act, acts.Promise) and act.in_return is not None:
            after = [later for later in does[place + 1 :] if isinstance(later, acts.Table)]
            if any(act.in_return in later.entries for later in after):
                hint = "move `table` up; the promise is judged when it is made"
                message = f"{act.in_return} is put on the list after the promise it is given in return for"
                yield Problem("OM306", (*path, "does", place), message, hint)


def _days(scenario: model.Scenario) -> Iterator[Problem]:
    before = 0
    for place, encounter in enumerate(scenario.encounters):
        if encounter.day < before:
            path: Path = ("encounters", place, "day")
            yield Problem("OM307", path, "encounters stand in the order of their days")
        before = max(before, encounter.day)
    if scenario.ends is not None:
        if scenario.ends < before:
            yield Problem("OM307", ("ends",), "the scenario ends before its last encounter")
        for place, news in enumerate(scenario.calendar):
            if news.day > scenario.ends:
                yield Problem("OM307", ("calendar", place, "day"), "this happens after the scenario ends")


def _endings(scenario: model.Scenario) -> Iterator[Problem]:
    last = len(scenario.endings) - 1
    for place, ending in enumerate(scenario.endings):
        if place < last and ending.when is None:
            path: Path = ("endings", place)
            yield Problem("OM308", path, "without `when` this ending hides those below it", "put it last")
        if place == last and ending.when is not None:
            yield Problem(
                "OM308", ("endings", place), "the last ending has no `when`, so that one always fits"
            )
