"""A scenario's specs: what failed is said in words, with where it was and what was possible."""

from pathlib import Path
from typing import Any

import pytest

from scoring.specs import Outcome, Spec, default_move, read_specs, run, spec_file
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.diagnostics import ScenarioError
from tests.helpers import beat, line, meeting, ours, promise, story, theirs


def account() -> Program:
    """Two moments, an aim, homework, two tasks they want done and hours for one."""
    ledger = {
        "sheet": ours(due="3d", takes="2h"),
        "cart": ours(due="4d", takes="2h"),
        "log": theirs(due="5d"),
    }
    opening = beat(line("ask"), line("show", "pitch"), does=[{"table": ["sheet", "cart"]}])
    first = meeting(
        opening,
        beat(line("close", {"promise": "crew"}), line("wait", "pitch")),
        prepare={"hours": "1h", "homework": ["dig"]},
        objectives={"learn": {"label": "Learn", "met_if": "day >= 0"}},
        agree={"may_add": ["log"]},
        follow_through={"hours": "2h"},
    )
    return story(
        first,
        ledger={**ledger, "crew": promise(2, due="9d")},
        homework={"dig": {"label": "Dig"}},
        endings=[
            {"title": "Kept it all", "text": "Fine.", "when": "broken == 0"},
            {"title": "Not all", "text": "Hm."},
        ],
        ends="20d",
    )


def outcome(*moves: str, **more: Any) -> Outcome:
    return run(account(), "a", Spec.model_validate({"moves": list(moves), **more}))


def failures(*moves: str, **more: Any) -> tuple[str, ...]:
    return outcome(*moves, **more).failures


LINES = ("ask", "wait")


def test_a_spec_that_holds_has_no_failures() -> None:
    assert failures(*LINES, expect=["entry.sheet == kept", "stage == me_too"], ending="Not all") == ()


def test_a_line_may_be_written_bare_or_with_its_verb() -> None:
    assert outcome("say ask", "say wait").play.moves == outcome(*LINES).play.moves


def test_small_decisions_left_out_take_their_defaults() -> None:
    moves = [str(move) for move in outcome(*LINES).play.moves]
    assert moves == [
        "begin",
        "skip dig",
        "aim",
        "say ask",
        "say wait",
        "keep sheet",
        "keep cart",
        "add",
        "do sheet",
        "leave cart",
    ]


@pytest.mark.parametrize(
    ("legal", "default"),
    [
        ((Move("study", "dig"), Move("skip", "dig")), Move("skip", "dig")),
        ((Move("aim", "learn"), Move("aim")), Move("aim")),
        ((Move("way", "visit"), Move("way", "call")), Move("way", "visit")),
        ((Move("keep", "x"), Move("strike", "x")), Move("keep", "x")),
        ((Move("add", "x"), Move("add")), Move("add")),
        ((Move("do", "x"), Move("warn", "x"), Move("leave", "x")), Move("do", "x")),
        ((Move("warn", "x"), Move("leave", "x")), Move("leave", "x")),
        ((Move("say", "a"), Move("say", "b")), None),
    ],
    ids=lambda value: str(value[0].verb) if isinstance(value, tuple) else "",
)
def test_the_default_of_each_decision(legal: tuple[Move, ...], default: Move | None) -> None:
    assert default_move(legal) == default


def test_what_is_named_is_done() -> None:
    held = outcome("study dig", "aim learn", *LINES, "add log", "warn sheet")
    assert held.failures == ()
    assert {"study dig", "aim learn", "add log", "warn sheet"} <= {str(move) for move in held.play.moves}


def test_a_line_that_is_not_there_is_told_with_the_place_and_the_lines_that_are() -> None:
    assert failures("aks", "wait") == (
        "say aks does not fit at first/b1, where one says ask, show (did you mean ask?)",
    )


def test_moves_that_end_too_soon_are_told_with_what_could_be_said() -> None:
    assert failures("ask") == ("the moves end at first/b2, where one says close, wait",)


