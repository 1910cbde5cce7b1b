"""The proof of kills sees what is lost."""

from __future__ import annotations

from tests.faults.terminal_kills import lost

FIRST, SECOND, THIRD = ("1 Ask", "2 Wait"), ("1 Offer",), ("1 Leave",)
SHOWN = {held: "\n".join(f"  {line} and more" for line in held) for held in (FIRST, SECOND, THIRD)}


def test_what_was_painted_is_on_record_in_its_order() -> None:
    first, second, third = SHOWN.values()
    assert not lost([first, first, third], [FIRST, SECOND, THIRD])
    assert not lost([first, second, first], [FIRST, SECOND, FIRST])
    assert lost([first, second], [FIRST]) == second
    assert lost([first, third, second], [FIRST, SECOND, THIRD]) == second
    assert lost([first, second, first], [FIRST, SECOND]) == first
    assert lost([first], [()]) == first
