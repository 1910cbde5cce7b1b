"""Naive players: one simple rule each, followed to the end. They test a scenario and the scoring.

None of them should reach what the best line reaches, and each should be weak where its rule goes wrong. A
player sees what a trainee sees: the lines offered, what they plainly do, whose task an entry is and how
large. Nobody sees trust, conditions or points. Where a rule is indifferent the first of what is offered is
taken, so that homework is done, an objective is chosen and work that falls due is done: it is the rule that
fails, not laziness beside it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from simulator.engine.attempt import Playthrough
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario import acts as a
from simulator.scenario.model import Choice
from simulator.scenario.names import choices

_KIND = """appreciate delighted enjoy enjoyed excellent fantastic friend glad gladly good grateful great
happy honest honestly honour hope impressed kind kindly love lovely nice please pleased pleasure proud sorry
splendid thank thanks together trust valued warm welcome wonderful"""
KIND_WORDS = frozenset(_KIND.split())
"""Words of warmth and praise, counted as a nice person would use them."""
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """One legal move as it looks to a trainee."""

    move: Move
    place: int
    """Its place among what is offered, from 0."""
    words: int = 0
    """The words of a line; 0 for a small decision."""
    acts: tuple[a.BaseAct, ...] = ()
    kindness: int = 0
    """Words of warmth and praise, and personal topics."""
    chat: int = 0
    """Personal topics."""
    promised: Fraction = Fraction(0)
    """Its promises: weight times size, a size being 1 for the largest under its capability in the file."""
    largest: Fraction = Fraction(0)
    """The size of its largest promise, 0 to 1."""
    ours: int = 0
    """How many tasks it would put upon us, promises apart."""
    theirs: int = 0
    """How many entries it would put upon the customer."""
    minutes: int = 0
    """The working time it takes now, or binds for later."""


Key = Callable[[Seen], tuple[Fraction | int, ...]]
"""How much a player likes a move; the most liked is made, of equals the first."""


@dataclass(frozen=True, slots=True)
class Player:
    """A naive player. `weakest` is the dimension in which its rule should fail; None for a mere tell."""

    name: str
    title: str
    stands_for: str
    weakest: str | None
    key: Key
    seed: int | None = None
    """Set where chance decides instead of `key`."""

    def choose(self, seen: tuple[Seen, ...], turn: int) -> Move:
        """The move it makes; `turn` counts its moves from 1. The same sight gives the same move."""
        if self.seed is not None:
            return random.Random(f"{self.seed}:{turn}").choice(seen).move
        return max(seen, key=self.key).move


def play(program: Program, player: Player) -> Playthrough:
    """The whole story as a player plays it."""
    eyes, made = Eyes(program), Playthrough(program)
    made.begin()
    while legal := made.legal_moves():
        made.do(player.choose(eyes.see(legal), len(made.moves)))
    return made


class Eyes:
    """Looks at legal moves as a trainee does."""

    def __init__(self, program: Program) -> None:
        self._scenario = program.scenario
        self._lines: dict[str, Choice] = {choice.id: choice for _, choice in choices(program.scenario)}
        self._sizes = dict(_sizes(program))

    def see(self, legal: Iterable[Move]) -> tuple[Seen, ...]:
        """The legal moves as they look, in their order."""
        return tuple(self._one(move, place) for place, move in enumerate(legal))

    def _one(self, move: Move, place: int) -> Seen:
        if move.verb == "say":
            return self._line(move, place, self._lines[move.what])
        if move.verb in ("keep", "add") and move.what:
            return self._bound(Seen(move, place), [move.what])
        if move.verb == "study":
            return Seen(move, place, minutes=self._scenario.homework[move.what].takes)
        if move.verb == "do":
            return Seen(move, place, minutes=self._scenario.ledger[move.what].takes)
        if move.verb == "way":
            offered = [held.ways.offered.get(move.what, 0) for held in self._scenario.encounters]
            return Seen(move, place, minutes=max(offered))
        return Seen(move, place)

    def _line(self, move: Move, place: int, line: Choice) -> Seen:
        words = [word.lower() for word in _WORD.findall(line.say)]
        chat = sum(self._personal(act) for act in line.does)
        seen = Seen(
            move,
            place,
            words=len(words),
            acts=tuple(line.does),
            kindness=sum(word in KIND_WORDS for word in words) + chat,
            chat=chat,
        )
        return self._bound(seen, _entries(line.does))

    def _personal(self, act: a.BaseAct) -> bool:
        return isinstance(act, a.Raise) and self._scenario.topics[act.topic].lens == "personal"

    def _bound(self, seen: Seen, names: Iterable[str]) -> Seen:
        held = {name: self._scenario.ledger[name] for name in names}
        ours = {name: entry for name, entry in held.items() if entry.side == "ours"}
        sizes = {name: self._sizes[name] for name in ours if name in self._sizes}
        return Seen(
            seen.move,
            seen.place,
            seen.words,
            seen.acts,
            seen.kindness,
            seen.chat,
            promised=sum((ours[name].weight * size for name, size in sizes.items()), Fraction(0)),
            largest=max(sizes.values(), default=Fraction(0)),
            ours=len(ours) - len(sizes),
            theirs=len(held) - len(ours),
            minutes=sum(entry.takes for entry in ours.values()),
        )


def _entries(does: Iterable[a.BaseAct]) -> Iterator[str]:
    for act in does:
        match act:
            case a.Promise():
                yield act.entry
            case a.Amend() if act.becomes:
                yield act.becomes
            case a.Table():
                yield from act.entries


def _sizes(program: Program) -> Iterator[tuple[str, Fraction]]:
    """The size of each promise: 1 for the largest of its capability; a vague one is as understood."""
    for capability, names in program.promises_under.items():
        amounts = {name: Fraction(program.entry(name).promised_amount) for name in names}
        least = program.scenario.seller.capabilities[capability].least is not None
        best = (min if least else max)(amounts.values(), default=Fraction(0))
        for name, amount in amounts.items():
            share = (best, amount) if least else (amount, best)
            yield name, share[0] / share[1] if share[1] > 0 else Fraction(1)


def _spoken(seen: Seen, value: int) -> int:
    return value if seen.move.verb == "say" else 0


def _does(seen: Seen, *kinds: type[a.BaseAct]) -> int:
    """2 where it is the main act, 1 where it is another, else 0."""
    found = [isinstance(act, kinds) for act in seen.acts]
    return 2 if found[:1] == [True] else int(any(found))


def _quietly(seen: Seen) -> tuple[Fraction | int, ...]:
    """For players who care for something else: where it is all the same, the line that promises least."""
    return (-seen.promised,) if seen.move.verb == "say" else (0,)


def _promiser(seen: Seen) -> tuple[Fraction | int, ...]:
    return seen.promised, seen.ours, -_does(seen, a.Amend, a.Decline, a.Limit)


def _apologiser(seen: Seen) -> tuple[Fraction | int, ...]:
    return int(seen.move.verb == "warn"), *_promiser(seen)


def _nicest(seen: Seen) -> tuple[Fraction | int, ...]:
    return seen.kindness, seen.chat, *_quietly(seen)


def _chatter(seen: Seen) -> tuple[Fraction | int, ...]:
    return seen.chat, *_quietly(seen)


def _doormat(seen: Seen) -> tuple[Fraction | int, ...]:
    wish = int(seen.move.verb == "keep")
    return wish, seen.ours - seen.theirs, -_does(seen, a.Decline, a.Limit, a.Amend), *_quietly(seen)


def _padder(seen: Seen) -> tuple[Fraction | int, ...]:
    return seen.theirs - seen.ours, *_quietly(seen)


def _peddler(seen: Seen) -> tuple[Fraction | int, ...]:
    return _does(seen, a.Pitch), _does(seen, a.Offer), _does(seen, a.Propose, a.Order), *_quietly(seen)


def _trickler(seen: Seen) -> tuple[Fraction | int, ...]:
    if seen.largest == 0:
        return 1, -seen.minutes if seen.move.verb in ("say", "keep", "add") else 0
    return (2, -seen.largest) if seen.largest <= Fraction(1, 2) else (0, -seen.largest)


def _silent(seen: Seen) -> tuple[Fraction | int, ...]:
    bound = seen.ours + seen.theirs + (seen.promised > 0) + (seen.move.verb == "aim" and seen.move.what != "")
    binding = bound + bool(_does(seen, a.Propose, a.Offer, a.Pitch, a.Order))
    leaving = int(seen.move.verb == "leave")
    return -binding, leaving, -seen.minutes, _does(seen, a.Listen), -_spoken(seen, seen.words)


def _named(*rows: tuple[str, str, str, str | None, Key]) -> dict[str, Player]:
    return {row[0]: Player(*row) for row in rows}


PLAYERS = _named(
    ("first", "First", "takes what stands first", None, lambda _: (0,)),
    ("last", "Last", "says the last line", None, lambda seen: (_spoken(seen, seen.place),)),
    ("longest", "Longest", "says most words", None, lambda seen: (_spoken(seen, seen.words),)),
    ("shortest", "Shortest", "says fewest words", None, lambda seen: (_spoken(seen, -seen.words),)),
    ("nicest", "Nicest", "is warm and full of praise", "rapport", _nicest),
    ("biggest_promiser", "Biggest promise", "always promises most", "promises", _promiser),
    ("chatter", "Chatter", "talks of hobbies", "rapport", _chatter),
    ("doormat", "Doormat", "takes every task, keeps every wish", "commitments", _doormat),
    ("padder", "Padder", "asks all of the customer, takes nothing on", "commitments", _padder),
    ("peddler", "Peddler", "always talks of the product", "rapport", _peddler),
    ("silent", "Silent", "binds nobody, prepares nothing, says least", "commitments", _silent),
    ("apologiser", "Apologiser", "promises all, then warns of all", "promises", _apologiser),
    ("trickler", "Trickler", "makes tiny promises only", "promises", _trickler),
)
"""The naive players by name, but for the random ones."""


def random_player(seed: int) -> Player:
    """Makes any legal move, each as likely as the others; the same seed makes the same moves."""
    return Player("random", "Random", "guesses", None, lambda _: (0,), seed)
