"""What every check looks at: a scenario taken to pieces once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.analysis.survey import Survey, survey
from simulator.engine.program import Program
from simulator.scenario import acts as a
from simulator.scenario.conditions import Condition
from simulator.scenario.model import Beat, Choice, News, Scenario
from simulator.scenario.names import Problem
from simulator.scenario.walk import Part, Path, own_conditions, parts

DRILL_MINUTES = 10
"""A drill or a tutorial lasts no longer; what needs a whole account is not asked of it."""


def keyed(code: str, path: Path, message: str, hint: str) -> Problem:
    """A problem of a whole part of the file, which is shown at the key of that part."""
    return Problem(code, path, message, hint, at_key=True)


def of_line(code: str, path: Path, line: Choice, message: str, hint: str) -> Problem:
    """A problem of one line to choose, which is shown at its id where that is written down."""
    return Problem(code, path, message, hint, word=line.id)


@dataclass(frozen=True)
class Decision:
    """A moment that asks for a line: its path, the step of the story, and its choices with their paths."""

    path: Path
    step: str
    choices: tuple[Choice, ...]

    def place(self, choice: int) -> Path:
        """The path of a choice, by its place in the moment."""
        return (*self.path, "choices", choice)


@dataclass(frozen=True)
class Subject:
    """A scenario with its parts, its decisions and what may come of it."""

    program: Program

    @property
    def scenario(self) -> Scenario:
        """The scenario itself."""
        return self.program.scenario

    @property
    def drill(self) -> bool:
        """Whether it is a drill or a tutorial rather than an account."""
        return self.scenario.minutes <= DRILL_MINUTES

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every part with its path, in file order."""
        return tuple(parts(self.scenario))

    @cached_property
    def conditions(self) -> tuple[tuple[Path, Condition], ...]:
        """Every condition with its path."""
        return tuple(held for path, part in self.parts for held in own_conditions(path, part))

    @cached_property
    def acts(self) -> tuple[tuple[Path, a.BaseAct], ...]:
        """Every act with its path."""
        return tuple((path, part) for path, part in self.parts if isinstance(part, a.BaseAct))

    @cached_property
    def choices(self) -> tuple[tuple[Path, Choice], ...]:
        """Every line to choose, with its path."""
        return tuple((path, part) for path, part in self.parts if isinstance(part, Choice))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Every moment with lines to choose from, in file order."""
        return tuple(self._decisions())

    @cached_property
    def survey(self) -> Survey:
        """What may come of it."""
        return survey(self.program)

    def _decisions(self) -> Iterator[Decision]:
        encounters = self.scenario.encounters
        for path, part in self.parts:
            if isinstance(part, Beat | News) and part.choices:
                step = (
                    f"news:{part.id}"
                    if isinstance(part, News)
                    else f"{encounters[int(path[1])].id}/{path[3]}"
                )
                yield Decision(path, step, part.choices)
