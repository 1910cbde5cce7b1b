"""Settings are kept whole, and a broken file never stops anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.settings import VARIABLE, Found, Settings, place, read, write


def test_without_a_file_the_defaults_serve_in_silence(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") == Found(Settings())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.json"
    held = Settings(theme="light", plain=True, welcomed=True)
    assert write(held, file) == ""
    assert read(file) == Found(held)
    assert [found.name for found in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "it is not what was written there"),
        ("[]", "it holds no settings"),
        ("[" * 100_000, "it is not what was written there"),
        ('{"theme": "pink"}', "theme is one of dark, light"),
        ('{"theme": []}', "theme is one of dark, light"),
        ('{"plain": "yes"}', "plain is true or false"),
        ('{"welcomed": 1}', "welcomed is true or false"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    found = read(file)
    assert found.settings == Settings()
    assert why in found.trouble
    assert str(file) in found.trouble
    assert "\n" not in found.trouble


def test_keys_of_a_later_version_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "light", "sound": 3}', encoding="utf-8")
    assert read(file) == Found(Settings(theme="light"))


def test_settings_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("", encoding="utf-8")
    told = write(Settings(), tmp_path / "folder" / "settings.json")
    assert told.startswith("The settings are NOT kept")


def test_the_variable_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine.json"))
    assert place() == tmp_path / "mine.json"
