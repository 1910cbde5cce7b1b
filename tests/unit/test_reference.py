"""The reference of the handbook is complete: every part, every key with an example, every act, every name."""

import re
from typing import Any

import pytest

from docs import reference
from simulator.scenario import acts, model
from simulator.scenario.base import Model
from simulator.scenario.conditions import parse_condition
from simulator.scenario.names import CONDITION_NAMES, PLAIN_NAMES
from simulator.scenario.words import GRADES, ROOTS, STAGES, STATUSES, WAYS

PAGE = (reference.FORMAT.parent / "reference.md").read_text(encoding="utf-8")
PROVED = {"par"}
"""What the analysis writes and no author does."""


def models_of(module: Any) -> set[type[Model]]:
    return {part for part in vars(module).values() if isinstance(part, type) and issubclass(part, Model)}


def test_every_part_of_the_format_has_a_table() -> None:
    told_elsewhere = {model.Numbers, model.Line, model.Learnable}
    own = {part for part in models_of(model) if part.__module__ == model.__name__}
    assert own == {part for _, part in reference.PARTS} | told_elsewhere
    assert "**needed**" in PAGE


KEYS = [
    (part, field.alias or name)
    for _, part in reference.PARTS
    if part is not model.Par
    for name, field in part.model_fields.items()
]


@pytest.mark.parametrize(("part", "key"), KEYS, ids=[f"{part.__name__}.{key}" for part, key in KEYS])
def test_every_key_has_an_example_that_fits_on_a_line(part: type[Model], key: str) -> None:
    if key not in PROVED:
        shown = reference.shown(key, reference.example(part, key))
        assert shown.startswith(f"{key}: ")
        assert len(shown) <= reference.LONGEST + 20
        assert f"`{shown}`".replace("|", "\\|") in PAGE


@pytest.mark.parametrize("word", acts.BY_NAME)
def test_every_act_is_shown_at_work(word: str) -> None:
    assert re.match(rf"`{word}\b", reference.act_examples(word))


def test_every_name_of_a_condition_is_told() -> None:
    told = [name for name, _, _ in reference.CONDITIONS]
    heads = {name.partition(".")[0] for name in told if "." in name}
    assert heads == {name.removesuffix("_contact") for name in CONDITION_NAMES}
    assert {name for name in told if "." not in name} == set(PLAIN_NAMES)
    words = " ".join(words for _, words, _ in reference.CONDITIONS)
    for word in (*STATUSES, *GRADES, *STAGES, *ROOTS, *WAYS):
        assert f"`{word}`" in words


@pytest.mark.parametrize(("name", "sample"), [(name, sample) for name, _, sample in reference.CONDITIONS])
def test_an_example_of_a_condition_is_one(name: str, sample: str) -> None:
    assert name.partition(".")[0] in str(parse_condition(sample))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Two", "key: Two"),
        ({"a": 1, "b": {"c": True}}, "key: {a: 1, b: {c: true}}"),
        ([{"oskar": "Two came."}], "key: [{oskar: …}]"),
        ({f"name_{n}": {"label": "A"} for n in range(9)}, "key: {name_0: …, …}"),
        ("word " * 30, "key: word word word word word word word word word word word…"),
    ],
)
def test_an_example_is_shortened_where_it_is_long(value: Any, shown: str) -> None:
    assert reference.shown("key", value) == shown
