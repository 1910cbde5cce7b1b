"""Where the author picks: a beat to go to, a field to set and what to set it to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.terminal.preview.jump import Target
from simulator.terminal.preview.state import Field, allowed, fields, parse_setting, words
from simulator.terminal.preview.telling import field_runs
from simulator.terminal.preview.trial import Put
from simulator.terminal.screens.finder import Finder, found_in
from simulator.terminal.widgets.menu import Entry, option, text


class Beats(Finder, place="palette"):
    """Every encounter, beat and news that asks. Ends with a `Target`, or with nothing."""

    def __init__(self, held: Iterable[Target], here: str) -> None:
        """`here` is the step at which one stands."""
        super().__init__("Go to which beat?")
        self._targets, self._here = tuple(held), here

    def entries(self) -> Iterator[Entry]:
        """What matches, the beats under their encounter."""
        found = [held for held in self._targets if found_in(f"{held.id} {held.title}", self.wanted)]
        for place, held in enumerate(found):
            if place and "/" not in held.id:
                yield text()
            name = held.id.partition("/")[2]
            here = (" (you stand here)", "strong") if held.id == self._here else ""
            shown = f"  {name}" if name else held.id.removeprefix("news:")
            role = "plain" if name else "strong"
            yield option(held, (shown, role), here, (f"  {held.title}", "quiet"), hang=6)
        if not found:
            yield text("No beat is called so. Delete some of it to see more.")


class Fields(Finder, place="palette"):
    """Every field. Ends with a `Field` to be set, with a `Put` that was typed whole, or with nothing."""

    def __init__(self, program: Program, state: State, before: State) -> None:
        person = next(iter(program.scenario.contacts))
        super().__init__(f"The state. Choose what to set by hand, or type it: trust.{person} = 4")
        self._program = program
        self._fields = fields(program, state, before)

    def entries(self) -> Iterator[Entry]:
        """What matches, under headings; or the setting that was typed."""
        if "=" in self.wanted:
            yield self._typed()
            return
        empty = True
        for heading, held in self._fields.items():
            found = [one for one in held if found_in(f"{one.name} {one.shown}", self.wanted)]
            if found:
                yield text((heading, "heading"))
                yield from map(_line, found)
                yield text()
                empty = False
        if empty:
            yield text("No field is called so. Delete some of it to see more.")

    def _typed(self) -> Entry:
        try:
            name, value = parse_setting(self._program, self.wanted)
        except ValueError as error:
            return text(f"{error}.")
        return option(Put(name, value), f"Set {' '.join(self.wanted.split())}")


def _line(field: Field) -> Entry:
    if not field.settable:
        return text("  ", *field_runs(field), (" (follows from others)", "quiet"), hang=4)
    return option(field, *field_runs(field), hang=4)


def values(field: Field) -> Iterator[Entry]:
    """What a field may be set to, to choose from."""
    yield text((f"{field.name} is {field.shown}.", "strong"), f" It may be {allowed(field.name)}.")
    yield text()
    for value, word in enumerate(words(field.name)):
        yield option(Put(field.name, value), word)
