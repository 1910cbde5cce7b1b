"""Assessments for tests: a clock that is set by hand, a cohort, a scenario of one line, people who sit it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from simulator.attempts.cohort_schema import members, people
from simulator.attempts.database import Database
from simulator.cohort import assessments, cohorts, overrides, sittings
from simulator.cohort.audit import Entry, entries
from simulator.cohort.live import Live
from simulator.cohort.overrides import Given
from simulator.cohort.rules import Override, Rules
from simulator.cohort.states import Sitting

NINE = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
SMALL = """\
format: 1
id: small
title: A small one
contacts: {ann: {name: Ann}}
encounters:
  - {id: first, beats: {one: {choices: [
      {id: a, say: A, does: listen, then: two}, {id: b, say: B, does: listen, then: two}]},
    two: {choices: [{id: c, say: C, does: listen}, {id: d, say: D, does: listen}]}}}
"""


@dataclass
class Clock:
    """What the database takes for the time."""

    moment: datetime = NINE

    def __call__(self) -> datetime:
        return self.moment

    def at(self, minutes: float) -> None:
        """So many minutes after nine."""
        self.moment = NINE + timedelta(minutes=minutes)


@dataclass
class World:
    """A cohort `spring` with Ann and Bob, in the teams north and south, and a scenario file."""

    database: Database
    clock: Clock
    scenario: str

    def rules(self, **more: Any) -> Rules:
        """Rules of an assessment called `a`, with a limit of half an hour."""
        held = {
            "id": "a",
            "title": "Spring assessment",
            "purpose": "To see who may go alone.",
            "seen_by": "Your trainer.",
            "cohort": "spring",
            "scenarios": [self.scenario],
            "minutes": 30,
            "shuffle": False,
        }
        return Rules.model_validate(held | more)

    def opened(self, **more: Any) -> str:
        """An open assessment."""
        rules = self.rules(**more)
        assessments.create(self.database, rules, "trainer")
        assessments.open_(self.database, assessments.opening(self.database, rules.id), "trainer")
        return rules.id

    def override(
        self, person: str | None = None, team: str | None = None, reason: str = "", **more: Any
    ) -> Given:
        """Rules of its own for a person or a team."""
        with self.database.reading() as connection:
            to = cohorts.member_of(connection, "spring", person) if person else None
        wanted = Override.model_validate(more)
        reason = reason or ("ill" if wanted.needs_reason else "")
        return overrides.give(
            self.database, "a", wanted, by="trainer", to=to, team=team, reason=reason or None
        )

    def write(self, statement: Any) -> None:
        """Changes something behind everybody's back."""
        with self.database.writing() as connection:
            connection.execute(statement)

    def leave(self, person: str) -> None:
        """Somebody leaves the cohort."""
        mine = members.c.person == person
        self.write(update(members).where(mine).values(left=self.clock.moment.isoformat()))

    def delete(self, person: str) -> None:
        """Somebody's name is cut off, while the membership stands."""
        mine = people.c.person == person
        self.write(update(people).where(mine).values(deleted=self.clock.moment.isoformat()))

    def move(self, person: str, team: str | None) -> None:
        """Somebody comes into another team."""
        self.write(update(members).where(members.c.person == person).values(team=team))

    def sittings(self, person: str = "ann") -> tuple[Sitting, ...]:
        """Somebody's sittings of `a`."""
        with self.database.reading() as connection:
            return sittings.sittings_of(connection, "a", person)

    def log(self, what: str) -> list[Entry]:
        """The lines of the audit log that say so."""
        with self.database.reading() as connection:
            return [entry for entry in entries(connection, "a") if what in entry.what]


def world(location: str, folder: Path) -> World:
    """A new one in an empty database."""
    clock = Clock()
    database = Database.open(location, now=clock)
    scenario = folder / "small.yaml"
    scenario.write_text(SMALL, encoding="utf-8")
    with database.writing() as connection:
        at = database.stamp(connection)
        cohorts.create(connection, "spring", "Spring", None, at=at, by="trainer")
        for person, team in (("ann", "north"), ("bob", "south")):
            who = {"person": person, "pseudonym": person.upper(), "created": at}
            connection.execute(insert(people), who)
            member = {"cohort": "spring", "person": person, "team": team, "joined": at}
            connection.execute(insert(members), member)
    return World(database, clock, str(scenario))


def play(live: Live, moves: int = 99) -> None:
    """Plays the present scenario with the first line each time, at most so many moves."""
    live.session.begin()
    while moves and not live.over:
        live.session.do(live.session.play.legal_moves()[0])
        moves -= 1


def kept_moves(world: World, live: Live) -> list[str]:
    """The moves of the present scenario that the database has."""
    from simulator.attempts.store import Store

    return [row.move for row in Store(world.database).load(live.session.header.attempt)[1]]
