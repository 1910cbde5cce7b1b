"""The game as lines of text: what is typed, what is written, and that no text a person wrote is obeyed."""

import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from simulator.attempts.errors import NotSaved
from simulator.attempts.session import Session
from simulator.engine.program import Program
from simulator.plain import WIDTH, Lines, PlainPlay, help_lines, number_in
from simulator.scenario.load import build
from simulator.view.allowance import ASSESSED
from tests.helpers import Data, beat, document, line, meeting, news, ours, promise, source, story, theirs


def game(
    program: Program, *typed: str, echo: bool = True, kept: Callable[[], None] = lambda: None
) -> PlainPlay:
    """A play about to begin, with what will be typed."""
    lines = Lines(io.StringIO("".join(f"{text}\n" for text in typed)), io.StringIO(), echo)
    return PlainPlay(Session.start(program, ""), lines, kept)


def written(held: PlainPlay) -> str:
    assert isinstance(held.lines.write, io.StringIO)
    return held.lines.write.getvalue()


def typed(program: Program, *words: str, **more: Any) -> str:
    held = game(program, *words, **more)
    held.run()
    return written(held)


def two() -> Program:
    """Two lines in each of two moments."""
    return story(meeting(beat(line("a"), line("b"), hint="Ask."), beat(line("c"), line("d"))), ends="9d")


def test_numbers_choose_and_the_debrief_ends_it() -> None:
    held = game(two(), "2", "1")
    assert held.run()
    assert [str(move) for move in held.session.play.moves] == ["begin", "say b", "say c"]
    assert (
        written(held)
        .rstrip()
        .endswith("In this story: Crews: at most 3\n  What I ask of them: ____________________")
    )


def test_the_brief_comes_first_and_says_how_to_get_help() -> None:
    text = typed(two())
    assert text.startswith("A test\n\nStory\n")
    assert text.index("People") < text.index("Type ? at any time for help.") < text.index("What do you say?")


def test_options_are_numbered_one_a_line() -> None:
    assert "What do you say?\n  1. I say a.\n  2. I say b.\n> " in typed(two())


@pytest.mark.parametrize("answer", ["0", "3", "-1", "1.", "x", "", "1 2", "9" * 5000, "²", "٣"])
def test_what_is_no_choice_is_answered_with_the_choices_there_are(answer: str) -> None:
    held = game(two(), answer)
    assert not held.run()
    assert "Type a number from 1 to 2, or ? for help." in written(held)
    assert len(held.session.play.moves) == 1


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("", 0), ("x", 0), ("99999", 0), ("1" * 9999, 0)])
def test_only_a_short_number_is_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("stop", ["q", "quit", "Q"])
def test_a_player_may_stop(stop: str) -> None:
    held = game(two(), stop)
    assert (held.run(), held.stopped) == (False, True)


def test_input_that_ends_is_not_the_same_as_stopping() -> None:
    held = game(two())
    assert (held.run(), held.stopped) == (False, False)


def test_help_is_told_and_nothing_is_chosen() -> None:
    text = typed(two(), "?")
    assert all(f"  {part}"[: WIDTH - 2] in text for part in help_lines())


def test_the_file_the_ledger_and_a_hint_can_be_read_at_any_time() -> None:
    text = typed(two(), "B", "l", "h", "1", "h")
    assert text.count("\nPeople\n") == 2
    assert "Nothing is owed yet." in text
    assert "\n> h\nAsk.\n" in text
    assert "\n> h\nThere is no hint here.\n" in text


def test_the_ledger_lists_what_is_owed() -> None:
    program = story(meeting(beat(line("a", {"promise": "x"})), beat(line("b"))), ledger={"x": ours(due="9d")})
    assert "\nOwed\n  You: Ours — open, due day 9\n" in typed(program, "1", "l")


def test_the_last_lines_can_be_read_again() -> None:
    program = story(meeting(beat(line("a", reply=[{"dana": "Once more."}])), beat(line("b"))))
    assert typed(program, "1", "r").count("Dana: Once more.") == 2


def test_a_choice_can_be_taken_back() -> None:
    held = game(two(), "2", "u", "1")
    held.run()
    assert [str(move) for move in held.session.play.moves] == ["begin", "say a"]
    assert "Taken back." in written(held)


def test_the_beginning_cannot_be_taken_back() -> None:
    held = game(two(), "u", "1")
    held.run()
    assert "There is nothing to take back." in written(held)
    assert [row.move for row in held.session.play.rows] == ["begin", "say a"]


