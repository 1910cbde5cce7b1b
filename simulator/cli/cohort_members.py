"""`onlyme cohort codes`, `move` and `remove`: what a member types to sit, and where a member belongs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from simulator.cli.doer import By, doer
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import people, put

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from simulator.cohort.cohorts import Member

Id = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's id.")]
Who = Annotated[
    str, typer.Argument(metavar="PERSON", help="A name, a pseudonym, a staff number or an e-mail address.")
]


def register(group: typer.Typer) -> None:
    """Adds the commands of this file."""
    group.command()(codes)
    group.command()(move)
    group.command()(remove)


def codes(
    cohort: Id,
    person: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PERSON]...", help="Only these, by name or pseudonym; a code they have stops working."
        ),
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only this team.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="For those who have one as well; theirs stops working.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new CSV file that only you can read."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --again: do it.")] = False,
    by: By = None,
) -> None:
    """Give personal codes to those who have none. Each is shown this once: only its hash is kept."""
    from simulator.attempts.database import Database
    from simulator.cohort import codes as personal
    from simulator.cohort.cohorts import cohort_of
    from simulator.cohort.spreadsheet import write_csv

    who = doer(by)
    with closing(Database.open()) as database, _new(output) as file, database.writing() as connection:
        held = cohort_of(connection, cohort, change=True)
        chosen = _chosen(connection, held.cohort, person or [], team)
        wanted = [one for one in chosen if again or person or not one.has_code]
        working = sum(one.has_code for one in wanted)
        if again and working and not yes:
            raise Failure(
                f"onlyme cohort codes: the codes of {people(working)} would stop working; "
                "if that is meant, add --yes",
                NOT_WELL,
            )
        if not wanted:
            put(f"Nobody in {held.cohort} is without a code. For new ones: --again, or name a person")
            raise typer.Exit
        given = personal.give(connection, wanted, at=database.stamp(connection), by=who)
        if file is not None:
            # On disk before the codes begin to work: none is given that nobody can read.
            rows = ((one.name, one.email, one.team, one.pseudonym, code) for one, code in given)
            write_csv(file, ("Name", "E-mail", "Team", "Pseudonym", "Code"), rows)
            file.flush()
            os.fsync(file.fileno())
    if output is not None:
        put(f"{people(len(given))}: codes written to {output}, which only you can read")
    else:
        for member, code in given:
            put(f"{code}  {member.shown}")
    put("They cannot be shown a second time: only their hashes are kept.")


def move(
    cohort: Id,
    person: Who,
    team: Annotated[str | None, typer.Option(help="The team to move to.")] = None,
    no_team: Annotated[bool, typer.Option("--no-team", help="To no team.")] = False,
    by: By = None,
) -> None:
    """Move somebody to another team, from now on."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import cohort_of, find_member, move_to_team, teams_of

    if (team is None) != no_team:
        raise Failure("onlyme cohort move: give either --team TEAM or --no-team", WRONG_USAGE)
    who = doer(by)
    with closing(Database.open()) as database, database.writing() as connection:
        held = cohort_of(connection, cohort, change=True)
        member = find_member(connection, held.cohort, person)
        known = teams_of(connection, held.cohort)
        moved = move_to_team(connection, member, team, at=database.stamp(connection), by=who)
    if moved.team == member.team:
        put(f"{member.shown} is in {member.team or 'no team'} already")
        return
    new = " (a new team)" if moved.team and moved.team not in known else ""
    put(f"{member.shown}: {member.team or 'no team'} → {moved.team or 'no team'}{new}")


def remove(cohort: Id, person: Who, by: By = None) -> None:
    """Take somebody out of a cohort: the code stops working, results stay."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import cohort_of, find_member, leave

    who = doer(by)
    with closing(Database.open()) as database, database.writing() as connection:
        held = cohort_of(connection, cohort, change=True)
        member = find_member(connection, held.cohort, person)
        leave(connection, member, at=database.stamp(connection), by=who)
    put(f"{member.shown} has left {held.cohort}. Results stay; to come back: onlyme cohort import or add")


def _chosen(connection: Connection, cohort: str, persons: list[str], team: str | None) -> list[Member]:
    """The members that are meant, each once."""
    from simulator.cohort.cohorts import find_member, find_team, members_of

    if persons:
        found = [find_member(connection, cohort, one) for one in persons]
        return list({one.person: one for one in found}.values())
    held = list(members_of(connection, cohort))
    if team is None:
        return held
    meant = find_team(connection, cohort, team)
    return [one for one in held if one.team == meant]


@contextmanager
def _new(output: Path | None) -> Iterator[BinaryIO | None]:
    """A new file, if one is wanted; nothing of it is left where the block fails. Raises Failure."""
    from simulator.files import new_file

    if output is None:
        yield None
        return
    try:
        with new_file(output) as file:
            yield file
    except FileExistsError:
        raise Failure(
            f"onlyme cohort codes: {output} is there already; name a new file", WRONG_USAGE
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise Failure(
            f"onlyme cohort codes: {output} cannot be written ({why}); no code was given", NOT_WELL
        ) from None
