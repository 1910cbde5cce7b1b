"""What stands on the author's side of the screen: the state, the file's mistakes, what a line would do."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.diagnostics import Diagnostic, Severity
from simulator.terminal.paragraphs import BLANK, Paragraph, Run, paragraph
from simulator.terminal.preview.effects import Effect
from simulator.terminal.preview.file import Reading
from simulator.terminal.preview.state import BENEATH, Field, fields
from simulator.terminal.preview.trial import Trial
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view.frames import frame

_NAME = 19
"""Cells for the name of a field; a longer one takes what it needs."""
WELL = "Nothing is wrong with the file."


def field_runs(field: Field) -> tuple[Run | str, ...]:
    """A field on a line: its name, what it holds and, where that has just changed, what it held before."""
    name = f"{field.name:<{_NAME}} "
    if not field.before:
        return name, (field.shown, "plain")
    return (name, "strong"), (f"{field.before} → {field.shown}", "strong")


def state(trial: Trial) -> Iterator[Paragraph]:
    """The state: first what the last move changed, then everything that conditions can read."""
    held = fields(trial.program, trial.state, trial.before)
    held.pop(BENEATH, None)
    changed = [field for group in held.values() for field in group if field.before]
    yield paragraph(("Changed by the last step", "heading"))
    yield from (paragraph(*field_runs(field), hang=2) for field in changed)
    if not changed:
        yield paragraph(("Nothing.", "quiet"))
    for heading, group in held.items():
        yield BLANK
        yield paragraph((heading, "heading"))
        yield from (paragraph(*field_runs(field), hang=2) for field in group)


def set_by_hand(trial: Trial, shown: dict[str, str]) -> str:
    """What has been set by hand, in one sentence; empty where nothing was. `shown`: the values in words."""
    if not trial.by_hand:
        return ""
    puts = ", ".join(f"{name} = {value}" for name, value in shown.items())
    what = puts or "the story is taken up here"
    return f"SET BY HAND: {what}. This is no attempt, and nothing of it is scored."


def remarks(reading: Reading, width: int = 0) -> Iterator[Paragraph]:
    """Everything that is wrong with the file, a remark a paragraph; with a width, each with its line."""
    if not reading.remarks:
        yield paragraph((WELL, "quiet"))
    for place, remark in enumerate(reading.remarks):
        if place:
            yield BLANK
        yield from _remark(remark)
        shown = frame(reading.lines, remark.place, width) if width and remark.place else None
        if shown:
            yield from (paragraph((f"  {gutter}", "quiet"), line) for gutter, line in shown.lines)
            yield paragraph((f"  {shown.mark[0]}", "quiet"), (shown.mark[1], "bad"))


def _remark(remark: Diagnostic) -> Iterator[Paragraph]:
    error = remark.severity is Severity.ERROR
    sign, role = ("✗", "bad") if error else ("!", "strong")
    where = f"line {remark.place.line}, column {remark.place.column}: " if remark.place else ""
    yield paragraph((f"{sign} {where}", role), remark.message, hang=2)
    hint = f"{remark.hint} · " if remark.hint else ""
    yield paragraph((f"  {hint}{remark.severity} {remark.code}", "quiet"), hang=2)


def count(reading: Reading) -> str:
    """How many errors and warnings there are; empty where there are none."""
    errors, others = reading.errors, len(reading.remarks) - reading.errors
    parts = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((errors, "error"), (others, "warning")) if n]
    return ", ".join(parts)


def first(reading: Reading) -> str:
    """How much is wrong, and the first error, in one line; empty where all is well."""
    if not reading.remarks:
        return ""
    said = f"{count(reading)} (d shows all)."
    worst = next((remark for remark in reading.remarks if remark.severity is Severity.ERROR), None)
    if worst is None:
        return said
    where = f" Line {worst.place.line}: " if worst.place else " "
    hint = f" ({worst.hint})" if worst.hint else ""
    return f"! {said}{where}{worst.message}{hint}"


def offered(found: tuple[Effect, ...]) -> Iterator[Entry]:
    """Each option with what it would do; choosing one makes the move."""
    for number, effect in enumerate(found, start=1):
        if number > 1:
            yield text()
        yield option(effect.option.move, effect.option.label, number=number)
        for label, parts in (
            ("when", (effect.when,) if effect.when else ()),
            ("does", effect.does),
            ("scores", effect.marks),
            ("changes", effect.moves),
            ("leads to", (effect.leads,)),
        ):
            if parts or label in ("scores", "changes"):
                yield text((f"    {label:<9}", "quiet"), " · ".join(parts) or "nothing", hang=13)
