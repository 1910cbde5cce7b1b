"""A regrade adds scores under another rubric, tells what it does before, and touches nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from scoring.rubric import read_rubric, shipped_text
from simulator.attempts.cohort_schema import (
    assessments,
    rubric_texts,
    scores,
    sign_offs,
    sitting_attempts,
    sittings,
)
from simulator.attempts.database import Database
from simulator.attempts.errors import NotSaved
from simulator.attempts.schema import attempts, moves
from simulator.cohort import pars, planning, results
from simulator.cohort import regrade as regrading
from simulator.cohort.audit import entries
from simulator.cohort.cards import read_card, write_card
from simulator.cohort.effect import Effect, Regraded
from simulator.cohort.grade_overrides import override
from simulator.cohort.grades import Verdict
from simulator.cohort.planning import Plan, plan
from simulator.cohort.refused import NotAllowed
from simulator.cohort.scores import history, kept_rubric, latest_in, record
from simulator.cohort.streaming import stretches
from tests.handed_in import AT, ID, hand_in, rules

PEOPLE = 12


def rubric(version: int = 7, **points: int) -> str:
    """The shipped rubric under another version, with other points for some reasons."""
    lines = shipped_text().replace("version: 2", f"version: {version}").split("\n")
    for name, worth in points.items():
        place = lines.index(f"  {name}:") + 1
        before, _, after = lines[place].partition("points: ")
        lines[place] = f"{before}points: {worth},{after.partition(',')[2]}"
    return "\n".join(lines)


DEARER = rubric(objective_none=-9)
KINDER = rubric(
    8, objective_none=7, objective_missed=8, no_list=9, listened=3, pitched_first=3, topic_unprepared=4
)


def quiet(*_: object) -> None:
    """Nobody looks."""


@pytest.fixture(autouse=True)
def proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tests ask for the best under the same rubric, which takes a second or two to prove."""
    monkeypatch.setattr(
        planning, "best_total", lambda program, rubric, _: _proved(program, repr(rubric), rubric)
    )


_KNOWN: dict[str, int] = {}


def _proved(program: Any, key: str, rubric: Any) -> int:
    if key not in _KNOWN:
        _KNOWN[key] = pars.best_total(program, rubric)
    return _KNOWN[key]


def planned(database: Database, text: str, *wanted: str) -> Plan:
    return plan(database, ID, text, read_rubric(text, "rubric"), wanted, quiet)


def regraded(database: Database, text: str, *wanted: str, reason: str = "It was too kind") -> Effect:
    return regrading.regrade(database, None, planned(database, text, *wanted), reason, "ann", 1, quiet)


def previewed(database: Database, text: str) -> Effect:
    return regrading.preview(database, None, planned(database, text), 1, quiet)


def digest_of(database: Database, *tables: Any) -> str:
    """Of every row of some tables."""
    found = hashlib.sha256()
    with database.reading() as connection:
        for table in tables:
            for row in connection.execute(select(table).order_by(*table.primary_key)):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def test_it_touches_no_event_and_no_score_there_is(database: Database) -> None:
    hand_in(database, rules(), PEOPLE)
    before = digest_of(database, moves, attempts)
    with database.reading() as connection:
        first = latest_in(connection, ID)
    assert regraded(database, DEARER).scores == PEOPLE
    assert digest_of(database, moves, attempts) == before
    with database.reading() as connection:
        for attempt, score in first.items():
            held = history(connection, attempt)
            assert held[0] == score
            assert (held[1].rubric, held[1].by, held[1].reason) == (7, "ann", "It was too kind")


