"""How long people are known by name: what is kept of one person, deletion, and cohorts whose time is up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, update

from simulator.attempts import sqlite
from simulator.attempts.cohort_schema import assessments as assessment_rows
from simulator.attempts.cohort_schema import (
    comments,
    grade_overrides,
    members,
    names,
    people,
    sign_offs,
)
from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere
from simulator.attempts.journal import Journal
from simulator.attempts.records import Jotting, JottingKind
from simulator.attempts.schema import jottings
from simulator.cohort import assessments, codes, cohorts, keeping, sitting
from simulator.cohort.keeping import Purge
from simulator.cohort.own_data import own_data
from simulator.cohort.people import Person, find_person
from simulator.cohort.refused import NotAllowed
from tests.assessing import World, play, world
from tests.rosters import ADA, AT, BEN, BY, brought, ended, log, made, member

NAME, EMAIL, NOTE, SAID = "Zdenka Quillfeather", "zdenka@quill.example", "I lost my nerve", "Late again"


@pytest.fixture
def held(location: str, tmp_path: Path) -> Iterator[World]:
    """A cohort in which Ann, who has a name here, has handed an assessment in and things are written."""
    made_ = world(location, tmp_path)
    with closing(made_.database):
        sit(made_)
        yield made_


def sit(made_: World) -> None:
    """Ann sits the assessment of a world, and things are written about her and by her."""
    made_.write(insert(names).values(person="ann", name=NAME, email=EMAIL, reference="A-77"))
    made_.opened()
    live = sitting.start(made_.database, "a", "ann")
    play(live)
    live.submit()
    attempt = live.session.header.attempt
    made_.override("ann", reason="She was away", attempts=2)
    about = {"assessment": "a", "person": "ann", "by": BY, "at": AT}
    note = {"attempt": attempt, "place": 1, "kind": "note", "move": 1, "text": NOTE}
    made_.write(insert(jottings).values(note))
    made_.write(insert(comments).values(**about, text=SAID))
    made_.write(insert(sign_offs).values(**about, verdict="reached", percent=70))
    made_.write(insert(grade_overrides).values(**about, percent=70, reason="Agreed on appeal"))


def person(database: Database, wanted: str) -> Person:
    with database.reading() as connection:
        return find_person(connection, wanted)


def deleted(database: Database, wanted: str) -> keeping.Texts:
    who = person(database, wanted)
    with database.writing() as connection:
        return keeping.delete_person(connection, who, at=database.stamp(connection), by=BY)


def data_of(database: Database, wanted: str) -> str:
    who = person(database, wanted)
    with database.reading() as connection:
        return json.dumps(own_data(connection, who, database.now(connection)))


# --- what is kept of one person


def test_the_data_of_a_person_is_all_there_is(held: World) -> None:
    data = json.loads(data_of(held.database, NAME))
    assert data["person"] == {
        "pseudonym": "ANN",
        "name": NAME,
        "email": EMAIL,
        "reference": "A-77",
        "created": data["person"]["created"],
        "deleted": None,
    }
    assert [(one["cohort"], one["team"], one["has_code"]) for one in data["cohorts"]] == [
        ("spring", "north", False)
    ]
    (sat,) = data["sittings"]
    assert (sat["assessment"], sat["number"], sat["outcome"]) == ("a", 1, "submitted")
    (attempt,) = sat["attempts"]
    assert [one["move"] for one in attempt["moves"]][:2] == ["begin", "say a"]
    assert [one["text"] for one in attempt["notes"]] == [NOTE]
    assert [isinstance(one["card"], dict) for one in attempt["scores"]] == [True]
    assert [one["text"] for one in data["comments"]] == [SAID]
    assert [one["reason"] for one in data["overrides"]] == ["She was away"]
    assert [one["reason"] for one in data["grades_by_hand"]] == ["Agreed on appeal"]
    assert [one["verdict"] for one in data["signed_off"]] == ["reached"]
    assert [(one["assessment"], one["percent"], one["team"]) for one in data["grades"]] == [
        ("a", 70, "north")
    ]
    assert "started a sitting" in [one["what"] for one in data["log"]]


def test_the_data_of_a_person_holds_nobody_elses(held: World) -> None:
    held.write(insert(names).values(person="bob", name="Bob Otherwise"))
    about = {"assessment": "a", "person": "bob", "by": BY, "at": AT}
    held.write(insert(comments).values(**about, text="About Bob"))
    live = sitting.start(held.database, "a", "bob")
    text = data_of(held.database, NAME)
    for word in ("bob", "Bob", live.session.header.attempt):
        assert word not in text
    assert live.session.header.attempt in data_of(held.database, "Bob Otherwise")


def test_the_hash_of_a_code_is_not_among_it(database: Database) -> None:
    made(database)
    brought(database, ADA)
    with database.writing() as connection:
        ((_, code),) = codes.give(connection, [member(database, ADA[0])], at=AT, by=BY)
    assert codes.hashed(code) not in data_of(database, ADA[0])
    assert '"has_code": true' in data_of(database, ADA[0])


# --- deletion


def test_deletion_cuts_the_name_and_what_was_written_and_keeps_what_was_done(held: World) -> None:
    with held.database.reading() as connection:
        before = own_data(connection, person(held.database, NAME), held.clock.moment)
    assert deleted(held.database, NAME) == keeping.Texts(notes=1, comments=1, reasons=1)
    with held.database.reading() as connection:
        after = own_data(connection, find_person(connection, "ANN"), held.clock.moment)
    text = json.dumps(after)
    for gone in (NAME, EMAIL, "A-77", NOTE, SAID, "She was away"):
        assert gone not in text
    assert after["person"]["deleted"] is not None
    ((old,), (new,)) = before["sittings"], after["sittings"]
    assert new["outcome"] == "submitted"
    assert new["attempts"][0]["moves"] == old["attempts"][0]["moves"]
    assert new["attempts"][0]["scores"] == old["attempts"][0]["scores"]
    assert after["signed_off"] == before["signed_off"]
    assert [one["percent"] for one in after["grades"]] == [one["percent"] for one in before["grades"]] == [70]
    assert [one["rules"] for one in after["overrides"]] == [one["rules"] for one in before["overrides"]]


def test_whoever_was_deleted_has_no_name_anywhere_and_cannot_sit(held: World) -> None:
    with held.database.writing() as connection:
        ann = cohorts.member_of(connection, "spring", "ann")
        assert ann is not None
        ((_, code),) = codes.give(connection, [ann], at=AT, by=BY)
    deleted(held.database, NAME)
    with held.database.reading() as connection:
        assert codes.find_by_code(connection, code) is None
        assert "ann" not in {one.person for one in cohorts.members_of(connection, "spring")}
        (gone,) = [one for one in cohorts.members_of(connection, "spring", left=True) if one.person == "ann"]
        assert gone.shown == "ANN (name deleted)"
        assert connection.scalar(select(members.c.code).where(members.c.person == "ann")) is None
    with pytest.raises(NotAllowed):
        sitting.start(held.database, "a", "ann")


def test_deletion_is_in_the_log_by_pseudonym(held: World) -> None:
    deleted(held.database, NAME)
    (line,) = [entry for entry in log(held.database) if entry.what == "deleted the person"]
    assert (line.about, line.pseudonym, line.by, line.details) == ("spring", "ANN", BY, {})


def test_deleting_twice_is_deleting_once(held: World) -> None:
    deleted(held.database, NAME)
    before = log(held.database)
    assert deleted(held.database, "ANN").total == 0
    assert log(held.database) == before


def test_a_window_of_a_deleted_person_keeps_no_note_any_more(held: World) -> None:
    held.write(insert(names).values(person="bob", name="Bob Otherwise"))
    live = sitting.start(held.database, "a", "bob")
    live.session.begin()
    deleted(held.database, "Bob Otherwise")
    assert live.session.store is not None
    with pytest.raises(ContinuedElsewhere):
        live.session.store.jot(live.session.header.attempt, live.writer, Jotting(JottingKind.NOTE, 1, NOTE))
    assert NOTE not in data_of(held.database, "BOB")
    with pytest.raises(NotAllowed, match="do not belong"):
        live.session.do(live.session.play.legal_moves()[0])


def test_others_lose_nothing(held: World) -> None:
    held.write(insert(names).values(person="bob", name="Bob Otherwise"))
    about = {"assessment": "a", "person": "bob", "by": BY, "at": AT}
    held.write(insert(comments).values(**about, text="About Bob"))
    before = data_of(held.database, "Bob Otherwise")
    deleted(held.database, NAME)
    assert data_of(held.database, "Bob Otherwise") == before


def test_a_deleted_person_comes_as_somebody_new(database: Database) -> None:
    made(database)
    brought(database, ADA)
    before = member(database, ADA[0])
    deleted(database, ADA[0])
    brought(database, ADA)
    assert member(database, ADA[0]).person != before.person


WORDS = (NAME, "Whistlethorpe", EMAIL, "A-77", NOTE, SAID, "She was away", "lost my place")


def filled(place: Path) -> World:
    """A SQLite file with many people, of whom Ann is about to be forgotten. Her name was another before."""
    made_ = world(str(place), place.parent)
    sit(made_)
    crowd = [(f"Person {n} Of Many", f"person{n}@many.example", f"Team {n % 9}", f"N{n}") for n in range(400)]
    brought(made_.database, *crowd[:200], ("Zdenka Whistlethorpe", EMAIL, "", "A-77"), *crowd[200:])
    brought(made_.database, (NAME, EMAIL, "", "A-77"))
    ann = comments.c.person == "ann"
    made_.write(update(comments).where(ann).values(text=SAID + " and lost my place" * 2000))  # many pages
    return made_


def traces(place: Path) -> set[str]:
    held = b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))
    return {word for word in WORDS if word.encode() in held}


@pytest.mark.parametrize("journal", [Journal("delete", "EXTRA", ""), Journal("wal", "FULL", "")])
def test_no_byte_of_a_deleted_name_stays_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> None:
    monkeypatch.setattr(sqlite, "journal_for", lambda _: journal)
    place = tmp_path / "kept.sqlite3"
    with closing(filled(place).database) as database:
        assert traces(place) >= set(WORDS) - {"Whistlethorpe"}
        deleted(database, NAME)
    assert traces(place) == set()
    with closing(Database.open(place)) as database:
        assert len([one for one in _shown(database) if one.startswith("Person ")]) == 400


def _shown(database: Database) -> list[str]:
    with database.reading() as connection:
        return [one.shown for one in cohorts.members_of(connection, "spring", left=True)]


def test_no_byte_of_a_file_is_freed_before_it_is_wiped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above relies on: without wiping there would be traces."""
    place = tmp_path / "kept.sqlite3"
    with closing(filled(place).database) as database:
        engine = database._kind.engine
        engine.dispose()
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA secure_delete = OFF"))
        deleted(database, NAME)
    assert traces(place) != set()


