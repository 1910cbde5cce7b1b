"""What must hold once a simulated cohort is through, read from the database: every check gives faults."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import mean
from typing import Any

from sqlalchemy import select

from simulator.attempts.cohort_schema import names, scores, sitting_attempts, sittings
from simulator.attempts.database import Database
from simulator.attempts.schema import moves
from simulator.cohort import gradebook
from simulator.cohort.assessments import read as read_assessment
from simulator.cohort.audit import Entry, entries
from simulator.cohort.cards import Reckoner, live_texts, write_card
from simulator.cohort.gradebook import Form
from simulator.cohort.grades import Verdict, percent_of
from simulator.cohort.results import read
from simulator.cohort.scores import kept_rubric, record
from simulator.cohort.standing import Results, Standing
from simulator.cohort.states import State
from simulator.scenario.load import load
from tests.cohorts.course import ACCOUNT, GONE, RULES, TEST, Course
from tests.cohorts.minds import Sort
from tests.cohorts.sitting import End, Played, Told
from tests.cohorts.trainees import PATIENT, Fate, Trainee

_FALLING = (Sort.GOOD, Sort.SLIPS_25, Sort.SLIPS_50, Sort.SLIPS_75)
_ENOUGH = 10
"""So many of a sort have a mean that chance does not turn round."""
_LUCKY = 10
"""Percent of those without a good line who may pass by luck."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database has once everything is over."""

    results: Mapping[str, Results]
    people: Mapping[str, str]
    """The person of each staff number; that of somebody deleted leads to nobody any more."""
    attempts: Mapping[str, str]
    """The person of each attempt."""
    moves: Mapping[str, Sequence[tuple[int, str, str]]]
    """Number, move and events of every row of an attempt."""
    scores: Sequence[Mapping[str, Any]]
    audit: Sequence[Entry]
    cards: Mapping[str, str]
    """The card of each scored attempt, made anew."""
    scores_again: Sequence[Mapping[str, Any]]
    """The scores after everything was scored a second time."""


def faults(course: Course) -> list[str]:
    """Everything that is not as it should be; empty where all is well."""
    with closing(Database.open(course.place)) as database:
        return [*found_in(course, kept(database, course))]


def found_in(course: Course, held: Kept) -> Iterator[str]:
    """The faults in what is kept."""
    told = {one.attempt: one for visit in course.told for one in visit.played}
    yield from _moves(told, held)
    yield from _ends(course.told)
    for assessment in (TEST, ACCOUNT):
        yield from _book(held.results[assessment])
        yield from (f"{assessment}: {one}" for one in out_of_order(means(course.told, assessment)))
    yield from _standings(course, held)
    yield from _verdicts(course, held)
    yield from _scores(held)
    yield from _audit(course, held)


def kept(database: Database, course: Course) -> Kept:
    """What a database has of a course."""
    with database.reading() as connection:
        now = database.now(connection)
        results = {rules["id"]: read(connection, rules["id"], now) for rules in RULES}
        digest = read_assessment(connection, TEST).rubric_digest
        rubric = kept_rubric(connection, digest or "")
        rows: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        wanted = select(moves.c.attempt, moves.c.seq, moves.c.move, moves.c.events)
        for attempt, *row in connection.execute(wanted.order_by(moves.c.attempt, moves.c.seq)):
            rows[attempt].append(tuple(row))
        whose = select(sitting_attempts.c.attempt, sittings.c.person).join(sittings)
        attempts = dict(map(tuple, connection.execute(whose)))
        named = dict(map(tuple, connection.execute(select(names.c.reference, names.c.person))))
        first = _rows(connection)
        log = entries(connection)
    reckoner = Reckoner(rubric.rubric)
    scored = {row["attempt"] for row in first}
    cards = {
        attempt: write_card(reckoner.card(live_texts((move, events) for _, move, events in rows[attempt])))
        for attempt in scored
    }
    with database.writing() as connection:
        for attempt in sorted(scored):
            record(connection, attempt, rubric, by="again", at=database.stamp(connection))
        again = _rows(connection)
    return Kept(results, named, attempts, rows, first, log, cards, again)


def _rows(connection: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(scores).order_by(scores.c.score)).mappings()]


def _moves(told: Mapping[str, Played], held: Kept) -> Iterator[str]:
    """Every acknowledged move is kept once, in its place, and nothing else is."""
    for attempt, one in told.items():
        numbers = [seq for seq, _, _ in held.moves.get(attempt, ())]
        found = tuple(move for _, move, _ in held.moves.get(attempt, ()))
        if numbers != list(range(1, len(numbers) + 1)) or found != one.moves:
            yield f"attempt {attempt[:8]}: {len(one.moves)} moves acknowledged, {len(found)} others kept"
    for attempt in held.moves.keys() - told.keys():
        yield f"attempt {attempt[:8]}: kept, and nobody played it"


