"""The state in the words of the format: each field by its name, what it holds, and what it may be set to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.engine.decide import State
from simulator.engine.fields import View
from simulator.engine.program import Program
from simulator.engine.world import Turn
from simulator.scenario.conditions import kind
from simulator.scenario.names import suggestion
from simulator.scenario.values import days, minutes, show_minutes
from simulator.scenario.words import GRADES, STAGES, STATUSES, WAYS

_NO_YES = ("no", "yes")
_GAUGE = ("0", "1", "2", "3", "4", "5")
_WORDS: dict[str, tuple[str, ...]] = {
    "stage": STAGES,
    "believed": STAGES,
    "highest": STAGES,
    "root": GRADES,
    "weakest": GRADES,
    "entry": STATUSES,
    "way": WAYS,
    "plan": ("not planned", "hours spent", "let slide"),
    "trust": _GAUGE,
    "warmth": _GAUGE,
    "rival": _GAUGE[:4],
    "touch": _GAUGE[:3],
    "listened": _GAUGE[:4],
    "personal": _GAUGE[:5],
}
"""What a field of a kind may hold, in the order of its numbers."""
_NUMBERS = (
    "kept", "broken", "theirs_done", "orders", "value", "met", "covered", "ours", "theirs", "aim", "told",
)  # fmt: skip
_DAYS = ("day", "due")
_HOURS = ("hours", "load")
_SUFFICES = "suffices"
_MOST = 99
_GROUPS: dict[str, tuple[str, ...]] = {
    "The account": (
        "stage", "believed", "root", "weakest", "rival", "value", "kept", "broken", "theirs_done", "orders",
        "met", "covered",
    ),
    "Time": ("day", "hours", "way"),
    "People": ("trust", "warmth", "met_contact", "here", "valued"),
    "What is known": ("knows", "studied"),
    "The ledger": ("entry", "due"),
    "Said and asked": ("said", "asked"),
}  # fmt: skip
"""The kinds of names by heading; what is left is kept by the world for itself."""
BENEATH = "What the world keeps for itself"
DERIVED = ("day", "weakest", "met", "covered", "valued")
"""Names that conditions read and nothing holds: they follow from others."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field by name. `shown` is what it holds in words, `before` what it held before the last step where
    that was something else."""

    name: str
    value: int
    shown: str
    before: str = ""

    @property
    def settable(self) -> bool:
        """Whether it may be set."""
        return kind(self.name) not in DERIVED


def fields(program: Program, state: State, before: State | None = None) -> dict[str, tuple[Field, ...]]:
    """Every field under its heading, in the order of the file."""
    values, old = dict(_all(program, state)), dict(_all(program, before)) if before else {}
    found: dict[str, list[Field]] = {heading: [] for heading in (*_GROUPS, BENEATH)}
    homes = {name: heading for heading, kinds in _GROUPS.items() for name in kinds}
    order = {name: place for kinds in _GROUPS.values() for place, name in enumerate(kinds)}
    for name, value in values.items():
        if kind(name) == "due" and values[f"entry.{name.partition('.')[2]}"] == 0:
            continue  # it is nothing before the entry is owed
        was = old.get(name, value)
        field = Field(name, value, show(name, value), show(name, was) if was != value else "")
        found[homes.get(kind(name), BENEATH)].append(field)
    return {
        heading: tuple(sorted(held, key=lambda field: order.get(kind(field.name), 0)))
        for heading, held in found.items()
        if held
    }


def _all(program: Program, state: State) -> Iterator[tuple[str, int]]:
    view: View = state.fields
    turn = Turn(program, view, program.steps[program.places[state.at]].day)
    yield from view.items()
    for name in ("weakest", "met", "covered", "day", *(f"valued.{one}" for one in program.customers)):
        yield name, turn.read(name)


def words(name: str) -> tuple[str, ...]:
    """All that a field may hold, in words; nothing where it is counted."""
    held = kind(name)
    if held in (*_NUMBERS, *_DAYS, *_HOURS):
        return ()
    return _WORDS.get(held, _NO_YES)


def show(name: str, value: int) -> str:
    """What a field holds, in words."""
    held, allowed = kind(name), words(name)
    if held == "hours" and value < 0:
        return _SUFFICES
    if held in _HOURS:
        return show_minutes(value)
    if held in _DAYS:
        return f"{value}d"
    return allowed[value] if 0 <= value < len(allowed) else str(value)


def allowed(name: str) -> str:
    """What may be written for a field."""
    held, some = kind(name), words(name)
    if held == "hours":
        return f"hours such as 2h or 90m, or {_SUFFICES}"
    if held in _HOURS:
        return "hours such as 2h or 90m"
    if held in _DAYS:
        return "a day such as 9d or 6w"
    if some in (_GAUGE[: len(some)], ()):
        return f"a number from 0 to {len(some) - 1 if some else _MOST}"
    return f"one of {', '.join(some)}"


def parse(name: str, text: str) -> int:
    """A value from what was typed for a field. Raises ValueError in one sentence."""
    typed = " ".join(text.split()).casefold()
    held, some = kind(name), words(name)
    if typed in some:
        return some.index(typed)
    if some == _NO_YES and typed in ("0", "1", "false", "true"):
        return int(typed in ("1", "true"))
    try:
        if held == "hours" and typed == _SUFFICES:
            return -1
        if held in _HOURS:
            return minutes(typed)
        if held in _DAYS:
            return days(typed if typed[-1:] in ("d", "w") else f"{typed}d")
        if not some and typed.isdecimal() and int(typed[:4]) <= _MOST:
            return int(typed)
    except ValueError:
        pass
    raise ValueError(f"{name} is {allowed(name)}, not “{text}”")


_SETTING = re.compile(r"\s*(not\s+)?([a-z_]+(?:\.[a-z0-9_.]+)?)\s*(?:={1,2}\s*(.*?)\s*)?")


def parse_setting(program: Program, text: str) -> tuple[str, int]:
    """A field and a value from a line such as `trust.dana = 4`, `knows.docked` or `not knows.docked`.

    Raises ValueError in one sentence.
    """
    match = _SETTING.fullmatch(text)
    if match is None:
        raise ValueError("write a field and what it is to be, such as trust.dana = 4 or knows.docked")
    denied, name, value = match.groups()
    if kind(name) in DERIVED:
        raise ValueError(f"{name} follows from the other fields and cannot be set")
    if name not in program.beginning:
        hint = suggestion(name, program.beginning)
        raise ValueError(f"there is no field {name}{f'; {hint}' if hint else ''}")
    if value is None:
        if words(name) != _NO_YES:
            raise ValueError(f"write what {name} is to be: {allowed(name)}")
        return name, int(denied is None)
    return name, parse(name, value)
