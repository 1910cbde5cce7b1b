"""Cohorts: people come in from rosters, move, leave and come back; personal codes; the audit log."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from sqlalchemy import delete, func, select, update

from simulator.attempts.cohort_schema import audit, people
from simulator.attempts.cohort_schema import members as member_rows
from simulator.attempts.database import Database
from simulator.attempts.errors import NotSaved
from simulator.cohort import codes, cohorts, importing
from simulator.cohort import people as known_people
from simulator.cohort.audit import log as write_log
from simulator.cohort.cohorts import BadCohort, UnknownCohort
from simulator.cohort.people import UnknownPerson, find_person, pick, pseudonyms
from simulator.cohort.roster import Kind
from tests.rosters import ADA, BEN, BY, brought, log, made, member, members, roster

AT = "2027-03-01T08:00:00.000000+00:00"


def codes_for(database: Database, *wanted: str) -> list[str]:
    with database.writing() as connection:
        to = [cohorts.find_member(connection, "spring", one) for one in wanted]
        return [code for _, code in codes.give(connection, to, at=AT, by=BY)]


def whose(database: Database, code: str) -> str | None:
    with database.reading() as connection:
        found = codes.find_by_code(connection, code)
    return None if found is None else found.name


# --- cohorts


def test_a_cohort_is_made_and_found_again(database: Database) -> None:
    made(database, days=30)
    with database.reading() as connection:
        found = cohorts.cohort_of(connection, "spring")
        assert cohorts.all_cohorts(connection) == (found,)
    assert (found.cohort, found.title, found.retention_days) == ("spring", "A cohort", 30)
    assert [(entry.what, entry.by, entry.about) for entry in log(database)] == [
        ("made the cohort", BY, "spring")
    ]


@pytest.mark.parametrize(
    ("name", "title", "days", "said"),
    [
        ("Spring 2027", "S", None, "Spring 2027 cannot be a cohort's id: .* perhaps spring-2027"),
        ("", "S", None, "cannot be a cohort's id"),
        ("a" * 65, "S", None, "cannot be a cohort's id"),
        ("spring", "S", None, "There is a cohort spring already"),
        ("autumn", "\u200b ", None, "title has 1 to 120"),
        ("autumn", "x" * 121, None, "title has 1 to 120"),
        ("autumn", "S", -1, "Retention is 0 to 36500"),
        ("autumn", "S", 36_501, "Retention is 0 to 36500"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(
    database: Database, name: str, title: str, days: int | None, said: str
) -> None:
    made(database)
    with database.writing() as connection, pytest.raises(BadCohort, match=said):
        cohorts.create(connection, name, title, days, at=AT, by=BY)


def test_an_unknown_cohort_is_told_with_what_may_be_meant(database: Database) -> None:
    made(database)
    with database.reading() as connection:
        with pytest.raises(UnknownCohort, match="no cohort sprng; did you mean spring"):
            cohorts.cohort_of(connection, "sprng")
        with pytest.raises(UnknownCohort, match="there is spring"):
            cohorts.cohort_of(connection, "x")


def test_the_retention_can_be_set_anew(database: Database) -> None:
    made(database, days=30)
    with database.writing() as connection:
        held = cohorts.cohort_of(connection, "spring", change=True)
        cohorts.keep(connection, held, None, at=AT, by=BY)
    with database.reading() as connection:
        assert cohorts.cohort_of(connection, "spring").retention_days is None
    assert log(database)[-1].details == {"before": 30, "after": None}


# --- bringing people in


def test_people_come_in_with_a_pseudonym_each(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    ada, ben = members(database)
    assert (ada.name, ada.email, ada.team, ada.reference) == ADA
    assert (ben.name, ben.reference, ben.has_code, ben.left) == ("Ben Stone", None, False, None)
    assert ada.pseudonym != ben.pseudonym
    assert ada.shown == f"Ada Byron ({ada.pseudonym})"


def test_the_same_file_twice_changes_nothing(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    before = members(database), log(database)
    assert brought(database, ADA, BEN).idle
    assert (members(database), log(database)) == before


def test_nothing_is_imported_while_a_row_is_bad(database: Database) -> None:
    made(database)
    brought(database, BEN)
    before = members(database), log(database)
    found = brought(database, ADA, ("", "cai@acme.org", "", ""), ("Ben Stone", "", "North", ""))
    assert [row.number for row in found.bad] == [3]
    assert (members(database), log(database)) == before
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(people)) == 1


def test_nothing_is_half_imported(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made(database)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("no line can be written")

    monkeypatch.setattr(importing, "log", fail)  # the last thing an import does
    with pytest.raises(NotSaved):
        brought(database, ADA, BEN)
    assert members(database) == ()
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(people)) == 0


def test_an_import_looks_again_at_what_is_kept(database: Database) -> None:
    made(database)
    with database.reading() as connection:
        held = cohorts.cohort_of(connection, "spring")
        assert len(importing.preview(connection, held, roster(ADA)).of(Kind.NEW)) == 1
    brought(database, ("Ada King", "ada@acme.org", "South", "12"))
    found = brought(database, ADA)
    assert [(step.kind, str(step.changes[0])) for step in found.steps] == [
        (Kind.CHANGED, "name: Ada King → Ada Byron")
    ]
    assert [one.name for one in members(database)] == ["Ada Byron"]


def test_a_late_joiner_comes_alone(database: Database) -> None:
    made(database)
    brought(database, ADA)
    brought(database, BEN)
    assert [one.name for one in members(database)] == ["Ada Byron", "Ben Stone"]


def test_who_left_comes_back_as_the_same_person(database: Database) -> None:
    made(database)
    brought(database, ADA)
    before = member(database, "Ada Byron")
    (code,) = codes_for(database, "Ada Byron")
    with database.writing() as connection:
        cohorts.leave(connection, before, at=AT, by=BY)
    assert members(database) == ()
    assert brought(database, ADA).steps[0].kind is Kind.BACK
    after = member(database, "Ada Byron")
    assert (after.person, after.left, after.has_code) == (before.person, None, False)
    assert whose(database, code) is None


def test_somebody_of_another_cohort_is_the_same_person(database: Database) -> None:
    made(database)
    made(database, "autumn")
    brought(database, ADA)
    brought(database, (*ADA[:2], "East", ""), cohort="autumn")
    first, second = member(database, "Ada Byron"), member(database, "Ada Byron", "autumn")
    assert (first.person, first.team, second.team) == (second.person, "North", "East")


def test_somebody_new_to_two_cohorts_at_once_does_not_become_two(database: Database, location: str) -> None:
    made(database)
    made(database, "autumn")
    with closing(Database.open(location, patience=0.1)) as other:
        with database.writing() as connection:
            held = cohorts.cohort_of(connection, "spring")
            importing.carry_out(connection, held, roster(ADA), at=AT, by=BY)
            with pytest.raises(NotSaved, match="locked"):
                brought(other, ADA, cohort="autumn")
        brought(other, ADA, cohort="autumn")
    assert member(database, ADA[0]).person == member(database, ADA[0], "autumn").person


def test_corrections_are_made_and_told_without_the_name(database: Database) -> None:
    made(database)
    brought(database, ADA)
    brought(database, ("Ada King", "king@acme.org", "West", "12"))
    found = member(database, "Ada King")
    assert (found.email, found.team) == ("king@acme.org", "West")
    told = [(entry.what, entry.pseudonym, entry.details) for entry in log(database, "spring")[-3:]]
    assert told == [
        ("corrected who it is", found.pseudonym, {"what": ["e-mail", "name"]}),
        ("changed the team", found.pseudonym, {"before": "North", "after": "West"}),
        ("imported a roster", None, {"new": 0, "back": 0, "changed": 1, "same": 0, "not_in_the_file": 0}),
    ]


def test_no_name_ever_comes_into_the_log(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    brought(database, ("Ada King", "king@acme.org", "West", "12"), BEN)
    codes_for(database, "Ada King", "Ben Stone")
    with database.writing() as connection:
        held = cohorts.find_member(connection, "spring", "Ada King")
        cohorts.leave(connection, cohorts.move_to_team(connection, held, None, at=AT, by=BY), at=AT, by=BY)
    text = repr(log(database)).casefold()
    for word in ("ada", "byron", "king", "ben", "stone", "acme"):
        assert not re.search(rf"\b{word}\b", text)


# --- teams and leaving


def test_a_team_is_changed_from_now_on(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    with database.writing() as connection:
        ada = cohorts.find_member(connection, "spring", "Ada Byron")
        moved = cohorts.move_to_team(connection, ada, " SOUTH ", at=AT, by=BY)
    assert moved.team == member(database, "Ada Byron").team == "South"
    with database.reading() as connection:
        assert cohorts.teams_of(connection, "spring") == ("South",)
        assert cohorts.find_team(connection, "spring", "south") == "South"
        with pytest.raises(BadCohort, match="did you mean South"):
            cohorts.find_team(connection, "spring", "Souht")


@pytest.mark.parametrize("team", ["", "\u200b", "x" * 61])
def test_a_team_has_a_name_of_some_length(database: Database, team: str) -> None:
    made(database)
    brought(database, ADA)
    with database.writing() as connection, pytest.raises(BadCohort, match="1 to 60"):
        cohorts.move_to_team(connection, cohorts.members_of(connection, "spring")[0], team, at=AT, by=BY)


def test_moving_to_where_one_is_leaves_no_line(database: Database) -> None:
    made(database)
    brought(database, ADA)
    before = log(database)
    with database.writing() as connection:
        cohorts.move_to_team(connection, member(database, "Ada Byron"), "north", at=AT, by=BY)
    assert log(database) == before


def test_leaving_twice_is_leaving_once(database: Database) -> None:
    made(database)
    brought(database, ADA)
    with database.writing() as connection:
        held = cohorts.leave(connection, member(database, "Ada Byron"), at=AT, by=BY)
        again = cohorts.leave(connection, held, at="2028" + AT[4:], by=BY)
    assert member(database, "Ada Byron").left == again.left == AT
    assert [entry.what for entry in log(database)].count("took out of the cohort") == 1


# --- naming people


def test_a_person_is_named_in_four_ways(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    ada = member(database, "Ada Byron")
    for word in ("ADA BYRON", "Ada@acme.org", "12", ada.pseudonym.lower(), " Ada  Byron "):
        assert member(database, word) == ada
    with database.reading() as connection:
        assert find_person(connection, "12").person == ada.person


def test_whom_nobody_or_several_are_is_told(database: Database) -> None:
    made(database)
    brought(database, ("Ada", "", "", "1"), ("Ada", "", "", "2"), BEN)
    pair = sorted(one.pseudonym for one in members(database) if one.name == "Ada")
    with pytest.raises(
        UnknownPerson, match=f"More than one person is ada; give a pseudonym: {', '.join(pair)}"
    ):
        member(database, "ada")
    with pytest.raises(UnknownPerson, match="did you mean Ben Stone"):
        member(database, "Ben Ston")
    with pytest.raises(UnknownPerson, match="Nobody here is without a name"):
        member(database, "")


def test_nobody_without_a_name_is_found_by_it() -> None:
    nobody = known_people.Person("p", "K7T4R9", None, None, None, AT, AT)
    assert nobody.shown == "K7T4R9 (name deleted)"
    assert pick([nobody], "k7t4r9") is nobody
    with pytest.raises(UnknownPerson):
        pick([nobody], "None")


def test_pseudonyms_are_alike_and_never_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    some = pseudonyms([])
    found = [next(some) for _ in range(500)]
    assert len(set(found)) == 500
    assert all(re.fullmatch(r"([CDFHJKMNPRTVWX][2-9]){3}", one) for one in found)
    signs = iter("C2C2C2C2C2C2D3D3D3")
    monkeypatch.setattr(known_people.secrets, "choice", lambda _: next(signs))
    assert next(pseudonyms(["C2C2C2"])) == "D3D3D3"


# --- personal codes


def test_a_code_leads_to_its_member_and_is_not_kept(database: Database) -> None:
    made(database)
    brought(database, ADA, BEN)
    first, second = codes_for(database, "Ada Byron", "Ben Stone")
    assert (whose(database, first), whose(database, second)) == ("Ada Byron", "Ben Stone")
    with database.reading() as connection:
        kept = connection.scalars(select(member_rows.c.code)).all()
    assert set(kept) == {codes.hashed(first), codes.hashed(second)}
    assert first.replace("-", "") not in repr(kept) + repr(log(database))


def test_a_code_has_sixty_bits_and_can_be_read_aloud() -> None:
    assert len(codes.SIGNS) ** codes.LENGTH == 2**60
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", codes.new_code())
    assert len({codes.new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed", ["7K2M-9XQ4-TB01", "7k2m9xq4tb01", " 7K2M 9XQ4 TB0l", "7k2m–9xq4–tbOI", "7K.2M.9X.Q4.TB.o1"]
)
def test_a_code_is_forgiving(typed: str) -> None:
    assert codes.typed(typed) == "7K2M9XQ4TB01"


@pytest.mark.parametrize(
    "typed", ["", "7K2M-9XQ4-TB0", "7K2M-9XQ4-TB011", "7K2M-9XQ4-TB0U", "7K2M-9XQ4-TB0é"]
)
def test_what_cannot_be_a_code_is_nobodys(database: Database, typed: str) -> None:
    assert codes.typed(typed) is None
    assert whose(database, typed) is None
    with pytest.raises(ValueError, match="cannot be a personal code"):
        codes.hashed(typed)


def test_a_new_code_ends_the_old_one(database: Database) -> None:
    made(database)
    brought(database, ADA)
    (old,) = codes_for(database, "Ada Byron")
    (new,) = codes_for(database, "Ada Byron")
    assert (whose(database, old), whose(database, new)) == (None, "Ada Byron")
    assert [entry.what for entry in log(database)][-2:] == [
        "gave a personal code",
        "gave a new personal code",
    ]


def test_the_code_of_whoever_has_left_is_nobodys(database: Database) -> None:
    made(database)
    brought(database, ADA)
    (code,) = codes_for(database, "Ada Byron")
    with database.writing() as connection:
        # The code still stands there: it is the membership that counts.
        connection.execute(update(member_rows).values(left=AT))
    assert whose(database, code) is None


def test_the_code_of_whoever_was_deleted_is_nobodys(database: Database) -> None:
    made(database)
    brought(database, ADA)
    (code,) = codes_for(database, "Ada Byron")
    with database.writing() as connection:
        connection.execute(update(people).values(deleted=AT))
    assert whose(database, code) is None


def test_nobody_who_has_left_is_given_a_code(database: Database) -> None:
    made(database)
    brought(database, ADA)
    with database.writing() as connection:
        gone = cohorts.leave(connection, member(database, "Ada Byron"), at=AT, by=BY)
        assert codes.give(connection, [gone], at=AT, by=BY) == ()


# --- the audit log


def test_the_log_is_read_in_its_order_and_by_what_it_is_about(database: Database) -> None:
    with database.writing() as connection:
        write_log(connection, at=AT, by="a\x1b[2J", what="did this", about="x", details={"n": 1})
        write_log(connection, at=AT, by="b", what="did that", about="y", pseudonym="K7T4R9")
    first, second = log(database)
    assert (first.by, first.what, first.pseudonym, first.details) == ("a[2J", "did this", None, {"n": 1})
    assert log(database, "y") == (second,)
    assert second.entry > first.entry


@pytest.mark.parametrize("change", [update(audit).values(by="x"), delete(audit)])
def test_the_log_only_grows(database: Database, change: object) -> None:
    made(database)
    with pytest.raises(NotSaved, match="only grows"), database.writing() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert len(log(database)) == 1


def test_nothing_is_done_without_its_line(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made(database)
    brought(database, ADA)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("no line can be written")

    def leave() -> None:
        with database.writing() as connection:
            cohorts.leave(connection, cohorts.members_of(connection, "spring")[0], at=AT, by=BY)

    monkeypatch.setattr(cohorts, "log", fail)
    with pytest.raises(NotSaved, match="no line"):
        leave()
    assert member(database, "Ada Byron").left is None
