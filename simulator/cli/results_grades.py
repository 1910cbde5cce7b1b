"""`onlyme results grades`: the grade book, for a spreadsheet or another program."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import people, put
from simulator.cli.results_read import Id, Names, names_where, opened


def register(group: typer.Typer) -> None:
    """Adds the command of this file."""
    group.command()(grades)


def grades(
    assessment: Id,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A new .csv, .xlsx or .json file; left out, CSV here."
        ),
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="FORM", help="csv, xlsx or json; left out, as the file is called.")
    ] = None,
    names: Names = False,
) -> None:
    """Write the grade book: one row a person, by pseudonym."""
    from simulator.cohort.gradebook import Form, write
    from simulator.files import new_file

    wanted = format or (output.suffix.removeprefix(".").lower() if output else "csv")
    if wanted not in set(Form):
        named = f"{output} does not say" if format is None else f"{format!r} is none"
        raise Failure(f"onlyme results grades: which form? {named}; use csv, xlsx or json", WRONG_USAGE)
    form = Form(wanted)
    if output is None and form is Form.XLSX:
        raise Failure("onlyme results grades: a workbook goes to a file; name one with --output", WRONG_USAGE)
    with opened(assessment) as (database, found):
        named_people = names_where(names, database, found)
    if output is None:
        held = BytesIO()
        write(held, form, found, named_people)
        sys.stdout.write(held.getvalue().decode("utf-8-sig"))
        return
    try:
        with new_file(output) as file:
            write(file, form, found, named_people)
    except FileExistsError:
        why = f"{output} is there already; name a new file"
        raise Failure(f"onlyme results grades: {why}", WRONG_USAGE) from None
    except OSError as error:
        why = f"{output} cannot be written ({error.strerror or error})"
        raise Failure(f"onlyme results grades: {why}", NOT_WELL) from None
    put(f"Written to {output}: {people(len(found.people))}")
