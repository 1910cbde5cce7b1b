"""A recorded play that was played again: what the pages about plays begin from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scoring.specs import Outcome
from simulator.analysis.walks import Walk, retrace
from simulator.engine.program import Program


@dataclass(frozen=True)
class Told:
    """One recorded play, by its name in the spec file."""

    name: str
    outcome: Outcome

    @property
    def title(self) -> str:
        """Its name, as people write it."""
        return self.name.replace("_", " ").capitalize()

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"{self.name.replace('_', '-')}.md"

    @property
    def program(self) -> Program:
        """What was played: the scenario, or a variant of it."""
        return self.outcome.play.program

    @cached_property
    def walk(self) -> Walk:
        """Its moves, each with the state it was made in."""
        return retrace(self.outcome.play)
