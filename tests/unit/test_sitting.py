"""Sitting an assessment: what the guard lets through, and what it does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from simulator.attempts import rows
from simulator.attempts.cohort_schema import grade_overrides
from simulator.attempts.cohort_schema import scores as score_rows
from simulator.attempts.errors import ContinuedElsewhere, NotSaved
from simulator.attempts.schema import attempts
from simulator.attempts.store import ASSESSED, Store
from simulator.cohort import assessments, overrides, scores
from simulator.cohort.refused import NotAllowed, TimeUp
from simulator.cohort.remarks import sign
from simulator.cohort.results import read
from simulator.cohort.reviewing import is_over
from simulator.cohort.settling import settle
from simulator.cohort.sitting import assessments_of, forget_trials, resume, start, trial
from simulator.cohort.states import May, Outcome, State
from simulator.engine.moves import BEGIN, Move
from tests.assessing import NINE, World, kept_moves, play, world


@pytest.fixture
def held(location: str, tmp_path: Path) -> Iterator[World]:
    made = world(location, tmp_path)
    with closing(made.database):
        yield made


# -- from the start to the end


def test_a_sitting_is_played_scenario_by_scenario_handed_in_and_scored(held: World) -> None:
    held.opened(scenarios=[held.scenario, held.scenario])
    live = start(held.database, "a", "ann")
    assert (live.number, live.place, live.last, live.remaining) == (1, 0, False, 1800.0)
    play(live)
    live.go_on()
    assert (live.place, live.last, live.over) == (1, True, False)
    play(live)
    held.clock.at(10)
    live.submit()
    (sitting,) = held.sittings()
    assert (sitting.outcome, sitting.ended, sitting.late) == (Outcome.SUBMITTED, held.clock.moment, False)
    with held.database.reading() as connection:
        assert len(scores.latest_in(connection, "a")) == 2
    (item,) = assessments_of(held.database, "ann")
    assert (item.state, item.offer.may) == (State.SUBMITTED, May.NO)


def test_handing_in_twice_is_once(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    live.submit()
    live.submit()
    assert len(held.log("handed in")) == 1
    with held.database.reading() as connection:
        assert len(connection.execute(select(score_rows)).all()) == 1


def test_nothing_is_taken_after_it_was_handed_in(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    live.session.begin()
    live.submit()
    with pytest.raises(NotAllowed, match="handed in"):
        live.session.do(Move("say", "a"))
    assert kept_moves(held, live) == ["begin"]


def test_attempts_are_of_an_assessment_with_a_seed_where_lines_are_shuffled(held: World) -> None:
    held.opened(shuffle=True)
    seeds = {start(held.database, "a", who).session.header.seed for who in ("ann", "bob")}
    assert len(seeds) == 2
    assert 0 not in seeds
    with held.database.reading() as connection:
        assert set(connection.scalars(select(attempts.c.mode))) == {ASSESSED}


def test_without_shuffling_the_seed_is_that_of_the_file(held: World) -> None:
    held.opened()
    assert start(held.database, "a", "ann").session.header.seed == 0


def test_nothing_is_taken_back(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    play(live, 1)
    with pytest.raises(NotAllowed, match="taken back"):
        live.session.undo()
    assert kept_moves(held, live) == ["begin", "say a"]


def test_there_is_no_going_on_before_the_scenario_is_over(held: World) -> None:
    held.opened(scenarios=[held.scenario, held.scenario])
    live = start(held.database, "a", "ann")
    play(live, 1)
    with pytest.raises(NotAllowed, match="no scenario to go on to"):
        live.go_on()


def test_what_is_sat_is_what_was_frozen_whatever_becomes_of_the_file(held: World) -> None:
    held.opened()
    Path(held.scenario).write_text("nothing: here\n")
    live = start(held.database, "a", "ann")
    play(live)
    assert live.over


# -- what does not reach the disk


def test_a_choice_that_could_not_be_saved_is_not_made_and_may_be_made_again(
    held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    live.session.begin()
    with monkeypatch.context() as patch:
        patch.setattr("simulator.attempts.rows.change", full)
        with pytest.raises(NotSaved, match="NOT saved"):
            live.session.do(Move("say", "a"))
    assert [str(move) for move in live.session.play.moves] == kept_moves(held, live) == ["begin"]
    live.session.do(Move("say", "a"))
    assert kept_moves(held, live) == ["begin", "say a"]


def full(*_: object, **__: object) -> None:
    raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))


def test_a_choice_that_was_saved_without_our_knowing_is_not_doubled(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    row = live.session.play.next_row(BEGIN)
    with held.database.writing() as connection:
        rows.append(connection, live.session.header.attempt, live.writer, row, "2027-03-02T09:00:00")
    live.session.begin()
    assert kept_moves(held, live) == ["begin"]
    assert len(live.session.play.moves) == 1


def test_what_was_sat_under_other_rules_of_the_world_is_not_gone_on_with(
    held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.opened()
    start(held.database, "a", "ann").session.begin()
    monkeypatch.setattr("simulator.cohort.live.RULES", 99)
    with pytest.raises(NotAllowed, match=r"cannot be gone on with here .* What you did is kept"):
        resume(held.database, "a", "ann")


# -- from when until when


def test_it_cannot_be_started_before_it_opens_nor_once_it_has_closed(held: World) -> None:
    held.opened(opens="2027-03-02T10:00Z", closes="2027-03-02T11:00Z")
    with pytest.raises(NotAllowed, match="It opens on"):
        start(held.database, "a", "ann")
    held.clock.at(120)
    with pytest.raises(NotAllowed, match="It closed on"):
        start(held.database, "a", "ann")
    held.clock.at(60)
    assert start(held.database, "a", "ann").remaining == 1800


def test_it_cannot_be_started_before_the_trainer_opens_it(held: World) -> None:
    assessments.create(held.database, held.rules(), "trainer")
    with pytest.raises(NotAllowed, match="not been opened"):
        start(held.database, "a", "ann")
    assert assessments_of(held.database, "ann") == ()


def test_the_closing_hour_cuts_the_time_of_who_starts_late(held: World) -> None:
    held.opened(closes="2027-03-02T09:20Z")
    assert start(held.database, "a", "ann").remaining == 1200


def test_a_move_after_the_deadline_is_not_kept_and_what_was_there_counts(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    live.session.begin()
    held.clock.at(30)
    with pytest.raises(TimeUp) as caught:
        live.session.do(Move("say", "a"))
    assert caught.value.outcome is Outcome.SUBMITTED
    assert kept_moves(held, live) == ["begin"]
    assert len(live.session.play.moves) == 1
    (sitting,) = held.sittings()
    assert (sitting.outcome, sitting.ended) == (Outcome.SUBMITTED, sitting.deadline)
    with held.database.reading() as connection:
        assert len(scores.latest_in(connection, "a")) == 1


def test_a_move_a_moment_before_the_deadline_is_kept(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.moment += timedelta(minutes=30) - timedelta(microseconds=1)
    live.session.begin()
    assert kept_moves(held, live) == ["begin"]


@pytest.mark.parametrize("ask", ["refresh", "submit"])
def test_whoever_asks_after_the_deadline_hears_that_the_time_is_up(held: World, ask: str) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.at(31)
    with pytest.raises(TimeUp):
        getattr(live, ask)()
    (sitting,) = held.sittings()
    assert sitting.ended == NINE + timedelta(minutes=30)


def test_where_it_is_abandoned_at_expiry_it_does_not_count(held: World) -> None:
    held.opened(at_expiry="abandon")
    live = start(held.database, "a", "ann")
    play(live, 1)
    held.clock.at(30)
    with pytest.raises(TimeUp, match="does not count"):
        live.session.do(Move("say", "c"))
    assert [one.outcome for one in held.sittings()] == [Outcome.ABANDONED]
    with held.database.reading() as connection:
        assert scores.latest_in(connection, "a") == {}
    assert assessments_of(held.database, "ann")[0].state is State.ABANDONED


def test_what_was_played_to_its_end_counts_even_where_it_would_be_abandoned(held: World) -> None:
    held.opened(at_expiry="abandon")
    play(start(held.database, "a", "ann"))
    held.clock.at(31)
    assert settle(held.database, "a") == 1
    assert [one.outcome for one in held.sittings()] == [Outcome.SUBMITTED]


def test_in_grace_one_goes_on_and_it_is_marked_as_late(held: World) -> None:
    held.opened(at_expiry="grace", grace_minutes=5)
    live = start(held.database, "a", "ann")
    live.session.begin()
    held.clock.at(32)
    live.session.do(Move("say", "a"))
    assert (live.late, live.remaining) == (True, -120)
    held.clock.at(33)
    live.submit()
    (sitting,) = held.sittings()
    assert sitting.late
    (entry,) = held.log("handed in")
    assert entry.details["late"] is True


def test_grace_has_an_end_and_what_was_done_in_it_is_late(held: World) -> None:
    held.opened(at_expiry="grace", grace_minutes=5)
    live = start(held.database, "a", "ann")
    held.clock.at(32)
    live.session.begin()
    held.clock.at(35)
    with pytest.raises(TimeUp):
        live.session.do(Move("say", "a"))
    (sitting,) = held.sittings()
    assert (sitting.outcome, sitting.late, sitting.ended) == (
        Outcome.SUBMITTED,
        True,
        NINE + timedelta(minutes=32),
    )


def test_grace_that_nobody_used_leaves_no_lateness(held: World) -> None:
    held.opened(at_expiry="grace", grace_minutes=5)
    start(held.database, "a", "ann").session.begin()
    held.clock.at(36)
    settle(held.database, "a")
    (sitting,) = held.sittings()
    assert (sitting.late, sitting.ended) == (False, NINE + timedelta(minutes=30))


def test_settling_ends_what_is_overdue_once(held: World) -> None:
    held.opened()
    for who in ("ann", "bob"):
        start(held.database, "a", who).session.begin()
        held.clock.at(10)
    held.clock.at(35)
    assert settle(held.database, "a") == 1
    assert settle(held.database, "a") == 0
    held.clock.at(40)
    assert settle(held.database, "a") == 1
    assert [one.outcome for one in held.sittings("bob")] == [Outcome.SUBMITTED]
    assert len(held.log("time was up")) == 2


def test_settling_scores_what_was_handed_in_and_not_scored(
    held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    with monkeypatch.context() as patch:
        patch.setattr("simulator.cohort.live.score", lambda *_: None)
        live.submit()
    with held.database.reading() as connection:
        assert scores.latest_in(connection, "a") == {}
    settle(held.database, "a")
    settle(held.database, "a")
    with held.database.reading() as connection:
        assert len(connection.execute(select(score_rows)).all()) == 1


def test_a_sitting_that_the_desk_has_ended_tells_its_window_that_the_time_is_up(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.at(31)
    settle(held.database, "a")
    with pytest.raises(TimeUp):
        live.session.begin()


def test_closing_ends_what_is_under_way(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    live.session.begin()
    held.clock.at(10)
    assessments.close(held.database, "a", "trainer")
    held.clock.at(11)
    with pytest.raises(TimeUp):
        live.session.do(Move("say", "a"))
    (sitting,) = held.sittings()
    assert (sitting.outcome, sitting.ended) == (Outcome.SUBMITTED, NINE + timedelta(minutes=10))
    assert kept_moves(held, live) == ["begin"]


# -- the clock


def test_a_clock_set_back_gives_no_time(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.at(29)
    live.session.begin()
    held.clock.at(0)
    assert live.refresh() == 60
    held.clock.at(-600)
    live.session.do(Move("say", "a"))
    assert live.remaining == 60
    (sitting,) = held.sittings()
    assert sitting.seen == NINE + timedelta(minutes=29)


def test_a_clock_set_back_is_logged_once(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.at(20)
    live.session.begin()
    held.clock.at(1)
    live.session.do(Move("say", "a"))
    live.session.do(Move("say", "c"))
    (entry,) = held.log("set back")
    assert entry.pseudonym == "ANN"
    assert entry.details["seen"] == "2027-03-02T09:20:00.000000+00:00"
    assert entry.details["clock"] == "2027-03-02T09:01:00.000000+00:00"


def test_a_clock_that_wavers_is_not_logged(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.moment -= timedelta(milliseconds=900)
    live.session.begin()
    assert held.log("set back") == []


def test_a_clock_set_back_opens_no_door_that_has_closed(held: World) -> None:
    held.opened(attempts=2, closes="2027-03-02T09:20Z", at_expiry="grace", grace_minutes=5)
    live = start(held.database, "a", "ann")
    held.clock.at(22)
    live.submit()
    held.clock.at(10)
    with pytest.raises(NotAllowed, match="It closed on"):
        start(held.database, "a", "ann")


# -- overrides


def test_extra_time_given_late_moves_the_deadline(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.clock.at(20)
    held.override("ann", extra_time="1.5")
    assert live.refresh() == 25 * 60
    held.clock.at(40)
    live.session.begin()
    held.clock.at(45)
    with pytest.raises(TimeUp):
        live.session.do(Move("say", "a"))
    (sitting,) = held.sittings()
    assert sitting.deadline == NINE + timedelta(minutes=45)


def test_less_time_given_late_takes_nothing_from_who_has_begun(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.override("ann", minutes=10)
    held.clock.at(15)
    assert live.refresh() == 15 * 60


def test_a_team_changed_in_the_middle_brings_its_rules(held: World) -> None:
    held.opened()
    held.override(team="south", extra_time="2")
    live = start(held.database, "a", "ann")
    assert live.remaining == 1800
    held.move("ann", "south")
    assert live.refresh() == 3600
    held.move("ann", "north")
    held.clock.at(31)
    with pytest.raises(TimeUp):
        live.session.begin()


def test_somebody_who_comes_into_a_team_later_has_its_override(held: World) -> None:
    held.opened(closes="2027-03-02T09:30Z")
    held.override(team="south", closes="2027-03-02T12:00Z", reason="the train")
    held.clock.at(60)
    held.move("ann", "south")
    assert start(held.database, "a", "ann").remaining == 1800


def test_a_withdrawn_override_holds_no_more(held: World) -> None:
    held.opened()
    given = held.override("ann", extra_time="2")
    overrides.withdraw(held.database, "a", given.number, "trainer")
    assert start(held.database, "a", "ann").remaining == 1800


def test_another_attempt_is_given_to_one_person_alone(held: World) -> None:
    held.opened()
    for who in ("ann", "bob"):
        start(held.database, "a", who).submit()
    held.override("ann", attempts=2, reason="the fire alarm")
    assert start(held.database, "a", "ann").number == 2
    with pytest.raises(NotAllowed, match="the one sitting"):
        start(held.database, "a", "bob")


# -- who


def test_who_has_left_the_cohort_can_neither_start_nor_go_on(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.leave("ann")
    for attempt in (
        live.session.begin,
        live.refresh,
        live.submit,
        lambda: resume(held.database, "a", "ann"),
        lambda: start(held.database, "a", "ann"),
    ):
        with pytest.raises(NotAllowed, match="do not belong"):
            attempt()
    assert kept_moves(held, live) == []
    assert assessments_of(held.database, "ann") == ()


def test_a_deleted_person_can_neither_start_nor_go_on(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    held.delete("ann")
    with pytest.raises(NotAllowed, match="do not belong"):
        live.session.begin()
    with pytest.raises(NotAllowed, match="do not belong"):
        resume(held.database, "a", "ann")
    assert kept_moves(held, live) == []
    assert assessments_of(held.database, "ann") == ()


def test_a_stranger_cannot_start(held: World) -> None:
    held.opened()
    with pytest.raises(NotAllowed, match="do not belong"):
        start(held.database, "a", "eve")


# -- windows


def test_a_second_window_goes_on_where_the_first_was_and_the_first_stops(held: World) -> None:
    held.opened(scenarios=[held.scenario, held.scenario])
    first = start(held.database, "a", "ann")
    play(first)
    first.go_on()
    play(first, 1)
    second = resume(held.database, "a", "ann")
    assert (second.place, [str(move) for move in second.session.play.moves]) == (1, ["begin", "say a"])
    for attempt in (lambda: first.session.do(Move("say", "c")), first.refresh, first.submit):
        with pytest.raises(ContinuedElsewhere):
            attempt()
    second.session.do(Move("say", "c"))
    assert kept_moves(held, second) == ["begin", "say a", "say c"]
    second.submit()


def test_the_older_window_cannot_play_a_scenario_that_the_newer_has_not_come_to(held: World) -> None:
    held.opened(scenarios=[held.scenario, held.scenario])
    first = start(held.database, "a", "ann")
    play(first)
    resume(held.database, "a", "ann")
    with pytest.raises(ContinuedElsewhere):
        first.go_on()


def test_a_sitting_that_was_started_is_not_started_again(held: World) -> None:
    held.opened(attempts=3)
    start(held.database, "a", "ann")
    with pytest.raises(NotAllowed, match="go on with it"):
        start(held.database, "a", "ann")
    assert len(held.sittings()) == 1


def test_what_is_over_is_not_gone_on_with(held: World) -> None:
    held.opened()
    with pytest.raises(NotAllowed, match="no sitting"):
        resume(held.database, "a", "ann")
    live = start(held.database, "a", "ann")
    live.session.begin()
    held.clock.at(30)
    with pytest.raises(TimeUp):
        resume(held.database, "a", "ann")
    assert [one.outcome for one in held.sittings()] == [Outcome.SUBMITTED]


def over(held: World) -> bool:
    with held.database.reading() as connection:
        return is_over(connection, assessments.read(connection, "a"), held.clock())


def test_it_is_not_over_while_one_sits_on_under_an_override_that_was_withdrawn(held: World) -> None:
    held.opened(minutes=None, closes=(NINE + timedelta(hours=1)).isoformat())
    number = held.override("ann", closes=(NINE + timedelta(hours=3)).isoformat()).number
    live = start(held.database, "a", "ann")
    overrides.withdraw(held.database, "a", number, "trainer")
    held.clock.at(90)
    live.session.begin()
    assert not over(held)
    held.clock.at(180)
    assert over(held)


def test_between_sittings_there_is_a_delay(held: World) -> None:
    held.opened(attempts=2, delay_hours=2)
    start(held.database, "a", "ann").submit()
    held.clock.at(119)
    with pytest.raises(NotAllowed, match="again from"):
        start(held.database, "a", "ann")
    held.clock.at(120)
    assert start(held.database, "a", "ann").number == 2


def test_whoever_looks_at_the_assessments_sees_none_that_still_runs_out_of_time(held: World) -> None:
    held.opened()
    start(held.database, "a", "ann")
    held.clock.at(40)
    (item,) = assessments_of(held.database, "ann")
    assert (item.state, item.offer.may) == (State.SUBMITTED, May.NO)


def test_a_result_that_was_signed_off_is_graded_until_it_changes(held: World) -> None:
    held.opened()
    start(held.database, "a", "ann").submit()
    with held.database.writing() as connection:
        at = held.database.stamp(connection)
        (standing,) = (one for one in read(connection, "a", held.clock()).people if one.person == "ann")
        sign(connection, "a", standing, at=at, by="trainer")
    assert assessments_of(held.database, "ann")[0].state is State.GRADED
    held.write(
        insert(grade_overrides).values(
            assessment="a", person="ann", percent=80, reason="heard it", by="trainer", at=at
        )
    )
    assert assessments_of(held.database, "ann")[0].state is State.SUBMITTED


# -- practice, and trial runs


def test_practice_sees_nothing_of_a_sitting(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    play(live)
    store = Store(held.database)
    assert store.list() == ()
    live.submit()
    assert store.list() == ()


def test_a_trial_run_counts_for_nobody_and_is_removed_again(held: World) -> None:
    assessments.create(held.database, held.rules(opens="2027-03-03T09:00Z"), "trainer")
    live = trial(held.database, "a", "trainer")
    play(live)
    live.submit()
    with held.database.reading() as connection:
        assert len(scores.latest_in(connection, "a")) == 1
    assert held.sittings() == ()
    assert forget_trials(held.database, "a", "trainer") == 1
    assert forget_trials(held.database, "a", "trainer") == 0
    with held.database.reading() as connection:
        assert connection.execute(select(attempts)).all() == []


def test_a_trial_run_keeps_the_time_limit_but_no_days(held: World) -> None:
    held.opened(closes="2027-03-02T09:10Z")
    held.clock.at(20)
    live = trial(held.database, "a", "trainer")
    assert live.remaining == 1800
    held.clock.at(50)
    with pytest.raises(TimeUp):
        live.session.begin()
