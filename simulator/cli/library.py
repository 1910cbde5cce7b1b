"""`onlyme list` and `onlyme show`: what there is to practise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.output import put, put_json

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("list")(list_scenarios)
    app.command()(show)


Json = Annotated[bool, typer.Option("--json", help="For programs: the same as JSON.")]


def list_scenarios(json: Json = False) -> None:
    """List the scenarios: id, level, minutes and title."""
    from simulator.scenario.load import library, load

    held = [load(name) for name in library()]
    if json:
        put_json([_card(scenario) for scenario in held])
        return
    widest = max(len(scenario.id) for scenario in held)
    for scenario in held:
        put(f"{scenario.id:<{widest}}  {scenario.level:<12} {scenario.minutes:>3} min  {scenario.title}")


def show(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A library id or the path of a file.")],
    json: Json = False,
) -> None:
    """Say what a scenario is about."""
    from simulator.scenario.load import load

    held = load(scenario)
    if json:
        put_json(_card(held))
        return
    put(held.title)
    for text in (held.about, held.practise and f"Practises: {held.practise}"):
        if text:
            put(text, wrap=True)
    put(f"{held.level.capitalize()}, about {held.minutes} minutes, {len(held.encounters)} encounters.")
    for name, variant in held.variants.items():
        put(f"Variant {name}: {variant.about}", wrap=True)
    put(f"Play it: onlyme play {scenario}")


def _card(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "version": scenario.version,
        "level": scenario.level,
        "minutes": scenario.minutes,
        "about": scenario.about,
        "practise": scenario.practise,
        "principles": list(scenario.principles),
        "encounters": len(scenario.encounters),
        "variants": list(scenario.variants),
        "analysed": scenario.par is not None,
    }
