"""Chains: from a line of the trainee's to what came of it, and to another line that was there to be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scoring.marks import Mark
from scoring.moments import Cut
from scoring.retelling import Retelling
from scoring.sentences import reason_title
from simulator.engine import events as e
from simulator.engine.telling import show_day, tell

_ENTRY_EVENTS = (e.Promised, e.Committed, e.Amended, e.Warned, e.Kept, e.Broken)
_NO_DEED = (e.StageMoved, e.MeetingClosed, e.NewsCame)
_MOST = 2


@dataclass(frozen=True)
class Chain:
    """Something shown or missed: what was done, what came of it, and what else there was to say."""

    move: int
    day: int
    quote: str
    reasons: tuple[str, ...]
    consequences: tuple[str, ...]
    """In the order in which they came; each that came later begins with its day."""
    alternative: str | None
    """Another line that could have been said then, and would have been of use."""
    principle: str
    """The id of the principle it bears on most; empty where nothing was marked."""
    points: int
    is_line: bool
    """Whether `quote` is a line of the trainee's own; else it tells a deed."""
    cost: int = 0
    """The points it lost, gains left out."""
    marked: tuple[e.Event, ...] = field(default=(), repr=False, compare=False)
    """The events whose marks it tells."""


@dataclass(frozen=True, slots=True)
class _Marked:
    held: Cut
    event: e.Event
    mark: Mark


class Chains:
    """The chains of one attempt, and which of them to tell."""

    def __init__(self, retelling: Retelling, cuts: list[Cut]) -> None:
        self.retelling, self.cuts = retelling, cuts
        self._origins = dict(self._origin_of_each())
        self._all = self._linked()

    def strengths(self) -> tuple[Chain, ...]:
        """The two best, for two principles if there are two; in a run without any, its best line."""
        earned = sorted((item for item in self._all if item[1].points > 0), key=_best_first)
        deeds = [chain for head, chain in earned if not isinstance(head, _NO_DEED)]
        first, rest = deeds[:1], deeds[1:]
        for other in (chain for chain in rest if chain.principle != first[0].principle):
            return (*first, other)
        return (*first, *rest[: _MOST - 1]) or self._best_line()

    def gaps(self) -> tuple[Chain, ...]:
        """The two that cost most. A promise whose making earned what taking it back cost is one, too."""
        lost = sorted((chain for _, chain in self._all if _in_vain(chain)), key=_costliest_first)
        return tuple(lost[:_MOST])

    def _best_line(self) -> tuple[Chain, ...]:
        """Where nothing earned a point, the line that came nearest to it."""
        lines = [held for held in self.cuts if isinstance(held.head, e.Chose)]
        if not lines:
            return ()
        return (self._chain(max(lines, key=lambda held: sum(mark.points for _, mark in held.marks)), []),)

    # --- linking ------------------------------------------------------------------------------------------

    def _origin_of_each(self) -> Iterator[tuple[str, int]]:
        """In which cut each entry was taken on, or an untruth told; in reverse, so that the first counts."""
        for place, held in reversed(list(enumerate(self.cuts))):
            for event in held.events:
                match event:
                    case e.Promised() | e.Committed() | e.Opened() | e.Added() | e.Tabled(by_them=0):
                        yield event.entry, place
                    case e.Told() if event.version:
                        yield f"fact {event.fact}", place

    def _linked(self) -> list[tuple[e.Event, Chain]]:
        """Every chain with the event it begins with: the marks of one entry, one untruth, or one moment.

        What goes back to the same line of the trainee's is one chain.
        """
        groups: dict[tuple[int, str], list[_Marked]] = defaultdict(list)
        for place, held in enumerate(self.cuts):
            for event, mark in held.marks:
                thing = _thing(event)
                origin = self._origins.get(thing, place)
                spoken = isinstance(self.cuts[origin].head, e.Chose)
                groups[origin, "" if spoken else thing].append(_Marked(held, event, mark))
        linked = ((self.cuts[origin], found) for (origin, _), found in groups.items())
        return [(origin.head, self._chain(origin, found)) for origin, found in linked]

    def _chain(self, origin: Cut, found: list[_Marked]) -> Chain:
        other = self.retelling.instead(origin)
        strongest = max((item.mark for item in found), key=lambda mark: abs(mark.points), default=None)
        return Chain(
            move=origin.move,
            day=origin.day,
            quote=self.retelling.quote(origin),
            reasons=tuple(
                dict.fromkeys(reason_title(item.mark.reason) for item in found if item.mark.points)
            ),
            consequences=(*self._that_night(origin), *self._later(origin, found)),
            alternative=other.say if other else None,
            principle=strongest.principle if strongest else "",
            points=sum(item.mark.points for item in found),
            is_line=self.retelling.choice(origin) is not None,
            cost=-sum(min(item.mark.points, 0) for item in found),
            marked=tuple(item.event for item in found),
        )

    def _that_night(self, origin: Cut) -> Iterator[str]:
        """What it did at once, and what they wrote about it; or else what they said."""
        changes = self.retelling.changes(origin.events[1:])
        if changes:
            yield " ".join(changes)
        choice = self.retelling.choice(origin)
        if choice and choice.thinks:
            yield f"{self.retelling.notebook_of(choice)} wrote that night: “{choice.thinks}”"
        else:
            yield from self._heard(origin)

    def _later(self, origin: Cut, found: list[_Marked]) -> Iterator[str]:
        for held in {id(item.held): item.held for item in found if item.held is not origin}.values():
            told = (tell(self.retelling.program, held.head), *self.retelling.changes(held.events[1:]))
            sentences = " ".join([*(text for text in told if text), *self._heard(held)])
            yield f"{show_day(held.day).capitalize()}: {sentences}"

    def _heard(self, held: Cut) -> Iterator[str]:
        """The first line that was heard; the customer judges."""
        for line in self.retelling.answers(held)[:1]:
            yield f"{line.speaker}: “{line.text}”" if line.speaker else line.text


def try_next(gaps: Iterable[Chain]) -> Chain | None:
    """The gap to play again from: the costliest with another line that was there, else the costliest."""
    held = list(gaps)
    ready = [chain for chain in held if chain.alternative]
    return next(iter(ready or held), None)


def _thing(event: e.Event) -> str:
    """What a mark goes back to: a ledger entry, a fact told, or nothing but its own moment."""
    if isinstance(event, _ENTRY_EVENTS):
        return event.entry
    return f"fact {event.fact}" if isinstance(event, e.Exposed) else ""


def _best_first(item: tuple[e.Event, Chain]) -> tuple[bool, int, int]:
    """Words and deeds before aims; then the most points; then the earliest."""
    head, chain = item
    return isinstance(head, e.ObjectiveClosed), -chain.points, chain.move


def _in_vain(chain: Chain) -> bool:
    """Whether it cost points and earned no more than that."""
    return chain.cost > 0 and chain.points <= 0


def _costliest_first(chain: Chain) -> tuple[int, int]:
    return chain.points, chain.move
