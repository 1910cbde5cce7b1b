"""On a real terminal: it is given back whatever ends the application, and what was played is kept."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from simulator.attempts.store import Store
from simulator.terminal import playing
from simulator.terminal.shelf import Shelf
from tests.terminal.ptys import RUN, Terminal, terminal


def moves(place: Path) -> int:
    """How many moves of the only attempt are kept."""
    store = Store.open(place)
    try:
        (listed,) = store.list()
        return listed.moves
    finally:
        store.close()


def waiting(place: Path) -> tuple[str, list[str]]:
    """What the only attempt asks next: the prompt and the first words of each option."""
    shelf = Shelf(str(place))
    try:
        (listed,) = shelf.required().list()
        held = playing.reopen(shelf, listed.id).waiting
    finally:
        shelf.close()
    return held.prompt, [" ".join(option.label.split()[:3]) for option in held.options]


def begun(held: Terminal) -> None:
    """Goes from Home into first-steps, past the homework."""
    held.see("First steps", "help")
    held.press("1")
    held.see("Begin")
    held.press("1")
    held.see("Spend 1h on it")
    held.press("1")
    held.see("What do you want")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back(place: Path, number: signal.Signals) -> None:
    with terminal(place) as held:
        begun(held)
        held.send(number)
        assert held.ended() == 128 + number
        held.restored()
        assert "Traceback" not in held.text
    assert moves(place) == 2


def test_the_screen_is_seen_though_errors_go_to_a_file(place: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    aside = f"import os; os.dup2(os.open({str(errors)!r}, os.O_WRONLY | os.O_CREAT), 2)"
    with terminal(place, run=f"{aside}\n{RUN}") as held:
        begun(held)
        held.press("\x11")
        assert held.ended() == 0
        held.restored()
    assert not errors.read_bytes()


def test_leaving_gives_the_terminal_back(place: Path) -> None:
    with terminal(place) as held:
        begun(held)
        held.press("\x11")
        assert held.ended() == 0
        held.restored()
    assert moves(place) == 2


def test_a_closed_terminal_ends_the_process_and_keeps_the_attempt(place: Path) -> None:
    with terminal(place) as held:
        begun(held)
        held.hang_up()
        held.ended()
    assert moves(place) == 2


def test_a_terminal_that_vanishes_without_a_word_ends_the_process(place: Path) -> None:
    with terminal(place, controlling=False) as held:
        begun(held)
        held.hang_up()
        assert held.ended() == 0
    assert moves(place) == 2


def test_stopping_gives_the_terminal_back_and_going_on_paints_again(place: Path) -> None:
    with terminal(place) as held:
        begun(held)
        held.press("\x1a")
        held.stopped()
        held.restored()
        held.send(signal.SIGCONT)
        held.see("First steps ·", "What do you want", "leave")
        assert b"\x1b[?1049h" in held.output
        held.press("1")
        held.see("What do you say")
        held.press("\x11")
        assert held.ended() == 0
    assert moves(place) == 3


CRASH = """
import sys
from simulator.terminal import app, driver

def broken(self):
    secret = "the best answer"
    raise RuntimeError("something is wrong")

{where} = broken
try:
    app.run()
except RuntimeError as error:
    print("one line:", error)
    sys.exit(1)
"""


@pytest.mark.parametrize("where", ["app.OnlyMe.action_help", "driver.TerminalDriver.run_input_thread"])
def test_a_crash_inside_gives_the_terminal_back_and_shows_no_secrets(place: Path, where: str) -> None:
    with terminal(place, run=CRASH.format(where=where)) as held:
        if "app" in where:
            held.see("First steps", "help")
            held.press("?")
        assert held.ended() == 1
        held.restored()
        assert "one line:" in held.text
        assert "best answer" not in held.text
        assert "Traceback" not in held.text


def test_kills_resume_on_the_same_decision(place: Path) -> None:
    chance = random.Random(11)
    with terminal(place, "scenario=first-steps") as held:
        held.see("Begin")
        held.press("1")
        held.see("Spend 1h on it")
        held.process.kill()
        held.process.wait()
    for _ in range(4):
        prompt, options = waiting(place)
        with terminal(place, "resume=last") as held:
            held.see(" ".join(prompt.split()[:4]), *options)
            for _ in range(chance.randint(0, 2)):
                held.press("1")
                held.read(chance.random() / 10)
            held.process.kill()
            held.process.wait()
