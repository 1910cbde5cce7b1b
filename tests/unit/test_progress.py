"""Progress over attempts, as it is told and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.attempts.records import Summary
from simulator.attempts.session import Session
from simulator.attempts.store import Store
from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.scenario.load import build, find, load
from simulator.scenario.source import read_file
from simulator.view.progress import (
    COURSE,
    Finished,
    Progress,
    bests,
    chart,
    course_words,
    history,
    lines,
    progress,
)
from tests.processes import Desk, numbers

LIBRARY = {"first-steps": load("first-steps").principles}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "kept.sqlite3")
    yield opened
    opened.close()


def played(store: Store, *moves: str, to_end: bool = True) -> str:
    """Plays first-steps with some moves as soon as they are legal, else the first; the attempt's id."""
    source = read_file(find("first-steps"))
    session = Session.start(Program(build(source, None)), source.text, None, store)
    session.begin()
    wanted = [parse_move(move) for move in moves]
    while (legal := session.play.legal_moves()) and (to_end or wanted):
        session.do(wanted.pop(0) if wanted and wanted[0] in legal else legal[0])
    return session.header.attempt


def finished(total: int = 0, scenario: str = "a", stage: str = "me_too", ending: str = "End") -> Finished:
    return Finished("1", scenario, "A", None, "2026-01-01", ending, stage, {"promises": total})


def test_nothing_finished_says_what_to_do_next(store: Store) -> None:
    played(store, "say ask_bashir", to_end=False)
    found = progress(store, LIBRARY)
    assert found.history == ()
    assert found.held == ()
    assert list(lines(found)) == ["No attempt is finished yet. Begin with: onlyme play first-steps"]


def test_finished_attempts_stand_in_the_order_of_finishing(store: Store) -> None:
    ids = [played(store), played(store)]
    for attempt, when in zip(ids, ("2026-02-01", "2026-01-01"), strict=True):
        store.finish(attempt, store.claim(attempt), Summary("End", "me_too", {"promises": 1}, when))
    assert [item.id for item in history(store)] == ids[::-1]


def test_what_is_weakest_is_what_to_practise_next(store: Store) -> None:
    played(store, "aim first_order", "say show_bag", "say sixty", "say see_how_it_runs", "say sixty_on")
    found = progress(store, LIBRARY)
    assert found.next is not None
    assert found.next.scenario == "first-steps"
    assert found.next.principle.principle in LIBRARY["first-steps"]
    told = "\n".join(lines(found))
    assert "To practise" in told
    assert "Next: onlyme play first-steps" in told


def test_an_attempt_that_cannot_be_read_is_counted_and_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(store)

    def fails(*_: object) -> None:
        raise ValueError("damaged")

    monkeypatch.setattr("simulator.view.progress.read_events", fails)
    found = progress(store, LIBRARY)
    assert (len(found.history), found.unread, found.held) == (1, 1, ())
    assert "(1 of these attempts could not be read for their principles.)" in list(lines(found))


def test_courses_run_over_the_attempts_at_the_scenario_finished_last() -> None:
    found = Progress((finished(3), finished(50, scenario="b"), finished(-2)), (), None, 0)
    assert found.course("promises") == found.course("total") == (3, -2)
    assert found.course("time") == (0, 0)


def test_a_chart_goes_from_the_least_to_the_most() -> None:
    assert chart([]) == ""
    assert chart([-5, 0, 5]) == "▁▄█"
    assert chart([7, 7]) == "▄▄"
    assert chart([9, *[1] * COURSE]) == "▄" * COURSE


def test_a_course_is_told_in_words_too() -> None:
    assert [course_words(held) for held in ([], [4], [0], [4, 6], [6, 0], [4, 4])] == [
        "nothing yet",
        "+4",
        "0",
        "+6, up 2",
        "0, down 6",
        "+4, as before",
    ]


def test_the_best_of_a_scenario_is_kept_apart_from_the_others() -> None:
    done = [
        finished(1, stage="foothold", ending="One"),
        finished(5, stage="lost", ending="Two"),
        finished(9, scenario="b", ending=""),
    ]
    best = bests(done)
    assert (best["a"].attempts, best["a"].total, best["a"].stage) == (2, 5, "foothold")
    assert best["a"].endings == {"One", "Two"}
    assert best["b"].endings == frozenset()


def test_the_command_tells_people_and_programs(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "No attempt is finished yet" in desk.onlyme("progress").out
    desk.onlyme("play", "first-steps", "--plain", typed=numbers("first-steps", "promiser"))
    told = desk.onlyme("progress")
    assert told.status == 0
    assert "Points in First steps, attempt by attempt" in told.out
    data = json.loads(desk.onlyme("progress", "--json").out)
    (attempt,) = data["attempts"]
    assert attempt["scenario"] == "first-steps"
    assert attempt["total"] == sum(attempt["points"].values())
    assert {held["grasp"] for held in data["principles"]} <= {"mastered", "growing", "to practise"}
    assert data["next"]["scenario"] in ("first-steps", "quiet-eleventh-year")
