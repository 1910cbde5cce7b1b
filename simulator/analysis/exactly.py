"""Every play of a scenario at once: reach, best and worst, regret and chance, all exact.

Chances are the hardest: every single state has one of its own. They are left out where they take more than
a part of the budget, and all the rest is as exact as with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from scoring.rubric import DIMENSIONS
from simulator.analysis.chance import Chance, Chances
from simulator.analysis.clues import clue
from simulator.analysis.diagrams.space import DEFAULT_BUDGET, TooLarge
from simulator.analysis.found import Choice, Extreme, Line, Number, Odds
from simulator.analysis.giveaways import Worths
from simulator.analysis.parts import Named
from simulator.analysis.prospects import Prospects
from simulator.analysis.reach import Reach
from simulator.analysis.routes import Earned, following, points, route, worths
from simulator.analysis.sampling import TOTAL
from simulator.analysis.spread import spread
from simulator.analysis.tables.compiled import Stop
from simulator.analysis.tables.tabulate import Row
from simulator.analysis.values import Regret, Values
from simulator.analysis.walks import Walk
from simulator.analysis.witness import witness
from simulator.engine import steps as s
from simulator.engine.events import Event, StageMoved
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.words import STAGES

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""
Regrets = Mapping[int, Mapping[Move | None, Regret]]
Stages = Mapping[str, Number]
_BEST = f"best {TOTAL}"
_WEIGHED = (_BEST, f"worst {TOTAL}", "best stage")
"""The goals by which each move of a decision is weighed."""
PART = 64
"""The part of the budget that chances may take forwards. Where that is not enough, much more would not be."""
_FIRST = 1 << 24
"""What a point of the dimension that comes first weighs against one of the total: more than any total."""


@dataclass(frozen=True)
class Exact:
    """What is proved of a scenario. `reached` are the parts that some play comes to, by kind and name;
    `walks` the best and worst plays by name; `worths` what each line is worth on the best of them. `odds` is
    None where they take too much. `witness` looks for a play that comes to a part."""

    states: int
    steps: int
    best: Mapping[str, Extreme]
    worst: Mapping[str, Extreme]
    odds: Odds | None
    choices: tuple[Choice, ...]
    reached: frozenset[Named]
    walks: Mapping[str, Walk]
    worths: Worths
    witness: Callable[[Named], Walk | None]


@dataclass(frozen=True)
class _Goal:
    """Something to have most or least of. A play's name for it, what counts of rows, and of events."""

    name: str
    worth: Callable[[Row], int]
    earned: Earned
    best: bool = True


@dataclass(frozen=True)
class _Met:
    """What came of a goal."""

    start: int
    walk: Walk
    regrets: Regrets = field(default_factory=dict)
    worths: Worths = field(default_factory=dict)


def exactly(program: Program, budget: int | None = None, tell: Tell = lambda *_: None) -> Exact:
    """Raises TooLarge where the budget of nodes does not suffice for the best and the worst."""
    reach = Reach(program, _seen, budget or DEFAULT_BUDGET, partial(tell, "going through every state"))
    odds = _odds(program, reach, tell)
    goals, met = [*_goals()], dict[str, _Met]()
    for done, goal in enumerate(goals, start=1):
        met[goal.name] = _meet(program, reach, goal)
        tell("looking for the best and the worst", done, len(goals))
    return Exact(
        int(reach.states),
        len(reach.passed),
        {
            name: _extreme(met[f"best {name}"], 1 if name == TOTAL else _FIRST)
            for name in (TOTAL, *DIMENSIONS)
        },
        {name: _extreme(met[f"worst {name}"]) for name in (TOTAL, *DIMENSIONS)},
        odds,
        tuple(_choices(program, reach, *(met[name].regrets for name in _WEIGHED))),
        frozenset(_reached(program, reach)),
        {name: held.walk for name, held in met.items()},
        met[_BEST].worths,
        partial(witness, program, reach),
    )


def _total(row: Row) -> int:
    return sum(row.points)


def _of(place: int) -> Callable[[Row], int]:
    return lambda row: row.points[place]


def _first(place: int) -> Callable[[Row], int]:
    """A dimension first of all, and the total second: so that the best of it is shown with the best total
    that goes with it."""
    return lambda row: _FIRST * row.points[place] + sum(row.points)


def _climbed(row: Row) -> int:
    """By how many stages the account rose, or fell."""
    return _stages(row.milestones)


def _stages(events: Iterable[Event]) -> int:
    return sum(event.now - event.before for event in events if isinstance(event, StageMoved))


def _seen(row: Row) -> tuple[object, ...]:
    return row.points, _climbed(row)


