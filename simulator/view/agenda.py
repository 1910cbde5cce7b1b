"""What a person keeps before them: the hours there are, the aim of the meeting, and the days to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from simulator.engine import steps as s
from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.engine.telling import entry_label, first_name
from simulator.scenario.words import OPEN
from simulator.view.account import today
from simulator.view.decision import encounter_at

_AHEAD = 7  # days that a strip shows at the least


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes left of a whole budget; `left` may exceed it by what was freed."""

    left: int
    whole: int


class Sort(StrEnum):
    """What a date is of; the value is the word for it."""

    PROMISE = "promise"
    TASK = "task"
    THEIRS = "theirs"
    MEETING = "meeting"
    END = "the story ends"


SIGNS = {Sort.PROMISE: "◆", Sort.TASK: "■", Sort.THEIRS: "◇", Sort.MEETING: "M", Sort.END: "┤"}
"""The sign of each sort of date, told apart without colour."""


@dataclass(frozen=True, slots=True)
class Date:
    """Something that falls on a day, today or later. `label` is empty where the sort says all."""

    day: int
    sort: Sort
    label: str = ""


def hours(program: Program, state: State) -> Hours | None:
    """The budget being spent, before or after a meeting; None in a meeting and where hours do not count."""
    place = program.places[state.at]
    if "/" in state.at and isinstance(program.steps[place], s.Answer) and not state.at.startswith("news:"):
        return None
    left = state.fields["hours"]
    for step in reversed(program.steps[: place + 1]):
        if isinstance(step, s.SetHours):
            return Hours(left, step.minutes) if left >= 0 and step.minutes > 0 else None
        if isinstance(step, s.Arrive):
            prepare = step.encounter.prepare
            at = program.steps[place]
            counting = prepare is not None and isinstance(at, s.ChooseWay | s.Study | s.Aim)
            return Hours(left, prepare.hours) if prepare and prepare.hours and counting else None
    return None


def aim(program: Program, state: State) -> str | None:
    """The aim chosen for the meeting one is in or at the end of; None without one."""
    step = program.steps[program.places[state.at]]
    encounter = encounter_at(program, state)
    meeting = isinstance(step, s.Answer | s.KeepOrStrike | s.AddEntry) and not state.at.startswith("news:")
    place = state.fields["aim"]
    if encounter is None or not meeting or not 0 < place <= len(encounter.objectives):
        return None
    return [*encounter.objectives.values()][place - 1].label


def dates(program: Program, state: State) -> tuple[Date, ...]:
    """What is agreed for the days to come, in order: open entries, the next meeting that is sure, the end."""
    now, found = today(program, state), []
    for name, entry in program.scenario.ledger.items():
        if state.fields[f"entry.{name}"] == OPEN:
            label = entry_label(program, name)
            if entry.side == "theirs":
                sort = Sort.THEIRS
                who = first_name(program, program.counterpart(name))
                label = label if label.startswith(who) else f"{who}: {label}"
            else:
                sort = Sort.PROMISE if entry.of else Sort.TASK
            found.append(Date(max(now, state.fields[f"due.{name}"]), sort, label))
    for meeting in program.scenario.encounters:
        if meeting.day > now and meeting.when is None:
            found.append(Date(meeting.day, Sort.MEETING, meeting.title))
            break
    found.append(Date(program.scenario.ends or 0, Sort.END))
    return tuple(sorted(found, key=lambda date: date.day))


def strip(now: int, coming: Iterable[Date], width: int) -> tuple[str, str]:
    """A line of days from today to the last date, with a mark where something falls, and its scale below.

    Each cell is a day, or as many as it takes to fit; several marks in a cell become their number.
    """
    width = max(8, width)
    held = list(coming)
    last = max([now + _AHEAD, *(date.day for date in held)])
    days = -(-(last - now + 1) // width)
    cells: dict[int, list[str]] = {}
    for date in held:
        cells.setdefault((date.day - now) // days, []).append(SIGNS[date.sort])
    length = (last - now) // days + 1
    line = "".join(_mark(cells.get(cell, [])) or ("▼" if not cell else "·") for cell in range(length))
    first, end = str(now), str(last)
    return line, first + end.rjust(length - len(first)) if length > len(first) + len(end) else first


def _mark(signs: list[str]) -> str:
    if len(signs) > 1:
        return str(len(signs)) if len(signs) < 10 else "+"
    return signs[0] if signs else ""
