"""An attempt that cannot be gone on with is told from its record alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.specs import read_specs, run, spec_file
from simulator.attempts.session import new_header
from simulator.engine.attempt import RULES, CannotResume, Header, Row, resume
from simulator.engine.program import Program
from simulator.engine.record import dump
from simulator.scenario.load import build, find, parse
from simulator.scenario.source import read_file
from simulator.view.past import Past, par_of, past
from tests.helpers import without_par
from tests.processes import Desk

WHY = "played under older rules"


@pytest.fixture(scope="module")
def played() -> tuple[Header, list[Row]]:
    """The shortest scenario, played to its bitter end."""
    source = read_file(find("first-steps"))
    program = Program(build(source))
    spec = read_specs(spec_file(find("first-steps"))).playthroughs["promiser"]
    return new_header(program, source.text, None), run(program, "promiser", spec).play.rows


def lines(held: Past) -> list[str]:
    return [line for _, told in held.parts for line in told]


def test_other_rules_leave_the_words_and_the_debrief(played: tuple[Header, list[Row]]) -> None:
    header, rows = played
    held = past(replace(header, rules=RULES + 1), rows, WHY)
    assert held.why == WHY
    titles = [title for title, _ in held.parts]
    assert titles[:2] == ["What was played", "Kehoe's lorry"]
    assert "What cost you" in titles
    assert "The numbers" in titles
    assert not {"One thing to try", "A card for your real meeting"} & set(titles)  # nothing to play on for
    told = lines(held)
    assert any("Sixty, yes." in line for line in told)
    assert "  (Broken: Sixty dry bags on Keady's quay; it was more than your company can do.)" in "\n".join(
        told
    ).replace("Day 8. ", "")


def test_other_words_are_told_as_they_stand_now(played: tuple[Header, list[Row]]) -> None:
    header, rows = played
    changed = replace(header, scenario_text=header.scenario_text.replace("Sixty, yes.", "Sixty, indeed."))
    with pytest.raises(CannotResume):
        resume(changed, rows)
    assert any("Sixty, indeed." in line for line in lines(past(changed, rows, WHY)))


def test_without_the_words_the_events_tell_themselves(played: tuple[Header, list[Row]]) -> None:
    header, rows = played
    held = past(replace(header, scenario_text="format: 99\n"), rows, WHY)
    told = lines(held)
    assert "You: see_how_it_runs" in told
    assert any(line.endswith("You promise: sixty, by day 8.)") for line in told)
    assert held.parts[-1][0] == "The numbers"
    assert any(line.startswith("Promises:") and "-" in line for line in told)


def test_what_can_be_read_is_told_up_to_where_it_cannot(played: tuple[Header, list[Row]]) -> None:
    header, rows = played
    broken = [*rows[:5], replace(rows[5], events='[{"event": "Unheard"}]'), *rows[6:]]
    told = lines(past(header, broken, WHY))
    assert any("cannot be read: move 6" in line for line in told)
    assert not any("Sixty" in line for line in told[: len(told) // 2])


PROVED = """\
format: 1
id: proved
title: Proved
contacts: {dana: {name: Dana}}
encounters: [{beats: {one: {choices: [{id: a, say: A, does: listen}, {id: b, say: B, does: pitch}]}}}]
par: {rubric: 1, promises: 9, rapport: 9, commitments: 9, pace: 9, time: 9, total: 9}
"""


def test_the_best_possible_counts_only_under_the_text_and_the_rules_it_was_proved_for() -> None:
    proved = new_header(Program(parse(PROVED, "proved.yaml")), PROVED, None)
    held = par_of(proved)
    assert held is not None
    assert held.total == 9
    assert par_of(replace(proved, rules=RULES + 1)) is None
    assert par_of(replace(proved, scenario_text=PROVED.replace("say: A,", "say: Aha,"))) is None
    assert par_of(replace(proved, scenario_text="format: 99\n")) is None


# On the command line


def spoilt(folder: Path) -> Desk:
    """A desk where an unfinished attempt was played under other rules."""
    desk = Desk(folder)
    desk.onlyme("play", "first-steps", "--plain", typed="1\n1\n")
    with closing(sqlite3.connect(folder / "kept.sqlite3")) as store, store:
        store.execute("update attempts set rules = 99")
    return desk


def test_resuming_in_lines_says_in_one_line_what_can_be_done_instead(tmp_path: Path) -> None:
    desk = spoilt(tmp_path)
    ran = desk.onlyme("play", "--plain", "--resume", "last")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert "cannot be gone on with: played under rules 99" in ran.err
    attempt = ran.err.split()[2]
    assert f"onlyme replay {attempt}" in ran.err
    read = desk.onlyme("replay", attempt)
    assert read.status == 1
    assert "The smoke shed — day 0" in read.out
    assert "played under rules 99" in read.err
    scored = desk.onlyme("score", attempt)
    assert (scored.status, scored.err) == (0, "")
    assert "Total:" in scored.out


def test_points_need_no_words(tmp_path: Path, played: tuple[Header, list[Row]]) -> None:
    header, rows = played
    record = tmp_path / "a.json"
    desk = Desk(tmp_path)
    bare = replace(header, scenario_text=without_par(header.scenario_text))
    record.write_text(dump(bare, rows), encoding="utf-8")
    before = desk.onlyme("score", "a.json")
    record.write_text(dump(replace(header, scenario_text="format: 99\n"), rows), encoding="utf-8")
    assert desk.onlyme("score", "a.json").out == before.out
