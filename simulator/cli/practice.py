"""`onlyme play`: practise, in the terminal application or as lines of text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure

if TYPE_CHECKING:
    from simulator.attempts.session import Session
    from simulator.attempts.store import Store
    from simulator.plain import Lines


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(play)


def play(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO",
            help="A library id (see onlyme list) or the path of a file; left out, pick one.",
        ),
    ] = None,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--no-plain",
            help="Numbered lines instead of screens: for screen readers and pipes. Else as in the settings.",
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the attempt to a file as it grows; plays in plain mode."),
    ] = None,
    variant: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Play a variant of the scenario (see onlyme show SCENARIO)."),
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(
            metavar="ATTEMPT", help="Go on with an attempt: the first letters of its id, or `last`."
        ),
    ] = None,
) -> None:
    """Play a scenario, or go on with one."""
    if resume is not None and (scenario is not None or variant is not None):
        raise Failure(
            "onlyme play: --resume goes on with an attempt; leave SCENARIO and --variant out", WRONG_USAGE
        )
    wanted = plain or record is not None or (plain is None and prefers_plain())
    if wanted or not has_screen():
        if not wanted and _is_dumb():
            print(_DUMB, file=sys.stderr)  # noqa: T201
        _play_plain(scenario, record, variant, resume)
        return
    from simulator.terminal.app import run

    status = run(scenario=scenario, variant=variant, resume=resume)
    if status:
        raise typer.Exit(status)


_DUMB = "This terminal says it cannot show screens (TERM is dumb or not set): playing as numbered lines."


def has_screen() -> bool:
    """Whether there is a terminal that can show the application."""
    return _is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def _is_dumb() -> bool:
    """Whether somebody sits at a terminal, and it cannot show the application."""
    return _is_terminal() and not has_screen()


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def prefers_plain() -> bool:
    """Whether the settings ask for plain mode."""
    from simulator.settings import read

    return read().settings.plain


def _play_plain(scenario: str | None, record: Path | None, variant: str | None, resume: str | None) -> None:
    from simulator.attempts.session import closing
    from simulator.plain import Lines, PlainPlay

    if record is not None:
        _try_to_write(record)
    lines = Lines(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())
    with closing(_store(required=resume is not None)) as store:
        session = _resumed(store, resume) if store and resume else _new(lines, store, scenario, variant)
        recording = Recording(record, session)
        recording.write(lines.say)
        game = PlainPlay(session, lines, lambda: recording.write(lines.say))
        try:
            done = game.run()
        except KeyboardInterrupt:
            done, game.stopped = False, True
    if not done:
        kept = f"onlyme play --resume {session.header.attempt[:8]}" if store else "nothing, it was not kept"
        lines.say()
        if not game.stopped:
            raise Failure(f"The input has ended before the story. To go on: {kept}")
        lines.say(f"The story is not over. To go on: {kept}")
    if recording.failed:
        raise recording.failed


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
    from simulator.engine.attempt import CannotResume
    from simulator.scenario.diagnostics import ScenarioError

    if which == "last":
        unfinished = store.list(unfinished=True)
        if not unfinished:
            raise Failure("onlyme play: there is no unfinished attempt to go on with")
        attempt = unfinished[0].id
    else:
        attempt = store.find(which)
    try:
        return Session.reopen(store, attempt)
    except (CannotResume, ScenarioError) as error:
        short = attempt[:8]
        raise Failure(
            f"onlyme play: {short} cannot be gone on with: {' '.join(str(error).split())}. "
            f"To read it: onlyme replay {short}; its points: onlyme score {short}"
        ) from None


def _new(lines: Lines, store: Store | None, scenario: str | None, variant: str | None) -> Session:
    from simulator.attempts.session import Session
    from simulator.engine.program import Program
    from simulator.scenario.load import build, find
    from simulator.scenario.source import read_file

    source = read_file(find(scenario or _picked(lines)))
    return Session.start(Program(build(source, variant)), source.text, variant, store)


def _picked(lines: Lines) -> str:
    """A scenario picked from the library by number."""
    from simulator.plain import number_in
    from simulator.scenario.load import library, load

    ids = list(library())
    lines.say("Only Me. Pick a scenario.")
    for number, name in enumerate(ids, start=1):
        held = load(name)
        lines.say(f"{number}. {held.title} ({held.level}, {held.minutes} minutes)", "  ")
    while (answer := lines.ask("> ")) is not None:
        if 1 <= number_in(answer) <= len(ids):
            return ids[number_in(answer) - 1]
        if answer == "q":
            break
        lines.say(f"Type a number from 1 to {len(ids)}, or q to leave.")
    raise Failure("No scenario was picked. Name one: onlyme play first-steps", WRONG_USAGE)


class Recording:
    """The attempt in a file, written whole after every change."""

    def __init__(self, path: Path | None, session: Session) -> None:
        """Without a path nothing is written."""
        self.path, self.session = path, session
        self.failed: Failure | None = None

    def write(self, warn: Callable[[str], None]) -> None:
        """Writes the attempt as it stands. Where that fails the play goes on, and the next write makes up
        for it."""
        from simulator.engine.record import dump

        if self.path is None:
            return
        try:
            _write_whole(self.path, dump(self.session.header, self.session.play.rows))
            self.failed = None
        except OSError as error:
            self.failed = _not_recorded(self.path, error)
            warn(str(self.failed))


def _try_to_write(path: Path) -> None:
    """Raises Failure where a file cannot be written, before anything is played."""
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        _draft(path).write_text("", encoding="utf-8")
        _draft(path).unlink()
    except (OSError, ValueError) as error:
        raise _not_recorded(path, error, WRONG_USAGE) from None


def _not_recorded(path: Path, error: OSError | ValueError, status: int = NOT_WELL) -> Failure:
    why = getattr(error, "strerror", None) or str(error)
    return Failure(f"onlyme play: NOT recorded: {path} cannot be written ({why})", status)


def _draft(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _write_whole(path: Path, text: str) -> None:
    """Writes a file so that at any moment it holds a whole text: the new one or the one before."""
    draft = _draft(path)
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
