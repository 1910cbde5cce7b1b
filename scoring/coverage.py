"""What of a scenario its specs reach: choices, beats, news, homework, entries and their outcomes, endings.

Every line of a script that has a condition of its own counts as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.engine import events as e
from simulator.scenario.model import Choice, Line, Scenario, Scene, Script
from simulator.scenario.text import shorten
from simulator.scenario.walk import Path

KINDS = {
    "choice": "choices",
    "beat": "beats",
    "line": "lines with a condition",
    "news": "news",
    "homework": "homework",
    "entry": "entries owed",
    "outcome": "outcomes told",
    "ending": "endings",
}
"""The kinds of what is counted, each as a summary names it."""

Key = tuple[str | int, ...]
"""What an event and a place of the file have in common."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a scenario that a play can reach. `missed` says in words that none did."""

    kind: str
    key: Key
    path: Path
    missed: str


@dataclass(frozen=True)
class Coverage:
    """What a scenario has, and what was reached of it."""

    items: tuple[Item, ...]
    reached: frozenset[Key]

    @property
    def missed(self) -> tuple[Item, ...]:
        """What no play reached."""
        return tuple(item for item in self.items if item.key not in self.reached)

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """By kind, how many were reached and how many there are; kinds the scenario lacks are left out."""
        every = Counter(item.kind for item in self.items)
        missed = Counter(item.kind for item in self.missed)
        return {kind: (every[kind] - missed[kind], every[kind]) for kind in KINDS if every[kind]}

    @property
    def percent(self) -> int:
        """How much was reached of everything together, 0 to 100; 100 only where nothing was missed."""
        return 100 * (len(self.items) - len(self.missed)) // len(self.items)


def coverage(scenario: Scenario, plays: Iterable[Iterable[e.Event]]) -> Coverage:
    """What the events of some plays reach of a scenario. Its variants are counted as the scenario itself."""
    return Coverage(tuple(_items(scenario)), frozenset(key for events in plays for key in _reached(events)))


def _reached(events: Iterable[e.Event]) -> Iterator[Key]:
    for event in events:
        match event:
            case e.Chose(choice=name):
                yield "choice", name
            case e.BeatEntered(beat=name):
                yield "beat", name
            case e.NewsCame(news=name):
                yield "news", name
            case e.Studied(homework=name):
                yield "homework", name
            case e.Opened(entry=name) | e.Promised(entry=name) | e.Committed(entry=name):
                yield "entry", name
            case e.Kept(entry=name):
                yield "kept", name
            case e.Broken(entry=name):
                yield "broken", name
            case e.Ended(ending=place):
                yield "ending", place
            case e.Spoke(script=name, lines=places):
                yield from (("line", name, place) for place in places)


def _items(scenario: Scenario) -> Iterator[Item]:
    for place, encounter in enumerate(scenario.encounters):
        here: Path = ("encounters", place)
        yield from _lines(f"{encounter.id}:previously", encounter.previously, (*here, "previously"))
        for name, beat in encounter.beats.items():
            path, full = (*here, "beats", name), f"{encounter.id}/{name}"
            yield Item("beat", ("beat", full), path, f"beat {full} was never entered")
            yield from _lines(full, beat.script, (*path, "script"))
            yield from _choices(f"beat {full}", full, beat.choices, path)
    for place, news in enumerate(scenario.calendar):
        path = ("calendar", place)
        yield Item("news", ("news", news.id), path, f"news {news.id} never came")
        yield from _lines(f"news:{news.id}", news.script, (*path, "script"))
        yield from _choices(f"news {news.id}", f"news:{news.id}", news.choices, path)
    for name, work in scenario.homework.items():
        path = ("homework", name)
        yield Item("homework", ("homework", name), path, f"homework {name} was never done")
        yield from _lines(f"homework:{name}", work.script, (*path, "script"))
    for name, entry in scenario.ledger.items():
        path = ("ledger", name)
        if not entry.from_start:
            yield Item("entry", ("entry", name), path, f"entry {name} never came to be owed")
        for outcome, scene in (("kept", entry.when_kept), ("broken", entry.when_broken)):
            yield from _outcome(name, outcome, scene, (*path, f"when_{outcome}"))
    for place, ending in enumerate(scenario.endings):
        missed = f"ending {shorten(ending.title)!r} was never reached"
        yield Item("ending", ("ending", place), ("endings", place), missed)


def _choices(where: str, script: str, choices: tuple[Choice, ...], path: Path) -> Iterator[Item]:
    for place, choice in enumerate(choices):
        here = (*path, "choices", place)
        yield Item("choice", ("choice", choice.id), here, f"choice {choice.id} of {where} was never taken")
        yield from _lines(f"{script}/{choice.id}", choice.reply, (*here, "reply"))


def _outcome(entry: str, outcome: str, scene: Scene, path: Path) -> Iterator[Item]:
    """What became of an entry counts where the author tells it."""
    if scene.script or scene.does:
        yield Item("outcome", (outcome, entry), path, f"entry {entry} was never {outcome}")
        yield from _lines(f"entry:{entry}/{outcome}", scene.script, (*path, "script"))


def _lines(name: str, script: Script, path: Path) -> Iterator[Item]:
    for place, line in enumerate(script):
        if line.when is not None:
            yield Item("line", ("line", name, place), (*path, place), _unheard(line))


def _unheard(line: Line) -> str:
    return f"the line {shorten(line.text)!r} was never shown"
