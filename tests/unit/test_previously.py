"""What is told to somebody who comes back to an attempt."""

from simulator.engine.attempt import Playthrough
from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.scenario.load import load
from simulator.view.previously import previously


def told(*moves: str) -> list[str]:
    play = Playthrough(Program(load("first-steps")))
    for move in moves:
        play.do(parse_move(move))
    return list(previously(play.program, play.state))


def test_before_anything_there_is_nothing_to_tell() -> None:
    assert told() == []


def test_one_is_told_where_one_stands_and_what_is_due_next() -> None:
    head, owed = told("begin", "study ask_declan", "aim last_year", "say ask_bashir", "say forty")
    assert head == "Previously… Day 0, The smoke shed. You believe you stand at “Me too”."
    assert "A quotation for spring" in owed
    assert "Forty dry bags on Keady's quay" in owed
    assert owed.index("due day 7") < owed.index("due day 8")
