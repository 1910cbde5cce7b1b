"""`check --fix` mends what can only be meant in one way, and leaves everything else as it was."""

from __future__ import annotations

import re
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.load import build, library, scenario_hash
from simulator.scenario.mending import mend
from simulator.scenario.mending.edits import Edit, applied, differences, helps, reading
from simulator.scenario.mending.mend import mended
from simulator.scenario.source import lines_of, read_yaml

HEAD = """\
format: 1
id: small   # after the file
title: "Small"

contacts:
  dana: {name: Dana}
topics:
  fees: {label: The fees}
encounters:
  - id: first
    beats:
      hello:
        script:
          - dana: Well?
        choices:
"""
"""A scenario up to its choices, with notes and blank lines that must stay."""


def whole(choices: str) -> str:
    """The scenario with choices, which are written without their indentation."""
    return HEAD + indent(choices, " " * 10)


def said(text: str) -> list[str]:
    """The words of each choice of a scenario that can be played."""
    beat = build(read_yaml(text, "f.yaml")).encounters[0].beats["hello"]
    return [choice.say for choice in beat.choices]


SLIPS = [
    (
        "a sentence with a colon",
        "- id: a\n  say: One thing: what?   \n  does: listen\n",
        "- id: a\n  say: >\n    One thing: what?\n  does: listen\n",
    ),
    (
        "a sentence over two lines",
        "- id: a\n  say: Before I start,\n    one thing: what?\n  does: listen\n",
        "- id: a\n  say: >\n    Before I start,\n    one thing: what?\n  does: listen\n",
    ),
    (
        "a sentence below its key",
        "- id: a\n  say:\n    One thing first: what?\n  does: listen\n",
        "- id: a\n  say: >\n    One thing first: what?\n  does: listen\n",
    ),
    (
        "a sentence with a colon and a note",
        "- id: a\n  say: One thing: what?  # ask\n  does: listen\n",
        "- id: a\n  say: >  # ask\n    One thing: what?\n  does: listen\n",
    ),
    (
        "a quoted word",
        '- id: a\n  say: "Two", I said.\n  does: listen\n',
        '- id: a\n  say: >\n    "Two", I said.\n  does: listen\n',
    ),
    (
        "a bracket",
        "- id: a\n  say: [quietly] Two.\n  does: listen\n",
        "- id: a\n  say: >\n    [quietly] Two.\n  does: listen\n",
    ),
    (
        "text on the line of the sign",
        "- id: a\n  say: > Two.\n  does: listen\n",
        "- id: a\n  say: >\n    Two.\n  does: listen\n",
    ),
    (
        "a list on the line of its key",
        "- id: a\n  say: Two.\n  does: listen\n  reply: - dana: Two?\n",
        "- id: a\n  say: Two.\n  does: listen\n  reply:\n    - dana: Two?\n",
    ),
    (
        "a number after its sign",
        "- id: a\n  say: Was it really pump #3?\n  does: listen\n",
        "- id: a\n  say: >\n    Was it really pump #3?\n  does: listen\n",
    ),
    (
        "prose in braces",
        "- {id: a, say: Well, what, in March?, does: {raise: fees}}\n",
        "- id: a\n  say: Well, what, in March?\n  does: {raise: fees}\n",
    ),
    (
        "prose in braces with a colon",
        "- {id: a, say: Well, one thing first: what?, does: listen}\n",
        "- id: a\n  say: >\n    Well, one thing first: what?\n  does: listen\n",
    ),
    (
        "a misspelt act",
        "- {id: a, say: Well?, does: [{rasie: fees}, listn]}\n",
        "- {id: a, say: Well?, does: [{raise: fees}, listen]}\n",
    ),
    (
        "a misspelt key",
        "- id: a\n  sya: Well?   # the line\n  does: listen\n",
        "- id: a\n  say: Well?   # the line\n  does: listen\n",
    ),
    (
        "no id",
        "- say: What keeps you awake?\n  does: listen\n- {say: True., does: pitch}\n",
        "- id: what_keeps_you_awake\n  say: What keeps you awake?\n  does: listen\n"
        '- {id: "true", say: True., does: pitch}\n',
    ),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(*case[1:], id=case[0]) for case in SLIPS])
