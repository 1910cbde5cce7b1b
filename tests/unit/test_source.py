"""YAML is read with its places kept, typed sparingly, and refused in the author's language."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from simulator.scenario import compose
from simulator.scenario.diagnostics import CODES, Diagnostic, Place, ScenarioError, Severity
from simulator.scenario.source import Data, Limits, read_file, read_yaml


@pytest.fixture(params=[compose.LOADER, yaml.SafeLoader], ids=["default", "pure"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with the default parser and with the one that serves where libyaml is missing."""
    monkeypatch.setattr(compose, "LOADER", request.param)


def refused(text: str | bytes, limits: Limits | None = None) -> Diagnostic:
    """The last remark on a text that must be refused; all its remarks are well formed."""
    with pytest.raises(ScenarioError) as caught:
        read_yaml(text, "f.yaml", limits)
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.code in CODES
        assert diagnostic.line().isprintable()
    return caught.value.diagnostics[-1]


def remark(text: str | bytes) -> str:
    """The line for a refused text, without the file's name."""
    return refused(text).line().removeprefix("f.yaml:")


# Values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("12", 12), ("-3", -3), ("+5", 5), ("1.50", Decimal("1.50")), ("-0.1", Decimal("-0.1")),
        ("999999999999999", 999_999_999_999_999),
        ("'true'", "true"), ('"12"', "12"), ("''", ""),
    ],
)  # fmt: skip
def test_constants_and_numbers_are_typed_only_unquoted(written: str, value: Data) -> None:
    read = read_yaml(f"a: {written}\n", "f.yaml").data
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "off", "y", "True", "NULL", "1:30", "0x1F", "0o7", "1e5", ".inf", ".nan", "1_000",
     "01", "00", "-01", ".5", "5.", "1.0.0", "2024-01-01", "+9d", "=", "١٢", "²"],
)  # fmt: skip
def test_everything_else_stays_text(written: str) -> None:
    assert read_yaml(f"a: {written}\n", "f.yaml").data == {"a": written}


def test_keys_stay_text() -> None:
    assert read_yaml("1: a\ntrue: b\n'x': c\nno: d\n", "f.yaml").data == {
        "1": "a", "true": "b", "x": "c", "no": "d",
    }  # fmt: skip


def test_lists_mappings_and_block_text_are_put_together() -> None:
    text = "a:\n  - b: >\n      one\n      two: three\n  - [x, {y: 1}]\nc: |\n  # kept\n"
    assert read_yaml(text, "f.yaml").data == {
        "a": [{"b": "one two: three\n"}, ["x", {"y": 1}]],
        "c": "# kept\n",
    }


def test_text_and_keys_are_cleaned() -> None:
    assert read_yaml('"a\\u202e": "x\\x1b[2J\\u200by"\n', "f.yaml").data == {"a": "x[2Jy"}
    assert read_yaml("a: Zoe\u0308\u200b\n", "f.yaml").data == {"a": "Zoë"}


@pytest.mark.parametrize("mark", ["", "---\n", "# note\n---\n", "\ufeff"])
def test_a_start_mark_a_comment_or_a_byte_order_mark_is_allowed(mark: str) -> None:
    assert read_yaml(f"{mark}a: 1\n".encode(), "f.yaml").data == {"a": 1}


# Places


def test_each_value_and_each_key_has_its_place() -> None:
    source = read_yaml("# note\na:\n  bé: 1\n  c:\n    - x\n    - {d: yes}\n", "f.yaml")
    assert dict(source.values) == {
        ("a",): Place(3, 3),
        ("a", "bé"): Place(3, 7),
        ("a", "c"): Place(5, 5),
        ("a", "c", 0): Place(5, 7),
        ("a", "c", 1): Place(6, 7),
        ("a", "c", 1, "d"): Place(6, 11),
    }
    assert dict(source.keys) == {
        ("a",): Place(2, 1),
        ("a", "bé"): Place(3, 3),
        ("a", "c"): Place(4, 3),
        ("a", "c", 1, "d"): Place(6, 8),
    }


