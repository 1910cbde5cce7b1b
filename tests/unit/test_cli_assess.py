"""`onlyme assess`, as a training lead uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from simulator.attempts.cohort_schema import members, people
from simulator.attempts.database import Database
from simulator.cli.main import main
from simulator.cohort.cohorts import create
from simulator.cohort.sitting import start
from tests.assessing import SMALL


class Desk:
    """A training lead at a terminal, with a cohort of two."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *words: str, typed: str = "") -> str:
        """What a command prints; its errors too. The status stands at the end where it is not 0."""
        self._monkeypatch.setattr("sys.argv", ["onlyme", *words])
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as caught:
            main()
        told = self._capsys.readouterr()
        status = f"[{caught.value.code}]" if caught.value.code else ""
        return told.out + told.err + status


@pytest.fixture
def onlyme(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("ONLYME_DATABASE", str(tmp_path / "kept.sqlite3"))
    monkeypatch.setenv("ONLYME_SETTINGS", str(tmp_path / "settings.json"))
    monkeypatch.chdir(tmp_path)
    database = Database.open()
    with database.writing() as connection:
        at = database.stamp(connection)
        create(connection, "spring", "Spring", None, at=at, by="lead")
        for who, team in (("ann", "north"), ("bob", "south")):
            connection.execute(insert(people), {"person": who, "pseudonym": who.upper(), "created": at})
            connection.execute(
                insert(members), {"cohort": "spring", "person": who, "team": team, "joined": at}
            )
    database.close()
    return Desk(capsys, monkeypatch)


@pytest.fixture
def opened(onlyme: Desk, tmp_path: Path) -> Desk:
    """With an assessment `trial` that is open."""
    (tmp_path / "small.yaml").write_text(SMALL)
    onlyme("assess", "new", "autumn")
    text = (tmp_path / "autumn.yaml").read_text()
    (tmp_path / "autumn.yaml").write_text(text.replace("first-steps", "small.yaml").replace("pass: 60", ""))
    onlyme("assess", "create", "autumn.yaml")
    onlyme("assess", "open", "autumn", "--yes")
    return onlyme


def begun(who: str) -> None:
    database = Database.open()
    start(database, "autumn", who)
    database.close()


def test_the_file_it_writes_is_one_it_takes(onlyme: Desk, tmp_path: Path) -> None:
    assert "Then: onlyme assess create spring-2027.yaml" in onlyme("assess", "new", "spring-2027")
    text = (tmp_path / "spring-2027.yaml").read_text()
    assert "\nid: spring-2027\ntitle: Spring 2027\n" in text
    assert "\ncohort: spring " in text
    told = onlyme("assess", "create", "spring-2027.yaml")
    assert "Spring 2027 (spring-2027): draft" in told
    assert "Open it: onlyme assess open spring-2027" in told


def test_every_rule_of_the_format_stands_in_the_file_it_writes() -> None:
    from simulator.cli.assess import TEMPLATE
    from simulator.cohort.rules import Review, Rules

    text = TEMPLATE.read_text()
    names = [field.alias or name for model in (Rules, Review) for name, field in model.model_fields.items()]
    assert [name for name in names if f"{name}:" not in text] == []


def test_it_overwrites_nothing_and_takes_no_name_that_cannot_be_one(onlyme: Desk) -> None:
    onlyme("assess", "new", "spring-2027")
    assert "is there already; nothing was written\n[2]" in onlyme("assess", "new", "spring-2027")
    assert "perhaps spring-2027\n[2]" in onlyme("assess", "new", "Spring 2027")


def test_a_title_with_signs_of_yaml_in_it_is_read_back(onlyme: Desk) -> None:
    onlyme("assess", "new", "spring-2027", "--title", "Spring: all # of it")
    assert "Spring: all # of it (spring-2027)" in onlyme("assess", "create", "spring-2027.yaml")


def test_whose_it_is_has_to_be_said_where_there_are_several_cohorts(onlyme: Desk) -> None:
    onlyme("cohort", "new", "autumn")
    assert "say who sits it with --cohort; there is autumn, spring\n[2]" in onlyme("assess", "new", "a")
    assert "did you mean spring?\n[1]" in onlyme("assess", "new", "a", "--cohort", "sprng")
    assert "Then:" in onlyme("assess", "new", "a", "--cohort", "autumn")


def test_a_mistake_in_the_file_is_shown_where_it_stands(onlyme: Desk, tmp_path: Path) -> None:
    onlyme("assess", "new", "spring-2027")
    file = tmp_path / "spring-2027.yaml"
    file.write_text(file.read_text().replace("minutes: 45", "minuts: 45"))
    told = onlyme("assess", "create", "spring-2027.yaml")
    assert "there is no key `minuts` here (did you mean minutes?)" in told
    assert "| minuts: 45" in told
    assert "| ^^^^^^" in told
    assert "1 error; nothing was changed\n[1]" in told
    assert "There is no assessment yet" in onlyme("assess", "list")


def test_a_file_that_is_not_there_is_wrong_usage(onlyme: Desk) -> None:
    assert onlyme("assess", "create", "no.yaml") == "no.yaml: error OM101: there is no such file\n[2]"


def test_opening_tells_first_and_does_it_only_when_told_to(onlyme: Desk) -> None:
    onlyme("assess", "new", "autumn")
    onlyme("assess", "create", "autumn.yaml")
    told = onlyme("assess", "open", "autumn")
    assert "2 people in the cohort spring" in told
    assert "First steps (first-steps): best 35 points\n    It is in the library, where anybody can" in told
    assert "Nothing has been changed yet. To open it: onlyme assess open autumn --yes" in told
    assert "autumn: Autumn; draft; for spring" in onlyme("assess", "list")
    assert "Opened." in onlyme("assess", "open", "autumn", "--yes")
    assert "autumn: Autumn; open; for spring" in onlyme("assess", "list")


def test_of_a_scenario_of_ones_own_nothing_is_said_of_practice(onlyme: Desk, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    onlyme("assess", "new", "autumn")
    text = (tmp_path / "autumn.yaml").read_text()
    (tmp_path / "autumn.yaml").write_text(text.replace("first-steps", "small.yaml").replace("pass: 60", ""))
    onlyme("assess", "create", "autumn.yaml")
    told = onlyme("assess", "open", "autumn")
    assert "A small one (small): its best is not proved: raw points stand\n" in told
    assert "anybody can practise it" not in told


def test_opening_says_who_has_no_code_and_from_when_it_can_be_sat(onlyme: Desk, tmp_path: Path) -> None:
    onlyme("assess", "new", "autumn")
    file = tmp_path / "autumn.yaml"
    file.write_text(
        file.read_text()
        .replace("# opens: 2027", "opens: 2927")
        .replace("2927-03-01T08:00+01:00", "2927-03-01T08:00Z")
    )
    onlyme("assess", "create", "autumn.yaml")
    waiting = "2 people without a personal code; give codes: onlyme cohort codes spring\n"
    assert waiting in onlyme("assess", "open", "autumn")
    onlyme("cohort", "codes", "spring")
    told = onlyme("assess", "open", "autumn", "--yes")
    assert "without a personal code" not in told
    assert "Opened. From 2927-03-01 " in told


def test_where_nobody_is_in_the_middle_closing_ends_nothing(opened: Desk) -> None:
    assert ": no sitting is under way.\n" in opened("assess", "close", "autumn")
    assert "Closed Autumn (autumn)\n" in opened("assess", "close", "autumn", "--yes")


def test_closing_and_releasing_tell_first(opened: Desk) -> None:
    begun("ann")
    assert "1 sitting under way, which would end." in opened("assess", "close", "autumn")
    assert "; open;" in opened("assess", "list")
    assert "1 sitting ended with it." in opened("assess", "close", "autumn", "--yes")
    told = opened("assess", "release", "autumn")
    assert "1 person would see: score, dimensions, lines, debrief." in told
    assert "  1 person not signed off yet: onlyme results sign autumn --all\n" in told
    opened("results", "sign", "autumn", "--all", "--yes")
    assert "not signed off" not in opened("assess", "release", "autumn")
    assert "; closed;" in opened("assess", "list")
    assert "to 1 person." in opened("assess", "release", "autumn", "--yes")
    assert "was closed on" in opened("assess", "close", "autumn")
    assert "were released on" in opened("assess", "release", "autumn")


def test_overrides_are_given_shown_and_withdrawn(opened: Desk) -> None:
    told = opened("assess", "override", "autumn", "--person", "ANN", "--extra-time", "1.25", "--by", "Kim")
    assert "1.25 times the minutes" in told
    words = ("--team", "south", "--attempts", "2", "--closes", "2030-01-01T10:00", "--reason", "The alarm")
    assert "the team south: until 2030-01-01 10:00, 2 sittings" in opened(
        "assess", "override", "autumn", *words
    )
    shown = opened("assess", "show", "autumn")
    assert "1. ANN (name deleted): 1.25 times the minutes; given by Kim" in shown
    assert "2. team south: until 2030-01-01 10:00, 2 sittings (The alarm)" in shown
    assert "Withdrawn: ANN" in opened("assess", "override", "autumn", "--withdraw", "1")
    assert "ANN" not in opened("assess", "show", "autumn")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give either --person or --team\n[2]"),
        (("--person", "ANN"), "say what differs"),
        (("--person", "ANN", "--team", "south", "--attempts", "2"), "give either --person or --team\n[2]"),
        (("--person", "ANN", "--attempts", "0", "--reason", "x"), "--attempts: at least 1\n[2]"),
        (("--person", "ANN", "--extra-time", "25%"), "--extra-time: extra time is a factor from 1 to 10"),
        (("--person", "ANN", "--delay-hours", "99999"), "--delay-hours: at most 8784\n[2]"),
        (("--person", "ANN", "--opens", "soon"), "--opens: write a day and an hour"),
        (("--person", "ANN", "--attempts", "2"), "needs a reason: --reason TEXT\n[1]"),
        (("--person", "Eve", "--attempts", "2"), "Nobody here is Eve"),
        (("--withdraw", "1", "--attempts", "2"), "--withdraw stands alone\n[2]"),
        (("--withdraw", "1"), "has no override 1"),
    ],
)
def test_an_override_that_cannot_be_is_one_line(opened: Desk, words: tuple[str, ...], said: str) -> None:
    told = opened("assess", "override", "autumn", *words)
    assert said in told
    assert told.count("\n") == 1