def test_a_slip_is_mended_and_nothing_else(before: str, after: str) -> None:
    assert mended(whole(before))[0] == whole(after)
    assert mended(whole(after)) == (whole(after), ())
    assert said(whole(after))


UNCLEAR = {
    "a note that may be text": "- id: a\n  say: Was it really the pump # no\n  does: listen\n",
    "a quotation never closed": '- id: a\n  say: "Two.\n  does: listen\n',
    "an act like two others": "- {id: a, say: Well?, does: ra}\n",
    "a key like two others": "- {id: a, say: Well?, does: listen, hen: end}\n",
    "a note after a sentence": "- id: a\n  say: One thing: what? # ask\n  does: listen\n",
    "a sentence in place of a choice": "- {id: a, say: Well?, does: listen}\n- One thing: what: then?\n",
    "an act like none": "- {id: a, say: Well?, does: smile}\n",
    "a condition": "- id: a\n  when: said.a: b\n  say: Well?\n  does: listen\n",
    "a key that is there already": "- {id: a, say: Well?, sya: Hm?, does: listen}\n",
    "a key that would be swallowed": "- id: a\n  say: One thing: what?\n   does: listen\n",
    "a comma in braces that may end a value": "- {id: a, say: Well?, does: listen, then: a, b: c}\n",
}


@pytest.mark.parametrize("written", UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_not_clear_is_left_to_the_author(written: str) -> None:
    assert mended(whole(written)) == (whole(written), ())


def test_tabs_become_spaces_where_one_reading_is_possible() -> None:
    clear = "contacts:\n\tdana:\n\t\tname: Dana\n# a\tnote\n"
    assert mended(clear)[0] == "contacts:\n  dana:\n    name: Dana\n# a\tnote\n"
    unclear = "contacts:\n  dana:\n    name: Dana\n\tluis: x\n"  # below dana, or beside her
    assert mended(unclear) == (unclear, ())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_did(ending: str) -> None:
    before, after = (whole(SLIPS[0][n] + SLIPS[4][n].replace("id: a", "id: b")) for n in (1, 2))
    assert mended(before.replace("\n", ending))[0] == after.replace("\n", ending)
    assert mended(before.rstrip("\n"))[0] == after.rstrip("\n")


def test_all_that_can_be_mended_is_mended_at_once_and_told_with_its_line() -> None:
    one = SLIPS[0][1]
    text = whole(one + one.replace("id: a", "id: b") + "- say: What then?\n  does: listn\n")
    after, done = mended(text)
    line = HEAD.count("\n") + 1
    assert [(mend.line, mend.code) for mend in done] == [
        (line + 1, "OM120"),
        (line + 5, "OM120"),
        (line + 9, "OM204"),
        (line + 8, None),
    ]
    assert [mend.said for mend in done][2:] == ["listn is now listen", "id: what_then"]
    assert said(after) == ["One thing: what?", "One thing: what?", "What then?"]


@pytest.mark.parametrize("name", library())
def test_a_scenario_of_the_library_means_the_same_after_its_ids_are_written_out(name: str) -> None:
    text = library()[name].read_text(encoding="utf-8")
    bare = build(read_yaml(text, "f.yaml"))
    after, _ = mended(text)
    assert scenario_hash(build(read_yaml(after, "f.yaml"))) == scenario_hash(bare)
    assert set(text.splitlines()) <= set(after.splitlines())


def test_ids_left_out_are_written_as_they_are_derived() -> None:
    text = HEAD.replace("  - id: first\n    beats", "  - title: A first look\n    beats")
    text += indent("- say: What keeps you awake?\n  does: listen\n", " " * 10)
    after, done = mended(text)
    assert [mend.said for mend in done] == ["id: a_first_look", "id: what_keeps_you_awake"]
    before, now = (build(read_yaml(each, "f.yaml")) for each in (text, after))
    assert scenario_hash(now) == scenario_hash(before)
    assert "  - id: a_first_look\n    title: A first look\n" in after


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ("a: One: two three\n", ("a: >", "  One two")),
        ("a: One: two three\n", ("a: One, two: three",)),
        ("b: {\na: One: two\n", ("b: {", "a: One two")),
        ("a: 1\n", ("1: a",)),
        ("a: 1\n", ("a: '1'",)),
    ],
    ids=["a word lost", "wrong as before", "wrong above", "another meaning", "another kind"],
)
def test_an_edit_that_does_not_mend_is_refused(before: str, new: tuple[str, ...]) -> None:
    edit = Edit(0, before.count("\n"), new)
    assert not helps(before, applied(before, edit), edit)


