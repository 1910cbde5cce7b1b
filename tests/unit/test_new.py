"""`onlyme new`: a small account that can be played at once, and nothing that was there is touched."""

from pathlib import Path

import pytest

from scoring.specs import read_specs, spec_file
from simulator.scenario.load import check, load
from simulator.scenario.model import Scenario
from simulator.scenario.source import read_file
from tests.processes import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def begun(desk: Desk, *words: str) -> Scenario:
    ran = desk.onlyme("new", *words)
    assert (ran.status, ran.err) == (0, "")
    return load(str(next(desk.folder.glob("[!o]*[!c].yaml"))))


def test_what_is_begun_can_be_checked_tested_and_played(desk: Desk) -> None:
    ran = desk.onlyme("new", "grey-linen")
    assert ran.out.splitlines()[-1] == "Play it: onlyme play grey-linen.yaml"
    checked = desk.onlyme("check", "--strict", "grey-linen.yaml", "grey-linen.spec.yaml")
    assert (checked.status, checked.out) == (0, "2 files checked: no errors\n")
    tested = desk.onlyme("test", "grey-linen.yaml")
    assert (tested.status, tested.out.splitlines()[-1]) == (0, "2 playthroughs as specified")
    played = desk.onlyme("play", "grey-linen.yaml", "--plain", typed="1\n2\n1\n2\n1\n1\n2\n")
    assert played.status == 0
    assert "Pears on Thursday" in played.out


def test_it_has_a_little_of_everything(desk: Desk) -> None:
    scenario = begun(desk, "grey-linen")
    assert len(scenario.encounters) == 2
    assert len(scenario.facts) == 1
    assert [entry.of is not None for entry in scenario.ledger.values() if entry.side == "ours"] == [
        True,
        False,
    ]
    beats = [beat for encounter in scenario.encounters for beat in encounter.beats.values()]
    assert [len(beat.choices) for beat in beats] == [3, 3, 3]
    assert scenario.minutes <= 10


def test_prose_stands_in_blocks(desk: Desk) -> None:
    desk.onlyme("new", "grey-linen")
    text = (desk.folder / "grey-linen.yaml").read_text(encoding="utf-8")
    assert text.count("say: >\n") == text.count("say:") == 9


def test_it_is_named_after_its_file(desk: Desk) -> None:
    scenario = begun(desk, "grey-linen")
    assert (scenario.id, scenario.title) == ("grey-linen", "Grey linen")
    assert read_specs(spec_file(desk.folder / "grey-linen.yaml")).scenario == "grey-linen"
    assert "a-new-account" not in (desk.folder / "grey-linen.yaml").read_text(encoding="utf-8")


def test_it_may_stand_elsewhere(desk: Desk) -> None:
    (desk.folder / "accounts").mkdir()
    assert desk.onlyme("new", "accounts/grey-linen.yaml").status == 0
    assert load(str(desk.folder / "accounts" / "grey-linen.yaml")).id == "grey-linen"
    assert (desk.folder / "accounts" / "onlyme.schema.json").exists()


@pytest.mark.parametrize(
    "title",
    [
        "Grey linen, again",
        "Grey: linen",
        '"Grey"',
        "true",
        "# 1",
        "Größe, weiß",
        "[Grey]",
        "grey - 'n - white",
        "7",
    ],
)
def test_any_title_is_kept_as_it_is(desk: Desk, title: str) -> None:
    scenario = begun(desk, "grey-linen", "--title", title)
    assert scenario.title == title
    assert check(read_file(desk.folder / "grey-linen.yaml")) == []


def test_the_schema_of_this_version_stands_beside_it(desk: Desk) -> None:
    schema = desk.folder / "onlyme.schema.json"
    schema.write_text("an older one", encoding="utf-8")
    desk.onlyme("new", "grey-linen")
    first = (desk.folder / "grey-linen.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={schema.name}"
    assert '"Only Me"' in schema.read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["grey-linen.yaml", "grey-linen.spec.yaml"])
def test_nothing_is_overwritten(desk: Desk, there: str) -> None:
    (desk.folder / there).write_text("mine", encoding="utf-8")
    ran = desk.onlyme("new", "grey-linen")
    assert (ran.status, ran.err) == (2, f"{there} is there already; nothing was written\n")
    assert {file.name: file.read_text(encoding="utf-8") for file in desk.folder.glob("*")} == {there: "mine"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Grey Linen", "; perhaps grey-linen"),
        ("grey_linen", "; perhaps grey-linen"),
        ("..", ""),
        ("a.spec.yaml", "; perhaps a-spec"),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused(desk: Desk, name: str, hint: str) -> None:
    ran = desk.onlyme("new", name)
    assert ran.status == 2
    assert ran.err.endswith(f"cannot be a name: use small letters, digits and -{hint}\n")
    assert list(desk.folder.glob("*")) == []


def test_a_folder_that_is_not_there_is_told_in_one_line(desk: Desk) -> None:
    ran = desk.onlyme("new", "nowhere/grey-linen")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "nowhere/grey-linen.yaml" in ran.err
