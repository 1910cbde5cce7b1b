"""The decision that waits, as entries of a menu: what is set around it, the prompt, the options."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.terminal import panels
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view import account, agenda
from simulator.view.decision import Decision, Phase

SHOW = "show the lines"
"""The key of the option that ends saying it first."""
END = "to the debrief"
"""The key of the option that goes on from the last answer."""
ONWARD = "On to the debrief"
_ABLE = "  (b: what we can do)"
_SPENT = (Phase.PREPARE, Phase.FOLLOW_THROUGH)
_SAID = (Phase.MEET, Phase.NEWS)


_SORTS = {
    agenda.Sort.PROMISE: "promise",
    agenda.Sort.TASK: "task",
    agenda.Sort.THEIRS: "theirs",
    agenda.Sort.MEETING: "meeting",
    agenda.Sort.END: "end",
}
"""A word for each sign on the line of days."""


def said(waiting: Decision) -> bool:
    """Whether the decision is a line to say, and so one may say one's own first."""
    return waiting.phase in _SAID


def entries(
    program: Program, state: State, waiting: Decision, *, hint: bool = False, hidden: bool = False, width: int
) -> Iterator[Entry]:
    """Everything asked now, in so many cells. `hint` shows the hint; `hidden` keeps the lines back."""
    if waiting.phase is Phase.DEBRIEF:
        yield text(("The story ends here.", "strong"))
        yield option(END, ONWARD, number=1)
        return
    if waiting.phase not in (*_SAID, Phase.BRIEF):
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
    """The hours being spent; and the days they are spent in, with what falls on them."""
    budget = agenda.hours(program, state)
    if phase in _SPENT and budget is not None:
        yield Entry(panels.hours_line(budget, width))
    if phase is Phase.FOLLOW_THROUGH:
        today = account.today(program, state)
        coming = agenda.dates(program, state)
        days, scale = agenda.strip(today, coming, min(width - 5, 70))
        yield text(("Days ", "strong"), days)
        signs = [
            f"{sign} {_SORTS[sort]}"
            for sort, sign in agenda.SIGNS.items()
            if sort in {date.sort for date in coming}
        ]
        key = " · ".join(signs)
        if len(scale) + 3 + len(key) <= width - 5:
            scale = f"{scale}   {key}"
        yield text(("     ", "quiet"), (scale, "quiet"))
