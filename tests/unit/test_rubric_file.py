"""A rubric that a trainer has changed is read with every mistake at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.rubric import default_rubric, shipped_text
from simulator.cohort.rubric_file import read_rubric_file
from simulator.scenario.diagnostics import ScenarioError


def wrong(folder: Path, text: str) -> str:
    """What is said of it."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as found:
        read_rubric_file(file)
    return str(found.value).replace(f"{folder}/", "")


def test_the_shipped_one_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(shipped_text(), encoding="utf-8")
    assert read_rubric_file(file) == (shipped_text(), default_rubric())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("  no_list:", "  no_lists:", "points are never given for `no_lists` (did you mean no_list?)"),
        ("  no_list:", "  no_lists:", "`no_list` is missing here (a reason that is to count for nothing has"),
        ("points: 9", "points: 100", "'100' is out of range: at most 99"),
        ("points: 9", "points: two", "a whole number is needed here"),
        ("points: 9", "points: 1.5", "a whole number is needed here"),
        ("points: 9", "point: 9", "there is no key `point` here (did you mean points?)"),
        ("principle: mutual-task-list", "principle: mutual-list", "there is no principle `mutual-list`"),
        ("cactus: support", "cactus: suport", "there is no virtue `suport` (did you mean support?)"),
        ("dimension: pace", "dimension: pacing", "'pacing' is not one of 'promises', 'rapport'"),
        ("times: relevance, ", "", "this is counted by relevance: times cannot be changed"),
        ("version: 2", "version: 0", "'0' is out of range: at least 1"),
        ("  pace: ", "  paces: ", "'paces' is not one of"),
    ],
)
def test_every_mistake_is_said_at_its_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    text = shipped_text().replace("points: 4", "points: 9", 1)
    assert before in text
    said = wrong(tmp_path, text.replace(before, after, 1))
    assert told in said
    assert all(line.startswith("mine.yaml:") for line in said.split("\n"))


def test_what_is_no_rubric_at_all_is_said(tmp_path: Path) -> None:
    assert "`reasons` is missing here" in wrong(tmp_path, "version: 3\n")
    assert "OM1" in wrong(tmp_path, "version: [\n")
