"""A small terminal: what bytes written to one leave on its screen, and which sequences were among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"  # CSI
    r"|\x1b(?P<string>[\]P_^X]).*?(?:\x07|\x1b\\)"  # OSC, DCS, APC, PM, SOS
    r"|\x1b(?P<short>[ -/]*[0-Z\\^-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)",
    re.DOTALL,
)
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[ -/]*)?\Z")


@dataclass
class Screen:
    """A terminal of so many cells. `sequences` holds every sequence that was sent, as `final` and parameters
    (`m` of `ESC [ 1 m` is `m 1`), where the cursor was put left out; strings and control characters as
    their repr."""

    width: int
    height: int
    sequences: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._rows = [[" "] * self.width for _ in range(self.height)]
        self._x = self._y = 0
        self._left = ""

    @property
    def text(self) -> str:
        """What is on the screen, line by line, without the spaces at the ends of lines."""
        return "\n".join("".join(row).rstrip() for row in self._rows)

    def feed(self, data: str) -> None:
        """Takes in what was written; a sequence that is not whole yet waits for its rest."""
        data = self._left + data
        partial = _PARTIAL.search(data)
        self._left = partial[0] if partial else ""
        for found in _TOKEN.finditer(data, 0, len(data) - len(self._left)):
            if found["text"] is not None:
                self._write(found["text"])
            elif found["control"] is not None:
                self._control(found["control"])
            elif found["final"] is not None:
                self._obey(found["final"], found["params"], found["between"])
            else:
                self.sequences.add(found["short"] or repr(found[0]))

    def _write(self, text: str) -> None:
        for character in text:
            cells = cell_len(character)
            if cells == 0 and self._x:
                self._rows[self._y][self._x - 1] += character
            elif self._y < self.height and self._x + cells <= self.width:
                self._rows[self._y][self._x : self._x + cells] = [character, *[""] * (cells - 1)]
                self._x += cells

    def _control(self, character: str) -> None:
        if character == "\r":
            self._x = 0
        elif character == "\n":
            self._y = min(self._y + 1, self.height - 1)
        else:
            self.sequences.add(repr(character))

    def _obey(self, final: str, params: str, between: str) -> None:
        numbers = [int(part or 0) for part in params.split(";")] if re.fullmatch(r"[0-9;]*", params) else []
        if final == "H":
            row, column = (*(number or 1 for number in numbers), 1, 1)[:2]
            self._y, self._x = min(row, self.height) - 1, min(column, self.width) - 1
            return
        self.sequences.add(f"{final} {params}{between}")
        if final in "ABCD" and len(final) == 1:
            by = numbers[0] or 1
            down, right = {"A": (-by, 0), "B": (by, 0), "C": (0, by), "D": (0, -by)}[final]
            self._y = max(0, min(self._y + down, self.height - 1))
            self._x = max(0, min(self._x + right, self.width - 1))
        elif final == "J" and numbers == [2]:
            self._rows = [[" "] * self.width for _ in range(self.height)]
        elif final == "K" and numbers in ([0], []):
            self._rows[self._y][self._x :] = [" "] * (self.width - self._x)
