"""The same game as lines of text on standard input and output: for screen readers, pipes and dumb terminals.

Every decision is a numbered list and takes one line with a number. Nothing is drawn, coloured or moved.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from scoring.debrief import make_debrief
from scoring.rubric import Rubric
from simulator.attempts.errors import NotSaved
from simulator.attempts.session import Session
from simulator.engine.events import BeatEntered, Event
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.text import clean, one_line
from simulator.view import account
from simulator.view.allowance import PRACTICE, Allowance
from simulator.view.debrief import Part, Section, sections
from simulator.view.decision import NOT_CHOSEN, Decision, Phase
from simulator.view.order import offered
from simulator.view.previously import previously
from simulator.view.transcript import Item, Kind, transcript

WIDTH = 78
LONGEST_ANSWER = 4
"""Digits of a number that is read; a longer one is no choice."""
LETTERS = (
    ("b", "brief", "the account file: story, people, what we can do, what is owed"),
    ("l", "ledger", "the ledger: what is owed, by whom and by when"),
    ("h", "hint", "a hint, where there is one"),
    ("r", "reread", "read the last lines again"),
    ("t", "time", "the time left"),
    ("u", "undo", "take the last choice back"),
    ("?", "help", "this help"),
    ("q", "close", "stop; everything so far is kept"),
)
"""Letters instead of a number: what each stands for, as in the terminal's registry, and its help."""