def test_it_scores_as_scoring_one_by_one_does(database: Database) -> None:
    hand_in(database, rules(), PEOPLE)
    with database.writing() as connection:
        undone, unplayed, *_ = sorted(latest_in(connection, ID))
        last = connection.scalar(select(func.max(moves.c.seq)).where(moves.c.attempt == undone)) or 0
        more = [
            {"attempt": undone, "seq": last + number, "move": "undo", "events": "[]"}
            for number in (1, 2, 3, 4, 5)
        ]
        connection.execute(insert(moves), more)
        connection.execute(delete(moves).where(moves.c.attempt == unplayed))
    regraded(database, DEARER)
    with database.writing() as connection:
        streamed = latest_in(connection, ID)
        kept = kept_rubric(connection, next(iter(streamed.values())).rubric_digest)
        for attempt, score in streamed.items():
            assert record(connection, attempt, kept, by="bob", at=AT) == score


def test_going_back_gives_the_bytes_there_were(database: Database) -> None:
    hand_in(database, rules(), PEOPLE)
    regraded(database, DEARER)
    regraded(database, shipped_text())
    with database.reading() as connection:
        for attempt in latest_in(connection, ID):
            first, other, again = history(connection, attempt)
            assert (first.card, first.best, first.rubric_digest) == (
                again.card,
                again.best,
                again.rubric_digest,
            )
            assert write_card(first.card) == write_card(again.card)
            assert other.rubric_digest != first.rubric_digest


def test_a_preview_writes_nothing_and_says_what_comes(database: Database) -> None:
    hand_in(database, rules(**{"pass": 1}), PEOPLE)
    with database.reading() as connection:
        before = {table.name: connection.scalar(select(func.count()).select_from(table)) for table in TABLES}
    told = previewed(database, KINDER)
    with database.reading() as connection:
        assert before == {
            table.name: connection.scalar(select(func.count()).select_from(table)) for table in TABLES
        }
    done = regraded(database, KINDER)
    assert told == done
    assert done.changed
    assert done.won.count
    assert all(one.after.verdict is Verdict.REACHED for one in done.won.people)
    back = previewed(database, shipped_text())
    assert back.lost.count == done.won.count
    assert {one.person for one in back.lost.people} == {one.person for one in done.won.people}


TABLES = (scores, rubric_texts)


