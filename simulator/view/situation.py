"""How an assessment stands for the person who sits it, in a few words."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.cohort.sitting import Item
from simulator.cohort.states import May, Sitting, State, current, deadline_of, show


def situation(item: Item) -> tuple[str, ...]:
    """Where one stands, and what one may do, a sentence a line."""
    return tuple(_situation(item))


def _situation(item: Item) -> Iterator[str]:
    going = current(item.sittings)
    for sitting in item.sittings:
        if sitting.ended is not None:
            yield ended(sitting, item.rules.attempts)
    match item.offer.may:
        case May.RESUME if going is not None:
            yield f"In progress. {by_when(item, going)}".rstrip()
        case May.START:
            number = f" sitting {len(item.sittings) + 1} of {item.rules.attempts}" * (item.rules.attempts > 1)
            until = f" until {show(item.rules.closes)}" if item.rules.closes else ""
            yield f"You may start{number}{until}."
        case _:
            state = "" if item.state is State.NOT_STARTED or item.sittings else f"{item.state.capitalize()}. "
            yield f"{state}{item.offer.why}."


def ended(sitting: Sitting, attempts: int) -> str:
    """What became of a sitting."""
    which = f"Sitting {sitting.number}" if attempts > 1 or sitting.number > 1 else "It"
    when = f" on {show(sitting.ended)}" if sitting.ended else ""
    if sitting.counts:
        return f"{which} was handed in{when}{', late' if sitting.late else ''}."
    return f"{which} was not handed in, and does not count."


def by_when(item: Item, sitting: Sitting) -> str:
    """When a sitting that is under way has to be handed in; empty where nothing limits it."""
    deadline = deadline_of(sitting, item.rules)
    return "" if deadline is None else f"It is to be handed in by {show(deadline)}."


def left_at(sitting: Sitting, *, limited: bool) -> str:
    """What is said to whoever leaves a sitting before its end; `limited`: its time goes on."""
    if sitting.person is None:
        return "The trial run has ended."
    return "Everything is kept; you may go on later." + " The clock goes on." * limited


def begun(item: Item) -> int:
    """How many sittings there were before the one that is under way or may come."""
    return len(item.sittings) - (item.offer.may is not May.START and bool(item.sittings))


def to_rules(item: Item) -> str:
    """The line that leads to the rules, and from there to a new sitting where there may be one."""
    if item.offer.may is not May.START:
        return "Read the rules"
    return f"Read the rules, and start sitting {len(item.sittings) + 1}"
