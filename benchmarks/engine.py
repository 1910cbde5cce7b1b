"""Moves per second of the engine, alone and with scoring, on seeded random plays of the library."""

from __future__ import annotations

import random

from benchmarks.timing import row, seconds
from scoring.rubric import default_rubric
from simulator.analysis.sampling import played
from simulator.engine.attempt import write_events
from simulator.engine.decide import Story, beginning, decide, evolve, legal_moves
from simulator.engine.events import Event
from simulator.engine.program import Program
from simulator.scenario.load import library, load

PLAYS = 100


def _decided(program: Program) -> None:
    """Random plays from state to state, each move decided by itself and its events folded."""
    for seed in range(PLAYS):
        dice, state = random.Random(seed), beginning(program)
        while not state.over:
            state = evolve(state, decide(program, state, dice.choice(legal_moves(program, state))))


def _plays(program: Program) -> list[list[Event]]:
    """Random plays lived through from start to end, the same every time."""
    plays = []
    for seed in range(PLAYS):
        dice, story, events = random.Random(seed), Story(program), []
        while story.legal:
            events += story.make(dice.choice(story.legal))
        plays.append(events)
    return plays


def _moves(plays: list[list[Event]]) -> int:
    return sum(type(event).__name__ == "Reached" for play in plays for event in play)


def main() -> None:
    """Prints the figures."""
    rubric = default_rubric()
    for name in library():
        program = Program(load(name))
        plays = _plays(program)
        moves = _moves(plays)
        decided = seconds(lambda program=program: _decided(program), runs=5)
        alone = seconds(lambda program=program: _plays(program), runs=5)

        def scored(program: Program = program) -> None:
            for play in _plays(program):
                for event in play:
                    for _ in rubric.marks(event):
                        pass

        with_scoring = seconds(scored, runs=5)
        sampled = seconds(lambda program=program: played(program, range(PLAYS)), runs=5)
        storing = seconds(lambda plays=plays: [write_events(play) for play in plays], runs=5)
        row(f"{name}: moves a second, decided one by one", f"{moves / decided:>10,.0f}")
        row(f"{name}: moves a second, lived through", f"{moves / alone:>10,.0f}")
        row(f"{name}: moves a second, with every event scored", f"{moves / with_scoring:>10,.0f}")
        row(f"{name}: moves a second, sampled", f"{moves / sampled:>10,.0f}")
        row(f"{name}: plays a second, sampled", f"{PLAYS / sampled:>10,.0f}")
        row(f"{name}: sampling, as a ratio to deciding alone", f"{sampled / decided:>10.2f}")
        row(f"{name}: writing events as JSON, as a ratio to the engine", f"{storing / alone:>10.2f}")


if __name__ == "__main__":
    main()
