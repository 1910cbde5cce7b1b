"""What may be done beside deciding, in practice and in an assessment: the one place that says so.

Things are called as their commands are in the terminal's registry; plain mode's letters stand for the same.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """Everything may be done but what is `withheld`."""

    withheld: frozenset[str] = frozenset()

    def allows(self, action: str) -> bool:
        """Whether an action may be done."""
        return action not in self.withheld


PRACTICE = Allowance(frozenset({"time"}))
"""Practice has all the time there is."""
ASSESSED = Allowance(frozenset({"undo", "hint", "say_first", "palette", "write", "debrief", "again"}))
"""An assessment shows what a meeting would show, and takes nothing back. `debrief`: at once, when the story
is over. `again`: playing on from a moment of the debrief."""
