"""Random plays: counts that add up whoever plays them, and that agree with asking every state."""

import json
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from multiprocessing import get_context

import pytest

from scoring.rubric import DIMENSIONS, default_rubric
from scoring.scorecard import score
from simulator.analysis import sampling
from simulator.analysis.chance import Chances
from simulator.analysis.chances import chance
from simulator.analysis.reach import Reach
from simulator.analysis.sampling import TOTAL, Sample, Text, played, sample
from simulator.analysis.values import Values, total
from simulator.engine.decide import State, beginning, decide, evolve, legal_moves
from simulator.engine.events import Ended, Event
from simulator.engine.program import Program
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.load import build, find, library, load
from simulator.scenario.words import STAGES
from tests.helpers import line, meeting, source, story
from tests.properties.brute import enumerated
from tests.properties.scenarios import document

PLAYS = 700
SURE = 0.9999
NAME = "first-steps"
PROCESSES = partial(ProcessPoolExecutor, mp_context=get_context("spawn"))


@pytest.fixture(scope="module")
def text() -> Text:
    return Text(find(NAME).read_text(encoding="utf-8"), NAME)


@pytest.fixture(scope="module")
def found(text: Text) -> Sample:
    return sample(text, PLAYS)


def written(held: Sample) -> bytes:
    return json.dumps(held.as_data()).encode()


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, PROCESSES], ids=["threads", "processes"])
def test_a_seed_gives_the_same_bytes_whoever_plays(
    kind: Callable[[int], Executor], text: Text, found: Sample
) -> None:
    with kind(2) as executor:
        assert written(sample(text, PLAYS, executor=executor)) == written(found)


@pytest.mark.parametrize("share", [7, PLAYS, 2 * PLAYS])
def test_a_seed_gives_the_same_bytes_however_it_is_shared_out(
    share: int, text: Text, found: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SHARE", share)
    assert written(sample(text, PLAYS)) == written(found)


def test_another_seed_gives_other_plays(text: Text, found: Sample) -> None:
    assert written(sample(text, PLAYS, seed=1)) != written(found)


def test_every_play_is_counted_once_in_everything(found: Sample) -> None:
    assert found.plays == found.stages.total() == found.endings.total() == PLAYS
    assert list(found.points) == [*DIMENSIONS, TOTAL]
    assert {held.total() for held in found.points.values()} == {PLAYS}
    assert sum(found.mean(name) for name in DIMENSIONS) == found.mean()
    assert found.moves["begin"] == {"begin": PLAYS}
    assert all(made.total() <= PLAYS for made in found.moves.values())


def decided(program: Program, number: int) -> tuple[State, list[Event]]:
    """A play of the sample, decided move by move from state to state as an attempt is."""
    dice, state, events = random.Random(f"0:{number}"), beginning(program), list[Event]()
    while legal := legal_moves(program, state):
        made = decide(program, state, dice.choice(legal))
        events += made
        state = evolve(state, made)
    return state, events


@pytest.mark.parametrize("name", library())
def test_a_play_is_lived_through_and_scored_as_an_attempt_is(name: str) -> None:
    program = Program(load(name))
    for number in range(5):
        state, events = decided(program, number)
        card, found = score(events, default_rubric()), played(program, [number])
        assert {name: [*held] for name, held in found.points.items()} == {
            **{name: [points] for name, points in card.points.items()},
            TOTAL: [card.total],
        }
        assert [*found.stages] == [STAGES[state.fields["stage"]]]
        assert [*found.endings] == [event.ending for event in events if isinstance(event, Ended)]


def test_mean_and_variance_are_those_of_the_numbers() -> None:
    points = {name: Counter({-2: 1, 0: 2, 5: 1}) for name in (*DIMENSIONS, TOTAL)}
    held = Sample(4, points, Counter(lost=1, foothold=3), Counter({0: 4}), {})
    assert (held.mean(), held.variance()) == (Fraction(3, 4), Fraction(107, 12))
    assert held.about().value == 0.75
    assert (held.at_least(0).value, held.at_least(1).value, held.at_least(6).value) == (0.75, 0.25, 0)
    assert (held.stage("foothold").value, held.stage("only_me").value, held.ending(0).value) == (0.75, 0, 1)


def test_every_line_is_as_likely_as_the_others() -> None:
    lines = (line("a", {"order": "it"}), line("b", "pitch"), line("c", {"offer": {"what": "it"}}, "pitch"))
    found = played(story(meeting(*lines)), range(3_000)).points["rapport"]
    assert set(found) == {0, -1, -2}
    assert all(Fraction(1, 3) in chance(times, 3_000, SURE) for times in found.values())


@pytest.mark.parametrize("seed", range(12))
def test_the_sample_agrees_with_every_state(seed: int) -> None:
    program = Program(build(source(document(seed, 2))))
    worth, _ = enumerated(program, 50_000)
    found = played(program, range(400))
    assert worth.mean in found.about(confidence=SURE)
    assert worth.worst <= min(found.points[TOTAL])
    assert max(found.points[TOTAL]) <= worth.best


def test_the_sample_of_an_account_agrees_with_the_exact_analysis(found: Sample) -> None:
    reach = Reach(Program(load(NAME)), seen=lambda row: row.points)
    chances = Chances(reach, [total])
    assert chances.mean[0].real in found.about(confidence=SURE)
    for stage, exact in chances.ended("stage").items():
        assert exact.real in found.stage(STAGES[stage], confidence=SURE)
    assert Values(reach, total, best=False).start <= min(found.points[TOTAL])
    assert max(found.points[TOTAL]) <= Values(reach, total).start


def test_what_is_no_scenario_is_refused() -> None:
    with pytest.raises(ScenarioError):
        sample(Text("format: 1", "x.yaml"), 1)
