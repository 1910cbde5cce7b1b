"""YAML's complaints in the language of the person who wrote the file.

Prose meets YAML's signs by accident: a colon in a sentence, a quoted word at its start, a bracket. The
parser then complains about mappings and tokens, often a line too late. `explain` finds the slip behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from yaml import MarkedYAMLError

from simulator.scenario.diagnostics import Place

_KEY = re.compile(r"\s*(?:- +)*([\w.-]+): *(?=(\S?))")
_GLUED = re.compile(r"\s*(?:- +)*[\w.-]+:(?=[^\s:])")
_LONE_KEY = re.compile(r"\s*(?:- +)*[\w.-]+\Z")
_LIST = re.compile(
    r"\s*(?:- +)*(?:script|reply|previously|does|choices|encounters|calendar|endings|moves|expect):"
)
_SIGNS = frozenset("\"'[{*&!@%`")


class Mark(Protocol):
    """A position the parser gives, all from 0: line, column in it, and index of the character in the text."""

    line: int
    column: int
    index: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A likely cause: a diagnostic's code, words and place."""

    code: str
    message: str
    place: Place
    hint: str | None = None


def explain(lines: Sequence[str], error: MarkedYAMLError, previous: Mark | None) -> Slip:
    """The slip behind a YAML error. `previous` marks the quotation, reference or bracket just read."""
    return _Case(lines, error, previous).slip()


def heading(lines: Sequence[str], line: int) -> str:
    """How a text is written safely: the key that a line (from 0) belongs to, as in `say: >`."""
    for number in range(min(line, len(lines) - 1), max(line - 50, -1), -1):
        if found := _KEY.match(lines[number][:200]):
            return f"{found[1][:40]}: >"
    return "say: >"


class _Case:
    """One complaint and the lines it is about."""

    def __init__(self, lines: Sequence[str], error: MarkedYAMLError, previous: Mark | None) -> None:
        self.lines = lines
        self.previous = previous
        self.problem = error.problem or "it is not well formed"
        self.context = error.context or ""
        mark = error.problem_mark or error.context_mark
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)
        opened = error.context_mark or mark
        self.opened = (opened.line, opened.column) if opened else (0, 0)

    def slip(self) -> Slip:
        if self._tabbed():
            return self._at("OM122", "a tab is used for indentation", hint="indent with spaces")
        if "quoted scalar" in self.context and "escape" in self.problem:
            where = heading(self.lines, self.opened[0])
            message = "a backslash in double quotation marks begins a code of YAML's"
            return self._at("OM128", message, hint=f"start the text on its own line under '{where}'")
        if "quoted scalar" in self.context:
            return self._unclosed_quote()
        if "block scalar" in self.context:
            return self._at("OM121", "text after '>' or '|' starts on the next line, indented", self.opened)
        if any(name in self.context for name in ("an alias", "an anchor", "a tag")):
            return self._sign(*self.opened)
        if "cannot start any token" in self.problem or "entries are not allowed" in self.problem:
            return self._sign(self.line, self.column)
        if "keys are not allowed" in self.problem:
            return self._sign(self.line, self.column)
        if "values are not allowed" in self.problem:
            return self._colon()
        if "simple key" in self.context:
            return self._no_key()
        if "flow" in self.context:
            return self._flow()
        if "block" in self.context:
            return self._block()
        return self._at("OM129", f"this cannot be read as YAML: {self.problem}")

    def _at(
        self, code: str, message: str, at: tuple[int, int] | None = None, hint: str | None = None
    ) -> Slip:
        line, column = at or (self.line, self.column)
        return Slip(code, message, Place(line + 1, column + 1), hint)

    def _text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def _tabbed(self) -> bool:
        text = self._text(self.line)
        return "\t" in text[: len(text) - len(text.lstrip())] or " tab " in self.problem

    def _sign(self, line: int, column: int) -> Slip:
        sign = self._text(line)[column : column + 1] or " "
        if self._text(line).startswith("- ", column) and _LIST.match(self._text(line)):
            message = "a list begins on the line below its key, each item with '-'"
            return self._at("OM121", message, (line, column))
        what = "a quotation mark and goes on after the closing one" if sign in "\"'" else f"'{sign}'"
        message = f"a text that begins with {what} starts on its own line under '{heading(self.lines, line)}'"
        return self._at("OM121", message, (line, column))

    def _unclosed_quote(self) -> Slip:
        line, _ = self.opened
        hint = f"close it, or start the text on its own line under '{heading(self.lines, line)}'"
        return self._at("OM125", "a quotation mark opens here and is never closed", self.opened, hint)

    def _colon(self) -> Slip:
        before = self._text(self.line)[: self.column]
        if not _LONE_KEY.match(before):
            sentence = "a sentence that contains ': ' starts on its own line under"
            return self._at("OM120", f"{sentence} '{heading(self.lines, self.line)}'")
        above = self.line - 1
        while above > 0 and not self._text(above).strip():
            above -= 1
        if glued := _GLUED.match(self._text(above)):
            return self._at("OM126", "a ':' after a key is followed by a space", (above, glued.end() - 1))
        return self._at(
            "OM124",
            f"'{before.strip()[:40]}:' cannot stand here: the line above it already has a value",
            hint="indent it like the other keys of its group; a text that goes on has no ': ' in it",
        )

    def _no_key(self) -> Slip:
        line, column = self.opened
        if glued := _GLUED.match(self._text(line)):
            return self._at("OM126", "a ':' after a key is followed by a space", (line, glued.end() - 1))
        hint = "a text that goes on is indented more than its key; a key is followed by ': '"
        return self._at("OM126", "this line belongs to no key", (line, column), hint)

    def _flow(self) -> Slip:
        if self.opened[0] != self.line:
            hint = "close it; a text that begins with a bracket starts on its own line under 'say: >'"
            return self._at("OM123", "a bracket or brace opens here and is not closed", self.opened, hint)
        hint = "write one 'key: value' a line; text goes under 'say: >'"
        return self._at(
            "OM123", "inside braces or brackets, a sentence breaks at ',', ':', '?' or '['", None, hint
        )

    def _block(self) -> Slip:
        if self.previous:
            line, column = self.previous.line, self.previous.column
            if self._text(line)[column : column + 1] not in _SIGNS:
                found = _KEY.match(self._text(line))
                column = found.end() if found and found[2] and found[2] in _SIGNS else column
            if self._text(line)[column : column + 1] in _SIGNS:
                return self._sign(line, column)
        hint = "lines of one group start in the same column; a list has '-' before each item"
        return self._at("OM124", "this line's indentation does not match the lines above", None, hint)
