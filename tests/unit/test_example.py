"""The account of the handbook that was written with the handbook alone: clean, as specified, not too long."""

import random
from pathlib import Path

from scoring.specs import read_specs, run, spec_file
from simulator.analysis.reading import Reader
from simulator.analysis.walks import retrace
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.scenario.load import load
from tests.processes import Desk

EXAMPLE = Path(__file__).parents[2] / "docs" / "authoring" / "example" / "exam-week.yaml"


def test_the_strict_reader_has_nothing_to_say(tmp_path: Path) -> None:
    checked = Desk(tmp_path).onlyme("check", "--strict", str(EXAMPLE), str(spec_file(EXAMPLE)))
    assert (checked.status, checked.out) == (0, "2 files checked: no errors\n")


def test_its_specs_hold_and_reach_most_of_it(tmp_path: Path) -> None:
    tested = Desk(tmp_path).onlyme("test", "--at-least", "85", str(EXAMPLE))
    assert tested.status == 0, tested.out + tested.err


def test_the_good_plays_alone_reach_the_best_ending() -> None:
    specs = read_specs(spec_file(EXAMPLE))
    best = {name for name, spec in specs.playthroughs.items() if spec.ending == "The side door"}
    assert best == {"asks_pia", "reads_the_cards", "owns_up"}


def test_it_is_played_to_its_end_by_random_moves() -> None:
    program = Program(load(str(EXAMPLE)))
    chance = random.Random(7)
    for _ in range(40):
        play = Playthrough(program)
        play.begin()
        while moves := play.legal_moves():
            play.do(chance.choice(moves))
        assert play.state.over


def test_it_takes_about_as_long_as_it_says() -> None:
    program, specs = Program(load(str(EXAMPLE))), read_specs(spec_file(EXAMPLE))
    reader = Reader(program)
    minutes = [
        reader.reading(retrace(run(program, name, spec).play)).minutes
        for name, spec in specs.playthroughs.items()
    ]
    told = program.scenario.minutes
    assert len(program.scenario.encounters) == 3
    assert all(told - 4 <= taken <= told for taken in minutes), minutes