def _goals() -> Iterator[_Goal]:
    yield _Goal("best stage", _climbed, _stages)
    yield _Goal(f"best {TOTAL}", _total, _earned(TOTAL))
    yield _Goal(f"worst {TOTAL}", _total, _earned(TOTAL), best=False)
    for place, name in enumerate(DIMENSIONS):
        yield _Goal(f"best {name}", _first(place), _earned_first(name))
        yield _Goal(f"worst {name}", _of(place), _earned(name), best=False)


def _earned(name: str) -> Earned:
    return lambda events: points(events)[name]


def _earned_first(name: str) -> Earned:
    def earned(events: Iterable[Event]) -> int:
        found = points(events)
        return _FIRST * found[name] + found[TOTAL]

    return earned


def _meet(program: Program, reach: Reach, goal: _Goal) -> _Met:
    """One goal from the end to the beginning, and a play that meets it. The diagrams are let go after it."""
    values = Values(
        reach, goal.worth, goal.best, regretting=lambda stop: goal.name in _WEIGHED and _asks(stop)
    )
    walk = following(program, values, goal.earned, goal.best)
    said = {}
    if goal.name == _BEST:
        for made in walk:
            if made.move.verb == "say":
                found = worths(program, values, goal.earned, made.state, made.legal)
                said[made.state.at] = {move.what: worth for move, worth in found.items()}
    return _Met(values.start, walk, values.regrets, said)


def _asks(stop: Stop) -> bool:
    return len(stop.lines.keys() - {None}) > 1


def _extreme(met: _Met, weight: int = 1) -> Extreme:
    return Extreme((met.start + weight // 2) // weight, route(met.walk))


def _odds(program: Program, reach: Reach, tell: Tell) -> Odds | None:
    if reach.states > reach.budget * len(reach.passed):
        return None  # there are more chances than there may be nodes
    worths = [_total, *map(_of, range(len(DIMENSIONS)))]
    try:
        chances = Chances(reach, worths, reach.budget // PART, partial(tell, "weighing every guess"))
    except TooLarge:
        return None
    moves = {}
    for place, made in chances.moves.items():
        found = {str(move): _number(chance) for move, chance in made.items() if move is not None}
        if found:
            moves[program.steps[place].id] = found
    ended = chances.ended("stage")
    return Odds(
        {STAGES[stage]: _number(ended[stage]) for stage in sorted(ended)},
        {ending: _number(chance) for ending, chance in sorted(chances.ended("ending").items())},
        {name: _number(mean) for name, mean in zip((TOTAL, *DIMENSIONS), chances.mean, strict=True)},
        moves,
        chances.bound,
        _totals(program, reach.budget, tell),
    )


def final_stages(program: Program, budget: int | None = None) -> Stages | None:
    """How likely each final stage is, by its name, for somebody who guesses; None where even that takes more
    than the budget."""
    try:
        found = Prospects(program, "stage", budget or DEFAULT_BUDGET).ended
    except TooLarge:
        return None
    return {STAGES[stage]: _number(chance) for stage, chance in sorted(found.items())}


def _totals(program: Program, budget: int, tell: Tell) -> dict[int, Number]:
    """The chance of every total; nothing where that takes more than the budget."""
    try:
        found = spread(program, budget, partial(tell, "counting every total"))
    except TooLarge:
        return {}
    return {total: _number(chance) for total, chance in found.items()}


def _number(chance: Chance) -> Number:
    return Number(chance.real, chance.residue)


def _choices(
    program: Program, reach: Reach, best: Regrets, worst: Regrets, stages: Regrets
) -> Iterator[Choice]:
    """The decisions in their order, with what each move of them gives away."""
    stops = {stop.place: stop for stop in reach.stops}
    for place in sorted(best):
        moves = [move for move in best[place] if move is not None]
        if len(moves) < 2:
            continue
        every = [held[place][move] for held in (best, worst, stages) for move in moves]
        lines = (
            Line(
                str(move),
                best[place][move].least,
                best[place][move].most,
                stages[place][move].least,
                stages[place][move].most,
                clue(program.scenario, reach, stops[place], move) if stages[place][move].most else None,
            )
            for move in moves
        )
        yield Choice(program.steps[place].id, tuple(lines), any(regret.most for regret in every))


def _reached(program: Program, reach: Reach) -> Iterator[Named]:
    for place, passed in reach.passed.items():
        match program.steps[place]:
            case s.Answer(name=name):
                yield "moment", name
                for move in passed.lines:
                    if move is not None:
                        yield "line", move.what
            case s.Aftermath(entry=entry, outcome=outcome):
                yield "entry", f"{entry} {outcome}"
    yield from (("stage", STAGES[stage]) for stage in reach.ended("stage"))
    yield from (("ending", str(place)) for place in reach.ended("ending"))
