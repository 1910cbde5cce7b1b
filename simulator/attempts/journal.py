"""Which SQLite journal is safe with the library at hand."""

from __future__ import annotations

from dataclasses import dataclass

Version = tuple[int, int, int]

_BUG_FROM: Version = (3, 7, 0)
_BUG_UNTIL: Version = (3, 51, 2)
# Release lines that received the repair before the main line did, with their first sound patch.
_REPAIRED = {(3, 44): 6, (3, 50): 7}


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal mode, the `synchronous` level that makes a commit durable with it, and why it was chosen."""

    mode: str
    synchronous: str
    reason: str


def journal_for(version: Version) -> Journal:
    """Choose the journal for a SQLite library version such as `(3, 46, 1)`.

    Write-ahead logging where it is sound; a rollback journal on the versions whose log, when it is reset
    while others write, may corrupt the file.
    """
    repaired = _REPAIRED.get(version[:2])
    sound = version > _BUG_UNTIL or (repaired is not None and version[2] >= repaired)
    number = ".".join(map(str, version))
    if sound:
        return Journal("wal", "FULL", f"SQLite {number} is sound with write-ahead logging")
    if version < _BUG_FROM:
        return Journal("delete", "EXTRA", f"SQLite {number} has no write-ahead logging")
    return Journal("delete", "EXTRA", f"SQLite {number} may corrupt a file with write-ahead logging")
