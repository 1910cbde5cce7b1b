"""`onlyme results comment` and `sign`: what a person says of a result, and that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.doer import By, doer
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import people, put
from simulator.cli.results_read import Id, Who, opened

if TYPE_CHECKING:
    from simulator.attempts.database import Database
    from simulator.cohort.standing import Results, Standing


def register(group: typer.Typer) -> None:
    """Adds the commands of this file."""
    group.command()(comment)
    group.command()(sign)


def comment(
    assessment: Id,
    person: Who,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be said, in quotation marks.")],
    by: By = None,
) -> None:
    """Add a comment to a person's result; who asks for a copy of their data gets it with that."""
    from simulator.cohort import remarks
    from simulator.cohort.page import find

    who = doer(by)
    with opened(assessment) as (database, found), database.writing() as connection:
        one = find(connection, found, person)
        at = database.stamp(connection)
        remarks.comment(connection, assessment, one, text, at=at, by=who)
    put(f"Noted on {one.pseudonym}. To read it: onlyme results person {assessment} {one.pseudonym}")


def sign(
    assessment: Id,
    persons: Annotated[
        list[str] | None, typer.Argument(metavar="PERSON", help="Whose results; pseudonyms or names.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Everybody whose result is there and not signed off.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only tell what would be.")] = False,
    by: By = None,
) -> None:
    """Sign results off, as a person who has looked at them: only then do verdicts count."""
    from simulator.cohort.page import find

    if bool(persons) == every:
        raise Failure("onlyme results sign: name people, or give --all", WRONG_USAGE)
    who = doer(by)
    with opened(assessment) as (database, found):
        with database.reading() as connection:
            named = [find(connection, found, name) for name in persons or ()]
        chosen = named or [one for one in found.people if one.ready and not one.confirmed]
        missing = [one.pseudonym for one in chosen if not one.ready]
        if missing:
            why = f"there is nothing to sign off yet for {', '.join(missing)}"
            raise Failure(f"onlyme results sign: {why}", NOT_WELL)
        ready = {one.person: one for one in chosen if not one.confirmed}
        for one in chosen:
            put(_line(one))
        if not ready:
            put("There is nothing left to sign off.")
        elif not yes:
            put(f"To sign off {people(len(ready))} as {who}: the same with --yes")
        else:
            _sign(database, found, ready, who)
            put(f"Signed off by {who}: {people(len(ready))}")


def _sign(database: Database, found: Results, ready: dict[str, Standing], who: str) -> None:
    """Signs off what was shown, all of it or nothing."""
    from simulator.cohort.remarks import sign
    from simulator.cohort.results import read

    with database.writing() as connection:
        at = database.stamp(connection)
        for one in read(connection, found.assessment, database.now(connection)).people:
            if one.person in ready:
                seen = ready[one.person].grade
                sign(connection, found.assessment, one, at=at, by=who, seen=seen)


def _line(one: Standing) -> str:
    from simulator.view.standings import said

    bars = f"; barred by {', '.join(one.grade.bars).replace('_', ' ')}" if one.grade.bars else ""
    done = "; signed off already" if one.confirmed else "; changed since signed off" if one.changed else ""
    return f"{one.pseudonym}  {said(one.grade)}{bars}{done}"
