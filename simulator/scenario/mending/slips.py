"""Mending slips with YAML's signs: each takes the lines of a text and the place of a remark, and gives an
edit, or None where more than one thing could be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Annotated, get_args, get_origin

from simulator.scenario import acts, model
from simulator.scenario.base import Model
from simulator.scenario.diagnostics import Place
from simulator.scenario.mending.edits import Edit, reading
from simulator.scenario.values import Prose

Lines = Sequence[str]
Mender = Callable[[Lines, Place], Edit | None]

_HEADING = re.compile(r"(?P<indent> *(?:- +)*)(?P<key>[\w.-]+):(?: +(?P<text>\S.*?))?\s*\Z")
_ITEM = re.compile(r"(?P<indent> *(?:- +)*- +)(?P<text>[^\s{\[].*?)\s*\Z")
_BRACES = re.compile(
    r"(?P<indent> *(?:- +)*)(?:(?P<key>[\w.-]+): +)?\{(?P<body>.*)\}(?P<note> {2,}#.*)?\s*\Z"
)
_NOTE = re.compile(r" {2,}#(?: .*)?\Z")
_UNCLEAR_NOTE = re.compile(r" #(?:\s|\Z)")
_KEY_LINE = re.compile(r"\s*(?:- |[\w.-]+:(?:\s|\Z))")
_FAR = 20  # lines from the beginning of a text to the slip in it
_TABS = (2, 4, 8)


def block(lines: Lines, place: Place) -> Edit | None:
    """Prose on a line of its own under `>`, where every sign is text."""
    at = place.line - 1
    found = next((begun for n in range(at, max(at - _FAR, -1), -1) if (begun := _begun(lines, n))), None)
    if found is None:
        return None
    start, head, column, text = found
    end = start + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) > column:
        end += 1
    following = [line.strip() for line in lines[start + 1 : end]]
    others = [line for number, line in enumerate(lines[start + 1 : end], start + 1) if number != at]
    text, note = _parted(text)
    told = [part for part in (text.removeprefix("> ").removeprefix("| "), *following) if part]
    if at >= end or not told or (note and following) or any(map(_KEY_LINE.match, others)):
        return None
    if any(map(_UNCLEAR_NOTE.search, told)):
        return None
    inside = " " * (column + 2)
    return Edit(start, end, (f"{head}{note}", *(inside + part for part in told)))


def _begun(lines: Lines, number: int) -> tuple[int, str, int, str] | None:
    """The line where prose begins: its number, what heads a block there, the column, and the text on it."""
    line = lines[number]
    if (found := _HEADING.match(line)) and _holds_prose(lines, found["key"]):
        return number, f"{found['indent']}{found['key']}: >", len(found["indent"]), found["text"] or ""
    if (found := _ITEM.match(line)) and not _HEADING.match(line) and _in_script(lines, number):
        return number, f"{found['indent']}>", len(found["indent"]) - 2, found["text"]
    return None


def _holds_prose(lines: Lines, key: str) -> bool:
    """Whether prose stands under a key: a key of the format that holds it, or somebody who speaks."""
    if key in format_keys():
        return key in prose_keys()
    speaker = re.compile(rf" *{re.escape(key)}:\s*(?:\{{.*)?\Z")
    return key in ("narrator", "you") or any(map(speaker.match, lines))


def _in_script(lines: Lines, number: int) -> bool:
    """Whether an item of a list is a line of a script."""
    own = _indent(lines[number])
    above = (line for line in reversed(lines[:number]) if line.strip() and _indent(line) <= own)
    heading = next((line for line in above if not line.lstrip().startswith("- ")), "")
    return heading.strip().removesuffix(":") in ("script", "reply", "previously")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _parted(text: str) -> tuple[str, str]:
    """A text and the note that follows it two spaces off."""
    found = _NOTE.search(text)
    return (text[: found.start()], found[0]) if found else (text, "")


def braces(lines: Lines, place: Place) -> Edit | None:
    """What stands in braces on one line, one `key: value` a line, prose under `>`."""
    found = _BRACES.match(lines[place.line - 1])
    opened = _opened(lines, found["body"]) if found else None
    if not found or not opened or (found["note"] and opened[-1].startswith(" ")):
        return None
    indent, note = found["indent"], found["note"] or ""
    if found["key"]:
        inside = " " * (len(indent) + 2)
        return _in_place(place, [f"{indent}{found['key']}:{note}", *(inside + line for line in opened)])
    inside = " " * len(indent)
    return _in_place(place, [indent + opened[0] + note, *(inside + line for line in opened[1:])])


def listed(lines: Lines, place: Place) -> Edit | None:
    """A list of one item, which began on the line of its key, on the line below."""
    found = _HEADING.match(lines[place.line - 1])
    if not found or not (found["text"] or "").startswith("- ") or _holds_prose(lines, found["key"]):
        return None
    inside = " " * (len(found["indent"]) + 2)
    return _in_place(place, [f"{found['indent']}{found['key']}:", inside + found["text"]])


def _in_place(place: Place, new: list[str]) -> Edit:
    return Edit(place.line - 1, place.line, tuple(new))


def _opened(lines: Lines, body: str) -> list[str] | None:
    """The lines for what stands in braces; None where it is not clear what belongs together."""
    written: list[str] = []
    for key, value in _pairs(body):
        if _reads(value):
            written.append(f"{key}: {value}")
        elif value.startswith("{") and value.endswith("}"):
            below = _opened(lines, value[1:-1])
            if not below:
                return None
            written += [f"{key}:", *(f"  {line}" for line in below)]
        elif _holds_prose(lines, key):
            written += [f"{key}: >", f"  {value}"]
        else:
            return None
    return written


def _pairs(body: str) -> Iterator[tuple[str, str]]:
    """Keys and values of what stands in braces: a comma parts them only before a key of the format."""
    keys = "|".join(sorted(map(re.escape, format_keys()), key=len, reverse=True))
    first = re.match(r"\s*([\w.-]+): +", body)
    if not first:
        return
    rest, key = body[first.end() :], first[1]
    depth = 0
    start = 0
    for sign in re.finditer(rf"[{{\[]|[}}\]]|, +(?P<key>{keys}): +", rest):
        if sign["key"] is None:
            depth += 1 if sign[0] in "{[" else -1
        elif depth == 0:
            yield key, rest[start : sign.start()].strip()
            key, start = sign["key"], sign.end()
    yield key, rest[start:].strip()


def _reads(value: str) -> bool:
    """Whether a value is read as it stands, on a line of its own."""
    result = reading(f"x: {value}\n")
    return result.source is not None and not result.remarks and bool(value)


def _models() -> Iterator[type[Model]]:
    for kind in (*vars(model).values(), *acts.ACTS):
        if isinstance(kind, type) and issubclass(kind, Model):
            yield kind


@cache
def format_keys() -> frozenset[str]:
    """Every key of the format."""
    return frozenset(field.alias or name for kind in _models() for name, field in kind.model_fields.items())


@cache
def prose_keys() -> frozenset[str]:
    """The keys under which prose stands."""
    marks = get_args(Prose)[1:]

    def is_prose(hint: object, metadata: Sequence[object]) -> bool:
        if get_origin(hint) is Annotated:
            return is_prose(get_args(hint)[0], get_args(hint)[1:])
        return marks[0] in metadata or any(is_prose(arg, ()) for arg in get_args(hint))

    return frozenset(
        field.alias or name
        for kind in _models()
        for name, field in kind.model_fields.items()
        if is_prose(field.annotation, field.metadata)
    )


def tabs(lines: Lines) -> list[str] | None:
    """The lines with spaces for the tabs they begin with; None where tabs of different widths would be read
    as different files, or as none."""
    read: list[tuple[list[str], object]] = []
    for width in _TABS:
        spaced = [_spaced(line, width) for line in lines]
        result = reading("\n".join(spaced))
        if result.source is not None:
            read.append((spaced, result.source.data))
    if not read or any(data != read[0][1] for _, data in read):
        return None
    return read[0][0]


def _spaced(line: str, width: int) -> str:
    rest = line.lstrip(" \t")
    before = line[: len(line) - len(rest)]
    return before.replace("\t", " " * width) + rest if rest else line


_ON_ITS_OWN = "the text stands on a line of its own"
_OPENED = "what stood in braces has a line for each key"
MENDERS: dict[str, tuple[tuple[Mender, str], ...]] = {
    "OM120": ((block, _ON_ITS_OWN), (braces, _OPENED)),
    "OM121": ((listed, "the list begins below its key"), (block, _ON_ITS_OWN)),
    "OM123": ((braces, _OPENED),),
    "OM127": ((block, f"{_ON_ITS_OWN}, with its ' #'"),),
}
"""For each code that can be mended on its lines: what can be tried, and what is told of it."""
