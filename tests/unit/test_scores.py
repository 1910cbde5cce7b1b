"""Scores are worked out from stored events alone, kept for good, and the same every time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, func, select

from scoring.rubric import default_rubric, shipped_text
from scoring.scorecard import score
from simulator.attempts.cohort_schema import rubric_texts, scores
from simulator.attempts.database import Database
from simulator.attempts.errors import UnknownAttempt
from simulator.attempts.schema import moves
from simulator.attempts.session import Session
from simulator.attempts.store import Store
from simulator.cohort import scores as kept_scores
from simulator.cohort.cards import Card, Reckoner, live_texts, read_card, write_card
from simulator.cohort.scores import CannotScore, Kept
from simulator.engine.attempt import Row, live_events
from simulator.engine.program import Program
from simulator.scenario.load import find, load
from simulator.scenario.source import read_file

AT = "2027-03-01T08:00:00.000000+00:00"


def played(database: Database, seed: int, scenario: str = "first-steps", undo: bool = False) -> str:
    """An attempt at random, played to its end through the store."""
    text = read_file(find(scenario)).text
    session = Session.start(Program(load(scenario)), text, store=Store(database))
    dice = random.Random(seed)
    session.begin()
    while not session.play.state.over:
        session.do(dice.choice(session.play.legal_moves()))
        if undo and dice.random() < 0.3:
            session.undo()
    return session.header.attempt


def rows_of(connection: Connection, attempt: str) -> list[Row]:
    wanted = select(moves.c.seq, moves.c.move, moves.c.events).where(moves.c.attempt == attempt)
    return [Row(*row) for row in connection.execute(wanted.order_by(moves.c.seq))]


def other(change: Callable[[str], str] = lambda text: text) -> str:
    """The shipped rubric under a new version, with a change."""
    text = shipped_text().replace("version: 2", "version: 7")
    return change(text)


def dearer(text: str) -> str:
    """What costs two points costs nine."""
    assert "points: -2" in text
    return text.replace("points: -2", "points: -9")


def shipped(connection: Connection) -> Kept:
    return kept_scores.keep_shipped_rubric(connection)


@pytest.mark.parametrize("scenario", ["first-steps", "quiet-eleventh-year"])
@pytest.mark.parametrize("undo", [False, True])
def test_a_card_says_what_the_scorecard_says(database: Database, scenario: str, undo: bool) -> None:
    reckoner = Reckoner(default_rubric())
    attempts = [played(database, seed, scenario, undo) for seed in range(3)]
    with database.reading() as connection:
        for attempt in attempts:
            rows = rows_of(connection, attempt)
            card = score(live_events(rows), default_rubric())
            kinds = [item.kind for item in card.incidents]
            incidents = {kind: kinds.count(kind) for kind in kinds}
            expected = Card(card.points, incidents, card.principles)
            # Twice: from texts read anew, and from those remembered.
            for _ in range(2):
                assert reckoner.card(live_texts((row.move, row.events) for row in rows)) == expected
            assert expected.total == card.total


def test_scoring_twice_gives_the_same_bytes(database: Database) -> None:
    attempt = played(database, 3)
    with database.writing() as connection:
        kept = kept_scores.keep_rubric(connection, other(dearer))
        first = kept_scores.record(connection, attempt, shipped(connection), by="ann", at=AT)
        kept_scores.record(connection, attempt, kept, by="ann", at=AT, reason="another rubric")
        again = kept_scores.record(connection, attempt, shipped(connection), by="ann", at=AT, reason="back")
        cards = connection.scalars(select(scores.c.card).order_by(scores.c.score)).all()
    assert first.score < again.score
    assert cards[0] == cards[2] != cards[1]


def test_a_card_comes_back_from_its_bytes_whatever_its_order() -> None:
    card = Card({"time": 1, "pace": -2}, {"untruth_exposed": 1}, {"b": (1, 0), "a": (0, 2)})
    turned = Card({"pace": -2, "time": 1}, {"untruth_exposed": 1}, {"a": (0, 2), "b": (1, 0)})
    assert write_card(card) == write_card(turned)
    assert read_card(write_card(card)) == card


def test_the_best_is_that_of_the_same_rubric_alone(database: Database) -> None:
    attempt = played(database, 1)
    par = load("first-steps").par
    assert par
    with database.writing() as connection:
        kept = kept_scores.keep_rubric(connection, other())
        ours = kept_scores.record(connection, attempt, shipped(connection), by="ann", at=AT)
        theirs = kept_scores.record(connection, attempt, kept, by="ann", at=AT, reason="another rubric")
        assert (ours.best, theirs.best) == (par.total, None)
        assert theirs.percent is None
        assert ours.percent == int(100 * ours.total / par.total)
        kept_scores.keep_best(connection, ours.scenario_hash, kept, 50)
        proved = kept_scores.record(connection, attempt, kept, by="ann", at=AT, reason="proved now")
        assert proved.best == 50


def test_a_par_that_nobody_proved_for_this_scenario_is_no_best(database: Database) -> None:
    text = read_file(find("first-steps")).text
    with database.writing() as connection:
        kept = shipped(connection)
        held = [
            kept_scores.best_of(connection, "hash", changed, None, kept)
            for changed in (
                text,
                re.sub(r"proved_for: \"\w+\"", 'proved_for: "000000000000"', text),
                text.replace("day: 0", "day: 1", 1),
            )
        ]
    assert held[0] is not None
    assert held[1:] == [None, None]


def test_the_same_again_adds_nothing(database: Database) -> None:
    attempt = played(database, 1)
    for _ in range(2):
        with database.writing() as connection:
            kept_scores.record(connection, attempt, shipped(connection), by="ann", at=AT)
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(scores)) == 1
        assert connection.scalar(select(func.count()).select_from(rubric_texts)) == 1


def test_the_latest_counts_and_the_earlier_stay(database: Database) -> None:
    one, two = played(database, 1), played(database, 2)
    with database.writing() as connection:
        kept = kept_scores.keep_rubric(connection, other(dearer))
        first = kept_scores.record(connection, one, shipped(connection), by="ann", at=AT)
        second = kept_scores.record(connection, one, kept, by="bob", at=AT, reason="dearer")
    with database.reading() as connection:
        assert kept_scores.latest(connection, [one, two]) == {one: second}
        assert kept_scores.history(connection, one) == (first, second)
        assert kept_scores.history(connection, two) == ()


def test_a_rubric_comes_back_by_its_digest(database: Database) -> None:
    with database.writing() as connection:
        kept = kept_scores.keep_rubric(connection, other(dearer))
        assert kept_scores.kept_rubric(connection, kept.digest) == kept
        with pytest.raises(CannotScore, match="No rubric 00 is kept"):
            kept_scores.kept_rubric(connection, "00")


def test_what_cannot_be_scored_is_said(database: Database) -> None:
    attempt = played(database, 1)
    with database.writing() as connection:
        connection.execute(moves.update().where(moves.c.seq == 2).values(events='[{"event":"Nothing"}]'))
        with pytest.raises(CannotScore, match=f"{attempt[:8]} cannot be scored: there is no event called"):
            kept_scores.record(connection, attempt, shipped(connection), by="ann", at=AT)
        with pytest.raises(UnknownAttempt):
            kept_scores.record(connection, "nobody", shipped(connection), by="ann", at=AT)
