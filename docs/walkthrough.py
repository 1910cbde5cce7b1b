"""Does what a page of the handbook tells its reader to do, block by block: `python -m docs.walkthrough`.

A page that is a walk through writing shows files and commands. A block of YAML writes a file, or a part of
the one before; a block of commands with `<!-- run -->` above it is run in the same folder. Answers to a play
stand behind `run: `. With `<!-- slip: THIS => THAT -->` the command meets a file in which THIS became THAT.
A page without a scenario of its own is about the one of the format. Called as a program, it writes into the
pages what the commands print now, except where a page leaves things out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from simulator.scenario.source import read_yaml

HERE = Path(__file__).parent / "authoring"
FORMAT = HERE / "format.md"
PAGES = (HERE / "first-scenario.md", HERE / "specs.md")
LEFT_OUT = "[…]\n"
_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*?) -->\n+)?^```(?P<kind>yaml|console)\n(?P<text>.*?)^```$", re.M | re.S
)
_COMMAND = re.compile(r"^\$ onlyme (?P<words>.+)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.M)
_MAIN = (sys.executable, "-c", "from simulator.cli.main import main; main()")


@dataclass(frozen=True)
class Called:
    """A command of a page with what the page says it prints, and what it printed."""

    page: Path
    words: str
    told: str
    printed: str

    @property
    def holds(self) -> bool:
        """Whether every passage that the page shows was printed, in order."""
        if LEFT_OUT not in self.told:
            return self.told == self.printed
        place = 0
        for passage in self.told.split(LEFT_OUT):
            place = self.printed.find(passage, place)
            if place < 0:
                return False
            place += len(passage)
        return True


@dataclass
class Folder:
    """The reader's folder, and what they have written so far."""

    path: Path
    file: str = ""
    data: Any = field(default_factory=dict)

    def write(self, note: str, text: str) -> None:
        """Writes a block of YAML: a whole file, or a part of the last one."""
        if text.startswith("format:"):
            self.data = read_yaml(text, "page").data
            self.file = f"{self.data['id']}.yaml"
            (self.path / self.file).write_text(text, encoding="utf-8")
        elif text.startswith("scenario:"):
            name = read_yaml(text, "page").data["scenario"]
            (self.path / f"{name}.spec.yaml").write_text(text, encoding="utf-8")
        elif note.startswith("yaml: part"):
            self.data = with_part(self.data, note.split()[2:], read_yaml(text, "page").data)
            written = yaml.safe_dump(self.data, allow_unicode=True, sort_keys=False, width=10_000)
            (self.path / self.file).write_text(written, encoding="utf-8")

    def call(self, note: str, words: str) -> str:
        """What a command prints in this folder."""
        kind, _, more = note.partition(": ")
        file = self.path / self.file
        before = file.read_text(encoding="utf-8") if self.file else ""
        if kind == "slip":
            this, that = more.split(" => ")
            assert this in before, f"{this!r} is not in {self.file}"
            file.write_text(before.replace(this, that, 1), encoding="utf-8")
        typed = "\n".join(more.split()) + "\n" if kind == "run" else ""
        environment = {**os.environ, "ONLYME_DATABASE": str(self.path / "kept.sqlite"), "TERM": "dumb"}
        ran = subprocess.run(  # noqa: S603 - our own command, with the words of our own page
            [*_MAIN, *shlex.split(words)],
            cwd=self.path,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            env={**environment, "PYTHONUTF8": "1"},
            check=False,
        )
        if kind == "slip":
            file.write_text(before, encoding="utf-8")
        return ran.stdout + ran.stderr


def with_part(data: Any, where: list[str], part: Any) -> Any:
    """The scenario with a part written into it: into the whole, its first meeting, a line of that, or as a
    meeting of its own."""
    first = data["encounters"][0]
    match where:
        case []:
            return merged(data, part)
        case ["encounter"]:
            return {**data, "encounters": [merged(first, part), *data["encounters"][1:]]}
        case ["choice", beat]:
            lines = {"choices": _listed(first["beats"][beat]["choices"], part)}
            return with_part(data, ["encounter"], {"beats": {beat: lines}})
        case ["meeting"]:
            return {**data, "encounters": _listed(data["encounters"], part)}
    raise ValueError(f"what is a part of {' '.join(where)}?")


def _listed(items: list[Any], part: Any) -> list[Any]:
    """The items with a part written into the one of its id, or at their end where there is none."""
    if any(item["id"] == part["id"] for item in items):
        return [merged(item, part) if item["id"] == part["id"] else item for item in items]
    return [*items, part]


def merged(host: Any, part: Any) -> Any:
    """`host` with `part` written into it, key by key; anything but a mapping replaces what was there."""
    if not isinstance(host, dict) or not isinstance(part, dict):
        return part
    return {**host, **{key: merged(host.get(key), value) for key, value in part.items()}}


def walked(page: Path, folder: Path, seen: Callable[[Called], str]) -> str:
    """The text of a page after doing what it says; `seen` gives what is to stand below each command."""
    here = Folder(folder)
    text = page.read_text(encoding="utf-8")
    if "\n```yaml\nformat:" not in text:
        blocks = (block["text"] for block in _BLOCK.finditer(FORMAT.read_text(encoding="utf-8")))
        here.write("", next(block for block in blocks if block.startswith("format:")))

    def done(match: re.Match[str]) -> str:
        note, kind, text = match["note"] or "", match["kind"], match["text"]
        if kind == "yaml":
            here.write(note, text)
            return match[0]
        if not note.startswith(("run", "slip: ")):
            return match[0]

        def called(command: re.Match[str]) -> str:
            printed = here.call(note, command["words"])
            told = seen(Called(page, command["words"], command["printed"], printed))
            return f"$ onlyme {command['words']}\n{told}"

        return match[0].replace(text, _COMMAND.sub(called, text))

    return _BLOCK.sub(done, text)


def calls(page: Path, folder: Path) -> Iterator[Called]:
    """Every command of a page, run in its place."""
    found: list[Called] = []

    def keep(call: Called) -> str:
        found.append(call)
        return call.told

    walked(page, folder, keep)
    yield from found


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as empty:
            told = walked(
                name, Path(empty), lambda call: call.told if LEFT_OUT in call.told else call.printed
            )
        name.write_text(told, encoding="utf-8")
