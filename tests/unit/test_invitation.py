"""What is told before a sitting: everything the rules say, in words, and nothing they do not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.view.invitation import PARTS, invitation, when_shown
from tests.standings import rules


def told(sat: int = 0, retention_days: int | None = 90, **more: Any) -> dict[str, str]:
    sections = invitation(rules(**more), sat=sat, retention_days=retention_days)
    return {heading: " ".join(lines) for heading, lines in sections}


def test_everything_has_its_place() -> None:
    assert list(told()) == [
        "What it is for",
        "Who sees what",
        "Time",
        "Sittings",
        "While you play",
        "What counts",
        "What you will be shown",
    ]


def test_the_purpose_and_who_sees_it_are_the_trainers_words() -> None:
    held = told(purpose="[b]To see[/b] who may go.", seen_by="Only Tess.")
    assert held["What it is for"] == "[b]To see[/b] who may go."
    assert held["Who sees what"].startswith("Only Tess. Your name stands apart from your results")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (90, "are kept for 90 days after"),
        (1, "kept for 1 day after"),
        (None, "kept until somebody deletes it"),
    ],
)
def test_how_long_it_is_kept(days: int | None, words: str) -> None:
    assert words in told(retention_days=days)["Who sees what"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "There is no time limit for the one scenario."),
        ({"minutes": 45}, "You have 45 minutes for the one scenario. They begin when you start"),
        ({"minutes": 1, "scenarios": ["a", "b"]}, "You have 1 minute for all 2 scenarios together."),
        ({"minutes": 45}, "what you have done by then is handed in as it is."),
        (
            {"minutes": 45, "at_expiry": "grace", "grace_minutes": 5},
            "you may go on for 5 minutes, and it is marked as late.",
        ),
        ({"minutes": 45, "at_expiry": "abandon"}, "does not count. What you have played to its end counts"),
        ({"closes": "2027-03-05T18:00Z"}, "for the one scenario. When the time is up"),
        ({"minutes": 9, "closes": "2027-03-05T18:00Z"}, "whenever you start."),
    ],
)
def test_the_time_and_what_happens_at_its_end(more: dict[str, Any], words: str) -> None:
    assert words in told(**more)["Time"]


@pytest.mark.parametrize(
    ("sat", "more", "words"),
    [
        (0, {}, "There is one sitting: it cannot be had a second time."),
        (1, {"attempts": 3}, "This is sitting 2 of 3. The best one counts."),
        (0, {"attempts": 2, "grade": "mean"}, "The mean of them counts."),
        (0, {"attempts": 2, "grade": "last", "delay_hours": 1}, "1 hour must go by."),
    ],
)
def test_how_often_and_which_one_counts(sat: int, more: dict[str, Any], words: str) -> None:
    assert words in told(sat=sat, **more)["Sittings"]


def test_the_play_is_told_of_before_it_begins() -> None:
    held = told()["While you play"]
    for words in ("Nothing can be taken back", "no hints", "nothing is lost", "an order of your own"):
        assert words in held
    assert "an order of your own" not in told(shuffle=False)["While you play"]


def test_the_pass_mark_and_what_bars_it() -> None:
    assert told()["What counts"] == (
        "The pass mark is 60 % of the best that can be reached. "
        "Whatever the points, this bars a pass: What you told was not so, and it came out."
    )
    assert told(**{"pass": None})["What counts"] == "There is no pass mark."


def test_what_is_shown_afterwards_and_when() -> None:
    review = {"score": "submitted", "dimensions": "submitted", "lines": "closed", "debrief": "never"}
    assert told(review=review)["What you will be shown"] == (
        "As soon as you have handed in: your score and your points by dimension. "
        "Once the assessment is closed: your own lines. Not shown: the debrief."
    )
    held = rules(review=review)
    assert [when_shown(held, part) for part in PARTS] == [
        "Your score: as soon as you have handed in.",
        "Your points by dimension: as soon as you have handed in.",
        "Your own lines: once the assessment is closed.",
        "The debrief: not shown.",
    ]
