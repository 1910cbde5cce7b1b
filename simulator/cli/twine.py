"""`onlyme bring`: a story written in Twine, as the beginning of a scenario."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import NOT_WELL, Failure
from simulator.cli.output import counted, write_or_put
from simulator.scenario.text import one_line

if TYPE_CHECKING:
    from simulator.twee.bring import Brought

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(bring)


def bring(
    story: Annotated[Path, typer.Argument(metavar="FILE", help="A story in Twee 3, as Twine exports it.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new scenario; left out, standard output."),
    ] = None,
) -> None:
    """Bring a Twine story over as the beginning of a scenario, and name all that does not fit into one."""
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.load import parse
    from simulator.twee.bring import brought
    from simulator.twee.read import MOST_BYTES, read_story
    from simulator.twee.story import NotTwee
    from simulator.twee.write import written

    with story.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    name = output.stem if output is not None and _ID.fullmatch(output.stem) else ""
    try:
        held = brought(read_story(content), name)
        text = written(held, story.name)
        parse(text, str(output or "the scenario made of it"))
    except NotTwee as error:
        raise Failure(f"{story}: {error}", NOT_WELL) from None
    except ScenarioError as error:
        raise Failure(f"{story}: it cannot be made a scenario\n{error}", NOT_WELL) from None
    write_or_put(text, output, "onlyme bring")
    _report(held, story)


def _report(held: Brought, story: Path) -> None:
    """To standard error, so that the scenario may go to standard output."""
    for remark in held.remarks:
        place = f"{story}:{remark.line}" if remark.line else str(story)
        _say(f"{place}: {remark.says}")
    lines = sum(len(beat.lines) for beat in held.beats)
    left = f"; {counted(held.lost, 'link')} left out" if held.lost else ""
    _say(f"{counted(len(held.beats), 'passage')} and {counted(lines, 'link')} brought over{left}")


def _say(text: str) -> None:
    sys.stderr.write(one_line(text) + "\n")
