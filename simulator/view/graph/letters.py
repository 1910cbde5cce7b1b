"""How wide a text is about to be, without asking for a font: a drawing is made where nobody looks at it."""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.24),
    **dict.fromkeys(" ft.,:;!/\\()[]-I", 0.3),
    **dict.fromkeys('r*`"', 0.37),
    **dict.fromkeys("ckszvxyJ", 0.52),
    **dict.fromkeys("ABEKPSVXY&", 0.69),
    **dict.fromkeys("CDGHNOQRUw", 0.76),
    **dict.fromkeys("mMW%@—…", 0.98),
}
_USUAL, _OTHER, _WIDE = 0.58, 0.7, 1.05


def width(text: str, size: int, *, bold: bool = False) -> float:
    """About how wide a text is in a plain sans-serif face, in pixels; rather too wide than too narrow."""
    return sum(map(_width, text)) * size * (1.08 if bold else 1)


def fit(text: str, most: float, size: int) -> str:
    """The text, or as much of its beginning as fits into so many pixels, with an ellipsis."""
    if width(text, size) <= most:
        return text
    room, kept = most - width("…", size), 0
    for letter in text:
        room -= _width(letter) * size
        if room < 0:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…" if kept else ""


def wrapped(text: str, most: float, size: int, lines: int = 3) -> list[str]:
    """The text in lines of so many pixels, at most so many of them; the last is cut where more is left."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size) <= most:
            count += 1
        found.append(fit(" ".join(words[:count]), most, size))
        words = words[count:]
    return [*found, fit(" ".join(words), most, size)] if words else found


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if letter.isascii():
        return _USUAL
    if unicodedata.combining(letter):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
