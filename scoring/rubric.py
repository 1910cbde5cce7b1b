"""The rubric: what each reason is worth, versioned, read from `rubric.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoring.commitments import commitments
from scoring.hours import hours
from scoring.marks import Finding, Mark, Scorer
from scoring.pace import pace
from scoring.promises import promises
from scoring.rapport import rapport
from simulator.engine.events import Event
from simulator.scenario.source import read_yaml

SCORERS: tuple[Scorer, ...] = (promises, rapport, commitments, pace, hours)
DIMENSIONS = ("promises", "rapport", "commitments", "pace", "time")
CACTUS = ("credibility", "attitude", "communication", "thorough_knowledge", "understanding", "support")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points are given. `points` are multiplied by the finding's times; `cactus` is its virtue."""

    dimension: str
    points: int
    principle: str
    cactus: str
    times: str = ""


@dataclass(frozen=True)
class Rubric:
    """All reasons, under one version."""

    version: int
    questions: Mapping[str, str]
    reasons: Mapping[str, Reason]

    def marks(self, event: Event) -> Iterator[Mark]:
        """The marks of one event, from all scorers, in the order of the dimensions."""
        for scorer in SCORERS:
            for finding in scorer(event):
                yield self.mark(finding)

    def mark(self, finding: Finding) -> Mark:
        """The mark of a finding."""
        reason = self.reasons[finding.reason]
        return Mark(reason.dimension, reason.points * finding.times, finding.reason, reason.principle)


def read_rubric(text: str, name: str) -> Rubric:
    """A rubric from its YAML text. Raises ScenarioError, KeyError or TypeError where it is not one."""
    data = read_yaml(text, name).data
    if not isinstance(data, dict):
        raise TypeError(f"{name} is not a rubric")
    reasons = {key: Reason(**held) for key, held in data["reasons"].items()}  # type: ignore[union-attr, arg-type]
    return Rubric(int(data["version"]), dict(data["dimensions"]), reasons)  # type: ignore[arg-type]


def shipped_text() -> str:
    """The text of the rubric that ships with the program."""
    return (files("scoring") / "rubric.yaml").read_text(encoding="utf-8")


@cache
def default_rubric() -> Rubric:
    """The rubric that ships with the program."""
    return read_rubric(shipped_text(), "rubric.yaml")
