"""The principles are whole, and the handbook's glossary says what they say."""

import re
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from simulator.scenario.principles import Principle, families, principles, sources

GLOSSARY = Path(__file__).parents[2] / "docs" / "principles.md"


def test_there_are_73_of_which_41_are_core() -> None:
    assert len(principles()) == 73
    assert sum(each.core for each in principles().values()) == 41


def test_numbers_run_from_one_without_a_gap() -> None:
    assert [each.number for each in principles().values()] == list(range(1, 74))


@pytest.mark.parametrize("each", principles().values(), ids=lambda each: each.id)
def test_a_principle_is_complete(each: Principle) -> None:
    assert principles()[each.id] is each
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.id)
    assert each.family in families()
    assert each.sources
    assert set(each.sources) <= set(sources())
    assert each.source == ", ".join(each.sources)
    for text in (each.statement, each.well, each.badly):
        assert text == " ".join(text.split())
        assert text.endswith((".", '"', "?"))


def test_no_two_principles_say_the_same() -> None:
    statements = Counter(each.statement for each in principles().values())
    assert statements.most_common(1)[0][1] == 1


def test_families_are_nine_and_each_follows_the_last() -> None:
    letters = list(dict.fromkeys(each.family for each in principles().values()))
    assert letters == list(families()) == list("ABCDEFGHI")


def test_every_source_is_used() -> None:
    assert {short for each in principles().values() for short in each.sources} == set(sources())


def test_principles_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        principles()["say-do-match"].statement = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        principles()["say-do-match"] = None  # type: ignore[index]


def glossary() -> list[str]:
    """The glossary's headings, tables and sources, line by line, as `principles.yaml` has them."""
    lines = []
    for letter, name in families().items():
        lines += [f"## {letter}. {name}", "| # | Principle | What it says | Well | Badly | From |"]
        for each in principles().values():
            if each.family == letter:
                star = " ★" if each.core else ""
                said = f"{each.statement} | {each.well} | {each.badly} | {each.source}"
                lines.append(f"| {each.number} | `{each.id}`{star} | {said} |")
    return lines + [f"| {short} | {text} |" for short, text in sources().items()]


def test_the_handbook_has_every_line_of_the_glossary_and_no_other() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    written = [line for line in text.splitlines() if re.match(r"\| (?!Short)|## [A-I]\. ", line)]
    assert written == glossary()
