"""`onlyme progress`: how the attempts went, and what to practise next."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.cli.output import put, put_json


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(progress)


def progress(
    json: Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")] = False,
) -> None:
    """Say how your attempts went, what you have mastered, and what to practise next."""
    from simulator.attempts.session import closing
    from simulator.attempts.store import Store
    from simulator.scenario.load import library, load
    from simulator.view import progress as view

    order = ("beginner", "intermediate", "advanced")
    held = sorted((load(name) for name in library()), key=lambda scenario: order.index(scenario.level))
    store = Store.open()
    with closing(store):
        found = view.progress(store, {scenario.id: scenario.principles for scenario in held})
    if json:
        put_json(view.as_data(found))
        return
    for line in view.lines(found):
        put(line)
