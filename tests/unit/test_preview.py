"""What the author's seat is made of: watching a file, finding a way to a beat, naming and setting fields."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from simulator.cli import preview as command
from simulator.cli.watched import Saved, Watched
from simulator.engine.decide import beginning, decide, evolve
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program
from simulator.scenario.load import load
from simulator.terminal.preview.effects import effects
from simulator.terminal.preview.file import Watch, read
from simulator.terminal.preview.jump import Target, targets, way_to
from simulator.terminal.preview.state import allowed, fields, parse, parse_setting, show
from tests.processes import Desk
from tests.unit.test_preview_line import FIRST_STEPS, LINE, reading, table

PROGRAM = Program(load("first-steps"))
NEVER = "when: orders >= 1 and orders == 0\n"


# -- watching


def test_a_file_is_read_once_it_has_come_to_rest(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    watch = Watch(file)
    assert not watch.look()
    assert not watch.moving
    file.write_text("a:")
    assert not watch.look()
    assert watch.moving
    file.write_text("a: 12\n")
    assert not watch.look()
    assert watch.look()
    assert not watch.moving
    assert not watch.look()


def test_a_file_put_in_the_place_of_another_is_another(tmp_path: Path) -> None:
    file, draft = tmp_path / "mine.yaml", tmp_path / "mine.yaml~"
    file.write_text("a: 1\n")
    watch, held = Watch(file), file.stat()
    draft.write_text("a: 2\n")
    os.utime(draft, ns=(held.st_atime_ns, held.st_mtime_ns))
    draft.replace(file)
    assert [watch.look(), watch.look()] == [False, True]


def test_a_file_that_is_away_for_a_moment_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    watch, held = Watch(file), file.rename(tmp_path / "away")
    assert not watch.look()
    held.rename(file)
    assert not watch.look()
    assert not watch.look()
    file.unlink()
    assert [watch.look(), watch.look()] == [False, True]


# -- finding a way


def led(program: Program, moves: tuple[Move, ...]) -> list[str]:
    """What the last of some moves led to: the ids of encounters and beats."""
    state, last = beginning(program), ()
    for move in moves:
        last = decide(program, state, move)
        state = evolve(state, last)
    return [str(getattr(event, "beat", getattr(event, "encounter", ""))) for event in last]


@pytest.mark.parametrize("target", targets(PROGRAM), ids=lambda target: target.id)
def test_a_way_to_every_beat_is_found_and_leads_there(target: Target) -> None:
    way = way_to(PROGRAM, target, {})
    assert way.moves is not None
    assert target.id in led(PROGRAM, way.moves)


def test_a_beat_behind_a_condition_is_found_where_few_states_are_kept() -> None:
    target = Target("smoke_shed/kiln_rings", "")
    way = way_to(PROGRAM, target, {}, kept=2)
    assert way.moves is not None
    assert Move("say", "sixty") in way.moves


def test_what_a_later_beat_asks_for_is_not_lost_among_shorter_ways() -> None:
    asked = reading(FIRST_STEPS.replace("    day: 14\n", "    day: 14\n    when: said.punt\n")).program
    assert asked is not None
    way = way_to(asked, Target("second_visit", "", beat=False), {}, kept=2)
    assert way.moves is not None
    assert Move("say", "punt") in way.moves


def test_no_meeting_is_left_out_for_the_sake_of_a_short_way() -> None:
    program = Program(load("quiet-eleventh-year"))
    way = way_to(program, Target("news:rain", ""), {}, kept=12)
    assert way.moves is not None
    assert Move("way", "skip") not in way.moves


def test_a_way_keeps_to_what_has_been_done() -> None:
    own = {"smoke_shed:study/ask_declan": Move("skip", "ask_declan"), "smoke_shed/door": Move("say", "punt")}
    way = way_to(PROGRAM, Target("second_visit/answer", ""), own)
    assert way.moves is not None
    assert way.moves[1] == Move("skip", "ask_declan")
    assert Move("say", "punt") in way.moves


def test_where_nothing_leads_that_is_said_to_be_proved_or_not() -> None:
    never = reading(FIRST_STEPS.replace("when: entry.sixty == open\n", NEVER)).program
    assert never is not None
    target = Target("smoke_shed/kiln_rings", "")
    assert (way_to(never, target, {}).moves, way_to(never, target, {}).all) == (None, True)
    assert (way_to(never, target, {}, tried=5).moves, way_to(never, target, {}, tried=5).all) == (None, False)
    assert not way_to(never, target, {}, kept=1).all


def test_a_way_leads_on_from_a_state_set_by_hand() -> None:
    held = table(*LINE[:4])
    held.put("entry.sixty", 2)
    line, told = held.way_to(Target("smoke_shed/kiln_rings", ""))
    held.go(line)
    assert held.trial.state.at == "smoke_shed/kiln_rings"
    assert held.trial.by_hand
    assert "from the state set by hand" in told
    assert held.trial.puts


def test_a_beat_behind_one_is_where_one_has_been() -> None:
    held = table(*LINE)
    line, told = held.way_to(Target("smoke_shed/door", ""))
    assert [str(done.deed) for done in line] == list(LINE[:3])
    assert "back along your own moves" in told


def test_a_story_is_taken_up_by_hand_with_its_people_met() -> None:
    held = table(text=FIRST_STEPS.replace("    day: 14\n", f"    day: 14\n    {NEVER}"))
    line, told = held.way_to(Target("second_visit", "", beat=False))
    assert "taken up there by hand" in told
    held.go(line)
    assert held.trial.by_hand
    assert held.trial.state.at == "second_visit/answer"
    assert held.trial.state.fields["met.nuala"]
    assert [move.what for move in held.trial.legal_moves()] == ["whole_year", "send_to_kehoe", "sixty_on"]


# -- the state


def test_every_field_has_a_name_a_value_and_words() -> None:
    held = fields(PROGRAM, beginning(PROGRAM))
    found = {field.name: field.shown for group in held.values() for field in group}
    assert found["trust.nuala"] == "2"
    assert found["stage"] == "me_too"
    assert found["root.honesty"] == "sound"
    assert found["entry.hartnett_quote"] == "open"
    assert found["due.hartnett_quote"] == "7d"
    assert found["knows.kiln_bags"] == "no"
    assert found["hours"] == "suffices"
    assert found["weakest"] == "sound"
    assert found["day"] == "0d"
    left_out = set(PROGRAM.beginning) - set(found)
    assert left_out == {f"due.{name}" for name in PROGRAM.scenario.ledger if found[f"entry.{name}"] == "none"}


def test_what_has_changed_is_marked_with_what_it_was() -> None:
    before = beginning(PROGRAM)
    after = evolve(before, decide(PROGRAM, before, BEGIN))
    found = {field.name: field for held in fields(PROGRAM, after, before).values() for field in held}
    hours = found["hours"]
    assert (hours.before, hours.shown) == ("suffices", "1h")
    assert found["stage"].before == ""


@pytest.mark.parametrize("name", sorted({name.split(".")[0] for name in PROGRAM.beginning}))
def test_what_is_shown_can_be_typed(name: str) -> None:
    for field, value in PROGRAM.beginning.items():
        if field.split(".")[0] == name:
            assert parse(field, show(field, value)) == value
            assert allowed(field)


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("trust.nuala = 4", "trust.nuala", 4),
        ("trust.nuala == 4", "trust.nuala", 4),
        ("knows.kiln_bags", "knows.kiln_bags", 1),
        ("not knows.kiln_bags", "knows.kiln_bags", 0),
        ("knows.kiln_bags = no", "knows.kiln_bags", 0),
        ("root.honesty=strained", "root.honesty", 1),
        ("stage = me_first", "stage", 3),
        ("hours = 1h30m", "hours", 90),
        ("hours = suffices", "hours", -1),
        ("due.hartnett_quote = 2w", "due.hartnett_quote", 14),
        ("kept = 3", "kept", 3),
    ],
)
def test_a_setting_is_read(typed: str, name: str, value: int) -> None:
    assert parse_setting(PROGRAM, typed) == (name, value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("trust.nuala", "write what trust.nuala is to be: a number from 0 to 5"),
        ("trust.nuala = many", "not “many”"),
        ("kept = 12345", "a number from 0 to 99"),
        ("kept = ²", "a number from 0 to 99"),
        ("covered = 1", "covered follows from the other fields"),
        ("entry.sixty = opened", "one of none, tabled, open, kept, broken, amended"),
        ("", "write a field"),
        ("a b c = d", "write a field"),
    ],
)
def test_a_setting_that_cannot_be_read_is_explained(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        parse_setting(PROGRAM, typed)


# -- what a line would do


def test_each_option_says_what_it_does_scores_changes_and_leads_to() -> None:
    held = table(*LINE[:3])
    found = {effect.option.move.what: effect for effect in effects(PROGRAM, held.trial.state)}
    asked = found["ask_bashir"]
    assert asked.does == ("listen: wet_wood, to bashir", "trust: bashir +1")
    assert asked.marks == ("Relevant rapport +1: a question, or a reply built on their answer",)
    assert asked.moves == ("trust.bashir 2 → 3", "knows.wet_wood no → yes")
    assert asked.leads == "beat `number` of `smoke_shed`"
    assert held.trial.state.at == "smoke_shed/door"


# -- without screens


def test_lines_are_waited_for_until_the_file_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as typed, os.fdopen(write_end, "w") as hands:
        lines = Watched(typed, StringIO(), echo=False, file=file)
        file.write_text("a: 12\n")
        with pytest.raises(Saved):
            lines.ask("> ")
        print("2", file=hands, flush=True)
        assert lines.ask("> ") == "2"
        hands.close()
        assert lines.ask("> ") is None
        assert lines.ask("> ") is None


def test_the_point_reached_is_told() -> None:
    told = command.standing(table(*LINE))
    assert told == "You stand at `readings` on the list of `smoke_shed`, after 4 moves."


def test_the_plain_preview_plays_and_keeps_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "mine.yaml").write_text(FIRST_STEPS, encoding="utf-8")
    ran = desk.onlyme("preview", "mine.yaml", "--plain", typed="1\n1\n2\nq\n")
    assert (ran.status, ran.err) == (0, "")
    assert "Brine on the floor" in ran.out
    assert "Nothing has been played yet" in desk.onlyme("attempts").out


def test_the_plain_preview_starts_without_a_screen(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(FIRST_STEPS, encoding="utf-8")
    code = (
        "import sys; from simulator.cli.main import main\ntry:\n    main()\n"
        "except SystemExit:\n    print('textual' in sys.modules)"
    )
    command_line = [sys.executable, "-c", code, "preview", "mine.yaml", "--plain"]
    ran = subprocess.run(command_line, cwd=tmp_path, input="q\n", capture_output=True, text=True, check=False)
    assert ran.stdout.endswith("False\n"), ran.stdout + ran.stderr


def test_the_plain_preview_says_what_is_wrong(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "mine.yaml").write_text("format: 1\n", encoding="utf-8")
    ran = desk.onlyme("preview", "mine.yaml", "--plain", typed="\n")
    assert "error OM201: `title` is missing here" in " ".join(ran.out.split())
    assert "cannot be played yet" in ran.out


@pytest.mark.parametrize("name", ["none.yaml", "mine.spec.yaml"])
def test_what_cannot_be_previewed_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "mine.spec.yaml").write_text("scenario: mine\nplaythroughs: {}\n", encoding="utf-8")
    ran = desk.onlyme("preview", name)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert name in ran.err


def test_a_variant_is_previewed_and_one_that_is_none_is_said(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    change = "variants:\n  few: {about: Few., change: {seller.capabilities.kiln_bags.most: 20}}\n"
    file.write_text(FIRST_STEPS + change, encoding="utf-8")
    held = read(file, "few").program
    assert held is not None
    assert held.scenario.seller.capabilities["kiln_bags"].levels[0].value == 20
    assert "no variant called 'fw'" in read(file, "fw").remarks[-1].message
