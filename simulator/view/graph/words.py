"""What a drawing says of conditions, acts and entries, in a few words each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from simulator.engine.telling import show_day
from simulator.scenario import acts as a
from simulator.scenario.conditions import Condition
from simulator.scenario.model import Scenario, Scene
from simulator.scenario.text import shorten
from simulator.scenario.walk import Path, conditions
from simulator.scenario.words import STAGE_TITLES

_READERS = 3
"""How many of those that ask about an entry are named."""


def only_if(condition: Condition | None) -> tuple[str, ...]:
    """A note on when something is there at all; none where it always is."""
    return () if condition is None else (f"only if {condition.text}",)


def act_words(act: a.BaseAct) -> str:
    """An act as an author would name it, in a few words: `rival +1`."""
    value = getattr(act, act.short) if act.short else getattr(act, "what", getattr(act, "id", ""))
    if isinstance(value, dict):
        value = ", ".join(f"{name} {by:+d}" for name, by in value.items())
    elif isinstance(value, int):
        value = f"{value:+d}"
    elif isinstance(value, tuple):
        value = ", ".join(value)
    return f"{act.act} {value or ''}".strip()


def choice_notes(does: a.Acts, due: Callable[[str], int]) -> Iterator[str]:
    """What a line does to the ledger and to the stage. `due` gives the day on which an entry falls due."""
    for act in does:
        if isinstance(act, a.Promise):
            yield f"promises {act.entry}, due {show_day(due(act.entry))}"
        elif isinstance(act, a.Amend):
            yield f"takes back {act.entry}" + (f" for {act.becomes}" if act.becomes else "")
        elif isinstance(act, a.Table):
            yield f"puts on the list: {', '.join(act.entries)}"
        elif isinstance(act, a.Propose):
            yield f"asks for {act.id}, which belongs to {STAGE_TITLES[act.belongs_to]}"
        elif isinstance(act, a.Order | a.Keep | a.Break | a.Reset | a.Record):
            yield act_words(act)


def outcome(word: str, scene: Scene, readers: Iterable[str]) -> tuple[str, ...]:
    """What follows where an entry was kept, or broken: what it does, and what asks about it later."""
    does = [act_words(act) for act in scene.does]
    held = list(readers)
    if held:
        more = f" and {len(held) - _READERS} more" if len(held) > _READERS else ""
        does.append(f"asked about by {', '.join(held[:_READERS])}{more}")
    return (f"{word}: {'; '.join(does)}",) if does else ()


def readers(scenario: Scenario) -> dict[tuple[str, str], tuple[str, ...]]:
    """By entry and `kept` or `broken`, what asks about it, in the order of the file and each once."""
    found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for path, condition in conditions(scenario):
        for part in condition.comparisons:
            kind, _, entry = part.name.partition(".")
            if kind == "entry" and part.word in ("kept", "broken") and (name := _reader(scenario, path)):
                found[entry, part.word][name] = None
    return {key: tuple(names) for key, names in found.items()}


def _reader(scenario: Scenario, path: Path) -> str:
    match path:
        case ("encounters", int(place), *_):
            return scenario.encounters[place].id
        case ("calendar", int(place), *_):
            return scenario.calendar[place].id
        case ("endings", int(place), *_):
            return f"the ending {shorten(scenario.endings[place].title)}"
        case ("account", "stages", str(stage), *_):
            return f"the stage {STAGE_TITLES[stage]}"
        case ("ledger", str(entry), *_):
            return entry
    return ""
