"""The analysis of one scenario, from its text to all that was found; exact, or labelled as not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from scoring.rubric import DIMENSIONS, default_rubric
from scoring.specs import Specs, run
from simulator.analysis.beside import beside
from simulator.analysis.bounding import outermost
from simulator.analysis.diagrams.space import TooLarge
from simulator.analysis.estimated import best_and_worst, estimate, guessing
from simulator.analysis.exactly import Exact, Stages, Tell, exactly, final_stages
from simulator.analysis.fingerprint import fingerprint
from simulator.analysis.found import Analysis, Giveaway, Guessed, Minutes, Part, Played, Stopped
from simulator.analysis.giveaways import tells, words
from simulator.analysis.manners import misfits
from simulator.analysis.parts import told
from simulator.analysis.players import PLAYERS, play
from simulator.analysis.reading import bounds, extremes
from simulator.analysis.routes import route
from simulator.analysis.sampling import TOTAL, Sample, Text, played
from simulator.analysis.timing import minutes
from simulator.analysis.walks import Walk, random_walk, retrace, walk
from simulator.engine.attempt import RULES
from simulator.engine.moves import BEGIN, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import parse

Plays = Mapping[str, tuple[str, ...]]
"""Plays by name, as their moves after the first, which is always the same."""
_NONE: Plays = MappingProxyType({})
PLAYS = 2_000
"""The random plays for what is estimated."""
WITNESSES = 200
"""The random plays among which a part is looked for that no other play comes to."""
ROUTES = 20
"""The random plays from which the shortest and the longest are looked for."""
RARE = 0.05
"""A word that chance gives more often than this gives nothing away."""
LONG = 250
"""From so many steps on, another process helps."""
LIVE = 8
"""The fields that are named where the budget was used up."""


def _quiet(*_: object) -> None:
    """Where nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an analysis is made. `budget` is the number of nodes allowed; None leaves it to the analysis."""

    budget: int | None = None
    seed: int = 0


def analyse(text: Text, options: Options = Options(), plays: Plays = _NONE, tell: Tell = _quiet) -> Analysis:
    """All there is to find; `plays` are looked at too, move by move. Raises ScenarioError."""
    program = Program(parse(text.text, text.name, text.variant))
    jobs = partial(_final_stages, text, options.budget), partial(_minutes, text)
    with beside(jobs, worth=len(program.steps) >= LONG) as (stages, reading):
        return _analyse(text, program, options, plays, tell, stages, reading)


def _analyse(
    text: Text,
    program: Program,
    options: Options,
    plays: Plays,
    tell: Tell,
    stages: Callable[[], Stages | None],
    reading: Callable[[], Minutes],
) -> Analysis:
    exact, stopped = None, None
    try:
        exact = exactly(program, options.budget, tell)
    except TooLarge as error:
        stopped = Stopped(error.step, error.live[:LIVE], _between(program, tell))
    guesses = dict(_guesses(program, WITNESSES if exact else PLAYS, options.seed, tell))
    players = {name: retrace(play(program, player)) for name, player in PLAYERS.items()}
    shown = {**_titled(players), **{name: _walked(program, moves) for name, moves in plays.items()}}
    walks: dict[str, Walk] = {**shown, **(exact.walks if exact else {}), **guesses}
    best, worst = (exact.best, exact.worst) if exact else best_and_worst(walks.values())
    tell("playing at random", 0, PLAYS)
    sample = played(program, range(PLAYS), options.seed)
    odds = (exact.odds if exact else None) or guessing(sample)
    if exact and not odds.exact:
        tell("weighing every guess", 0, 1)
        odds = replace(odds, stages=stages() or odds.stages)
    parts = told(program, walks, exact.reached if exact else None)
    sought = dict(_sought(exact, parts)) if exact else {}
    if sought:
        walks |= sought
        parts = told(program, walks, exact.reached if exact else None)
    naive = {name: _played(name, walk) for name, walk in players.items()}
    witnesses = dict.fromkeys(part.witness for part in parts if part.witness)
    most = {name: best[name].points for name in DIMENSIONS}
    return Analysis(
        scenario=program.scenario.id,
        title=program.scenario.title,
        variant=text.variant,
        fingerprint=fingerprint(program.scenario),
        rules=RULES,
        rubric=default_rubric().version,
        exact=exact is not None,
        states=exact.states if exact else 0,
        steps=exact.steps if exact else len(program.steps),
        stopped=stopped,
        best=best,
        worst=worst,
        odds=odds,
        parts=parts,
        choices=exact.choices if exact else (),
        players=naive,
        misfits=tuple(misfits({name: held.points for name, held in naive.items()}, most)),
        guessed=_guessed(sample, best[TOTAL].points, options.seed),
        giveaways=tuple(_giveaways(program, exact)) if exact else (),
        minutes=reading(),
        plays={name: route(walks[name]) for name in witnesses},
    )


def specified(program: Program, variant: str | None, specs: Specs | None) -> Plays:
    """The plays that the specs of a scenario describe, move by move, those that come to an end."""
    found = {}
    for name, spec in specs.playthroughs.items() if specs else ():
        if spec.variant == variant:
            made = run(program, name, spec).play
            if made.state.over:
                found[f"spec {name}"] = tuple(str(move) for move in made.moves if move != BEGIN)
    return found


def _walked(program: Program, moves: tuple[str, ...]) -> Walk:
    left = iter(moves)
    return walk(program, lambda *_: parse_move(next(left)))


def _guesses(program: Program, plays: int, seed: int, tell: Tell) -> Iterator[tuple[str, Walk]]:
    for number in range(plays):
        tell("playing at random", number, plays)
        yield f"guess {number}", random_walk(program, seed + number)


def _sought(exact: Exact, parts: Iterable[Part]) -> Iterator[tuple[str, Walk]]:
    """Plays that come to the parts that none of the others came to."""
    for part in parts:
        if part.possible and part.witness is None:
            found = exact.witness((part.kind, part.name))
            if found:
                yield f"to {part.kind} {part.name}", found


def _titled(players: Mapping[str, Walk]) -> dict[str, Walk]:
    return {f"player {name}": walk for name, walk in players.items()}


def _played(name: str, walk: Walk) -> Played:
    held, came_to = PLAYERS[name], route(walk)
    return Played(held.title, held.stands_for, held.weakest, came_to.points, came_to.stage)


def _guessed(sample: Sample, par: int, seed: int) -> Guessed:
    half = sample.at_least((par + 1) // 2)
    return Guessed(sample.plays, seed, estimate(sample.about()), estimate(half))


def _giveaways(program: Program, exact: Exact) -> Iterator[Giveaway]:
    habits = tells(program.scenario, exact.worths)
    said = (tell for tell in words(program.scenario, exact.worths) if tell.rarity <= RARE)
    for tell in (*habits, *said):
        yield Giveaway(tell.what, tell.times, tell.of, float(tell.expected), float(tell.rarity))


def _between(program: Program, tell: Tell) -> tuple[int, int] | None:
    try:
        return outermost(program, partial(tell, "going through a simpler story"))
    except TooLarge:
        return None


def _final_stages(text: Text, budget: int | None) -> Stages | None:
    return final_stages(Program(parse(text.text, text.name, text.variant)), budget)


def _minutes(text: Text) -> Minutes:
    program = Program(parse(text.text, text.name, text.variant))
    try:
        least, most = map(float, minutes(program))
    except TooLarge:
        proved = bounds(program)
        least, most = proved.shortest.minutes, proved.longest.minutes
    found = extremes(program, ROUTES)
    return Minutes(
        (least, most),
        (found.shortest.minutes, found.longest.minutes) if found else None,
    )