# --- retention


def purges(database: Database, at: datetime) -> tuple[Purge, ...]:
    with database.reading() as connection:
        return keeping.purges(connection, at)


CLOSED = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_time_of_a_cohort_counts_from_the_end_of_its_last_assessment(database: Database) -> None:
    made(database, days=30)
    brought(database, ADA)
    ended(database, "spring", CLOSED - 9 * DAY, "first")
    ended(database, "spring", CLOSED)
    assert purges(database, CLOSED + 30 * DAY - timedelta(microseconds=1)) == ()
    (found,) = purges(database, CLOSED + 30 * DAY)
    assert (found.term.due, [one.name for one in found.delete]) == (CLOSED + 30 * DAY, [ADA[0]])


def test_without_retention_nothing_is_ever_due(database: Database) -> None:
    made(database)
    brought(database, ADA)
    ended(database, "spring", CLOSED)
    assert purges(database, CLOSED + 40_000 * DAY) == ()


def test_a_cohort_without_assessments_is_not_due(database: Database) -> None:
    made(database, days=0)
    brought(database, ADA)
    assert purges(database, CLOSED + 40_000 * DAY) == ()


@pytest.mark.parametrize("opened", [None, AT])
def test_an_assessment_that_has_not_ended_holds_everything(database: Database, opened: str | None) -> None:
    made(database, days=0)
    brought(database, ADA)
    ended(database, "spring", CLOSED)
    ended(database, "spring", CLOSED, "another")
    with database.writing() as connection:
        mine = assessment_rows.c.assessment == "another"
        connection.execute(update(assessment_rows).where(mine).values(closed=None, opened=opened))
    assert purges(database, CLOSED + 40_000 * DAY) == ()
    with database.reading() as connection:
        term = keeping.term_of(connection, cohorts.cohort_of(connection, "spring"))
    assert (term.due, term.open) == (None, ("another",))


