"""Results in sentences, under headings: an assessment as a whole, and one person in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from simulator.cohort.grades import Grade, Rule, Verdict
from simulator.cohort.overrides import Given
from simulator.cohort.page import Page
from simulator.cohort.scores import Score
from simulator.cohort.standing import Played, Results, Standing, Tried
from simulator.cohort.states import State, show
from simulator.cohort.summary import LEAST_IN_TEAM, Held, Summary, of_one
from simulator.scenario.principles import principles
from simulator.view.charts import bar
from simulator.view.debrief import signed
from simulator.view.standings import said, where

Section = tuple[str, tuple[str, ...]]
"""A heading, and lines under it."""

_WIDTH = 20  # cells of a bar
_RULES = {
    Rule.FIRST: "the first sitting",
    Rule.BEST: "the best sitting",
    Rule.LAST: "the last sitting",
    Rule.MEAN: "the mean of all sittings",
}


# -- an assessment


def head(results: Results) -> str:
    """Which assessment it is, and how it stands."""
    return f"{results.title} ({results.assessment}), cohort {results.cohort}: {stage(results)}"


def stage(results: Results) -> str:
    """How an assessment stands, in a few words."""
    if results.released:
        return f"released on {show(results.released)}"
    if results.closed:
        return f"closed on {show(results.closed)}"
    if results.opened is None:
        return "not opened yet"
    return f"open until {show(results.rules.closes)}" if results.rules.closes else "open"


def whole(results: Results, found: Summary) -> tuple[Section, ...]:
    """A cohort in an assessment: counts, how the grades lie, principles, teams."""
    sections = [
        ("Where they stand", tuple(_states(found))),
        ("Grades", tuple(_grades(results, found))),
        ("Strongest principles", tuple(_principles(found.strong, "nothing yet", people=True))),
        ("Weakest principles", tuple(_principles(found.weak, "nothing yet", people=True))),
        ("Teams", tuple(_teams(found))),
    ]
    return tuple((heading, lines) for heading, lines in sections if lines)


def _states(found: Summary) -> Iterator[str]:
    for state, many in found.states.items():
        yield f"{state:<11}  {many:>4}  {bar(many, found.people, _WIDTH)}".rstrip()


def _grades(results: Results, found: Summary) -> Iterator[str]:
    if results.rules.pass_mark is not None:
        told = ", ".join(f"{many} {verdict}" for verdict, many in found.verdicts.items() if verdict != "—")
        yield f"Pass mark {results.rules.pass_mark} %: {told}."
    most = max((band.people for band in found.bands), default=0)
    for band in found.bands:
        span = "below 0 %" if band.least is None else f"{band.least:>3}–{band.most} %"
        yield f"{span:<9}  {band.people:>4}  {bar(band.people, most, _WIDTH)}".rstrip()
    if not found.bands:
        raw = any(one.grade.total is not None for one in results.people)
        yield "There are no percentages, only raw points." if raw else "Nobody has a percentage yet."


def _principles(held: Sequence[Held], none: str, *, people: bool) -> Iterator[str]:
    for one in held:
        known = principles().get(one.principle)
        who = f", {one.people} people" if people else ""
        figures = f"shown {one.shown}, missed {one.missed}{who}"
        yield f"{one.share:>3} %  {known.statement if known else one.principle} ({figures})"
    if not held:
        yield none.capitalize() + "."


def _teams(found: Summary) -> Iterator[str]:
    for team in found.teams:
        graded = f"{team.graded} graded, mean {team.mean} %, {team.reached} reached"
        yield f"{team.team}: {team.people} people, {graded}"
    if found.kept_back:
        are = "teams are" if found.kept_back != 1 else "team is"
        why = f"fewer than {LEAST_IN_TEAM} graded, or they could be worked out from the rest"
        yield f"{found.kept_back} {are} not told apart: {why}."


# -- a person


def person(page: Page, results: Results) -> tuple[Section, ...]:
    """All there is on one person."""
    one = page.standing
    strong, weak = of_one(one)
    sections = [
        ("How it stands", tuple(_stands(one))),
        ("Grade", tuple(_grade(page, results))),
        ("Sign-off", tuple(_sign_off(one))),
        ("Sittings", tuple(line for held in one.tried for line in _tried(held, page))),
        ("Strongest principles", tuple(_principles(strong, "", people=False)) if strong else ()),
        ("Weakest principles", tuple(_principles(weak, "", people=False)) if weak else ()),
        ("Rules that differ", tuple(_rule(given) for given in page.rules)),
        ("Comments", tuple(f"{day(held.at)}, {held.by}: {held.text}" for held in page.comments)),
    ]
    return tuple((heading, lines) for heading, lines in sections if lines)


def day(stamp: str) -> str:
    """A stored moment in the reader's own time zone."""
    return show(datetime.fromisoformat(stamp))