def test_programs_get_json(opened: Desk) -> None:
    opened("assess", "override", "autumn", "--person", "ANN", "--extra-time", "1.25")
    shown = json.loads(opened("assess", "show", "autumn", "--json"))
    assert (shown["assessment"], shown["stands"], shown["rules"]["minutes"]) == ("autumn", "open", 45)
    assert shown["overrides"][0]["rules"] == {"extra_time": "1.25"}
    (listed,) = json.loads(opened("assess", "list", "--json"))["assessments"]
    assert listed["opened"] == shown["opened"]


def test_a_trial_run_is_walked_as_lines_and_removed(opened: Desk) -> None:
    told = opened("assess", "trial", "autumn", "--plain", typed="1\n1\n1\n1\n1\n")
    assert "A trial run counts for nobody, and the next one begins" in told
    assert "Handed in." in told
    assert opened("assess", "trial", "autumn", "--delete") == "Removed 1 trial run.\n"


def test_nothing_of_it_is_told_where_attempts_are_practised(opened: Desk) -> None:
    opened("assess", "trial", "autumn", "--plain", typed="1\n1\n1\n1\n1\n")
    begun("ann")
    assert "Nothing has been played yet" in opened("attempts")
    for words in (("replay", "last"), ("score", "last"), ("play", "--plain", "--resume", "last")):
        assert "nothing has been played" in opened(*words) or "no unfinished attempt" in opened(*words)


def test_what_is_not_there_is_told_with_what_may_be_meant(opened: Desk) -> None:
    for command in ("show", "open", "close", "release", "trial"):
        assert "There is no assessment autum; did you mean autumn?\n[1]" in opened("assess", command, "autum")
