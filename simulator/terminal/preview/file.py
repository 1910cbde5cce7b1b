"""The file under the author's hands: whether it was saved, and what can be read of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.engine.program import Program
from simulator.scenario.diagnostics import Diagnostic, ScenarioError, Severity
from simulator.scenario.load import build
from simulator.scenario.source import read_file
from simulator.view.diagnosis import diagnosed

SETTLE = 0.15
"""Seconds a file must stay as it is before it is read: an editor may be writing it still."""

Stamp = tuple[int, int, int] | None
"""What tells one state of a file from another: when it was written, its size and which file it is, as an
editor may save by putting a new one in its place. None where there is none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `program` is None where it cannot be played; `lines` are those of the file, as far as it
    is text. What the author accepts is not among the remarks."""

    program: Program | None
    remarks: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many remarks are errors."""
        return sum(remark.severity is Severity.ERROR for remark in self.remarks)


def read(path: Path, variant: str | None = None) -> Reading:
    """Reads the file as it is now. Whatever is wrong with it is in the remarks."""
    told = diagnosed(path)
    scenario, more = told.scenario, tuple[Diagnostic, ...]()
    if scenario is not None and variant is not None:
        try:
            scenario = build(read_file(path), variant)
        except ScenarioError as error:
            scenario, more = None, error.diagnostics
    remarks = tuple(remark for remark in (*told.found, *more) if remark.accepted is None)
    return Reading(Program(scenario) if scenario else None, remarks, told.lines)


class Watch:
    """Looks at a file now and then. It knows no clock: whoever looks waits `SETTLE` between two looks."""

    def __init__(self, path: Path) -> None:
        """What is there now counts as read."""
        self.path = path
        self._read = self._seen = _stamp(path)

    @property
    def moving(self) -> bool:
        """Whether it was another at the last look than when it was read, and has yet to be read."""
        return self._seen != self._read

    def look(self) -> bool:
        """Whether the file is another than was read, and the same as at the last look: it may be read now."""
        before, self._seen = self._seen, _stamp(self.path)
        if self._seen != before or not self.moving:
            return False
        self._read = self._seen
        return True


def _stamp(path: Path) -> Stamp:
    try:
        held = path.stat()
    except (OSError, ValueError):
        return None
    return held.st_mtime_ns, held.st_size, held.st_ino
