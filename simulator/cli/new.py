"""`onlyme new` and `onlyme schema`: to begin a scenario, and for the editor it is written in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.failures import WRONG_USAGE, Failure
from simulator.cli.output import put, put_json
from simulator.scenario.text import one_line

SCHEMA_FILE = "onlyme.schema.json"
"""What a scenario names in its first line, so that an editor finds the schema beside it."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
TEMPLATE = Path(__file__).with_name("template.yaml")
"""What a new scenario begins as. Its specs stand beside it."""
_TITLE = "A new account"
_NAME = "a-new-account"


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(new)
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of the format, for editors."""
    from simulator.scenario.schema import editor_schema

    put_json(editor_schema())


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id, or a file to be named after it.")],
    title: Annotated[str | None, typer.Option(help="Its title; left out, made from the name.")] = None,
) -> None:
    """Begin a scenario: a small account that can be played, to be changed piece by piece."""
    from scoring.specs import spec_file
    from simulator.files import write_new
    from simulator.scenario.schema import editor_schema

    file = Path(name) if name.endswith(".yaml") else Path(f"{name}.yaml")
    specs, beside = spec_file(file), file.with_name(SCHEMA_FILE)
    if not _ID.fullmatch(file.stem):
        better = "-".join(re.findall(r"[a-z0-9]+", file.stem.lower()))
        hint = f"; perhaps {better}" if better else ""
        raise Failure(f"{file.stem!r} cannot be a name: use small letters, digits and -{hint}", WRONG_USAGE)
    for wanted in (file, specs):
        if wanted.exists():
            raise Failure(f"{wanted} is there already; nothing was written", WRONG_USAGE)
    write_new(file, _begun(TEMPLATE, file.stem, title))
    write_new(specs, _begun(spec_file(TEMPLATE), file.stem, title))
    beside.unlink(missing_ok=True)  # it is ours, and may be an older version's
    write_new(beside, json.dumps(editor_schema(), indent=1) + "\n")
    put(f"{file}: a scenario to play and to change")
    put(f"{specs}: two plays of it, and what must come of them")
    put(f"{beside}: for your editor")
    put(f"Play it: onlyme play {file}")


def _begun(template: Path, name: str, title: str | None) -> str:
    """The text of a template under a name and a title of its own."""
    words = one_line(title or name.replace("-", " ").capitalize())
    text = template.read_text(encoding="utf-8").replace(f"title: {_TITLE}\n", f"title: {written(words)}\n")
    return text.replace(_NAME, name)


def written(words: str) -> str:
    """A text as YAML reads it back: in quotation marks where a sign in it would mean something."""
    plain = re.fullmatch(r"[^\W\d_][\w ,.'-]*", words) and words.lower() not in ("true", "false", "null")
    return words if plain else json.dumps(words, ensure_ascii=False)
