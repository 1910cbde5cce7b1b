"""Files are written where there was none, and nowhere else."""

from pathlib import Path

import pytest

from simulator.files import write_beside, write_new


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        write_new(file, "other")
    assert file.read_text() == "mine"


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    names = [write_beside(tmp_path, "a", ".md", str(count)).name for count in range(3)]
    assert names == ["a.md", "a-2.md", "a-3.md"]
    assert (tmp_path / "a-3.md").read_text() == "2"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "elsewhere")
    assert write_beside(tmp_path, "a", ".md", "x").name == "a-2.md"
    assert not (tmp_path / "elsewhere").exists()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    assert write_new(tmp_path / "a.md", "x").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_beside(tmp_path / "none", "a", ".md", "x")
