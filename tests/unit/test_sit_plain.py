"""Sitting an assessment as lines of text: the same way, the same guards, and the code is never written."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from inspect import signature
from pathlib import Path
from typing import NoReturn

import pytest

from simulator.attempts.errors import BadDatabase, NotSaved
from simulator.cli import sit_plain
from simulator.cli.failures import Failure
from simulator.cli.sit import sit
from simulator.cli.sit_plain import PlainWay, ask_code, play
from simulator.cohort.live import Live
from simulator.cohort.rules import Rules
from simulator.cohort.sitting import assessments_of, resume, trial
from simulator.cohort.states import State
from simulator.engine.moves import Move
from simulator.plain import Lines
from simulator.view.countdown import Countdown
from tests.sat import ASSESSMENT, CODE, PERSON, Sat, sat, story

SHOWN = dict.fromkeys(("score", "dimensions", "lines", "debrief"), "submitted")
ENTER, BEGIN = "1", "1"
"""The one assessment; and from its rules to a sitting."""


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time goes by here but that of the database."""
    monkeypatch.setattr(sit_plain, "Countdown", partial(Countdown, clock=lambda: 0.0))


class Typed(io.StringIO):
    """What will be typed; between two lines something may come to pass."""

    def __init__(self, *lines: str | Callable[[], object]) -> None:
        super().__init__()
        self.waiting = list(lines)

    def readline(self, size: int | None = -1, /) -> str:
        """The next line; what is no line is done before it."""
        while self.waiting:
            held = self.waiting.pop(0)
            if isinstance(held, str):
                return f"{held}\n"
            held()
        return ""


def console(*typed: str | Callable[[], object]) -> Lines:
    return Lines(Typed(*typed), io.StringIO(), echo=True)


def written(lines: Lines) -> str:
    assert isinstance(lines.write, io.StringIO)
    return lines.write.getvalue()


def way(held: Sat, *typed: str | Callable[[], object]) -> str:
    lines = console(*typed)
    PlainWay(held.database, PERSON, lines).go()
    return " ".join(written(lines).split())


def state(held: Sat) -> State:
    return assessments_of(held.database, PERSON)[0].state


def raising(error: Exception) -> Callable[..., NoReturn]:
    def refuse(*_: object) -> NoReturn:
        raise error

    return refuse


# -- the code


