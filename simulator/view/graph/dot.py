"""A drawing in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.scenario.text import one_line
from simulator.view.graph.edges import box_lines, edges
from simulator.view.graph.parts import OWED, Graph, Sort, Stop, Tone

_SHAPES = {
    Sort.MEETING: 'shape=box, style="filled,bold", fillcolor="#e8f0fb", color="#2563a8"',
    Sort.NEWS: 'shape=box, style="filled,rounded", fillcolor="#fdf6e3", color="#c9a227"',
    Sort.DUE: 'shape=note, style=filled, fillcolor="#fafafa", color="#9aa5b1"',
    Sort.ENDING: 'shape=box, style="filled,rounded", fillcolor="#f5f0fa", color="#7e5aa6"',
    Sort.STAGE: 'shape=box, style=filled, fillcolor="#ecf8f3", color="#047857"',
}
_PLAIN = 'shape=box, style=rounded, color="#7b8794"'
_COLOURS = {
    Tone.PROMISE: "#b45309",
    Tone.TASK: "#2563a8",
    Tone.THEIRS: "#047857",
    Tone.ELSEWHERE: "#86198f",
    Tone.UP: "#047857",
    Tone.DOWN: "#b91c1c",
}


def dot(graph: Graph) -> str:
    """The text of a `digraph`. Whatever a person wrote stands in it as text and nothing else."""
    names = {stop.id: f"s{number}" for number, stop in enumerate(graph.stops)}
    parts = [
        "digraph {",
        f"  label={_quoted([graph.title], centred=True)}; labelloc=t; fontsize=20;",
        '  fontname="Helvetica"; node [fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=10, color="#52606d"];',
    ]
    parts += [f"  {names[stop.id]} [{_box(stop)}];" for stop in graph.stops]
    for number, (group, title) in enumerate(graph.groups.items()):
        held = "; ".join(names[stop.id] for stop in graph.stops if stop.group == group)
        label = _quoted([title], centred=True)
        parts.append(f'  subgraph cluster_{number} {{ label={label}; color="#d5dbe3"; {held}; }}')
    for edge in edges(graph):
        marks = [f"label={_quoted(edge.lines)}"] if edge.lines else []
        if edge.tone in _COLOURS:
            marks.append(f'color="{_COLOURS[edge.tone]}", fontcolor="{_COLOURS[edge.tone]}"')
        marks += ["style=dashed, constraint=false"] if edge.tone in OWED else []
        parts.append(f"  {names[edge.start]} -> {names[edge.end]} [{', '.join(marks)}];")
    return "\n".join([*parts, "}"]) + "\n"


def _box(stop: Stop) -> str:
    return f"{_SHAPES.get(stop.sort, _PLAIN)}, label={_quoted(box_lines(stop))}"


def _quoted(lines: Iterable[str], *, centred: bool = False) -> str:
    """Lines as one quoted text; `\\l` ends a line that begins at the left."""
    safe = (one_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return f'"{"".join(safe)}"' if centred else '"' + "".join(f"{line}\\l" for line in safe) + '"'
