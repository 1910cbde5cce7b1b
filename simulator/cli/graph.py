"""`onlyme graph`: a scenario as a picture, for whoever writes it or trains with it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import write_or_put

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario
    from simulator.view.graph.parts import Graph


class Format(StrEnum):
    """What a drawing can be written as."""

    SVG = "svg"
    MERMAID = "mermaid"
    DOT = "dot"


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(graph)


def graph(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A file or a library id.")],
    encounter: Annotated[
        str | None,
        typer.Option("--encounter", metavar="ID", help="One meeting with all its beats and lines."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Every beat and every line of all meetings.")] = False,
    format: Annotated[
        Format,
        typer.Option(
            "--format", help="`svg` is a picture; `mermaid` and `dot` are for programs that draw themselves."
        ),
    ] = Format.SVG,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; left out, standard output."),
    ] = None,
) -> None:
    """Draw a scenario: what follows on what, what is promised where, and when it falls due."""
    from simulator.scenario.load import load
    from simulator.view.graph.dot import dot
    from simulator.view.graph.mermaid import mermaid
    from simulator.view.graph.svg import svg

    if encounter is not None and full:
        raise Failure("onlyme graph: --encounter and --full exclude each other; name one", WRONG_USAGE)
    drawn = _drawn(load(scenario), scenario, encounter, full)
    text = {Format.SVG: svg, Format.MERMAID: mermaid, Format.DOT: dot}[format](drawn)
    write_or_put(text, output, "onlyme graph")


def _drawn(held: Scenario, name: str, encounter: str | None, full: bool) -> Graph:
    from simulator.scenario.names import suggestion
    from simulator.view.graph import story

    if encounter is None:
        return story.full(held) if full else story.overview(held)
    known = [meeting.id for meeting in held.encounters]
    if encounter not in known:
        hint = suggestion(encounter, known) or f"it has {', '.join(known)}"
        raise Failure(f"{name}: no meeting has the id {encounter!r} ({hint})", WRONG_USAGE)
    return story.one_meeting(held, encounter)
