"""Text that a person wrote keeps its meaning and loses what is invisible or would be obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.text import clean, one_line, shorten

_NAMES = ["Ingrid", "Zoë", "Łukasz", "José Ñuñez", "田中さん", "Дмитрий", "محمد", "שרה", "नमस्‍ते", "می‌خواهم"]


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_in_any_script_survives(name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("emoji", ["👍", "👍🏽", "🇳🇴", "🎯"])
def test_an_emoji_survives(emoji: str) -> None:
    assert clean(emoji) == emoji


@pytest.mark.parametrize(
    "unseen",
    [
        "\x00", "\x07", "\x1b", "\x7f", "\x9b", "\xad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b",
        "\u200c", "\u200d", "\u200e", "\u202e", "\u2060", "\u2066", "\u2069", "\u3164", "\ud800",
        "\ue000", "\ufdd0", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\uffff", "\U0001fffe", "\U0001d173",
        "\U000e0041", "\U000e0100", "\U000f0000", "\U0010ffff",
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_removed(unseen: str) -> None:
    assert clean(f"a{unseen}b") == "ab"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_a_joiner_stays_only_where_a_script_needs_it(joiner: str) -> None:
    assert clean(f"خ{joiner}ا") == f"خ{joiner}ا"
    assert clean(f"pay{joiner}pal") == "paypal"
    assert clean(f"خ{joiner}{joiner}ا") == "خا"
    assert clean(f"خ{joiner}") == "خ"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_a_newline(ending: str) -> None:
    assert clean(f"one{ending}two") == "one\ntwo"


def test_a_tab_becomes_a_space() -> None:
    assert clean("one\ttwo") == "one two"


def test_an_escape_sequence_loses_its_teeth() -> None:
    assert clean("\x1b]0;owned\x07\x1b[2J") == "]0;owned[2J"


def test_markup_is_left_alone_as_text() -> None:
    assert clean("[@click=app.quit]x[/] [50% off]") == "[@click=app.quit]x[/] [50% off]"


def test_a_letter_and_its_accent_become_one_character() -> None:
    assert clean("Zoe\u0308") == "Zoë"


def test_a_letter_keeps_a_spelling_but_not_a_tower_of_marks() -> None:
    assert len(clean("x" + "\u0335" * 5_000)) == 9
    assert clean("x" + "\u0335" * 8) == "x" + "\u0335" * 8
    assert len(clean("x" + "\u0344" * 8)) == 9  # each of these is two marks in normal form
    assert clean("x\u0335" * 30) == "x\u0335" * 30


def test_no_control_format_private_or_surrogate_character_is_left_but_visible_ones() -> None:
    left = {
        code
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Cs") and clean(chr(code)) == chr(code)
    }
    visible = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    assert left == visible | {ord("\n")}


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(
    st.text(st.sampled_from("aخ\u0301\u0344\u0315\u200c\u200d\u200b\u202e\r\n\t \u1100\u1161"), max_size=40)
)
def test_cleaning_twice_changes_nothing_more_among_awkward_characters(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_one_line_is_one_printable_line(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert line == line.strip()


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\n\n b\u00a0\tc ") == "a b c"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert shorten("short") == "short"
    assert shorten("x" * 50, most=10) == "xxxxxxxxx…"
    assert len(shorten("word " * 50)) <= 40


def test_it_is_cut_between_two_words_unless_too_little_would_be_left() -> None:
    assert shorten("Well, then: we begin anew.", most=14) == "Well, then…"
    assert shorten("Well, then: we begin", most=16) == "Well, then: we…"
    assert shorten("It is so. And not otherwise.", most=13) == "It is so…"
    assert shorten(f"A {'x' * 50}", most=10) == "A xxxxxxx…"
