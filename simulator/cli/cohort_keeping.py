"""`onlyme cohort export`, `delete` and `purge`: what is kept of people by name, and for how long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.doer import By, doer
from simulator.cli.output import counted, people, put, write_or_put

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.cohort.cohorts import Member
    from simulator.cohort.keeping import Purge, Term, Texts

Who = Annotated[
    str, typer.Argument(metavar="PERSON", help="A name, a pseudonym, a staff number or an e-mail address.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this, only tell what would be.")]


def register(group: typer.Typer) -> None:
    """Adds the commands of this file."""
    group.command()(export)
    group.command()(delete)
    group.command()(purge)


def export(
    person: Who,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; left out, standard output."),
    ] = None,
    by: By = None,
) -> None:
    """Write all that is kept of one person, as JSON, for the person who asks for it."""
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import log_person
    from simulator.cohort.own_data import own_data
    from simulator.cohort.people import find_person

    who = doer(by)
    with closing(Database.open()) as database, database.writing() as connection:
        found = find_person(connection, person)
        log_person(connection, "exported the person's data", found, at=database.stamp(connection), by=who)
        data = own_data(connection, found, database.now(connection))
    # A terminal would act on some signs; in a file people read their own names.
    text = json.dumps(data, indent=2, ensure_ascii=output is None)
    write_or_put(text + "\n", output, "onlyme cohort export")


def delete(person: Who, yes: Yes = False, by: By = None) -> None:
    """Delete the name of a person and what was written; what was done stays under the pseudonym."""
    from simulator.attempts.database import Database
    from simulator.cohort import keeping
    from simulator.cohort.people import find_person

    who = doer(by)
    with closing(Database.open()) as database:
        with database.reading() as connection:
            found = find_person(connection, person)
            texts = keeping.texts_of(connection, found.person)
        if found.deleted is not None:
            put(f"{found.pseudonym} was deleted on {found.deleted[:10]}")
            return
        if not yes:
            put(f"To be deleted of {found.shown}: the name with e-mail and staff number; {_texts(texts)}.")
            put(f"Sittings, scores and grades stay as those of {found.pseudonym}, and nobody can tell whose.")
            put("The personal code stops working. This cannot be undone; a copy first:")
            put(f"  onlyme cohort export {found.pseudonym} --output FILE")
            put(f"To do it: onlyme cohort delete {found.pseudonym} --yes")
            return
        with database.writing() as connection:
            gone = keeping.delete_person(connection, found, at=database.stamp(connection), by=who)
    put(f"Deleted: the name behind {found.pseudonym}; {_texts(gone)}")


def purge(yes: Yes = False, by: By = None) -> None:
    """Delete the people of cohorts whose time is up; without --yes, tell whom that concerns."""
    from simulator.attempts.database import Database
    from simulator.cohort import keeping
    from simulator.cohort.cohorts import all_cohorts

    who = doer(by)
    with closing(Database.open()) as database:
        if yes:
            with database.writing() as connection:
                found = keeping.purges(connection, database.now(connection))
                for one in found:
                    keeping.carry_out(connection, one, at=database.stamp(connection), by=who)
        with database.reading() as connection:
            now = database.now(connection)
            if not yes:
                found = keeping.purges(connection, now)
            terms = [keeping.term_of(connection, cohort) for cohort in all_cohorts(connection)]
    for term in terms:
        put(f"{term.cohort.cohort}: {_stands(term, now)}")
    for one in found:
        _put_purge(one, done=yes)
    if not found:
        put()
        put("Nothing is due.")
    elif not yes:
        put()
        put("Nothing has been changed yet. This cannot be undone. To do it: onlyme cohort purge --yes")


def _put_purge(purge: Purge, *, done: bool) -> None:
    name = purge.term.cohort.cohort
    put()
    put(f"{name}: {people(len(purge.delete))} {'deleted' if done else 'to be deleted'}")
    _put_members(purge.delete, done)
    if purge.keep:
        put(f"{name}: names that stay, for a cohort whose time is not up needs them ({len(purge.keep)})")
        _put_members(purge.keep, done=False)
    if purge.texts:
        texts = counted(purge.texts, "note, comment or reason", "notes, comments and reasons")
        put(f"{name}: {texts}, of all of them together")


def _put_members(members: Iterable[Member], done: bool) -> None:
    for one in members:
        put(f"  {one.pseudonym if done else one.shown}")


def _stands(term: Term, now: datetime) -> str:
    if term.cohort.retention_days is None:
        return "kept until somebody deletes it"
    if term.due is not None:
        return f"{'due since' if term.over(now) else 'due on'} {term.due:%Y-%m-%d}"
    if term.open:
        return f"not due: {', '.join(term.open)} {'has' if len(term.open) == 1 else 'have'} not ended"
    return "not due: it has had no assessment"


def _texts(texts: Texts) -> str:
    counts = (
        counted(texts.notes, "note written while playing", "notes written while playing"),
        counted(texts.comments, "comment"),
        counted(texts.reasons, "reason of an override", "reasons of overrides"),
    )
    return ", ".join(counts)