def test_an_unknown_path_has_the_place_of_what_is_around_it() -> None:
    source = read_yaml("a:\n  b: 1\n", "f.yaml")
    assert source.place(("a", "b", "x", 3)) == Place(2, 6)
    assert source.place(("a", "missing")) == Place(2, 3)
    assert source.place(("missing",)) == Place(1, 1)
    assert source.place(()) == Place(1, 1)
    assert source.key_place(("a", "b")) == Place(2, 3)
    assert source.key_place(("a", "missing")) == Place(2, 3)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(ending: str) -> None:
    text = f"a: one\u2028two{ending}b: three\x85four{ending}c: 1{ending}"
    assert read_yaml(text, "f.yaml").place(("c",)) == Place(3, 4)


def test_a_byte_order_mark_does_not_shift_places() -> None:
    source = read_yaml("\ufeffa: 1\n".encode(), "f.yaml")
    assert (source.place(("a",)), source.text) == (Place(1, 4), "a: 1\n")


# Refusals


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "OM105", None),
        ("# only a note\n", "OM105", None),
        ("a: 1\n---\nb: 2\n", "OM106", Place(2, 1)),
        ("a: 1\n...\n---\nb: 2\n", "OM106", Place(3, 1)),
        ("a: &x 1\n", "OM112", Place(1, 4)),
        ("a: &x [1]\n", "OM112", Place(1, 4)),
        ("a: &x {b: 1}\n", "OM112", Place(1, 4)),
        ("a: 1\nb: *a\n", "OM112", Place(2, 4)),
        ("*a : 1\n", "OM112", Place(1, 1)),
        ("a: !!python/object:os.system x\n", "OM113", Place(1, 4)),
        ("a: ! x\n", "OM113", Place(1, 4)),
        ("a: !!str\n", "OM113", Place(1, 4)),
        ("!!map {a: 1}\n", "OM113", Place(1, 1)),
        ("a: !!set [x]\n", "OM113", Place(1, 4)),
        ("<<: {a: 1}\n", "OM114", Place(1, 1)),
        ("a: 1\nb: 2\na: 3\n", "OM111", Place(3, 1)),
        ("a: {b: 1, b: 2}\n", "OM111", Place(1, 11)),
        ('a: 1\n"a\\u200b": 2\n', "OM111", Place(2, 1)),
        ("? [a]\n: 1\n", "OM110", Place(1, 3)),
        ("? {a: b}\n: 1\n", "OM110", Place(1, 3)),
        ("? |\n  a\n  b\n: 1\n", "OM110", Place(1, 3)),
        ("'': 1\n", "OM110", Place(1, 1)),
        (f"{'k' * 201}: 1\n", "OM110", Place(1, 1)),
        ("a: 1234567890123456\n", "OM115", Place(1, 4)),
        ("a: -0.1234567890123456\n", "OM115", Place(1, 4)),
        (f"a: {'9' * 5000}\n", "OM115", Place(1, 4)),
        ("%YAML 1.1\n---\na: 1\n", "OM121", Place(1, 1)),
        (f"%YAML {'9' * 5000}.1\n---\na: 1\n", "OM121", Place(1, 1)),
        ("a: 1\n%TAG ! x\n", "OM121", Place(2, 1)),
        ("a: \x00\n", "OM104", Place(1, 4)),
        ("a: 1\nbb: x\x1b[2J\n", "OM104", Place(2, 6)),
        ("a: \ud800\n", "OM104", Place(1, 4)),
        ("a: \uffff\n", "OM104", Place(1, 4)),
        ('a: "\\UFFFFFFFF"\n', "OM104", Place(1, 5)),
        (b"a: 1\nb: \xc3\xa9\xff\n", "OM103", Place(2, 5)),
        ("a: 1\n".encode("utf-16"), "OM103", Place(1, 1)),
    ],
)  # fmt: skip
def test_what_a_file_may_not_hold_is_refused_with_its_place(
    text: str | bytes, code: str, place: Place | None
) -> None:
    found = refused(text)
    assert (found.code, found.place, found.severity) == (code, place, Severity.ERROR)


