"""The craft of what is offered together: one act a line, lines that differ in kind, more than one of use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from simulator.analysis.checks.subject import Decision, Subject, keyed, of_line
from simulator.scenario import acts as a
from simulator.scenario.names import Problem

MOST_OPTIONS = 4
LEAST_DEFENSIBLE = 2
MOST_KINDS = 2
"""Kinds of weighty acts in one line."""
MOST_ALIKE = 0.6
"""The share of their words that two lines to choose from may have in common."""

_KINDS: dict[type[a.BaseAct], str] = {
    a.Promise: "promises", a.Amend: "takes something back", a.Table: "gives tasks", a.Offer: "offers",
    a.Decline: "refuses", a.Limit: "refuses", a.Propose: "asks for more",
}  # fmt: skip
_WORD = re.compile(r"[\w'’]+")


def packages(subject: Subject) -> Iterator[Problem]:
    """Lines that do more than one can weigh at once (OM606)."""
    for path, choice in subject.choices:
        returned = {act.in_return for act in choice.does if isinstance(act, a.Promise)}
        kinds = dict.fromkeys(
            _KINDS[type(act)]
            for act in choice.does
            if type(act) in _KINDS and not (isinstance(act, a.Table) and returned >= {*act.entries})
        )
        if len(kinds) > MOST_KINDS:
            message = f"{choice.id} does several things at once: it {', '.join(kinds)}"
            yield of_line("OM606", path, choice, message, "one line does one thing; make two lines of it")


def defensible(subject: Subject) -> Iterator[Problem]:
    """Decisions with more than four lines, or with fewer than two that can be defended (OM607)."""
    for decision in subject.decisions:
        path = (*decision.path, "choices")
        sets = subject.survey.offers.get(decision.step) or [{choice.id for choice in decision.choices}]
        most = max(map(len, sets))
        if most > MOST_OPTIONS:
            message = f"up to {most} lines are offered at once"
            hint = f"leave at most {MOST_OPTIONS}, or let `when` keep them apart"
            yield keyed("OM607", path, message, hint)
        good = sum(not choice.badly or bool(choice.well) for choice in decision.choices)
        if good < LEAST_DEFENSIBLE and good < len(decision.choices) and _for_all(subject, decision):
            message = (
                f"only {good} of these {len(decision.choices)} lines can be defended, so there is no choice"
            )
            hint = f"let at least {LEAST_DEFENSIBLE} be lines that a good seller may stand by"
            yield keyed("OM607", path, message, hint)


def _for_all(subject: Subject, decision: Decision) -> bool:
    """Whether it is a moment of a meeting that is put to everybody, and no repair and no news."""
    if decision.path[0] == "calendar":
        return False
    encounter = subject.scenario.encounters[int(decision.path[1])]
    return encounter.when is None and encounter.beats[str(decision.path[3])].when is None


def alike(subject: Subject) -> Iterator[Problem]:
    """Lines offered together that do the same, or say nearly the same (OM608)."""
    for decision in subject.decisions:
        words = [frozenset(_WORD.findall(choice.say.lower())) for choice in decision.choices]
        for one, other in combinations(range(len(words)), 2):
            if not _together(subject, decision, one, other):
                continue
            first, second = decision.choices[one], decision.choices[other]
            shared = 2 * len(words[one] & words[other]) / max(1, len(words[one]) + len(words[other]))
            if shared > MOST_ALIKE:
                message = f"{second.id} is nearly {first.id} in other words: they share {shared:.0%} of them"
                hint = "let them differ in kind, not in degree"
                yield of_line("OM608", decision.place(other), second, message, hint)


def _together(subject: Subject, decision: Decision, one: int, other: int) -> bool:
    pair = {decision.choices[one].id, decision.choices[other].id}
    sets = subject.survey.offers.get(decision.step)
    return not sets or any(pair <= held for held in sets)
