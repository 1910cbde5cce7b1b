"""Writes what was brought over as a scenario file, with comments where the author has something to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.scenario.text import one_line
from simulator.twee.bring import Beat, Brought, Line

_WIDTH = 110


def written(brought: Brought, source: str) -> str:
    """The text of a scenario file; `source` is how comments call the Twee file."""
    return "\n".join(_file(brought, one_line(source))) + "\n"


def _file(held: Brought, source: str) -> Iterator[str]:
    yield f"# Brought over from {source}" + (f", a story with the ifid {held.ifid}" if held.ifid else "")
    yield "# by `onlyme bring`: passages have become beats, links have become lines to say. What is left to"
    yield "# you is marked with `# write`: who is there, what each line does, and what they answer."
    if held.remarks:
        yield "#"
        yield "# What is not here as it was:"
        for remark in held.remarks:
            place = f"line {remark.line}: " if remark.line else ""
            yield from _comment(f"{place}{one_line(remark.says)}")
    yield "format: 1"
    yield f"id: {held.id}"
    yield from _text("title", held.title, "")
    yield "# write: `about`, `practise`, `minutes`, and your own company under `seller`"
    yield ""
    yield "contacts:"
    yield "  somebody:  # write: who they are, what they want, what they are measured on"
    yield "    name: Somebody"
    yield ""
    yield "encounters:"
    yield "  - id: the_meeting"
    yield from _text("title", held.title, "    ")
    yield "    with: [somebody]"
    yield "    beats:"
    for beat in held.beats:
        yield from _beat(beat)


def _beat(beat: Beat) -> Iterator[str]:
    tags = f", tagged {', '.join(beat.passage.tags)}" if beat.passage.tags else ""
    name = beat.passage.name or "without a name"
    yield from _comment(f"passage {name}, line {beat.passage.line}{tags}", "      ")
    yield f"      {beat.id}:"
    if beat.told:
        yield "        script:  # write: who says what"
        for told in beat.told:
            yield from _text("- narrator", told, "          ")
    for remark in beat.left:
        yield from _comment(f"line {remark.line}: {one_line(remark.says)}", "        ")
    if not beat.lines:
        yield "        then: end"
        return
    yield "        choices:"
    for line in beat.lines:
        yield from _choice(line)


def _choice(line: Line) -> Iterator[str]:
    yield f"          - id: {line.id}"
    yield from _text("say", line.say, "            ")
    yield "            does: listen  # write what this line does"
    yield f"            then: {line.then}"


def _text(key: str, text: str, indent: str) -> Iterator[str]:
    """A text as a block, in which no sign means anything to YAML."""
    yield f"{indent}{key}: >"
    inner = indent + "  " + "  " * key.startswith("-")
    yield from (f"{inner}{line}" for line in _wrapped(text, _WIDTH - len(inner)))


def _comment(text: str, indent: str = "") -> Iterator[str]:
    lines = _wrapped(one_line(text), _WIDTH - len(indent) - 4)
    yield from (f"{indent}# {'  ' * (place > 0)}{line}" for place, line in enumerate(lines))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
