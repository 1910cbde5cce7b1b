"""How many cells text takes in a terminal, for drawings that must line up."""

from __future__ import annotations

from unicodedata import category, east_asian_width

_JOINER, _EMOJI = "\u200d", "\ufe0f"
_TONES = range(0x1F3FB, 0x1F400)  # colours of skin, which change the sign before them
_JAMO = range(0x1160, 0x1200)  # vowels and finals, which are drawn into the syllable before them


def cells(text: str) -> int:
    """The cells that text takes: two for wide signs, none for what is drawn onto the sign before."""
    found, last, before = 0, 0, ""
    for sign in text:
        if sign == _EMOJI:
            found, last = found + (last == 1), 2
        elif not _drawn_on(sign) and not (before == _JOINER and found and category(sign) == "So"):
            last = 2 if east_asian_width(sign) in "WF" else 1
            found += last
        before = sign
    return found


def fit(text: str, width: int) -> str:
    """Text in exactly so many cells: cut off with an ellipsis where it is longer, else with spaces after."""
    if cells(text) > width:
        room = max(0, width - 1)
        end = max(end for end in range(len(text)) if cells(text[:end]) <= room)
        text = text[:end] + "…" * (width > 0)
    return text + " " * (width - cells(text))


def _drawn_on(sign: str) -> bool:
    return category(sign)[0] == "M" or category(sign) == "Cf" or ord(sign) in _TONES or ord(sign) in _JAMO
