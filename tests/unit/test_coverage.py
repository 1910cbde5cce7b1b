"""What specs reach of a scenario, and what they leave out, with the line where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from scoring.coverage import Coverage, coverage
from scoring.specs import Spec, run
from simulator.engine.program import Program
from tests.helpers import beat, document, line, meeting, news, ours, promise, story, theirs
from tests.processes import Desk


def account() -> Program:
    """Something of every kind that is counted, some of it out of reach of the first line."""
    told = {"script": [{"dana": "So."}]}
    return story(
        meeting(
            beat(
                line("ask", {"promise": "crew"}, reply=[{"dana": "Yes.", "when": "said.ask"}]),
                line("leave", "pitch", then="end", reply=[{"dana": "No.", "when": "said.ask"}]),
            ),
            beat(line("close", {"amend": {"entry": "crew", "becomes": "fewer"}}), line("wait")),
            prepare={"hours": "1h", "homework": ["dig"]},
            agree={"may_add": ["log"]},
        ),
        ledger={
            "crew": promise(2, due="9d", when_kept=told, when_broken=told),
            "fewer": promise(1, due="9d"),
            "log": theirs(due="5d", when_kept=told),
            "elsewhere": ours(account="Another", due="3d", to=None),
        },
        homework={"dig": {"label": "Dig"}},
        calendar=[news("rings", 3, when="said.ask", choices=[line("answer"), line("ignore", "pitch")])],
        endings=[{"title": "Good", "text": "Good.", "when": "kept >= 1"}, {"title": "Bad", "text": "Bad."}],
        ends="20d",
    )


def after(*plays: str) -> Coverage:
    program = account()
    outcomes = [run(program, "a", Spec.model_validate({"moves": moves.split(", ")})) for moves in plays]
    assert [outcome.failures for outcome in outcomes] == [()] * len(plays)
    return coverage(program.scenario, (outcome.play.events for outcome in outcomes))


def test_what_no_play_reached_is_told_in_the_order_of_the_file() -> None:
    assert [item.missed for item in after("leave").missed] == [
        "choice ask of beat first/b1 was never taken",
        "the line 'Yes.' was never shown",
        "the line 'No.' was never shown",
        "beat first/b2 was never entered",
        "choice close of beat first/b2 was never taken",
        "choice wait of beat first/b2 was never taken",
        "news rings never came",
        "choice answer of news rings was never taken",
        "choice ignore of news rings was never taken",
        "homework dig was never done",
        "entry crew never came to be owed",
        "entry crew was never kept",
        "entry crew was never broken",
        "entry fewer never came to be owed",
        "entry log never came to be owed",
        "entry log was never kept",
        "ending 'Good' was never reached",
    ]


def test_several_plays_reach_more_together() -> None:
    assert [item.missed for item in after("leave", "study dig, ask, wait, add log, answer").missed] == [
        "the line 'No.' was never shown",
        "choice close of beat first/b2 was never taken",
        "choice ignore of news rings was never taken",
        "entry crew was never broken",
        "entry fewer never came to be owed",
    ]


def test_an_entry_that_takes_the_place_of_another_is_owed() -> None:
    missed = [item.missed for item in after("ask, close, ignore").missed]
    assert "entry fewer never came to be owed" not in missed
    assert "entry crew was never kept" in missed


def test_whatever_a_play_reaches_is_something_that_is_counted() -> None:
    held = after("leave", "study dig, ask, wait, add log, answer")
    counted = {item.key for item in held.items}
    assert {
        key for key in held.reached if key[0] in ("choice", "beat", "news", "homework", "ending")
    } <= counted
    assert ("entry", "crew") in held.reached & counted
    assert ("line", "first/b1/ask", 0) in held.reached & counted


def test_each_kind_is_counted() -> None:
    assert after("ask, wait, answer").counts == {
        "choice": (3, 6),
        "beat": (2, 2),
        "line": (1, 2),
        "news": (1, 1),
        "homework": (0, 1),
        "entry": (1, 3),
        "outcome": (1, 3),
        "ending": (1, 2),
    }


def test_the_percentage_is_a_hundred_only_where_nothing_is_missed() -> None:
    held = after("ask, wait, answer")
    assert held.percent == 100 * 10 // 20
    assert Coverage(held.items[:1] * 999 + held.items[1:2], frozenset({held.items[0].key})).percent == 99
    assert Coverage(held.items, frozenset(item.key for item in held.items)).percent == 100


# The command


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a scenario of one beat and three lines, and a spec that says one of them."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    held = document(meeting(line("ask"), line("show", "pitch"), line("wait")))
    (desk.folder / "small.yaml").write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    specs = {"scenario": "a-test", "playthroughs": {"one": {"moves": ["ask"]}}}
    (desk.folder / "small.spec.yaml").write_text(yaml.safe_dump(specs), encoding="utf-8")
    return desk


def line_of(desk: Desk, text: str) -> int:
    lines = (desk.folder / "small.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_command_names_file_and_line_of_what_was_missed(desk: Desk) -> None:
    ran = desk.onlyme("test", "small.yaml", "--coverage")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "ok     small: one",
        f"small.yaml:{line_of(desk, 'id: show')}: choice show of beat first/b1 was never taken",
        f"small.yaml:{line_of(desk, 'id: wait')}: choice wait of beat first/b1 was never taken",
        "small: 50 % reached: choices 1 of 3, beats 1 of 1",
        "1 playthrough as specified",
    ]


def test_without_asking_nothing_is_said_about_it(desk: Desk) -> None:
    assert desk.onlyme("test", "small.yaml").out == "ok     small: one\n1 playthrough as specified\n"


def test_a_threshold_fails_below_it_and_not_at_it(desk: Desk) -> None:
    assert desk.onlyme("test", "small.yaml", "--at-least", "50").status == 0
    ran = desk.onlyme("test", "small.yaml", "--at-least", "51")
    assert (ran.status, ran.err) == (1, "small.yaml: its specs reach 50 % of it, and 51 % is asked for\n")
    assert desk.onlyme("test", "small.yaml", "--at-least", "101").status == 2


def test_programs_read_the_same(desk: Desk) -> None:
    held = json.loads(desk.onlyme("test", "small.yaml", "--coverage", "--format", "json").out)
    assert held["playthroughs"] == [{"scenario": "small", "name": "one", "failures": []}]
    (reached,) = held["coverage"]
    assert reached["percent"] == 50
    assert reached["kinds"] == {"choice": {"reached": 1, "of": 3}, "beat": {"reached": 1, "of": 1}}
    assert [(item["line"], item["kind"]) for item in reached["missed"]] == [
        (line_of(desk, "id: show"), "choice"),
        (line_of(desk, "id: wait"), "choice"),
    ]
    assert "coverage" not in json.loads(desk.onlyme("test", "small.yaml", "--format", "json").out)


def test_every_line_of_the_library_that_is_missed_stands_where_it_is_told_to(desk: Desk) -> None:
    held = json.loads(desk.onlyme("test", "quiet-eleventh-year", "--coverage", "--format", "json").out)
    (reached,) = held["coverage"]
    lines = Path(reached["file"]).read_text(encoding="utf-8").splitlines()
    for item in reached["missed"]:
        if item["kind"] == "choice":
            assert f"id: {item['says'].split()[1]}" in lines[item["line"] - 1]