@dataclass
class Lines:
    """Where lines come from and go to. `echo`: write what was read, so that a piped play can be read."""

    read: TextIO
    write: TextIO
    echo: bool
    _apart: bool = True
    """Whether an empty line was written last: two in a row are one."""

    def say(self, text: str = "", indent: str = "") -> None:
        """One paragraph, wrapped and set in; without text, an empty line."""
        wrapped = textwrap.wrap(clean(text), WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
        for line in wrapped or ([] if self._apart else [""]):
            self.write.write(line.rstrip() + "\n")
        self._apart = not wrapped

    def ask(self, prompt: str, *, secret: bool = False) -> str | None:
        """One line of input, or None where there is no more. What is `secret` is not written again."""
        self.write.write(prompt)
        self.write.flush()
        self._apart = False
        line = self.next_line()
        if self.echo or not line:
            self.write.write(one_line("" if secret else line.strip()) + "\n")
        return line.strip() if line else None

    def next_line(self) -> str:
        """A line as it comes, with its end; empty where there is no more."""
        return self.read.readline()


@dataclass
class PlainPlay:
    """Plays one session to its end, or until the input ends or the player stops.

    What is not allowed is no letter, stands in no help, and at the end is left out.
    """

    session: Session
    lines: Lines
    kept: Callable[[], None] = lambda: None
    """Called after every change, for whoever records the attempt."""
    allowance: Allowance = PRACTICE
    stopped: bool = False
    """Whether the player has asked to stop."""
    _shown: tuple[str, tuple[str, ...]] = ("", ())
    """The heading and the set around the last decision, so that neither is read out twice in a row."""

    @property
    def program(self) -> Program:
        """What is being played."""
        return self.session.play.program

    def run(self) -> bool:
        """Whether the story was played to its end."""
        play = self.session.play
        if not play.rows:
            self._brief()
            self.lines.say()
            self.lines.say("Type ? at any time for help.")
            self._saved(self.session.begin)
        elif not play.state.over:
            for text in previously(self.program, play.state):
                self.lines.say(text)
        self._show(play.latest)
        while not play.state.over:
            if not self._decide(offered(self.program, play.state, self.session.header.seed)):
                return False
        if self.allowance.allows("debrief"):
            self.debrief()
        return True

    @property
    def _letters(self) -> dict[str, str]:
        """The letters that do something, and what they stand for."""
        return {letter: action for letter, action, _ in LETTERS if self.allowance.allows(action)}

    def _show(self, events: Iterable[Event]) -> None:
        for place, part in enumerate(_by_beat(events)):
            if place:
                self.lines.say()
            for item in transcript(self.program, part):
                apart = item.kind in (Kind.HEADING, Kind.STAGE)
                if apart:
                    self.lines.say()
                self.lines.say(*_as_text(item))
                if apart:
                    self.lines.say()

    def _decide(self, waiting: Decision) -> bool:
        """Asks one decision and makes the move. False where the player stops."""
        self._ask(waiting)
        while True:
            answer = self.lines.ask("> ")
            if answer is None or answer.lower() in ("q", "quit"):
                self.stopped = answer is not None
                return False
            number = number_in(answer)
            if 1 <= number <= len(waiting.options):
                self._do(waiting.options[number - 1].move)
                return True
            action = self._letters.get(answer.lower(), "")
            if action == "undo" and self._undo():
                return True
            self._other(action, waiting)

    def _do(self, move: Move) -> None:
        if self._saved(lambda: self.session.do(move)):
            self._show(self.session.play.latest)

    def _undo(self) -> bool:
        if not self.session.play.can_undo:
            self.lines.say("There is nothing to take back.")
            return False
        if self._saved(self.session.undo):
            self.lines.say("Taken back.")
        return True

    def _saved(self, change: Callable[[], None]) -> bool:
        """Makes a change; where it could not be kept, says so and leaves everything as it was."""
        try:
            change()
        except NotSaved as error:
            self.lines.say(str(error))
            return False
        self.kept()
        return True

    def _other(self, action: str, waiting: Decision) -> None:
        match action:
            case "help":
                for text in help_lines(self.allowance):
                    self.lines.say(text, "  ")
            case "brief":
                self._brief()
            case "ledger":
                rows = account.ledger(self.program, self.session.play.state)
                self._section("Owed", [account.show_entry(row) for row in rows] or ["Nothing is owed yet."])
            case "hint":
                self.lines.say(waiting.hint or "There is no hint here.")
            case "reread":
                self._shown = ("", ())
                self._show(self.session.play.latest)
                self._ask(waiting)
            case "time":
                self.lines.say(self.time_left())
            case "undo":
                pass  # it has been said that there is nothing to take back
            case _:
                self.lines.say(f"Type a number from 1 to {len(waiting.options)}, or ? for help.")

    def time_left(self) -> str:
        """The time left, in words."""
        return "There is no time limit."

    def warning(self) -> str:
        """What must be said of the time left before anything is asked; mostly nothing."""
        return ""

    def _ask(self, waiting: Decision) -> None:
        self.lines.say()
        if warning := self.warning():
            self.lines.say(warning)
        heading = f"{waiting.phase.capitalize()}: {waiting.title}"
        told = tuple(text.removesuffix(NOT_CHOSEN) for text in waiting.about)  # a no needs no reading out
        if waiting.phase not in (Phase.MEET, Phase.NEWS) and (heading, told) != self._shown:
            self.lines.say(heading)
            for text in waiting.about:
                self.lines.say(f"- {text}", "  ")
        self._shown = (heading, told)
        self.lines.say(waiting.prompt)
        for number, option in enumerate(waiting.options, start=1):
            detail = f" ({option.detail})" if option.detail else ""
            self.lines.say(f"{number}. {option.label}{detail}", "  ")

    def _section(self, title: str, texts: Iterable[str]) -> None:
        self.lines.say()
        self.lines.say(title)
        for text in texts:
            depth = len(text) - len(text.lstrip())
            self.lines.say(text.strip(), "  " + " " * depth)

    def _brief(self) -> None:
        self.lines.say(self.program.scenario.title)
        for title, texts in account.brief(self.program, self.session.play.state):
            self._section(title, texts)

    def debrief(self, rubric: Rubric | None = None) -> None:
        """Tells the debrief. `rubric` is what it was scored under, where that is not the program's own."""
        debrief = make_debrief(self.program, self.session.play.events_by_move, rubric)
        for part in sections(debrief):
            self._print(part, asks=part.part is Part.QUESTIONS)

    def _print(self, part: Section, *, asks: bool) -> None:
        if not asks or self.lines.echo:
            self._section(part.title, part.lines)
            return
        self._section(part.title, ["Your words are kept nowhere. Enter alone goes on."])
        for question in part.lines:
            if self.lines.ask(f"  {question} ") is None:
                break


def help_lines(allowance: Allowance = PRACTICE) -> tuple[str, ...]:
    """What may be typed, in lines."""
    letters = (f"{letter}  {text}" for letter, action, text in LETTERS if allowance.allows(action))
    return ("Type the number of your choice and press Enter. Or type a letter:", *letters)


def number_in(answer: str) -> int:
    """The number that was typed; 0 where it is none."""
    return int(answer) if answer.isdecimal() and len(answer) <= LONGEST_ANSWER else 0


def _by_beat(events: Iterable[Event]) -> list[list[Event]]:
    """Events in parts: a new one wherever a new moment of a meeting begins."""
    parts: list[list[Event]] = [[]]
    for event in events:
        if isinstance(event, BeatEntered):
            parts.append([])
        parts[-1].append(event)
    return parts


def _as_text(item: Item) -> tuple[str, str]:
    """A line of the transcript, and how far it is set in."""
    match item.kind:
        case Kind.SPEECH | Kind.YOU:
            return f"{item.speaker}: {item.text}", ""
        case Kind.NOTE | Kind.CHANGE:
            return f"({item.text})", "  "
    return item.text, ""
