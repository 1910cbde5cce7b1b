"""Warnings an author accepts, each with a reason: `accept: {OM604: reason}` at the top of a scenario, or
`accept: {OM604: {ask_board: reason}}` for those alone that name `ask_board`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from simulator.scenario.diagnostics import CODES, PROVED, WARNINGS, Diagnostic, Severity
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem, suggestion


def accepted(scenario: Scenario, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, each warning that the scenario accepts with its author's reason in it."""
    return [
        replace(wrong, accepted=_reason(scenario, wrong)) if wrong.severity is Severity.WARNING else wrong
        for wrong in found
    ]


def idle(scenario: Scenario, found: Iterable[Diagnostic]) -> Iterator[Problem]:
    """An acceptance that accepts nothing, so that none outlives what it was written for."""
    given = list(found)
    for code, reasons in scenario.accept.items():
        if code in PROVED:
            continue  # whether it is still given, only an exact analysis knows
        if code not in CODES:
            message, hint = f"there is no code {code}", suggestion(code, WARNINGS)
        elif code not in WARNINGS:
            message, hint = f"{code} is an error", "an error is mended, not accepted"
        elif not any(wrong.code == code for wrong in given):
            message, hint = f"nothing gives rise to {code} any more", "delete this line"
        else:
            for name in reasons if isinstance(reasons, dict) else ():
                if not any(wrong.code == code and _names(wrong, name) for wrong in given):
                    message = f"no {code} names {name!r} any more"
                    yield Problem("OM310", ("accept", code, name), message, "delete this line", at_key=True)
            continue
        yield Problem("OM310", ("accept", code), message, hint, at_key=True)


def _reason(scenario: Scenario, wrong: Diagnostic) -> str | None:
    reasons = scenario.accept.get(wrong.code)
    if not isinstance(reasons, dict):
        return reasons
    return next((reason for name, reason in reasons.items() if _names(wrong, name)), None)


def _names(wrong: Diagnostic, name: str) -> bool:
    """Whether a remark names something by its name in the file."""
    return re.search(rf"\b{name}\b", wrong.message) is not None
