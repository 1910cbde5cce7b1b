"""The decision that waits, as entries of a menu: what is set around it, the prompt, the options."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.terminal import panels
from simulator.terminal.paragraphs import Paragraph
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view import account, agenda
from simulator.view.decision import Decision, Phase

SHOW = "show the lines"
"""The key of the option that ends saying it first."""
END = "to the debrief"
"""The key of the option that goes on from the last answer."""
ONWARD = "On to the debrief"
_ABLE = "  (b:\u00a0what\u00a0we\u00a0can\u00a0do)"
_SPENT = (Phase.PREPARE, Phase.FOLLOW_THROUGH)
_SAID = (Phase.MEET, Phase.NEWS)


_SORTS = {
    agenda.Sort.PROMISE: "promise",
    agenda.Sort.TASK: "task",
    agenda.Sort.THEIRS: "theirs",
    agenda.Sort.MEETING: "meeting",
}
"""A word for each sign on the line of days; its end speaks for itself."""
_APART = "   "


def said(waiting: Decision) -> bool:
    """Whether the decision is a line to say, and so one may say one's own first."""
    return waiting.phase in _SAID


def entries(
    program: Program,
    state: State,
    waiting: Decision,
    *,
    hint: bool = False,
    hidden: bool = False,
    width: int,
    onward: str = ONWARD,
) -> Iterator[Entry]:
    """Everything asked now, in so many cells. `hint` shows the hint; `hidden` keeps the lines back; `onward`
    is what comes after the story."""
    if waiting.phase is Phase.DEBRIEF:
        yield text(("The story ends here.", "strong"))
        yield option(END, onward, number=1)
        return
    if waiting.phase is Phase.NEWS:
        yield text((waiting.title, "heading"))
    elif waiting.phase not in (*_SAID, Phase.BRIEF):
        yield text((f"{waiting.phase.capitalize()}: {waiting.title}", "heading"))
        yield from _budget(program, state, waiting.phase, width)
        for line in waiting.about:
            yield text(("  · ", "quiet"), line, hang=4)
        if waiting.about:
            yield text()
    if hint and waiting.hint:
        yield text(("Hint: ", "strong"), waiting.hint, hang=2)
    yield text((waiting.prompt, "strong"), (_ABLE if waiting.promises else "", "quiet"))
    if hidden:
        yield text(("Say it first, in your own words; then the lines are shown.", "quiet"))
        yield option(SHOW, "Show the lines")
        return
    for number, held in enumerate(waiting.options, start=1):
        detail = f" ({held.detail})" if held.detail else ""
        yield option(held.move, held.label, (detail, "quiet"), number=number)


def _budget(program: Program, state: State, phase: Phase, width: int) -> Iterator[Entry]:
    """The hours being spent; and the days they are spent in, with what falls on them and, where there is
    room for it, what the signs mean."""
    budget = agenda.hours(program, state)
    coming = agenda.dates(program, state) if phase is Phase.FOLLOW_THROUGH else ()
    found = {date.sort for date in coming}
    key = " · ".join(f"{agenda.SIGNS[sort]} {word}" for sort, word in _SORTS.items() if sort in found)
    if phase in _SPENT and budget is not None:
        hours = panels.hours_line(budget, width)
        if key and len(hours.text) + len(_APART) + len(key) <= width:
            hours, key = Paragraph((*hours.runs, (f"{_APART}{key}", "quiet"))), ""
        yield Entry(hours)
    if coming:
        days, scale = agenda.strip(account.today(program, state), coming, min(width - 5, 70))
        yield text(("Days ", "strong"), days)
        if key and len(scale) + len(_APART) + len(key) <= width - 5:
            scale = f"{scale}{_APART}{key}"
        yield text((f"     {scale}", "quiet"))
