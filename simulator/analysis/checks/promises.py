"""What is owed, and whether it can be: capabilities, days, hours and lists (OM530 to OM537)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from simulator.analysis.checks.numbers import shown
from simulator.analysis.checks.subject import Subject, keyed
from simulator.analysis.survey import Opening
from simulator.engine.steps import SetHours
from simulator.scenario import acts as a
from simulator.scenario.model import Encounter, Entry
from simulator.scenario.names import Problem
from simulator.scenario.values import show_minutes
from simulator.scenario.walk import Path

LEAST_ON_A_LIST = 3


def unbounded(subject: Subject) -> Iterator[Problem]:
    """Entries of ours that promise an amount under no capability (OM530)."""
    for name, entry in subject.scenario.ledger.items():
        if entry.side == "ours" and not entry.of and entry.promised_amount is not None:
            message = f"{name} promises an amount, and no capability says how much we can do"
            yield keyed("OM530", ("ledger", name), message, "add `of: CAPABILITY`, or leave the amount out")


def together(subject: Subject) -> Iterator[Problem]:
    """Promises under one capability of which each can be kept, and not both (OM531)."""
    ledger = subject.scenario.ledger
    for capability, names in subject.program.promises_under.items():
        held = subject.scenario.seller.capabilities[capability]
        for one, other in combinations(names, 2) if held.most is not None else ():
            sizes: tuple[Decimal, Decimal] = ledger[one].promised_amount, ledger[other].promised_amount
            tight = [level.value for level in held.levels if max(sizes) <= level.value < sum(sizes)]
            if tight and _both(subject, one, other):
                both = shown(sum(sizes, Decimal(0)), held.unit)
                breaks = _breaks(ledger[one], ledger[other], one, other)
                message = (
                    f"{other} and {one} can be owed together: {both}, and we can do "
                    f"{shown(max(tight), held.unit)}; {breaks}"
                )
                hint = "where that is meant, accept it; else let the days or the order in the ledger tell"
                yield keyed("OM531", ("ledger", other), message, hint)
                break


def _breaks(one: Entry, other: Entry, first: str, second: str) -> str:
    """Which of two promises breaks, as the first to be settled does; `one` is the upper in the ledger."""
    dues = [held.promised_due for held in (one, other)]
    if any(due and due.after_agreed for due in dues):
        return "the one that falls due first breaks; on one day, the upper one in the ledger"
    days = [due.days if due else 9999 for due in dues]
    if days[0] == days[1]:
        return f"due on one day, {first} breaks, as it stands higher in the ledger"
    return f"{first if days[0] < days[1] else second} falls due first, and breaks"


def _both(subject: Subject, one: str, other: str) -> bool:
    """Whether two entries may be owed on the same day, as far as the days and the moments tell."""
    opened = subject.survey.opened
    return any(
        not _excluded(subject, first, second)
        and second.day <= _due(subject, one, first.day)
        and first.day <= _due(subject, other, second.day)
        for first in opened.get(one, ())
        for second in opened.get(other, ())
    )


def _due(subject: Subject, name: str, agreed: int) -> int:
    due = subject.scenario.ledger[name].promised_due
    return due.on(agreed) if due else subject.scenario.ends or 0


def _excluded(subject: Subject, one: Opening, other: Opening) -> bool:
    """Whether two entries are taken on by different lines of one moment, or one for another that was."""
    moments = [{held.step, *_replaced(subject, held)} for held in (one, other)]
    return bool(moments[0] & moments[1])


def _replaced(subject: Subject, held: Opening) -> Iterator[str]:
    """The moment at which what an entry takes the place of was taken on, where there is only one."""
    steps = {before.step for before in subject.survey.opened.get(held.instead_of, ())}
    if len(steps) == 1:
        yield from steps


def ways(subject: Subject) -> Iterator[Problem]:
    """Ways to meet that the hours before a meeting never pay for (OM532)."""
    for place, encounter in enumerate(subject.scenario.encounters):
        offered = encounter.ways.offered
        hours = _hours(encounter)
        for way, cost in offered.items():
            if cost > hours and way != min(offered, key=lambda held: offered[held]):
                message = (
                    f"a {way} takes {show_minutes(cost)}, and there are {show_minutes(hours)} to prepare"
                )
                yield keyed(
                    "OM532",
                    ("encounters", place, "ways", way),
                    message,
                    "allow more hours under `prepare`, or leave this way out",
                )


def homework(subject: Subject) -> Iterator[Problem]:
    """Homework that never fits into the hours it is offered in (OM533)."""
    work = subject.scenario.homework
    for place, encounter in enumerate(subject.scenario.encounters):
        hours = _hours(encounter) - min(encounter.ways.offered.values(), default=0)
        for index, name in enumerate(encounter.prepare.homework if encounter.prepare else ()):
            if work[name].takes > hours:
                path: Path = ("encounters", place, "prepare", "homework", index)
                most = show_minutes(max(hours, 0))
                message = f"{name} takes {show_minutes(work[name].takes)}, and {most} at most are left here"
                yield Problem("OM533", path, message, "allow more hours under `prepare`, or shorten it")


def _hours(encounter: Encounter) -> int:
    return encounter.prepare.hours if encounter.prepare else 0


def stretches(subject: Subject) -> Iterator[Problem]:
    """Entries that take longer than the hours of every stretch they fall due in (OM534)."""
    most: dict[str, int] = {}
    for step in subject.program.steps:
        if isinstance(step, SetHours):
            for name in step.entries:
                allowed = step.minutes if step.minutes >= 0 else 10**6
                most[name] = max(most.get(name, 0), allowed)
    for name, hours in most.items():
        takes = subject.scenario.ledger[name].takes
        if takes > hours:
            most_hours = show_minutes(hours)
            message = (
                f"{name} takes {show_minutes(takes)}, and falls due where there are {most_hours} at most"
            )
            yield Problem(
                "OM534",
                ("ledger", name, "takes"),
                message,
                "allow more hours under `follow_through`, or let it take less",
            )


def lists(subject: Subject) -> Iterator[Problem]:
    """Lists at Agree with fewer than three things that could stand on them (OM535)."""
    for place, encounter in enumerate(subject.scenario.encounters):
        if encounter.agree is None or subject.drill:
            continue
        path: Path = ("encounters", place)
        tabled = {
            name
            for where, act in subject.acts
            if where[:2] == path and isinstance(act, a.Table)
            for name in act.entries
        }
        found = len(tabled | {*encounter.agree.may_add})
        if found < LEAST_ON_A_LIST:
            message = f"no more than {found} could come on this list, so there is little to agree"
            yield keyed("OM535", (*path, "agree"), message, "name more in `may_add`, or leave `agree` out")


def days(subject: Subject) -> Iterator[Problem]:
    """Entries that are past their day wherever they can be agreed (OM536)."""
    for name, entry in subject.scenario.ledger.items():
        due = entry.promised_due
        agreed = [held.day for held in subject.survey.opened.get(name, ())]
        if due is not None and not due.after_agreed and agreed and min(agreed) > due.days:
            message = (
                f"{name} is due on day {due.days}, and can be agreed on day {min(agreed)} at the earliest"
            )
            yield Problem(
                "OM536",
                ("ledger", name, "due"),
                message,
                "write a later day, or days from agreeing, such as `+9d`",
            )
