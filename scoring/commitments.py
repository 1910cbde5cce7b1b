"""Did each meeting end with tasks on both sides, and were they done?"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.marks import Finding
from simulator.engine import events as e


def commitments(event: e.Event) -> Iterator[Finding]:
    """Marks for the list a meeting is left with and for tasks done. Promises are judged elsewhere."""
    match event:
        case e.ListClosed():
            yield Finding(_balance(event.ours, event.theirs))
        case e.Kept(kind="theirs"):
            yield Finding("customer_task_done")
        case e.Kept(kind="task"):
            yield Finding("task_kept")
        case e.Broken(kind="task"):
            yield Finding("task_broken")
        case e.ListReset(one_sided=1):
            yield Finding("one_sided_reset")


def _balance(ours: int, theirs: int) -> str:
    """The customer's share of the list: 0.3 to 0.7 is balanced, 0.2 to 0.8 nearly."""
    total = ours + theirs
    if total == 0:
        return "no_list"
    if 3 * total <= 10 * theirs <= 7 * total:
        return "list_balanced"
    return "list_nearly_balanced" if total <= 5 * theirs <= 4 * total else "list_one_sided"
