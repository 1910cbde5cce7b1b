"""`onlyme export`: where a debrief is written, and when it is not."""

from contextlib import closing
from pathlib import Path

import pytest

from simulator.attempts.records import Jotting, JottingKind
from simulator.attempts.store import Store
from tests.processes import Desk, numbers


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a whole attempt and one that was broken off, both kept and recorded."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.onlyme("play", "first-steps", "--plain", "--record", "part.json", typed="1\n")
    typed = numbers("first-steps", "careful")
    desk.onlyme("play", "first-steps", "--plain", "--record", "whole.json", typed=typed)
    return desk


@pytest.mark.parametrize(("form", "begins"), [("markdown", "# First steps\n"), ("html", "<!DOCTYPE html>\n")])
def test_a_debrief_is_written_to_a_new_file_and_never_over_one(desk: Desk, form: str, begins: str) -> None:
    name = f"out.{form}"
    ran = desk.onlyme("export", "whole.json", "--format", form, "--output", name)
    assert (ran.status, ran.out, ran.err) == (0, f"Written to {name}\n", "")
    text = (desk.folder / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert text == desk.onlyme("export", "whole.json", "--format", form).out
    again = desk.onlyme("export", "whole.json", "--output", name)
    assert (again.status, again.out) == (2, "")
    assert again.err == f"onlyme export: {name} is there already; name a new file\n"
    assert (desk.folder / name).read_text(encoding="utf-8") == text


def test_a_kept_attempt_is_exported_like_a_recorded_one(desk: Desk) -> None:
    assert desk.onlyme("export", "last").out == desk.onlyme("export", "whole.json").out


def test_a_story_that_is_not_over_has_no_debrief_to_export(desk: Desk) -> None:
    ran = desk.onlyme("export", "part.json")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("part.json: the story is not over yet")
    assert ran.err.count("\n") == 1


def test_a_folder_that_is_not_there_is_one_line(desk: Desk) -> None:
    ran = desk.onlyme("export", "whole.json", "--output", str(Path("none") / "a.md"))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "cannot be written" in ran.err


def test_what_was_written_while_playing_is_exported_with_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.onlyme("play", "first-steps", "--plain", typed=numbers("first-steps", "careful"))
    with closing(Store.open(next(tmp_path.rglob("*.sqlite*")))) as store:
        attempt = store.list()[0].id
        writer = store.claim(attempt)
        store.jot(attempt, writer, Jotting(JottingKind.OWN, 4, "What *went* wrong?"))
        store.jot(attempt, writer, Jotting(JottingKind.NOTE, 5, "Ask about the kiln"))
    text = desk.onlyme("export", "last").out
    said, noted = (
        text.index("*You said first:* “What \\*went\\* wrong?”"),
        text.index("Your note: Ask about the kiln"),
    )
    assert text.index("what was wrong with last Christmas") < said < noted
    assert "Endings seen: 1 of 4: A number on the wall" in text
