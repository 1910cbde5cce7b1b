"""The proof of kills sees what is lost."""

from __future__ import annotations

from tests.faults.terminal_kills import lost

FIRST, SECOND, THIRD = ("1 Ask", "2 Wait"), ("1 Offer",), ("1 Leave",)
SHOWN = {held: "\n".join(f"┃   {line} and more" for line in held) for held in (FIRST, SECOND, THIRD)}


def test_what_was_painted_is_on_record_in_its_order() -> None:
    first, second, third = SHOWN.values()
    assert not lost([first, first, third], [FIRST, SECOND, THIRD])
    assert not lost([first, second, first], [FIRST, SECOND, FIRST])
    assert lost([first, second], [FIRST]) == second
    assert lost([first, third, second], [FIRST, SECOND, THIRD]) == second
    assert lost([first, second, first], [FIRST, SECOND]) == first
    assert lost([first], [()]) == first


def test_a_decision_that_has_no_room_for_all_its_lines_is_known_by_those_in_view() -> None:
    part = "┃ › 2 Wait and more"
    assert not lost([part], [FIRST])
    assert lost([part], [SECOND]) == part
    assert lost(["nothing to choose from"], [FIRST])