def test_every_change_is_told_to_whoever_records() -> None:
    seen: list[int] = []
    held = game(two(), "1", "u", "2", "1", kept=lambda: seen.append(len(held.session.play.rows)))
    held.run()
    assert seen == [1, 2, 3, 4, 5]


class Full:
    """A store that keeps the first move and then has no room."""

    def __init__(self) -> None:
        self.kept = 0

    def append(self, attempt: str, writer: str, row: object) -> None:
        self.kept += 1
        if self.kept == 2:
            raise NotSaved("the disk is full")


def test_a_choice_that_could_not_be_kept_is_said_and_not_made() -> None:
    held = game(two(), "1", "1")
    held.session.store = Full()  # type: ignore[assignment]
    held.run()
    text = written(held)
    assert text.count("NOT saved: the disk is full") == 1
    assert text.count("What do you say?\n  1. I say a.") == 2  # the same question again
    assert [str(move) for move in held.session.play.moves] == ["begin", "say a"]


def test_nothing_is_read_out_twice_in_a_row() -> None:
    work = {name: {"label": f"Dig {name}", "takes": "1h"} for name in ("one", "two", "three")}
    program = story(meeting(line("a"), prepare={"hours": "3h", "homework": list(work)}), homework=work)
    skipped, studied = typed(program, "2", "2", "2"), typed(program, "1", "2")
    assert skipped.count("  - Dig one (1h)") == 1
    assert studied.count("  - Dig one (1h)") == 2  # once more, now that it is done
    assert "  - Dig one (1h), done" in studied


def test_there_are_never_two_empty_lines() -> None:
    program = story(
        meeting(beat(line("a", {"promise": "x"})), beat(line("b"), script="Later."), title="The yard"),
        calendar=[news("post", 3, script="A letter.")],
        ledger={"x": promise(2, due="5d")},
        account={"stages": {"foothold": {"up_if": "kept >= 1"}}},
        ends="9d",
    )
    text = typed(program, "1", "1")
    assert "You stand at Foothold." in text
    assert "\n\n\n" not in text


def test_no_line_is_wider_than_the_page() -> None:
    program = story(
        meeting(line("a", reply=[{"dana": "word " * 80}], thinks="thought " * 60)), about="long " * 90
    )
    assert max(map(len, typed(program, "1").splitlines())) <= WIDTH


def test_at_a_terminal_each_question_is_asked_by_itself() -> None:
    text = typed(story(meeting(line("a"))), "1", "all of it", "", echo=False)
    assert "  What went as you meant it to? " in text
    assert "  What did not? " in text
    assert "Your words are kept nowhere." in text
    assert "all of it" not in text


def test_in_a_pipe_the_questions_are_only_told_and_the_input_is_shown() -> None:
    text = typed(story(meeting(line("a"))), "1", "2")
    assert "\n> 1\n" in text
    assert "  What did not?\n  Which conversation did you enjoy?\n" in text


# Text that a person wrote

HOSTILE = (
    "\x1b[31m\x1b]0;owned\x07 \x9b2J \x08\x7f \u202eright\u2066 \u200bno\ufeff \x00 \U000e0041 "
    "[@click=app.quit]x[/] [50% off]"
)
"""Escape sequences, C1 controls, bidi overrides, invisible signs, a tag, and what others take for markup."""
PROSE = {
    "say",
    "label",
    "title",
    "text",
    "about",
    "hint",
    "thinks",
    "tempting",
    "name",
    "you",
    "unit",
    "price",
}
PROSE |= {"what", "backing", "department", "measured_on", "wants", "enjoys", "practise", "account", "route"}
PROSE |= {"dana", "narrator"}


