"""`onlyme assess open`, `close` and `release`: told before they are done."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.doer import By, doer
from simulator.cli.output import counted, people, put

if TYPE_CHECKING:
    from simulator.cohort.assessments import Opening

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment's id.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this, only tell what would be.")]


def register(group: typer.Typer) -> None:
    """Adds the commands of this file."""
    group.command("open")(open_)
    group.command()(close)
    group.command()(release)


def open_(assessment: Id, yes: Yes = False, by: By = None) -> None:
    """Open an assessment, which freezes it.

    Its scenarios, rules and rubric stay as they are from then on.
    """
    from simulator.attempts.database import Database
    from simulator.cohort import assessments
    from simulator.cohort.cohorts import members_of
    from simulator.cohort.states import show as shown

    who = doer(by)
    with closing(Database.open()) as database:
        wanted = assessments.opening(database, assessment)
        cohort = wanted.assessment.cohort
        with database.reading() as connection:
            waiting = sum(not one.has_code for one in members_of(connection, cohort))
        _tell(wanted)
        if waiting:
            put(f"  {people(waiting)} without a personal code; give codes: onlyme cohort codes {cohort}")
        if not yes:
            put()
            put(f"Nothing has been changed yet. To open it: onlyme assess open {assessment} --yes")
            return
        assessments.open_(database, wanted, who)
        with database.reading() as connection:
            now = database.now(connection)
    opens = wanted.assessment.rules.opens
    who_can = f"From {shown(opens)} whoever" if opens is not None and opens > now else "Whoever"
    put()
    put(f"Opened. {who_can} belongs to the cohort can sit it with a personal code: onlyme sit")


def close(assessment: Id, yes: Yes = False, by: By = None) -> None:
    """Close an assessment for good.

    Sittings under way are ended, and count as its rules say.
    """
    from simulator.attempts.database import Database
    from simulator.cohort import assessments, settling, sittings

    who = doer(by)
    with closing(Database.open()) as database:
        with database.reading() as connection:
            held = assessments.read(connection, assessment)
            going = [one for one in sittings.sittings_of(connection, assessment) if one.ended is None]
        if not yes:
            assessments.may_close(held)
            lost = " and would not count, unless played to its end" * (held.rules.at_expiry == "abandon")
            count = counted(len(going), "sitting")
            ending = f"{count} under way, which would end{lost}" if going else "no sitting is under way"
            put(f"{held.title} ({held.id}): {ending}.")
            put(f"It cannot be opened again. To close it: onlyme assess close {assessment} --yes")
            return
        assessments.close(database, assessment, who)
        ended = settling.settle(database, assessment)
    with_it = f"; {counted(ended, 'sitting')} ended with it." if ended else ""
    put(f"Closed {held.title} ({held.id}){with_it}")
    put(f"See the results: onlyme results status {assessment}")
    put(f"Release them to the trainees: onlyme assess release {assessment}")


def release(assessment: Id, yes: Yes = False, by: By = None) -> None:
    """Release the results to those who sat it.

    They see what the rules allow, with `onlyme sit`.
    """
    from simulator.attempts.database import Database
    from simulator.cohort import assessments, results, sittings

    who = doer(by)
    with closing(Database.open()) as database:
        with database.reading() as connection:
            held = assessments.read(connection, assessment)
            sat = {one.person for one in sittings.sittings_of(connection, assessment) if one.counts}
        if not yes:
            assessments.may_release(held)
            parts = [name for name, when in held.rules.review if when != "never"]
            put(f"{held.title} ({held.id}): {people(len(sat))} would see: {', '.join(parts) or 'nothing'}.")
            found = results.look(database, assessment).people
            if open_ends := sum(one.ready and not one.confirmed for one in found):
                put(f"  {people(open_ends)} not signed off yet: onlyme results sign {assessment} --all")
            put(f"Nothing has been changed yet. To release it: onlyme assess release {assessment} --yes")
            return
        assessments.release(database, assessment, who)
    put(f"Released the results of {held.title} ({held.id}) to {people(len(sat))}.")


def _tell(wanted: Opening) -> None:
    from simulator.scenario.load import library

    held = wanted.assessment
    put(f"{held.title} ({held.id}): {people(wanted.members)} in the cohort {held.cohort}")
    for one, best in zip(wanted.scenarios, wanted.bests, strict=True):
        variant = f", variant {one.variant}" if one.variant else ""
        proved = f"best {best} points" if best is not None else "its best is not proved: raw points stand"
        put(f"  {one.title} ({one.scenario}{variant}): {proved}")
        if held.rules.scenarios[one.place].scenario in library():
            put("    It is in the library, where anybody can practise it.")
    if wanted.members == 0:
        put(f"  Nobody can sit it yet; bring people in: onlyme cohort import {held.cohort} FILE")
