"""The rules of an assessment: read with every mistake at its place, kept, and what overrides make of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.sentences import INCIDENTS as TITLES
from simulator.cohort.rules import INCIDENTS, Override, Rules, effective, moment, read_kept, read_override
from simulator.cohort.rules_file import read_rules
from simulator.scenario.diagnostics import ScenarioError
from tests.assessing import SMALL

LEAST = """\
id: spring-2027
title: Spring assessment
purpose: To see who may go alone.
seen_by: Your trainer.
cohort: spring
scenarios: [first-steps]
"""
WHOLE = (
    LEAST
    + """\
opens: 2027-03-01T08:00+01:00
closes: 2027-03-05T18:00+01:00
minutes: 45
grace_minutes: 5
at_expiry: grace
attempts: 2
delay_hours: 24
grade: mean
pass: 60
bars_pass: [untruth_exposed]
shuffle: false
review: {score: submitted, dimensions: closed, lines: never}
"""
)


def read(folder: Path, text: str) -> Rules:
    file = folder / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return read_rules(file)


def complaints(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder / 'rules.yaml'}:", "")


def test_everything_may_be_written_and_is_read_as_it_was_meant(tmp_path: Path) -> None:
    rules = read(tmp_path, WHOLE)
    assert rules.opens == datetime(2027, 3, 1, 7, 0, tzinfo=UTC)
    assert (rules.minutes, rules.pass_mark, rules.grade, rules.shuffle) == (45, 60, "mean", False)
    assert dict(rules.review) == {
        "score": "submitted",
        "dimensions": "closed",
        "lines": "never",
        "debrief": "released",
    }


def test_little_has_to_be_written(tmp_path: Path) -> None:
    rules = read(tmp_path, LEAST)
    assert (rules.minutes, rules.attempts, rules.at_expiry, rules.pass_mark) == (None, 1, "submit", None)


@pytest.mark.parametrize("text", [LEAST, WHOLE])
def test_what_is_kept_is_what_was_read(tmp_path: Path, text: str) -> None:
    rules = read(tmp_path, text)
    assert read_kept(rules.as_json()) == rules


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "minutes: 45",
            "minuts: 45",
            "9:1: error OM202: there is no key `minuts` here (did you mean minutes?)",
        ),
        ("minutes: 45", "minutes: 45m", "9:10: error OM203: a whole number is needed here"),
        ("minutes: 45", "minutes: 0", "9:10: error OM203: '0' is out of range: at least 1"),
        ("pass: 60", "pass: 101", "15:7: error OM203: '101' is out of range: at most 100"),
        ("shuffle: false", "shuffle: no", "17:10: error OM203: true or false is needed here"),
        ("grade: mean", "grade: bets", "did you mean best?"),
        ("[untruth_exposed]", "[untruth]", "did you mean untruth_exposed?"),
        ("{score: submitted", "{score: submited", "did you mean submitted?"),
        (
            "closes: 2027-03-05T18:00",
            "closes: 2027-02-05T18:00",
            "8:9: error OM203: it closes before it opens",
        ),
        ("2027-03-05T18:00+01:00", "2027-03-05", "8:9: error OM203: write a day and an hour as"),
        ("2027-03-05T18:00+01:00", "2027-02-30T18:00", "8:9: error OM203: there is no such day or hour"),
        ("grace_minutes: 5", "grace_minutes: 0", "11:12: error OM203: grace needs `grace_minutes`"),
        ("[first-steps]", "[]", "6:12: error OM203: this is empty"),
        ("[first-steps]", "[5]", "6:13: error OM203: name a scenario by its library id"),
        ("[first-steps]", "[first-stps]", "6:13: error OM101: no scenario called 'first-stps' (did you mean"),
        ("[first-steps]", "[no.yaml]", "6:13: error OM101: there is no such file"),
        ("[first-steps]", "[{scenario: first-steps, variant: wet}]", "6:46: error OM205: no variant called"),
        (
            "[first-steps]",
            f"[{', '.join(['first-steps'] * 21)}]",
            "6:12: error OM203: an assessment has at most 20 scenarios",
        ),
        ("title: ", "title: " + "T" * 120, "2:8: error OM203: a title has at most 120 characters"),
        ("id: spring-2027", "id: Spring 2027", "1:5: error OM203"),
        ("purpose: To see", "purpose: To see: if", "OM120"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_how_to_mend_it(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in WHOLE
    assert said in complaints(tmp_path, WHOLE.replace(before, after))


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    assert "`seen_by` is missing here" in complaints(tmp_path, LEAST.replace("seen_by: Your trainer.\n", ""))


def test_a_path_is_meant_from_where_the_rules_stand_and_mistakes_there_are_told_of_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "mine.yaml").write_text(SMALL)
    rules = read(tmp_path, LEAST.replace("[first-steps]", "[mine.yaml]"))
    assert rules.scenarios[0].scenario == str(tmp_path / "mine.yaml")
    (tmp_path / "mine.yaml").write_text(SMALL.replace("title:", "titel:"))
    assert f"{tmp_path / 'mine.yaml'}:3:1" in complaints(
        tmp_path, LEAST.replace("[first-steps]", "[mine.yaml]")
    )


def test_a_moment_without_a_zone_is_of_this_machine() -> None:
    assert moment("2027-03-01T08:00") == datetime(2027, 3, 1, 8, 0).astimezone()
    assert moment("2027-03-01 08:00Z") == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorrow", "2027-03-01", "2027-W01-1T08:00", 5, None, "2027-02-30T08:00"])
def test_what_is_no_moment_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"write a day|no such day"):
        moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00Z",
        "0001-01-01T00:00+14:00",
        "2000-01-01T00:00+14:00",
        "3000-01-01T00:00",
        "9999-12-31T23:59Z",
    ],
)
def test_a_moment_is_near_enough_to_be_shown_in_any_zone(text: str) -> None:
    with pytest.raises(ValueError, match="a year from 2000 to 2999"):
        moment(text)


@pytest.mark.parametrize("text", ["2000-01-01T14:00+14:00", "2999-12-31T11:59-12:00"])
def test_the_first_and_the_last_moment_are_read_again_as_they_are_kept(text: str) -> None:
    held = Override.model_validate({"opens": text})
    assert read_override(held.as_json()) == held


@pytest.mark.parametrize("text", ["0.9", "11", "a half", "nan", True, "-2", "inf"])
def test_extra_time_is_a_factor_from_one_to_ten(text: object) -> None:
    with pytest.raises(ValueError, match="factor from 1 to 10"):
        Override.model_validate({"extra_time": text})


def test_every_critical_incident_may_bar_a_pass() -> None:
    assert set(INCIDENTS) == set(TITLES)


# -- overrides

PLAIN = Rules.model_validate(
    {
        "id": "a",
        "title": "A",
        "purpose": "P",
        "seen_by": "S",
        "cohort": "c",
        "scenarios": ["x"],
        "minutes": 30,
        "opens": "2027-03-01T08:00Z",
        "closes": "2027-03-01T18:00Z",
        "delay_hours": 4,
    }
)
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def hours(least: int, most: int) -> st.SearchStrategy[datetime]:
    return st.integers(least, most).map(lambda after: NOON + timedelta(hours=after))


OVERRIDES = st.builds(
    Override,
    extra_time=st.none() | st.decimals(1, 10, places=2),
    opens=st.none() | hours(-9, -1),
    closes=st.none() | hours(1, 99),
    minutes=st.none() | st.integers(1, 1440),
    attempts=st.none() | st.integers(1, 99),
    delay_hours=st.none() | st.integers(0, 99),
)
SOME = st.lists(OVERRIDES, max_size=3)
MORE = {"closes": 1, "attempts": 1, "minutes": 1, "opens": -1, "delay_hours": -1}
"""Which way is the more lenient."""


def leniency(rules: Rules) -> list[Any]:
    def number(value: Any) -> float:
        return value.timestamp() if isinstance(value, datetime) else value

    return [way * number(getattr(rules, name)) for name, way in MORE.items()]


def latest(given: Sequence[Override], name: str) -> Any:
    return next((getattr(one, name) for one in reversed(given) if getattr(one, name) is not None), None)


@given(person=SOME, teams=st.lists(SOME, max_size=3))
def test_the_persons_override_wins_then_the_most_lenient_teams_then_the_rule(
    person: list[Override], teams: list[list[Override]]
) -> None:
    found = effective(PLAIN, person, teams)
    for name, way in MORE.items():
        if name == "minutes":
            continue
        theirs = [value for team in teams if (value := latest(team, name)) is not None]
        wanted = latest(person, name)
        if wanted is None:
            wanted = (max if way > 0 else min)(theirs) if theirs else getattr(PLAIN, name)
        assert getattr(found, name) == wanted


@given(person=SOME, teams=st.lists(SOME, max_size=3), another=SOME)
def test_another_team_never_makes_the_rules_less_lenient(
    person: list[Override], teams: list[list[Override]], another: list[Override]
) -> None:
    """Of who has overrides of teams at all: a team's own limit may be narrower than the assessment's."""
    names = {name for team in teams for one in team for name in one.changes}
    kept = [Override(**{k: v for k, v in one.changes.items() if k in names}) for one in another]
    before, after = effective(PLAIN, person, teams), effective(PLAIN, person, [*teams, kept])
    assert all(now >= then for now, then in zip(leniency(after), leniency(before), strict=True))


@given(minutes=st.integers(1, 1440), extra=st.decimals(1, 10, places=2))
def test_extra_time_is_never_less_and_rounds_in_favour(minutes: int, extra: Decimal) -> None:
    rules = PLAIN.model_copy(update={"minutes": minutes})
    found = effective(rules, [Override(extra_time=extra)]).minutes
    assert found is not None
    assert found >= minutes
    assert found == math.ceil(minutes * extra)


@given(person=SOME, teams=st.lists(SOME, max_size=3))
def test_the_order_of_teams_does_not_count(person: list[Override], teams: list[list[Override]]) -> None:
    assert effective(PLAIN, person, teams) == effective(PLAIN, person, teams[::-1])


def test_extra_time_of_a_team_lengthens_the_minutes_of_a_person() -> None:
    found = effective(PLAIN, [Override(minutes=40)], [[Override(extra_time=Decimal("1.5"))]])
    assert found.minutes == 60


def test_a_later_override_replaces_an_earlier_one_rule_by_rule() -> None:
    found = effective(PLAIN, [Override(attempts=3, minutes=60), Override(attempts=2)])
    assert (found.attempts, found.minutes) == (2, 60)


def test_where_there_is_no_time_limit_extra_time_makes_none() -> None:
    rules = PLAIN.model_copy(update={"minutes": None})
    assert effective(rules, [Override(extra_time=Decimal(2))]).minutes is None


@given(OVERRIDES)
def test_an_override_is_kept_as_it_is(given_: Override) -> None:
    assert read_override(given_.as_json()) == given_


def test_only_extra_time_needs_no_reason() -> None:
    assert not Override(extra_time=Decimal("1.25")).needs_reason
    assert Override(extra_time=Decimal("1.25"), attempts=2).needs_reason