def _stands(one: Standing) -> Iterator[str]:
    team = f"Team {one.team}. " if one.team else ""
    gone = {"left": " Has left the cohort.", "deleted": " The name was deleted."}.get(one.gone, "")
    yield f"{team}{one.state.capitalize()}; {len(one.tried)} of {one.allowed} sittings used.{gone}"
    if one.going:
        yield f"In {one.going.played[one.going.at].title}: {where(one)}."
    if one.saved:
        yield f"Last saved {day(one.saved)}."
    if one.deadline:
        until = "Time is up since" if one.state is State.OVERDUE else "Has until"
        yield f"{until} {show(one.deadline)}."


def _grade(page: Page, results: Results) -> Iterator[str]:
    one, grade = page.standing, page.standing.grade
    if grade.percent is None and grade.total is None:
        waiting = any(held.outcome == "submitted" for held in one.tried)
        yield "Not scored yet." if waiting else "None yet."
        return
    made = f" ({_RULES[results.rules.grade]}: {_numbers(grade.made_of)})" if len(one.tried) > 1 else ""
    mark = f"; the pass mark is {results.rules.pass_mark} %" if results.rules.pass_mark is not None else ""
    yield f"{said(grade).capitalize()}{made}{mark}."
    yield from _by_hand(page, grade)
    if grade.points is not None:
        yield (
            "Points: "
            + ", ".join(
                f"{DIMENSION_TITLES[name]} {signed(grade.points.get(name, 0))}" for name in DIMENSIONS
            )
            + f"; {signed(grade.total or 0)} in all."
        )
    if grade.incidents:
        yield f"Critical incidents: {', '.join(map(_incident, grade.incidents))}."
    if grade.bars:
        bars = ", ".join(map(_incident, grade.bars))
        over = " The grade given by hand stands over it." if grade.override is not None else ""
        yield f"Barred from a pass by: {bars}.{over}"


def _by_hand(page: Page, grade: Grade) -> Iterator[str]:
    if grade.override is None:
        return
    scored = f"{grade.scored} %" if grade.scored is not None else "no percentage"
    last = page.by_hand[-1]
    yield f"Given by hand in place of {scored}: {last.reason} ({last.by}, {day(last.at)})."


def _sign_off(one: Standing) -> Iterator[str]:
    if one.sign_off is None:
        if one.ready:
            yield "Not signed off: the verdict does not count yet."
        return
    held = one.sign_off
    percent = f"{held.percent} %" if held.percent is not None else f"{signed(held.points or 0)} points"
    verdict = f", {held.verdict}" if held.verdict != Verdict.NONE else ""
    told = f"{percent}{verdict}, by {held.by}, {day(held.at)}"
    if one.confirmed:
        yield f"Signed off: {told}."
    else:
        yield f"The grade has changed since it was signed off ({told}): it needs another sign-off."


def _tried(held: Tried, page: Page) -> Iterator[str]:
    took = f", {held.minutes} minute{'s' * (held.minutes != 1)}" if held.minutes is not None else ""
    late = ", late" if held.late else " when the time was up" if held.timed_out else ""
    percent = f": {held.percent} %" if held.percent is not None else ""
    yield f"{held.number}. Begun {show(held.started)}{took}, {held.outcome or 'under way'}{late}{percent}"
    for played in held.played:
        yield f"   {played.title}: {_played(played, page.scores.get(played.attempt, ()))}"


def _played(held: Played, scores: Sequence[Score]) -> str:
    decisions = f"{held.decisions} decision{'s' * (held.decisions != 1)}"
    over = "" if held.over else ", not to its end"
    if held.total is None:
        return f"{decisions}{over}"
    before = "; ".join(
        f"before: {_points(one.total, one.best)} by rubric {one.rubric}" for one in scores[:-1]
    )
    return f"{decisions}{over}, {_points(held.total, held.best)}" + (f" ({before})" if before else "")


def _points(total: int, best: int | None) -> str:
    return f"{signed(total)} points" if best is None else f"{signed(total)} of {best} points"


def _rule(given: Given) -> str:
    rules = ", ".join(
        f"{name.replace('_', ' ')} {_value(value)}" for name, value in given.rules.changes.items()
    )
    whose = f" (team {given.team})" if given.team else ""
    why = f": {given.reason}" if given.reason else ""
    return f"{rules}{whose}{why}"


def _value(value: object) -> str:
    return show(value) if isinstance(value, datetime) else str(value)


def _incident(kind: str) -> str:
    return kind.replace("_", " ")


def _numbers(numbers: Sequence[int]) -> str:
    return f"number {numbers[0]}" if len(numbers) == 1 else f"numbers {', '.join(map(str, numbers))}"
