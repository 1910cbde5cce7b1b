"""`onlyme schema`: for whoever writes a scenario."""

from __future__ import annotations

import typer

from simulator.cli.output import put_json


def register(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of the format, for editors."""
    from simulator.scenario.model import Scenario

    held = Scenario.model_json_schema()
    held["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    put_json(held)
