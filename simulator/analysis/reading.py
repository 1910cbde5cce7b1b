"""How long a route takes: what is read of it at 200 words a minute, and 20 seconds for each decision.

Read are the briefing, what is recalled before a sitting, every line of a script that is shown, homework and
news, the line that was chosen, the reply to it, and the ending. The lines not chosen are weighed in the 20
seconds. A decision is each line said; and a set that is asked item by item is one: the preparation of a
meeting, its list, the weeks after it.

Two kinds of answer. `bounds` is proved: no route that reaches the last encounter is shorter or longer, as
every condition is taken to be free there. `extremes` are routes really played, the shortest and the longest
found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

from simulator.analysis.walks import Walk, random_walk, walk
from simulator.engine import events as e
from simulator.engine import steps as s
from simulator.engine.decide import State, decide
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.model import Choice, Encounter, Script
from simulator.scenario.names import choices

WORDS_A_MINUTE = 200
SECONDS_A_DECISION = 20
PLAYS = 2000
_NOTHING: Mapping[str, Move] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a route asks of a reader: words read and decisions taken."""

    words: int = 0
    decisions: int = 0

    @property
    def seconds(self) -> Fraction:
        """How long it takes, exactly, so that parts add up."""
        return Fraction(self.words * 60, WORDS_A_MINUTE) + self.decisions * SECONDS_A_DECISION

    @property
    def minutes(self) -> float:
        """The same in minutes."""
        return float(self.seconds / 60)

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.words + other.words, self.decisions + other.decisions)


@dataclass(frozen=True, slots=True)
class Extremes:
    """The shortest and the longest of some routes."""

    shortest: Reading
    longest: Reading


def count(text: str | None) -> int:
    """The words of a text, by the spaces between them."""
    return len((text or "").split())


