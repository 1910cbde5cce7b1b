"""All checks of a scenario that reads well, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scoring.specs import Specs
from simulator.analysis.checks import (
    lines,
    numbers,
    options,
    par,
    people,
    plan,
    promises,
    routes,
    tells,
    unused,
)
from simulator.analysis.checks.best import best_line
from simulator.analysis.checks.subject import Subject
from simulator.engine.program import Program
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem

Check = Callable[[Subject], Iterator[Problem]]

STRUCTURE: tuple[Check, ...] = (
    unused.unused, unused.unread,
    routes.beats, routes.whens, routes.endings, routes.scenes, routes.options,
    promises.unbounded, promises.together, promises.ways, promises.homework, promises.stretches,
    promises.lists, promises.days,
    numbers.promised_numbers, par.stale,
)  # fmt: skip
"""What is hardly meant as it stands: names, routes, options, promises."""

CRAFT: tuple[Check, ...] = (
    lines.principles, lines.tempting, tells.lengths, tells.words, options.packages, options.defensible,
    options.alike, lines.answers, plan.delayed, plan.repairs, plan.clues, plan.earned, numbers.stray_numbers,
    people.drives, people.small_talk, people.breadth, plan.pace, lines.speech, lines.noted, plan.purpose,
)  # fmt: skip
"""The author rules, in their order."""


def examine(scenario: Scenario, specs: Specs | None = None) -> Iterator[Problem]:
    """What there is to say of a scenario's structure and craft; of its best line, where specs name one."""
    subject = Subject(Program(scenario))
    for check in (*STRUCTURE, *CRAFT):
        yield from check(subject)
    yield from best_line(subject, specs)
