"""Reads Twee 3: headers with names, tags and metadata, the passages that mean something to every compiler.

The file is untrusted: its size is limited, and no step takes longer than in proportion to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.twee.story import NotTwee, Passage, Remark, Story, in_order, quoted

MOST_BYTES, MOST_PASSAGES = 500_000, 2_000
_CODE = {"script": "a script", "stylesheet": "a style sheet", "widget": "SugarCube's macros"}
_TWINE_TAGS = {"twine.image", "twine.audio", "twine.video", "twine.vtt", "twine.private"}
_SPECIAL = {
    *(
        "StoryInit",
        "StoryCaption",
        "StoryMenu",
        "StoryBanner",
        "StoryInterface",
        "StorySettings",
        "StoryShare",
    ),
    *("StoryIncludes", "StoryDisplayTitle", "StoryAuthor", "StorySubtitle", "PassageReady", "PassageDone"),
    *("PassageHeader", "PassageFooter", "UserScript", "UserStylesheet"),
}
_SPECIAL_TAGS = {"header", "footer", "startup", "debug-header", "debug-footer", "debug-startup", "annotation"}
_LAYOUT = {"position", "size"}
_EDITOR = {"tag-colors", "zoom", "format", "format-version"}
_HEADER = re.compile(r"^::", re.MULTILINE)
_PAGE = re.compile(r"\s*<(?:!doctype|html|tw-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    tags: tuple[str, ...]
    metadata: str


def read_story(content: bytes | str) -> Story:
    """The story of a file. Raises NotTwee where there is none to be found in it."""
    text = _decoded(content)
    found = list(_passages(text))
    if not found:
        raise NotTwee("no line begins with '::', so there is no passage in it")
    if len(found) > MOST_PASSAGES:
        raise NotTwee(f"there are more than {MOST_PASSAGES:,} passages in it")
    remarks = list(_before(text))
    title = ifid = start = ""
    kept: list[Passage] = []
    layout: list[int] = []
    for header, body, line in found:
        layout += _metadata(header, line, remarks)
        passage = Passage(header.name, header.tags, body, line)
        if header.name == "StoryTitle":
            title = " ".join(body.split())
        elif header.name == "StoryData":
            ifid, start = _data(body, line, remarks)
        elif why := _not_story(passage):
            remarks.append(Remark(line, f"passage {quoted(header.name)} is {why}: it is left out"))
        else:
            kept.append(passage)
    if layout:
        passages = f"{len(layout)} passage{'s' * (len(layout) != 1)}"
        remarks.append(Remark(layout[0], f"places on Twine's map are left out, of {passages}"))
    _check_names(kept, remarks)
    start = start or "Start"
    if kept and start not in {passage.name for passage in kept}:
        remarks.append(
            Remark(
                0,
                f"the story is to start at {quoted(start)}, which is not there: it starts at the first",
            )
        )
        start = kept[0].name
    return Story(title, ifid, start, tuple(kept), in_order(remarks))


def _decoded(content: bytes | str) -> str:
    if len(content) > MOST_BYTES:
        raise NotTwee(f"it is larger than {MOST_BYTES:,} bytes")
    if isinstance(content, bytes):
        try:
            content = content.decode()
        except UnicodeDecodeError:
            raise NotTwee("it is not UTF-8 text; save it as UTF-8") from None
    text = re.sub("\r\n?", "\n", content.lstrip("\ufeff"))
    if _PAGE.match(text):
        raise NotTwee("it is a page, as Twine publishes it; in Twine choose Build, then Export As Twee")
    return text


def _before(text: str) -> Iterator[Remark]:
    """What stands before the first passage."""
    first = _HEADER.search(text)
    for number, line in enumerate(text[: first.start() if first else 0].split("\n"), start=1):
        if line.strip():
            yield Remark(number, f"{quoted(line)} stands before the first passage: it is left out")


def _passages(text: str) -> Iterator[tuple[_Header, str, int]]:
    starts = [match.start() for match in _HEADER.finditer(text)]
    line, counted = 1, 0
    for start, end in pairwise([*starts, len(text)]):
        line += text.count("\n", counted, start)
        counted = start
        head, _, body = text[start:end].partition("\n")
        yield _header(head[2:]), body.rstrip(), line


def _header(text: str) -> _Header:
    """Name, tags and metadata; a sign after a backslash is that sign and nothing else."""
    name, rest = _until(text, "[{")
    tags: tuple[str, ...] = ()
    if rest.startswith("["):
        inside, rest = _until(rest[1:], "]", unescape=False)
        tags = tuple(_unescaped(tag) for tag in inside.split())
        rest = rest[1:]
    return _Header(name.strip(), tags, rest.strip())


def _until(text: str, signs: str, *, unescape: bool = True) -> tuple[str, str]:
    """What comes before the first of the signs that has no backslash before it, and the rest from there."""
    place = 0
    while place < len(text) and text[place] not in signs:
        place += 2 if text[place] == "\\" else 1
    before = text[:place]
    return (_unescaped(before) if unescape else before), text[place:]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _metadata(header: _Header, line: int, remarks: list[Remark]) -> list[int]:
    """Says what of the metadata is not carried over; gives the line where it is only a place on the map."""
    if not header.metadata:
        return []
    held = _object(header.metadata)
    if held is None:
        remarks.append(
            Remark(line, f"{quoted(header.metadata)} after the name is not metadata: it is left out")
        )
        return []
    for key in held.keys() - _LAYOUT:
        remarks.append(Remark(line, f"the metadata {quoted(key)} has no place in a scenario: it is left out"))
    return [line] * bool(held.keys() & _LAYOUT)


def _data(body: str, line: int, remarks: list[Remark]) -> tuple[str, str]:
    held = _object(body)
    if held is None:
        remarks.append(Remark(line, "StoryData is not JSON: it is left out"))
        return "", ""
    for key in sorted(held.keys() - {"ifid", "start"}):
        kind = "a setting of Twine's" if key in _EDITOR else "unknown"
        remarks.append(Remark(line, f"{quoted(key)} in StoryData is {kind}: it is left out"))
    return str(held.get("ifid", "")), str(held.get("start", ""))


def _object(text: str) -> dict[str, Any] | None:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None


def _not_story(passage: Passage) -> str:
    """What a passage is that does not belong to the story; empty where it does."""
    tags = {tag.lower() for tag in passage.tags}
    for tag, what in _CODE.items():
        if tag in tags:
            return what
    if tags & _TWINE_TAGS:
        return "a picture, a sound or private to Twine"
    if tags & _SPECIAL_TAGS or passage.name in _SPECIAL:
        return "one that a story format uses for itself"
    return ""


def _check_names(kept: list[Passage], remarks: list[Remark]) -> None:
    first: dict[str, int] = {}
    for passage in kept:
        if not passage.name:
            remarks.append(Remark(passage.line, "a passage has no name: its beat is never reached"))
        elif passage.name in first:
            says = f"passage {quoted(passage.name)} is there already in line {first[passage.name]}"
            remarks.append(
                Remark(passage.line, f"{says}: links lead to that one, and this beat is never reached")
            )
        else:
            first[passage.name] = passage.line
