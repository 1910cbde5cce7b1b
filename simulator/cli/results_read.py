"""What the commands of `onlyme results` share: their words, and reading the results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from simulator.attempts.database import Database
    from simulator.cohort.standing import Results

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment's id.")]
Who = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="A pseudonym; or a name, a staff number or an e-mail address."),
]
Names = Annotated[bool, typer.Option("--names", help="Show names beside the pseudonyms.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")]


@contextmanager
def opened(assessment: str) -> Iterator[tuple[Database, Results]]:
    """The database, and the results as they are now. What is overdue is ended before, and what is not scored
    yet is scored."""
    from simulator.attempts.database import Database
    from simulator.cohort.results import look
    from simulator.cohort.settling import settle

    with closing(Database.open()) as database:
        settle(database, assessment)
        yield database, look(database, assessment)


def names_where(wanted: bool, database: Database, found: Results) -> dict[str, str] | None:
    """The names by person, where they are wanted."""
    from simulator.cohort.results import names_of

    if not wanted:
        return None
    with database.reading() as connection:
        return names_of(connection, found)
