"""`onlyme assess`: the group of commands; writing assessments down and looking at them."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli import assess_override, assess_standing, assess_trial
from simulator.cli.doer import By, doer
from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.group import group
from simulator.cli.output import counted, put, put_json

if TYPE_CHECKING:
    from simulator.cohort.assessments import Assessment
    from simulator.cohort.overrides import Given
    from simulator.cohort.rules import Rules

Id = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment's id.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")]

TEMPLATE = Path(__file__).with_name("template.assessment.yaml")
"""What the rules of a new assessment begin as."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_BEGINS = {"id": "an-assessment", "title": "An assessment", "cohort": "a-cohort"}


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    made = group("assess", "Assessments: their rules, opening and closing them, overrides, trial runs.")
    made.command()(new)
    made.command()(create)
    made.command("list")(list_)
    made.command()(show)
    for room in (assess_standing, assess_override, assess_trial):
        room.register(made)
    app.add_typer(made)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id, or a file to be named after it.")],
    cohort: Annotated[
        str | None,
        typer.Option(metavar="COHORT", help="Who sits it; left out, the only cohort there is."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title; left out, made from the name.")] = None,
) -> None:
    """Write a file with rules for an assessment, to be changed."""
    from simulator.cli.new import written
    from simulator.files import write_new
    from simulator.scenario.text import one_line

    file = Path(name) if name.endswith(".yaml") else Path(f"{name}.yaml")
    if not _ID.fullmatch(file.stem):
        better = "-".join(re.findall(r"[a-z0-9]+", file.stem.lower()))
        hint = f"; perhaps {better}" if better else ""
        raise Failure(f"{file.stem!r} cannot be a name: use small letters, digits and -{hint}", WRONG_USAGE)
    words = one_line(title or file.stem.replace("-", " ").capitalize())
    values = {"id": file.stem, "title": written(words), "cohort": _cohort(cohort)}
    text = TEMPLATE.read_text(encoding="utf-8").replace("an-assessment.yaml", str(file))
    for key, value in values.items():
        text = text.replace(f"\n{key}: {_BEGINS[key]}", f"\n{key}: {value}", 1)
    try:
        write_new(file, text)
    except FileExistsError:
        raise Failure(f"{file} is there already; nothing was written", WRONG_USAGE) from None
    put(f"{file}: the rules of an assessment, to be changed")
    put(f"Then: onlyme assess create {file}")


def create(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file with its rules.")], by: By = None
) -> None:
    """Make an assessment from its rules. Nobody can sit it before it is opened."""
    from simulator.attempts.database import Database
    from simulator.cohort import assessments
    from simulator.cohort.rules_file import read_rules
    from simulator.scenario.diagnostics import ScenarioError

    who = doer(by)
    try:
        rules = read_rules(file)
    except ScenarioError as error:
        _explain(file, error)
        raise
    with closing(Database.open()) as database:
        held = assessments.create(database, rules, who)
    _tell(held)
    put()
    put("Nobody can sit it yet.")
    put(f"Walk through it yourself: onlyme assess trial {held.id}")
    put(f"Open it: onlyme assess open {held.id}")


def list_(json: Json = False) -> None:
    """List the assessments."""
    from simulator.attempts.database import Database
    from simulator.cohort.assessments import listed

    with closing(Database.open()) as database, database.reading() as connection:
        held = listed(connection)
    if json:
        put_json({"assessments": [_data(one) for one in held]})
        return
    if not held:
        put("There is no assessment yet. Write one: onlyme assess new spring-2027")
    for one in held:
        put(f"{one.id}: {one.title}; {one.stands}; for {one.cohort}; {_days(one.rules)}")


def show(assessment: Id, json: Json = False) -> None:
    """Show how an assessment stands, with its rules and overrides."""
    from simulator.attempts.database import Database
    from simulator.cohort import overrides
    from simulator.cohort.assessments import read
    from simulator.cohort.cohorts import members_of

    with closing(Database.open()) as database, database.reading() as connection:
        held = read(connection, assessment)
        given = [one for one in overrides.given(connection, assessment) if one.withdrawn is None]
        shown = {one.pseudonym: one.shown for one in members_of(connection, held.cohort, left=True)}
    if json:
        put_json(_data(held) | {"overrides": [_override_data(one) for one in given]})
        return
    _tell(held)
    if given:
        put()
        put("Overrides")
        for one in given:
            put(f"  {one.number}. {assess_override.told(one, shown.get(one.pseudonym or ''))}")


def _cohort(wanted: str | None) -> str:
    from simulator.attempts.database import Database
    from simulator.cohort.cohorts import all_cohorts, cohort_of

    with closing(Database.open()) as database, database.reading() as connection:
        if wanted is not None:
            return cohort_of(connection, wanted).cohort
        known = [one.cohort for one in all_cohorts(connection)]
    if len(known) == 1:
        return known[0]
    why = f"there is {', '.join(known)}" if known else "make one first with onlyme cohort new"
    raise Failure(f"onlyme assess new: say who sits it with --cohort; {why}", WRONG_USAGE)


def _explain(file: Path, error: Any) -> None:
    """Shows what is wrong with the rules where it stands, and ends the command. Returns for what has no
    lines to be shown."""
    from simulator.cli.remark import show_remark
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.source import lines_of, read_text

    try:
        lines = lines_of(read_text(file))
    except ScenarioError:
        return
    for wrong in error.diagnostics:
        show_remark(lines if wrong.file == str(file) else (), wrong)
    raise Failure(f"{counted(len(error.diagnostics), 'error')}; nothing was changed", NOT_WELL) from None


def _tell(held: Assessment) -> None:
    rules = held.rules
    put(f"{held.title} ({held.id}): {_stands(held)}")
    put(f"  For the cohort {held.cohort}; {_days(rules)}")
    put(f"  Purpose: {rules.purpose}")
    put(f"  Results are seen by: {rules.seen_by}")
    for one in rules.scenarios:
        put(f"  Scenario: {one.scenario}{f', variant {one.variant}' if one.variant else ''}")
    put(f"  Time: {_time(rules)}")
    delay = f", {counted(rules.delay_hours, 'hour')} apart" if rules.delay_hours else ""
    many = f"; the grade is of the {rules.grade}" if rules.attempts > 1 else ""
    put(f"  Sittings: {rules.attempts}{delay}{many}")
    put(f"  Pass mark: {_mark(rules)}")
    put(
        f"  Lines: {'in an order of their own for each sitting' if rules.shuffle else 'in the order written'}"
    )
    put(f"  May be seen afterwards: {', '.join(_review(rules))}")


def _stands(held: Assessment) -> str:
    from simulator.cohort.states import show as shown

    moments = {"open": held.opened, "closed": held.closed, "released": held.released}
    since = moments.get(held.stands)
    return held.stands if since is None else f"{held.stands} since {shown(since)}"


def _days(rules: Rules) -> str:
    from simulator.cohort.states import show as shown

    opens = f"from {shown(rules.opens)}" if rules.opens else ""
    closes = f"until {shown(rules.closes)}" if rules.closes else ""
    return " ".join(filter(None, (opens, closes))) or "from its opening until it is closed"


def _time(rules: Rules) -> str:
    if rules.minutes is None and rules.closes is None:
        return "no limit"
    limit = counted(rules.minutes, "minute") if rules.minutes is not None else "until it closes"
    then = {
        "submit": "what is there by then counts",
        "abandon": "what is not handed in by then does not count",
        "grace": f"then {counted(rules.grace_minutes, 'more minute')}, marked as late",
    }
    return f"{limit}; {then[rules.at_expiry]}"


def _mark(rules: Rules) -> str:
    from scoring.sentences import incident_title

    if rules.pass_mark is None:
        return "none"
    bars = "; barred by: " + ", ".join(map(incident_title, rules.bars_pass)) if rules.bars_pass else ""
    return f"{rules.pass_mark} %{bars}"


def _review(rules: Rules) -> list[str]:
    names = {"score": "the grade", "dimensions": "points by dimension", "lines": "one's own lines"}
    when = {
        "never": "never",
        "submitted": "once handed in",
        "closed": "once closed",
        "released": "once released",
    }
    return [f"{names.get(part, f'the {part}')} {when[level]}" for part, level in rules.review]


def _data(held: Assessment) -> dict[str, Any]:
    moments = {
        "created": held.created,
        "opened": held.opened,
        "closed": held.closed,
        "released": held.released,
    }
    return {
        "assessment": held.id,
        "cohort": held.cohort,
        "title": held.title,
        "stands": held.stands,
        **{name: None if moment is None else moment.isoformat() for name, moment in moments.items()},
        "rules": held.rules.kept(),
    }


def _override_data(given: Given) -> dict[str, Any]:
    return {
        "override": given.number,
        "pseudonym": given.pseudonym,
        "team": given.team,
        "rules": given.rules.kept(),
        "reason": given.reason,
        "by": given.by,
        "at": given.at,
    }