def test_the_code_is_asked_for_and_never_written(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        lines = console("7K2M-9XQ4-TB0J", CODE)
        assert ask_code(held.database, lines) == PERSON
        assert written(lines).count("Your personal code:") == 2
        assert "Nobody is let in with this code." in written(lines)
        assert "7K2M" not in written(lines).replace("such as 7K2M-9XQ4-TB0H", "")


def test_after_three_codes_it_ends(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        with pytest.raises(Failure, match="nobody was let in"):
            ask_code(held.database, console("a", "b", "c", CODE))
        with pytest.raises(Failure, match="the input has ended before a code"):
            ask_code(held.database, console("a"))
        assert ask_code(held.database, console("q")) is None


# -- the way


def test_the_whole_way_on_each_kind_of_database(tmp_path: Path, location: str) -> None:
    with sat(tmp_path, minutes=45, review=SHOWN, location=location) as held:
        told = way(held, ENTER, BEGIN, "1", "1", "1", "3", "2", "1", "1", "1", "q", "q")
        assert told.index("What it is for") < told.index("1. Start: your 45 minutes begin at once")
        assert "The story ends here. 1. Go on to the next scenario: Story two" in told
        assert "The story ends here. 1. Hand in" in told
        assert "Handed in." in told
        assert "Your points by dimension" in told
        assert "The debrief: Story two" in told
        assert state(held) is State.SUBMITTED


def test_the_rules_can_be_left_without_starting(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        assert "1. Start: from then on this sitting counts" in way(held, ENTER, "q", "q")
        assert state(held) is State.NOT_STARTED


def test_one_may_stop_and_go_on(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        told = way(held, ENTER, BEGIN, "1", "q", "q")
        assert "Everything is kept; you may go on later. The clock goes on." in told
        assert "In progress. It is to be handed in by" in told
        held.later(minutes=10)
        assert "> t 35 min left." in way(held, ENTER, "1", "t", "q", "q")


def test_input_that_ends_leaves_everything_as_it_is(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        way(held, ENTER, BEGIN, "1")
        assert state(held) is State.IN_PROGRESS


def test_nothing_is_taken_back_and_there_are_no_hints(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        told = way(held, ENTER, BEGIN, "1", "u", "h", "?", "q", "q")
        assert told.count("Type a number from 1 to 3, or ? for help.") == 2
        assert "take the last choice back" not in told
        assert "t the time left" in told


def test_another_sitting_begins_with_the_rules_again(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), attempts=2, delay_hours=1) as held:
        told = way(held, ENTER, BEGIN, "1", "1", "1", ENTER, "q", "q")
        assert "It may be sat again from" in told
        held.later(hours=1)
        told = way(held, ENTER, "2", "q", "q")
        assert "2. Read the rules, and start sitting 2" in told
        assert "This is sitting 2 of 2." in told


def test_what_may_be_seen_is_read_out(tmp_path: Path) -> None:
    with sat(tmp_path, story("one"), review=SHOWN) as held:
        told = way(held, ENTER, BEGIN, "1", "1", "1", ENTER, "1", "1", "2", *[""] * 4, "q", "q")
        assert "What you said: Story one" in told
        assert told.count("You: I say d.") == 2  # in the play, and afterwards
        assert "In this story: Crews: at most 3" in told  # the last page of the debrief


def test_where_there_is_nothing_to_sit_that_is_said(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        held.send_away()
        assert way(held) == "There is no assessment for you at the moment."


# -- the clock


def test_a_warning_comes_with_the_next_question(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        told = way(held, ENTER, BEGIN, partial(held.later, minutes=36), "1", "r", "q", "q")
        assert told.count("9 min left.") == 1


def test_a_choice_after_the_deadline_is_not_taken_and_it_is_said_what_counts(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45) as held:
        told = way(held, ENTER, BEGIN, "1", partial(held.later, minutes=45), "1", "q")
        assert "The time is up; what you had done by then counts." in told
        assert state(held) is State.SUBMITTED


def test_who_asks_for_the_time_is_told_when_it_is_up(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=45, at_expiry="abandon") as held:
        told = way(held, ENTER, BEGIN, "1", partial(held.later, minutes=45), "t", "q")
        assert "The time is up; it does not count." in told


def test_extra_time_given_late_is_told_when_one_asks(tmp_path: Path) -> None:
    with sat(tmp_path, minutes=40) as held:
        told = way(held, ENTER, BEGIN, "t", partial(held.more_time, "1.5"), "t", "q", "q")
        assert told.index("> t 40 min left.") < told.index("> t 1 h 00 min left.")


def test_without_a_limit_that_is_said(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        assert "> t There is no time limit." in way(held, ENTER, BEGIN, "t", "q", "q")


# -- what goes wrong


def test_a_second_window_takes_over(tmp_path: Path) -> None:
    with sat(tmp_path) as held:

        def elsewhere() -> None:
            resume(held.database, ASSESSMENT, PERSON).session.do(Move("say", "b"))

        told = way(held, ENTER, BEGIN, elsewhere, "1", "q")
        assert "continued elsewhere" in told
        live = resume(held.database, ASSESSMENT, PERSON)
        assert [str(move) for move in live.session.play.moves] == ["begin", "say b"]


def test_what_is_not_saved_may_be_chosen_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Live.write
    with sat(tmp_path) as held:
        full = partial(monkeypatch.setattr, Live, "write", raising(NotSaved("the disk is full")))
        free = partial(monkeypatch.setattr, Live, "write", real)
        told = way(held, ENTER, BEGIN, full, "1", free, "1", "q", "q")
        assert "NOT saved: the disk is full" in told
        live = resume(held.database, ASSESSMENT, PERSON)
        assert [str(move) for move in live.session.play.moves] == ["begin", "say a"]


def test_what_is_not_handed_in_may_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Live.submit
    with sat(tmp_path, story("one")) as held:
        full = partial(monkeypatch.setattr, Live, "submit", raising(NotSaved("the disk is full")))
        free = partial(monkeypatch.setattr, Live, "submit", real)
        told = way(held, ENTER, BEGIN, "1", "1", full, "1", free, "1", "q")
        assert "NOT saved: the disk is full. Choose again to try once more." in told
        assert "Handed in." in told
        assert state(held) is State.SUBMITTED


def test_what_the_database_refuses_on_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sat(tmp_path) as held:
        gone = partial(monkeypatch.setattr, sit_plain, "start", raising(BadDatabase("No road to it")))
        assert "No road to it." in way(held, ENTER, gone, BEGIN, "q")


def test_a_trial_run_is_played_alone(tmp_path: Path) -> None:
    with sat(tmp_path, story("one")) as held:
        rules: Rules = assessments_of(held.database, PERSON)[0].rules
        assert play(trial(held.database, ASSESSMENT, "Tess"), rules, console("1", "1", "1"))
        lines = console("1", "q")
        assert not play(trial(held.database, ASSESSMENT, "Tess"), rules, lines)
        assert written(lines).endswith("The trial run has ended.\n")
        assert state(held) is State.NOT_STARTED


# -- the command


def command(held: Sat, monkeypatch: pytest.MonkeyPatch, typed: str, code_file: Path | None = None) -> None:
    monkeypatch.setenv("ONLYME_DATABASE", str(held.folder / "kept.sqlite3"))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    sit(code_file, plain=True)


@pytest.mark.parametrize("text", [f"{CODE}\n", f"\ufeff{CODE.lower()}\r\nmore\n"])
def test_the_code_may_come_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "code.txt"
    file.write_text(text, encoding="utf-8")
    with sat(tmp_path) as held:
        command(held, monkeypatch, "q\n", file)
    assert "Your assessments" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"7K2M-9XQ4-TB0J", "Nobody is let in with this code"),
        (b"hello", "A personal code has twelve letters and digits"),
        (b"\xff\xfe", "it is not UTF-8 text; give the file with your code"),
        (None, "No such file or directory; give the file with your code"),
    ],
)
def test_a_file_without_a_code_that_works_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes | None, said: str
) -> None:
    file = tmp_path / "code.txt"
    if text is not None:
        file.write_bytes(text)
    with sat(tmp_path) as held, pytest.raises(Failure) as failure:
        command(held, monkeypatch, "q\n", file)
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)


def test_the_code_may_be_piped_in_and_is_not_echoed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with sat(tmp_path) as held:
        command(held, monkeypatch, f"{CODE}\nq\n")
    out = capsys.readouterr().out
    assert "Your assessments" in out
    assert CODE not in out


def test_no_argument_takes_the_code() -> None:
    """Arguments are kept in the history of the shell, and others on the machine can see them."""
    assert not [held for held in signature(sit).parameters if "code" in held and held != "code_file"]
