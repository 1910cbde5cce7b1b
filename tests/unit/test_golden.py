"""Whole outputs, word for word: what a trainee reads is changed on purpose or not at all.

To change them on purpose: ``ONLYME_REWRITE_GOLDEN=1 pytest tests/unit/test_golden.py``; read the difference.
"""

import os
import re
from pathlib import Path

import pytest

from tests.processes import Desk, numbers

GOLDEN = Path(__file__).parents[1] / "golden"
REWRITE = "ONLYME_REWRITE_GOLDEN"
SCENARIO = "first-steps"
TEMPERAMENTS = ("careful", "promiser")
OUTPUTS = {
    "play.txt": (),
    "score.txt": ("score", "--marks"),
    "score.json": ("score", "--json"),
    "replay.txt": ("replay",),
    "debrief.md": ("export",),
    "debrief.html": ("export", "--format", "html"),
}


def normalised(text: str) -> str:
    """The text without what differs from one play to the next: the attempt's id and its day."""
    text = re.sub(r"\b[0-9a-f]{32}\b", "ATTEMPT", text)
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", "TODAY", text)


def compared(name: str, found: str) -> None:
    """Compares a text with the kept one, or keeps it where that was asked for in so many words."""
    file = GOLDEN / name
    if os.environ.get(REWRITE) == "1":
        file.write_text(normalised(found), encoding="utf-8")
    assert normalised(found) == file.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=TEMPERAMENTS)
def outputs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, str]]:
    """What each command writes about a play of a temperament."""
    desk, spec = Desk(tmp_path_factory.mktemp("golden")), str(request.param)
    typed = numbers(SCENARIO, spec)
    play = desk.onlyme("play", SCENARIO, "--plain", "--record", "a.json", typed=typed)
    others = {name: desk.onlyme(*words[:1], "a.json", *words[1:]) for name, words in OUTPUTS.items() if words}
    assert [ran.status for ran in (play, *others.values())] == [0] * len(OUTPUTS)
    return spec, {"play.txt": play.out, **{name: ran.out for name, ran in others.items()}}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_word_for_word_as_it_was(name: str, outputs: tuple[str, dict[str, str]]) -> None:
    spec, texts = outputs
    compared(f"{SCENARIO}-{spec}.{name}", texts[name])


def test_the_wrong_words_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REWRITE, raising=False)
    kept = (GOLDEN / f"{SCENARIO}-careful.score.txt").read_text(encoding="utf-8")
    with pytest.raises(AssertionError):
        compared(f"{SCENARIO}-careful.score.txt", kept.replace("Promises", "Promise"))


def test_nothing_but_ids_and_days_is_normalised() -> None:
    assert normalised(f"{'0f' * 16} on 2026-11-22, 40 bags, day 14") == "ATTEMPT on TODAY, 40 bags, day 14"
