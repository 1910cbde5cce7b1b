"""What importing a roster would do to a cohort. Pure: nothing is read and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from simulator.cohort.headings import SAID, BadRow, Entry, Roster
from simulator.cohort.matching import Known, folded, match


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    """Joins the cohort, and may be known from another one."""
    BACK = "back"
    """Had left and comes again."""
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a person that would be another."""

    field: str
    """`name`, `email`, `reference` or `team`."""
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{SAID[self.field]}: {self.before or 'none'} → {self.after or 'none'}"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row."""

    kind: Kind
    entry: Entry
    known: Known | None
    """None for somebody nobody has known so far."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With a bad row in it, it would do nothing."""

    steps: tuple[Step, ...]
    bad: tuple[BadRow, ...]
    missing: tuple[Known, ...]
    """Those who are in the cohort and not in the file. They stay."""
    remarks: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[Step, ...]:
        """The steps of one kind, in the order of the file."""
        return tuple(step for step in self.steps if step.kind is kind)

    @property
    def idle(self) -> bool:
        """Whether everybody is there already, as the file says."""
        return not self.bad and all(step.kind is Kind.SAME for step in self.steps)


def plan(roster: Roster, known: Iterable[Known]) -> Plan:
    """What importing `roster` would do to a cohort, given everybody who is known."""
    known = tuple(known)
    entries = tuple(_one_spelling(roster.entries, known))
    matched = match(entries, known)
    steps = tuple(_step(entry, one, roster.has_teams) for entry, one in matched.pairs)
    meant = {step.known.person for step in steps if step.known}
    missing = tuple(one for one in known if one.here and not one.left and one.person not in meant)
    bad = tuple(sorted((*roster.bad, *matched.bad), key=lambda row: row.number))
    return Plan(steps, bad, missing, roster.remarks)


def _one_spelling(entries: Iterable[Entry], known: Iterable[Known]) -> Iterator[Entry]:
    """The entries with every team spelled as it is in the cohort already, else as it is first in the file."""
    spelled = {folded(one.team): one.team for one in known if one.here and one.team}
    for entry in entries:
        if entry.team:
            yield replace(entry, team=spelled.setdefault(folded(entry.team), entry.team))
        else:
            yield entry


def _step(entry: Entry, known: Known | None, has_teams: bool) -> Step:
    if known is None:
        return Step(Kind.NEW, entry, None)
    fields = [field for field in ("name", "email", "reference") if getattr(entry, field) is not None]
    if known.here and has_teams:
        fields.append("team")
    changes = tuple(
        Change(field, getattr(known, field), getattr(entry, field))
        for field in fields
        if getattr(known, field) != getattr(entry, field)
    )
    if not known.here:
        return Step(Kind.NEW, entry, known, changes)
    if known.left:
        return Step(Kind.BACK, entry, known, changes)
    return Step(Kind.CHANGED if changes else Kind.SAME, entry, known, changes)
