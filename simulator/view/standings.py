"""Where people stand in an assessment, in words and as a table, for the desk and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.cohort.grades import Grade, Verdict
from simulator.cohort.standing import Results, Standing
from simulator.cohort.states import State
from simulator.scenario.text import one_line
from simulator.view.cells import cells, fit

Names = Mapping[str, str]
"""Names by person."""

SIGNS = {
    State.NOT_STARTED: "·",
    State.IN_PROGRESS: "▶",
    State.OVERDUE: "!",
    State.SUBMITTED: "○",
    State.ABANDONED: "✗",
    State.GRADED: "●",
}
"""A sign for each state, beside its word: states are told apart without colour."""
GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. Where there is no room for all, the highest `rank` goes first; before, one with
    a `least` may be cut to so many cells. It has them at any rate, so that columns stay where they are while
    what stands in them changes."""

    heading: str
    of: Callable[[Standing], str]
    rank: int
    least: int = 0
    most: int = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and one line a person, all of the same cells."""

    heading: str
    lines: tuple[str, ...]


def table(people: Sequence[Standing], results: Results, width: int, names: Names | None = None) -> Table:
    """People as a table of at most `width` cells, in their order; with `names`, beside the pseudonyms."""
    columns = [_Fitted(column, people) for column in _columns(results, names)]
    columns = [held for held in columns if held.wanted or held.column.rank == 0]
    while len(columns) > 1 and _whole(columns, least=True) > width:
        columns.remove(max(columns, key=lambda held: held.column.rank))
    for held in sorted(columns, key=lambda held: -held.column.rank):
        over = _whole(columns) - width
        held.width -= max(0, min(over, held.width - held.least))
    return Table(_line(columns, None), tuple(_line(columns, place) for place in range(len(people))))


class _Fitted:
    """A column with what stands in it and how wide it is."""

    def __init__(self, column: Column, people: Sequence[Standing]) -> None:
        self.column = column
        self.held = [one_line(column.of(person)) for person in people]
        self.wanted = max(map(cells, self.held), default=0)
        self.width = min(column.most, max(self.wanted, cells(column.heading), column.least))
        self.least = min(self.width, column.least or self.width)


def _whole(columns: Sequence[_Fitted], *, least: bool = False) -> int:
    return sum(held.least if least else held.width for held in columns) + GAP * (len(columns) - 1)


def _line(columns: Sequence[_Fitted], place: int | None) -> str:
    texts = (held.column.heading if place is None else held.held[place] for held in columns)
    return (" " * GAP).join(fit(text, held.width) for text, held in zip(texts, columns, strict=True)).rstrip()


def _columns(results: Results, names: Names | None) -> Iterator[Column]:
    now = results.now
    yield Column("Person", lambda one: one.pseudonym, 0)
    if names is not None:
        yield Column("Name", lambda one: names.get(one.person, ""), 2, least=10, most=24)
    yield Column("Team", lambda one: one.team or "", 5, least=8, most=16)
    yield Column("State", lambda one: f"{SIGNS[one.state]} {one.state}", 1)
    yield Column("Sittings", lambda one: f"{len(one.tried)} of {one.allowed}", 7)
    yield Column("How it stands", stands, 3, least=22)
    yield Column("Saved", lambda one: moment(_read(one.saved), now), 4)
    yield Column("Until", lambda one: moment(one.deadline, now), 6)


def stands(one: Standing) -> str:
    """The one thing to know of a person: how far who sits it has come, or what came of it."""
    parts = [where(one) if one.going else said(one.grade)]
    if one.late and not one.going:
        parts.append("late")
    if one.changed:
        parts.append("changed since signed off")
    if one.gone:
        parts.append(one.gone)
    return ", ".join(part for part in parts if part)


def where(one: Standing) -> str:
    """How far the sitting under way has come; empty where none is."""
    if one.going is None:
        return ""
    held = one.going.played
    place = f"{one.going.at + 1} of {len(held)}, " if len(held) > 1 else ""
    decisions = held[one.going.at].decisions if held else 0
    day = f"day {one.day}, " if one.day is not None else ""
    return f"{place}{day}{decisions} decision{'s' * (decisions != 1)}"


def said(grade: Grade) -> str:
    """A grade: `74 %, reached`; the raw points where there is no percentage; empty where there is neither."""
    if grade.percent is None:
        return "" if grade.total is None else f"{grade.total:+d} points"
    verdict = f", {grade.verdict}" if grade.verdict is not Verdict.NONE else ""
    by_hand = " by hand" if grade.override is not None else ""
    return f"{grade.percent} %{by_hand}{verdict}"


def moment(at: datetime | None, now: datetime) -> str:
    """A moment in the reader's own time zone: the hour, and the day where it is not today's."""
    if at is None:
        return ""
    here, today = at.astimezone(), now.astimezone().date()
    if here.date() == today:
        return f"{here:%H:%M}"
    return f"{here:%m-%d %H:%M}" if here.year == today.year else f"{here:%Y-%m-%d}"


def changes(
    before: Results, now: Results, wanted: Callable[[Standing], bool], names: Names | None = None
) -> Iterator[str]:
    """A line for everybody who stands otherwise than before: the hour, who, the state and what is to know."""
    then = {one.person: _told(one) for one in before.people}
    here = {one.person for one in now.people}
    hour = f"{now.now.astimezone():%H:%M:%S}"
    for one in now.people:
        if wanted(one) and then.get(one.person) != _told(one):
            yield f"{hour}  {_named(one, names)}  {_told(one)}"
    for one in before.people:
        if wanted(one) and one.person not in here:
            yield f"{hour}  {_named(one, names)}  no longer in the cohort"


def _told(one: Standing) -> str:
    return ": ".join(part for part in (f"{SIGNS[one.state]} {one.state}", stands(one)) if part)


def _named(one: Standing, names: Names | None) -> str:
    return f"{one.pseudonym} {one_line(names.get(one.person, ''))}".rstrip() if names else one.pseudonym


def counts(people: Iterable[Standing]) -> str:
    """How many stand where: `2 not started, 1 in progress`; who has left is counted apart."""
    held = list(people)
    here = [one for one in held if not one.gone]
    parts = [f"{many} {state}" for state in State if (many := sum(one.state is state for one in here))]
    away = len(held) - len(here)
    return ", ".join([*parts, *([f"{away} gone"] if away else [])])


def _read(stamp: str | None) -> datetime | None:
    return None if stamp is None else datetime.fromisoformat(stamp)
