"""`onlyme check --fix` and `--diff`: files mended, or what mending them would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.failures import NOT_WELL, WRONG_USAGE, Failure
from simulator.cli.output import counted, put

if TYPE_CHECKING:
    from simulator.scenario.mending.mend import Mend


@dataclass(frozen=True)
class Mended:
    """A file as it is and as it would be, and what was done to it."""

    file: Path
    before: bytes
    after: bytes
    done: tuple[Mend, ...]


def mend(paths: Iterable[str], say: Callable[[str], object]) -> None:
    """Mends files where they stand; `say` is told of each mend in a line."""
    from simulator.files import rewrite

    for one in _mended(paths):
        rewrite(one.file, one.before, one.after)
        for done in one.done:
            code = f"{done.code}: " if done.code else ""
            say(f"{one.file}:{done.line}: mended {code}{done.said}")


def show_mends(paths: Iterable[str]) -> None:
    """Shows what mending would change. Raises Failure where it would change anything."""
    found = list(_mended(paths))
    for one in found:
        before, after = (text.decode().splitlines() for text in (one.before, one.after))
        for line in unified_diff(before, after, str(one.file), str(one.file), lineterm=""):
            put(line)
    if found:
        places = counted(sum(len(one.done) for one in found), "place")
        raise Failure(f"{places} in {counted(len(found), 'file')} would be mended", NOT_WELL)
    put("Nothing to mend")


def _mended(paths: Iterable[str]) -> Iterable[Mended]:
    """The files of which something can be mended. A file that cannot be read is left to the check."""
    from scoring.specs import is_spec_file
    from simulator.scenario.diagnostics import ScenarioError
    from simulator.scenario.load import library
    from simulator.scenario.mending.mend import mended
    from simulator.scenario.source import read_text

    for path in paths:
        if path in library():
            raise Failure(f"{path} belongs to the library; to mend a scenario, name its file", WRONG_USAGE)
        file = Path(path)
        if is_spec_file(file):
            continue
        try:
            text = read_text(file)
        except ScenarioError:
            continue
        new, done = mended(text)
        if done:
            before = file.read_bytes()
            mark = before[: len(before) - len(text.encode())]  # which some editors write at the beginning
            yield Mended(file, before, mark + new.encode(), done)
