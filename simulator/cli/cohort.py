"""`onlyme cohort`: the group of commands; making cohorts and looking at them."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli import cohort_keeping, cohort_members, cohort_roster
from simulator.cli.doer import By, doer
from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.group import group
from simulator.cli.output import counted, people, put, put_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.cohort.cohorts import Cohort, Member

Id = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's id.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")]


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    made = group("cohort", "Rosters and cohorts: who is trained together, and what is kept of whom.")
    made.command()(new)
    made.command("list")(list_)
    made.command()(show)
    for room in (cohort_roster, cohort_members, cohort_keeping):
        room.register(made)
    made.command()(keep)
    app.add_typer(made)


def new(
    cohort: Annotated[
        str, typer.Argument(metavar="COHORT", help="Its id: small letters, digits and hyphens.")
    ],
    title: Annotated[str | None, typer.Option(help="Its title; left out, made from the id.")] = None,
    keep_days: Annotated[
        int | None,
        typer.Option(metavar="DAYS", help="How long names are kept after its last assessment has ended."),
    ] = None,
    by: By = None,
) -> None:
    """Make a cohort, with nobody in it yet."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import create

    who = doer(by)
    with closing(Database.open()) as database, database.writing() as connection:
        words = title if title is not None else cohort.replace("-", " ").capitalize()
        made = create(connection, cohort, words, keep_days, at=database.stamp(connection), by=who)
    put(f"Made the cohort {made.cohort}: {made.title}; {_retention(made)}")
    put(f"Bring people in: onlyme cohort import {made.cohort} FILE")


def list_(json: Json = False) -> None:
    """List the cohorts."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import all_cohorts, sizes

    with closing(Database.open()) as database, database.reading() as connection:
        held, count = all_cohorts(connection), sizes(connection)
    if json:
        put_json({"cohorts": [_cohort_data(one) | {"people": count.get(one.cohort, 0)} for one in held]})
        return
    if not held:
        put("There is no cohort yet. Make one: onlyme cohort new spring")
    for one in held:
        put(f"{one.cohort}: {one.title}; {people(count.get(one.cohort, 0))}; {_retention(one)}")


def show(cohort: Id, json: Json = False) -> None:
    """Show who belongs to a cohort, team by team, and who has left."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import cohort_of, members_of

    with closing(Database.open()) as database, database.reading() as connection:
        held = cohort_of(connection, cohort)
        everybody = members_of(connection, cohort, left=True)
    if json:
        put_json(_cohort_data(held) | {"members": [_member_data(one) for one in everybody]})
        return
    here = [one for one in everybody if one.left is None]
    put(f"{held.title} ({held.cohort}): {people(len(here))}; {_retention(held)}")

    def team(one: Member) -> str:
        return one.team or ""

    for name, found in groupby(sorted(here, key=lambda one: (team(one) == "", team(one).casefold())), team):
        _put_team(name or "In no team", found)
    _put_team("Left", (one for one in everybody if one.left is not None))
    without = sum(not one.has_code for one in here)
    if without:
        put()
        put(f"{people(without)} without a personal code. Give codes: onlyme cohort codes {held.cohort}")
    if not everybody:
        put(f"Nobody yet. Bring people in: onlyme cohort import {held.cohort} FILE")


def keep(
    cohort: Id,
    days: Annotated[
        int | None, typer.Option(help="Days after the end of its last assessment until names are due to go.")
    ] = None,
    no_limit: Annotated[
        bool, typer.Option("--no-limit", help="Keep names until somebody deletes them.")
    ] = False,
    by: By = None,
) -> None:
    """Set how long the names of a cohort are kept."""
    from simulator.attempts.database import Database
    from simulator.cohort import cohorts

    if (days is None) != no_limit:
        raise Failure("onlyme cohort keep: give either --days DAYS or --no-limit", WRONG_USAGE)
    who = doer(by)
    with closing(Database.open()) as database, database.writing() as connection:
        held = cohorts.cohort_of(connection, cohort, change=True)
        held = cohorts.keep(connection, held, days, at=database.stamp(connection), by=who)
    put(f"{held.title} ({held.cohort}): {_retention(held)}")


def _put_team(heading: str, members: Iterable[Member]) -> None:
    found = list(members)
    if not found:
        return
    put()
    put(f"{heading} ({len(found)})")
    for one in found:
        more = [one.shown, one.email, f"staff number {one.reference}" if one.reference else None]
        more.append(None if one.has_code or one.left else "no code yet")
        put("  " + "; ".join(text for text in more if text))


def _retention(cohort: Cohort) -> str:
    if cohort.retention_days is None:
        return "names are kept until somebody deletes them"
    return f"names are kept for {counted(cohort.retention_days, 'day')} after its last assessment"


def _cohort_data(cohort: Cohort) -> dict[str, Any]:
    return {
        "cohort": cohort.cohort,
        "title": cohort.title,
        "retention_days": cohort.retention_days,
        "created": cohort.created,
    }


def _member_data(member: Member) -> dict[str, Any]:
    return {
        "pseudonym": member.pseudonym,
        "name": member.name,
        "email": member.email,
        "reference": member.reference,
        "team": member.team,
        "joined": member.joined,
        "left": member.left,
        "has_code": member.has_code,
    }