def test_an_assessment_that_nobody_closed_ends_when_its_rules_say(held: World) -> None:
    closes = held.clock.moment + timedelta(hours=5)
    rules = held.rules(closes=closes.isoformat())
    held.write(update(assessment_rows).values(rules=rules.as_json()))
    held.write(update(cohorts.cohorts).values(retention_days=1))
    assert purges(held.database, closes + DAY - timedelta(microseconds=1)) == ()
    assert [one.delete[0].name for one in purges(held.database, closes + DAY)] == [NAME]
    held.override("bob", reason="ill", closes=(closes + 9 * DAY).isoformat())
    assert purges(held.database, closes + DAY) == ()
    assert len(purges(held.database, closes + 10 * DAY)) == 1


def test_a_purge_deletes_and_leaves_nothing_to_do(held: World) -> None:
    assessments.close(held.database, "a", BY)
    held.write(update(cohorts.cohorts).values(retention_days=0))
    with held.database.writing() as connection:
        (found,) = keeping.purges(connection, held.database.now(connection))
        assert (len(found.delete), found.texts) == (1, 3)
        keeping.carry_out(connection, found, at=held.database.stamp(connection), by=BY)
    assert person(held.database, "ANN").deleted is not None
    assert purges(held.database, held.clock.moment + DAY) == ()
    line = log(held.database)[-1]
    assert (line.what, line.details) == (
        "purged the cohort",
        {"deleted": 1, "kept_elsewhere": 0, "texts": 3},
    )