def _ends(told: Iterable[Told]) -> Iterator[str]:
    """Every visit ended as what befell the trainee has it."""
    for one in told:
        visit = one.visit
        end = End.HANDED_IN
        if visit.fate is Fate.SLOW:
            end = End.TIME_UP
        elif visit.fate in GONE and (visit.middle or visit.assessment == ACCOUNT):
            end = End.NOT_LET_IN
        elif visit.fate in (Fate.WALKED, Fate.DELETED_AMID) or (visit.fate is Fate.TEAM and not visit.middle):
            end = End.LEFT
        if one.end is not end:
            yield f"{visit.reference} in {visit.assessment}: {one.end}, and not: {end}"


def _book(results: Results) -> Iterator[str]:
    """The grade book has everybody once, the same in every form."""
    file, data = io.BytesIO(), io.BytesIO()
    gradebook.write(file, Form.CSV, results)
    gradebook.write(data, Form.JSON, results)
    table = list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    rows = json.loads(data.getvalue())["people"]
    in_csv = [(row["Pseudonym"], row["State"], row["Percent"], row["Points"]) for row in table]
    in_json = [
        tuple(
            "" if row[name] is None else str(row[name])
            for name in ("pseudonym", "state", "percent", "points")
        )
        for row in rows
    ]
    if in_csv != in_json:
        yield f"{results.assessment}: the grade book is another in CSV than in JSON"
    listed = Counter(row[0] for row in in_csv)
    if listed != Counter(one.pseudonym for one in results.people) or max(listed.values()) > 1:
        yield f"{results.assessment}: the grade book does not have everybody once"


def _standings(course: Course, held: Kept) -> Iterator[str]:
    """Everybody stands where what befell them has put them, with what their plays were worth."""
    by_person = {name: {one.person: one for one in results.people} for name, results in held.results.items()}
    for trainee in course.trainees:
        for assessment, standings in by_person.items():
            asked = assessment == TEST or trainee.number in course.account
            mine = [one for one in course.told if one.visit.reference == trainee.reference]
            mine = [one for one in mine if one.visit.assessment == assessment and one.played]
            person = held.people.get(trainee.reference) or next(
                (held.attempts[play.attempt] for one in mine for play in one.played), ""
            )
            found = _standing(trainee, assessment, asked, mine, standings.get(person))
            yield from (f"{trainee.reference} in {assessment}: {fault}" for fault in found)
    for assessment, standings in by_person.items():
        away = 0 if assessment == TEST else sum(one.fate in GONE for one in course.trainees)
        if len(standings) != len(course.trainees) - away:
            yield f"{assessment}: {len(standings)} people are listed"


def _standing(
    trainee: Trainee, assessment: str, asked: bool, told: Sequence[Told], found: Standing | None
) -> Iterator[str]:
    if found is None:
        if trainee.fate not in GONE or assessment == TEST:
            yield "is not listed"
        return
    in_test = assessment == TEST
    state = State.GRADED
    if trainee.fate is Fate.ABSENT or not asked:
        state = State.OVERDUE
    elif trainee.fate in (Fate.WALKED, Fate.SLOW) and not in_test:
        state = State.ABANDONED
    if found.state is not state:
        yield f"{found.state}, and not {state}"
    if found.gone != ("deleted" if trainee.fate in GONE else ""):
        yield f"gone: {found.gone!r}"
    if found.team != (PATIENT if trainee.fate is Fate.TEAM else trainee.team):
        yield f"in the team {found.team}"
    if any(one.late for one in found.tried) != (in_test and trainee.fate is Fate.LATE):
        yield "late, and should not be, or the other way round"
    sat = {one.visit.tried: {play.attempt: play.total for play in one.played} for one in told}
    if len(found.tried) != len(sat):
        yield f"{len(found.tried)} sittings kept, {len(sat)} sat"
    totals = [sum(plays.values()) for plays in sat.values()] if state is State.GRADED else []
    if found.grade.total != max(totals, default=None):
        yield f"{found.grade.total} points, and the plays were worth {totals}"
    best = _best(assessment)
    if found.grade.percent != (percent_of(max(totals), best) if totals else None):
        yield f"{found.grade.percent} %, and the plays were worth {totals} of {best}"


@cache
def _best(assessment: str) -> int | None:
    """The best total there is in an assessment; None where it is not proved of every scenario."""
    (scenarios,) = (rules["scenarios"] for rules in RULES if rules["id"] == assessment)
    pars = [load(name).par for name in scenarios]
    return sum(par.total for par in pars if par) if all(pars) else None


