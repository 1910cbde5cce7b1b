"""The place of a remark is underlined where a terminal shows it, whatever the line is made of."""

from __future__ import annotations

import pytest

from simulator.scenario.diagnostics import Place
from simulator.view.cells import cells
from simulator.view.frames import frame, reach


def drawn(text: str, line: int, column: int, width: int = 100) -> list[str]:
    found = frame(text.split("\n"), Place(line, column), width)
    assert found is not None
    return ["".join(row) for row in (*found.lines, found.mark)]


def test_the_line_stands_below_the_one_above_it_and_its_word_is_underlined() -> None:
    assert drawn("a:\n  with: [danna]\n", 2, 10) == [
        "1 | a:",
        "2 |   with: [danna]",
        "  |          ^^^^^",
    ]


def test_a_blank_line_above_is_left_out_and_numbers_line_up() -> None:
    lines = "\n" * 8 + "a: 1\nb: 2"
    assert drawn(lines, 9, 4) == ["9 | a: 1", "  |    ^"]
    assert drawn(lines, 10, 1) == [" 9 | a: 1", "10 | b: 2", "   | ^"]


@pytest.mark.parametrize(
    ("line", "column", "shown", "mark"),
    [
        ("说: 你好 x", 7, "说: 你好 x", "         ^"),
        ("say: é x", 8, "say: é x", "       ^"),
        ("say: e\u0301 x", 9, "say: e\u0301 x", "       ^"),
        ("\tname: x", 8, "    name: x", "          ^"),
        ("a\tb: x", 3, "a   b: x", "    ^"),
        ("a: \x1b[2Jx", 4, "a: <U+001B>[2Jx", "   ^^^^^^^^"),
        ("a: \u202ex", 5, "a: <U+202E>x", "           ^"),
        ("a: 👍 x", 6, "a: 👍 x", "      ^"),
    ],
    ids=["wide", "accent", "mark apart", "tab", "tab inside", "control", "bidi", "emoji"],
)
def test_the_mark_stands_below_its_sign(line: str, column: int, shown: str, mark: str) -> None:
    assert drawn(line, 1, column) == [f"1 | {shown}", f"  | {mark}"]


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("column", [1, 40, 150, 200, 201])
@pytest.mark.parametrize("line", ["word " * 40, "词语 " * 67], ids=["narrow", "wide"])
def test_a_long_line_is_cut_around_the_place(line: str, column: int, width: int) -> None:
    shown, mark = drawn(line, 1, column, width)
    assert cells(shown) <= max(width, 36)
    assert len(mark) <= max(width, 36)
    at = mark.index("^")
    ends = [n for n in range(len(shown)) if cells(shown[:n]) == at]
    if column < len(line.rstrip()):
        assert shown[ends[-1]] == line[column - 1] or line[column - 1] == " "
    assert ("…" in shown) is (cells(line) > width - 4)


def test_where_the_beginning_of_a_line_is_cut_off_the_line_above_says_nothing() -> None:
    text = "a:\n" + "word " * 40
    assert len(drawn(text, 2, 1, 80)) == 3
    assert len(drawn(text, 2, 150, 80)) == 2


def test_a_place_the_text_does_not_have_has_no_frame() -> None:
    assert frame(["a"], Place(2, 1)) is None
    assert frame([], Place(1, 1)) is None
    assert drawn("a", 1, 9) == ["1 | a", "  |  ^"]


@pytest.mark.parametrize(
    ("line", "column", "length"),
    [
        ("to: nula", 5, 4), ("x [danna, b]", 4, 5), ("say: 'no'", 6, 1), ("a #b", 2, 2), ("\t\ta", 1, 2),
        ("a.", 1, 1), ("trust.dana >= 3", 1, 10), ("a", 5, 1), ("- {a", 3, 1),
    ],
)  # fmt: skip
def test_a_remark_reaches_over_its_word_or_sign(line: str, column: int, length: int) -> None:
    assert reach(line, column) == length