@pytest.mark.parametrize("days", [None, 60])
def test_whoever_another_cohort_still_needs_keeps_the_name(held: World, days: int | None) -> None:
    assessments.close(held.database, "a", BY)
    held.write(update(cohorts.cohorts).values(retention_days=0))
    made(held.database, "autumn", days=days)
    brought(held.database, (NAME, EMAIL, "", ""), cohort="autumn")
    with held.database.writing() as connection:
        (found,) = keeping.purges(connection, held.database.now(connection))
        assert ([one.name for one in found.keep], found.delete) == ([NAME], ())
        keeping.carry_out(connection, found, at=held.database.stamp(connection), by=BY)
    assert person(held.database, "ANN").name == NAME
    text = data_of(held.database, NAME)
    assert NOTE not in text
    assert SAID not in text
    assert purges(held.database, held.clock.moment + DAY) == ()


def test_nobody_is_purged_who_is_in_no_cohort_that_is_due(database: Database) -> None:
    made(database, days=0)
    made(database, "autumn", days=0)
    brought(database, ADA)
    brought(database, BEN, cohort="autumn")
    ended(database, "spring", CLOSED)
    (found,) = purges(database, CLOSED)
    assert [one.name for one in found.delete] == [ADA[0]]
    with database.writing() as connection:
        keeping.carry_out(connection, found, at=AT, by=BY)
        kept = connection.scalars(select(names.c.name).join(people, people.c.person == names.c.person)).all()
    assert kept == [BEN[0]]
