"""Warnings an author accepts, each with a reason: `accept: {OM604: reason}` at the top of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from simulator.scenario.diagnostics import CODES, WARNINGS, Diagnostic, Severity
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem, suggestion


def accepted(scenario: Scenario, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, each warning that the scenario accepts with its author's reason in it."""
    return [
        replace(wrong, accepted=scenario.accept.get(wrong.code))
        if wrong.severity is Severity.WARNING
        else wrong
        for wrong in found
    ]


def idle(scenario: Scenario, found: Iterable[Diagnostic]) -> Iterator[Problem]:
    """An acceptance that accepts nothing, so that none outlives what it was written for."""
    given = {wrong.code for wrong in found}
    for code in scenario.accept:
        if code not in CODES:
            message, hint = f"there is no code {code}", suggestion(code, WARNINGS)
        elif code not in WARNINGS:
            message, hint = f"{code} is an error", "an error is mended, not accepted"
        elif code not in given or code == "OM310":
            message, hint = f"nothing gives rise to {code} any more", "delete this line"
        else:
            continue
        yield Problem("OM310", ("accept", code), message, hint, at_key=True)
