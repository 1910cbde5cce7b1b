"""Sitting an assessment: what a person may do, starting, going on, and a trainer's trial run."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from simulator.attempts import rows
from simulator.attempts.cohort_schema import (
    cohorts,
    members,
    people,
    sign_offs,
    sitting_attempts,
    sittings,
)
from simulator.attempts.database import Database
from simulator.attempts.store import ASSESSED
from simulator.cohort import freezing, results
from simulator.cohort.assessments import Assessment, listed, read
from simulator.cohort.audit import log
from simulator.cohort.freezing import Frozen
from simulator.cohort.guard import sat_under, stamp
from simulator.cohort.live import Live, SittingSession
from simulator.cohort.overrides import rules_for
from simulator.cohort.refused import NotAllowed, TimeUp
from simulator.cohort.rules import Rules
from simulator.cohort.scores import keep_shipped_rubric, kept_rubric
from simulator.cohort.settling import settle_one
from simulator.cohort.sittings import attempts_of, present, sittings_of, trials_of
from simulator.cohort.states import (
    May,
    Offer,
    Sitting,
    State,
    current,
    deadline_at,
    offer,
    state_of,
)
from simulator.engine.attempt import RULES, Header

__all__ = ["Item", "Live", "SittingSession", "assessments_of", "forget_trials", "resume", "start", "trial"]

_SEEDS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Item:
    """An assessment as it stands for one person at a moment."""

    id: str
    title: str
    cohort: str
    retention_days: int | None
    """How long names and free text are kept after the last assessment has closed; None: until deleted."""
    rules: Rules
    """Those that hold for this person now."""
    opened: datetime
    closed: datetime | None
    released: datetime | None
    state: State
    sittings: tuple[Sitting, ...]
    offer: Offer


def assessments_of(database: Database, person: str) -> tuple[Item, ...]:
    """Every assessment that was opened for the cohorts somebody belongs to now, the newest first.

    Sittings whose time is up are ended first. Raises NotSaved or BadDatabase.
    """
    found = _items(database, person)
    over = [going for item in found if item.offer.may is May.NO and (going := current(item.sittings))]
    for going in over:
        settle_one(database, going.id)
    return _items(database, person) if over else found


def start(database: Database, assessment: str, person: str) -> Live:
    """A new sitting of a person. Raises NotAllowed, UnknownAssessment, or what `Live` raises."""
    with database.writing() as connection:
        clock = database.now(connection)
        held = read(connection, assessment)
        mine = (members.c.cohort == held.cohort) & (members.c.person == person)
        connection.execute(select(members.c.person).where(mine).with_for_update()).one_or_none()
        member = present(connection, held.cohort, person)
        before = sittings_of(connection, assessment, person)
        rules = rules_for(connection, held, person)
        now = max([clock, *(one.seen for one in before)])
        may = offer(before, rules, opened=held.opened, closed=held.closed, now=now)
        if may.may is May.RESUME:
            raise NotAllowed("This sitting has been started already; go on with it")
        if may.may is May.NO:
            raise NotAllowed(may.why)
        scenarios = freezing.kept(connection, assessment)
        made = _begin(connection, held, rules, scenarios, now, person=person, number=len(before) + 1)
        log(
            connection,
            at=stamp(now),
            by=member.pseudonym,
            what="started a sitting",
            about=assessment,
            pseudonym=member.pseudonym,
            details={"sitting": made.number},
        )
    return _taken_over(database, made, scenarios)


def resume(database: Database, assessment: str, person: str) -> Live:
    """The sitting a person has under way, in this window from now on. Raises like `start`."""
    with database.reading() as connection:
        held = read(connection, assessment)
        present(connection, held.cohort, person)
        going = current(sittings_of(connection, assessment, person))
        scenarios = freezing.kept(connection, assessment)
    if going is None:
        raise NotAllowed("There is no sitting to go on with")
    if (outcome := settle_one(database, going.id)) is not None:
        raise TimeUp(outcome)
    return _taken_over(database, going, scenarios)


def trial(database: Database, assessment: str, by: str) -> Live:
    """A trainer's walk through an assessment, opened or not, on any day, which counts for nobody.

    Raises UnknownAssessment or ScenarioError, or what `Live` raises.
    """
    with database.reading() as connection:
        held = read(connection, assessment)
        scenarios = freezing.kept(connection, assessment)
    scenarios = scenarios or freezing.freeze(held.rules.scenarios)
    with database.writing() as connection:
        now = database.now(connection)
        rules = sat_under(connection, held, None)
        number = len(trials_of(connection, assessment)) + 1
        made = _begin(connection, held, rules, scenarios, now, person=None, number=number)
        details = {"sitting": number}
        log(connection, at=stamp(now), by=by, what="began a trial run", about=assessment, details=details)
    return _taken_over(database, made, scenarios, by)


def forget_trials(database: Database, assessment: str, by: str) -> int:
    """Removes the trial runs of an assessment, and returns how many there were. Raises UnknownAssessment."""
    with database.writing() as connection:
        read(connection, assessment)
        found = trials_of(connection, assessment)
        for one in found:
            played = attempts_of(connection, one.id)
            connection.execute(sittings.delete().where(sittings.c.sitting == one.id))
            for attempt in played:
                rows.remove(connection, attempt)
        if found:
            at, details = database.stamp(connection), {"trial_runs": len(found)}
            log(connection, at=at, by=by, what="removed trial runs", about=assessment, details=details)
        return len(found)


def _items(database: Database, person: str) -> tuple[Item, ...]:
    wanted = (
        select(members.c.cohort, cohorts.c.retention_days)
        .join(cohorts, cohorts.c.cohort == members.c.cohort)
        .join(people, people.c.person == members.c.person)
        .where(members.c.person == person, members.c.left.is_(None), people.c.deleted.is_(None))
    )
    with database.reading() as connection:
        now = database.now(connection)
        found = [
            _item(connection, held, person, days, now)
            for cohort, days in connection.execute(wanted).all()
            for held in listed(connection, cohort)
            if held.opened is not None
        ]
    return tuple(sorted(found, key=lambda item: (item.opened, item.id), reverse=True))


def _item(
    connection: Connection, held: Assessment, person: str, retention_days: int | None, now: datetime
) -> Item:
    rules = rules_for(connection, held, person)
    mine = sittings_of(connection, held.id, person)
    return Item(
        id=held.id,
        title=held.title,
        cohort=held.cohort,
        retention_days=retention_days,
        rules=rules,
        opened=held.opened or held.created,
        closed=held.closed,
        released=held.released,
        state=state_of(
            mine, rules, closed=held.closed, now=now, signed=_signed(connection, held.id, person, now)
        ),
        sittings=mine,
        offer=offer(mine, rules, opened=held.opened, closed=held.closed, now=now),
    )


def _signed(connection: Connection, assessment: str, person: str, now: datetime) -> bool:
    """Whether the grade a person has now was signed off."""
    mine = (sign_offs.c.assessment == assessment) & (sign_offs.c.person == person)
    if connection.scalar(select(sign_offs.c.sign_off).where(mine).limit(1)) is None:
        return False
    found = results.read(connection, assessment, now).people
    return any(one.person == person and one.state is State.GRADED for one in found)


def _begin(
    connection: Connection,
    held: Assessment,
    rules: Rules,
    scenarios: tuple[Frozen, ...],
    now: datetime,
    *,
    person: str | None,
    number: int,
) -> Sitting:
    """Makes a sitting with an attempt for each of its scenarios."""
    seed = 1 + secrets.randbelow(_SEEDS) if rules.shuffle else 0
    made = Sitting(uuid.uuid4().hex, held.id, person, number, seed, now, deadline_at(now, rules), now)
    digest = held.rubric_digest
    rubric = keep_shipped_rubric(connection) if digest is None else kept_rubric(connection, digest)
    values = {
        "sitting": made.id,
        "assessment": held.id,
        "person": person,
        "number": number,
        "seed": str(seed),
        "started": stamp(now),
        "deadline": None if made.deadline is None else stamp(made.deadline),
        "seen": stamp(now),
    }
    connection.execute(insert(sittings), values)
    for one in scenarios:
        header = Header(
            attempt=uuid.uuid4().hex,
            scenario=one.scenario,
            title=one.title,
            scenario_hash=one.scenario_hash,
            scenario_text=one.text,
            variant=one.variant,
            language="en",
            rules=RULES,
            rubric=str(rubric.rubric.version),
            seed=seed,
            mode=ASSESSED,
            started=stamp(now),
        )
        rows.begin(connection, header, stamp(now))
        place = {"sitting": made.id, "place": one.place, "attempt": header.attempt}
        connection.execute(insert(sitting_attempts), place)
    return made


def _taken_over(database: Database, sitting: Sitting, scenarios: tuple[Frozen, ...], by: str = "") -> Live:
    with database.reading() as connection:
        played = attempts_of(connection, sitting.id)
    live = Live(database, sitting, scenarios, played, by)
    live.take_over()
    return live