def hostile(data: Any, key: str = "") -> Any:
    """The document with hostile signs in every text an author writes for people."""
    if isinstance(data, dict):
        return {name: hostile(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [hostile(item, key) for item in data]
    return f"{data} {HOSTILE}" if isinstance(data, str) and key in PROSE else data


def everything() -> Data:
    """A scenario with a text in every place where one can be shown."""
    told = {"script": [{"narrator": "It rains."}, {"dana": "Well."}]}
    ledger = {
        "x": promise(9, label="Nine", due="5d", price="free", backing="us", when_broken=told),
        "sheet": ours(label="A sheet", due="3d", takes="2h", when_kept=told),
        "cart": ours(label="A cart", due="3d", takes="2h"),
        "log": theirs(label="A log", due="4d", when_kept=told),
        "tender": {"side": "ours", "label": "A tender", "account": "Other", "due": "4d", "takes": "1h"},
    }
    spoken = line(
        "a",
        {"promise": "x"},
        {"learn": ["docked"]},
        instead="b",
        thinks="Hm.",
        tempting="Easy.",
        reply=told["script"],
    )
    first = meeting(
        beat(
            spoken,
            line("b", {"decline": {"what": "it", "reason": True, "route": "there"}}),
            hint="Think.",
            **told,
        ),
        title="The yard",
        prepare={"hours": "2h", "homework": ["dig"]},
        objectives={"learn": {"label": "Learn", "met_if": "day >= 0"}},
        agree={"may_add": ["log", "sheet", "cart"]},
        follow_through={"hours": "2h"},
    )
    return document(
        first,
        ledger=ledger,
        about="About it.",
        practise="Practise it.",
        title="A title",
        seller={
            "name": "Our house",
            "you": "Seller",
            "capabilities": {"crews": {"label": "Crews", "unit": "vans", "most": 3}},
        },
        account={"name": "The yard"},
        contacts={"dana": {"title": "Owner", "measured_on": "Profit", "wants": "Quiet", "enjoys": "Boats"}},
        homework={"dig": {"label": "Dig", "takes": "1h", "script": [{"narrator": "Found."}]}},
        facts={"docked": {"label": "Docked"}},
        calendar=[news("post", 6, title="The post", choices=[line("c", thinks="So."), line("d")], **told)],
        endings=[{"title": "The end", "text": "It ends."}],
        ends="9d",
    )


HARMLESS = {"Cc": "\n", "Cf": "", "Cs": "", "Co": "", "Cn": ""}


def control_characters(text: str) -> set[str]:
    """What a terminal might obey, or hide, or not show."""
    return {sign for sign in text if sign not in HARMLESS.get(unicodedata.category(sign), sign)}


def test_hostile_text_has_something_to_be_afraid_of() -> None:
    assert len(control_characters(HOSTILE)) >= 11
    assert str(hostile(everything())).count("[@click=app.quit]") > 40


def test_no_text_a_person_wrote_reaches_the_terminal_as_anything_but_text() -> None:
    program = Program(build(source(hostile(everything()))))
    text = typed(program, "h", "b", "l", "1", "1", "1", "h", "1", "1", "1", "1", "1", "l", "1", "1", "1", "1")
    assert "A card for your real meeting" in text  # it was played to the end
    assert control_characters(text) == set()
    assert "[@click=app.quit]x[/]" in text  # markup is only text, and is left as it is
    assert "[50% off]" in text


def test_what_is_typed_is_echoed_without_control_characters() -> None:
    text = typed(two(), "\x1b[2J\u202e1")
    assert "> [2J1\n" in text
    assert control_characters(text) == set()


def assessed(program: Program, *words: str) -> PlainPlay:
    held = game(program, *words)
    held.allowance = ASSESSED
    held.run()
    return held


def test_an_assessment_takes_nothing_back_and_gives_no_hint() -> None:
    held = assessed(two(), "2", "u", "U", "h")
    assert [str(move) for move in held.session.play.moves] == ["begin", "say b"]
    assert written(held).count("Type a number from 1 to 2, or ? for help.") == 3
    assert "Taken back." not in written(held)
    assert "Ask." not in written(held)


def test_its_help_names_only_what_may_be_done() -> None:
    assert {text[0] for text in help_lines(ASSESSED)[1:]} == {"b", "l", "r", "t", "?", "q"}
    assert "hint" not in written(assessed(two(), "?"))


def test_it_ends_without_a_debrief() -> None:
    held = assessed(two(), "1", "1")
    assert held.session.play.state.over
    assert written(held).rstrip().splitlines()[-1] == "You: I say c."


def test_lines_are_numbered_in_the_order_of_the_attempt() -> None:
    for seed in range(9):
        held = seeded(seed, "1")
        assert f"  1. {_said(held)}" in written(held)
    assert {_said(seeded(seed, "1")) for seed in range(9)} == {"I say a.", "I say b."}


def seeded(seed: int, *words: str) -> PlainPlay:
    held = game(two(), *words)
    held.session.header = replace(held.session.header, seed=seed)
    held.run()
    return held


def _said(held: PlainPlay) -> str:
    return f"I {held.session.play.moves[1]}."
