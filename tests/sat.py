"""An assessment that is open, one person with a code, and a clock in the hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import insert, update

from simulator.attempts.cohort_schema import cohorts, members, names, people
from simulator.attempts.database import Database
from simulator.cohort import assessments
from simulator.cohort.codes import hashed
from simulator.cohort.cohorts import member_of
from simulator.cohort.overrides import give
from simulator.cohort.rules import Override, Rules
from simulator.cohort.sittings import attempts_of, sittings_of
from tests.helpers import Data, beat, document, line, meeting

CODE = "7K2M-9XQ4-TB0H"
PERSON = "person-1"
COHORT, ASSESSMENT = "spring", "spring-2027"
BEGIN = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def story(name: str, *beats: Data, **more: Any) -> Data:
    """A scenario of two moments, each with three lines."""
    held = beats or (
        beat(line("a"), line("b"), line("c"), hint="Ask.", script="They look at you."),
        beat(line("d"), line("e"), line("f")),
    )
    return {**document(meeting(*held), ends="9d", **more), "id": name, "title": f"Story {name}"}


@dataclass
class Sat:
    """What a test holds: the database, its clock, and one assessment for one person."""

    database: Database
    folder: Path
    now: datetime = BEGIN
    scenarios: list[str] = field(default_factory=list)

    def later(self, **by: float) -> None:
        """Moves the clock on."""
        self.now += timedelta(**by)

    def invite(self) -> None:
        """Makes the cohort, with one person in it."""
        at = BEGIN.isoformat()
        with self.database.writing() as connection:
            connection.execute(
                insert(cohorts), {"cohort": COHORT, "title": "Spring", "retention_days": 90, "created": at}
            )
            connection.execute(insert(people), {"person": PERSON, "pseudonym": "P-0001", "created": at})
            connection.execute(insert(names), {"person": PERSON, "name": "Ada Example"})
            connection.execute(
                insert(members),
                {"cohort": COHORT, "person": PERSON, "joined": at, "code": hashed(CODE)},
            )

    def open(self, id: str = ASSESSMENT, **rules: Any) -> None:
        """Makes and opens an assessment of the stories."""
        held = {
            "id": id,
            "title": "Spring assessment",
            "purpose": "To see who may take over accounts alone.",
            "seen_by": "Your trainer and the head of training.",
            "cohort": COHORT,
            "scenarios": self.scenarios,
            "shuffle": False,
        }
        assessments.create(self.database, Rules.model_validate(held | rules), "Tess")
        assessments.open_(self.database, assessments.opening(self.database, id), "Tess")

    def close(self) -> None:
        """Closes it."""
        assessments.close(self.database, ASSESSMENT, "Tess")

    def release(self) -> None:
        """Releases its results."""
        assessments.release(self.database, ASSESSMENT, "Tess")

    def more_time(self, factor: str) -> None:
        """Extra time for the person, now."""
        with self.database.reading() as connection:
            member = member_of(connection, COHORT, PERSON)
        give(self.database, ASSESSMENT, Override.model_validate({"extra_time": factor}), by="Tess", to=member)

    def attempts(self) -> tuple[str, ...]:
        """The attempts of the person's first sitting."""
        with self.database.reading() as connection:
            return attempts_of(connection, sittings_of(connection, ASSESSMENT, PERSON)[0].id)

    def send_away(self) -> None:
        """The person leaves the cohort."""
        with self.database.writing() as connection:
            connection.execute(update(members).values(left=BEGIN.isoformat()))


@contextmanager
def sat(folder: Path, *stories: Data, location: str | None = None, **rules: Any) -> Iterator[Sat]:
    """The person has been invited to an assessment of stories, two where none are given, and it is open.
    `location` is a database with nothing in it; left out, a file."""
    held: Sat
    database = Database.open(location or str(folder / "kept.sqlite3"), now=lambda: held.now)
    held = Sat(database, folder)
    for data in stories or (story("one"), story("two")):
        file = folder / f"{data['id']}.yaml"
        file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        held.scenarios.append(str(file))
    try:
        held.invite()
        held.open(**rules)
        yield held
    finally:
        database.close()