def test_moves_that_are_left_over_are_told() -> None:
    assert failures(*LINES, "show") == ("say show was never possible after that; the story is over",)


def test_what_does_not_hold_is_told_with_what_is() -> None:
    assert failures(*LINES, expect=["broken == 0 and trust.dana >= 4"]) == (
        "expected broken == 0 and trust.dana >= 4, but broken is 1, trust.dana is 2",
    )


def test_every_expectation_is_compared() -> None:
    assert len(failures(*LINES, expect=["broken == 0", "kept == 1", "trust.dana >= 4"])) == 2


def test_points_can_be_asked_for() -> None:
    card = outcome(*LINES).card
    held = [f"points.{name} == {value}" for name, value in card.points.items()]
    assert failures(*LINES, expect=[*held, f"points.total == {card.total}"]) == ()
    assert failures(*LINES, expect=["points.time >= 99"]) == (
        f"expected points.time >= 99, but points.time is {card.points['time']}",
    )


def test_what_was_said_can_be_asked_for() -> None:
    assert failures(*LINES, expect=["said.ask", "not said.close"]) == ()
    assert failures(*LINES, expect=["said.close"]) == ("expected said.close, but said.close is no",)


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("not said.cloze", "there is nothing called said.cloze (did you mean said.close?)"),
        ("points.promisses > 0", "there is nothing called points.promisses (did you mean points.promises?)"),
        ("trust.dona >= 1", "there is nothing called trust.dona (did you mean trust.dana?)"),
        ("entry.zzz == kept", "there is nothing called entry.zzz"),
    ],
)
def test_a_name_nothing_has_is_a_failure_and_no_silent_no(condition: str, hint: str) -> None:
    (failure,) = failures(*LINES, expect=[condition])
    assert failure.startswith(f"{condition}: {hint}")


def test_another_ending_is_told_with_the_stage() -> None:
    assert failures(*LINES, ending="Kept it all") == (
        "expected the ending 'Kept it all', but it is 'Not all' at Me too",
    )


def test_expectations_are_not_compared_where_the_moves_did_not_fit() -> None:
    assert len(failures("aks", expect=["broken == 9"], ending="Kept it all")) == 1


def test_the_specs_stand_beside_the_scenario() -> None:
    assert spec_file(Path("a/quiet.yaml")) == Path("a/quiet.spec.yaml")


def written(folder: Path, text: str) -> Path:
    file = folder / "a.spec.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_specs_are_read_with_what_may_be_left_out(tmp_path: Path) -> None:
    held = read_specs(written(tmp_path, "scenario: a\nplaythroughs:\n  one:\n    moves: [ask]\n"))
    assert held.scenario == "a"
    assert held.playthroughs["one"] == Spec(moves=("ask",))


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("scenario: a\nplaythroughs: {}\n", 2, "this is empty"),
        ("scenario: a\nplaythroughs:\n  one: {moves: [a], hope: [b]}\n", 3, "hope"),
        (
            "scenario: a\nplaythroughs:\n  one:\n    moves: [a]\n    expect: [kept]\n",
            5,
            "kept must be compared",
        ),
        ("scenario: a\n", 1, "playthroughs"),
    ],
)
def test_what_is_wrong_in_a_spec_file_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_specs(written(tmp_path, text))
    (wrong,) = caught.value.diagnostics
    assert wrong.code == "OM210"
    assert what in wrong.message
    assert wrong.place is not None
    assert wrong.place.line == line


def test_the_best_line_is_one_of_the_playthroughs(tmp_path: Path) -> None:
    plays = "playthroughs:\n  one:\n    moves: [ask]\n"
    assert read_specs(written(tmp_path, f"scenario: a\nbest_line: one\n{plays}")).best_line == "one"
    with pytest.raises(ScenarioError, match="no playthrough is called 'two'"):
        read_specs(written(tmp_path, f"scenario: a\nbest_line: two\n{plays}"))
