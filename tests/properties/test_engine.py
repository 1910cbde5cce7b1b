"""Whatever may be done in whatever account, the engine stays what it says it is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from simulator.engine import evolve as evolution
from simulator.engine.attempt import Playthrough, Row, live, live_events, replay, write_events
from simulator.engine.decide import State, Story, beginning, decide, evolve, legal_moves
from simulator.engine.events import Broken, Event, Kept, Promised, Reached, StageMoved, from_data, to_data
from simulator.engine.moves import Move, parse_move
from simulator.engine.program import Program
from simulator.scenario.load import build, scenario_hash
from simulator.scenario.words import GRADES, LOST, OPEN, STAGES, STATUSES, TABLED, WAYS
from tests.helpers import source
from tests.properties.scenarios import LAST_DAY, Data, documents, walks

hard = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FLAGS = (0, 1)
RANGES: dict[str, tuple[int, int]] = {
    "knows": FLAGS, "said": FLAGS, "asked": FLAGS, "studied": FLAGS, "wish": FLAGS, "over": FLAGS,
    "off_book": FLAGS, "met": FLAGS, "here": FLAGS, "scar": FLAGS, "contradicted": FLAGS, "limit_told": FLAGS,
    "new": FLAGS, "lifted": FLAGS,
    "one_sided": FLAGS, "faulted": FLAGS, "chatted": FLAGS, "chatted_before": FLAGS,
    "valuable": FLAGS, "clean_kept": FLAGS, "clean_broken": FLAGS, "promise_due": FLAGS, "touched": FLAGS,
    "entry": (0, len(STATUSES) - 1), "due": (0, LAST_DAY), "plan": (0, 2),
    "touch": (0, 2), "root": (0, len(GRADES) - 1), "rival": (0, 3), "stage": (0, len(STAGES) - 1),
    "believed": (0, len(STAGES) - 1), "highest": (0, len(STAGES) - 1),
    "trust": (0, 5), "warmth": (0, 5), "told": (0, 7), "way": (0, len(WAYS) - 1),
    "hours": (-1, 600), "aim": (0, 2), "load": (0, 900), "listened": (0, 3), "personal": (0, 4),
    "kept": (0, 3), "broken": (0, 3), "theirs_done": (0, 2), "orders": (0, 99), "value": (0, 99),
    "ours": (0, 9), "theirs": (0, 9),
}  # fmt: skip


def program_of(document: Data) -> Program:
    return Program(build(source(document)))


def walked(program: Program, walk: list[int]) -> Iterator[tuple[State, Move, tuple[Event, ...], State]]:
    """Each move of a walk: the state before, the move, its events, the state after."""
    state, steps = beginning(program), iter(walk)
    while legal := legal_moves(program, state):
        move = legal[next(steps, 0) % len(legal)]
        events = decide(program, state, move)
        after = evolve(state, events)
        yield state, move, events, after
        state = after


@hard
@given(documents, walks)
def test_no_legal_move_raises_and_every_story_ends_within_its_steps(document: Data, walk: list[int]) -> None:
    program = program_of(document)
    story = list(walked(program, walk))
    for state, _, _, _ in story:
        legal = legal_moves(program, state)
        assert len(set(legal)) == len(legal)
    places = [program.places[state.at] for state, _, _, _ in story]
    assert places == sorted(set(places)), "a story only ever goes on"
    assert len(places) <= len(program.steps)
    assert story[-1][-1].over


@hard
@given(documents, walks)
def test_fields_stay_in_their_ranges_and_are_never_added(document: Data, walk: list[int]) -> None:
    program = program_of(document)
    for _, _, _, state in walked(program, walk):
        assert state.fields.keys() == program.beginning.keys()
        for name, value in state.fields.items():
            least, most = RANGES[name.split(".")[0]]
            assert least <= value <= most, name


@hard
@given(documents, walks)
def test_the_state_is_the_fold_of_the_events_and_deciding_changes_nothing(
    document: Data, walk: list[int]
) -> None:
    program = program_of(document)
    start = dict(program.beginning)
    folded = dict(program.beginning)
    for before, move, events, after in walked(program, walk):
        kept = dict(before.fields)
        assert decide(program, before, move) == events
        legal_moves(program, before)
        assert before.fields == kept
        for event in events:
            evolution.evolve(folded, event)
        assert after.fields == folded
        assert [event.at for event in events if isinstance(event, Reached)] == [after.at]
    assert program.beginning == start


@hard
@given(documents, walks)
def test_a_story_lived_through_is_the_same_as_one_decided_move_by_move(
    document: Data, walk: list[int]
) -> None:
    program = program_of(document)
    story = Story(program)
    for before, move, events, after in walked(program, walk):
        assert (story.state, story.legal) == (before, legal_moves(program, before))
        assert tuple(story.make(move)) == events
        assert story.state == after
    assert story.legal == ()


@hard
@given(documents, walks)
def test_events_survive_the_way_through_json(document: Data, walk: list[int]) -> None:
    for _, _, events, _ in walked(program_of(document), walk):
        assert tuple(from_data(json.loads(json.dumps(to_data(event)))) for event in events) == events


@hard
@given(documents, walks)
def test_entries_are_settled_once_and_none_is_left_over(document: Data, walk: list[int]) -> None:
    program = program_of(document)
    story = list(walked(program, walk))
    happened = [event for _, _, events, _ in story for event in events]
    settled = [event.entry for event in happened if isinstance(event, Kept | Broken)]
    assert len(set(settled)) == len(settled)
    fields = story[-1][-1].fields
    if fields["stage"] != LOST:
        assert [name for name in program.scenario.ledger if fields[f"entry.{name}"] in (TABLED, OPEN)] == []


@hard
@given(documents, walks)
def test_the_stage_moves_one_rung_up_and_never_comes_back_from_lost(document: Data, walk: list[int]) -> None:
    for before, _, events, _ in walked(program_of(document), walk):
        stage = before.fields["stage"]
        for event in events:
            if isinstance(event, StageMoved):
                assert event.before == stage != LOST
                assert event.now <= stage + 1
                stage = event.now
            if isinstance(event, Promised):
                assert (0 <= event.over <= 3, 0 <= event.parts <= 4) == (True, True)


@hard
@given(documents, walks)
def test_a_replay_gives_the_same_bytes(document: Data, walk: list[int]) -> None:
    program, again = program_of(document), program_of(json.loads(json.dumps(document)))
    assert scenario_hash(program.scenario) == scenario_hash(again.scenario)
    play = Playthrough(program)
    for _, move, events, _ in walked(program, walk):
        assert play.do(move).events == write_events(events)
    repeated = replay(again, play.rows)
    assert (repeated.rows, repeated.state, repeated.events) == (play.rows, play.state, play.events)


class Attempt(RuleBasedStateMachine):
    """Moves, undone and made again, with a copy kept of every state there has been."""

    @initialize(document=documents)
    def take_over(self, document: Data) -> None:
        self.program = program_of(document)
        self.play = Playthrough(self.program)
        self.play.begin()
        self.seen: list[tuple[State, tuple[Event, ...], tuple[Move, ...]]] = [self.now()]

    def now(self) -> tuple[State, tuple[Event, ...], tuple[Move, ...]]:
        """A copy of where the story stands."""
        held = self.play.state
        return State(held.at, dict(held.fields)), self.play.events, self.play.moves

    @precondition(lambda self: self.play.legal_moves())
    @rule(place=st.integers(0, 5))
    def do(self, place: int) -> None:
        legal = self.play.legal_moves()
        move = legal[place % len(legal)]
        row = self.play.next_row(move)
        assert self.now() == self.seen[-1]
        self.play.take(row)
        assert parse_move(row.move) == move
        self.seen.append(self.now())

    @rule()
    def undo(self) -> None:
        self.play.take(self.play.undo_row())
        if len(self.seen) > 1:
            self.seen.pop()

    @invariant()
    def undone_is_as_if_it_had_never_been(self) -> None:
        if hasattr(self, "seen"):
            assert self.now() == self.seen[-1]
            assert self.play.can_undo == (len(self.seen) > 1)

    @invariant()
    def rows_are_enough_to_tell_the_story(self) -> None:
        if hasattr(self, "seen"):
            rows = self.play.rows
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            assert tuple(parse_move(row.move) for row in live(rows)) == self.play.moves
            assert live_events(rows) == self.play.events

    def teardown(self) -> None:
        """Resuming leads to the same place."""
        if hasattr(self, "seen"):
            resumed = replay(self.program, [Row(row.seq, row.move, row.events) for row in self.play.rows])
            assert (resumed.state, resumed.events) == (self.play.state, self.play.events)


TestAttempt = Attempt.TestCase
TestAttempt.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
