"""Putting a document together from the YAML parser's events, counting everything on the way.

The events are flat and the stack is a list, so that no nesting can exhaust the interpreter; and since events
are made as they are asked for, a limit that is passed ends the reading there and then.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import yaml

from simulator.scenario.diagnostics import Diagnostic, Place, ScenarioError
from simulator.scenario.parser import LOADER
from simulator.scenario.slips import Mark, explain, heading
from simulator.scenario.text import clean, shorten

Data: TypeAlias = "bool | int | Decimal | str | list[Data] | dict[str, Data] | None"
"""What a file can hold. Numbers and true, false and null are typed only where they stand unquoted."""

Record = tuple[int, str | int, Mark, Mark | None]
"""Where a value stands: its parent's number, its step from there, its mark and its key's, if any."""

Event: TypeAlias = Any
"""One of the parser's events. The published types let an event lack its marks; the parser leaves none out."""

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_DIGITS = 15
_KEY_LENGTH = 200
_MANY = 50  # remarks on one file before the reading ends
_WORDS = 3  # more words than this are a sentence
_KEY_WORDS = 2  # and a key has even fewer


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold: bytes, levels of nesting, values, characters in one text."""

    bytes: int = 2_000_000
    depth: int = 40
    nodes: int = 100_000
    scalar: int = 20_000


class _Frame:
    """A list or a mapping that is still open."""

    __slots__ = ("flow", "index", "items", "key", "key_mark")

    def __init__(self, items: list[Data] | dict[str, Data], index: int, flow: bool) -> None:
        self.items = items
        self.index = index
        self.flow = flow
        self.key: str | None = None
        self.key_mark: Mark | None = None


class Composer:
    """Composes one document.

    `data` and `records` are the outcome and `found` every remark in the order of the text. What is merely
    wrong is noted and read past, so that an author learns of all slips at once; broken YAML and passed limits
    end the reading.
    """

    def __init__(self, text: str, name: str, limits: Limits) -> None:
        self.text = text
        self.name = name
        self.limits = limits
        self.data: Data = None
        self.records: list[Record] = []
        self.found: list[Diagnostic] = []
        self._lines: list[str] | None = None
        self._stack: list[_Frame] = []
        self._frame: _Frame | None = None
        self._closed: Mark | None = None
        self._documents = 0

    def compose(self) -> None:
        """Read the whole text.

        Raises ScenarioError with all remarks so far when the reading cannot go on.
        """
        try:
            for event in iter(LOADER(self.text).get_event, None):
                if type(event) is yaml.ScalarEvent:
                    self._scalar(event)
                else:
                    self._take(event)
        except yaml.MarkedYAMLError as error:
            slip = explain(self.lines(), error, self._closed)
            self.found.append(Diagnostic(slip.code, slip.message, self.name, slip.place, slip.hint))
            raise ScenarioError(self.found) from None

    def lines(self) -> list[str]:
        """The text's lines as the parser counts them."""
        if self._lines is None:
            self._lines = re.split("\r\n|[\r\n]", self.text)
        return self._lines

    def _take(self, event: Event) -> None:
        kind = type(event)
        if kind is yaml.MappingStartEvent:
            self._open(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._open(event, [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._closed = event.start_mark if self._frame and self._frame.flow else None
            self._stack.pop()
            self._frame = self._stack[-1] if self._stack else None
        elif kind is yaml.AliasEvent:
            self._closed = event.start_mark
            self._claimed("OM112", "*", "a reference", event.start_mark)
            self._put("", event.start_mark)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._stop(
                    "OM106", "a second document begins here", event.start_mark, "one file is one document"
                )

    def _open(self, event: Event, items: list[Data] | dict[str, Data]) -> None:
        mark = event.start_mark
        if event.tag is not None or event.anchor is not None:
            self._decorated(event)
        if len(self._stack) >= self.limits.depth:
            self._stop("OM107", f"nested more than {self.limits.depth} levels deep", mark)
        index = self._put(items, mark)
        self._frame = _Frame(items, index, bool(event.flow_style))
        self._stack.append(self._frame)

    def _scalar(self, event: Event) -> None:
        mark = event.start_mark
        text: str = event.value
        plain: bool = event.implicit[0]
        self._closed = None if plain else mark
        if event.tag is not None or event.anchor is not None:
            self._decorated(event)
        if len(text) > self.limits.scalar:
            self._note(
                "OM109", f"a text of {len(text):,} characters: at most {self.limits.scalar:,} are read", mark
            )
            text = ""
        frame = self._frame
        if frame is not None and frame.key is None and type(frame.items) is dict:
            self._key(frame, text, plain, event)
        elif plain:
            self._put(self._plain(event, text), mark)
        else:
            self._put(clean(text), mark)

    def _plain(self, event: Event, text: str) -> Data:
        """The value of an unquoted scalar: a constant, a number or text."""
        if text in _CONSTANTS:
            self._dropped_colon(event)
            return _CONSTANTS[text]
        if text[0] in "+-0123456789" and (number := _NUMBER.match(text)):
            if len(text) > _DIGITS and sum(map(str.isdigit, text)) > _DIGITS:
                hint = "a number that is a name goes in quotation marks"
                self._note("OM115", f"a number has at most {_DIGITS} digits", event.start_mark, hint)
                return 0
            return Decimal(text) if number[1] else int(text)
        if text.count(" ") >= _WORDS and self.text.startswith(" #", event.end_mark.index):
            self._cut(event.end_mark)
        return clean(text)

    def _dropped_colon(self, event: Event) -> None:
        """Notes a key in braces without a value: prose that was cut at a comma, as in `{dana: Well, no}`."""
        frame = self._frame
        if event.value or frame is None or not frame.flow or not frame.key or frame.key_mark is None:
            return
        start, end = frame.key_mark.index, event.start_mark.index
        if ":" not in self.text[start:end]:
            message = (
                f"'{shorten(frame.key)}' stands in braces without a value: a sentence there ends at its comma"
            )
            self._note(
                "OM123", message, frame.key_mark, "write one 'key: value' a line; text goes under 'say: >'"
            )

    def _cut(self, mark: Mark) -> None:
        where = heading(self.lines(), mark.line)
        self._note(
            "OM127",
            f"the text ends before ' #': if the rest belongs to it, start it on its own line under '{where}'",
            mark,
            "a comment stands two spaces off",
        )

    def _key(self, frame: _Frame, text: str, plain: bool, event: Event) -> None:
        key, mark = clean(text), event.start_mark
        frame.key, frame.key_mark = key, mark
        if not key or "\n" in key or len(key) > _KEY_LENGTH:
            self._note("OM110", f"a key is one line of 1 to {_KEY_LENGTH} characters", mark)
        elif key == "<<":
            self._note("OM114", "'<<' merges nothing here", mark, "write the entries out")
        elif plain and key.count(" ") >= _KEY_WORDS and not self._ends_there(frame, event):
            where = heading(self.lines(), mark.line)
            hint = f"a sentence that contains ': ' starts on its own line under '{where}'"
            self._note("OM120", f"'{shorten(key)}' is read as a key", mark, hint)
        elif key in frame.items:
            same = (at for parent, step, _, at in self.records if at and (parent, step) == (frame.index, key))
            hint = f"it stands already in line {next(same).line + 1}"
            self._note("OM111", f"'{shorten(key)}' is written twice in the same group", mark, hint)

    def _ends_there(self, frame: _Frame, event: Event) -> bool:
        """Whether a key in braces has no colon: it is a piece of prose, and noted as such with its value."""
        return frame.flow and not self.text.startswith(":", event.end_mark.index)

    def _put(self, value: Data, mark: Mark) -> int:
        """Adds a value to what is open and returns its number."""
        frame = self._frame
        index = len(self.records)
        if index >= self.limits.nodes:
            self._stop("OM108", f"more than {self.limits.nodes:,} values", mark)
        if frame is None:
            self.data = value
            self.records.append((-1, "", mark, None))
        elif isinstance(frame.items, list):
            self.records.append((frame.index, len(frame.items), mark, None))
            frame.items.append(value)
        elif frame.key is None or frame.key_mark is None:
            if not isinstance(value, str):  # a reference has been noted already
                self._note("OM110", "a key is plain text, neither a list nor a mapping", mark)
            frame.key, frame.key_mark = "", mark
        else:
            self.records.append((frame.index, frame.key, mark, frame.key_mark))
            frame.items[frame.key] = value
            frame.key = frame.key_mark = None
        return index

    def _decorated(self, event: Event) -> None:
        if event.anchor is not None:
            self._claimed("OM112", "&", "an anchor", event.start_mark)
        if event.tag is not None:
            self._claimed("OM113", "!", "a tag", event.start_mark)

    def _claimed(self, code: str, sign: str, what: str, mark: Mark) -> None:
        hint = f"if it is text, start it on its own line under '{heading(self.lines(), mark.line)}'"
        self._note(code, f"'{sign}' begins {what}, which is not used here", mark, hint)

    def _stop(self, code: str, message: str, mark: Mark, hint: str | None = None) -> None:
        self._note(code, message, mark, hint)
        raise ScenarioError(self.found)

    def _note(self, code: str, message: str, mark: Mark, hint: str | None = None) -> None:
        place = Place(mark.line + 1, mark.column + 1)
        self.found.append(Diagnostic(code, message, self.name, place, hint))
        if len(self.found) >= _MANY:
            raise ScenarioError(self.found)