def _verdicts(course: Course, held: Kept) -> Iterator[str]:
    """Naive players fail, good lines pass, and of the rest few pass by luck."""
    found = {one.person: one for one in held.results[TEST].people}
    luck: list[bool] = []
    for one in course.told:
        if one.visit.assessment != TEST or not one.whole or one.visit.fate is Fate.DELETED:
            continue
        sort = one.visit.mind.sort
        if one.visit.fate is Fate.AGAIN and one.visit.tried == 1:
            continue
        standing = found.get(held.people[one.visit.reference])
        if standing is None:
            continue
        reached = standing.verdict is Verdict.REACHED
        if sort is Sort.GOOD and not reached:
            yield f"{one.visit.reference} played a good line and has {standing.grade.percent} %: not passed"
        if sort in (Sort.NAIVE, Sort.BELOW) and reached:
            which = one.visit.mind.player or sort
            yield f"{one.visit.reference}, {which}, passed with {standing.grade.percent} %"
        if sort in (Sort.MIXED, Sort.GUESS):
            luck.append(reached)
    if 100 * sum(luck) > max(_LUCKY * len(luck), 100):
        yield f"{sum(luck)} of {len(luck)} without a good line passed"


def out_of_order(earned: Mapping[Sort, tuple[float, int]]) -> Iterator[str]:
    """Where more naive decisions in a good line earn more: they should not, of ten and more of each sort."""
    held = [(sort, *earned[sort]) for sort in _FALLING if sort in earned and earned[sort][1] >= _ENOUGH]
    for (better, more, _), (worse, less, _) in pairwise(held):
        if more <= less:
            yield f"{better} earns {more:.1f} points, {worse} {less:.1f}"


def means(told: Iterable[Told], assessment: str) -> dict[Sort, tuple[float, int]]:
    """What each sort of trainee earns on average in a sitting played to its end, and how many there were."""
    earned: dict[Sort, list[int]] = defaultdict(list)
    for one in told:
        if one.whole and one.visit.assessment == assessment:
            earned[one.visit.mind.sort].append(sum(play.total for play in one.played))
    return {sort: (mean(totals), len(totals)) for sort, totals in earned.items()}


def _scores(held: Kept) -> Iterator[str]:
    """Every attempt that counts has one score, and scoring it again gives the same bytes."""
    times = Counter(row["attempt"] for row in held.scores)
    yield from (f"attempt {attempt[:8]} has {many} scores" for attempt, many in times.items() if many > 1)
    for row in held.scores:
        if row["card"] != held.cards[row["attempt"]]:
            yield f"attempt {row['attempt'][:8]} is scored otherwise the second time"
    if list(held.scores) != list(held.scores_again):
        yield "scoring everything a second time left other scores behind"
    tried = [sat for results in held.results.values() for one in results.people for sat in one.tried]
    counted = {play.attempt for sat in tried if sat.outcome == "submitted" for play in sat.played}
    if counted != times.keys():
        yield f"{len(counted)} attempts count, {len(times)} have a score"


def _audit(course: Course, held: Kept) -> Iterator[str]:
    """The log has every deed as often as it was done, and nobody's name."""
    fates = Counter(one.fate for one in course.trainees)
    sat = {(one.visit.reference, one.visit.assessment, one.visit.tried) for one in course.told if one.played}
    handed = sum(one.end is End.HANDED_IN for one in course.told)
    deleted = sum(fates[fate] for fate in GONE)
    expected = {
        "made the cohort": 1,
        "imported a roster": 1 + bool(fates[Fate.JOINS]),
        "gave a personal code": len(course.trainees),
        "made the assessment": 2,
        "opened the assessment": 2,
        "gave an override": 1 + fates[Fate.EXTRA],
        "changed the team": fates[Fate.TEAM],
        "deleted the person": deleted,
        "started a sitting": len(sat),
        "handed in": handed,
        "closed the assessment": 2,
        "signed off": sum(
            one.state is State.GRADED for results in held.results.values() for one in results.people
        ),
    }
    found = Counter(entry.what.split(":")[0] for entry in held.audit)
    expected["time was up"] = len(sat) - handed
    for what in expected.keys() | found.keys():
        if found[what] != expected.get(what, 0):
            yield f"audit: {what}: {found[what]} times, and not {expected.get(what, 0)}"
    text = json.dumps(
        [[entry.what, entry.about, entry.pseudonym, dict(entry.details)] for entry in held.audit]
    )
    yield from (f"audit: names {one.name}" for one in course.trainees if one.name in text)
