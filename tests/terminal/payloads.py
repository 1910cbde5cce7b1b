"""Thirty-one texts that somebody might write to be obeyed, and a scenario that has them in every field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.terminal.test_literal import EVIL, hostile

PAYLOADS = (
    # markup, and actions in it
    "[@click=app.leave]x[/]",
    "[@click='app.leave()']x[/@click]",
    "[link=file:///etc/passwd]x[/link]",
    "[/]",
    "[/bold]",
    "[bold",
    "[bold red on blue]x[/]",
    "[50% off]",
    "\\[b]x\\[/b]",
    "[[b]]x[[/b]]",
    "[b][i][u][s][r]x",
    "$accent [$primary]x[/]",
    "{app.title} {0} %s %(x)s",
    ":smile: &amp; <b>x</b>",
    "`x` **x** # x",
    # sequences a terminal obeys
    "\x1b[5;43mx\x1b[0m",
    "\x1b[2J\x1b[3J\x1bc",
    "\x1b]0;title\x07",
    "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]52;c;eA==\x07",
    "\x1b[6n\x1b[0c\x05",
    "\x1bP$qm\x1b\\x",
    "\x1b_x\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "\x9b5mx\x9d0;title\x9c",
    "x\x07\x08\x08\x08\x0b\x0c\x7f",
    "x\x0e\x0f\x00\x18\x1a",
    # letters that hide, turn or swallow others
    "x\u202eevil\u202c",
    "\u2066x\u2069\u200f\u061c",
    "x\u200b\u2060\ufeff\u00ady",
    "e" + "\u0301" * 40,
    "\U000e0041\U000e007fx",
)
FIELDS = (
    *("Title", "About", "Practise", "Role", "Capability", "Goal", "Dana", "Chief", "Meeting", "Homework"),
    *(
        "Found",
        "Aim",
        "Hint",
        "Scene",
        "Speech",
        "Say",
        "Other",
        "Reply",
        "Sheet",
        "Log",
        "The end",
        "Ending",
    ),
    *("Thinks", "Tempting"),
)
"""The words before the payloads, which tell the fields of a scenario that are shown."""
ASSESSED = ("Assessed", "Purpose", "Seen", "Named", "Team", "Comment", "Reason", "By")
"""The words before those that a trainer writes around an assessment."""
OWN, FILE = "own", "Broken"
"""What the trainee types, and the name of a file that cannot be read."""

Choice = Callable[[str], str]
"""Which payload stands in a field."""


def same(payload: str) -> Choice:
    """The same payload in every field."""
    return lambda _: payload


def by_turns(shift: int) -> Choice:
    """Each field has one payload, the next field the next."""
    fields = (*FIELDS, OWN, FILE, *ASSESSED)

    def choice(field: str) -> str:
        place = fields.index(field) if field in fields else len(fields)
        return PAYLOADS[(place + shift) % len(PAYLOADS)]

    return choice


def left(payload: str) -> str:
    """What is to be seen of a payload: all but controls, format characters, and marks beyond a few."""
    shown = "".join(held for held in payload if unicodedata.category(held) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", re.sub("(\u0301{8})\u0301+", r"\1", shown))


def written(folder: Path, choice: Choice) -> str:
    """Writes a scenario with payloads in every field of text; its name in the folder."""

    def filled(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: filled(value) for key, value in data.items()}
        if isinstance(data, list):
            return [filled(value) for value in data]
        return data.replace(EVIL, choice(data.split(f" {EVIL}")[0])) if isinstance(data, str) else data

    file = hostile(folder)
    file.write_text(yaml.safe_dump(filled(yaml.safe_load(file.read_text())), allow_unicode=False))
    return f"./{file.name}"


def broken(folder: Path, choice: Choice) -> str:
    """Writes a file that is no scenario and has a payload in its name; its name in the folder."""
    payload = choice(FILE).replace("/", "|").replace("\0", "")
    file = folder / f"{FILE} {payload}.yaml"
    file.write_text("[", encoding="utf-8")
    return f"./{file.name}"
