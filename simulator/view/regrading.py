"""What a regrade would do, or has done, in lines for a trainer and as data for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scoring.rubric import Reason, Rubric
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.cohort.effect import Effect, Group, Regraded
from simulator.cohort.grades import Grade, Verdict
from simulator.cohort.planning import Held, Plan

_SHORT = 12  # signs of a digest that are shown
Who = Callable[[Regraded], str]
"""What a person is called."""


def plan_lines(plan: Plan) -> Iterator[str]:
    """Of what, from which rubric to which, and what that means for percentages."""
    held, before, after = plan.assessment, plan.before, plan.after
    yield f"Regrade of {held.title} ({held.id})"
    if before.digest == after.digest:
        yield f"It is scored by rubric {after.rubric.version} already; this does what is still missing."
    else:
        yield f"From {_rubric(before.rubric, before.digest)} to {_rubric(after.rubric, after.digest)}:"
        for line in [*_differences(before.rubric, after.rubric)] or ["no points differ"]:
            yield f"  {line}"
    for one in plan.scenarios:
        yield f"{one.title}: {_best(one)}"
    if not plan.percent:
        yield "There is no percentage under this rubric: raw points stand."
    if held.released is not None:
        yield "The results have been released: whoever sat it sees the new grade."


def effect_lines(plan: Plan, effect: Effect, who: Who, *, done: bool) -> Iterator[str]:
    """What comes of it."""
    would = "" if done else "would "
    yield f"Attempts that are scored: {effect.attempts}, of {effect.people} people"
    if not effect.scores:
        yield "All of them are scored so already: nothing is left to do."
        return
    yield f"  {would}get a new score: {effect.scores}; with other points or another best: {effect.other}"
    yield f"Grades that {would}change: {effect.changed} ({effect.rose} higher, {effect.fell} lower)"
    if effect.signed:
        yield f"  signed off before, and to be confirmed anew: {effect.signed}"
    if plan.assessment.rules.pass_mark is not None:
        yield from _group("From not yet to reached", effect.won, who)
        yield from _group("From reached to not yet", effect.lost, who)
    if effect.largest:
        yield "The largest differences"
        for one in effect.largest:
            yield f"  {who(one)}: {_grade(one.before)} → {_grade(one.after)}"


def as_data(plan: Plan, effect: Effect, *, done: bool) -> dict[str, Any]:
    """The same as plain data, people by their pseudonyms."""
    return {
        "assessment": plan.assessment.id,
        "done": done,
        "from": {"version": plan.before.rubric.version, "digest": plan.before.digest},
        "to": {"version": plan.after.rubric.version, "digest": plan.after.digest},
        "scenarios": [
            {"title": one.title, "best_before": one.before, "best": one.after, "why_not": one.why or None}
            for one in plan.scenarios
        ],
        "percent": plan.percent,
        "attempts": effect.attempts,
        "people": effect.people,
        "scores": effect.scores,
        "other_points": effect.other,
        "grades_changed": effect.changed,
        "higher": effect.rose,
        "lower": effect.fell,
        "signed_off": effect.signed,
        "now_reached": _people_data(effect.won),
        "reached_no_longer": _people_data(effect.lost),
        "largest": [
            {"person": one.pseudonym, "before": _grade_data(one.before), "after": _grade_data(one.after)}
            for one in effect.largest
        ],
    }


def _rubric(rubric: Rubric, digest: str) -> str:
    return f"rubric {rubric.version} [{digest[:_SHORT]}]"


def _differences(before: Rubric, after: Rubric) -> Iterator[str]:
    """What is worth something else, or is about something else."""
    for name, old in before.reasons.items():
        new = after.reasons[name]
        if (old.dimension, old.points) != (new.dimension, new.points):
            where = f" in {DIMENSION_TITLES[new.dimension]}" if new.dimension != old.dimension else ""
            yield f"{reason_title(name)}: {_points(old)} → {_points(new)}{where}"
        elif old != new:
            yield f"{reason_title(name)}: as many points, for another principle or virtue"


def _points(reason: Reason) -> str:
    times = f" × {reason.times}" if reason.times else ""
    return f"{reason.points:+d}{times}" if reason.points else "0"


def _best(one: Held) -> str:
    if one.after is None:
        return f"its best total is not proved under this rubric ({one.why})"
    if one.before is None:
        return f"the best total is {one.after}"
    before = "as before" if one.after == one.before else f"it was {one.before}"
    return f"the best total is {one.after}; {before}"


def _group(title: str, group: Group, who: Who) -> Iterator[str]:
    yield f"{title}: {group.count or 'nobody'}"
    for one in group.people:
        yield f"  {who(one)}: {_grade(one.before)} → {_grade(one.after)}"
    if group.count > len(group.people):
        yield f"  and {group.count - len(group.people)} more"


def _grade(grade: Grade) -> str:
    """Percentage, else points; an override says that it is one, and a bar what it is."""
    if grade.percent is None:
        return "none" if grade.total is None else f"{grade.total:+d} points"
    told = [f"{grade.percent} %"]
    if grade.override is not None:
        told.append("overridden")
    if grade.verdict is not Verdict.NONE:
        told.append(str(grade.verdict))
    return ", ".join(told)


def _grade_data(grade: Grade) -> Mapping[str, Any]:
    return {"percent": grade.percent, "total": grade.total, "verdict": str(grade.verdict)}


def _people_data(group: Group) -> Mapping[str, Any]:
    return {"count": group.count, "people": [one.pseudonym for one in group.people]}
