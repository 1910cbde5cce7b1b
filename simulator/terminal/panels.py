"""What stands beside the conversation: the relationship and the ledger, as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.engine.decide import State
from simulator.engine.events import Event, TrustMoved, WarmthMoved
from simulator.engine.program import Program
from simulator.scenario.values import show_minutes
from simulator.scenario.words import LOST
from simulator.terminal.paragraphs import BLANK, Paragraph, Run, drawing, paragraph
from simulator.view import account, agenda
from simulator.view.charts import bar, ladder
from simulator.view.portrait import WIDTH, portrait

PANEL = 30
"""Cells of text in the panel beside the conversation, where it is narrowest."""
_SORTED = 12  # cells more from which dates name their sort
_HIGHEST = 5
_SETTLED = {"kept": ("✓", "good"), "broken": ("✗", "bad"), "amended": ("~", "quiet")}
_STATUS = {"open": "", "tabled": "on the list", "amended": "taken back"}


def pips(value: int) -> str:
    """A gauge of 0 to 5 that can be read without colour: ``●●○○○``."""
    return "●" * value + "○" * (_HIGHEST - value)


def relationship(
    program: Program, state: State, latest: Iterable[Event] = (), width: int = PANEL
) -> Iterator[Paragraph]:
    """The ladder, the calendar and the people. `latest`: the events of the last move, to mark what moved."""
    yield paragraph(("You believe you stand at", "heading"))
    for rung in ladder("", state.fields["believed"])[1:]:
        yield paragraph((rung, "strong" if rung.startswith("▶") else "quiet"))
    if state.fields["believed"] == LOST:
        yield paragraph(("The account is lost.", "bad"))
    yield BLANK
    yield from calendar(program, state, width)
    moved = _moved(latest)
    for ours, heading in ((False, "People"), (True, "With us")):
        held = [person for person in account.people(program, state) if person.ours is ours]
        if held:
            yield BLANK
            yield paragraph((heading, "heading"))
        for place, person in enumerate(held):
            if place:
                yield BLANK
            yield from _person(person, moved)


def calendar(program: Program, state: State, width: int = PANEL) -> Iterator[Paragraph]:
    """The day, the hours left, a line of days and what falls on them."""
    day, last = account.today(program, state), program.scenario.ends or 0
    week = f", week {day // 7}" if day >= 7 else ""
    yield paragraph((f"Day {day}", "strong"), f" of {last}{week}")
    budget = agenda.hours(program, state)
    if budget is not None:
        yield hours_line(budget, width)
    coming = agenda.dates(program, state)
    for line in agenda.strip(day, coming, width):
        yield paragraph((line, "plain" if line.startswith("▼") else "quiet"))
    told = [date for date in coming if date.sort is not agenda.Sort.END]
    room = max((len(_when(date, day)) for date in told), default=0)
    for date in told:
        yield _date(date, f"{_when(date, day):<{room}}", width)


def hours_line(budget: agenda.Hours, width: int = PANEL) -> Paragraph:
    """The hours left as a bar with its figures."""
    figures = f" {show_minutes(budget.left)} of {show_minutes(budget.whole)} left"
    drawn = bar(budget.left, budget.whole, max(4, min(24, width - len(figures) - 6)))
    return drawing(("Hours ", "strong"), drawn, figures)


def _when(date: agenda.Date, today: int) -> str:
    return "today" if date.day == today else f"day {date.day}"


def _date(date: agenda.Date, when: str, width: int) -> Paragraph:
    head = f"{agenda.SIGNS[date.sort]} {when} "
    what = f"{date.sort}: {date.label}" if width > PANEL + _SORTED else date.label  # where the sign must do
    return paragraph((head, "strong"), what, hang=2)


def _moved(events: Iterable[Event]) -> dict[tuple[str, str], int]:
    """How far each gauge of each person moved."""
    found: dict[tuple[str, str], int] = {}
    for event in events:
        if isinstance(event, TrustMoved | WarmthMoved):
            key = ("trust" if isinstance(event, TrustMoved) else "warmth", event.contact)
            found[key] = found.get(key, 0) + event.by
    return found


def _person(person: account.Person, moved: dict[tuple[str, str], int]) -> Iterator[Paragraph]:
    face = [(f"{line} ", "face") for line in portrait(person)]
    gone = " (gone)" if not person.here else ""
    yield paragraph(face[0], (f"{person.name}{gone}", "strong"), hang=WIDTH + 1)
    if person.here and not person.ours:
        for line, gauge, value in ((1, "trust", person.trust), (2, "warmth", person.warmth)):
            by = moved.get((gauge, person.id), 0)
            yield paragraph(face[line], f"{gauge:<6} {pips(value)} {value}", *_by(by))
        stranger = " · not met yet" if not person.met else ""
        yield paragraph((f"{person.place}{stranger}".removeprefix(" · "), "quiet"), hang=2)
        return
    yield paragraph(face[1], (person.place, "quiet"), hang=WIDTH + 1)
    yield paragraph(face[2])


def _by(moved: int) -> tuple[Run, ...]:
    if not moved:
        return ()
    return ((f" ▲{moved}", "good"),) if moved > 0 else ((f" ▼{-moved}", "bad"),)


def ledger(program: Program, state: State) -> Iterator[Paragraph]:
    """What is owed, by whom, and when; then what came of the rest."""
    rows = account.ledger(program, state)
    waiting = [row for row in rows if row.status not in _SETTLED]
    yield paragraph(("Owed", "heading"))
    if not waiting:
        yield paragraph(("Nothing now." if rows else "Nothing yet.", "quiet"))
    for row in waiting:
        yield from _entry(row)
    if len(waiting) < len(rows):
        yield BLANK
        yield paragraph(("Settled", "heading"))
    for row in rows[len(waiting) :]:
        yield from _entry(row)
    yield BLANK
    key = (f"{agenda.SIGNS[sort]} {word}" for sort, word in _KEY)
    yield paragraph((" · ".join(key), "quiet"), hang=2)


_KEY = (
    (agenda.Sort.PROMISE, "promise"),
    (agenda.Sort.TASK, "task"),
    (agenda.Sort.THEIRS, "theirs"),
)


def _entry(row: account.LedgerRow) -> Iterator[Paragraph]:
    sort = agenda.Sort.THEIRS if not row.ours else agenda.Sort.PROMISE if row.promise else agenda.Sort.TASK
    sign, role = _SETTLED.get(row.status, (agenda.SIGNS[sort], "strong"))
    whose = ("You: ", "you") if row.ours else (f"{row.whose.split()[0]}: ", "speaker")
    word = "promise" if row.promise and row.ours else "task"
    if row.status in _SETTLED:
        came = f" · {word} {_STATUS.get(row.status, row.status)}"
        yield paragraph((f"{sign} ", role), whose, row.label, (came, "quiet"), hang=2)
        return
    yield paragraph((f"{sign} ", role), whose, row.label, hang=2)
    parts = [f"{word} {_STATUS.get(row.status, row.status)}".rstrip()]
    if row.due and row.status == "open":  # what is only on the table has no day yet
        parts.append(f"due day {row.due}")
    if row.ours and row.minutes:
        parts.append(show_minutes(row.minutes))
    yield paragraph((f"  {' · '.join(parts)}", "quiet"), hang=2)
