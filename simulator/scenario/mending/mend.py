"""`onlyme check --fix`: one mend at a time, each tried before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.scenario.defaults import with_ids
from simulator.scenario.load import examined
from simulator.scenario.mending.edits import Edit, applied, differences, helps, reading
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
    while len(done) < _MOST:
        text, mends = _slips(text)
        if not mends:  # a key put right may tell what a slip below it meant
            text, mends = _words(text)
        if not mends:
            break
        done += reversed(mends)
    text, written = _with_ids(text)
    return text, (*done, *written)


def _slips(text: str) -> tuple[str, list[Mend]]:
    """The text with the slips mended that one reading tells of, from the last to the first."""
    lines, mends = lines_of(text), []
    for wrong in reversed(reading(text).remarks):
        if wrong.place is None or wrong.place.line > len(lines):  # the text ends too early
            continue
        if wrong.code == "OM122" and (found := _without_tabs(text, lines)):
            return found
        for mender, said in MENDERS.get(wrong.code, ()):
            edit = mender(lines, wrong.place)
            if edit and helps(text, new := applied(text, edit), edit):
                text, lines = new, lines_of(new)
                mends.append(Mend(edit.start + 1, wrong.code, said))
                break
    return text, mends


def _without_tabs(text: str, lines: list[str]) -> tuple[str, list[Mend]] | None:
    spaced = tabs(lines)
    if spaced is None:
        return None
    changed = [number for number, line in enumerate(spaced) if line != lines[number]]
    for number in changed:
        text = applied(text, Edit(number, number + 1, (spaced[number],)))
    return text, [Mend(changed[0] + 1, "OM122", f"spaces for tabs in {len(changed)} lines")]


def _words(text: str) -> tuple[str, list[Mend]]:
    """The text with the keys and acts put right that can only be one, from the last to the first."""
    source, mends = reading(text).source, []
    for wrong in reversed(examined(source)[1]) if source else ():
        if source and (found := respelt(source.lines, wrong)):
            edit, old, new_word = found
            new = applied(text, edit)
            after = reading(new).source
            if after and list(differences(source.data, after.data)) == [(old, new_word)]:
                text, source = new, after
                mends.append(Mend(edit.start + 1, wrong.code, f"{old} is now {new_word}"))
    return text, mends


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
