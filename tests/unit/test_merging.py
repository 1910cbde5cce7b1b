"""A table is merged into fewer rows, and comes to the same in every case."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from simulator.analysis.tables.lumping import after_write
from simulator.analysis.tables.merging import Classes, merged
from simulator.analysis.tables.tabulate import Row, Shift

DOMAIN = {"a": (0, 1), "b": (0, 1, 2), "c": (0, 1)}
ALIVE: Classes = {"a": {0: 0, 1: 1, 2: 2}, "b": {0: 0, 1: 1, 2: 1, 3: 1}}
"""After the table: of `b` it is asked whether it is 0, and `c` is dead."""


def row(reads: Mapping[str, int], writes: Mapping[str, int | Shift], result: int = 0) -> Row:
    """A case of single values."""
    return Row({name: (value,) for name, value in reads.items()}, writes, (), (), result)


def fewer(table: list[Row], alive: Classes = ALIVE) -> tuple[Row, ...]:
    """The table merged, where all rows lead to the same classes."""
    return merged(table, DOMAIN, lambda _: [alive], lambda held: held.result)


def test_what_is_read_and_makes_no_difference_is_not_asked_for() -> None:
    assert fewer([row({"a": 0}, {"b": 1}), row({"a": 1}, {"b": 1})]) == (Row({}, {"b": 1}, (), (), 0),)


def test_what_is_written_and_never_read_is_not_written() -> None:
    assert fewer([row({"a": 0}, {"c": 1}), row({"a": 1}, {})]) == (Row({}, {}, (), (), 0),)


def test_two_values_that_are_alike_afterwards_are_one() -> None:
    assert len(fewer([row({"a": 0}, {"b": 1}), row({"a": 1}, {"b": 2})])) == 1
    assert len(fewer([row({"a": 0}, {"b": 0}), row({"a": 1}, {"b": 2})])) == 2


def test_what_is_asked_for_only_where_it_makes_no_difference_is_dead_in_all_cases() -> None:
    """As with trust at its height: a rise is asked for, and comes to nothing."""
    table = [row({"c": 0, "b": b}, {"c": 1}) for b in (0, 1)] + [row({"c": 0, "b": 2}, {}), row({"c": 1}, {})]
    assert fewer(table, {}) == (Row({}, {}, (), (), 0),)


def test_rows_that_lead_elsewhere_stay_apart() -> None:
    assert len(fewer([row({"a": 0}, {}, 1), row({"a": 1}, {}, 2)])) == 2


def test_rows_of_some_values_ask_for_all_of_them() -> None:
    table = [row({"b": 0}, {}, 1), row({"b": 1}, {}), row({"b": 2}, {})]
    assert {held.reads["b"]: held.result for held in fewer(table)} == {(0,): 1, (1, 2): 0}


@some.composite
def tables(draw: some.DrawFn) -> list[Row]:
    """A row for each case there is, of few kinds, so that many come to the same."""
    writes = some.dictionaries(
        some.sampled_from(sorted(DOMAIN)), some.integers(0, 1) | some.just(Shift(1)), max_size=2
    )
    kinds = draw(some.lists(some.tuples(writes, some.integers(0, 1)), min_size=1, max_size=3))
    cases = product(*DOMAIN.values())
    return [row(dict(zip(DOMAIN, case, strict=True)), *draw(some.sampled_from(kinds))) for case in cases]


@given(tables())
def test_every_case_has_one_row_and_comes_to_what_it_came_to(table: list[Row]) -> None:
    found = fewer(table)
    assert len(found) <= len(table)
    for case in table:
        (applies,) = (
            one for one in found if all(case.reads[name][0] in values for name, values in one.reads.items())
        )
        assert applies.result == case.result
        for name, classes in ALIVE.items():
            (value,) = case.reads[name]
            assert classes[after_write(applies, name, value)] == classes[after_write(case, name, value)]
