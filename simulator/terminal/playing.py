"""One attempt at the table: started, gone on with, or played again from a move. No screens, no threads."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from simulator.attempts.errors import StoreError, UnknownAttempt
from simulator.attempts.records import Jotting, JottingKind, Listed
from simulator.attempts.session import Session
from simulator.attempts.store import Store
from simulator.engine.attempt import CannotResume, Row, live_events
from simulator.engine.events import BadEvent, EncounterOpened, NewsCame
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.telling import show_day
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.load import build, find, library, parse
from simulator.scenario.source import read_file
from simulator.terminal.shelf import Shelf
from simulator.view.decision import Decision
from simulator.view.order import offered
from simulator.view.past import Past, past
from simulator.view.seen import Seen, seen_of

_RECENT = 9
_BREAK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An attempt to go on with: what it is of, when it was last played, and where it stands."""

    id: str
    title: str
    when: str
    where: str


@dataclass(slots=True)
class Playing:
    """A session with the shelf it is kept on. It is entered there with its first move, not before, so that a
    scenario that was only looked at leaves nothing behind."""

    session: Session
    shelf: Shelf
    jottings: list[Jotting] = field(default_factory=list)
    """What the trainee wrote: notes, and lines said first."""
    unkept: list[Jotting] = field(default_factory=list)
    """Those that are not in the store yet."""
    say_first: bool = False
    """Whether the lines wait until one has said one's own."""
    away: bool = False
    """Whether one comes back to it after a break."""
    to_read: bool = False
    """Whether one comes to read the debrief of what is over, and not its last words first."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    """What is written may be stored from several threads."""

    @property
    def program(self) -> Program:
        """What is being played."""
        return self.session.play.program

    @property
    def waiting(self) -> Decision:
        """The decision that waits, its lines in the order of this attempt."""
        return offered(self.program, self.session.play.state, self.session.header.seed)

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes to oneself, in order."""
        return tuple(held.text for held in self.jottings if held.kind is JottingKind.NOTE)

    @property
    def noted(self) -> tuple[tuple[int, str], ...]:
        """The notes, each with the number of moves that counted when it was made."""
        return tuple((held.move, held.text) for held in self.jottings if held.kind is JottingKind.NOTE)

    @property
    def own(self) -> dict[int, str]:
        """What was said first in one's own words, by the number of the move it was said before."""
        return {held.move: held.text for held in self.jottings if held.kind is JottingKind.OWN}

    def jot(self, kind: JottingKind, text: str) -> None:
        """Takes something the trainee wrote; `keep` stores it, and so does the next move."""
        jotting = Jotting(kind, len(self.session.play.moves), text)
        self.jottings.append(jotting)
        self.unkept.append(jotting)

    def keep(self) -> None:
        """Stores what the trainee wrote, once the attempt itself is kept. Raises what the store raises; what
        is not kept then may be tried again."""
        session = self.session
        with self._lock:
            while session.store is not None and self.unkept:
                session.store.jot(session.header.attempt, session.writer, self.unkept[0])
                del self.unkept[0]

    @property
    def over(self) -> bool:
        """Whether the story is over."""
        return self.session.play.state.over

    def make(self, move: Move) -> None:
        """Makes a move; durable when this returns. Raises IllegalMove, or what the store raises: then
        nothing has changed, and the same move may be made again."""
        store = self.shelf.store()
        if store is not None and self.session.store is None:
            self.session.writer = store.create(self.session.header)
            self.session.store = store
        self.session.do(move)
        with suppress(StoreError):  # the move is kept, and is what counts
            self.keep()

    def undo(self) -> None:
        """Takes the last move back, with what was said first before it. Raises like `make`."""
        session = self.session
        session.undo()
        moves = len(session.play.moves)
        with self._lock:
            for held in (self.jottings, self.unkept):
                held[:] = [item for item in held if item.kind is JottingKind.NOTE or item.move < moves]
            if session.store is not None:
                with suppress(StoreError):
                    session.store.unsay(session.header.attempt, session.writer, moves)

    def seen(self, ending: str) -> Seen:
        """What all kept attempts have seen of this account, this one with its ending among them."""
        scenario, store = self.program.scenario, self.shelf.store()
        held: tuple[Listed, ...] = ()
        if store is not None:
            with suppress(StoreError):
                held = store.list(scenario=scenario.id)
        return seen_of(scenario, held, ending, self.session.header.variant)

    def again(self, move: int) -> Playing:
        """A new attempt at the same account that stands before one of this one's moves, counted from 0.

        The finished attempt stays as it is: what was played counts, and what is tried next is a new one.
        Raises what the store raises.
        """
        header = self.session.header
        playing = Playing(Session.start(self.program, header.scenario_text, header.variant), self.shelf)
        for made in self.session.play.moves[:move]:
            playing.make(made)
        return playing


