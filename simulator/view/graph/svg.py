"""A drawing as an SVG picture: the story runs down, and what is owed runs beside it to the day it falls due.

Drawn here and by nothing else: the story only runs downwards, so that its layout is nearly given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from simulator.scenario.text import one_line
from simulator.view.graph.lanes import Run, lanes
from simulator.view.graph.letters import fit, width, wrapped
from simulator.view.graph.parts import OWED, Graph, Item, Link, Sort, Stop, Tone

_LEFT, _RIGHT, _EDGE = 96, 756, 24
"""Where boxes begin and end, and the margin, in pixels."""
_INSIDE, _TEXT = _LEFT + 14, _LEFT + 34
_GAP, _SMALL_GAP, _GROUP_GAP, _ABOVE_ITEMS = 16, 6, 26, 4
_TITLE_LINE, _ITEM_LINE, _NOTE_LINE, _PAD = 20, 19, 15, 9
_LANE = 9
_ASIDE = 3
"""How far above the middle of a line a link arrives, and below it one leaves, so that the two stay apart."""
_INK, _FAINT, _LINE, _PAPER = "#1f2933", "#5f6b7a", "#9aa5b1", "#ffffff"

_COLOURS = {
    Tone.FLOW: "#52606d",
    Tone.CHOICE: "#52606d",
    Tone.PROMISE: "#b45309",
    Tone.TASK: "#2563a8",
    Tone.THEIRS: "#047857",
    Tone.ELSEWHERE: "#86198f",
    Tone.UP: "#047857",
    Tone.DOWN: "#b91c1c",
}
_LEGEND = (
    (Tone.CHOICE, "a line to say"),
    (Tone.PROMISE, "a promise of ours"),
    (Tone.TASK, "a task of ours"),
    (Tone.THEIRS, "theirs"),
    (Tone.ELSEWHERE, "another account's"),
)
_FILLS = {
    Sort.START: ("#f1f5f9", _LINE),
    Sort.MEETING: ("#e8f0fb", "#2563a8"),
    Sort.BEAT: (_PAPER, "#7b8794"),
    Sort.CLOSE: ("#f1f5f9", _LINE),
    Sort.NEWS: ("#fdf6e3", "#c9a227"),
    Sort.DUE: ("#fafafa", "#cbd2d9"),
    Sort.ENDING: ("#f5f0fa", "#7e5aa6"),
    Sort.STAGE: ("#ecf8f3", "#047857"),
}


@dataclass(frozen=True, slots=True)
class _Box:
    """A stop in its place; `lines` has the height at which each item, or the title (""), stands."""

    stop: Stop
    top: int
    bottom: int
    lines: dict[str, int]


def svg(graph: Graph) -> str:
    """The picture as the text of an SVG file, the same for the same drawing."""
    boxes, bottom = _laid_out(graph)
    runs, tones = _runs(graph, boxes)
    places = lanes(runs)
    wide = _RIGHT + _EDGE + (_LANE * (max(places) + 1) + 8 if places else 0)
    tall = bottom + _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" '
        f'viewBox="0 0 {wide} {tall}" role="img" font-family="Helvetica, Arial, sans-serif">',
        f"<title>{_safe(graph.title)}</title>",
        f'<rect width="{wide}" height="{tall}" rx="10" fill="{_PAPER}"/>',
        _text(_EDGE, 40, fit(one_line(graph.title), wide - 2 * _EDGE, 22), 22, bold=True),
        *_legend(graph),
        *_frames(graph, boxes),
        *_beside(runs, tones, places),
        *(part for box in boxes for part in _box(box)),
        *_arrows(graph, boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


# Where everything stands


def _laid_out(graph: Graph) -> tuple[list[_Box], int]:
    boxes: list[_Box] = []
    y, group = 84, ""
    for stop in graph.stops:
        if stop.group != group:
            y += _GROUP_GAP * (bool(group) + bool(stop.group))
            group = stop.group
        lines = {"": y + _PAD + _TITLE_LINE // 2}
        bottom = y + _PAD + _TITLE_LINE
        bottom += 0 if _on_one_line(stop) else _NOTE_LINE * len(_noted(stop.notes, _INSIDE, 12))
        bottom += _ABOVE_ITEMS * bool(stop.items)
        for item in stop.items:
            lines.setdefault(item.name, bottom + _ITEM_LINE // 2)
            bottom += _ITEM_LINE + _NOTE_LINE * len(_noted(item.notes, _TEXT, 11))
        bottom += _PAD
        boxes.append(_Box(stop, y, bottom, lines))
        y = bottom + (_GAP if stop.sort is not Sort.ENDING else _SMALL_GAP)
    return boxes, y


def _runs(graph: Graph, boxes: list[_Box]) -> tuple[list[Run], list[Tone]]:
    """The links that go past a box, those with the same end together."""
    at = {box.stop.id: box for box in boxes}
    beside = {(one.stop.id, other.stop.id) for one, other in pairwise(boxes)}
    ends: defaultdict[tuple[int, Tone], list[int]] = defaultdict(list)
    for link in graph.links:
        if _is_long(link, beside, at):
            end = at[link.end].lines
            arrival = end[link.at if link.at in end else ""] - _ASIDE
            leaving = at[link.start].lines
            ends[arrival, link.tone].append(leaving[link.item if link.item in leaving else ""] + _ASIDE)
    runs = [Run(tuple(sorted(set(starts))), end) for (end, _), starts in ends.items()]
    return runs, [tone for _, tone in ends]


def _is_long(link: Link, beside: set[tuple[str, str]], at: dict[str, _Box]) -> bool:
    if link.tone in (Tone.UP, Tone.DOWN) or at[link.end].stop.sort is Sort.ENDING:
        return False
    return link.tone in OWED or (link.start, link.end) not in beside


# What is drawn


def _legend(graph: Graph) -> Iterator[str]:
    shown = {item.tone for stop in graph.stops for item in stop.items}
    x = float(_EDGE)
    for tone, words in _LEGEND:
        if tone in shown:
            yield _mark(int(x) + 6, 62, tone)
            yield _text(int(x) + 16, 66, words, 12, _FAINT)
            x += width(words, 12) + 36


def _frames(graph: Graph, boxes: list[_Box]) -> Iterator[str]:
    for name, title in graph.groups.items():
        held = [box for box in boxes if box.stop.group == name]
        top, bottom = held[0].top - _GROUP_GAP, held[-1].bottom + 12
        yield _rect(_LEFT - 12, top, _RIGHT + 12, bottom, "#f8fafc", "#d5dbe3", 12)
        words = fit(one_line(title), _RIGHT - _LEFT, 12)
        yield _text(_LEFT, top + 17, words, 12, _FAINT, bold=True)


def _box(box: _Box) -> Iterator[str]:
    stop = box.stop
    fill, line = _FILLS[stop.sort]
    yield _rect(_LEFT, box.top, _RIGHT, box.bottom, fill, line, 7)
    if stop.day is not None:
        yield _text(_LEFT - 18, box.top + 24, f"day {stop.day}", 12, _INK, end=True)
        below = f"to {stop.until}" if stop.until not in (None, stop.day) else _week(stop.day)
        yield _text(_LEFT - 18, box.top + 38, below, 11, _FAINT, end=True)
    room = _RIGHT - _INSIDE - 10
    y = box.lines[""]
    size = 13 if stop.sort is Sort.DUE else 15
    yield _text(_INSIDE, y + 5, fit(one_line(stop.title), room, size), size, bold=True, full=stop.title)
    if _on_one_line(stop):
        x = _INSIDE + int(width(one_line(stop.title), size, bold=True)) + 14
        yield _text(x, y + 5, one_line(stop.notes[0]), 12, _FAINT)
        return
    y += _TITLE_LINE // 2
    for line, note in _noted(stop.notes, _INSIDE, 12):
        yield _text(_INSIDE, y + 11, line, 12, _FAINT, full=note)
        y += _NOTE_LINE
    y += _ABOVE_ITEMS
    for item in stop.items:
        yield from _item(item, y)
        y += _ITEM_LINE + _NOTE_LINE * len(_noted(item.notes, _TEXT, 11))


def _on_one_line(stop: Stop) -> bool:
    """Endings are many and say little: what one depends on stands beside its title if there is room."""
    if stop.sort is not Sort.ENDING:
        return False
    words = width(one_line(stop.title), 15, bold=True) + 14 + width(one_line(stop.notes[0]), 12)
    return words <= _RIGHT - 12 - _INSIDE


def _noted(notes: tuple[str, ...], left: int, size: int) -> list[tuple[str, str]]:
    """Notes in lines that fit between `left` and the end of the box, each with the whole of its note."""
    return [(line, note) for note in notes for line in wrapped(one_line(note), _RIGHT - 12 - left, size)]


def _week(day: int) -> str:
    return f"week {day // 7}" if day >= 7 and day % 7 == 0 else ""


def _item(item: Item, top: int) -> Iterator[str]:
    middle = top + _ITEM_LINE // 2
    yield _mark(_INSIDE + 6, middle, item.tone)
    yield _text(_TEXT, middle + 4, item.name, 12, _COLOURS[item.tone], bold=True)
    x, end = _TEXT + int(width(item.name, 12, bold=True)) + 10, _RIGHT - 12
    if item.due is not None:
        yield _text(end, middle + 4, f"due day {item.due}", 11, _FAINT, end=True)
        end -= 76
    yield _text(x, middle + 4, fit(one_line(item.text), end - x, 12), 12, full=item.text)
    for place, (line, note) in enumerate(_noted(item.notes, _TEXT, 11)):
        yield _text(_TEXT, middle + 18 + _NOTE_LINE * place, line, 11, _FAINT, full=note)


def _mark(x: int, y: int, tone: Tone) -> str:
    """Shape and colour together: neither is needed to tell them apart."""
    colour = _COLOURS[tone]
    if tone is Tone.PROMISE:
        return f'<path d="M{x} {y - 5}l5 5l-5 5l-5 -5z" fill="{colour}"/>'
    if tone is Tone.TASK:
        return f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="{colour}"/>'
    if tone is Tone.THEIRS:
        return f'<path d="M{x - 5} {y + 4}h10l-5 -9z" fill="{colour}"/>'
    if tone is Tone.ELSEWHERE:
        return f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="none" stroke="{colour}"/>'
    return f'<circle cx="{x}" cy="{y}" r="4" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _beside(runs: list[Run], tones: list[Tone], places: list[int]) -> Iterator[str]:
    """The long links, the outermost first, so that the short ones lie upon them."""
    for run, tone, lane in sorted(zip(runs, tones, places, strict=True), key=lambda held: -held[2]):
        colour, x = _COLOURS[tone], _RIGHT + 16 + _LANE * lane
        path = "".join(f"M{_RIGHT} {start}H{x}" for start in run.starts)
        path += f"M{x} {run.top}V{run.bottom}M{x} {run.end}H{_RIGHT + 7}"
        dash = ' stroke-dasharray="4 3"' if tone is Tone.ELSEWHERE else ""
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.3" opacity="0.75"{dash}/>'
        yield f'<path d="M{_RIGHT + 1} {run.end}l8 -4v8z" fill="{colour}"/>'
        joined = (start for start in run.starts if run.top < start < run.bottom)
        yield from (f'<circle cx="{x}" cy="{start}" r="2.5" fill="{colour}"/>' for start in joined)


def _arrows(graph: Graph, boxes: list[_Box]) -> Iterator[str]:
    """From each box down to the next, where the story goes on to it; between the rungs up and down."""
    linked = {(link.start, link.end): link.tone for link in graph.links}
    for one, other in pairwise(boxes):
        tone = linked.get((one.stop.id, other.stop.id))
        into_frame = other.stop.group and other.stop.group != one.stop.group
        top, bottom = one.bottom + 1, other.top - 1 - _GROUP_GAP * bool(into_frame)
        if tone in (Tone.FLOW, Tone.CHOICE):
            yield _arrow(_LEFT + 40, top, bottom, _COLOURS[Tone.FLOW])
        elif tone is Tone.DOWN:
            yield _arrow(_LEFT + 40, bottom, top, _COLOURS[Tone.UP])
            yield _arrow(_LEFT + 60, top, bottom, _COLOURS[Tone.DOWN])


def _arrow(x: int, start: int, end: int, colour: str) -> str:
    back = -6 if end > start else 6
    return (
        f'<path d="M{x} {start}V{end + back}" stroke="{colour}" stroke-width="1.5"/>'
        f'<path d="M{x} {end}l-4 {back}h8z" fill="{colour}"/>'
    )


def _rect(left: int, top: int, right: int, bottom: int, fill: str, line: str, round: int) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{round}" '
        f'fill="{fill}" stroke="{line}"/>'
    )


def _text(
    x: int,
    y: int,
    words: str,
    size: int,
    colour: str = _INK,
    *,
    bold: bool = False,
    end: bool = False,
    full: str = "",
) -> str:
    """One line of text; where it was cut, the whole of it shows when pointed at."""
    more = f"<title>{_safe(full)}</title>" if full and one_line(full) != words else ""
    style = ' font-weight="bold"' * bold + ' text-anchor="end"' * end
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{style}>{more}{_safe(words)}</text>'


def _safe(text: str) -> str:
    """Text that a reader of XML shows as it is."""
    return escape(one_line(text))
