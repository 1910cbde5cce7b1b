"""The author's table: the file as it could last be read, the line of deeds, and where one stands."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.attempts.session import Session, new_header
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program
from simulator.terminal.playing import Playing
from simulator.terminal.preview.file import Reading
from simulator.terminal.preview.jump import Target, way_to
from simulator.terminal.preview.line import Done, Line, Replayed, named_step, renamed, replayed, with_names
from simulator.terminal.preview.trial import Deed, Put, Stand, Trial
from simulator.terminal.shelf import Shelf

_SHOWN = 3
"""Moves that are told one by one."""


@dataclass(slots=True, kw_only=True)
class Rehearsal(Playing):
    """A play of the author's: it is kept nowhere, and follows the file.

    The line of deeds may be longer than what has been done of it: one may have stepped back, or the file may
    not let the rest be done for now. The rest is done again as soon as it fits, and is forgotten when
    something else is done instead.
    """

    source: Program
    """The scenario as it could last be read, from its beginning."""
    reading: Reading
    """The file as it was last read, well or badly."""
    line: Line = ()
    at: int = 0
    """How many deeds of the line have been done."""
    wanted: int = 0
    """How many there would be if the file let them."""
    stop: str = ""
    """Why fewer have been done than are wanted."""
    left: tuple[Line, int] | None = None
    """The line one has just jumped away from, and where one stood on it."""

    @property
    def trial(self) -> Trial:
        """The play as it stands."""
        play = self.session.play
        assert isinstance(play, Trial)
        return play

    @property
    def next(self) -> Deed | None:
        """The next deed of the line, where one has stepped back; None at its end."""
        return self.line[self.at].deed if self.at < len(self.line) else None

    # -- doing

    def make(self, move: Move) -> None:
        """Makes a move. Where it is the next of the line anyhow, the rest of the line stays."""
        at = self.trial.state.at
        Playing.make(self, move)
        self._did(Done(move, at))

    def put(self, field: str, value: int) -> None:
        """Sets a field by hand. Raises CannotPut."""
        put = Put(field, value)
        self.trial.put(put)
        self._did(Done(put, self.trial.state.at))

    def _did(self, done: Done) -> None:
        if self.next != done.deed:
            self.line = (*self.line[: self.at], done)
        self.at += 1
        self.wanted, self.stop, self.left = self.at, "", None

    def follow(self) -> None:
        """Takes as its line what has been played by others than `make`."""
        self.line = tuple(Done(move, at) for move, at in self.trial.made)
        self.at = self.wanted = len(self.line)
        self.stop = ""

    def undo(self) -> None:
        """Takes the last deed back, and what would have come after it; or the jump just made."""
        if self.left is not None:
            line, at = self.left
            self._stand(replayed(self.source, line, at))
        elif self.can_step(-1):
            self._stand(replayed(self.source, self.line[: self.at - 1]))

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return self.left is not None or self.can_step(-1)

    def can_step(self, by: int) -> bool:
        """Whether one can step back, or on, by so many deeds. The taking over of the account stays."""
        return 1 <= self.at + by <= len(self.line) and self.at > 0

    def step(self, by: int) -> None:
        """Steps back along the line, or on; what lies ahead stays."""
        if self.can_step(by):
            self._stand(replayed(self.source, self.line, self.at + by))

    def go(self, line: Line) -> None:
        """Plays another line; `undo` leads back."""
        left = self.line, self.at
        self._stand(replayed(self.source, line))
        self.left = left

    def way_to(self, target: Target) -> tuple[Line, str]:
        """A line that leads to somewhere else, to be played with `go`; and how it was found, in sentences."""
        done, now = self.line[: self.at], self.trial.state
        own = {held.at: held.deed for held in self.line if isinstance(held.deed, Move)}
        tried, proved = 0, True
        if self.trial.by_hand:
            way = way_to(self.trial.program, target, own, now)
            if way.moves is not None:
                told = f"by {_listed(way.moves)} from the state set by hand"
                return (*done, *(Done(move, "") for move in way.moves)), f"{_head(target)}, {told}."
            tried, proved = way.tried, way.all
        way = way_to(self.source, target, own)
        if way.moves is not None:
            return tuple(Done(move, "") for move in way.moves), f"{_head(target)}, {_told(way.moves, done)}."
        every = "No moves lead there, all were tried" if proved and way.all else "No moves there were found"
        why = f"{every} ({tried + way.tried:,}): it is taken up there by hand, on the first day’s state."
        return (Done(Stand(self._moment(target)), ""),), f"{_head(target)}. {why}"

    def _moment(self, target: Target) -> str:
        """The step at which a target can be taken up by hand: for an encounter its first beat."""
        if target.beat:
            return target.id
        held = next(one for one in self.source.scenario.encounters if one.id == target.id)
        return f"{held.id}/{next(iter(held.beats))}"

    def _stand(self, held: Replayed) -> None:
        self.session = Session(self.session.header, held.trial)
        self.line, self.at, self.wanted, self.stop = held.line, held.fitted, held.fitted, held.stop
        self.left = None

    # -- the file

    def read(self, reading: Reading) -> str:
        """Takes the file as it is now, and plays the line again; what became of it, in a sentence.

        A file that cannot be played leaves the play as it is.
        """
        self.reading = reading
        if reading.program is None:
            return "Saved, but it cannot be played as it is. The play below is of what could last be read."
        names = renamed(self.source.scenario, reading.program.scenario)
        line, wanted = with_names(self.line, names), self.wanted
        self.source = reading.program
        held = replayed(self.source, line, wanted)
        self.session = Session(
            new_header(self.source, _text(reading), self.session.header.variant), held.trial
        )
        self.line, self.at, self.stop = held.line, held.fitted, held.stop
        self.wanted = wanted
        now = "".join(f" `{old}` is called `{new}` now." for old, new in names.items() if _in(line, new))
        if held.stop:
            return f"Read again, and {held.stop}.{now}"
        return f"Read again; you stand where you stood.{now}"


def _head(target: Target) -> str:
    name = named_step(target.id)
    return f"{name[:1].upper()}{name[1:]}"


def _told(moves: tuple[Move, ...], done: Line) -> str:
    """How one came by moves: how many of them one had made already, and which came after."""
    mine = tuple(held.deed for held in done)
    shared = next((n for n, pair in enumerate(zip(moves, mine, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(moves), len(mine)) if shared is None else shared
    if same == len(moves):
        return "back along your own moves" if same < len(mine) else "where you stand"
    rest = f"{_listed(moves[same:])}"
    return f"by your first {same} and then {rest}" if same > 1 else f"by {rest}"


def _listed(moves: tuple[Move, ...]) -> str:
    """Moves as they are written in a spec; of many, the last."""
    shown = [f"`{move}`" for move in moves if move != BEGIN]
    many = f"{len(shown)} moves, the last of them " if len(shown) > _SHOWN else ""
    return many + ", ".join(shown[-_SHOWN:])


def _text(reading: Reading) -> str:
    return "\n".join(reading.lines)


def _in(line: Line, choice: str) -> bool:
    return any(done.deed == Move("say", choice) for done in line)


def rehearse(reading: Reading, variant: str | None = None) -> Rehearsal:
    """A rehearsal of a file that can be played, at its beginning."""
    assert reading.program is not None
    session = Session(new_header(reading.program, _text(reading), variant), Trial(reading.program))
    return Rehearsal(session, Shelf(keeps=False), source=reading.program, reading=reading)