def test_a_key_that_comes_twice_says_where_it_stands_already() -> None:
    assert "line 2" in remark("x: 1\na: 1\nb: 2\na: 3\n")


def test_all_slips_that_can_be_read_past_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_yaml("a: &x 1\nb: !y 2\na: 3\n", "f.yaml")
    assert [found.code for found in caught.value.diagnostics] == ["OM112", "OM113", "OM111"]


def test_the_remarks_on_one_file_are_limited() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_yaml("- *x\n" * 10_000, "f.yaml")
    assert len(caught.value.diagnostics) == 50


# Limits


@pytest.mark.parametrize(
    ("fits", "passes", "limits", "code"),
    [
        ("a: 123\n", "a: 1234\n", Limits(bytes=7), "OM102"),
        ("a: é\n", "a: éé\n", Limits(bytes=6), "OM102"),
        ("[[1]]", "[[[1]]]", Limits(depth=2), "OM107"),
        ("a:\n  b: 1\n", "a:\n  b:\n    c: 1\n", Limits(depth=2), "OM107"),
        ("[1, 2]", "[1, 2, 3]", Limits(nodes=3), "OM108"),
        ("{a: 1, b: 2}", "{a: 1, b: 2, c: 3}", Limits(nodes=3), "OM108"),
        ("a: xxx\n", "a: xxxx\n", Limits(scalar=3), "OM109"),
        ("xxx: a\n", "'xxxx': a\n", Limits(scalar=3), "OM109"),
    ],
)
def test_each_limit_lets_through_what_fits_and_refuses_more(
    fits: str, passes: str, limits: Limits, code: str
) -> None:
    read_yaml(fits, "f.yaml", limits)
    with pytest.raises(ScenarioError) as caught:
        read_yaml(passes, "f.yaml", limits)
    assert caught.value.diagnostics[0].code == code


# YAML's own traps, in the author's language


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "a: 1\nsay: We can do this: now\n",
            "2:20: error OM120: a sentence that contains ': ' starts on its own line under 'say: >'",
        ),
        (
            "script:\n  - dana: Well yes: no\n",
            "2:19: error OM120: a sentence that contains ': ' starts on its own line under 'dana: >'",
        ),
        (
            "say: We went on\n  and then: no\n",
            "2:11: error OM120: a sentence that contains ': ' starts on its own line under 'say: >'",
        ),
        (
            "say:\n  Before our side: what\n",
            "2:3: error OM120: 'Before our side' is read as a key "
            "(a sentence that contains ': ' starts on its own line under 'say: >')",
        ),
        (
            'say: "Yes," he said.\n',
            "1:6: error OM121: a text that begins with a quotation mark and goes on after the closing one "
            "starts on its own line under 'say: >'",
        ),
        (
            "a:\n  say: [laughs] Fine.\nb: 1\n",
            "2:8: error OM121: a text that begins with '[' starts on its own line under 'say: >'",
        ),
        (
            "say: {x} and more\n",
            "1:6: error OM121: a text that begins with '{' starts on its own line under 'say: >'",
        ),
        (
            "a: 1\n\tb: 2\n",
            "2:1: error OM122: a tab is used for indentation (indent with spaces)",
        ),
        (
            "- dana: 'Tis so\n- luis: 1\n",
            "1:9: error OM125: a quotation mark opens here and is never closed "
            "(close it, or start the text on its own line under 'dana: >')",
        ),
        (
            "- {dana: Well, that is it}\n",
            "1:16: error OM123: 'that is it' stands in braces without a value: a sentence there ends at its "
            "comma (write one 'key: value' a line; text goes under 'say: >')",
        ),
        (
            "a: {b: c\n\nd: 1\n",
            "1:4: error OM123: a bracket or brace opens here and is not closed "
            "(close it; a text that begins with a bracket starts on its own line under 'say: >')",
        ),
        (
            "a: 1\n  b: 2\n",
            "2:4: error OM124: 'b:' cannot stand here: the line above it already has a value "
            "(indent it like the other keys of its group; a text that goes on has no ': ' in it)",
        ),
        (
            "a:\n   b: 1\n  c: 2\n",
            "3:3: error OM124: this line's indentation does not match the lines above "
            "(lines of one group start in the same column; a list has '-' before each item)",
        ),
        ("key:value\nb: 2\n", "1:4: error OM126: a ':' after a key is followed by a space"),
        (
            "a: x\nfoo bar\nb: 2\n",
            "2:1: error OM126: this line belongs to no key "
            "(a text that goes on is indented more than its key; a key is followed by ': ')",
        ),
        ("say: > hello\n", "1:6: error OM121: text after '>' or '|' starts on the next line, indented"),
    ],
)
def test_a_slip_is_met_in_the_authors_language(text: str, line: str) -> None:
    assert remark(text) == line


