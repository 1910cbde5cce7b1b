"""The small values an author writes: days, durations, due days, numbers, names, prose."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from simulator.scenario.values import (
    Due,
    DueDay,
    Name,
    Number,
    Prose,
    Slug,
    days,
    minutes,
    show_minutes,
)


@pytest.mark.parametrize(
    ("written", "counted"),
    [("9d", 9), ("6w", 42), ("0d", 0), (14, 14), (" 2w ", 14), ("9999d", 9999), (0, 0)],
)
def test_days_are_written_as_days_or_weeks(written: object, counted: int) -> None:
    assert days(written) == counted


@pytest.mark.parametrize(
    "written", ["9", "d", "9m", "-1d", -1, 10_000, "12345d", "1.5w", True, None, Decimal(3), ""]
)
def test_what_counts_no_days_is_refused_with_advice(written: object) -> None:
    with pytest.raises(ValueError, match="write days as 9d or weeks as 6w"):
        days(written)


@pytest.mark.parametrize(
    ("written", "counted"),
    [("30m", 30), ("2h", 120), ("1h30m", 90), ("0h", 0), (0, 0), ("90m", 90), (" 1h ", 60)],
)
def test_durations_are_written_in_hours_and_minutes(written: object, counted: int) -> None:
    assert minutes(written) == counted


@pytest.mark.parametrize(
    "written", ["", "h", "2", 30, True, False, "30m1h", "1.5h", None, "-1h", "1000h", "1d"]
)
def test_what_is_no_duration_is_refused_with_advice(written: object) -> None:
    with pytest.raises(ValueError, match="write a duration as 30m, 2h or 1h30m"):
        minutes(written)


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "0h"), (30, "30m"), (60, "1h"), (90, "1h30m"), (600, "10h")]
)
def test_durations_are_shown_as_they_are_written(amount: int, shown: str) -> None:
    assert show_minutes(amount) == shown
    assert minutes(shown) == amount


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "today", "on"), [("20w", 3, 140), ("+9d", 3, 12), ("+0d", 3, 3), ("1d", 3, 3), (7, 0, 7)]
)
def test_an_entry_is_due_on_a_day_or_so_long_after_it_is_agreed(written: object, today: int, on: int) -> None:
    assert read(DueDay, written).on(today) == on


@pytest.mark.parametrize("written", ["+20w", "20w", "+9d", "0d"])
def test_due_days_are_written_back_as_they_are_read(written: str) -> None:
    due = read(DueDay, written)
    assert read(DueDay, str(due)) == due
    assert read(DueDay, due) is due


@pytest.mark.parametrize("written", ["++9d", "+9", "soon", -1, True, None, "+"])
def test_what_is_no_due_day_is_refused(written: object) -> None:
    assert "write days as" in refused(DueDay, written)


def test_due_days_differ_by_what_they_count_from() -> None:
    assert Due(9) != Due(9, after_agreed=True)


@pytest.mark.parametrize("value", [2, Decimal("0.1"), Decimal("-5"), 0])
def test_numbers_keep_their_decimals(value: object) -> None:
    assert read(Number, value) == Decimal(str(value))


@pytest.mark.parametrize("value", ["2", True, None, [2]])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert "a number is needed here" in refused(Number, value)


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("1.50"), "1.5"), (Decimal("1.5"), "1.5"), (100, "100"), (Decimal("0.0"), "0")],
)
def test_equal_numbers_are_written_alike(value: object, written: str) -> None:
    assert TypeAdapter(Number).dump_python(read(Number, value), mode="json") == written


def test_prose_is_one_paragraph() -> None:
    assert read(Prose, "  One\n  two.\n") == "One two."
    assert "too_short" in refused(Prose, "")
    assert "too_short" in refused(Prose, " \n ")


@pytest.mark.parametrize("value", [3, Decimal("1.5")])
def test_a_number_where_text_is_meant_asks_for_quotes(value: object) -> None:
    for kind in (Prose, Name, Slug):
        assert "put it in quotes to make it text" in refused(kind, value)


@pytest.mark.parametrize("value", [True, False])
def test_true_and_false_where_text_is_meant_ask_for_quotes(value: bool) -> None:
    message = refused(Prose, value)
    assert "read as true or false; put it in quotes" in message


@pytest.mark.parametrize("value", ["dana", "d2", "two_sites", "a" * 64])
def test_names_are_snake_case(value: str) -> None:
    assert read(Name, value) == value


@pytest.mark.parametrize("value", ["Dana", "2nd", "two-sites", "_x", "a" * 65, "", "a b", "é", "x\n"])
def test_other_names_are_refused(value: str) -> None:
    assert refused(Name, value)


@pytest.mark.parametrize("value", ["quiet-eleventh-year", "3-sites", "a"])
def test_ids_are_kebab_case(value: str) -> None:
    assert read(Slug, value) == value


@pytest.mark.parametrize("value", ["Quiet", "two_sites", "-x", "", "a" * 65, "x\n"])
def test_other_ids_are_refused(value: str) -> None:
    assert refused(Slug, value)
