"""The plan of a scenario: what is earned, what comes later, what can be mended, what is practised (OM610 to
OM619)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.checks.subject import Subject, keyed, of_line
from simulator.analysis.reading import count
from simulator.analysis.survey import fits
from simulator.scenario import acts as a
from simulator.scenario.conditions import kind
from simulator.scenario.model import Choice, Encounter
from simulator.scenario.names import Problem
from simulator.scenario.values import show_minutes
from simulator.scenario.walk import Path, parts

DECISIONS = (3, 6)
"""Decisions in a meeting."""
MOST_WORDS_BETWEEN = 120
"""Words that everybody reads between two decisions of a meeting."""
LEAST_VARIANTS = 2


def delayed(subject: Subject) -> Iterator[Problem]:
    """Meetings, but for the last, of which nothing is heard again (OM610)."""
    if subject.drill:
        return
    read: dict[tuple[str, str], list[Path]] = {}
    for where, condition in subject.conditions:
        for comparison in condition.comparisons:
            name = (kind(comparison.name), comparison.name.partition(".")[2])
            read.setdefault(name, []).append(where)
    for place, encounter in enumerate(subject.scenario.encounters[:-1]):
        path: Path = ("encounters", place)
        asked = any(path != where[:2] for left in _leaves(encounter) for where in read.get(left, ()))
        if not asked and not _owes(encounter):
            message = f"nothing said in {encounter.id} is heard of again"
            hint = "let a promise of it fall due, or a later `when` ask what was said or learned"
            yield Problem("OM610", path, message, hint)


def _leaves(encounter: Encounter) -> Iterator[tuple[str, str]]:
    for _, part in parts(encounter.beats):
        match part:
            case Choice():
                yield "said", part.id
            case a.Listen() | a.Learn():
                yield from (("knows", name) for name in part.learn)
            case a.Propose():
                yield "asked", part.id


def _owes(encounter: Encounter) -> bool:
    """Whether something comes to be owed in a meeting."""
    binding = any(isinstance(part, a.Promise | a.Table) for _, part in parts(encounter.beats))
    return binding or bool(encounter.agree and encounter.agree.may_add)


def repairs(subject: Subject) -> Iterator[Problem]:
    """Promises that can only be broken, and never taken back (OM611)."""
    amended = {act.entry for _, act in subject.acts if isinstance(act, a.Amend)}
    warned = any(encounter.follow_through for encounter in subject.scenario.encounters)
    for path, choice in subject.choices:
        for act in choice.does:
            if not isinstance(act, a.Promise) or warned or act.entry in amended:
                continue
            if not fits(subject.scenario, subject.scenario.ledger[act.entry]):
                message = f"{act.entry} is more than we can do, and nothing lets one take it back"
                hint = "let a later line `amend` it, or allow hours under `follow_through` to warn in"
                yield of_line("OM611", path, choice, message, hint)


def clues(subject: Subject) -> Iterator[Problem]:
    """Untruths that come out before anything could have told the trainee the truth (OM611)."""
    for path, known in subject.survey.exposed.items():
        if not known:
            message = "an untruth comes out here, and nothing before it tells the truth"
            hint = "let a line, homework or news teach the fact earlier, as a clue"
            yield Problem("OM611", path, message, hint)


def earned(subject: Subject) -> Iterator[Problem]:
    """Preparation with hours for everything (OM612)."""
    for place, encounter in enumerate(subject.scenario.encounters):
        if encounter.prepare is None or not encounter.prepare.homework:
            continue
        takes = sum(subject.scenario.homework[name].takes for name in encounter.prepare.homework)
        takes += max(encounter.ways.offered.values(), default=0)
        if takes <= encounter.prepare.hours:
            hours = show_minutes(encounter.prepare.hours)
            message = f"there is time for all of it: it takes {show_minutes(takes)} of {hours}"
            hint = "allow fewer hours, so that one has to choose what to find out"
            yield keyed("OM612", ("encounters", place, "prepare"), message, hint)


def pace(subject: Subject) -> Iterator[Problem]:
    """Meetings with too few or too many decisions, and too much to read between two of them (OM616)."""
    if subject.drill:
        return
    for place, encounter in enumerate(subject.scenario.encounters):
        asked = [name for name, beat in encounter.beats.items() if beat.choices]
        always = [name for name in asked if encounter.beats[name].when is None]
        least, most = DECISIONS
        path: Path = ("encounters", place, "beats")
        if encounter.when is None and len(asked) < least:
            message = f"{encounter.id} has {len(asked)} decision{'s' * (len(asked) != 1)}"
            yield keyed("OM616", path, message, f"a meeting has {least} to {most}")
        elif len(always) > most:
            message = f"{encounter.id} has {len(always)} decisions at least"
            yield keyed("OM616", path, message, f"a meeting has {least} to {most}; make two meetings of it")
        for name, beat in encounter.beats.items():
            words = sum(count(line.text) for line in beat.script if line.when is None)
            if words > MOST_WORDS_BETWEEN:
                message = f"{words} words are read before anything can be done here"
                yield keyed("OM616", (*path, name, "script"), message, f"keep it under {MOST_WORDS_BETWEEN}")


def purpose(subject: Subject) -> Iterator[Problem]:
    """What a trainee is told before, and can come back for (OM619)."""
    scenario = subject.scenario
    if subject.drill:
        return
    said = {"about": scenario.about, "practise": scenario.practise, "principles": scenario.principles}
    for key, value in said.items():
        if not value:
            hint = "say at the start what is practised, so that it is practised on purpose"
            yield keyed("OM619", ("id",), f"there is no `{key}`", hint)
    if len(scenario.variants) < LEAST_VARIANTS:
        message = "there is one variant" if scenario.variants else "there are no variants"
        message += ", and who plays again meets the same facts"
        hint = f"write {LEAST_VARIANTS} or more under `variants`, each a few changed values"
        yield keyed("OM619", ("variants",), message, hint)
    for decision in subject.decisions:
        held = (
            scenario.calendar[int(decision.path[1])]
            if decision.path[0] == "calendar"
            else scenario.encounters[int(decision.path[1])].beats[str(decision.path[3])]
        )
        if not held.hint:
            yield keyed(
                "OM619",
                decision.path,
                "this moment has no hint",
                "help with a question in `hint`, shown on request",
            )
