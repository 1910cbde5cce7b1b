"""An attempt is a list of rows; what counts is what was not undone, and it can be lived through again."""

from dataclasses import replace

import pytest

from simulator.engine import events as e
from simulator.engine.attempt import (
    RULES,
    UNDO,
    CannotResume,
    Header,
    Playthrough,
    Row,
    live,
    live_events,
    program_of,
    read_events,
    replay,
    resume,
    write_events,
)
from simulator.engine.decide import IllegalMove
from simulator.engine.moves import VERBS, Move, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import parse, scenario_hash
from tests.helpers import line, meeting, ours, story

TEXT = """\
format: 1
id: short
title: Short
contacts: {dana: {name: Dana}}
encounters:
  - beats:
      one:
        choices:
          - {id: a, say: A., does: listen}
          - {id: b, say: B., does: {rival: 1}}
      two:
        choices:
          - {id: c, say: C., does: listen}
          - {id: d, say: D., does: pitch}
variants:
  warm: {about: Warmer., change: {contacts.dana.trust: 4}}
"""


def header(text: str = TEXT, variant: str | None = None, rules: int = RULES) -> Header:
    scenario = parse(text, "short.yaml", variant)
    return Header(
        attempt="0" * 32, scenario=scenario.id, title=scenario.title, scenario_hash=scenario_hash(scenario),
        scenario_text=text, variant=variant, language="en", rules=rules, rubric="1", seed=0, mode="practice",
        started="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


def played(*moves: str) -> Playthrough:
    play = Playthrough(Program(parse(TEXT, "short.yaml")))
    play.begin()
    for move in moves:
        play.take(play.undo_row()) if move == UNDO else play.do(parse_move(move))
    return play


# Moves


@pytest.mark.parametrize("text", ["begin", "say ask_board", "aim", "aim learn", "add", "way call", "do x_1"])
def test_a_move_is_a_verb_and_an_id(text: str) -> None:
    assert str(parse_move(text)) == text


@pytest.mark.parametrize(
    "text", ["", "shout", "say  a", "say A", "say a b", "say ", "undo", " say a", "say a\n", "say 1"]
)
def test_other_text_is_no_move(text: str) -> None:
    with pytest.raises(ValueError, match="is not a move"):
        parse_move(text)


def test_there_are_twelve_verbs() -> None:
    assert len(VERBS) == 12


# Events as text


def test_events_are_written_and_read_back() -> None:
    events = (e.Spoke("x/y", (0, 2)), e.Chose("a", "listen"), e.Told("uptime", "dana", 1), e.Began())
    assert read_events(write_events(events)) == events
    assert write_events(events[:1]) == '[{"event":"Spoke","script":"x/y","lines":[0,2]}]'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"), ("[", "not JSON"), ("{}", "events are a list"), ("[3]", "a set of named values"),
        ("[" * 100_000, "not JSON"),
        ('[{"event":"Chose"}]', "Chose has choice, act"), ('[{"event":"Flew"}]', "no event called 'Flew'"),
        ('[{"event":["Chose"]}]', "no event called"), ("[{}]", "no event called 'None'"),
        ('[{"event":"Chose","choice":"a","act":"b","more":1}]', "Chose has choice, act"),
        ('[{"event":"Chose","choice":1,"act":"b"}]', "Chose.choice is not text"),
        ('[{"event":"Chose","choice":"' + "a" * 201 + '","act":"b"}]', "Chose.choice is not text"),
        ('[{"event":"RivalMoved","now":"3","why":"x"}]', "RivalMoved.now is not a whole number"),
        ('[{"event":"RivalMoved","now":true,"why":"x"}]', "RivalMoved.now is not a whole number"),
        ('[{"event":"RivalMoved","now":1.5,"why":"x"}]', "RivalMoved.now is not a whole number"),
        ('[{"event":"RivalMoved","now":NaN,"why":"x"}]', "RivalMoved.now is not a whole number"),
        ('[{"event":"RivalMoved","now":10000000,"why":"x"}]', "RivalMoved.now is not a whole number"),
        ('[{"event":"RivalMoved","now":' + "9" * 5000 + ',"why":"x"}]', "not JSON"),
        ('[{"event":"Spoke","script":"x","lines":3}]', "Spoke.lines is not"),
        ('[{"event":"Spoke","script":"x","lines":["a"]}]', "Spoke.lines is not"),
        ('[{"event":"Spoke","script":"x","lines":[true]}]', "Spoke.lines is not"),
        ('[{"event":"Spoke","script":"x","lines":[-1]}]', "Spoke.lines is not"),
        ('[{"event":"Chose","choice":"\\ud800","act":"b"}]', "Chose.choice is not text"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused(text: str, told: str) -> None:
    with pytest.raises(e.BadEvent, match=told):
        read_events(text)


def test_lines_of_a_script_that_changed_are_left_out() -> None:
    program = Program(parse(TEXT, "short.yaml"))
    assert program.lines("meeting/one", (0, 7)) == ()
    assert program.lines("gone", (0,)) == ()


# Playing


def test_a_row_is_a_move_with_its_events() -> None:
    play = played("say a")
    assert [(row.seq, row.move) for row in play.rows] == [(1, "begin"), (2, "say a")]
    assert read_events(play.rows[1].events) == play.latest


def test_a_row_may_be_stored_before_it_is_taken() -> None:
    play = played()
    before = play.state
    row = play.next_row(Move("say", "a"))
    assert (play.state, len(play.rows)) == (before, 1)
    play.take(row)
    assert play.moves[-1] == Move("say", "a")


def test_an_illegal_move_leaves_no_trace() -> None:
    play = played()
    before = play.state
    with pytest.raises(IllegalMove):
        play.do(Move("say", "c"))
    assert (play.state, len(play.rows)) == (before, 1)


def test_undo_takes_the_last_move_back_and_is_itself_a_row() -> None:
    play, before = played("say b", UNDO), played()
    assert (play.state, play.events, play.moves) == (before.state, before.events, before.moves)
    assert [row.move for row in play.rows] == ["begin", "say b", "undo"]
    assert [row.move for row in live(play.rows)] == ["begin"]
    assert live_events(play.rows) == play.events


def test_the_taking_over_of_the_account_stays() -> None:
    play = played(UNDO, UNDO)
    assert (play.can_undo, play.moves) == (False, (Move("begin"),))
    assert [row.move for row in live(play.rows)] == ["begin"]
    play.do(Move("say", "a"))
    assert play.can_undo


def test_after_the_last_move_one_may_still_go_back() -> None:
    play = played("say a", "say c")
    assert play.state.over
    play.take(play.undo_row())
    assert [str(move) for move in play.legal_moves()] == ["say c", "say d"]


# Resuming


def test_an_attempt_is_resumed_where_it_was_left() -> None:
    play = played("say b", UNDO, "say a", UNDO, "say b")
    again = resume(header(), play.rows)
    assert (again.state, again.events, again.rows) == (play.state, play.events, play.rows)


def test_a_variant_is_resumed_as_itself() -> None:
    assert program_of(header(variant="warm")).scenario.contacts["dana"].trust == 4


def test_rows_that_do_not_fit_are_refused() -> None:
    rows = played("say b", "say d").rows
    program = Program(parse(TEXT, "short.yaml"))
    with pytest.raises(CannotResume, match=r"move 2 no longer fits: say z may not be done"):
        replay(program, [rows[0], replace(rows[1], move="say z")])
    with pytest.raises(CannotResume, match="move 2 no longer fits: 'fly' is not a move"):
        replay(program, [rows[0], replace(rows[1], move="fly")])
    with pytest.raises(CannotResume, match=r"move 2 \(say b\) gives other events than were recorded"):
        replay(program, [rows[0], replace(rows[1], events="[]")])
    with pytest.raises(CannotResume, match="move 1 no longer fits"):
        replay(program, rows[1:2] and [replace(rows[1], seq=1)])


def test_another_text_other_rules_or_another_variant_are_refused() -> None:
    rows = played().rows
    with pytest.raises(CannotResume, match="does not have the recorded fingerprint"):
        resume(replace(header(), scenario_text=TEXT.replace("A.", "Aa.")), rows)
    with pytest.raises(CannotResume, match="does not have the recorded fingerprint"):
        resume(replace(header(), variant="warm"), rows)
    with pytest.raises(CannotResume, match=rf"played under rules 0; this version plays rules {RULES}"):
        resume(header(rules=0), rows)


def test_the_same_moves_give_the_same_bytes() -> None:
    program = story(meeting(line("a", {"promise": "x"}), line("b")), ledger={"x": ours(due="3d")})
    one, other = Playthrough(program), Playthrough(Program(program.scenario))
    assert [one.begin(), one.do(Move("say", "a"))] == [other.begin(), other.do(Move("say", "a"))]


def test_undoing_rows_beyond_the_first_is_harmless() -> None:
    assert live([Row(1, UNDO, "[]"), Row(2, "begin", "[]"), Row(3, UNDO, "[]")]) == (Row(2, "begin", "[]"),)
