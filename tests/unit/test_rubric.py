"""The rubric is whole: each reason has sentence, principle, virtue and dimension; nothing is left over."""

import ast
from pathlib import Path

import pytest

from scoring import commitments, hours, pace, promises, rapport, sentences
from scoring.marks import Finding, Mark
from scoring.rubric import CACTUS, DIMENSIONS, Reason, default_rubric, read_rubric
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.principles import principles

REASONS = default_rubric().reasons
SCORERS = (promises, rapport, commitments, pace, hours)
OUTCOMES = ("met", "dropped", "missed", "none")


def findable() -> set[str]:
    """Every reason that the source of a scorer can give."""
    found = {f"objective_{outcome}" for outcome in OUTCOMES}
    for module in SCORERS:
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        texts = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        found |= {text for text in texts if text in REASONS}
        found |= {f"{text}_knowingly" for text in texts if f"{text}_knowingly" in REASONS}
        found |= {str(given) for node in ast.walk(tree) for given in _given(node)}
    return found


def _given(node: ast.AST) -> list[object]:
    """The reason written out in a `Finding(...)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
        return [word.value for word in node.args[:1] if isinstance(word, ast.Constant)]
    return []


@pytest.mark.parametrize(("key", "reason"), REASONS.items(), ids=list(REASONS))
def test_a_reason_is_complete(key: str, reason: Reason) -> None:
    assert reason.dimension in DIMENSIONS
    assert reason.cactus in CACTUS
    assert reason.principle in principles()
    assert reason.times in ("", "weight", "relevance")
    assert isinstance(reason.points, int)
    assert key in sentences.REASONS


def test_every_reason_can_be_given_and_has_a_sentence() -> None:
    assert findable() == set(REASONS) == set(sentences.REASONS)


def test_sentences_differ_and_are_plain_words() -> None:
    assert len(set(sentences.REASONS.values())) == len(REASONS)
    assert not [text for text in sentences.REASONS.values() if "_" in text or text.endswith(".")]


def test_every_dimension_asks_a_question_and_has_reasons_on_both_sides_of_nothing() -> None:
    rubric = default_rubric()
    assert tuple(rubric.questions) == DIMENSIONS == tuple(sentences.DIMENSION_TITLES)
    assert all(question.endswith("?") for question in rubric.questions.values())
    for dimension in DIMENSIONS:
        points = [reason.points for reason in REASONS.values() if reason.dimension == dimension]
        assert min(points) < 0 < max(points)


def test_every_virtue_is_seen_somewhere() -> None:
    assert {reason.cactus for reason in REASONS.values()} == set(CACTUS)


def test_a_mark_is_points_times_weight() -> None:
    assert default_rubric().mark(Finding("promise_kept", 3)) == Mark(
        "promises", 6, "promise_kept", "say-do-match"
    )


def test_a_finding_the_rubric_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError):
        default_rubric().mark(Finding("luck"))


def test_a_rubric_can_be_replaced() -> None:
    reasons = "reasons:\n  luck: {dimension: time, points: 1, principle: p, cactus: c}\n"
    text = "version: 7\ndimensions: {time: Why?}\n" + reasons
    rubric = read_rubric(text, "own.yaml")
    assert (rubric.version, rubric.mark(Finding("luck", 2)).points) == (7, 2)


@pytest.mark.parametrize(
    ("text", "error"),
    [("- a list", TypeError), ("version: 1", KeyError), ("a: [", ScenarioError)],
    ids=["a list", "no reasons", "not YAML"],
)
def test_what_is_not_a_rubric_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_rubric(text, "own.yaml")


def test_an_unknown_reason_is_still_shown_in_words() -> None:
    assert sentences.reason_title("lucky_guess") == "lucky guess"
