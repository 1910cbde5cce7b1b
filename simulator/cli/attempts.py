"""`onlyme attempts`, `replay` and `score`: what was played, told and scored again from its record alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import put, put_json

if TYPE_CHECKING:
    from simulator.engine.attempt import Header, Row

Attempt = Annotated[
    str,
    typer.Argument(
        metavar="ATTEMPT", help="A recorded file, the first letters of a kept attempt's id, or `last`."
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(attempts)
    app.command()(replay)
    app.command()(score)


def attempts(
    delete: Annotated[
        str | None,
        typer.Option(metavar="ATTEMPT", help="Remove a kept attempt for good: the first letters of its id."),
    ] = None,
) -> None:
    """List the attempts kept on this machine, newest first."""
    from simulator.attempts.store import Store

    store = Store.open()
    try:
        if delete is not None:
            attempt = store.find(delete)
            store.delete(attempt)
            put(f"Removed for good: {attempt[:8]}")
            return
        listed = store.list()
    finally:
        store.close()
    if not listed:
        put("Nothing has been played yet. Begin with: onlyme play first-steps")
    for item in listed:
        state = f"ended: {item.summary.ending}" if item.summary else "unfinished"
        put(f"{item.id[:8]}  {item.last_saved[:16].replace('T', ' ')}  {item.title}  ({state})")


def replay(attempt: Attempt) -> None:
    """Tell an attempt again, and prove that its record is whole; where it is not, tell what is on record."""
    from simulator.engine.attempt import CannotResume, resume
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.view.past import past
    from simulator.view.record import told

    header, rows = read_attempt(attempt)
    try:
        play = resume(header, rows)
    except (CannotResume, ScenarioError) as error:
        for line in past(header, rows, str(error)).parts[0][1]:
            put(line)
        put()
        raise Failure(f"{attempt}: {' '.join(str(error).split())}") from None
    for line in told(play):
        put(line)
    put()
    put(f"Replayed {len(play.moves)} moves: every event is as it was recorded.")


def score(
    attempt: Attempt,
    json: Annotated[
        bool, typer.Option("--json", help="For programs: every mark with its event, reason and principle.")
    ] = False,
    marks: Annotated[bool, typer.Option("--marks", help="List every mark below the numbers.")] = False,
) -> None:
    """Score an attempt again, from its record alone."""
    from scoring.rubric import default_rubric
    from scoring.scorecard import as_data
    from scoring.scorecard import score as score_events
    from scoring.sentences import incident_title
    from simulator.engine.attempt import live_events
    from simulator.view.debrief import mark_lines, numbers
    from simulator.view.past import par_of

    header, rows = read_attempt(attempt)
    rubric = default_rubric()
    card = score_events(live_events(rows), rubric, par_of(header))
    if json:
        put_json({"attempt": header.attempt, "scenario": header.scenario, **as_data(card, rubric)})
        return
    put(f"{header.title}, {header.started[:10]}")
    for line in numbers(card):
        put(line)
    for incident in card.incidents:
        put(f"Not a matter of points: {incident_title(incident.kind)} (event {incident.place}).")
    if marks:
        for line in mark_lines(card):
            put(line)


def read_attempt(attempt: str) -> tuple[Header, tuple[Row, ...]]:
    """Header and rows of a recorded file, or of a kept attempt."""
    path = Path(attempt)
    if path.suffix or path.exists():
        return _read_file(path)
    from simulator.attempts.store import Store

    store = Store.open()
    try:
        if attempt == "last":
            listed = store.list()
            if not listed:
                raise Failure("onlyme: nothing has been played yet", WRONG_USAGE)
            return store.load(listed[0].id)
        return store.load(store.find(attempt))
    finally:
        store.close()


def _read_file(path: Path) -> tuple[Header, tuple[Row, ...]]:
    from simulator.engine.record import LARGEST, BadRecord, read

    try:
        with path.open(encoding="utf-8") as file:
            return read(file.read(LARGEST + 1))
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}; name a recorded file or an attempt", WRONG_USAGE) from None
    except (BadRecord, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise Failure(f"{path}: {reason}") from None
