"""Ways to break a document: what a slip of the hand, a bad copy or an adversary does to a file."""

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

_WORD = re.compile(r"\w+")
_QUANTITY = re.compile(r"\d+|[<>=]=?")
_QUANTITIES = (
    "0",
    "1",
    "-1",
    "2",
    "3",
    "99",
    "1000000",
    "1.5",
    "3d",
    "9w",
    "+2d",
    "==",
    ">=",
    "<",
    "!=",
    "in",
)

Mutator = Callable[[random.Random, str], str]

_INSERTED = (
    "[", "]", "{", "}", "[[", "{{", "- ", "? ", ": ", ", ", " #", "# ", "'", '"', "\\", '"\\x1b[2J"',
    '"\\ud800"', '"\\UFFFFFFFF"', "&a ", "*a", "&a *a", "!", "!!python/object:os.system ", "!!binary ",
    "<<: ", "<<: *a\n", "%", "%YAML 1.1\n", "---\n", "...\n", "\n---\n", "@", "`", "|", ">", "|2-\n",
    ">9\n", "~", "null", "\t", "\n\t", "\r", "\r\n", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0",
    "\xad", "\u0301" * 40, "\u200b", "\u202e", "\u2028", "\u2066", "\ufeff", "\ufffe", "\uffff", "\ue000",
    "\U000e0041", "\U0001f469\u200d\U0001f469", "e\u0301", "9" * 16, "9" * 5_000, "-" * 200, "1e999999999",
    "f" * 400, "1:30:59", ".inf", "-.5", "0.0000000000000001", "true", "no", "[@click=app.quit]", "[/]",
    "x" * 30_000, " " * 2_000, "\n" * 2_000, "not " * 400, "(" * 400, "knows.a and " * 200, "1 < " * 300,
    "[" * 50_000, "{a: " * 2_000, "- " * 2_000, "? " * 2_000, "a:\n  " * 300,
)  # fmt: skip


def mutations(text: str, seed: int, count: int) -> Iterator[bytes]:
    """`count` documents, each the text with one to four changes; the same seed gives the same documents."""
    rng = random.Random(seed)
    for _ in range(count):
        changed = text
        for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
            changed = rng.choice(_MUTATORS)(rng, changed)[: 4 * len(text) + 60_000]
        content = changed.encode("utf-8", "surrogatepass")
        yield _flipped(rng, content) if rng.random() < 0.15 else content


def _flipped(rng: random.Random, content: bytes) -> bytes:
    """The bytes with a few bits turned, which UTF-8 seldom survives."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 8))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _swap_letter(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + chr(rng.randrange(1, 128)) + text[at + 1 :]


def _delete(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.choice((1, 1, 2, 5, 40, 400)) :]


def _insert(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(_INSERTED) + text[at:]


def _swap_words(rng: random.Random, text: str) -> str:
    """Two words in each other's place: mostly still YAML, seldom still a scenario."""
    words = list(_WORD.finditer(text))
    if len(words) < 2:
        return text
    one, two = sorted(rng.sample(words, 2), key=re.Match.start)
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def _nudge(rng: random.Random, text: str) -> str:
    """A number or a comparison replaced by another."""
    found = list(_QUANTITY.finditer(text))
    if not found:
        return text
    at = rng.choice(found)
    return text[: at.start()] + rng.choice(_QUANTITIES) + text[at.end() :]


def _cut(rng: random.Random, text: str) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _of_lines(change: Callable[[random.Random, list[str], int], None], rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    change(rng, lines, rng.randrange(len(lines)))
    return "\n".join(lines)


def _double(rng: random.Random, lines: list[str], at: int) -> None:
    lines[at:at] = lines[at : at + rng.choice((1, 1, 3, 20))] * rng.choice((1, 1, 2, 50))


def _drop(rng: random.Random, lines: list[str], at: int) -> None:
    del lines[at : at + rng.choice((1, 1, 2, 10))]


def _truncate(rng: random.Random, lines: list[str], at: int) -> None:
    lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]


def _move(rng: random.Random, lines: list[str], at: int) -> None:
    lines.insert(rng.randrange(len(lines)), lines.pop(at))


def _swap_indents(rng: random.Random, lines: list[str], at: int) -> None:
    other = rng.randrange(len(lines))
    (one, first), (two, second) = _indented(lines[at]), _indented(lines[other])
    lines[at], lines[other] = two + first, one + second


def _indent(rng: random.Random, lines: list[str], at: int) -> None:
    lines[at] = rng.choice((" ", "  ", "\t", "- ", " " * 60)) + lines[at]


def _splice_key(rng: random.Random, lines: list[str], at: int) -> None:
    """One line's key with another's value."""
    key, _, _ = lines[at].partition(":")
    _, colon, value = rng.choice(lines).partition(":")
    lines[at] = key + colon + value


def _replace_value(rng: random.Random, lines: list[str], at: int) -> None:
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {rng.choice(_INSERTED)}"


def _indented(line: str) -> tuple[str, str]:
    bare = line.lstrip(" ")
    return line[: len(line) - len(bare)], bare


_LINE_CHANGES = (_double, _drop, _truncate, _move, _swap_indents, _indent, _splice_key, _replace_value)
_MUTATORS: tuple[Mutator, ...] = (
    _swap_letter,
    _swap_words,
    _swap_words,
    _nudge,
    _nudge,
    _delete,
    _insert,
    _cut,
    *(partial(_of_lines, change) for change in _LINE_CHANGES),
)
