"""Letting somebody in: only by a code that is somebody's, and never telling more."""

from pathlib import Path

import pytest

from simulator.view.entry import LONGEST_PAUSE, NOBODY, SHAPE, Refused, enter, pause_after
from tests.sat import CODE, PERSON, sat


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "7k2m 9xq4 tboh", f" {CODE}\n", "7K2M–9XQ4–TB0H"])
def test_a_code_is_read_as_people_type_it(tmp_path: Path, typed: str) -> None:
    with sat(tmp_path) as held:
        assert enter(held.database, typed) == PERSON


@pytest.mark.parametrize(
    "typed", ["", "q", "Ada Example", "7K2M-9XQ4", "7K2M-9XQ4-TB0U", "\x1b[2J", "x" * 5000]
)
def test_what_cannot_be_a_code_is_told_how_one_looks(tmp_path: Path, typed: str) -> None:
    with sat(tmp_path) as held, pytest.raises(Refused) as refused:
        enter(held.database, typed)
    assert (str(refused.value), refused.value.counts) == (SHAPE, False)


def test_a_code_of_nobody_and_one_that_works_no_longer_are_told_alike(tmp_path: Path) -> None:
    with sat(tmp_path) as held:
        for code in ("7K2M-9XQ4-TB0J", CODE):
            if code == CODE:
                held.send_away()
            with pytest.raises(Refused) as refused:
                enter(held.database, code)
            assert (str(refused.value), refused.value.counts) == (NOBODY, True)


def test_one_waits_longer_after_every_wrong_code_and_never_long() -> None:
    assert [pause_after(wrong) for wrong in range(7)] == [0, 1, 2, 4, 8, 16, LONGEST_PAUSE]
    assert pause_after(10**9) == LONGEST_PAUSE