def test_a_key_put_right_lets_the_slip_in_its_prose_be_mended_too() -> None:
    after, done = mended(whole("- id: a\n  xsay: Before I start, w #3hat is it?\n  does: listen\n"))
    assert [mend.code for mend in done] == ["OM202", "OM127"]
    assert after == whole("- id: a\n  say: >\n    Before I start, w #3hat is it?\n  does: listen\n")
    assert mended(after) == (after, ())


def test_what_is_found_missing_after_the_last_line_is_left_alone() -> None:
    text = whole("- id: a\n  say: Well?\n  does: listen\n  reply: [dana: No, #3]\n") + " # the end"
    (wrong,) = reading(text).remarks
    assert wrong.place
    assert wrong.place.line > len(lines_of(text))
    assert mended(text) == (text, ())


def test_a_word_is_put_right_only_where_nothing_else_becomes_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = whole("- {id: a, say: Well?, does: listn}\n")
    assert mended(text)[1]
    line = text.count("\n") - 1
    elsewhere = Edit(line, line + 1, (" " * 10 + "- {id: b, say: Well?, does: listen}",))
    monkeypatch.setattr(mend, "respelt", lambda lines, wrong: (elsewhere, "listn", "listen"))
    assert mended(text) == (text, ())


def test_ids_are_written_only_where_the_file_means_the_same_after(monkeypatch: pytest.MonkeyPatch) -> None:
    text = whole("- say: Well?\n  does: listen\n")
    assert mended(text)[1]
    line = text.count("\n") - 2
    other = Edit(line, line + 1, (" " * 10 + "- id: other", " " * 12 + "say: Well?"))
    monkeypatch.setattr(mend, "identified", lambda source: [(other, "well")])
    assert mended(text) == (text, ())


def test_differences_between_documents_are_told_by_key_and_by_value() -> None:
    assert list(differences({"a": [1, "x  y"]}, {"a": [1, "x y"]})) == []
    assert list(differences({"a": 1, "b": 2}, {"c": 1, "b": 3})) == [("a", "c"), (2, 3)]
    assert list(differences({"a": [1]}, {"a": [1, 2]})) == [([1], [1, 2])]
    assert list(differences("1", 1)) == [("1", 1)]
    assert list(differences(1, True)) == [(1, True)]


SIGNS = [": ", " #3", " # ", "\t", "{", "]", '"', "- ", ", ", "x"]


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(SIGNS)), min_size=1, max_size=4))
def test_whatever_is_wrong_no_word_is_lost_and_mending_once_is_enough(slips: list[tuple[int, str]]) -> None:
    text = whole("- id: a\n  say: Before I start, what is it?\n  does: {raise: fees}\n  reply: [dana: No.]\n")
    for place, slip in slips:
        text = f"{text[:place]}{slip}{text[place:]}"
    after, done = mended(text)
    assert mended(after) == (after, ())
    if {mend.code for mend in done} <= {"OM120", "OM121", "OM122", "OM123", "OM127"}:
        assert sorted(re.findall(r"\w+", after)) == sorted(re.findall(r"\w+", text))