@pytest.mark.parametrize("sign", ["@", "`", "%", "&", "*", "-", "?"])
def test_a_text_that_begins_with_a_sign_is_pointed_to_its_own_line(sign: str) -> None:
    line = f"1:6: error OM121: a text that begins with '{sign}' starts on its own line under 'say: >'"
    assert remark(f"say: {sign} so it goes\n") == line


@pytest.mark.parametrize(("sign", "what"), [("*", "a reference"), ("&", "an anchor"), ("!", "a tag")])
def test_a_word_that_begins_with_a_sign_is_pointed_to_its_own_line_too(sign: str, what: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_yaml(f"say: {sign}so it goes\n", "f.yaml")
    assert f"'{sign}' begins {what}" in caught.value.diagnostics[0].line()
    assert "under 'say: >'" in caught.value.diagnostics[0].line()


def test_two_spaces_in_braces_without_a_sentence_are_no_slip() -> None:
    assert read_yaml("{a: , b: 1}", "f.yaml").data == {"a": None, "b": 1}


def test_a_sign_that_would_cut_a_sentence_short_is_warned_of() -> None:
    source = read_yaml("a:\n  say: He came in and #4 was gone\n", "f.yaml")
    assert source.data == {"a": {"say": "He came in and"}}
    assert [warning.line() for warning in source.warnings] == [
        "f.yaml:2:22: warning OM127: the text ends before ' #': if the rest belongs to it, "
        "start it on its own line under 'say: >' (a comment stands two spaces off)"
    ]


@pytest.mark.parametrize(
    "text",
    ["say: He came in and left  # a comment\n", "say: 4 # four\n", "say: >\n  He came in and #4 was gone\n",
     "say: 'He came in and #4'\n", "say: He came in and#4 was gone\n"],
)  # fmt: skip
def test_an_honest_comment_is_not_warned_of(text: str) -> None:
    assert read_yaml(text, "f.yaml").warnings == ()


# Files


def test_a_file_is_read_and_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "quiet.yaml"
    path.write_text("a: é\n", encoding="utf-8")
    source = read_file(path)
    assert (source.name, source.data) == (str(path), {"a": "é"})


def _unusable(path: Path, limits: Limits | None = None) -> Diagnostic:
    with pytest.raises(ScenarioError) as caught:
        read_file(path, limits)
    (found,) = caught.value.diagnostics
    assert found.line().isprintable()
    return found


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert _unusable(path).line() == f"{path}: error OM101: there is no such file"
    assert _unusable(tmp_path / "a\0b").code == "OM101"
    assert _unusable(tmp_path / "x" / ("y" * 5_000)).code == "OM101"


def test_a_folder_or_a_device_is_one_clear_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        assert _unusable(path).message == "this is a folder or a device, not a file"


def test_a_file_that_cannot_be_opened_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.yaml"
    path.write_text("a: 1\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _unusable(path).message == "the file cannot be read: Permission denied"


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    assert _unusable(path).code == "OM102"
