"""What may be seen afterwards: what the rule allows now, asked anew each time, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.rubric import default_rubric
from simulator.attempts.errors import StoreError
from simulator.cohort.grade_overrides import override
from simulator.cohort.refused import NotAllowed
from simulator.cohort.sitting import start
from simulator.engine.attempt import RULES
from simulator.engine.moves import parse_move
from simulator.view.review import Reviewed, debrief_of, lines_of, review
from tests.sat import ASSESSMENT, PERSON, Sat, sat, story

NEVER = dict.fromkeys(("score", "dimensions", "lines", "debrief"), "never")


def sit(held: Sat, *moves: str) -> str:
    """One sitting at the one story, handed in; its attempt."""
    live = start(held.database, ASSESSMENT, PERSON)
    for move in moves or ("begin", "say a", "say d"):
        live.session.do(parse_move(move))
    live.submit()
    return live.session.header.attempt


def seen(held: Sat) -> dict[str, str]:
    """The sections, by heading."""
    return {title: " ".join(lines) for title, lines in review(held.database, ASSESSMENT, PERSON).sections}


@pytest.mark.parametrize("part", NEVER)
@pytest.mark.parametrize("when", ["never", "submitted", "closed", "released"])
def test_each_part_is_shown_from_its_moment_on(tmp_path: Path, part: str, when: str) -> None:
    with sat(tmp_path, story("one"), review={**NEVER, part: when}) as held:
        sit(held)
        found = [_shown(held, part)]
        held.close()
        found.append(_shown(held, part))
        held.release()
        found.append(_shown(held, part))
        assert found == [when == "submitted", when in ("submitted", "closed"), when != "never"]


def _shown(held: Sat, part: str) -> bool:
    found = review(held.database, ASSESSMENT, PERSON)
    titles = {title for title, _ in found.sections}
    shown = {
        "score": "Your score" in titles,
        "dimensions": "Your points by dimension" in titles,
        "lines": bool(found.lines),
        "debrief": bool(found.debriefs),
    }
    assert not any(there for name, there in shown.items() if name != part)
    assert "Later" in titles
    return shown[part]


@pytest.mark.parametrize(("part", "other"), [("lines", "debrief"), ("debrief", "lines")])
def test_what_is_not_shown_cannot_be_opened_by_asking_for_it(tmp_path: Path, part: str, other: str) -> None:
    opened = {"lines": lines_of, "debrief": debrief_of}
    with sat(tmp_path, story("one"), review={**NEVER, part: "submitted"}) as held:
        attempt = sit(held)
        assert opened[part](held.database, ASSESSMENT, PERSON, attempt).lines
        with pytest.raises(NotAllowed):
            opened[other](held.database, ASSESSMENT, PERSON, attempt)


def test_an_attempt_of_somebody_else_cannot_be_opened(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review={**NEVER, "lines": "submitted"}) as held:
        attempt = sit(held)
        for person, wanted in (("person-2", attempt), (PERSON, "0" * 32)):
            with pytest.raises(StoreError):
                lines_of(held.database, ASSESSMENT, person, wanted)


def test_before_anything_is_handed_in_there_is_nothing(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review=dict.fromkeys(NEVER, "submitted")) as held:
        start(held.database, ASSESSMENT, PERSON)
        assert seen(held) == {
            "What you may see": "You have handed nothing in, so there is nothing to be seen."
        }


def test_what_was_not_handed_in_is_not_among_it(tmp_path: Path) -> None:
    rules = {"minutes": 10, "at_expiry": "abandon", "attempts": 2}
    with sat(tmp_path, story("one"), review=dict.fromkeys(NEVER, "submitted"), **rules) as held:
        live = start(held.database, ASSESSMENT, PERSON)
        held.later(minutes=11)
        with pytest.raises(NotAllowed):
            live.refresh()
        attempt = sit(held)
        assert [shown.attempt for shown in review(held.database, ASSESSMENT, PERSON).lines] == [attempt]


def test_the_score_is_told_with_its_mark_and_whether_a_person_stands_behind_it(tmp_path: Path) -> None:
    rules = {"scenarios": ["first-steps"], "pass": 60, "review": {**NEVER, "score": "submitted"}}
    with sat(tmp_path, **rules) as held:
        sit(held, "begin")
        assert seen(held)["Your score"] == (
            "0 % of the best that can be reached. The pass mark of 60 % is not yet reached. "
            "No person has confirmed it yet."
        )
        with held.database.writing() as connection:
            at = held.database.stamp(connection)
            override(connection, ASSESSMENT, PERSON, 75, "The screen froze.", at=at, by="Tess")
        assert seen(held)["Your score"] == (
            "75 % of the best that can be reached. This percentage was set by a person. "
            "The pass mark of 60 % is reached. No person has confirmed it yet."
        )


def test_of_several_sittings_each_is_named(tmp_path: Path) -> None:
    shown = dict.fromkeys(("score", "lines"), "submitted")
    with sat(tmp_path, story("one"), attempts=2, review={**NEVER, **shown}) as held:
        sit(held, "begin")
        sit(held)
        found = review(held.database, ASSESSMENT, PERSON)
        assert [one.title for one in found.lines] == ["Story one (sitting 1)", "Story one (sitting 2)"]
        assert seen(held)["Your score"].endswith("It is made of sitting 2.")


def test_what_was_played_can_be_read_again(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review={**NEVER, "lines": "submitted"}) as held:
        found = lines_of(held.database, ASSESSMENT, PERSON, sit(held))
        assert found.title == "Story one"
        assert found.lines[0] == "first — day 0"
        assert "You: I say d." in found.lines


def test_the_debrief_is_under_the_rubric_it_was_scored_by(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review={**NEVER, "debrief": "submitted"}) as held:
        found = debrief_of(held.database, ASSESSMENT, PERSON, sit(held))
        assert found.rubric == default_rubric()
        assert found.session is not None
        assert found.session.store is None  # nothing can be played on from here


@pytest.mark.parametrize("opened", [lines_of, debrief_of])
def test_under_other_rules_what_is_on_record_is_told_and_no_more_than_is_allowed(
    tmp_path: Path, opened: Callable[..., Reviewed], monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path, story("one"), review={**NEVER, "lines": "submitted", "debrief": "submitted"}) as held:
        attempt = sit(held)
        monkeypatch.setattr("simulator.engine.attempt.RULES", RULES + 1)
        found = opened(held.database, ASSESSMENT, PERSON, attempt)
        assert found.session is None
        assert "You: I say d." in found.lines
        assert ("The numbers" in found.lines) == (opened is debrief_of)
