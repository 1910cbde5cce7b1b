"""Why what one sees has moved, and the faces beside it."""

from dataclasses import replace

from simulator.engine.attempt import Playthrough
from simulator.engine.events import Event
from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.view.account import people
from simulator.view.portrait import WIDTH, initials, portrait
from simulator.view.reasons import Reason, reasons
from tests.helpers import beat, begun, line, meeting, ours, story


def played(program: Program, *moves: str) -> tuple[tuple[Event, ...], ...]:
    """The events of each move, the first included."""
    play = Playthrough(program)
    play.begin()
    for move in moves:
        play.do(parse_move(move))
    return play.events_by_move


def test_each_move_of_a_gauge_is_told_with_the_line_that_moved_it() -> None:
    program = story(
        meeting(
            beat(line("a", {"trust": {"by": {"dana": 1}}})),
            beat(line("b", {"warm": {"by": {"dana": 1}}})),
            beat(line("c", "listen")),
        )
    )
    moves = played(program, "say a", "say b", "say c")
    found = reasons(program, moves)
    assert found == (
        Reason("Day 0", "I say b.", ("Dana warms to you: warmth 2 of 5.",)),
        Reason("Day 0", "I say a.", ("Dana’s trust rises to 3 of 5.",)),
    )
    assert reasons(program, moves, 1) == found[:1]
    assert reasons(program, moves, 0) == ()


def test_what_the_calendar_moved_is_told_with_its_day_and_cause() -> None:
    ledger = {"sheet": ours(label="The sheet", due="3d", takes="1h", weight=2)}
    program = story(meeting(line("a", {"promise": "sheet"})), ledger=ledger, ends="9d")
    (reason,) = reasons(program, played(program, "say a"))
    assert reason.when == "Day 3"
    assert reason.told == ("Kept: The sheet.", "Dana’s trust rises to 3 of 5: you kept your word.")


def test_a_face_is_always_the_same_and_always_fits() -> None:
    program = story(meeting(line("a")))
    stranger = people(program, begun(program).state)[0]
    for name, letters in (
        ("Dr. Dana van Ost", "DO"), ("Zoë", "DA"), ("李 小龍", "DA"), ("A B C", "AC"), ("", "DA"),
    ):  # fmt: skip
        held = replace(stranger, name=name)
        assert initials(held) == letters
        assert portrait(held) == portrait(held)
        assert letters in portrait(held)[2]
        assert all(len(row) == WIDTH and row.isascii() for row in portrait(held))


def test_a_stranger_has_no_eyes_yet_and_one_of_ours_a_collar() -> None:
    program = story(meeting(line("a")))
    person = replace(people(program, begun(program).state)[0], ours=False, met=False)
    assert "??" in portrait(person)[1]
    assert "??" not in portrait(replace(person, met=True))[1]
    assert "=" in portrait(replace(person, ours=True))[2]
    assert "=" not in portrait(person)[2]
