"""Conditions are read once, say what is wrong with them in one sentence, and mean what they say."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.conditions import DEEPEST, LONGEST, ConditionError, parse_condition
from simulator.scenario.words import GRADES, STAGES, STATUSES, WAYS

WORLD: Mapping[str, int] = {
    "trust.dana": 3, "rival": 2, "kept": 4, "day": 21, "knows.docked": 1, "knows.target": 0, "said.a": 1,
    "asked.seat": 0, "met.luis": 1, "met": 2, "valued.dana": 0, "weakest": 1, "stage": 2, "root.honesty": 2,
    "entry.log": 3, "way": 1,
}  # fmt: skip


def holds(text: str) -> bool:
    return parse_condition(text).holds(WORLD.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trust.dana >= 3", True), ("trust.dana > 3", False), ("trust.dana <= 3", True),
        ("trust.dana < 3", False),
        ("trust.dana == 3", True), ("trust.dana != 3", False), ("rival == 0", False), ("rival >= -1", True),
        ("knows.docked", True), ("knows.target", False), ("not knows.target", True), ("said.a", True),
        ("asked.seat", False), ("met.luis", True), ("met >= 2", True), ("valued.dana", False),
        ("weakest == strained", True), ("weakest >= sound", False), ("root.honesty > strained", True),
        ("stage >= foothold", True), ("stage > foothold", False), ("stage != lost", True),
        ("entry.log == kept", True), ("entry.log != broken", True), ("way == call", True),
        ("way != visit", True),
        ("day >= 3w", True), ("day > 21d", False), ("day == 21", True),
    ],
)  # fmt: skip
def test_a_comparison_means_what_it_says(text: str, expected: bool) -> None:
    assert holds(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("knows.docked and knows.target", False), ("knows.docked or knows.target", True),
        ("knows.target or knows.docked and knows.docked", True),
        ("knows.docked or knows.docked and knows.target", True),
        ("(knows.docked or knows.docked) and knows.target", False),
        ("not knows.target and knows.docked", True), ("not knows.docked or knows.docked", True),
        ("not (knows.target and knows.docked)", True), ("not not knows.docked", True),
        ("not rival == 2", False), ("((rival == 2))", True), ("rival==2 and kept>=4", True),
        ("knows.docked\n  and\n  rival == 2", True), ("not(knows.target)", True),
    ],
)  # fmt: skip
def test_not_binds_before_and_and_and_before_or(text: str, expected: bool) -> None:
    assert holds(text) is expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "a condition is text"), ("   ", "a condition is text"), (None, "a condition is text"),
        (3, "a condition is text"), (True, "leave `when` out for always"),
        ("trust.dana", "trust.dana must be compared, as in trust.dana >= 2"),
        ("stage", "stage must be compared, as in stage == foothold"),
        ("way", "way must be compared, as in way == skip"),
        ("weakest and rival == 1", "weakest must be compared, as in weakest == sound"),
        ("knows.docked == 1", "knows.docked is yes or no"), ("said.a >= 1", "said.a is yes or no"),
        ("met.luis == 1", "met.luis is yes or no"),
        ("stage >= high", "stage is compared with one of lost, me_too"),
        ("root.honesty == 2", "root.honesty is compared with one of broken, strained, sound"),
        ("entry.log > open", "entry.log has no order"), ("way < call", "way has no order"),
        ("rival >= much", "rival is compared with a whole number, not with 'much'"),
        ("rival >= kept", "rival is compared with a whole number, not with 'kept'"),
        ("rival >=", "rival is compared with a whole number, not with ''"),
        ("rival >= 2w", "rival is not counted in days"),
        ("day >= 12345d", "write days as 9d or weeks as 6w"),
        ("rival >= 1.5", "'.' cannot stand in a condition"),
        ("rival + 1 >= 2", "'+' cannot stand in a condition"), ("f(rival)", "f must be compared"),
        ("rival = 2", "'=' cannot stand"), ("knows.docked & knows.target", "'&' cannot stand"),
        ("Knows.docked", "'K' cannot stand"), ("rival >= 1234567", "cannot stand"),
        ("knows.docked knows.target", "'knows.target' is not expected here"),
        ("knows.docked)", "')' is not expected here"), ("(knows.docked", "a bracket is not closed"),
        ("and knows.docked", "a name is needed before 'and'"),
        ("knows.docked and", "a name is needed at the end"),
        ("not", "a name is needed at the end"), ("()", "a name is needed before ')'"),
        ("2 >= rival", "a name is needed"),
        ("rival >= 2 >= 1", "'>=' is not expected here"), ("__import__", "must be compared"),
        ("knows.docked and " * 40 + "knows.docked", f"at most {LONGEST} characters"),
        ("(" * (DEEPEST + 1) + "knows.docked" + ")" * (DEEPEST + 1), f"more than {DEEPEST} brackets"),
        ("not " * (DEEPEST + 1) + "knows.docked", f"more than {DEEPEST} brackets"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_in_one_sentence(text: object, complaint: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_condition_lists_what_it_reads() -> None:
    condition = parse_condition("knows.docked and (trust.dana >= 3 or stage == only_me)")
    read = [(held.name, held.sign, held.value, held.word, held.alone) for held in condition.comparisons]
    assert read == [
        ("knows.docked", "!=", 0, None, True),
        ("trust.dana", ">=", 3, None, False),
        ("stage", "==", 4, "only_me", False),
    ]


def test_conditions_are_equal_by_what_is_written_and_white_space_is_folded() -> None:
    one, other = parse_condition("rival >= 2"), parse_condition("  rival   >=\n2 ")
    assert one == other
    assert (str(other), hash(one)) == ("rival >= 2", hash(other))
    assert one != parse_condition("rival >= 3")
    assert one != "rival >= 2"
    assert parse_condition(one) is one


def test_only_what_decides_is_read() -> None:
    asked: list[str] = []

    def read(name: str) -> int:
        asked.append(name)
        return WORLD[name]

    assert parse_condition("knows.target and rival >= 1 or knows.docked").holds(read)
    assert asked == ["knows.target", "knows.docked"]


names = st.sampled_from(["rival", "kept", "knows.docked", "stage", "weakest", "entry.log", "way", "day"])
tokens = st.one_of(
    names,
    st.sampled_from(
        ["and", "or", "not", "(", ")", ">=", "<", "==", "!=", *STAGES, *GRADES, *STATUSES, *WAYS]
    ),
    st.integers(-9, 99).map(str),
    st.text(max_size=3),
)


@given(st.one_of(st.lists(tokens, max_size=12).map(" ".join), st.text(max_size=60)))
def test_any_text_is_a_condition_or_is_refused(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError:
        return
    assert condition.holds(lambda _: 1) in (True, False)
    assert parse_condition(str(condition)) == condition
