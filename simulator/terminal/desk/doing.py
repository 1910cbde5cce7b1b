"""What is done at the desk, without screens: looked up, written, signed off. Called from threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from simulator.attempts.database import Database
from simulator.cohort import remarks
from simulator.cohort.assessments import Assessment, listed
from simulator.cohort.cohorts import member_of
from simulator.cohort.days import Days
from simulator.cohort.gradebook import Form, write
from simulator.cohort.overrides import give
from simulator.cohort.page import Page, page
from simulator.cohort.people import UnknownPerson
from simulator.cohort.refused import NotAllowed
from simulator.cohort.results import look, names_of, read
from simulator.cohort.rules import Override, factor
from simulator.cohort.settling import settle
from simulator.cohort.standing import Results, Standing
from simulator.files import write_beside

Names = Mapping[str, str]
"""Names by person."""


def all_assessments(database: Database) -> tuple[Assessment, ...]:
    """Every assessment, the newest first. Raises BadDatabase."""
    with database.reading() as connection:
        return tuple(reversed(listed(connection)))


@dataclass(slots=True)
class Desk:
    """One assessment on the desk, and who sits at it. Every method raises StoreError."""

    database: Database
    assessment: str
    by: str
    """Who does what is done here, for the audit log."""
    named: bool = False
    """Whether names are shown beside the pseudonyms."""
    _days: Days = field(default_factory=Days)

    def settle(self) -> None:
        """Ends what is overdue, and scores what is not scored yet."""
        settle(self.database, self.assessment)

    def look(self) -> tuple[Results, Names | None]:
        """The results as they are now, and the names where they are shown."""
        found = look(self.database, self.assessment, self._days)
        return found, self._names(found) if self.named else None

    def page(self, person: str) -> tuple[Results, Page, Names | None]:
        """One person as they stand now. Raises UnknownPerson who is not in the results any more."""
        found, names = self.look()
        with self.database.reading() as connection:
            return found, page(connection, found, _of(found, person)), names

    def comment(self, person: Standing, text: str) -> None:
        """Adds a comment."""
        with self.database.writing() as connection:
            at = self.database.stamp(connection)
            remarks.comment(connection, self.assessment, person, text, at=at, by=self.by)

    def sign(self, seen: Standing) -> None:
        """Signs a result off, if it still is what was seen."""
        with self.database.writing() as connection:
            found = read(connection, self.assessment, self.database.now(connection), self._days)
            at, now = self.database.stamp(connection), _of(found, seen.person)
            remarks.sign(connection, self.assessment, now, at=at, by=self.by, seen=seen.grade)

    def extra_time(self, found: Results, person: Standing, wanted: str) -> None:
        """Gives extra time, as a factor: for the sitting under way too."""
        try:
            rules = Override(extra_time=factor(wanted.replace(",", ".")))
        except ValueError as error:
            raise NotAllowed(str(error)) from None
        with self.database.reading() as connection:
            member = member_of(connection, found.cohort, person.person)
        if member is None or person.gone:
            raise NotAllowed(f"{person.pseudonym} does not belong to the cohort any more")
        give(self.database, self.assessment, rules, by=self.by, to=member)

    def export(self, folder: Path, form: Form, named: bool) -> Path:
        """Writes the grade book to a new file in a folder, and returns it. Raises OSError too."""
        found = look(self.database, self.assessment, self._days)
        held = BytesIO()
        write(held, form, found, self._names(found) if named else None)
        return write_beside(folder, f"onlyme-{self.assessment}-grades", f".{form}", held.getvalue())

    def _names(self, found: Results) -> Names:
        with self.database.reading() as connection:
            return names_of(connection, found)


def _of(found: Results, person: str) -> Standing:
    held = next((one for one in found.people if one.person == person), None)
    if held is None:
        raise UnknownPerson("This person is not in the results any more")
    return held