def start(shelf: Shelf, scenario: str, variant: str | None = None) -> Playing:
    """A new attempt at a library id or a path. Raises ScenarioError."""
    source = read_file(find(scenario))
    program = Program(build(source, variant))
    return Playing(Session.start(program, source.text, variant), shelf)


def reopen(shelf: Shelf, attempt: str) -> Playing:
    """A kept attempt where it was left. Raises StoreError, ScenarioError or CannotResume."""
    store = shelf.required()
    away = any(held.id == attempt and _long_ago(held.last_saved) for held in store.list())
    return Playing(Session.reopen(store, attempt), shelf, [*store.jottings(attempt)], away=away)


def come_back(shelf: Shelf, attempt: str) -> Playing | Past:
    """The same; or what can still be read of it where it cannot be gone on with. Raises StoreError."""
    try:
        return reopen(shelf, attempt)
    except (CannotResume, ScenarioError) as error:
        return past(*shelf.required().load(attempt), str(error))


def debriefed(shelf: Shelf, attempt: str) -> Playing | Past:
    """A finished attempt, for its debrief. Raises StoreError."""
    held = come_back(shelf, attempt)
    if isinstance(held, Playing):
        held.to_read = True
    return held


def anew(shelf: Shelf, held: Past) -> Playing:
    """A new attempt at what an attempt was of: the scenario as it is in the library now, else the text that
    was recorded. Raises ScenarioError."""
    header = held.header
    if header.scenario in library():
        return start(shelf, header.scenario, header.variant)
    text = header.scenario_text
    program = Program(parse(text, f"{header.scenario} (recorded)", header.variant))
    return Playing(Session.start(program, text, header.variant), shelf)


def _long_ago(saved: str) -> bool:
    """Whether so much time has gone by that one may have forgotten where one was."""
    return datetime.now(UTC) - datetime.fromisoformat(saved) > _BREAK


def named(shelf: Shelf, name: str) -> str:
    """The id of the attempt whose id begins so, or of the unfinished one played last for `last`.

    Raises StoreError.
    """
    store = shelf.required()
    if name != "last":
        return store.find(name)
    held = store.list(unfinished=True)
    if not held:
        raise UnknownAttempt("There is no unfinished attempt to go on with")
    return held[0].id


def unfinished(store: Store) -> tuple[Unfinished, ...]:
    """The attempts to go on with, the last played first. Raises StoreError."""
    return tuple(
        Unfinished(held.id, held.title, _when(held.last_saved), _where(store.load(held.id)[1]))
        for held in store.list(unfinished=True)[:_RECENT]
        if held.moves
    )


def _when(saved: str) -> str:
    """A moment in the reader's own time zone."""
    return f"{datetime.fromisoformat(saved).astimezone():%Y-%m-%d %H:%M}"


def _where(rows: Iterable[Row]) -> str:
    """The day an attempt has come to, where its record can be read."""
    try:
        days = [event.day for event in live_events(rows) if isinstance(event, EncounterOpened | NewsCame)]
    except BadEvent:
        return "unreadable"
    return show_day(days[-1] if days else 0)
