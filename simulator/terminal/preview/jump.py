"""Getting to a beat: a line of moves that leads there, found by trying moves on the scenario as it is.

The search goes through the steps in order. At each it keeps the states that differ, each with the line that
departs least from what the author has done so far, and after that the shortest. Where there are more states
than it may keep, it keeps those that differ in what the beat's conditions read, so that a beat behind a
condition is found as well. What it may try is bounded.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.engine import events as e
from simulator.engine import steps as s
from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario import acts as a
from simulator.scenario.conditions import Condition
from simulator.scenario.model import Choice, Script
from simulator.scenario.text import shorten
from simulator.scenario.walk import parts

KEPT = 64
"""States that are kept at one step."""
TRIED = 40_000
"""Moves that are tried at most: some seconds."""
_SKIP = Move("way", "skip")
"""Leaving a meeting out is short, but hardly what the author means."""
_DEPTH = 3
"""How far it is followed what a condition hangs on."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere to jump to: an encounter, a beat `encounter/beat`, or news `news:id`."""

    id: str
    title: str
    beat: bool = True

    def reached(self, events: tuple[e.Event, ...]) -> bool:
        """Whether events lead there."""
        for event in events:
            match event:
                case e.EncounterOpened() if not self.beat and event.encounter == self.id:
                    return True
                case e.BeatEntered() if event.beat == self.id:
                    return True
                case e.NewsCame() if f"news:{event.news}" == self.id:
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Way:
    """What a search has found. `moves` is None where it found no way; `all` says whether that is proved, as
    nothing was left out. `tried` counts the moves that were tried."""

    moves: tuple[Move, ...] | None
    tried: int
    all: bool


def targets(program: Program) -> tuple[Target, ...]:
    """Everywhere one may jump to, in the order of the days: encounters, their beats, and news that asks."""
    return tuple(_targets(program))


def _targets(program: Program) -> Iterator[Target]:
    scenario = program.scenario
    news = {f"news:{held.id}": held for held in scenario.calendar if held.choices}
    meetings = {held.id: held for held in scenario.encounters}
    for step in program.steps:
        if isinstance(step, s.Arrive):
            held = meetings[step.encounter.id]
            yield Target(held.id, f"Day {held.day}: {held.title}", beat=False)
            for name, beat in held.beats.items():
                yield Target(f"{held.id}/{name}", _first_words(beat.script))
        elif isinstance(step, s.NewsComes) and f"news:{step.news.id}" in news:
            yield Target(f"news:{step.news.id}", f"Day {step.day}: {step.news.title or 'News'}")


def _first_words(script: Script) -> str:
    return shorten(script[0].text, 64) if script else ""


@dataclass(frozen=True, slots=True)
class _Node:
    """A state with the way there: departures from what was done before, moves, and the node before."""

    departures: int
    length: int
    state: State
    back: _Node | None = None
    move: Move | None = None

    @property
    def cost(self) -> tuple[int, int]:
        return self.departures, self.length

    def moves(self) -> tuple[Move, ...]:
        """The moves that lead here."""
        found: list[Move] = []
        node: _Node | None = self
        while node is not None and node.move is not None:
            found.append(node.move)
            node = node.back
        return tuple(reversed(found))


def way_to(
    program: Program,
    target: Target,
    own: Mapping[str, Move],
    since: State | None = None,
    *,
    kept: int = KEPT,
    tried: int = TRIED,
) -> Way:
    """A line of moves to a target from a state, or from the beginning. `own` are the moves that have been
    made, by their steps: a line that keeps to them is preferred."""
    start = since or beginning(program)
    goal = program.places.get(f"{target.id}/enter", program.places.get(target.id, -1))
    read = _relevant(program, target)
    layers: dict[int, dict[tuple[int, ...], _Node]] = {}
    order: list[int] = []
    best: _Node | None = None
    count, whole = 0, True

    def add(node: _Node) -> None:
        place = program.places[node.state.at]
        if place not in layers:
            layers[place] = {}
            heapq.heappush(order, place)
        key = tuple(node.state.fields.values())
        held = layers[place].get(key)
        if held is None or node.cost < held.cost:
            layers[place][key] = node

    add(_Node(0, 0, start))
    while order and (place := heapq.heappop(order)) <= goal:
        nodes = layers.pop(place)
        whole = whole and len(nodes) <= kept
        for node in _chosen(nodes, read, kept):
            if best is not None and _rank(best, target) <= (False, node.cost):
                continue
            for move in legal_moves(program, node.state):
                if count == tried:
                    return Way(best.moves() if best else None, count, False)
                count += 1
                events = decide(program, node.state, move)
                mine = own.get(node.state.at)
                away = node.departures + (move != mine if mine else move == _SKIP)
                after = _Node(away, node.length + 1, evolve(node.state, events), node, move)
                if not target.reached(events):
                    add(after)
                elif best is None or _rank(after, target) < _rank(best, target):
                    best = after
    return Way(best.moves() if best else None, count, whole)


def _rank(node: _Node, target: Target) -> tuple[bool, tuple[int, int]]:
    """The lower the better: a beat that is asked comes before one that was gone through."""
    return target.beat and node.state.at != target.id, node.cost


def _chosen(nodes: Mapping[tuple[int, ...], _Node], read: tuple[str, ...], kept: int) -> list[_Node]:
    """The nodes that are followed: all, or of each kind in turn the best."""
    ranked = sorted(nodes.values(), key=lambda node: node.cost)
    if len(ranked) <= kept:
        return ranked
    kinds: dict[tuple[int, ...], list[_Node]] = {}
    for node in ranked:
        kinds.setdefault(tuple(node.state.fields[name] for name in read), []).append(node)
    rows = list(kinds.values())
    found: list[_Node] = []
    for turn in range(kept):
        found += (row[turn] for row in rows if turn < len(row))
        if len(found) >= kept:
            break
    return found[:kept]


def _relevant(program: Program, target: Target) -> tuple[str, ...]:
    """The fields that decide whether the target is come to, and those that decide what moves them."""
    scenario = program.scenario
    encounter, _, beat = target.id.partition("/")
    news = (held for held in scenario.calendar if f"news:{held.id}" == target.id)
    asked: list[Condition | None] = [held.when for held in news]
    for held in scenario.encounters:
        if held.id == encounter:
            asked.append(held.when)
            asked += [moment.when for name, moment in held.beats.items() if name == beat]
    found: dict[str, None] = {}
    names = [name for condition in asked for name in _names(condition)]
    for _ in range(_DEPTH):
        found |= dict.fromkeys(names)
        names = [name for other in names for name in _behind(program, other) if name not in found]
    return tuple(name for name in found if name in program.beginning)


def _names(condition: Condition | None) -> list[str]:
    return [comparison.name for comparison in condition.comparisons] if condition is not None else []


def _behind(program: Program, name: str) -> Iterator[str]:
    """The names read by what may change a name: the conditions of the lines and moments that act on it."""
    kind, _, what = name.partition(".")
    if kind == "entry":
        yield f"plan.{what}"
    if kind == "knows":
        yield from (f"studied.{work}" for work in program.scenario.homework)
    for _, part in parts(program.scenario):
        if isinstance(part, Choice) and (part.id == what or any(_acts_on(act, what) for act in part.does)):
            yield from (f"said.{part.id}", *_names(part.when))


def _acts_on(act: a.BaseAct, what: str) -> bool:
    """Whether an act names something."""
    return any(what == held or (isinstance(held, tuple | dict) and what in held) for _, held in act)