class Reader:
    """Reads walks of one scenario."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._said: dict[str, Choice] = {choice.id: choice for _, choice in choices(program.scenario)}
        self.sets = {step.id: _set(step) for step in program.steps}
        """The set that the decision of each step belongs to; empty where it asks for none."""
        self._lengths = {
            name: [count(line.text) for line in script] for name, script in program.scripts.items()
        }
        self._last = program.scenario.encounters[-1].id

    def reading(self, route: Walk) -> Reading:
        """What a walk asks of a reader."""
        words = briefing(self.program) + sum(self.words(made.events) for made in route)
        return Reading(words, len({self.sets[made.state.at] for made in route} - {""}))

    def words(self, events: Iterable[e.Event]) -> int:
        """The words of all that events show, and of a line that they say was chosen."""
        return sum(self._shown(event) for event in events)

    def _shown(self, event: e.Event) -> int:
        match event:
            case e.Chose():
                return count(self._said[event.choice].say)
            case e.Spoke():
                return sum(self._lengths[event.script][place] for place in event.lines)
            case e.Ended() if event.ending >= 0:
                ending = self.program.scenario.endings[event.ending]
                return count(ending.title) + count(ending.text)
        return 0

    def reaches_last(self, route: Walk) -> bool:
        """Whether a walk comes to the last encounter."""
        opened = (event for made in route for event in made.events if isinstance(event, e.EncounterOpened))
        return any(event.encounter == self._last for event in opened)

    def greedy(self, sign: int, kept: Mapping[str, Move] = _NOTHING, since: State | None = None) -> Walk:
        """The walk that takes, at each decision, what shows most (`sign` 1) or least (-1) at once.

        `kept` are moves made before all others where they may be, by the step they are made at; `since` is
        the state to walk on from.
        """

        def choose(state: State, legal: tuple[Move, ...]) -> Move:
            held = kept.get(state.at)
            if held in legal:
                return held
            return max(legal, key=lambda move: sign * self.words(decide(self.program, state, move)))

        return walk(self.program, choose, since)

    def changed(self, route: Walk, sign: int) -> Walk:
        """A walk made longer (`sign` 1) or shorter (-1) by one change of a decision after another.

        Goes on until no single change helps, and never leaves the routes to the last encounter.
        """
        best = self.reading(route).seconds
        place = tried = 0
        while tried < len(route):
            made = route[place % len(route)]
            before, kept = route[: place % len(route)], {one.state.at: one.move for one in route}
            for move in made.legal:
                other = before + self.greedy(sign, {**kept, made.state.at: move}, made.state)
                taken = self.reading(other).seconds
                if sign * (taken - best) > 0 and self.reaches_last(other):
                    best, route, tried = taken, other, 0
            place, tried = place + 1, tried + 1
        return route


def extremes(program: Program, plays: int = PLAYS) -> Extremes | None:
    """The shortest and longest route to the last encounter among two greedy and `plays` random ones, each
    then changed decision by decision until that helps no more.

    Routes really played, so the true extremes lie outside them or on them. None where no route got there.
    """
    reader = Reader(program)
    routes = [reader.greedy(-1), reader.greedy(1), *(random_walk(program, seed) for seed in range(plays))]
    found = [route for route in routes if reader.reaches_last(route)]
    if not found:
        return None
    shortest = reader.changed(min(found, key=lambda route: reader.reading(route).seconds), -1)
    longest = reader.changed(max(found, key=lambda route: reader.reading(route).seconds), 1)
    return Extremes(reader.reading(shortest), reader.reading(longest))


def briefing(program: Program) -> int:
    """The words one reads before the first decision."""
    scenario = program.scenario
    return count(scenario.title) + count(scenario.about) + count(scenario.practise)


def _set(step: s.Step) -> str:
    """The set a decision belongs to; empty for none."""
    head = step.id.partition(":")[0]
    match step:
        case s.ChooseWay() | s.Study() | s.Aim():
            return f"{head}:prepare"
        case s.KeepOrStrike() | s.AddEntry():
            return f"{head}:list"
        case s.Plan():
            return f"{head}:weeks"
        case s.Answer():
            return step.id
    return ""


def bounds(program: Program) -> Extremes:
    """Between what and what every route to the last encounter must lie. Proved, and wider than the truth.

    The steps are gone through from the last to the first, each with the least and the most that can follow it
    when every condition is free to hold or not. What may come at several places but only once in a story,
    homework and the settling of entries, is counted once, beside the steps.
    """
    low, high = _Bound(program, min, _surely), _Bound(program, max, _perhaps)
    return Extremes(low.total(), high.total() + _homework(program) + _settled(program))


def _perhaps(script: Script) -> int:
    return sum(count(line.text) for line in script)


def _surely(script: Script) -> int:
    return sum(count(line.text) for line in script if line.when is None)


class _Bound:
    """The least or the most that can follow each step."""

    def __init__(
        self, program: Program, pick: Callable[..., Reading], words: Callable[[Script], int]
    ) -> None:
        self.program, self.pick, self.words = program, pick, words
        self.most = pick is max
        self.after: dict[str, Reading] = {}

    def total(self) -> Reading:
        """From the briefing to the end."""
        following = Reading()
        for step in reversed(self.program.steps):
            following = self.after[step.id] = self._from(step, following)
        return Reading(briefing(self.program)) + following

    def _best(self, *ways: Reading) -> Reading:
        return self.pick(ways, key=lambda held: held.seconds)

    def _from(self, step: s.Step, following: Reading) -> Reading:
        match step:
            case s.Arrive():
                return self._arrive(step, following)
            case s.Sit() if step.encounter.ways.skip is not None:
                return self._best(following, self.after[step.stretch])
            case s.EnterBeat():
                entered = Reading(self.words(step.beat.script)) + following
                return self._best(entered, self.after[step.next]) if step.beat.when else entered
            case s.NewsComes():
                come = Reading(self.words(step.news.script)) + following
                return self._best(come, self.after[step.next]) if step.news.when else come
            case s.Answer() if step.choices:
                lines = [self._said(step, choice) for choice in step.choices]
                unasked = [self.after[step.otherwise]] if all(held.when for held in step.choices) else []
                return self._best(*lines, *unasked)
            case s.Answer():
                return self.after[step.otherwise]
            case s.Settle():
                return self.after[step.next]
            case s.Finish():
                return self._best(*self._endings())
        return following

    def _endings(self) -> Iterator[Reading]:
        for ending in self.program.scenario.endings:
            yield Reading(count(ending.title) + count(ending.text))
        if all(ending.when for ending in self.program.scenario.endings):
            yield Reading()

    def _arrive(self, step: s.Arrive, following: Reading) -> Reading:
        held = step.encounter
        perhaps = (held.agree is not None) + (held.follow_through is not None) if self.most else 0
        asked = self._prepares(held) + perhaps
        come = Reading(self.words(held.previously), asked) + following
        last = held.id == self.program.scenario.encounters[-1].id
        return self._best(come, self.after[step.stretch]) if held.when and not last else come

    def _prepares(self, held: Encounter) -> bool:
        """Whether there is a preparation to decide: surely, or for the most, perhaps."""
        surely = bool(held.ways.offered or held.objectives)
        return surely or (self.most and held.prepare is not None)

    def _said(self, step: s.Answer, choice: Choice) -> Reading:
        read = count(choice.say) + self.words(choice.reply)
        return Reading(read, 1) + self.after[step.then[choice.id]]


def _homework(program: Program) -> Reading:
    """The most there is to read of homework: before each meeting what its hours allow, nothing twice."""
    work = program.scenario.homework
    words = {name: _perhaps(held.script) for name, held in work.items()}
    allowed = 0
    for encounter in program.scenario.encounters:
        if encounter.prepare is None:
            continue
        names, hours = encounter.prepare.homework, encounter.prepare.hours
        sets = (chosen for size in range(len(names) + 1) for chosen in combinations(names, size))
        allowed += max(
            sum(words[name] for name in chosen)
            for chosen in sets
            if sum(work[name].takes for name in chosen) <= hours
        )
    return Reading(min(allowed, sum(words.values())))


def _settled(program: Program) -> Reading:
    """The most there is to read of entries as they are kept or broken, each once."""
    ledger = program.scenario.ledger.values()
    return Reading(sum(max(_perhaps(x.when_kept.script), _perhaps(x.when_broken.script)) for x in ledger))
