"""A drawing as a Mermaid flowchart, which many wikis and repositories show as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.scenario.text import one_line
from simulator.view.graph.edges import box_lines, edges
from simulator.view.graph.parts import OWED, Graph, Sort, Stop, Tone

_SHAPES = {
    Sort.START: ("([", "])"),
    Sort.MEETING: ("[", "]"),
    Sort.BEAT: ("(", ")"),
    Sort.CLOSE: ("([", "])"),
    Sort.NEWS: ("{{", "}}"),
    Sort.DUE: ("[", "]"),
    Sort.ENDING: ("([", "])"),
    Sort.STAGE: ("[[", "]]"),
}
_ARROWS = {Tone.FLOW: "-->", Tone.CHOICE: "-->", Tone.UP: "==>", Tone.DOWN: "==>"}
_LABELS = {Tone.UP: "up", Tone.DOWN: "down"}
_STYLES = {
    Sort.START: "fill:#f1f5f9,stroke:#9aa5b1,color:#1f2933",
    Sort.MEETING: "fill:#e8f0fb,stroke:#2563a8,color:#1f2933",
    Sort.BEAT: "fill:#ffffff,stroke:#7b8794,color:#1f2933",
    Sort.CLOSE: "fill:#f1f5f9,stroke:#9aa5b1,color:#1f2933",
    Sort.NEWS: "fill:#fdf6e3,stroke:#c9a227,color:#1f2933",
    Sort.DUE: "fill:#fafafa,stroke:#9aa5b1,color:#1f2933",
    Sort.ENDING: "fill:#f5f0fa,stroke:#7e5aa6,color:#1f2933",
    Sort.STAGE: "fill:#ecf8f3,stroke:#047857,color:#1f2933",
}
_WIDER = '%%{init: {"flowchart": {"wrappingWidth": 520}}}%%'
"""Lines of a box are not broken again where they are as long as ours may be."""
_SPECIAL = re.compile(r"[^\w ,.!?'–—…•]|_|(?<=\d)\.")


def mermaid(graph: Graph) -> str:
    """The text of a flowchart. Whatever a person wrote stands in it as text and nothing else."""
    names = {stop.id: f"s{number}" for number, stop in enumerate(graph.stops)}
    parts = [_WIDER, "flowchart TD"]
    group = ""
    for stop in graph.stops:
        if stop.group != group:
            parts += ["  end"] if group else []
            group = stop.group
            if group:
                number = list(graph.groups).index(group)
                parts.append(f'  subgraph g{number}["{_safe(graph.groups[group])}"]')
                parts.append("  direction TB")
        parts.append(f"  {_box(stop, names[stop.id])}")
    parts += ["  end"] if group else []
    for edge in edges(graph):
        arrow = "-.->" if edge.tone in OWED else _ARROWS[edge.tone]
        lines = edge.lines or tuple(filter(None, [_LABELS.get(edge.tone)]))
        label = f'|"{_joined(lines)}"|' if lines else ""
        parts.append(f"  {names[edge.start]} {arrow}{label} {names[edge.end]}")
    parts += _styles(graph, names)
    return "\n".join(parts) + "\n"


def _box(stop: Stop, name: str) -> str:
    opening, closing = _SHAPES[stop.sort]
    return f'{name}{opening}"{_joined(box_lines(stop))}"{closing}'


def _styles(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    for sort, style in _STYLES.items():
        held = [names[stop.id] for stop in graph.stops if stop.sort is sort]
        if held:
            yield f"  classDef {sort.value} {style}"
            yield f"  class {','.join(held)} {sort.value}"
    for number in range(len(graph.groups)):
        yield f"  style g{number} fill:#f8fafc,stroke:#d5dbe3,color:#1f2933"


def _joined(lines: Iterable[str]) -> str:
    return "<br/>".join(map(_safe, lines))


def _safe(text: str) -> str:
    """Text with all that Mermaid could take for itself written as a number, which it shows as the sign."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", one_line(text))
