"""Who on a roster is whom: by staff number, else by e-mail, else by the name within the cohort.

Where that leaves a doubt a row is bad: results in the wrong hands are worse than a row to be mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.cohort.headings import BadRow, Entry


@dataclass(frozen=True, slots=True)
class Known:
    """A person who is known already, in this cohort or in another."""

    person: str
    name: str
    email: str | None = None
    reference: str | None = None
    team: str | None = None
    here: bool = False
    """Whether the person belongs to this cohort, or did."""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Each entry with the person it means, or None for somebody new; and the rows that leave a doubt."""

    pairs: tuple[tuple[Entry, Known | None], ...]
    bad: tuple[BadRow, ...]


class _Doubt(Exception):
    """Who is meant cannot be told; the message says why and what to do."""


def match(entries: Iterable[Entry], known: Iterable[Known]) -> Matched:
    """Finds the person behind every entry."""
    entries = tuple(entries)
    bad = _twins(entries)
    matcher = _Matcher(known)
    found: dict[int, Known | None] = {}
    # Keys first: whoever is told by one is not a namesake of anybody any more.
    for step in (matcher.by_key, matcher.by_name):
        for entry in entries:
            if entry.number in bad or found.get(entry.number) is not None:
                continue
            try:
                found[entry.number] = step(entry)
            except _Doubt as doubt:
                bad[entry.number] = str(doubt)
    pairs = tuple((entry, found[entry.number]) for entry in entries if entry.number not in bad)
    return Matched(pairs, tuple(BadRow(number, bad[number]) for number in sorted(bad)))


def folded(text: str | None) -> str | None:
    """A name, an address or a number as it is compared: without regard to capitals."""
    return None if text is None else text.casefold()


class _Matcher:
    def __init__(self, known: Iterable[Known]) -> None:
        self._reference: dict[str | None, list[Known]] = defaultdict(list)
        self._email: dict[str | None, list[Known]] = defaultdict(list)
        self._name: dict[str | None, list[Known]] = defaultdict(list)
        self._claimed: dict[str, int] = {}
        for one in known:
            self._reference[folded(one.reference)].append(one)
            self._email[folded(one.email)].append(one)
            if one.here:
                self._name[folded(one.name)].append(one)

    def by_key(self, entry: Entry) -> Known | None:
        """The person with the staff number or the e-mail address of an entry. Raises _Doubt."""
        numbered = self._numbered(entry)
        addressed = self._email[folded(entry.email)] if entry.email else []
        found = (
            [one for one in numbered if one in addressed] if numbered and addressed else numbered + addressed
        )
        if numbered and addressed and not found:
            raise _Doubt(
                f"the staff number is that of {numbered[0].name} and the e-mail that of {addressed[0].name}"
            )
        if not found:
            return None
        if len(found) > 1:
            raise _Doubt("several people have its staff number or e-mail; give the other of the two as well")
        one = found[0]
        if not _alike_names(entry.name, one.name):
            if numbered and _differ(entry.email, one.email):
                raise _Doubt(
                    f"its staff number is that of {one.name}, with another name and another e-mail; "
                    "leave the e-mail out if it is the same person"
                )
            if addressed and _differ(entry.reference, one.reference):
                raise _Doubt(
                    f"its e-mail is that of {one.name}, with another name and another staff number; "
                    "leave the number out if it is the same person"
                )
        if not one.here and self._namesakes(entry):
            raise _Doubt(
                f"there is a {entry.name} in this cohort and another one elsewhere with this staff number or "
                "e-mail; leave that out to mean the one in this cohort"
            )
        return self._claim(one, entry)

    def by_name(self, entry: Entry) -> Known | None:
        """The person of the cohort with the name of an entry, if no other row means that person.

        Raises _Doubt.
        """
        found = self._namesakes(entry)
        if not found:
            return None
        if len(found) > 1:
            raise _Doubt(f"several people here are called {entry.name}; give the staff number or the e-mail")
        one = found[0]
        if _differ(entry.email, one.email):
            raise _Doubt(
                f"there is a {entry.name} in this cohort with another e-mail; leave the e-mail out to mean "
                "that one, or give that one's row as well"
            )
        return self._claim(one, entry)

    def _numbered(self, entry: Entry) -> list[Known]:
        """Whoever has the staff number. Another cohort may number its people anew: of those outside, only
        whoever agrees in something else."""
        if entry.reference is None:
            return []
        found = self._reference[folded(entry.reference)]
        return [one for one in found if one.here] or [
            one for one in found if not _differ(entry.name, one.name) or _same(entry.email, one.email)
        ]

    def _namesakes(self, entry: Entry) -> list[Known]:
        return [
            one
            for one in self._name[folded(entry.name)]
            if one.person not in self._claimed and not _differ(entry.reference, one.reference)
        ]

    def _claim(self, one: Known, entry: Entry) -> Known:
        before = self._claimed.setdefault(one.person, entry.number)
        if before != entry.number:
            raise _Doubt(f"it means the same person as row {before}")
        return one


def _differ(first: str | None, second: str | None) -> bool:
    """Whether both are there and are not the same."""
    return first is not None and second is not None and folded(first) != folded(second)


def _same(first: str | None, second: str | None) -> bool:
    return first is not None and folded(first) == folded(second)


def _alike_names(first: str, second: str) -> bool:
    """Whether two names have a word in common, as they do after a marriage: not if rows were mixed up."""
    return bool(set(first.casefold().split()) & set(second.casefold().split()))


def _twins(entries: tuple[Entry, ...]) -> dict[int, str]:
    """The rows that cannot be told from an earlier one of the same file."""
    bad: dict[int, str] = {}
    for field, said in (("reference", "staff number"), ("email", "e-mail")):
        first: dict[str, int] = {}
        for entry in entries:
            key = folded(getattr(entry, field))
            if key is not None and first.setdefault(key, entry.number) != entry.number:
                bad.setdefault(entry.number, f"the same {said} as in row {first[key]}")
    for alike in _by_name(entries).values():
        told = all(entry.reference for entry in alike) or all(entry.email for entry in alike)
        for entry in alike[1:] if not told else ():
            reason = (
                f"the same name as in row {alike[0].number}; if they are two people, give both a staff number"
            )
            bad.setdefault(entry.number, reason)
    return bad


def _by_name(entries: tuple[Entry, ...]) -> Mapping[str | None, list[Entry]]:
    groups: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[folded(entry.name)].append(entry)
    return groups
