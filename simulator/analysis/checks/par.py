"""Whether `par` still is what was proved (OM550)."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.rubric import default_rubric
from simulator.analysis.checks.subject import Subject, keyed
from simulator.analysis.fingerprint import fingerprint
from simulator.scenario.names import Problem

_HINT = "`onlyme analyze --write-par` works it out anew"


def stale(subject: Subject) -> Iterator[Problem]:
    """A par of another scenario, other rules or another rubric, or one that nobody has proved (OM550)."""
    par = subject.scenario.par
    if par is None:
        return
    if par.rubric != default_rubric().version:
        message = f"par is of rubric {par.rubric}, and points are given by rubric {default_rubric().version}"
    elif par.proved_for is None:
        message = "nothing shows that par was proved"
    elif par.proved_for != fingerprint(subject.scenario):
        message = "par was proved before the scenario or the rules of the world were changed"
    else:
        return
    yield keyed("OM550", ("par",), message, _HINT)
