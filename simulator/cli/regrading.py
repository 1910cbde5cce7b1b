"""`onlyme results regrade`, `rubric`, `override` and `audit`: grades that are made anew, and who did what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.bar import bar
from simulator.cli.doer import By, doer
from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import put, put_json, write_or_put
from simulator.cli.results_read import Id, Json, Names, Who
from simulator.scenario.names import suggestion

if TYPE_CHECKING:
    from scoring.rubric import Rubric
    from simulator.attempts.database import Database
    from simulator.cohort.effect import Regraded
    from simulator.cohort.standing import Standing

Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with every new grade.")
]


def register(results: typer.Typer) -> None:
    """Adds the commands of this file."""
    results.command()(rubric)
    results.command()(regrade)
    results.command()(override)
    results.command()(audit)


def rubric(
    assessment: Id,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file for it.")
    ] = None,
) -> None:
    """Show the rubric that an assessment is scored by, to be changed and given to regrade."""
    from simulator.attempts.database import Database
    from simulator.cohort.assessments import read
    from simulator.cohort.scores import rubric_text

    with closing(Database.open()) as database, database.reading() as connection:
        held = read(connection, assessment)
        if held.rubric_digest is None:
            raise Failure(f"onlyme results rubric: {assessment} has not been opened; it has no rubric yet")
        text = rubric_text(connection, held.rubric_digest)
    write_or_put(text, output, "onlyme results rubric")


def regrade(
    assessment: Id,
    reason: Reason = "",
    file: Annotated[
        Path | None,
        typer.Option(
            "--rubric", metavar="FILE", help="The changed rubric; left out, the one that ships with onlyme."
        ),
    ] = None,
    attempt: Annotated[
        list[str] | None,
        typer.Option("--attempt", metavar="ID", help="Only this attempt: the first letters of its id."),
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", metavar="N", min=1, help="How many processes; all cores.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only tell what would be.")] = False,
    names: Names = False,
    json: Json = False,
    by: By = None,
) -> None:
    """Score what was handed in by another rubric. Every score there was stays beside the new one."""
    from simulator.attempts.database import Database
    from simulator.cohort import regrade as regrading
    from simulator.cohort.planning import plan as plan_of
    from simulator.view.regrading import as_data, effect_lines, plan_lines

    who = doer(by)
    if yes and not reason.strip():
        raise Failure("onlyme results regrade: say why with --reason TEXT", WRONG_USAGE)
    text, read = _rubric(file)
    with closing(Database.open()) as database:
        with bar() as tell:
            plan = plan_of(database, assessment, text, read, attempt or (), tell)
        if not json:
            for line in plan_lines(plan):
                put(line)
        many = regrading.processes_for(plan, processes)
        with bar() as tell:
            if yes:
                found = regrading.regrade(database, None, plan, reason, who, many, tell)
            else:
                found = regrading.preview(database, None, plan, many, tell)
        if json:
            put_json(as_data(plan, found, done=yes))
            return
        named = _who(database, names)
    for line in effect_lines(plan, found, named, done=yes):
        put(line)
    if found.scores or plan.switches:
        put("Done. Every earlier score is kept." if yes else "Nothing has been changed. To do it, add --yes")


def override(
    assessment: Id,
    person: Who,
    percent: Annotated[
        int | None, typer.Option("--percent", metavar="N", help="The grade, in whole percent.")
    ] = None,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take the override back: the scores decide again.")
    ] = False,
    reason: Reason = "",
    by: By = None,
) -> None:
    """Put a grade of your own in the place of the one from the scores. Both stay to be seen."""
    from simulator.attempts.database import Database
    from simulator.cohort import grade_overrides, results
    from simulator.cohort.page import find
    from simulator.cohort.remarks import said_of

    who = doer(by)
    if (percent is None) is not take_back:
        raise Failure("onlyme results override: give either --percent N or --take-back", WRONG_USAGE)
    if not reason.strip():
        raise Failure("onlyme results override: say why with --reason TEXT", WRONG_USAGE)
    with closing(Database.open()) as database:
        seen = results.look(database, assessment)
        with database.writing() as connection:
            before = find(connection, seen, person)
            at = database.stamp(connection)
            grade_overrides.override(connection, assessment, before.person, percent, reason, at=at, by=who)
        now = results.look(database, assessment)
        after = next(one for one in now.people if one.person == before.person)
    put(f"{before.pseudonym}: {said_of(before.grade)} → {said_of(after.grade)}")
    for line in _beside(after):
        put(line)


def audit(
    about: Annotated[str, typer.Argument(metavar="ABOUT", help="The id of an assessment or a cohort.")],
    json: Json = False,
) -> None:
    """Show who did what, and when. Nothing is ever changed in this log, or taken out of it."""
    from simulator.attempts.database import Database
    from simulator.cohort.audit import entries
    from simulator.view.audit import audit_lines

    with closing(Database.open()) as database, database.reading() as connection:
        found = entries(connection, about)
        known = {} if found else {entry.about: None for entry in entries(connection)}
    if not found:
        hint = suggestion(about, known) or (f"there is {', '.join(sorted(known)[:10])}" if known else "")
        told = f"onlyme results audit: nothing is logged about {about[:80]}"
        raise Failure(f"{told} ({hint})" if hint else told, WRONG_USAGE)
    if json:
        put_json({"about": about, "entries": [asdict(entry) for entry in found]})
        return
    for line in audit_lines(found):
        put(line)


def _rubric(file: Path | None) -> tuple[str, Rubric]:
    """The text of a rubric and the rubric. Raises ScenarioError."""
    from scoring.rubric import default_rubric, shipped_text
    from simulator.cohort.rubric_file import read_rubric_file

    return (shipped_text(), default_rubric()) if file is None else read_rubric_file(file)


def _who(database: Database, names: bool) -> Callable[[Regraded], str]:
    """What people are called: by their pseudonyms, with their names where those are wanted and still kept."""
    from simulator.cohort.people import everybody, shown

    if not names:
        return lambda one: one.pseudonym
    with database.reading() as connection:
        known = {one.person: one.name for one in everybody(connection)}
    return lambda one: shown(known.get(one.person), one.pseudonym)


def _beside(standing: Standing) -> Iterator[str]:
    """What else there is to know once a grade was overridden, or is no longer."""
    from scoring.sentences import incident_title

    grade = standing.grade
    if grade.override is None:
        yield "The scores decide again. What was put in their place is kept."
    elif grade.scored is not None:
        yield f"By the scores alone it would be {grade.scored} %. Both are kept."
    for kind in grade.bars if grade.override is not None else ():
        yield f"It stands over something that bars a pass: {incident_title(kind)}."
    if standing.changed:
        yield "It was signed off as it was before, and has to be confirmed anew."
