"""`onlyme check --fix`: one mend at a time, each tried before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.defaults import with_ids
from simulator.scenario.load import examined
from simulator.scenario.mending.edits import Edit, applied, differences, has_errors, helps, reading
from simulator.scenario.mending.slips import MENDERS, tabs
from simulator.scenario.mending.words import identified, respelt
from simulator.scenario.source import lines_of

_MOST = 500  # mends in one file: more than anybody makes slips


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended: its line then, the code of the remark, if there was one, and what is so now."""

    line: int
    code: str | None
    said: str


def mended(text: str) -> tuple[str, tuple[Mend, ...]]:
    """A scenario's text with what can safely be mended, and what was. `text` has no byte order mark."""
    done: list[Mend] = []
    while len(done) < _MOST and (step := _next(text)):
        text, mend = step
        done.append(mend)
    text, written = _with_ids(text)
    return text, (*done, *written)


def _next(text: str) -> tuple[str, Mend] | None:
    """The text with the first thing mended that can be, or None."""
    return next(_slips(text), None) or next(_words(text), None)


def _slips(text: str) -> Iterator[tuple[str, Mend]]:
    lines = lines_of(text)
    for wrong in reading(text).remarks:
        if wrong.place is None:
            continue
        if wrong.code == "OM122" and (spaced := tabs(lines)):
            changed = [number for number, line in enumerate(spaced) if line != lines[number]]
            new = text
            for number in changed:
                new = applied(new, Edit(number, number + 1, (spaced[number],)))
            if changed and not has_errors(reading(new).remarks):
                yield new, Mend(changed[0] + 1, wrong.code, f"spaces for tabs in {len(changed)} lines")
        for mender, said in MENDERS.get(wrong.code, ()):
            edit = mender(lines, wrong.place)
            if edit and helps(text, new := applied(text, edit), edit):
                yield new, Mend(edit.start + 1, wrong.code, said)


def _words(text: str) -> Iterator[tuple[str, Mend]]:
    source = reading(text).source
    if source is None:
        return
    for wrong in examined(source)[1]:
        if found := respelt(source.lines, wrong):
            edit, old, new_word = found
            new = applied(text, edit)
            after = reading(new).source
            if after and list(differences(source.data, after.data)) == [(old, new_word)]:
                yield new, Mend(edit.start + 1, wrong.code, f"{old} is now {new_word}")


def _with_ids(text: str) -> tuple[str, tuple[Mend, ...]]:
    """The text with the ids written out that it has, where it can be played and means the same after."""
    source = reading(text).source
    if source is None or examined(source)[0] is None:
        return text, ()
    new, names = text, []
    for edit, name in identified(source):
        new = applied(new, edit)
        names.append((edit.start + 1, name))
    after = reading(new).source
    if not names or after is None or after.data != with_ids(source.data):
        return text, ()
    return new, tuple(Mend(line, None, f"id: {name}") for line, name in reversed(names))
