"""Drawings in characters: bars, the ladder, trust over time. Every one has its figures beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from simulator.engine.telling import stage_title
from simulator.scenario.words import LOST, ME_TOO, ONLY_ME
from simulator.view.cells import cells, fit

Steps = tuple[tuple[int, int], ...]
"""A gauge over time: the days on which it took a value, in order, the first being where it began."""

_HEIGHTS = "▁▂▃▅▆█"  # 0 to 5
_RUNG = max(len(stage_title(stage)) for stage in range(LOST, ONLY_ME + 1))


def bar(part: int, whole: int, width: int) -> str:
    """A part of a whole in `width` cells. Anything above nothing shows; only the whole fills it."""
    if whole <= 0 or width <= 0:
        return ""
    part = max(0, min(part, whole))
    filled = width if part == whole else min(width - 1, max(round(width * part / whole), part > 0))
    return "█" * filled + "░" * (width - filled)


def bars(values: Sequence[int], width: int) -> tuple[str, ...]:
    """Values on both sides of one line, `width` cells in all: those below nothing to its left, dotted."""
    least, most = min(0, *values), max(0, *values)
    span = most - least or 1
    left = min(max(round((width - 1) * -least / span), least < 0), width - 1 - (most > 0))
    right = width - 1 - left
    return tuple(
        (" " * left + "│" + "█" * _cells(value, most, right)).ljust(width)
        if value >= 0
        else ("▒" * _cells(-value, -least, left)).rjust(left) + "│" + " " * right
        for value in values
    )


def _cells(part: int, whole: int, width: int) -> int:
    return max(round(width * part / whole), 1) if part else 0


def ladder(title: str, stage: int) -> tuple[str, ...]:
    """The four stages, the highest on top, with one marked; `lost` is drawn only where it is the one."""
    rungs = range(ONLY_ME, ME_TOO - 1, -1) if stage != LOST else range(ONLY_ME, LOST - 1, -1)
    rows = [f"{'▶' if held == stage else ' '} ╞═ {stage_title(held).ljust(_RUNG)} ═╡" for held in rungs]
    width = max(len(title), len(rows[0]))
    return (title.ljust(width), *(row.ljust(width) for row in rows))


def beside(one: Sequence[str], other: Sequence[str], gap: int = 4) -> tuple[str, ...]:
    """Two drawings side by side, the first as wide as its widest line."""
    width = max(map(cells, one), default=0) + gap
    pairs = zip_longest(one, other, fillvalue="")
    return tuple(f"{fit(left, width)}{right}".rstrip() for left, right in pairs)


def trust_chart(people: Sequence[tuple[str, Steps]], last: int, width: int) -> tuple[str, ...]:
    """Trust of 0 to 5 over the days up to `last`: for each person their course, from where it began, and
    under it the figures where it changed; the days along the bottom. `width`: the most cells of a line, names
    included."""
    names = max((cells(name) for name, _ in people), default=0)
    margin = max(3, min(names, width // 3))
    columns = max(2, min(width - margin - 2, 60))
    lines = list(_courses(people, last, margin, columns))
    return (*lines, *_axis(last, margin, columns)) if lines else ()


def _courses(people: Sequence[tuple[str, Steps]], last: int, margin: int, columns: int) -> Iterator[str]:
    for name, steps in people:
        began = steps[0][1]  # which a change on the first day must not hide
        values = [began, *(_at(steps, _day(column, last, columns)) for column in range(1, columns))]
        figures = "".join(
            str(value) if not place or value != values[place - 1] else " "
            for place, value in enumerate(values)
        )
        yield f"{fit(name, margin)}  {''.join(_HEIGHTS[value] for value in values)}"
        yield f"{'':{margin}}  {figures.rstrip()}"


def _axis(last: int, margin: int, columns: int) -> tuple[str, str]:
    """The line of days with its beginning, middle and end."""
    ticks = sorted({0, (columns - 1) // 2, columns - 1})
    line = "".join("┴" if place in ticks else "─" for place in range(columns))
    days = ""
    for place in ticks:
        day = str(_day(place, last, columns))
        days = days.ljust(min(place, columns - len(day))) + day
    return f"{'':{margin}}  {line}", f"{'day':>{margin}}  {days}"


def _day(column: int, last: int, columns: int) -> int:
    return round(column * last / (columns - 1))


def _at(steps: Steps, day: int) -> int:
    """The value at the end of a day."""
    return [value for held, value in steps if held <= day or held == steps[0][0]][-1]
