"""People: a name that can be cut off, and a pseudonym by which everything else knows them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol, TypeVar

from sqlalchemy import Connection, select

from simulator.attempts.cohort_schema import names, people
from simulator.attempts.errors import StoreError
from simulator.scenario.text import one_line

# Neither vowels, which make words, nor what is taken for something else: B and 8, S and 5, Z and 2, O and 0.
_LETTERS, _DIGITS = "CDFHJKMNPRTVWX", "23456789"
_SHAPE = (_LETTERS, _DIGITS) * 3


class UnknownPerson(StoreError):
    """Nobody is meant by this, or more than one person is."""


class Named(Protocol):
    """Anything that tells of one person."""

    @property
    def pseudonym(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def reference(self) -> str | None: ...


OneOf = TypeVar("OneOf", bound=Named)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known. Once deleted, without a name."""

    person: str
    pseudonym: str
    name: str | None
    email: str | None
    reference: str | None
    """What the roster itself calls the person, such as a staff number."""
    created: str
    deleted: str | None

    @property
    def shown(self) -> str:
        """The name with the pseudonym, for the trainer; the pseudonym alone once the name is deleted."""
        return shown(self.name, self.pseudonym)


def shown(name: str | None, pseudonym: str) -> str:
    """A person for the trainer to read: the name, if it is still there, with the pseudonym."""
    return f"{name} ({pseudonym})" if name else f"{pseudonym} (name deleted)"


def everybody(connection: Connection) -> tuple[Person, ...]:
    """Everybody ever known, the deleted among them, by name."""
    wanted = select(people, names.c.name, names.c.email, names.c.reference).select_from(
        people.outerjoin(names)
    )
    found = (Person(**row) for row in connection.execute(wanted).mappings())
    return tuple(sorted(found, key=lambda one: ((one.name or "\uffff").casefold(), one.pseudonym)))


def find_person(connection: Connection, wanted: str) -> Person:
    """The person with this pseudonym, staff number, e-mail or name. Raises UnknownPerson."""
    return pick(everybody(connection), wanted)


def pick(among: Iterable[OneOf], wanted: str) -> OneOf:
    """The one with this pseudonym, else this staff number, e-mail or name. Raises UnknownPerson."""
    among = tuple(among)
    word = one_line(wanted)
    keys: tuple[Callable[[Named], str | None], ...] = (
        lambda one: one.pseudonym,
        lambda one: one.reference,
        lambda one: one.email,
        lambda one: one.name,
    )
    for key in keys:
        found = [one for one in among if (key(one) or "").casefold() == word.casefold()] if word else []
        if len(found) == 1:
            return found[0]
        if found:
            meant = ", ".join(one.pseudonym for one in found[:10])
            raise UnknownPerson(f"More than one person is {word[:80]}; give a pseudonym: {meant}")
    near = get_close_matches(word, [one.name for one in among if one.name], n=1)
    hint = f"did you mean {near[0]}?" if near else "give a pseudonym, a staff number, an e-mail or a name"
    raise UnknownPerson(f"Nobody here is {word[:80] or 'without a name'}; {hint}")


def new_id() -> str:
    """An id for a person, which says nothing about anybody."""
    return secrets.token_hex(16)


def pseudonyms(taken: Iterable[str]) -> Iterator[str]:
    """New pseudonyms without end, such as K7T4R9: random, and none of those that are taken."""
    known = set(taken)
    while True:
        one = "".join(secrets.choice(signs) for signs in _SHAPE)
        if one not in known:
            known.add(one)
            yield one
