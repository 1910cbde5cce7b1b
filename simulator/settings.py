"""What the user prefers, kept as JSON in the platform's folder for configuration."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VARIABLE = "ONLYME_SETTINGS"
THEMES = ("dark", "light", "contrast", "colour-blind", "ansi")


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme` is one of `THEMES`. `plain`: play as numbered lines by default. `welcomed`: the welcome has
    been read or skipped, and is not shown by itself again."""

    theme: str = "dark"
    plain: bool = False
    welcomed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The settings, and why they could not all be read: one line, or empty."""

    settings: Settings
    trouble: str = ""


def place() -> Path:
    """The file: what the variable ONLYME_SETTINGS says, else one in the platform's folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("onlyme", appauthor=False) / "settings.json"


def read(file: Path | None = None) -> Found:
    """The settings kept in a file; the defaults where there is none, or where it is broken."""
    file = file or place()
    try:
        return Found(_understood(json.loads(file.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return Found(Settings())
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or "it is not what was written there"
        if isinstance(error, _Wrong):
            why = str(error)
        return Found(
            Settings(), f"{file} cannot be read ({why}); the defaults are used. Delete it to mend it"
        )


def write(settings: Settings, file: Path | None = None) -> str:
    """Keeps the settings: the file is at any moment whole. Why it cannot be, in one line, or empty."""
    file = file or place()
    draft = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")
        draft.replace(file)
    except (OSError, ValueError) as error:
        with suppress(OSError):
            draft.unlink()
        why = getattr(error, "strerror", None) or str(error)
        return f"The settings are NOT kept: {file} cannot be written ({why})"
    return ""


class _Wrong(ValueError):
    """A value that is not one of ours."""


def _understood(data: Any) -> Settings:
    """Settings from what was read; keys we do not know are a later version's and are left out."""
    if not isinstance(data, dict):
        raise _Wrong("it holds no settings")
    theme = data.get("theme", THEMES[0])
    if theme not in THEMES:
        raise _Wrong(f"theme is one of {', '.join(THEMES)}")
    for name in ("plain", "welcomed"):
        if not isinstance(data.get(name, False), bool):
            raise _Wrong(f"{name} is true or false")
    return Settings(theme, data.get("plain", False), data.get("welcomed", False))
