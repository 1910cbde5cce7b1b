"""The craft of the long accounts, played: no tell by size, twenty to forty minutes, no naive way to the top.

What can be counted without playing is said by `onlyme check`. The best line is the one the specs name. What
may be shown together is what was, in the plays of all specs, of all naive players and of five hundred random
walks.
"""

from functools import cache

import pytest

from scoring.debrief import make_debrief
from scoring.rubric import default_rubric
from scoring.scorecard import score
from scoring.specs import Outcome, read_specs, run, spec_file
from simulator.analysis.checks.best import MINUTES
from simulator.analysis.checks.options import MOST_OPTIONS
from simulator.analysis.checks.routes import LEAST_OPTIONS
from simulator.analysis.checks.tells import MOST_SPREAD
from simulator.analysis.craft import OptionSet, option_sets
from simulator.analysis.players import PLAYERS, play, random_player
from simulator.analysis.reading import Reader
from simulator.analysis.timing import minutes
from simulator.analysis.walks import Walk, random_walk, retrace
from simulator.engine import events as e
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.scenario.load import find, library, load
from simulator.scenario.model import Choice
from simulator.scenario.names import choices
from simulator.view.diagnosis import diagnosed

LONG = [name for name in library() if load(name).minutes > 10]
NAIVE = [*PLAYERS, "random"]
WALKS = 500

long_ones = pytest.mark.parametrize("name", LONG)


@cache
def program(name: str) -> Program:
    return Program(load(name))


@cache
def best(name: str) -> Outcome:
    specs = read_specs(spec_file(find(name)))
    assert specs.best_line is not None, "the specs of a long account name its best line"
    return run(program(name), specs.best_line, specs.playthroughs[specs.best_line])


@cache
def naive(name: str, player: str) -> Playthrough:
    return play(program(name), PLAYERS[player] if player in PLAYERS else random_player(0))


@cache
def walks(name: str) -> tuple[Walk, ...]:
    specs = read_specs(spec_file(find(name))).playthroughs
    played = [run(program(name), key, held).play for key, held in specs.items() if held.variant is None]
    played += [naive(name, player) for player in NAIVE]
    return (*map(retrace, played), *(random_walk(program(name), seed) for seed in range(WALKS)))


@cache
def sets(name: str) -> tuple[OptionSet, ...]:
    return option_sets(program(name), walks(name))


def lines(name: str) -> list[Choice]:
    return [choice for _, choice in choices(program(name).scenario)]


def weaker(name: str) -> list[Choice]:
    """The lines that the best line does not say and their author finds good in no way."""
    said = {move.what for move in best(name).play.moves}
    return [choice for choice in lines(name) if choice.id not in said and not choice.well]


@pytest.mark.parametrize("name", library())
def test_what_is_remarked_upon_is_accepted_with_a_reason(name: str) -> None:
    assert [wrong.line() for wrong in diagnosed(find(name)).found if wrong.accepted is None] == []


@long_ones
def test_the_best_line_holds(name: str) -> None:
    assert best(name).failures == ()


@long_ones
def test_three_or_four_lines_are_offered_at_a_time(name: str) -> None:
    counted = [(held.at, len(held.lines)) for held in sets(name)]
    assert [pair for pair in counted if not LEAST_OPTIONS <= pair[1] <= MOST_OPTIONS] == []


@long_ones
def test_there_are_at_least_twenty_four_decisions(name: str) -> None:
    assert len({held.at for held in sets(name)}) >= 24


@long_ones
def test_lines_offered_together_are_about_equally_long(name: str) -> None:
    off = [
        f"{held.at}: {line} has {held.lengths[line]} words among {[*held.lengths.values()]}"
        for held in sets(name)
        for line, part in held.spread.items()
        if abs(part - 1) > MOST_SPREAD
    ]
    assert off == []


@long_ones
def test_every_weaker_line_tempts_and_has_another_beside_it(name: str) -> None:
    assert [line.id for line in weaker(name) if not line.tempting] == []
    assert [line.id for line in weaker(name) if not line.instead] == []


@long_ones
def test_every_route_to_the_last_encounter_takes_twenty_to_forty_minutes(name: str) -> None:
    """Of those played, and of all there are."""
    reader, (least, most) = Reader(program(name)), minutes(program(name))
    played = [reader.reading(route).minutes for route in walks(name) if reader.reaches_last(route)]
    assert played
    assert MINUTES[0] <= least <= min(played)
    assert max(played) <= most <= MINUTES[1]


@long_ones
@pytest.mark.parametrize("player", NAIVE)
def test_every_naive_player_fails_and_the_debrief_says_why(name: str, player: str) -> None:
    made, points = naive(name, player), score(naive(name, player).events, default_rubric()).points
    assert made.state.fields["stage"] < best(name).play.state.fields["stage"]
    assert sum(points.values()) < best(name).card.total
    gaps = make_debrief(program(name), made.events_by_move).gaps
    assert any(gap.quote and (gap.reasons or gap.consequences) for gap in gaps)


@long_ones
def test_the_naive_fail_in_more_ways_than_one(name: str) -> None:
    ended = {
        event.ending
        for player in PLAYERS
        for event in naive(name, player).events
        if isinstance(event, e.Ended)
    }
    assert len(ended) >= 3
