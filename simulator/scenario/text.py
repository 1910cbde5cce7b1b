"""Making text that a person wrote safe to show, to store and to compare."""

import re
import unicodedata

_MARKS = 8  # the most combining marks one letter may carry: more are a tower, not a spelling

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control (breaks and tabs are dealt with apart)
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"  # invisible
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # bidi, invisible, selectors
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # surrogate, private use, noncharacter
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # format signs of rare scripts
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15))
    + "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, selectors, private planes
    "]+"
)

# Persian and the scripts of India need joiners to be spelled right; elsewhere they only hide.
_JOINED = "\u0600-\u0dff"
_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")

_CROWD = re.compile(rf"[^\w\x00-\u02ff]{{{_MARKS + 1},}}")

_PLAIN = re.compile("[^\n -~]")


def clean(text: str) -> str:
    """The text without what cannot be seen or should not be obeyed.

    Removed: control characters, private use, surrogates, noncharacters, bidi controls, zero-width and other
    invisible format characters, tags and variation selectors. Every kind of line break becomes a newline, a
    tab a space. The result is in normal form C, and a letter keeps at most eight combining marks.

    The joiners U+200C and U+200D stay only between two characters of the Arabic to Sinhala blocks, whose
    spelling needs them. An emoji therefore loses its joiners and selectors: its parts stay and stand apart,
    which every terminal measures alike. Cleaning twice changes nothing more.
    """
    if text.isascii() and (text.isprintable() or not _PLAIN.search(text)):
        return text
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = _JOINER.sub("", _UNWANTED.sub("", text))
    if text.isascii():
        return text
    # Thinned before normalising, whose ordering of marks is quadratic, and after, as one mark may become two.
    return _CROWD.sub(_thin, unicodedata.normalize("NFC", _CROWD.sub(_thin, text)))


def one_line(text: str) -> str:
    """The text cleaned, on one line, with single spaces and nothing that does not print."""
    line = " ".join(clean(text).split())
    return line if line.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in line)


def shorten(text: str, most: int = 40) -> str:
    """The text on one line, cut to at most `most` characters with an ellipsis: between two words, unless
    that would take more than half of it."""
    line = one_line(text[: 4 * most])
    if len(line) <= most:
        return line
    words, _, _ = line[:most].rpartition(" ")
    return (words if len(words) > most // 2 else line[: most - 1]).rstrip(" .,;:–—") + "…"


def _thin(crowd: re.Match[str]) -> str:
    """A run of signs without the combining marks that follow `_MARKS` others."""
    kept: list[str] = []
    run = 0
    for character in crowd[0]:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        if run <= _MARKS:
            kept.append(character)
    return "".join(kept)
