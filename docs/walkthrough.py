"""Does what a page of the handbook tells its reader to do, block by block: `python -m docs.walkthrough`.

A page that is a walk through something shows files and commands. A block of YAML writes a file, or a part of
the one before; a block of commands with `<!-- run -->` above it is run in the same folder. Answers to a play
stand behind `run: `. With `<!-- slip: THIS => THAT -->` the command meets a file in which THIS became THAT.
A page of authors without a scenario of its own is about the one of the format.

Other files are named: `<!-- file: NAME -->` stands above a whole file, `<!-- edit: NAME -->` above lines of
`THIS → THAT` to be changed in it, and `<!-- shown: NAME -->` above what a command has written into it.
With `<!-- at 2027-03-01 09:00 -->` in the place of `run` the clock stands at that moment, and goes on from
there no further than the next such comment.

Called as a program, it writes into the pages what the commands print now, except where a page leaves things
out.
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

from docs import steady
from simulator.scenario.source import read_yaml

HERE = Path(__file__).parent / "authoring"
FORMAT = HERE / "format.md"
COURSE = HERE.parent / "assessments" / "first-assessment.md"
PAGES = (HERE / "first-scenario.md", HERE / "specs.md", COURSE)
LEFT_OUT = "[…]\n"
_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*?) -->\n+)?^```(?P<kind>yaml|console|text)\n(?P<text>.*?)^```$", re.M | re.S
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
    """The reader's folder, and what they have written so far. The database is in there, or `kept`."""

    path: Path
    kept: str = ""
    file: str = ""
    moment: str = ""
    data: Any = field(default_factory=dict)

    def write(self, note: str, text: str) -> None:
        """Writes a block: a whole file, or a part of one."""
        kind, _, name = note.partition(": ")
        if kind == "file":
            self._write(name, text)
        elif kind == "edit":
            self.file = name
            for line in text.splitlines():
                self._write(name, self._with(*line.split(" → ")))
        elif note == "rules":
            self._write(f"{read_yaml(text, 'page').data['id']}.yaml", text)
        elif text.startswith("format:"):
            self.data = read_yaml(text, "page").data
            self._write(f"{self.data['id']}.yaml", text)
        elif text.startswith("scenario:"):
            spec = read_yaml(text, "page").data["scenario"]
            (self.path / f"{spec}.spec.yaml").write_text(text, encoding="utf-8")
        elif note.startswith("yaml: part"):
            self.data = with_part(self.data, note.split()[2:], read_yaml(text, "page").data)
            whole = yaml.safe_dump(self.data, allow_unicode=True, sort_keys=False, width=10_000)
            self._write(self.file, whole)

    def call(self, note: str, words: str) -> str:
        """What a command prints in this folder."""
        kind, _, more = note.partition(": ")
        self.moment = kind.removeprefix("at ") if kind.startswith("at ") else self.moment
        before = (self.path / self.file).read_text(encoding="utf-8") if self.file else ""
        if kind == "slip":
            self._write(self.file, self._with(*more.split(" => ")))
        printed = self._printed(words, "" if kind == "slip" else "\n".join(more.split()) + "\n")
        if kind == "slip":
            self._write(self.file, before)
        return printed

    def _printed(self, words: str, typed: str) -> str:
        kept = {
            "ONLYME_DATABASE": self.kept or str(self.path / "kept.sqlite"),
            "ONLYME_SETTINGS": str(self.path / "settings.yaml"),
        }
        if self.moment:
            return steady.call(words, self.path, self.moment, typed=typed, environment=kept)
        ran = subprocess.run(  # noqa: S603 - our own command, with the words of our own page
            [*_MAIN, *shlex.split(words)],
            cwd=self.path,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **kept, "TERM": "dumb", "PYTHONUTF8": "1"},
            check=False,
        )
        return ran.stdout + ran.stderr

    def _with(self, this: str, that: str) -> str:
        """The file at hand, in which `this` became `that`, once."""
        text = (self.path / self.file).read_text(encoding="utf-8")
        assert this in text, f"{this!r} is not in {self.file}"
        return text.replace(this, that, 1)

    def _write(self, name: str, text: str) -> None:
        self.file = name
        (self.path / name).write_text(text, encoding="utf-8")


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


def walked(page: Path, folder: Path, seen: Callable[[Called], str], kept: str = "") -> str:
    """The text of a page after doing what it says; `seen` gives what is to stand below each command, and in
    place of each file that a command has written. `kept` names a database outside the folder."""
    here = Folder(folder, kept)
    text = page.read_text(encoding="utf-8")
    if page.parent == HERE and "\n```yaml\nformat:" not in text:
        blocks = (block["text"] for block in _BLOCK.finditer(FORMAT.read_text(encoding="utf-8")))
        here.write("", next(block for block in blocks if block.startswith("format:")))

    def done(match: re.Match[str]) -> str:
        note, kind, text = match["note"] or "", match["kind"], match["text"]
        if note.startswith("shown: "):
            name = note.removeprefix("shown: ")
            written = (folder / name).read_text(encoding="utf-8-sig")
            return _with(match, seen(Called(page, f"… wrote {name}, which", text, written)))
        if kind != "console":
            here.write(note, text)
            return match[0]
        if not note.startswith(("run", "at ", "slip: ")):
            return match[0]

        def called(command: re.Match[str]) -> str:
            printed = here.call(note, command["words"])
            told = seen(Called(page, command["words"], command["printed"], printed))
            return f"$ onlyme {command['words']}\n{told}"

        return _with(match, _COMMAND.sub(called, text))

    return _BLOCK.sub(done, text)


def _with(block: re.Match[str], text: str) -> str:
    """A block with another text in it."""
    begin = block.start("text") - block.start()
    return block[0][:begin] + text + block[0][begin + len(block["text"]) :]


def calls(page: Path, folder: Path, kept: str = "") -> Iterator[Called]:
    """Every command of a page, run in its place."""
    found: list[Called] = []

    def keep(call: Called) -> str:
        found.append(call)
        return call.told

    walked(page, folder, keep, kept)
    yield from found


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as empty:
            told = walked(
                name, Path(empty), lambda call: call.told if LEFT_OUT in call.told else call.printed
            )
        name.write_text(told, encoding="utf-8")
