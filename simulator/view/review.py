"""What a trainee may see of an assessment afterwards: as much as its review rule allows now, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from scoring.rubric import DIMENSIONS, Rubric
from scoring.sentences import DIMENSION_TITLES, incident_title
from simulator.attempts.database import Database
from simulator.attempts.session import Session
from simulator.attempts.store import Store
from simulator.cohort.assessments import read
from simulator.cohort.grades import Verdict
from simulator.cohort.refused import NotAllowed
from simulator.cohort.results import read as results
from simulator.cohort.reviewing import is_over
from simulator.cohort.rules import Rules
from simulator.cohort.scores import kept_rubric
from simulator.cohort.standing import Played, Standing, Tried
from simulator.cohort.states import Outcome, reviewable
from simulator.engine.attempt import CannotResume, resume
from simulator.scenario.diagnostics import ScenarioError
from simulator.view.debrief import signed
from simulator.view.invitation import PARTS, Section, when_shown
from simulator.view.past import past
from simulator.view.record import told

_NOTHING = "You have handed nothing in, so there is nothing to be seen."
_UNBEGUN = "This scenario was not begun."


@dataclass(frozen=True, slots=True)
class Shown:
    """One scenario of a sitting that may be looked at."""

    attempt: str
    title: str


@dataclass(frozen=True, slots=True)
class Review:
    """What may be seen now: in words, and which scenarios line by line or with their debrief."""

    sections: tuple[Section, ...]
    lines: tuple[Shown, ...]
    debriefs: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One scenario as it was played. `session` is None where nothing was played, or where the record can only
    be told as it stands in `lines`."""

    title: str
    lines: tuple[str, ...]
    session: Session | None
    rubric: Rubric | None


def review(database: Database, assessment: str, person: str) -> Review:
    """What a person may see of an assessment now. Raises NotAllowed, or another StoreError."""
    with database.reading() as connection:
        now, held = database.now(connection), read(connection, assessment)
        found, over = results(connection, assessment, now), is_over(connection, held, now)
    mine = next((one for one in found.people if one.person == person), None)
    if mine is None:
        raise NotAllowed("There is nothing of yours in this assessment")
    handed = [tried for tried in mine.tried if tried.outcome == Outcome.SUBMITTED]
    if not handed:
        return Review((("What you may see", (_NOTHING,)),), (), ())
    parts = reviewable(held.rules.review, submitted=True, closed=over, released=held.released is not None)
    shown = tuple(Shown(one.attempt, _title(tried, one, handed)) for tried in handed for one in tried.played)
    return Review(
        tuple(_sections(held.rules, mine, parts)),
        shown if "lines" in parts else (),
        shown if "debrief" in parts else (),
    )


def lines_of(database: Database, assessment: str, person: str, attempt: str) -> Reviewed:
    """One scenario line by line, if it may be seen now. Raises NotAllowed, or another StoreError."""
    allowed = review(database, assessment, person)
    return _reviewed(database, assessment, _among(allowed.lines, attempt), whole=False)


def debrief_of(database: Database, assessment: str, person: str, attempt: str) -> Reviewed:
    """One scenario for its debrief, likewise."""
    allowed = review(database, assessment, person)
    return _reviewed(database, assessment, _among(allowed.debriefs, attempt), whole=True)


def _among(shown: tuple[Shown, ...], attempt: str) -> Shown:
    for held in shown:
        if held.attempt == attempt:
            return held
    raise NotAllowed("This may not be seen now")


def _reviewed(database: Database, assessment: str, shown: Shown, *, whole: bool) -> Reviewed:
    header, rows = Store(database).load(shown.attempt)
    with database.reading() as connection:
        digest = read(connection, assessment).rubric_digest
        rubric = kept_rubric(connection, digest).rubric if digest else None
    if not rows:
        return Reviewed(shown.title, (_UNBEGUN,), None, rubric)
    try:
        play = resume(header, rows)
    except (CannotResume, ScenarioError) as error:
        parts = past(header, rows, str(error)).parts
        read_out = [line for title, held in parts[: None if whole else 1] for line in (title, "", *held, "")]
        return Reviewed(shown.title, tuple(read_out), None, rubric)
    lines = tuple(dropwhile(lambda line: not line, told(play)))
    return Reviewed(shown.title, lines, Session(header, play), rubric)


def _title(tried: Tried, played: Played, handed: list[Tried]) -> str:
    return f"{played.title} (sitting {tried.number})" if len(handed) > 1 else played.title


def _sections(rules: Rules, mine: Standing, parts: frozenset[str]) -> Iterator[Section]:
    if "score" in parts:
        yield "Your score", tuple(_score(rules, mine))
    if "dimensions" in parts:
        yield "Your points by dimension", tuple(_dimensions(mine))
    later = tuple(when_shown(rules, part) for part in PARTS if part not in parts)
    if later:
        yield "Later", later


def _score(rules: Rules, mine: Standing) -> Iterator[str]:
    grade = mine.grade
    if grade.percent is None and grade.total is None:
        yield "It is not scored yet."
        return
    if grade.percent is not None:
        yield f"{grade.percent} % of the best that can be reached."
    elif grade.total is not None:
        yield f"{signed(grade.total)} points."
    if grade.override is not None:
        yield "This percentage was set by a person."
    if grade.verdict is not Verdict.NONE:
        not_yet = " not yet" * (grade.verdict is Verdict.NOT_YET)
        yield f"The pass mark of {rules.pass_mark} % is{not_yet} reached."
    if grade.bars and grade.override is None:
        yield from (f"This bars a pass: {incident_title(kind)}." for kind in grade.bars)
    yield "A person has confirmed it." if mine.confirmed else "No person has confirmed it yet."
    if rules.attempts > 1 and grade.made_of:
        yield f"It is made of sitting {', '.join(map(str, grade.made_of))}."


def _dimensions(mine: Standing) -> Iterator[str]:
    points = mine.grade.points
    if points is None:
        yield "Not scored yet."
        return
    for name in DIMENSIONS:
        yield f"{DIMENSION_TITLES[name]}: {signed(points.get(name, 0))}"
