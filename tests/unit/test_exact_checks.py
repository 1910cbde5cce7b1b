"""What is proved to be impossible, where each part by itself is possible."""

from __future__ import annotations

from typing import Any

from docs.codes import HOST, every_play
from simulator.analysis.checks.exact import proved
from simulator.analysis.checks.subject import Subject
from simulator.scenario.names import Problem
from simulator.scenario.source import read_yaml
from simulator.view.diagnosis import diagnosis
from tests.helpers import beat, line, meeting, news, story

Data = dict[str, Any]
BOTH = "said.a and said.b"
EITHER = "said.a or said.b"
TWO = beat(line("a"), line("b"))


def problems(*encounters: Data, **rooms: Any) -> list[Problem]:
    """What is proved of a scenario."""
    program = story(*encounters, **rooms)
    return list(proved(Subject(program), every_play(program)))


def codes(*encounters: Data, **rooms: Any) -> list[str]:
    """The codes of what is proved."""
    return [wrong.code for wrong in problems(*encounters, **rooms)]


def test_a_line_whose_parts_never_meet_cannot_be_said() -> None:
    (wrong,) = problems(meeting(TWO, beat(line("c"), line("d", when=BOTH))))
    assert (wrong.code, wrong.word) == ("OM590", "d")
    assert codes(meeting(TWO, beat(line("c"), line("d", when=EITHER)))) == []


def test_a_moment_whose_parts_never_meet_is_not_come_to() -> None:
    (wrong,) = problems(meeting(TWO, beat(line("c"), when=BOTH)))
    assert (wrong.code, wrong.path) == ("OM591", ("encounters", 0, "beats", "b2"))
    assert codes(meeting(TWO, beat(line("c"), when=EITHER))) == []


def test_news_that_asks_is_a_moment() -> None:
    (wrong,) = problems(meeting(TWO), calendar=[news("card", 3, when=BOTH, choices=[line("c")])])
    assert (wrong.code, wrong.message) == ("OM591", "no play ever comes to card")


def test_an_ending_is_not_reached_if_its_parts_never_meet_or_others_take_all() -> None:
    def ends(*whens: str) -> list[tuple[Any, ...]]:
        endings = [{"title": when, "text": "It ends.", "when": when} for when in whens]
        held = problems(meeting(TWO), endings=[*endings, {"title": "Else", "text": "It ends."}])
        return [(wrong.code, wrong.path[1]) for wrong in held]

    assert ends("said.a") == []
    assert ends(BOTH) == [("OM592", 0)]
    assert ends("said.a", "said.b") == [("OM592", 2)]


def test_what_the_survey_rules_out_is_not_said_again() -> None:
    never = "day > 9d"
    held = meeting(TWO, beat(line("c"), line("d", when=never)), beat(line("e"), when=never))
    assert (
        codes(held, endings=[{"title": "X", "text": "x", "when": never}, {"title": "Y", "text": "y"}]) == []
    )


def test_whether_an_acceptance_of_what_is_proved_is_idle_a_quick_check_cannot_know() -> None:
    found = diagnosis(read_yaml(f"{HOST}accept: {{OM590: it is for a variant}}\n", "f.yaml")).found
    assert [wrong.line() for wrong in found if wrong.code == "OM310"] == []
