"""`onlyme results`: the group of commands; who is where, one person, and a cohort as a whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli import regrading, results_grades, results_signing
from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.group import group
from simulator.cli.output import put, put_json
from simulator.cli.results_read import Id, Json, Names, Who, names_where, opened

if TYPE_CHECKING:
    from simulator.attempts.database import Database
    from simulator.cohort.standing import Results, Standing
    from simulator.view.results import Section

_EVERY = 2.0
"""Seconds between two looks."""
_LINE = 100  # characters of a sentence's line
_WIDTH = 120  # cells of the table where nobody says how wide it may be


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    made = group("results", "Results of assessments: who is where, grades, comments, sign-off, regrade.")
    made.command()(status)
    made.command()(person)
    made.command()(principles)
    for room in (results_grades, results_signing, regrading):
        room.register(made)
    app.add_typer(made)


def status(
    assessment: Id,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only who stands so, such as overdue.")
    ] = None,
    team: Annotated[str | None, typer.Option(metavar="TEAM", help="Only who is in this team now.")] = None,
    names: Names = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, with a line for each change, until Ctrl-C.")
    ] = False,
    json: Json = False,
) -> None:
    """Show where everybody stands in an assessment."""
    from simulator.view.results import head
    from simulator.view.standings import counts, table

    if watch and json:
        raise Failure("onlyme results status: --watch and --json exclude each other", WRONG_USAGE)
    wanted = _wanted(state, team)
    with opened(assessment) as (database, found):
        named = names_where(names, database, found)
        held = [one for one in found.people if wanted(one)]
        if json:
            put_json(_data(found, held, named))
            return
        put(head(found))
        put(counts(found.people) + "." if found.people else "Nobody belongs to the cohort yet.")
        if held:
            put()
            shown = table(held, found, _width(), named)
            for line in (shown.heading, *shown.lines):
                put(line)
        elif found.people:
            put("Nobody stands so.")
        if watch:
            put()
            put("What changes, as it changes. Ctrl-C ends.")
            tell_changes(found, _looks(database, assessment), wanted, named)


def person(assessment: Id, person: Who, names: Names = False, json: Json = False) -> None:
    """Show all there is on one person: sittings, grade, principles, comments, sign-off."""
    from simulator.cohort.page import find, page
    from simulator.view import results as view

    with opened(assessment) as (database, found):
        with database.reading() as connection:
            held = page(connection, found, find(connection, found, person))
        named = names_where(names, database, found)
    one = held.standing
    if json:
        told = [{"by": said.by, "at": said.at, "text": said.text} for said in held.comments]
        put_json(_data(found, [one], named) | {"comments": told})
        return
    name = f" ({named.get(one.person, 'name deleted')})" if named is not None else ""
    put(f"{one.pseudonym}{name} in {found.title}")
    _tell(view.person(held, found))


def principles(assessment: Id, json: Json = False) -> None:
    """Show a cohort as a whole: how the grades lie, and which principles are strong or weak."""
    from dataclasses import asdict

    from simulator.cohort.summary import summary
    from simulator.view import results as view

    with opened(assessment) as (_, found):
        held = summary(found.people)
    if json:
        put_json({"assessment": found.assessment, **asdict(held)})
        return
    put(view.head(found))
    _tell(view.whole(found, held))


def tell_changes(
    before: Results,
    looks: Iterable[Results],
    wanted: Callable[[Standing], bool],
    named: dict[str, str] | None,
) -> None:
    """A line whenever somebody stands otherwise than at the look before, until the looks end."""
    from simulator.view.standings import changes

    for found in looks:
        for line in changes(before, found, wanted, named):
            put(line)
        sys.stdout.flush()
        before = found


def _looks(database: Database, assessment: str) -> Iterator[Results]:
    """The results, again and again; Ctrl-C ends it."""
    from time import sleep

    from simulator.cohort.days import Days
    from simulator.cohort.results import look

    days = Days()
    try:
        while True:
            yield look(database, assessment, days)
            sleep(_EVERY)
    except KeyboardInterrupt:
        return


def _wanted(state: str | None, team: str | None) -> Callable[[Standing], bool]:
    """Whom to show. Raises Failure for a state that there is not."""
    from simulator.cohort.states import State

    word = state.strip().lower().replace("-", " ").replace("_", " ") if state is not None else None
    if word is not None and word not in set(State):
        raise Failure(
            f"onlyme results status: nobody can be {state!r}; states are {', '.join(State)}", WRONG_USAGE
        )

    def wanted(one: Standing) -> bool:
        in_team = team is None or (one.team or "").casefold() == team.strip().casefold()
        return in_team and (word is None or one.state == word)

    return wanted


def _data(found: Results, held: Sequence[Standing], named: dict[str, str] | None) -> dict[str, Any]:
    from simulator.cohort import gradebook

    columns = gradebook.columns(named)
    rows = []
    for one in held:
        row = gradebook.row(one, columns)
        going = one.going
        row["under_way"] = going and {
            "sitting": going.number,
            "scenario": going.played[going.at].title,
            "day": one.day,
            "decisions": going.played[going.at].decisions,
        }
        row |= {"allowed": one.allowed, "saved": one.saved, "until": gradebook.moment(one.deadline)}
        rows.append(row)
    return gradebook.as_data(found) | {"people": rows}


def _tell(sections: Sequence[Section]) -> None:
    for heading, lines in sections:
        put()
        put(heading)
        for line in lines:
            for part in wrap(
                line, _LINE, subsequent_indent=" " * 7, break_long_words=False, break_on_hyphens=False
            ):
                put(f"  {part}")


def _width() -> int:
    return shutil.get_terminal_size((_WIDTH, 24)).columns if sys.stdout.isatty() else _WIDTH
