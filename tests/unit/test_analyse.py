"""The analysis of a scenario: what it finds is so, what it shows can be played, and guesses say so."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from scoring.rubric import DIMENSIONS
from scoring.specs import read_specs, spec_file
from simulator.analysis import kept
from simulator.analysis.analyse import Options, Plays, analyse, specified
from simulator.analysis.batch import analyses
from simulator.analysis.diagrams.space import TooLarge
from simulator.analysis.exactly import exactly
from simulator.analysis.fingerprint import fingerprint
from simulator.analysis.found import Analysis, Choice, Line
from simulator.analysis.manners import misfits
from simulator.analysis.parts import come_to
from simulator.analysis.routes import points
from simulator.analysis.sampling import Text, played
from simulator.engine.attempt import Playthrough
from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.moves import parse_move
from simulator.engine.program import Program
from simulator.scenario.load import build, find, load, parse
from simulator.view.analysis import report
from tests.helpers import Data, beat, line, meeting, promise, source, story
from tests.helpers import document as small
from tests.properties.scenarios import LARGEST, document
from tests.unit.test_yardstick import DASH, LONG_WAY, account, card

NAMES = ("total", *DIMENSIONS)
TINY = Options(budget=1)
"""Room for nothing, so that everything has to be guessed."""


@cache
def text(name: str = "first-steps") -> Text:
    return Text(find(name).read_text(encoding="utf-8"), name)


@cache
def plays() -> Plays:
    """The plays of its specs."""
    return specified(Program(load("first-steps")), None, read_specs(spec_file(find("first-steps"))))


@cache
def found() -> Analysis:
    """The exact analysis of the small scenario."""
    return analyse(text(), Options(), plays())


@cache
def guessed() -> Analysis:
    """The same, as it is where there is no room."""
    return analyse(text(), TINY)


def written(*encounters: Data, **rooms: object) -> Text:
    """A scenario as text; JSON is YAML."""
    return Text(json.dumps(small(*encounters, **rooms)), "a.yaml")


def test_the_totals_of_guessing_are_spread_as_its_mean_its_extremes_and_a_sample_say() -> None:
    odds = found().odds
    chances = {total: chance.value for total, chance in odds.totals.items()}
    assert sum(chances.values()) == pytest.approx(1)
    assert sum(total * chance for total, chance in chances.items()) == pytest.approx(odds.mean["total"].value)
    assert (min(chances), max(chances)) == (found().worst["total"].points, found().par)
    sample = played(Program(load("first-steps")), range(2_000), seed=7)
    half = (found().par + 1) // 2
    assert odds.at_least(half) == pytest.approx(found().half.value)
    assert found().half.value in sample.at_least(half, confidence=0.9999)
    assert odds.deviation == pytest.approx(float(sample.variance()) ** 0.5, rel=0.1)


def test_without_room_for_the_totals_half_of_the_best_is_what_a_sample_says() -> None:
    assert guessed().odds.totals == {}
    assert guessed().odds.deviation is None
    assert guessed().half == guessed().guessed.half
    assert "totals" in json.loads(kept.as_json(guessed()))["odds"]


def _too_large(*_: object) -> None:
    raise TooLarge("begin", ())


def test_where_only_the_chances_take_too_much_only_the_final_stages_are_exact_among_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = found()
    monkeypatch.setattr("simulator.analysis.exactly.Chances", _too_large)
    without = analyse(text(), Options(), plays())
    assert without.exact
    assert not without.odds.exact
    for told in ("best", "worst", "choices", "giveaways", "states"):
        assert getattr(without, told) == getattr(whole, told), told
    assert {(part.kind, part.name): part.possible for part in without.parts} == {
        (part.kind, part.name): part.possible for part in whole.parts
    }
    for stage, chance in whole.odds.stages.items():
        assert without.odds.stages[stage].residue == chance.residue
        assert without.odds.stages[stage].value == pytest.approx(chance.value)
    for ending, chance in whole.odds.endings.items():
        sampled = without.odds.endings[ending]
        assert sampled.low is not None
        assert sampled.high is not None
        assert sampled.low <= chance.value <= sampled.high
    shown = "\n".join(report(without, Program(load("first-steps"))))
    assert "Exact: how likely each final stage is." in shown
    assert "97.6 %  at Me too" in shown


def test_where_even_the_final_stages_take_too_much_they_are_sampled_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = found()
    monkeypatch.setattr("simulator.analysis.exactly.Chances", _too_large)
    monkeypatch.setattr("simulator.analysis.exactly.Prospects", _too_large)
    without = analyse(text(), Options(), plays())
    for stage, chance in whole.odds.stages.items():
        sampled = without.odds.stages[stage]
        assert sampled.low is not None
        assert sampled.high is not None
        assert sampled.low <= chance.value <= sampled.high
    assert "Not exact: what comes of guessing." in "\n".join(report(without, Program(load("first-steps"))))


def test_with_the_help_of_another_process_it_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = found(), guessed()
    monkeypatch.setattr("simulator.analysis.analyse.LONG", 0)
    assert (analyse(text(), Options(), plays()), analyse(text(), TINY)) == alone


def test_it_is_exact_and_says_so() -> None:
    assert found().exact
    assert found().stopped is None
    assert found().fingerprint == fingerprint(load("first-steps"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", ["best", "worst"])
def test_the_engine_earns_on_the_route_shown_what_was_found(which: str, name: str) -> None:
    extreme = getattr(found(), which)[name]
    play = Playthrough(Program(load("first-steps")))
    for at, move in extreme.route.moves:
        assert play.state.at == at
        play.do(parse_move(move))
    assert play.state.over
    assert extreme.route.points[name] == extreme.points


@pytest.mark.parametrize("seed", range(12))
def test_every_route_of_a_scenario_made_by_dice_earns_what_was_found(seed: int) -> None:
    exact = exactly(Program(build(source(document(seed, seed % LARGEST + 1)))))
    assert exact.odds
    for name in NAMES:
        assert exact.best[name].route.points[name] == exact.best[name].points
        assert exact.worst[name].route.points[name] == exact.worst[name].points
        assert exact.worst[name].points <= exact.odds.mean[name].value <= exact.best[name].points
    for odds in (exact.odds.stages, exact.odds.endings):
        assert sum(number.value for number in odds.values()) == pytest.approx(1)
    ended = {(kind, name) for kind, name in exact.reached if kind in ("stage", "ending")}
    assert ended == {("stage", name) for name, chance in exact.odds.stages.items() if chance.value} | {
        ("ending", str(place)) for place, chance in exact.odds.endings.items() if chance.value
    }


@pytest.mark.parametrize("seed", range(6))
def test_beside_the_best_of_a_dimension_stands_the_best_total_there_is_with_it(seed: int) -> None:
    program = Program(build(source(document(seed, 2))))
    best = exactly(program).best
    for name in DIMENSIONS:
        points = best[name].route.points
        assert (points[name], points["total"]) == most_of(program, name, beginning(program), {})


def most_of(
    program: Program, name: str, state: State, known: dict[object, tuple[int, int]]
) -> tuple[int, int]:
    """The most of a dimension to be had from a state, and the most in total with it: every move is tried."""
    if state.over:
        return 0, 0
    key = state.at, *state.fields.values()
    if key not in known:
        found = []
        for move in legal_moves(program, state):
            events = decide(program, state, move)
            earned, ahead = points(events), most_of(program, name, evolve(state, events), known)
            found.append((earned[name] + ahead[0], earned["total"] + ahead[1]))
        known[key] = max(found)
    return known[key]


def test_no_random_play_and_no_player_does_better_or_worse_than_what_was_found() -> None:
    sample = played(Program(load("first-steps")), range(500))
    for name in NAMES:
        earned = [*sample.points[name], *(player.points[name] for player in found().players.values())]
        assert found().worst[name].points <= min(earned) <= max(earned) <= found().best[name].points


def test_random_plays_of_the_engine_agree_with_the_odds() -> None:
    sample = played(Program(load("first-steps")), range(2_000))
    for stage, number in found().odds.stages.items():
        assert number.value in sample.stage(stage, 0.9999)
    for name in NAMES:
        assert found().odds.mean[name].value in sample.about(name, 0.9999)


def test_a_dash_past_every_hard_question_is_not_par() -> None:
    exact = exactly(account())
    assert exact.best["total"].points == card(*LONG_WAY).total > card(*DASH).total
    assert ("moment", "first/b3") not in exact.reached
    assert ("line", "jackpot") not in exact.reached
    assert ("line", "two") in exact.reached


def test_riches_that_can_be_reached_are() -> None:
    exact = exactly(account("trust.dana <= 4"))
    assert ("line", "jackpot") in exact.reached
    assert exact.best["total"].points == card(*LONG_WAY).total + 41


LEDGER: Data = {"two": promise(2, due="9d"), "nine": promise(9, due="9d")}


def test_what_a_line_gives_away_is_told_by_line() -> None:
    lines = (line("two", {"promise": "two"}), line("nine", {"promise": "nine"}), line("same", "listen"))
    (held,) = exactly(story(meeting(*lines), ledger=LEDGER, ends="20d")).choices
    by_move = {one.move: one for one in held.lines}
    assert held.matters
    assert held.never_best == ("say nine", "say same")
    assert by_move["say two"].most == 0 < by_move["say same"].least < by_move["say nine"].least
    assert held.nearly_best(par=1000) == tuple(by_move)
    assert held.nearly_best(par=0) == ("say two",)


def test_a_decision_that_changes_nothing_is_told() -> None:
    (held,) = exactly(story(meeting(line("a"), line("b")))).choices
    assert not held.matters
    assert [one.most for one in held.lines] == [0, 0]


def test_where_a_stage_is_lost_for_good_is_told() -> None:
    rise = {"stages": {"foothold": {"up_if": "said.a"}}}
    program = story(meeting(beat(line("a"), line("b")), beat(line("c"), line("d"))), account=rise, ends="20d")
    first, second = exactly(program).choices
    assert [(one.stages_least, one.stages_most) for one in first.lines] == [(0, 0), (1, 1)]
    assert [one.stages_most for one in second.lines] == [0, 0]


def test_each_part_is_possible_with_a_play_that_comes_to_it_or_proved_impossible() -> None:
    held = meeting(beat(line("a"), line("d")), beat(line("b", when="said.a and said.d"), line("c")))
    analysis = analyse(written(held))
    parts = {(part.kind, part.name): part for part in analysis.parts}
    assert parts["line", "b"].possible is False
    for part in analysis.parts:
        if part.possible:
            assert part.witness in analysis.plays
    assert all(("first/b2", "say b") not in play.moves for play in analysis.plays.values())
    assert any(("first/b2", "say c") in play.moves for play in analysis.plays.values())


def far() -> tuple[Data, list[Data]]:
    """So rare a chain of lines that no guess and no player comes to its end."""
    beats = [beat(line("b0"), line("a0"), line("c0"))]
    for n in range(1, 9):
        beats.append(beat(line(f"b{n}"), line(f"a{n}", when=f"said.a{n - 1}"), line(f"c{n}")))
    return meeting(*beats), [
        {"when": "said.a8", "title": "Far", "text": "Far."},
        {"title": "Near", "text": "N."},
    ]


def test_what_none_of_the_plays_came_to_is_looked_for_on_purpose() -> None:
    held, endings = far()
    analysis = analyse(written(held, endings=endings))
    parts = {(part.kind, part.name): part for part in analysis.parts}
    assert parts["ending", "0"].witness == "to ending 0"
    assert analysis.plays["to ending 0"].ending == 0
    assert ("first/b9", "say a8") in analysis.plays["to ending 0"].moves


def test_a_play_is_found_for_each_kind_of_part() -> None:
    held, endings = far()
    exact = exactly(story(held, endings=endings))
    for part in (("line", "a8"), ("line", "b8"), ("ending", "0"), ("ending", "1"), ("moment", "first/b9")):
        assert part in come_to(exact.witness(part) or ())
    assert exact.witness(("stage", "me_too")) is None
    assert exact.witness(("line", "nobody_says_this")) is None
    exact = exactly(Program(load("first-steps")))
    for kind, name in exact.reached:
        if kind == "entry" or name.startswith("news:"):
            assert (kind, name) in come_to(exact.witness((kind, name)) or ())


def test_the_play_that_comes_to_a_part_soonest_shows_it() -> None:
    held = meeting(beat(line("a"), line("b")), beat(line("c"), line("d")))
    analysis = analyse(written(held))
    for part in analysis.parts:
        if part.kind == "line":
            moves = [move for _, move in analysis.plays[part.witness or ""].moves]
            assert moves.index(f"say {part.name}") + 1 == part.moves


def test_players_are_measured_against_the_best_of_each_dimension() -> None:
    points = {name: player.points for name, player in found().players.items()}
    best = {name: found().best[name].points for name in DIMENSIONS}
    assert found().misfits == tuple(misfits(points, best)) == ()
    ample = {name: max(1, min(held[name] for held in points.values())) for name in DIMENSIONS}
    assert [*misfits(points, ample)]


def test_no_naive_player_reaches_the_top() -> None:
    top = [stage for stage, chance in found().odds.stages.items() if chance.value][-1]
    assert top == found().best["total"].route.stage
    for player in found().players.values():
        assert player.stage != top
        assert player.points["total"] < found().par


def test_what_has_no_room_is_labelled_and_lies_within_its_bounds() -> None:
    analysis = guessed()
    assert not analysis.exact
    assert analysis.stopped is not None
    assert analysis.stopped.live
    assert analysis.stopped.between is not None
    low, high = analysis.stopped.between
    assert low <= found().worst["total"].points
    assert found().par <= high
    assert (analysis.choices, analysis.giveaways) == ((), ())
    for name in NAMES:
        mean, true = analysis.odds.mean[name], found().odds.mean[name].value
        assert mean.residue is None
        assert mean.low is not None
        assert mean.high is not None
        assert mean.low <= true <= mean.high
        assert found().worst[name].points <= analysis.worst[name].points
        assert analysis.best[name].points <= found().best[name].points
        assert analysis.best[name].route.points[name] == analysis.best[name].points


def test_without_proof_nothing_is_impossible() -> None:
    assert all(part.possible is not False for part in guessed().parts)
    assert any(part.possible is None for part in guessed().parts)
    assert all(part.possible is not None for part in found().parts)


def test_the_plays_of_the_specs_are_looked_at_where_nothing_is_proved() -> None:
    best = analyse(text(), TINY, plays()).best["total"].points
    assert best == found().par > guessed().best["total"].points


def test_it_comes_out_the_same_again() -> None:
    assert analyse(text(), Options(), plays()) == found()


def test_several_are_shared_out_and_told_by_their_place() -> None:
    other = written(meeting(line("a"), line("b")))
    with ThreadPoolExecutor(2) as executor:
        done = dict(analyses([(text(), {}), (other, {})], Options(), executor))
    assert (done[0].par, done[1].scenario) == (found().par, "a-test")


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_an_analysis_is_kept_as_it_is(cache_folder: Path) -> None:
    scenario = load("first-steps")
    assert kept.kept(scenario, None) is None
    kept.keep(scenario, found())
    assert kept.kept(scenario, None) == found()
    assert kept.kept(scenario, "other") is None
    changed = parse(text().text.replace("kiln_rings", "kiln_calls"), "a.yaml")
    assert kept.kept(changed, None) is None


def test_a_kept_analysis_that_is_damaged_is_none(cache_folder: Path) -> None:
    kept.keep(load("first-steps"), found())
    (file,) = cache_folder.iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert kept.kept(load("first-steps"), None) is None


def test_what_was_guessed_is_not_kept(cache_folder: Path) -> None:
    kept.keep(load("first-steps"), guessed())
    assert not cache_folder.exists()


def test_a_choice_without_near_ones_has_its_best() -> None:
    held = Choice("a", (Line("say a", 0, 0, 0, 0), Line("say b", 0, 9, 0, 0)), True)
    assert held.nearly_best(100) == ("say a",)
    assert held.never_best == ()
