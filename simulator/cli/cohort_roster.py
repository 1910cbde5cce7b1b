"""`onlyme cohort import` and `add`: who belongs to a cohort, told before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.doer import By, doer
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import counted, put, put_json

if TYPE_CHECKING:
    from simulator.cohort.cohorts import Cohort
    from simulator.cohort.headings import Roster
    from simulator.cohort.matching import Known
    from simulator.cohort.roster import Plan, Step


def register(group: typer.Typer) -> None:
    """Adds the commands of this file."""
    group.command("import")(import_)
    group.command()(add)


def import_(
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's id.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file in UTF-8 or an .xlsx workbook, with headings.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only tell what would be.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")] = False,
    by: By = None,
) -> None:
    """Bring people into a cohort from a roster: all of it, or nothing while a row of it is bad."""
    who = doer(by)
    held, found = _import(cohort, _read(file), who if yes else None)
    done = yes and not found.bad and not found.idle
    if json:
        put_json({"cohort": held.cohort, "done": done, **_plan_data(found)})
    else:
        put(f"{file} → {held.title} ({held.cohort})")
        for line in _lines(found):
            put(line)
    if found.bad:
        raise Failure(
            f"onlyme cohort import: {file}: {counted(len(found.bad), 'row')} cannot be imported, "
            "so nothing was changed; mend the file and try again",
            NOT_WELL,
        )
    if json:
        return
    put()
    if found.idle:
        put("Nothing to do: everybody is there already, as the file says.")
    elif yes:
        put("Done.")
        put(f"Whoever is new has no personal code yet. Give codes: onlyme cohort codes {held.cohort}")
    else:
        put(f"Nothing has been changed yet. To do it: onlyme cohort import {held.cohort} {file} --yes")


def add(
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's id.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    team: Annotated[str | None, typer.Option(help="The team.")] = None,
    email: Annotated[str | None, typer.Option("--e-mail", "--email", help="The e-mail address.")] = None,
    reference: Annotated[
        str | None, typer.Option("--staff-number", help="What your own lists call the person.")
    ] = None,
    by: By = None,
) -> None:
    """Bring one person in, such as a late joiner; somebody who had left comes back."""
    from simulator.cohort.headings import read_roster
    from simulator.cohort.importing import ADDED
    from simulator.cohort.table import table_of

    given = {"name": name, "e-mail": email, "team": team, "staff number": reference}
    cells = {heading: text for heading, text in given.items() if text is not None}
    held, found = _import(cohort, read_roster(table_of([cells, cells.values()])), doer(by), ADDED)
    if found.bad:
        raise Failure(f"onlyme cohort add: {found.bad[0].reason}; nothing was changed", NOT_WELL)
    for line in _lines(found, rows=False):
        put(line)
    put(f"Without a personal code yet? onlyme cohort codes {held.cohort}")


def _read(file: Path) -> Roster:
    from simulator.cohort.headings import read_roster
    from simulator.cohort.roster_file import read_table
    from simulator.cohort.table import BadRoster

    try:
        return read_roster(read_table(file))
    except BadRoster as error:
        raise Failure(f"onlyme cohort import: {file}: {error}", NOT_WELL) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Failure(f"onlyme cohort import: {file}: {why}; name a roster's file", WRONG_USAGE) from None


def _import(cohort: str, roster: Roster, by: str | None, what: str = "") -> tuple[Cohort, Plan]:
    """What importing would do, or, where it is known by whom, what it has done. `what` the log calls it, if
    not an import."""
    from simulator.attempts.database import Database
    from simulator.cohort import importing
    from simulator.cohort.cohorts import cohort_of

    with closing(Database.open()) as database:
        if by is None:
            with database.reading() as connection:
                held = cohort_of(connection, cohort)
                return held, importing.preview(connection, held, roster)
        with database.writing() as connection:
            held = cohort_of(connection, cohort)
            at, what = database.stamp(connection), what or importing.IMPORTED
            return held, importing.carry_out(connection, held, roster, at=at, by=by, what=what)


def _lines(plan: Plan, *, rows: bool = True) -> Iterator[str]:
    """A plan for people, kind by kind."""
    from simulator.cohort.roster import Kind

    yield from plan.remarks
    if plan.bad:
        yield f"Rows that cannot be imported ({len(plan.bad)})"
        yield from (f"  row {row.number}: {row.reason}" for row in plan.bad)
    headings = {Kind.NEW: "New", Kind.BACK: "Had left and come back", Kind.CHANGED: "Changed"}
    for kind, heading in headings.items():
        if steps := plan.of(kind):
            yield f"{heading} ({len(steps)})"
            yield from (f"  {f'row {step.entry.number}: ' if rows else ''}{_said(step)}" for step in steps)
    if same := plan.of(Kind.SAME):
        yield f"Unchanged ({len(same)})"
    if plan.missing and rows and not plan.bad:
        yield f"In the cohort and not in the file ({len(plan.missing)}); they stay"
        yield from (f"  {one.name}" for one in plan.missing)


def _said(step: Step) -> str:
    from simulator.cohort.roster import Kind

    name = step.known.name if step.known else step.entry.name
    told = [f"team: {step.entry.team}"] if step.kind is Kind.NEW and step.entry.team else []
    told += [str(change) for change in step.changes]
    if step.kind is Kind.NEW and step.known:
        told.append("known from another cohort")
    return "; ".join([name, *told])


def _plan_data(plan: Plan) -> dict[str, Any]:
    return {
        "remarks": list(plan.remarks),
        "bad": [{"row": row.number, "reason": row.reason} for row in plan.bad],
        "rows": [_step_data(step) for step in plan.steps],
        "not_in_the_file": _names(plan.missing),
    }


def _step_data(step: Step) -> dict[str, Any]:
    changes = {change.field: [change.before, change.after] for change in step.changes}
    return {
        "row": step.entry.number,
        "is": str(step.kind),
        "name": step.entry.name,
        "team": step.entry.team,
        "changes": changes,
    }


def _names(known: Iterable[Known]) -> list[str]:
    return [one.name for one in known]
