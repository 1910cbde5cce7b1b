"""`onlyme play`: practise, in the terminal application or as lines of text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure

if TYPE_CHECKING:
    from simulator.attempts.session import Session
    from simulator.attempts.store import Store


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(play)


def play(
    scenario: Annotated[str | None, typer.Argument(help="A library id or the path of a YAML file.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text instead of screens.")] = False,
    record: Annotated[Path | None, typer.Option(help="Write the attempt to this file (plain mode).")] = None,
    variant: Annotated[str | None, typer.Option(help="Play this variant of the scenario.")] = None,
    resume: Annotated[
        str | None, typer.Option(help="Go on with an attempt: its id, the first letters of it, or `last`.")
    ] = None,
) -> None:
    """Practise a scenario."""
    if resume is not None and (scenario is not None or variant is not None):
        raise Failure(
            "onlyme play: --resume goes on with an attempt; leave SCENARIO and --variant out", WRONG_USAGE
        )
    if plain or record is not None or not _has_screen():
        _play_plain(scenario, record, variant, resume)
        return
    from simulator.terminal.app import run

    status = run(scenario=scenario, variant=variant, resume=resume)
    if status:
        raise typer.Exit(status)


def _has_screen() -> bool:
    """Whether there is a terminal that can show the application."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _play_plain(scenario: str | None, record: Path | None, variant: str | None, resume: str | None) -> None:
    from simulator.engine.record import dump
    from simulator.plain import Lines, PlainPlay

    lines = Lines(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())
    store = _store(required=resume is not None)
    try:
        session = _resumed(store, resume) if store and resume else _new(lines, store, scenario, variant)

        def write() -> None:
            if record is not None:
                _write_whole(record, dump(session.header, session.play.rows))

        done = PlainPlay(session, lines, write).run()
    finally:
        if store is not None:
            store.close()
    if not done:
        kept = f"onlyme play --resume {session.header.attempt[:8]}" if store else "it was not kept"
        raise Failure(f"The story is not over. To go on: {kept}")


def _store(*, required: bool) -> Store | None:
    """The store of attempts; None with a word of warning where it cannot be opened and is not needed."""
    from simulator.attempts.errors import StoreError
    from simulator.attempts.store import Store

    try:
        return Store.open()
    except StoreError as error:
        if required:
            raise
        print(f"This attempt will not be kept: {error}", file=sys.stderr)  # noqa: T201
        return None


def _resumed(store: Store, which: str) -> Session:
    from simulator.attempts.session import Session

    if which == "last":
        unfinished = store.list(unfinished=True)
        if not unfinished:
            raise Failure("onlyme play: there is no unfinished attempt to go on with")
        return Session.reopen(store, unfinished[0].id)
    return Session.reopen(store, store.find(which))


def _new(lines: object, store: Store | None, scenario: str | None, variant: str | None) -> Session:
    from simulator.attempts.session import Session
    from simulator.engine.program import Program
    from simulator.plain import Lines
    from simulator.scenario.load import build, find
    from simulator.scenario.source import read_file

    assert isinstance(lines, Lines)
    source = read_file(find(scenario or _picked(lines)))
    return Session.start(Program(build(source, variant)), source.text, variant, store)


def _picked(lines: object) -> str:
    """A scenario picked from the library by number."""
    from simulator.plain import Lines
    from simulator.scenario.load import library, load

    assert isinstance(lines, Lines)
    ids = list(library())
    lines.say("Only Me. Pick a scenario.")
    for number, name in enumerate(ids, start=1):
        held = load(name)
        lines.say(f"{number}. {held.title} ({held.level}, {held.minutes} minutes)", "  ")
    while (answer := lines.ask("> ")) is not None:
        if answer.isdecimal() and 1 <= int(answer) <= len(ids):
            return ids[int(answer) - 1]
        if answer == "q":
            break
        lines.say(f"Type a number from 1 to {len(ids)}, or q to leave.")
    raise Failure("No scenario was picked. Name one: onlyme play first-steps", WRONG_USAGE)


def _write_whole(path: Path, text: str) -> None:
    """Writes a file so that at any moment it holds a whole text: the new one or the one before."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
