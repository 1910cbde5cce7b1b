"""Where the story cannot go, and where it asks with too little to choose from (OM510 to OM521)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.analysis.checks.subject import Subject, keyed
from simulator.analysis.domains import verdict
from simulator.analysis.survey import Fixed, fits
from simulator.engine.steps import Aftermath
from simulator.scenario.conditions import Comparison, Condition, kind
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem
from simulator.scenario.walk import Path

LEAST_OPTIONS = 3

_SCALES: Mapping[str, tuple[int, int]] = {"trust": (0, 5), "rival": (0, 3)}
_COUNTS = ("kept", "broken", "theirs_done", "orders", "value", "met", "covered")


def beats(subject: Subject) -> Iterator[Problem]:
    """Beats that no line leads to (OM510)."""
    for place, encounter in enumerate(subject.scenario.encounters):
        if f"{encounter.id}:meet" not in subject.survey.reached:
            continue  # said of the encounter already
        for name in encounter.beats:
            if f"{encounter.id}/{name}/enter" not in subject.survey.reached:
                yield keyed(
                    "OM510",
                    ("encounters", place, "beats", name),
                    f"no line leads to {name}",
                    "let a `then` name it, or leave it out",
                )


def whens(subject: Subject) -> Iterator[Problem]:
    """Conditions that never hold (OM511) or always do (OM514), comparisons beyond a scale (OM512)."""
    beyond = dict(_beyond(subject))
    yield from beyond.values()
    for path, came in subject.survey.judged.items():
        if path in beyond or (came.may_hold and came.may_fail):
            continue
        fixed = subject.survey.fixed.get(path, ())
        told = next((held for held in fixed if held.holds == came.may_hold), None)
        why = _why(subject.scenario, told) if told else None
        word = told.comparison.name if told else None
        if came.may_hold:
            said = "this always holds" + (f": {why}" if why else "")
            hint = "leave the condition out, or ask for something that can fail"
            yield Problem("OM514", path, said, hint, word=word)
        else:
            said = "this can never hold" + (f": {why}" if why else ", as its parts exclude each other")
            hint = "mend the condition, or leave out what stands under it"
            yield Problem("OM511", path, said, hint, word=word)


def _beyond(subject: Subject) -> Iterator[tuple[Path, Problem]]:
    for path, condition in subject.conditions:
        for comparison in condition.comparisons:
            scale = _scale(subject, comparison)
            held = {comparison.holds(value) for value in range(scale[0], scale[1] + 1)} if scale else set()
            if scale and len(held) == 1:
                always = "always" if held.pop() else "never"
                message = f"{comparison} is {always} so: {comparison.name} runs from {scale[0]} to {scale[1]}"
                hint = _counted(comparison.name, scale[1])
                yield path, Problem("OM512", path, message, hint, word=comparison.name)
                break


def _scale(subject: Subject, comparison: Comparison) -> tuple[int, int] | None:
    if comparison.name in _COUNTS:
        return 0, subject.survey.most[comparison.name]
    return _SCALES.get(kind(comparison.name))


def _counted(name: str, most: int) -> str:
    what = {
        "kept": "entries of ours to this account", "broken": "entries of ours to this account",
        "theirs_done": "entries of theirs", "orders": "`order` acts", "value": "`record` acts",
        "met": "contacts at the customer", "covered": "departments at the customer",
    }  # fmt: skip
    return f"the file has {most} {what[name]}" if name in what else "compare it with a number on its scale"


def _why(scenario: Scenario, fixed: Fixed) -> str:
    """What makes a comparison come out the same whatever is done."""
    name = fixed.comparison.name
    rest = name.partition(".")[2]
    match kind(name):
        case "knows" if fixed.comparison.holds(1) == fixed.holds:
            return f"{rest} is known from the start, as nothing teaches it"
        case "knows":
            return f"nothing before this teaches {rest}"
        case "said":
            return f"the line {rest} cannot have been said before this"
        case "asked":
            return f"{rest} cannot have been asked for before this"
        case "met_contact":
            return f"{rest} cannot have been met before this"
        case "entry" if _too_large(scenario, fixed):
            return f"{rest} promises more than we can ever do, so it is never kept"
        case "entry":
            return f"{rest} cannot be {fixed.comparison.word} by then"
        case "day":
            return f"it is read on day {fixed.day}"
        case "way":
            return f"at this meeting way {'is always' if fixed.holds else 'is never'} {fixed.comparison.word}"
    return f"{fixed.comparison} is {'always' if fixed.holds else 'never'} so"


def _too_large(scenario: Scenario, fixed: Fixed) -> bool:
    entry = scenario.ledger[fixed.comparison.name.partition(".")[2]]
    return fixed.comparison.word == "kept" and not fits(scenario, entry)


def endings(subject: Subject) -> Iterator[Problem]:
    """Endings that one above them always takes (OM513)."""
    above: list[tuple[str, Condition]] = []
    for place, ending in enumerate(subject.scenario.endings):
        if ending.when is None:
            continue
        for title, other in above:
            came = verdict(other, subject.survey.domain, [ending.when])
            if came.may_hold and not came.may_fail:
                message = f"where this fits, {title!r} above it fits too, and is taken"
                yield Problem("OM513", ("endings", place, "when"), message, "put it higher, or ask for less")
                break
        above.append((ending.title, ending.when))


def options(subject: Subject) -> Iterator[Problem]:
    """Decisions with nothing to choose (OM520), or with fewer than three lines (OM521)."""
    for decision in subject.decisions:
        sets = subject.survey.offers.get(decision.step, frozenset())
        fewest = min(sets, key=lambda held: (len(held), sorted(held)), default=None)
        if fewest is None or len(fewest) >= LEAST_OPTIONS:
            continue
        path = (*decision.path, "choices")
        if not fewest:
            message = "it may come about that no line can be said here, and the moment passes without one"
            yield keyed("OM520", path, message, "leave one line without `when`")
        else:
            names = " and ".join(choice.id for choice in decision.choices if choice.id in fewest)
            offered = f"only {len(fewest)} line{'s' * (len(fewest) > 1)} can be said here: {names}"
            if len(fewest) == len(decision.choices):
                message, hint = offered, f"write another, so that there are {LEAST_OPTIONS} or more"
            else:
                message = f"it may come about that {offered}"
                hint = f"write another without `when`, so that {LEAST_OPTIONS} always remain"
            yield keyed("OM521", path, message, hint)


def scenes(subject: Subject) -> Iterator[Problem]:
    """What is written for an entry's being kept, or broken, and never comes (OM515)."""
    came = {
        (step.entry, step.outcome)
        for step in subject.program.steps
        if isinstance(step, Aftermath) and step.id in subject.survey.reached
    }
    for name, entry in subject.scenario.ledger.items():
        if name not in subject.survey.opened and not entry.from_start:
            continue  # said already: nobody can come to owe it
        for outcome, scene in (("kept", entry.when_kept), ("broken", entry.when_broken)):
            if (scene.script or scene.does) and (name, outcome) not in came:
                too_large = outcome == "kept" and not fits(subject.scenario, entry)
                why = ", as it promises more than we can ever do" if too_large else ""
                path = ("ledger", name, f"when_{outcome}")
                yield keyed(
                    "OM515", path, f"{name} is never {outcome}{why}", "leave the scene out, or mend the entry"
                )
