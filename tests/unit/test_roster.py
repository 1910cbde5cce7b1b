"""What a roster means and what importing it would do: who is whom, what changes, which rows are in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cohort.headings import Entry, Roster, read_roster
from simulator.cohort.matching import Known
from simulator.cohort.roster import Kind, Plan, plan
from simulator.cohort.table import BadRoster, table_of

Rows = Sequence[Sequence[str]]
ADA = Known("p1", "Ada Byron", "ada@acme.org", "12", "North", here=True)
BEN = Known("p2", "Ben Stone", here=True)
CAI = Known("p3", "Cai Morgan", "cai@acme.org", here=True, left=True)
DAN = Known("p4", "Dan Ode", "dan@acme.org", "12")  # of another cohort, with a number that Ada has here


def read(*rows: Sequence[str]) -> Roster:
    return read_roster(table_of(rows))


def planned(*rows: Sequence[str], known: Sequence[Known] = (ADA, BEN, CAI, DAN)) -> Plan:
    return plan(read(*rows), known)


def kinds(found: Plan) -> list[tuple[str, str | None]]:
    return [(str(step.kind), step.known.person if step.known else None) for step in found.steps]


def reasons(*rows: Sequence[str], known: Sequence[Known] = (ADA, BEN, CAI, DAN)) -> dict[int, str]:
    return {row.number: row.reason for row in planned(*rows, known=known).bad}


# --- headings


def test_columns_come_in_any_order_and_under_their_usual_names() -> None:
    found = read(["TEAM", " e-mail ", "Staff No.", "Full_Name"], ["North", "a@b.c", "12", "Ada Byron"])
    assert found.entries == (Entry(2, "Ada Byron", "a@b.c", "North", "12"),)
    assert found.has_teams


def test_a_name_may_stand_in_two_columns() -> None:
    rows = (["Surname", "First name"], ["Byron", "Ada"], ["", "Ada"], ["Byron", ""])
    assert [entry.name for entry in read(*rows).entries] == ["Ada Byron", "Ada", "Byron"]


def test_a_whole_name_counts_more_than_its_parts() -> None:
    found = read(["First name", "Name", "Last name"], ["A.", "Ada Byron", "B."])
    assert [entry.name for entry in found.entries] == ["Ada Byron"]


def test_what_is_not_used_is_told() -> None:
    assert read(["Name", "Phone", "Id"], ["Ada", "5", "1"]).remarks == ("Not used: “Phone”, “Id”.",)


def test_a_slip_in_a_heading_is_told_with_what_it_may_mean() -> None:
    told = ("Not used: “Emial” (did you mean “e-mail”?).",)
    assert read(["Name", "Emial"], ["Ada", "a@b.c"]).remarks == told


def test_what_is_there_already_is_not_suggested() -> None:
    rows = (
        ["Last name", "First name", "E-mail", "Username", "E-mail 2"],
        ["Byron", "Ada", "a@b.c", "ada", "x"],
    )
    assert read(*rows).remarks == ("Not used: “Username”, “E-mail 2”.",)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (
            ["Nmae"],
            "must hold headings, among them “name” (or “first name” and “last name”); not used: “Nmae” (did",
        ),
        (
            ["First name", "Lats name"],
            "none for the last name; not used: “Lats name” (did you mean “last name”?)",
        ),
        (["Name", "Mail", "E-Mail"], "“Mail” and “E-Mail” both mean the e-mail"),
        (["First name", "Team"], "there is a column for the first name and none for the last name"),
        (["Last name"], "there is a column for the last name and none for the first name"),
        (["Ada Byron", "ada@acme.org"], "not used: “Ada Byron”, “ada@acme.org”"),
        (["Name"], "it has headings and nobody below them"),
    ],
)
def test_headings_that_cannot_be_used_are_refused(headings: list[str], said: str) -> None:
    rows = [headings] if said.endswith("below them") else [headings, ["x"] * len(headings)]
    with pytest.raises(BadRoster) as refused:
        read(*rows)
    assert said in str(refused.value)


# --- bad rows


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "a@b.c", "", ""], "the name is missing"),
        (["123", "", "", ""], "“123” has no letter in it and cannot be a name"),
        (["A" * 121, "", "", ""], "the name is longer than 120 characters"),
        (["A", "", "T" * 61, ""], "the team is longer than 60 characters"),
        (["A", "", "", "9" * 61], "the staff number is longer than 60 characters"),
        (["A", "a" * 251 + "@b.c", "", ""], "the e-mail is longer than 254 characters"),
        (["A", "nobody", "", ""], "“nobody” is not one e-mail address"),
        (["A", "a@b.c; d@e.f", "", ""], "“a@b.c; d@e.f” is not one e-mail address"),
        (["A", "", "#N/A", ""], "the team is a mistake of the spreadsheet (#N/A)"),
        (["A", "", "", "", "B"], "“B” stands under no heading"),
    ],
)
def test_a_row_that_cannot_be_a_person_is_named_with_its_reason(row: list[str], said: str) -> None:
    found = read(["Name", "Mail", "Team", "Staff number"], ["Ada"], row)
    assert [bad.number for bad in found.bad] == [3]
    assert said in found.bad[0].reason
    assert [entry.number for entry in found.entries] == [2]


def test_everything_that_is_wrong_with_a_row_is_told_at_once() -> None:
    (bad,) = read(["Name", "Mail"], ["", "nobody"]).bad
    assert bad.reason == "the name is missing; “nobody” is not one e-mail address"


def test_a_comma_without_quotation_marks_is_found() -> None:
    assert "quotation marks" in read(["Name", "Team"], ["Byron", "Ada", "North"]).bad[0].reason


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (["Ada", "a@b.c", ""], ["Ben", "A@B.C", ""], "the same e-mail as in row 2"),
        (["Ada", "", "x1"], ["Ben", "", "X1"], "the same staff number as in row 2"),
        (["Ada", "", ""], ["ADA", "", ""], "the same name as in row 2"),
        (["Ada", "a@b.c", ""], ["Ada", "", "1"], "the same name as in row 2"),
        (["Ada", "a@b.c", "1"], ["Ada", "", ""], "the same name as in row 2"),
    ],
)
def test_two_rows_that_cannot_be_told_apart_are_bad(first: list[str], second: list[str], said: str) -> None:
    found = reasons(["Name", "Mail", "Staff number"], first, second, known=())
    assert list(found) == [3]
    assert said in found[3]


@pytest.mark.parametrize("more", [["a@b.c", ""], ["", "1"]])
def test_namesakes_are_two_people_where_something_tells_them_apart(more: list[str]) -> None:
    other = [text.replace("a", "d").replace("1", "2") for text in more]
    found = planned(["Name", "Mail", "Staff number"], ["Ada", *more], ["Ada", *other], known=())
    assert kinds(found) == [("new", None), ("new", None)]


# --- who is whom


@pytest.mark.parametrize(
    ("row", "kind", "who"),
    [
        (["Ada Byron", "ada@acme.org", "12"], "same", "p1"),
        (["ada byron", "", "12"], "changed", "p1"),
        (["Ada King", "ada@acme.org", ""], "changed", "p1"),
        (["Ada King", "", "12"], "changed", "p1"),
        (["Ada Byron", "new@acme.org", "12"], "changed", "p1"),
        (["Ada King", "king@acme.org", "12"], "changed", "p1"),  # a marriage changes both
        (["Byron, Ada", "ada@acme.org", "99"], "changed", "p1"),
        (["Ada Byron", "", ""], "same", "p1"),
        (["Ada Byron", "", "99"], "new", None),  # a namesake with another number
        (["Ben Stone", "ben@acme.org", "13"], "changed", "p2"),
        (["Cai Morgan", "", ""], "back", "p3"),
        (["Dan Ode", "dan@acme.org", ""], "new", "p4"),
        (["Dan Ode", "", ""], "new", None),  # names count within the cohort only
        (["Eve Hall", "eve@acme.org", "77"], "new", None),
    ],
)
def test_a_person_is_known_by_number_then_e_mail_then_name(
    row: list[str], kind: str, who: str | None
) -> None:
    assert kinds(planned(["Name", "Mail", "Staff number"], row)) == [(kind, who)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ["Ada Byron", "dan@acme.org", "12"],
            "the staff number is that of Ada Byron and the e-mail that of Dan",
        ),
        (["Eve Hall", "eve@acme.org", "12"], "its staff number is that of Ada Byron, with another name and"),
        (
            ["Eve Hall", "ada@acme.org", "99"],
            "its e-mail is that of Ada Byron, with another name and another",
        ),
        (["Ada Byron", "other@acme.org", ""], "there is a Ada Byron in this cohort with another e-mail"),
    ],
)
def test_what_leaves_a_doubt_is_a_bad_row(row: list[str], said: str) -> None:
    found = reasons(["Name", "Mail", "Staff number"], row)
    assert said in found[2]


def test_a_number_counts_within_its_cohort_and_beyond_it_only_with_something_else() -> None:
    rows = ["Name", "Mail", "Staff number"]
    elsewhere = replace(DAN, reference="14")
    assert kinds(planned(rows, ["Dan Ode", "", "14"], known=[elsewhere])) == [("new", "p4")]
    assert kinds(planned(rows, ["Eve Hall", "", "14"], known=[elsewhere])) == [("new", None)]


def test_two_namesakes_of_a_cohort_are_not_guessed_at() -> None:
    twins = [Known("p1", "Ada", reference="1", here=True), Known("p2", "Ada", reference="2", here=True)]
    assert "several people here are called Ada" in reasons(["Name"], ["Ada"], known=twins)[2]
    assert kinds(planned(["Name", "Ref"], ["Ada", "2"], ["Ada", "1"], known=twins)) == [
        ("same", "p2"),
        ("same", "p1"),
    ]


def test_a_namesake_may_join_once_the_other_is_told_by_a_key() -> None:
    rows = (["Name", "Mail"], ["Ada Byron", "other@acme.org"], ["Ada Byron", "ada@acme.org"])
    assert kinds(planned(*rows)) == [("new", None), ("same", "p1")]


def test_two_rows_may_not_mean_one_person() -> None:
    rows = (["Name", "Mail", "Staff number"], ["Ada Byron", "", "12"], ["Ada King", "ada@acme.org", ""])
    assert "it means the same person as row 2" in reasons(*rows)[3]


def test_somebody_elsewhere_is_not_taken_for_a_namesake_here() -> None:
    known = [Known("p1", "Ada", here=True), Known("p2", "Ada", "ada@acme.org")]
    assert "another one elsewhere" in reasons(["Name", "Mail"], ["Ada", "ada@acme.org"], known=known)[2]


# --- what would happen


def test_changes_are_told_field_by_field() -> None:
    found = planned(["Name", "Mail", "Team", "Staff number"], ["Ada King", "", "South", "12"])
    assert [str(change) for change in found.steps[0].changes] == [
        "name: Ada Byron → Ada King",
        "team: North → South",
    ]


def test_an_empty_cell_takes_nothing_away_but_a_team() -> None:
    found = planned(["Name", "Mail", "Team", "Staff number"], ["Ada Byron", "", "", "12"])
    assert [str(change) for change in found.steps[0].changes] == ["team: North → none"]


def test_a_file_without_teams_leaves_them_as_they_are() -> None:
    assert kinds(planned(["Name", "Staff number"], ["Ada Byron", "12"])) == [("same", "p1")]


def test_a_team_is_spelled_in_one_way() -> None:
    rows = (["Name", "Team"], ["Ada Byron", "NORTH"], ["Eve", "east"], ["Fay", "East"])
    found = planned(*rows, known=[ADA])
    assert [step.entry.team for step in found.steps] == ["North", "east", "east"]
    assert found.steps[0].kind is Kind.SAME


def test_whoever_is_not_in_the_file_stays_and_is_named() -> None:
    found = planned(["Name"], ["Ada Byron"])
    assert [one.name for one in found.missing] == ["Ben Stone"]  # Cai has left, and Dan is of another cohort


# --- any roster

WORDS = st.sampled_from(["", "Ada", "ada", "Ben", "Cai"])
FIELDS = st.tuples(WORDS, st.sampled_from(["", "a@b", "c@d"]), WORDS, st.sampled_from(["", "1", "2", "3"]))


def joined(found: Plan, known: Sequence[Known]) -> list[Known]:
    """Everybody there would be once the plan was carried out."""
    after = {one.person: one for one in known}
    for step in found.steps:
        entry = step.entry
        if step.known is None:
            made = Known(f"n{entry.number}", entry.name, entry.email, entry.reference, entry.team, here=True)
            after[made.person] = made
        else:
            values = {change.field: change.after for change in step.changes}
            if step.kind is Kind.NEW:
                values["team"] = entry.team
            after[step.known.person] = replace(step.known, here=True, left=False, **values)
    return list(after.values())


KNOWN = st.builds(
    Known,
    person=st.uuids().map(str),
    name=st.sampled_from(["Ada", "Ben", "Cai"]),
    email=st.sampled_from([None, "a@b", "c@d"]),
    reference=st.sampled_from([None, "1", "2"]),
    team=st.sampled_from([None, "Ada"]),
    here=st.booleans(),
)


@given(st.lists(FIELDS, min_size=1, max_size=6), st.lists(KNOWN, max_size=4))
def test_importing_the_same_file_twice_changes_nothing(
    rows: list[tuple[str, ...]], known: list[Known]
) -> None:
    try:
        roster = read(["Name", "Mail", "Team", "Staff number"], *rows)
    except BadRoster:
        return
    found = plan(roster, known)
    if found.bad:
        return
    again = plan(roster, joined(found, known))
    assert again.idle
    assert not again.bad


@given(st.lists(FIELDS, min_size=1, max_size=6), st.lists(KNOWN, max_size=4))
def test_every_row_is_told_of_once_and_nobody_is_meant_twice(
    rows: list[tuple[str, ...]], known: list[Known]
) -> None:
    try:
        roster = read(["Name", "Mail", "Team", "Staff number"], *rows)
    except BadRoster:
        return
    found = plan(roster, known)
    numbers = [step.entry.number for step in found.steps] + [row.number for row in found.bad]
    assert sorted(numbers) == [place for place, row in enumerate(rows, start=2) if any(row)]
    meant = [step.known.person for step in found.steps if step.known]
    assert len(meant) == len(set(meant))
