"""Small scenarios in a line or two, and a way to play them: `play(story(meeting(line("a"))), "say a")`.

The account is the same everywhere: Dana (management) cares for profit, Luis (operations) for flow, both at
trust 2; Pat is one of our own. A test adds only what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.events import Event
from simulator.engine.moves import BEGIN, Move, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import build
from simulator.scenario.model import Scenario
from simulator.scenario.source import Source

Data = dict[str, Any]
E = TypeVar("E", bound=Event)

PEOPLE: Data = {
    "dana": {"name": "Dana", "department": "management", "goals": {"profit": 3}},
    "luis": {"name": "Luis", "department": "operations", "goals": {"flow": 2}},
    "pat": {"name": "Pat", "side": "ours", "goals": {"profit": 3}},
}
GOALS: Data = {"profit": {"label": "Profit", "bottom_line": True}, "flow": {"label": "Flow"}}


def line(name: str, *does: Any, **more: Any) -> Data:
    """A choice called `name` that does the acts given, in any form an author may write; else it listens."""
    return {"id": name, "say": f"I say {name}.", "does": list(does) or ["listen"], **more}


def beat(*choices: Data, **more: Any) -> Data:
    """A moment of a meeting."""
    return {"choices": list(choices), **more}


def meeting(*beats: Data, id: str = "first", day: int = 0, **more: Any) -> Data:
    """A meeting with Dana. Lines given instead of beats make one beat; its beats are b1, b2 and so on."""
    if not beats or "say" in beats[0]:
        beats = (beat(*beats, script="They look at you."),)
    held = {f"b{place}": held for place, held in enumerate(beats, start=1)}
    return {"id": id, "title": id, "day": day, "with": ["dana"], "beats": held, **more}


def ours(**more: Any) -> Data:
    """A task of ours, owed to Dana."""
    return {"side": "ours", "label": "Ours", "to": "dana", **more}


def promise(amount: Any = 2, **more: Any) -> Data:
    """A promise to Dana under the capability `crews`."""
    return ours(of="crews", amount=amount, **more)


def theirs(**more: Any) -> Data:
    """A task of Dana's."""
    return {"side": "theirs", "label": "Theirs", "owner": "dana", **more}


def news(name: str, day: int, **more: Any) -> Data:
    """A calendar entry."""
    return {"id": name, "day": day, **more}


def document(*encounters: Data, crews: Any = None, account: Data | None = None, **rooms: Any) -> Data:
    """The data of a scenario: `crews` is a capability, most 3 unless told; `account` adds to the account."""
    contacts = {name: {**held, **rooms.get("contacts", {}).get(name, {})} for name, held in PEOPLE.items()}
    return {
        "format": 1,
        "id": "a-test",
        "title": "A test",
        "seller": {"capabilities": {"crews": {"label": "Crews", **(crews or {"most": 3})}}},
        "account": {"goals": GOALS, **(account or {})},
        "encounters": list(encounters) or [meeting()],
        **rooms,
        "contacts": {**rooms.get("contacts", {}), **contacts},
    }


def without_par(text: str) -> str:
    """The text of a scenario without what was proved for it, which holds for that very text alone."""
    return re.sub(r"(?m)^par: .*\n", "", text)


def source(data: Any) -> Source:
    """Plain data as if it had been read from a file."""
    return Source("test.yaml", "", data, {}, {})


def scenario(*encounters: Data, **rooms: Any) -> Scenario:
    """A scenario from `document`, checked and completed as any other."""
    return build(source(document(*encounters, **rooms)))


def story(*encounters: Data, **rooms: Any) -> Program:
    """A scenario ready to be played."""
    return Program(scenario(*encounters, **rooms))


@dataclass(frozen=True, slots=True)
class Played:
    """Where playing led: the state, all events so far, and what may be done now."""

    program: Program
    state: State
    events: tuple[Event, ...]

    def __getitem__(self, field: str) -> int:
        """A field by name, as in `played["trust.dana"]`."""
        return self.state.fields[field]

    @property
    def legal(self) -> list[str]:
        """The legal moves, as text."""
        return [str(move) for move in legal_moves(self.program, self.state)]

    def all(self, kind: type[E]) -> list[E]:
        """The events of a kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    def one(self, kind: type[E]) -> E:
        """The only event of a kind."""
        found = self.all(kind)
        assert len(found) == 1, f"{len(found)} events are {kind.__name__}: {found}"
        return found[0]

    def move(self, move: Move) -> Played:
        """One move further."""
        made = decide(self.program, self.state, move)
        return Played(self.program, evolve(self.state, made), self.events + made)


def begun(program: Program) -> Played:
    """At the first decision."""
    return Played(program, beginning(program), ()).move(BEGIN)


def play(program: Program, *moves: str) -> Played:
    """Plays to the end and makes `moves` on the way, each as soon as it is legal.

    Every other decision is answered quietly: the first line is said, the list is kept and nothing added, all
    that falls due is done if the hours allow, else left, and nothing is studied or aimed at.
    """
    played, waiting = begun(program), [parse_move(move) for move in moves]
    while legal := legal_moves(program, played.state):
        wanted = waiting and waiting[0] in legal
        played = played.move(waiting.pop(0) if wanted else _quiet(legal))
    assert not waiting, f"never legal: {', '.join(map(str, waiting))}"
    return played


def upto(program: Program, *moves: str) -> Played:
    """Makes exactly these moves after the first, and stops there."""
    played = begun(program)
    for move in moves:
        played = played.move(parse_move(move))
    return played


_QUIET = (Move("aim"), Move("add"))


def _quiet(legal: Iterable[Move]) -> Move:
    """The quiet answer among the legal moves."""
    order = ("say", "way", "keep", "do", "skip", "leave")
    unsaid = [move for move in legal if move in _QUIET]
    return (
        unsaid[0]
        if unsaid
        else min(legal, key=lambda move: order.index(move.verb) if move.verb in order else 9)
    )


FACTS: Data = {
    "docked": {"label": "They were docked"},
    "target": {"label": "The target", "public": True},
    "uptime": {"label": "Uptime", "versions": {"plain": "It stops.", "rosy": "It never stops."}},
}
TOPICS: Data = {
    "margin": {"label": "Margins", "bears_on": ["profit", "flow"]},
    "queue": {"label": "The queue", "bears_on": ["flow"], "learned_by": ["paper"]},
    "boat": {"label": "The boat", "lens": "personal"},
}
HOMEWORK: Data = {"paper": {"label": "Read the paper", "takes": "30m"}}


def did(*acts: Any, **rooms: Any) -> Played:
    """What one line of a meeting with Dana did, up to its reply."""
    rooms = {"facts": FACTS, "topics": TOPICS, "homework": HOMEWORK} | rooms
    return upto(story(meeting(line("a", *acts), line("b", {"learn": ["docked"]})), **rooms), "say a")


def several(*lines: Any, **rooms: Any) -> Played:
    """What several lines did, one after the other; each is an act or a list of acts."""
    rooms = {"facts": FACTS, "topics": TOPICS, "homework": HOMEWORK} | rooms
    beats = [
        {"choices": [line(f"l{place}", *(acts if isinstance(acts, list) else [acts]))]}
        for place, acts in enumerate(lines)
    ]
    return upto(story(meeting(*beats), **rooms), *(f"say l{place}" for place in range(len(lines))))
