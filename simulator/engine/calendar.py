"""Which days matter: on which days each entry can be agreed, and so on which it can fall due."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario import acts as a
from simulator.scenario.model import Scenario
from simulator.scenario.walk import parts


def due_days(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """Every day on which each ledger entry can fall due, in order; none for an entry nothing opens."""
    last = scenario.ends or 0
    agreed = {name: {0} if entry.from_start else set() for name, entry in scenario.ledger.items()}
    for day, name in _openings(scenario):
        agreed[name].add(day)
    due: dict[str, set[int]] = {name: set() for name in scenario.ledger}
    waiting = list(scenario.ledger)
    while waiting:
        name = waiting.pop()
        promised = scenario.ledger[name].promised_due
        days = {last if promised is None else min(promised.on(day), last) for day in agreed[name]}
        if days <= due[name]:
            continue
        due[name] |= days
        for opened in opened_by(scenario.ledger[name]):
            agreed[opened] |= days
            waiting.append(opened)
    return {name: tuple(sorted(days)) for name, days in due.items()}


def _openings(scenario: Scenario) -> Iterator[tuple[int, str]]:
    for encounter in scenario.encounters:
        named = list(opened_by(encounter))
        named += encounter.agree.may_add if encounter.agree else ()
        for homework in encounter.prepare.homework if encounter.prepare else ():
            named += opened_by(scenario.homework[homework])
        yield from ((encounter.day, name) for name in named)
    for news in scenario.calendar:
        yield from ((news.day, name) for name in opened_by(news))


def opened_by(part: object) -> Iterator[str]:
    """The entries that acts inside a part of the scenario promise, table or put in another's place."""
    for _, act in parts(part):
        if isinstance(act, a.Promise):
            yield act.entry
        elif isinstance(act, a.Table):
            yield from act.entries
        elif isinstance(act, a.Amend) and act.becomes:
            yield act.becomes
