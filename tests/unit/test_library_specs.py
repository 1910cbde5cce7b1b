"""The library: every scenario is checked without a remark, plays as its specs say, rewards its lesson."""

from functools import cache

import pytest

from scoring.rubric import DIMENSIONS
from scoring.scorecard import Scorecard
from scoring.specs import Outcome, read_specs, run, spec_file
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.scenario.load import check, find, library, load
from simulator.scenario.source import read_file
from simulator.scenario.words import FOOTHOLD, ONLY_ME, OPEN

LIBRARY = tuple(library())
SPECS = [(name, spec) for name in LIBRARY for spec in read_specs(spec_file(find(name))).playthroughs]
HEADLINES = ("promises", "rapport", "commitments")


@cache
def outcome(name: str, spec: str) -> Outcome:
    held = read_specs(spec_file(find(name))).playthroughs[spec]
    return run(Program(load(name, held.variant)), spec, held)


def card(name: str, spec: str) -> Scorecard:
    return outcome(name, spec).card


def gain(name: str, spec: str) -> int:
    """By how much everybody at the customer trusts us more than at the beginning."""
    play = outcome(name, spec).play
    before, after = play.program.beginning, play.state.fields
    return sum(after[f"trust.{person}"] - before[f"trust.{person}"] for person in play.program.customers)


def playing(spec: str) -> list[str]:
    """The scenarios that have a spec of this name."""
    return [name for name, held in SPECS if held == spec]


def rose(name: str, spec: str) -> bool:
    play = outcome(name, spec).play
    return play.state.fields["stage"] > play.program.beginning["stage"]


def test_there_is_a_library() -> None:
    assert len(LIBRARY) >= 2
    assert len(SPECS) >= 2 * len(LIBRARY)


@pytest.mark.parametrize("name", LIBRARY)
def test_every_scenario_is_checked_without_a_remark(name: str) -> None:
    assert [remark.line() for remark in check(read_file(find(name)))] == []


@pytest.mark.parametrize("name", LIBRARY)
def test_the_specs_are_for_the_scenario_beside_them(name: str) -> None:
    assert read_specs(spec_file(find(name))).scenario == load(name).id == name


@pytest.mark.parametrize(("name", "spec"), SPECS)
def test_every_spec_holds(name: str, spec: str) -> None:
    assert outcome(name, spec).failures == ()


@pytest.mark.parametrize("name", LIBRARY)
def test_every_variant_can_be_played_with_care(name: str) -> None:
    for variant in load(name).variants:
        Program(load(name, variant))


@pytest.mark.parametrize(("name", "spec"), SPECS)
def test_every_play_ends_in_an_ending_with_nothing_left_open(name: str, spec: str) -> None:
    play = outcome(name, spec).play
    assert [event.ending >= 0 for event in play.events if isinstance(event, e.Ended)] == [True]
    lost = play.state.fields["stage"] == 0
    assert lost or not [
        key for key in play.program.scenario.ledger if play.state.fields[f"entry.{key}"] == OPEN
    ]


# The temperaments


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("spec", ["careful", "promiser", "chatter", "doormat"])
def test_every_scenario_has_the_temperaments_it_is_tuned_with(name: str, spec: str) -> None:
    assert name in playing(spec)


@pytest.mark.parametrize("name", playing("careful"))
def test_the_careful_gain_in_every_headline_and_the_account_rises(name: str) -> None:
    points = card(name, "careful").points
    assert all(points[dimension] > 0 for dimension in HEADLINES), points
    assert gain(name, "careful") > 0
    assert rose(name, "careful")
    assert card(name, "careful").incidents == ()


@pytest.mark.parametrize("name", playing("promiser"))
def test_the_promiser_ends_low_in_promises_and_the_account_does_not_rise(name: str) -> None:
    assert card(name, "promiser").points["promises"] < -20
    assert gain(name, "promiser") < 0
    assert not rose(name, "promiser")
    assert card(name, "promiser").incidents


@pytest.mark.parametrize("name", playing("chatter"))
def test_the_chatter_is_liked_and_neither_trusted_nor_let_in(name: str) -> None:
    play = outcome(name, "chatter").play
    warmed = [event for event in play.events if isinstance(event, e.WarmthMoved) and event.by > 0]
    assert warmed
    assert gain(name, "chatter") <= 0
    assert not rose(name, "chatter")
    assert card(name, "chatter").points["rapport"] <= 0


@pytest.mark.parametrize("name", playing("doormat"))
def test_the_doormat_breaks_some_of_what_it_takes_on(name: str) -> None:
    play = outcome(name, "doormat").play
    broken = {event.kind for event in play.events if isinstance(event, e.Broken)}
    lists = [event for event in play.events if isinstance(event, e.ListClosed)]
    assert "task" in broken
    assert sum(held.ours for held in lists) > 2 * sum(held.theirs for held in lists)
    assert not rose(name, "doormat")


@pytest.mark.parametrize(
    ("name", "spec"), [(name, spec) for name, spec in SPECS if spec in ("apologiser", "warner")]
)
def test_to_promise_everything_and_warn_of_everything_gains_nothing(name: str, spec: str) -> None:
    assert card(name, spec).points["promises"] <= 0
    assert card(name, spec).total < 0
    assert not rose(name, spec)
    assert outcome(name, spec).play.state.fields["kept"] == 0


@pytest.mark.parametrize("name", LIBRARY)
def test_care_is_worth_more_than_any_other_temperament(name: str) -> None:
    careful = card(name, "careful")
    for spec in ("promiser", "chatter", "doormat"):
        other = card(name, spec)
        assert other.total < careful.total
        assert other.points["commitments"] < careful.points["commitments"]


def test_the_careful_reach_the_stage_the_scenario_is_about() -> None:
    stages = {name: outcome(name, "careful").play.state.fields["stage"] for name in LIBRARY}
    assert stages["first-steps"] == FOOTHOLD
    assert stages["quiet-eleventh-year"] == ONLY_ME


def test_every_dimension_is_practised_somewhere() -> None:
    seen = {
        item.mark.dimension for name, spec in SPECS for item in card(name, spec).scored if item.mark.points
    }
    assert seen == set(DIMENSIONS)
