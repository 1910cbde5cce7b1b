"""The schema for editors: every key is told, every closed list listed, times and conditions have a shape."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.scenario import acts
from simulator.scenario.principles import principles
from simulator.scenario.schema import editor_schema
from simulator.scenario.snippets import MEANINGS, SNIPPETS

SCHEMA = editor_schema()
PARTS = {"Scenario": SCHEMA, **SCHEMA["definitions"]}


def inner(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema in it."""
    if isinstance(schema, dict):
        yield schema
        for held in schema.values():
            yield from inner(held)
    elif isinstance(schema, list):
        for held in schema:
            yield from inner(held)


def keys() -> Iterator[tuple[str, dict[str, Any]]]:
    for part, schema in PARTS.items():
        for key, held in schema.get("properties", {}).items():
            yield f"{part}.{key}", held


@pytest.mark.parametrize(("key", "held"), list(keys()), ids=[key for key, _ in keys()])
def test_a_sentence_is_said_about_every_key(key: str, held: dict[str, Any]) -> None:
    assert re.match(r"[A-Z`].+\.", held["description"]), key


def test_every_reference_leads_to_a_definition() -> None:
    named = {held["$ref"] for held in inner(SCHEMA) if "$ref" in held}
    assert named == {f"#/definitions/{name}" for name in SCHEMA["definitions"]}


def test_no_key_is_allowed_that_the_format_does_not_know() -> None:
    for name, part in PARTS.items():
        if "properties" in part and name != "Line":
            assert part["additionalProperties"] is False, name


def test_every_act_is_there_and_what_it_does_is_said() -> None:
    held = PARTS["Act"]["properties"]
    assert set(held) == set(acts.BY_NAME)
    assert PARTS["ActAlone"]["enum"] == ["listen", "pitch", "record", "reset"]
    assert PARTS["Act"]["maxProperties"] == 1


def test_the_principles_are_listed_with_their_statements() -> None:
    assert PARTS["Principle"]["enum"] == list(principles())
    for key in ("Scenario.principles", "Choice.well", "Choice.badly"):
        assert dict(keys())[key]["items"] == {"$ref": "#/definitions/Principle"}


def test_the_words_of_closed_lists_are_explained() -> None:
    for held in inner(SCHEMA):
        if "enum" in held and held["enum"] != [1]:
            assert len(held["enumDescriptions"]) == len(held["enum"])
    listed = {word for held in inner(SCHEMA) for word in held.get("enum", ())}
    listed |= set(PARTS["Account"]["properties"]["roots"]["properties"])
    assert set(MEANINGS) - {"lost"} <= listed


def test_what_is_made_from_words_is_not_asked_for() -> None:
    assert PARTS["Choice"]["required"] == ["say", "does"]
    assert PARTS["Encounter"]["required"] == ["beats"]


def test_every_snippet_is_offered_somewhere() -> None:
    offered = [held["defaultSnippets"] for held in inner(SCHEMA) if "defaultSnippets" in held]
    assert all(snippets in offered for snippets in SNIPPETS.values())


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("takes", ["1h", "30m", "1h30m", "0h"], ["", "h", "1.5h", "90", "2 h", "soon"]),
        ("due", ["20w", "+9d", "0d"], ["9", "d", "+d", "9 d", "next week"]),
        ("day", ["9d", "6w"], ["+9d", "9", "w6"]),
    ],
)
def test_times_have_a_shape(name: str, good: list[str], bad: list[str]) -> None:
    pattern = next(held["pattern"] for key, held in keys() if key.endswith(f".{name}"))
    assert all(re.search(pattern, text) for text in good)
    assert not any(re.search(pattern, text) for text in bad)


def test_conditions_have_a_shape() -> None:
    pattern = PARTS["Condition"]["pattern"]
    for text in (
        "knows.a",
        "not (knows.a or not said.b)",
        "(trust.dana >= 3) and day < 6w",
        "stage == me_too",
    ):
        assert re.search(pattern, text), text
    for text in ("3 > 2", "knows.a, knows.b", "if he knows, then", "", "trust.dana ≥ 3"):
        assert not re.search(pattern, text), text


def test_it_is_the_same_every_time_and_plain_json() -> None:
    assert json.dumps(editor_schema()) == json.dumps(SCHEMA)