def test_the_grades_it_tells_are_those_of_the_desk(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(database, rules(**{"pass": 10}, attempts=2), PEOPLE, sittings_each=2)
    person = one_person(database)
    with database.writing() as connection:
        override(connection, ID, person, 77, "seen it", at=AT, by="ann")
    before = {one.person: one.grade for one in results.look(database, ID).people}
    work = planned(database, KINDER)
    told: list[Regraded] = []
    with monkeypatch.context() as patched:
        patched.setattr(Effect, "add", lambda _, one: told.append(one))
        regrading.preview(database, None, work, 1, quiet)
    regraded(database, KINDER)
    after = {one.person: one.grade for one in results.look(database, ID).people}
    assert {one.person: one.before for one in told} == before
    assert {one.person: one.after for one in told} == after
    assert after[person].percent == 77


def one_person(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.scalars(select(sittings.c.person).order_by(sittings.c.person)).first())


def test_the_best_is_proved_first(database: Database) -> None:
    hand_in(database, rules(), 2)
    work = planned(database, rubric(promise_kept=5))
    (held,) = work.scenarios
    assert held.before == 35
    assert held.after
    assert held.after > held.before
    assert work.percent
    regraded(database, rubric(promise_kept=5))
    with database.reading() as connection:
        assert {score.best for score in latest_in(connection, ID).values()} == {held.after}


def test_without_a_best_a_pass_mark_forbids_it_and_raw_points_do_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(database, rules(**{"pass": 10}), 2)
    monkeypatch.setattr(planning, "best_total", pars.best_total)
    monkeypatch.setattr(pars, "find_spec", lambda _: None)
    with pytest.raises(NotAllowed, match=r"has a pass mark in percent, and under this rubric .* needs numba"):
        planned(database, DEARER)
    with database.writing() as connection:
        connection.execute(update(assessments).values(rules=rules().as_json()))
    work = planned(database, DEARER)
    assert not work.percent
    assert "numba" in work.scenarios[0].why
    regraded(database, DEARER)
    with database.reading() as connection:
        assert {score.percent for score in latest_in(connection, ID).values()} == {None}


def test_doing_it_again_does_nothing_more(database: Database) -> None:
    hand_in(database, rules(), PEOPLE)
    regraded(database, DEARER)
    with database.reading() as connection:
        log = entries(connection, ID)
    assert regraded(database, DEARER).scores == 0
    with database.reading() as connection:
        assert entries(connection, ID) == log
        assert all(len(history(connection, attempt)) == 2 for attempt in latest_in(connection, ID))


def test_after_an_interruption_the_rest_is_done(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(database, rules(), PEOPLE)
    monkeypatch.setattr(regrading, "BATCH", 4)
    monkeypatch.setattr("simulator.cohort.streaming.PEOPLE", 4)
    whole = regrading._Writer._write
    written = []

    def broken(self: Any, new: Any) -> None:
        if written:
            raise NotSaved("the disk is full")
        written.extend(new)
        whole(self, new)

    monkeypatch.setattr(regrading._Writer, "_write", broken)
    with pytest.raises(NotSaved):
        regraded(database, DEARER)
    monkeypatch.setattr(regrading._Writer, "_write", whole)
    assert regraded(database, DEARER).scores == PEOPLE - 4
    with database.reading() as connection:
        assert all(len(history(connection, attempt)) == 2 for attempt in latest_in(connection, ID))
        whats = [entry.what for entry in entries(connection, ID)][-3:]
    assert whats == ["began to regrade", "began to regrade", "regraded"]


def test_the_log_says_who_when_why_and_which_rubrics(database: Database) -> None:
    hand_in(database, rules(), PEOPLE)
    work = planned(database, DEARER)
    regraded(database, DEARER)
    with database.reading() as connection:
        began, done = entries(connection, ID)[-2:]
    assert (began.what, began.by, done.what, done.by) == ("began to regrade", "ann", "regraded", "ann")
    assert began.details == {
        "from": work.before.digest,
        "to": work.after.digest,
        "reason": "It was too kind",
        "attempts": PEOPLE,
    }
    assert done.details["scores"] == PEOPLE


def test_whoever_hands_in_later_is_scored_like_the_others(database: Database) -> None:
    hand_in(database, rules(), 2)
    regraded(database, DEARER)
    with database.reading() as connection:
        digest = connection.scalar(select(assessments.c.rubric_digest))
        assert digest == planned(database, DEARER).after.digest
    with database.writing() as connection:
        attempt = next(iter(latest_in(connection, ID)))
        connection.execute(delete(scores).where(scores.c.attempt == attempt))
        later = record(connection, attempt, kept_rubric(connection, str(digest)), by="onlyme", at=AT)
    assert later.rubric == 7
    assert later.best


def test_one_attempt_alone_leaves_the_others_and_the_assessment(database: Database) -> None:
    hand_in(database, rules(), 3)
    with database.reading() as connection:
        one, *_ = sorted(latest_in(connection, ID))
        digest = connection.scalar(select(assessments.c.rubric_digest))
    assert regraded(database, DEARER, one[:12]).scores == 1
    with database.reading() as connection:
        assert {a: s.rubric for a, s in latest_in(connection, ID).items() if s.rubric != 2} == {one: 7}
        assert connection.scalar(select(assessments.c.rubric_digest)) == digest
    with pytest.raises(NotAllowed, match="No attempt of spring that is scored begins with zz"):
        planned(database, DEARER, "zz")


def test_a_version_that_is_taken_is_refused(database: Database) -> None:
    hand_in(database, rules(), 2)
    with pytest.raises(NotAllowed, match="Rubric 2 gives other points already; write `version: 3` in yours"):
        planned(database, rubric(2, promise_kept=5))
    same = "# In another layout.\n" + shipped_text()
    work = planned(database, same)
    assert work.before.digest == work.after.digest


def test_a_score_added_meanwhile_is_not_covered_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(database, rules(), 2)
    work = planned(database, DEARER)
    every = list(stretches(database, None, work.text, work.aim, 1))
    monkeypatch.setattr(regrading, "stretches", lambda *_: iter(every))
    with database.writing() as connection:
        row = dict(connection.execute(select(scores).order_by(scores.c.score)).mappings().fetchall()[0])
        del row["score"]
        connection.execute(insert(scores), row)
    with pytest.raises(NotAllowed, match="Somebody else is scoring the same attempts"):
        regrading.regrade(database, None, work, "why", "ann", 1, quiet)


def test_an_attempt_deleted_meanwhile_gets_no_score(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(database, rules(), 2)
    work = planned(database, DEARER)
    every = list(stretches(database, None, work.text, work.aim, 1))
    monkeypatch.setattr(regrading, "stretches", lambda *_: iter(every))
    gone = every[0].scores[0].attempt
    with database.writing() as connection:
        connection.execute(delete(sitting_attempts).where(sitting_attempts.c.attempt == gone))
        connection.execute(delete(attempts).where(attempts.c.attempt == gone))
    regrading.regrade(database, None, work, "why", "ann", 1, quiet)
    with database.reading() as connection:
        assert [score.rubric for score in latest_in(connection, ID).values()] == [7]


def test_a_plan_is_not_carried_out_on_another_rubric(database: Database) -> None:
    hand_in(database, rules(), 2)
    work = planned(database, DEARER)
    regraded(database, KINDER)
    with pytest.raises(NotAllowed, match="has been regraded meanwhile"):
        regrading.regrade(database, None, work, "why", "ann", 1, quiet)


def test_a_reason_is_needed(database: Database) -> None:
    hand_in(database, rules(), 2)
    with pytest.raises(NotAllowed, match="A reason has 1 to 500 characters; this one has 0"):
        regraded(database, DEARER, reason=" ")


def test_who_was_signed_off_is_counted(database: Database) -> None:
    hand_in(database, rules(), 3)
    person = one_person(database)
    with database.writing() as connection:
        values = {"assessment": ID, "person": person, "verdict": "—", "percent": 1, "points": 1}
        connection.execute(insert(sign_offs), {**values, "by": "ann", "at": AT})
    changed = previewed(database, KINDER)
    assert changed.changed == 3
    assert changed.signed == 1


def test_two_processes_do_what_one_does(
    location: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(database, rules(), PEOPLE)
    work = planned(database, DEARER)
    at_once = regrading.preview(database, None, work, 1, quiet)
    monkeypatch.setattr("simulator.cohort.streaming.PEOPLE", 5)
    alone = regrading.preview(database, None, work, 1, quiet)
    told: list[tuple[str, int, int]] = []
    both = regrading.preview(database, location, work, 2, lambda *held: told.append(held))
    assert both == alone
    assert replace(alone, _largest=sorted(alone._largest)) == replace(
        at_once, _largest=sorted(at_once._largest)
    )
    assert told[-1] == ("scoring", PEOPLE, PEOPLE)


def test_trial_runs_and_what_was_not_handed_in_count_for_nothing(database: Database) -> None:
    hand_in(database, rules(), 3)
    with database.writing() as connection:
        first, second, _ = connection.scalars(select(sittings.c.sitting).order_by(sittings.c.sitting)).all()
        connection.execute(update(sittings).where(sittings.c.sitting == first).values(person=None))
        connection.execute(update(sittings).where(sittings.c.sitting == second).values(outcome="abandoned"))
    found = previewed(database, KINDER)
    assert (found.attempts, found.scores, found.changed) == (2, 2, 1)
    assert planned(database, KINDER).attempts == found.attempts


def test_the_largest_differences_are_told_the_largest_first(database: Database) -> None:
    hand_in(database, rules(), PEOPLE + 10, different=22)
    found = previewed(database, KINDER)
    by = [abs((one.after.percent or 0) - (one.before.percent or 0)) for one in found.largest]
    assert len(by) == 10
    assert by == sorted(by, reverse=True)
    assert replace(found).fell + found.rose <= found.changed
    assert read_card(write_card(read_card('{"incidents":{},"points":{},"principles":{}}'))).total == 0
