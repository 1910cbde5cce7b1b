"""A scenario made ready to be lived in: what rules look up, and the turn in which they act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from simulator.engine.events import Event, Learned, Spoke
from simulator.engine.evolve import evolve
from simulator.engine.fields import View, due_day
from simulator.scenario.conditions import Condition
from simulator.scenario.model import Capability, Contact, Entry, Numbers, Scenario, Script
from simulator.scenario.words import OPEN, ROOTS

Rule = Callable[["Turn"], None]
"""A rule reads fields through a turn and emits events. It knows nothing else."""


@dataclass(frozen=True, eq=False)
class World:
    """What a scenario's rules look up. Made once, shared by every play of the scenario."""

    scenario: Scenario

    @property
    def numbers(self) -> Numbers:
        """The numbers of this world."""
        return self.scenario.world

    @cached_property
    def customers(self) -> tuple[str, ...]:
        """The contacts at the customer, in file order."""
        return tuple(name for name, contact in self.scenario.contacts.items() if contact.side == "theirs")

    @cached_property
    def departments(self) -> tuple[tuple[str, ...], ...]:
        """The customer's contacts, by department; a contact without one is a department alone."""
        rooms: dict[str, list[str]] = {}
        for name in self.customers:
            rooms.setdefault(self.scenario.contacts[name].department or name, []).append(name)
        return tuple(tuple(people) for people in rooms.values())

    @cached_property
    def promises_under(self) -> dict[str, tuple[str, ...]]:
        """The entries that are promises under each capability."""
        found: dict[str, list[str]] = {name: [] for name in self.scenario.seller.capabilities}
        for name, entry in self.scenario.ledger.items():
            if entry.of:
                found[entry.of].append(name)
        return {name: tuple(entries) for name, entries in found.items()}

    def contact(self, name: str) -> Contact:
        """A contact by name."""
        return self.scenario.contacts[name]

    def entry(self, name: str) -> Entry:
        """A ledger entry by name."""
        return self.scenario.ledger[name]

    def party(self, name: str) -> str:
        """Between whom an entry lies: `ours`, `theirs`, `inside` (our own people) or `elsewhere`."""
        entry = self.entry(name)
        if entry.account is not None:
            return "elsewhere"
        return "inside" if self.contact(self.counterpart(name)).side == "ours" else entry.side

    def counterpart(self, name: str) -> str:
        """The contact an entry is owed to or owed by; empty for another account's."""
        entry = self.entry(name)
        return (entry.to if entry.side == "ours" else entry.owner) or ""


@dataclass(slots=True)
class Turn:
    """One move being lived through: the fields as they stand, the day, and the events so far."""

    world: World
    view: View
    day: int = 0
    events: list[Event] = field(default_factory=list)
    step_began: int = 0

    @property
    def fresh(self) -> list[Event]:
        """The events of the step that is running."""
        return self.events[self.step_began :]

    def emit(self, event: Event) -> None:
        """Writes an event down and lets it change the fields."""
        evolve(self.view, event)
        self.events.append(event)

    def read(self, name: str) -> int:
        """A field, or one of the names conditions have for several fields together."""
        view = self.view
        if name in view:
            return view[name]
        if name == "day":
            return self.day
        if name == "weakest":
            return min(view[f"root.{root}"] for root in ROOTS)
        if name == "met":
            return sum(view[f"met.{person}"] for person in self.world.customers)
        if name == "covered":
            return sum(any(self.valued(person) for person in people) for people in self.world.departments)
        if name.startswith("valued."):
            return int(self.valued(name.removeprefix("valued.")))
        raise KeyError(name)

    def valued(self, person: str) -> bool:
        """Whether a contact who is still here had a valuable touch in this stretch or the last."""
        return bool(self.view[f"here.{person}"] and self.view[f"touch.{person}"])

    def holds(self, condition: Condition | None) -> bool:
        """Whether a condition holds now; none always does."""
        return condition is None or condition.holds(self.read)

    def limit(self, capability: Capability, day: int) -> Decimal | None:
        """What a capability will be on a day, as things stand now; None where no step of it holds."""

        def read(name: str) -> int:
            return day if name == "day" else self.read(name)

        for level in capability.levels:
            if level.since <= day and (level.when is None or level.when.holds(read)):
                return level.value
        return None

    def over(self, name: str, day: int) -> int:
        """How far a promise, with the others open under its capability, exceeds it: 0 to 3, as `Promised`."""
        entry = self.world.entry(name)
        if entry.of is None:
            return 0
        capability = self.world.scenario.seller.capabilities[entry.of]
        limit = self.limit(capability, day)
        amount: Decimal = entry.promised_amount
        if limit is None:
            return 3
        if capability.least is not None:
            return _excess(limit - amount, limit)
        for other in self.world.promises_under[entry.of]:
            if other != name and self.view[f"entry.{other}"] == OPEN:
                amount += self.world.entry(other).promised_amount
        return _excess(amount - limit, limit)

    def due(self, name: str) -> int:
        """The day an entry agreed today falls due."""
        return due_day(self.world.scenario, name, self.day)

    def learn(self, thing: str) -> None:
        """Something becomes known, if it was not."""
        if not self.view[f"knows.{thing}"]:
            self.emit(Learned(thing))

    def speak(self, name: str, script: Script) -> None:
        """Shows the lines of a script whose conditions hold."""
        lines = tuple(place for place, line in enumerate(script) if self.holds(line.when))
        if lines:
            self.emit(Spoke(name, lines))

    def sandbagged(self, name: str, day: int) -> bool:
        """Whether a promise stays below both what was needed and what we can do."""
        entry = self.world.entry(name)
        if entry.of is None or entry.needed is None:
            return False
        capability = self.world.scenario.seller.capabilities[entry.of]
        limit = self.limit(capability, day)
        if limit is None:
            return False
        if capability.least is not None:
            return bool(entry.promised_amount > max(entry.needed, limit))
        return bool(entry.promised_amount < min(entry.needed, limit))


def _excess(excess: Decimal, limit: Decimal) -> int:
    if excess <= 0:
        return 0
    if limit <= 0 or excess * 2 > limit:
        return 3
    return 1 if excess * 10 <= limit else 2
