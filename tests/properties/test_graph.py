"""Of whatever account: what happens in a play stands in its drawing, in the same order, on the same days."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from simulator.engine import events as e
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.scenario.load import build
from simulator.view.graph import story
from simulator.view.graph.dot import dot
from simulator.view.graph.edges import edges
from simulator.view.graph.mermaid import mermaid
from simulator.view.graph.parts import OWED, Graph, Sort
from simulator.view.graph.svg import svg
from tests.helpers import source
from tests.properties.scenarios import Data, documents, walks

hard = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def played(program: Program, walk: list[int]) -> tuple[e.Event, ...]:
    play = Playthrough(program)
    play.begin()
    steps = iter(walk)
    while moves := play.legal_moves():
        play.do(moves[next(steps, 0) % len(moves)])
    return tuple(play.events)


def order(graph: Graph) -> dict[str, int]:
    return {stop.id: place for place, stop in enumerate(graph.stops)}


@hard
@given(documents, walks)
def test_what_happens_stands_in_the_drawing_in_its_order(data: Data, walk: list[int]) -> None:
    program = Program(build(source(data)))
    place = order(story.full(program.scenario))
    met: list[int] = []
    for event in played(program, walk):
        match event:
            case e.EncounterOpened(encounter=name) | e.BeatEntered(beat=name):
                met.append(place[name])
            case e.NewsCame(news=name):
                met.append(place[f"news:{name}"])
    assert all(one < other for one, other in pairwise(met))


@hard
@given(documents, walks)
def test_what_comes_to_be_owed_falls_due_in_the_drawing_when_it_does_in_play(
    data: Data, walk: list[int]
) -> None:
    program = Program(build(source(data)))
    for graph in (story.overview(program.scenario), story.full(program.scenario)):
        due = {(item.name, item.due) for stop in graph.stops if stop.sort is Sort.DUE for item in stop.items}
        linked = {link.label for link in graph.links if link.tone in OWED}
        for event in played(program, walk):
            if isinstance(event, e.Promised | e.Committed | e.Opened):
                assert (event.entry, event.due) in due
                assert event.entry in linked


@hard
@given(documents)
def test_every_drawing_is_whole(data: Data) -> None:
    scenario = build(source(data))
    meetings = [story.one_meeting(scenario, encounter.id) for encounter in scenario.encounters]
    for graph in (story.overview(scenario), story.full(scenario), *meetings):
        place = order(graph)
        assert len(place) == len(graph.stops)
        for link in graph.links:
            assert link.start in place
            assert link.end in place
        assert ET.fromstring(svg(graph)).get("role") == "img"
        for write in (mermaid, dot):
            assert write(graph).count("\n") >= len(graph.stops) + len(edges(graph))
