"""Which warnings somebody wants to hear of, and which of them as errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.scenario.diagnostics import CODES, Diagnostic, Severity
from simulator.scenario.names import suggestion
from simulator.view.diagnosis import Diagnosis


class UnknownCode(Exception):
    """Something that is neither a code nor the beginning of one. Its text says so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Codes, or how they begin: `OM6` stands for all of them from OM600 to OM699.

    Only warnings can be left out. `select` keeps those alone, `ignore` leaves some of them out, and those of
    `raised` count as errors. What an author has accepted stays accepted.
    """

    select: tuple[str, ...] = ("OM",)
    ignore: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()

    def of(self, one: Diagnosis) -> Diagnosis:
        """A diagnosis with what is wanted of it."""
        return replace(one, found=tuple(self._settled(wrong) for wrong in one.found if self._keeps(wrong)))

    def _keeps(self, wrong: Diagnostic) -> bool:
        if wrong.severity is Severity.ERROR:
            return True
        return wrong.code.startswith(self.select) and not wrong.code.startswith(self.ignore)

    def _settled(self, wrong: Diagnostic) -> Diagnostic:
        if wrong.accepted is None and wrong.code.startswith(self.raised):
            return replace(wrong, raised=True)
        return wrong


def read_codes(written: Iterable[str]) -> tuple[str, ...]:
    """Codes as written after an option, with commas or one by one. Raises UnknownCode."""
    codes = tuple(word.strip().upper() for text in written for word in text.split(",") if word.strip())
    for code in codes:
        if not any(known.startswith(code) for known in CODES):
            hint = suggestion(code, CODES)
            raise UnknownCode(f"there is no code {code}" + (f" ({hint})" if hint else ""))
    return codes
