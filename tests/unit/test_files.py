"""New files are written where there was none; a changed one is replaced whole, or not at all."""

from pathlib import Path
from typing import BinaryIO

import pytest

from simulator.files import FileChanged, new_file, rewrite, write_beside, write_new


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


def test_a_file_that_could_not_be_written_to_its_end_is_taken_away(tmp_path: Path) -> None:
    def half(opened: BinaryIO) -> None:
        opened.write(b"half of it")
        opened.flush()
        raise OSError("full")

    with pytest.raises(OSError, match="full"), new_file(tmp_path / "a.xlsx") as opened:
        half(opened)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_beside(tmp_path / "none", "a", ".md", "x")


def test_a_changed_file_keeps_its_rights_and_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    file.write_bytes(b"old")
    file.chmod(0o604)
    link.symlink_to(file)
    rewrite(link, b"old", b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o604, True)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_was_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"theirs")
    with pytest.raises(FileChanged, match="changed in the meantime"):
        rewrite(file, b"old", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rewrite(tmp_path / "a.yaml", b"old", b"new")
    assert list(tmp_path.iterdir()) == []
