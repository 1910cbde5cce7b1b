"""Reading YAML that a stranger may have written, without trusting it or losing where things stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from stat import S_ISREG

from simulator.scenario.compose import Composer, Data, Limits, Record
from simulator.scenario.diagnostics import Diagnostic, Place, ScenarioError, Severity
from simulator.scenario.slips import Mark

__all__ = ["Data", "Limits", "Path", "Source", "lines_of", "read_file", "read_text", "read_yaml"]

Path = tuple[str | int, ...]
"""The steps from the root to a value: keys of mappings, numbers of list items."""

_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")  # lines to YAML, but to hardly any editor
_SPREAD = 8  # lines over which the longest condition is likely to be written
_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


class _Places(Mapping[Path, Place]):
    """Places by path, put together when first asked for: most files are read without a complaint."""

    def __init__(self, records: Sequence[Record], of_keys: bool) -> None:
        self._records = records
        self._of_keys = of_keys

    @cached_property
    def _found(self) -> dict[Path, Mark]:
        paths: list[Path] = []
        found: dict[Path, Mark] = {}
        for parent, step, mark, key_mark in self._records:
            path = (*paths[parent], step) if parent >= 0 else ()
            paths.append(path)
            if parent >= 0 and (at := key_mark if self._of_keys else mark):
                found[path] = at
        return found

    def __getitem__(self, path: Path) -> Place:
        mark = self._found[path]
        return Place(mark.line + 1, mark.column + 1)

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True, eq=False)
class Source:
    """A file that was read: its text, its data, and where each value and each key stands in it.

    `text` has no byte order mark, so that places count its characters. `warnings` are remarks that did not
    stop the reading.
    """

    name: str
    text: str
    data: Data
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    warnings: tuple[Diagnostic, ...] = ()

    def place(self, path: Path) -> Place:
        """Where the value at `path` stands, or else the nearest value around it; the root is at 1:1."""
        for length in range(len(path), 0, -1):
            if found := self.values.get(path[:length]):
                return found
        return Place(1, 1)

    def key_place(self, path: Path) -> Place:
        """Where the key at the end of `path` stands; for what has no key, the value's place."""
        return self.keys.get(path) or self.place(path)

    def word_place(self, path: Path, word: str) -> Place:
        """Where a word stands in the value at `path`; the value's place where it is not written there."""
        return self.found_place(path, re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w.])"))

    def found_place(self, path: Path, pattern: re.Pattern[str]) -> Place:
        """Where a pattern is first met in the value at `path`; the value's place where it is not."""
        place = self.place(path)
        for number, line in enumerate(self.lines[place.line - 1 : place.line + _SPREAD], place.line):
            if found := pattern.search(line, place.column - 1 if number == place.line else 0):
                return Place(number, found.start() + 1)
        return place

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, as an editor counts them."""
        return lines_of(self.text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, as an editor counts them."""
    return re.split("\r\n|[\r\n]", text)


def read_file(path: FilePath, limits: Limits | None = None) -> Source:
    """Read a YAML file. Raises ScenarioError, for a file that cannot be opened too."""
    limits = limits or Limits()
    return read_yaml(_content(path, limits), str(path), limits)


def read_text(path: FilePath) -> str:
    """The text of a file, without a byte order mark. Raises ScenarioError where it is no text to be read."""
    limits = Limits()
    return _decoded(_content(path, limits), str(path)).lstrip("\ufeff")


def _content(path: FilePath, limits: Limits) -> bytes:
    """The bytes of a file, at most one more than allowed. Raises ScenarioError."""
    name = str(path)
    if "\0" in name:  # which the system's calls would meet with a ValueError
        raise _refusal("OM101", "there is no such file", name)
    try:
        if not S_ISREG(path.stat().st_mode):
            raise _refusal("OM101", "this is a folder or a device, not a file", name)
        with path.open("rb") as file:
            return file.read(limits.bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise _refusal("OM101", "there is no such file", name) from None
    except OSError as error:
        raise _refusal("OM101", f"the file cannot be read: {error.strerror}", name) from None


def read_yaml(text: str | bytes, name: str, limits: Limits | None = None) -> Source:
    """Read one YAML document from text, or from the bytes of a UTF-8 file; `name` is how messages call it.

    Raises ScenarioError with every remark found. Only whole numbers, decimals, `true`, `false`, `null`, `~`
    and nothing at all are typed, and only unquoted: `no`, `on`, `1:30`, `0x1F`, `1e5` and `01` are text. All
    text is cleaned (see `clean`).
    """
    limits = limits or Limits()
    text = _checked(text, name, limits)
    composer = Composer(_ODD_BREAKS.sub(" ", text), name, limits)
    composer.compose()
    found = tuple(composer.found)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise ScenarioError(found)
    if not composer.records:
        raise _refusal("OM105", "the file is empty", name)
    records = composer.records
    return Source(name, text, composer.data, _Places(records, False), _Places(records, True), found)


def _checked(text: str | bytes, name: str, limits: Limits) -> str:
    """The text decoded, no larger than allowed and free of what the parser would stumble over."""
    large = f"the file is larger than {limits.bytes:,} bytes"
    if len(text) > limits.bytes:
        raise _refusal("OM102", large, name)
    if isinstance(text, bytes):
        text = _decoded(text, name)
    text = text.lstrip("\ufeff")
    if found := _FORBIDDEN.search(text):
        message = f"the character U+{ord(found[0]):04X} may not stand in a file"
        raise _refusal("OM104", message, name, _place(text, found.start()), "delete it")
    if not text.isascii() and len(text.encode()) > limits.bytes:
        raise _refusal("OM102", large, name)
    if text.startswith("%") or "\n%" in text or "\r%" in text:
        before = re.split("(?:^|(?<=[\n\r]))%", text, maxsplit=1)[0]
        message = "a line may not begin with '%'"
        raise _refusal("OM121", message, name, _place(text, len(before)), "indent it under its key")
    if found := _ESCAPE.search(text):
        message = f"'{found[0]}' stands for no character"
        raise _refusal("OM104", message, name, _place(text, found.start()), "write the character itself")
    return text


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        hint = "save it as UTF-8 in your editor"
        raise _refusal(
            "OM103", "the file is not UTF-8 text", name, _place(before, len(before)), hint
        ) from None


def _place(text: str, index: int) -> Place:
    lines = lines_of(text[:index])
    return Place(len(lines), len(lines[-1]) + 1)


def _refusal(
    code: str, message: str, name: str, place: Place | None = None, hint: str | None = None
) -> ScenarioError:
    return ScenarioError([Diagnostic(code, message, name, place, hint)])
