"""No document, however broken or malicious, does more than be read or be refused in plain words."""

import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
import yaml

from simulator.scenario import compose
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.source import read_yaml
from tests.properties import mutate
from tests.properties.mutators import mutations

_DOCUMENTS = 2_000
_LENGTH = 50_000  # characters of a document beyond which it is broken less often
_MEMORY = 64_000_000  # bytes that Python may hold at the worst moment

_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)

_HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "deep lists": lambda: "[" * 50_000,
    "deep mappings": lambda: "{a: " * 50_000,
    "deep keys": lambda: "{" * 50_000,
    "deep block lists": lambda: "- " * 50_000,
    "deep complex keys": lambda: "? " * 50_000,
    "deep indentation": lambda: "\n".join(" " * n + "a:" for n in range(1_500)),
    "lists closed but never opened": lambda: "]" * 50_000,
    "laughs by the billion": lambda: _LAUGHS,
    "an anchor without end": lambda: "a: &" + "x" * 1_000_000 + " 1\n",
    "anchors by the thousand": lambda: "".join(f"k{n}: &a{n} {n}\n" for n in range(50_000)),
    "references by the thousand": lambda: "- *x\n" * 100_000,
    "a tag without end": lambda: "a: !" + "x" * 1_000_000 + " 1\n",
    "a scalar of ten million": lambda: "a: " + "x" * 10_000_000,
    "a scalar of one million": lambda: "a: " + "x" * 1_000_000,
    "a quotation of one million": lambda: 'a: "' + "x" * 1_000_000 + '"',
    "a block of one million": lambda: "a: |\n" + "  x\n" * 100_000,
    "a quotation never closed": lambda: 'a: "' + "x\n" * 100_000,
    "a key of one million": lambda: "x" * 1_000_000 + ": 1",
    "a number of one million": lambda: "a: " + "9" * 1_000_000,
    "numbers of five thousand": lambda: "- " + "\n- ".join(["9" * 5_000] * 300),
    "a version of five thousand": lambda: f"%YAML {'9' * 5_000}.{'9' * 5_000}\n---\na: 1\n",
    "items by the hundred thousand": lambda: "[" + "0," * 200_000 + "]",
    "keys by the hundred thousand": lambda: "".join(f"k{n}: {n}\n" for n in range(150_000)),
    "the same key again and again": lambda: "".join(f"k{n}: 1\n" for n in range(20_000)) + "k1: 1\n" * 100,
    "documents by the thousand": lambda: "---\na: 1\n" * 100_000,
    "nothing but comments": lambda: "# x\n" * 100_000,
    "nothing but empty lines": lambda: "\n" * 400_000,
    "nothing but spaces": lambda: " " * 400_000,
    "nothing but commas": lambda: "[" + "," * 500_000,
    "nothing but colons": lambda: ": " * 500_000,
    "sentences cut by the thousand": lambda: "- one two three four #5\n" * 50_000 + "[",
    "marks upon one letter": lambda: "a: x" + "\u0315\u0300" * 9_000 + "\n",
    "marks upon many letters": lambda: "\n".join("- x" + "\u0315\u0300" * 5_000 for _ in range(60)),
    "bytes that are no text": lambda: bytes(range(256)) * 1_000,
    "zeros": lambda: b"\0" * 1_000_000,
    "two bytes a letter": lambda: "a: 1\n".encode("utf-16"),
    "halves of letters": lambda: "a: " + "\ud800" * 100_000,
    "letters that are none": lambda: '- "\\UFFFFFFFF"\n' * 10_000,
    "halves by escape": lambda: 'a: "' + "\\ud800" * 3_000 + '"',
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_document_is_refused_in_bounded_memory(name: str) -> None:
    content = _HOSTILE[name]()
    tracemalloc.start()
    try:
        assert not mutate.outcome(content, "hostile.yaml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < _MEMORY


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_document_is_refused_where_libyaml_is_missing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "LOADER", yaml.SafeLoader)
    assert not mutate.outcome(_HOSTILE[name]()[:60_000], "hostile.yaml")


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_document_costs_no_more_than_the_largest_honest_one(name: str) -> None:
    content = _HOSTILE[name]()
    assert _spent(content) < _largest() or _spent(content) < _largest()


@cache
def _largest() -> float:
    """Seconds of processor time for a document that fills every limit and is in order."""
    honest = "".join(f"- {{key: {n}, say: A line of prose as people write it}}\n" for n in range(33_000))
    assert read_yaml(honest, "f.yaml").data
    return _spent(honest)


def _spent(content: str | bytes) -> float:
    start = time.process_time()
    with suppress(ScenarioError):
        read_yaml(content, "f.yaml")
    return time.process_time() - start


@pytest.mark.parametrize("name", mutate.seeds())
def test_mutated_documents_are_read_or_refused_in_plain_words(name: str) -> None:
    share = _DOCUMENTS // len(mutate.seeds())
    tally = mutate.prove(name, seed=7, count=min(share, share * _LENGTH // len(mutate.seeds()[name])))
    assert tally.failures == ()
    assert tally.read
    assert tally.refused > tally.read


def test_the_library_is_among_the_documents_and_can_be_read() -> None:
    assert {"first-steps.yaml", "small.yaml"} <= set(mutate.seeds())
    assert all(mutate.outcome(text.encode(), name) for name, text in mutate.seeds().items())


def test_the_same_seed_breaks_a_document_in_the_same_ways() -> None:
    text = mutate.seeds()["small.yaml"]
    first = list(mutations(text, 3, 50))
    assert first == list(mutations(text, 3, 50))
    assert first != list(mutations(text, 4, 50))
    assert len(set(first)) > 45


def test_the_proof_fails_on_any_other_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(mutate, "parse", crash)
    monkeypatch.setattr(mutate, "allowance", lambda _: 1.0)
    (failure,) = mutate.prove("small.yaml", 1, 1).failures
    assert "RecursionError: too deep" in failure


def test_the_proof_fails_on_a_refusal_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ScenarioError([])

    monkeypatch.setattr(mutate, "parse", refuse)
    monkeypatch.setattr(mutate, "allowance", lambda _: 1.0)
    (failure,) = mutate.prove("small.yaml", 1, 1).failures
    assert "refused without a word" in failure


def test_the_proof_fails_on_a_slow_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate, "allowance", lambda _: 1e-9)
    (failure,) = mutate.prove("small.yaml", 1, 1).failures
    assert "allowed" in failure


def test_the_proof_fails_on_growing_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate, "GROWTH", -1)
    (failure,) = mutate.prove("small.yaml", 1, 1).failures
    assert "memory grew" in failure
