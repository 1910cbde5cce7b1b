"""`onlyme assess override`: rules of its own for a person or a team."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.doer import By, doer
from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import counted, put

if TYPE_CHECKING:
    from simulator.cohort.overrides import Given
    from simulator.cohort.rules import Override

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment's id.")]


def register(group: typer.Typer) -> None:
    """Adds the command of this file."""
    group.command()(override)


def override(
    assessment: Id,
    person: Annotated[
        str | None,
        typer.Option(metavar="PERSON", help="For whom: a name, a pseudonym, a staff number or an e-mail."),
    ] = None,
    team: Annotated[str | None, typer.Option(metavar="TEAM", help="For which team.")] = None,
    extra_time: Annotated[
        str | None, typer.Option(metavar="FACTOR", help="Longer by a factor, such as 1.25; without a reason.")
    ] = None,
    attempts: Annotated[int | None, typer.Option(metavar="N", help="How many sittings.")] = None,
    opens: Annotated[str | None, typer.Option(metavar="MOMENT", help="From when: 2027-03-01T08:00.")] = None,
    closes: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="Until when: 2027-03-05T18:00.")
    ] = None,
    minutes: Annotated[int | None, typer.Option(metavar="N", help="Minutes of one sitting.")] = None,
    delay_hours: Annotated[int | None, typer.Option(metavar="N", help="Hours between two sittings.")] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; needed for all but extra time.")
    ] = None,
    withdraw: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Take an override back (see onlyme assess show).")
    ] = None,
    by: By = None,
) -> None:
    """Give a person or a team rules of their own.

    They hold at once, for a sitting that is under way too, and can be taken back.
    """
    who = doer(by)
    given = {
        "extra_time": extra_time,
        "opens": opens,
        "closes": closes,
        "minutes": minutes,
        "attempts": attempts,
        "delay_hours": delay_hours,
    }
    wanted = {name: value for name, value in given.items() if value is not None}
    if withdraw is not None:
        if wanted or person or team or reason:
            raise Failure("onlyme assess override: --withdraw stands alone", WRONG_USAGE)
        _withdraw(assessment, withdraw, who)
        return
    if (person is None) == (team is None):
        raise Failure("onlyme assess override: give either --person or --team", WRONG_USAGE)
    if not wanted:
        raise Failure(
            "onlyme assess override: say what differs, such as --extra-time 1.25 or --attempts 2", WRONG_USAGE
        )
    _give(assessment, _read(wanted), person, team, reason, who)


def told(given: Given, whom: str | None = None) -> str:
    """An override in words; `whom` it is for, where the pseudonym should not do."""
    whose = f"team {given.team}" if given.team is not None else whom or str(given.pseudonym)
    reason = f" ({given.reason})" if given.reason else ""
    return f"{whose}: {', '.join(_words(given.rules))}{reason}; given by {given.by}"


def _read(wanted: dict[str, Any]) -> Override:
    from pydantic import ValidationError

    from simulator.cohort.rules import Override
    from simulator.scenario.text import one_line

    try:
        return Override.model_validate(wanted)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        option = f"--{str(wrong['loc'][0]).replace('_', '-')}"
        why = wrong["ctx"]["error"] if wrong["type"] == "value_error" else _range(wrong["ctx"])
        raise Failure(f"onlyme assess override: {option}: {one_line(str(why))}", WRONG_USAGE) from None


def _range(limits: dict[str, Any]) -> str:
    return f"at least {limits['ge']}" if "ge" in limits else f"at most {limits['le']}"


def _give(
    assessment: str, rules: Override, person: str | None, team: str | None, reason: str | None, who: str
) -> None:
    from simulator.attempts.database import Database
    from simulator.cohort import overrides
    from simulator.cohort.assessments import read
    from simulator.cohort.cohorts import find_member

    with closing(Database.open()) as database:
        to = None
        if person is not None:
            with database.reading() as connection:
                to = find_member(connection, read(connection, assessment).cohort, person)
        given = overrides.give(database, assessment, rules, by=who, to=to, team=team, reason=reason)
    whom = to.shown if to is not None else f"the team {given.team}"
    put(f"From now on for {whom}: {', '.join(_words(given.rules))}")
    put(f"To take it back: onlyme assess override {assessment} --withdraw {given.number}")


def _withdraw(assessment: str, number: int, who: str) -> None:
    from simulator.attempts.database import Database
    from simulator.cohort import overrides

    with closing(Database.open()) as database:
        given = overrides.withdraw(database, assessment, number, who)
    put(f"Withdrawn: {told(given)}")


def _words(rules: Override) -> list[str]:
    from simulator.cohort.states import show

    held = rules.changes
    words = {
        "extra_time": lambda value: f"{value} times the minutes",
        "opens": lambda value: f"from {show(value)}",
        "closes": lambda value: f"until {show(value)}",
        "minutes": lambda value: counted(value, "minute"),
        "attempts": lambda value: counted(value, "sitting"),
        "delay_hours": lambda value: f"{counted(value, 'hour')} between sittings",
    }
    return [words[name](value) for name, value in held.items()]
