"""The welcome: what the game is, how to choose, that promises come due, where help is. A minute's reading."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.terminal.widgets.menu import Entry, option, text

ON, START, SKIP = "on", "start", "skip"

PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Welcome to Only Me",
        (
            "You take over a customer's account and live with it for weeks or months: you prepare, meet "
            "people, agree who does what, and then find the hours to do it.",
            "The account stands on a ladder of four rungs. Me too: you are one of several. Foothold: a first "
            "order. Me first: they ask you before the others. Only me: they ask nobody else.",
        ),
    ),
    (
        "How to choose",
        (
            "Mark a line with the arrows and press Enter, press its number, or click it.",
            "Every line is one that a sensible seller might say. None is marked as right; people answer, "
            "and what it was worth shows later.",
            "In practice you may take a choice back with u. Everything is kept: leave when you like, and go "
            "on from Home.",
        ),
    ),
    (
        "Promises come due",
        (
            "What you promise is written in the ledger with its day. Open it with l.",
            "Find out what your own company can do before you promise it. If a promise will not be kept, say "
            "so early: it costs far less than being found out.",
            "At the end a debrief tells what each line did, and why. Help is always at ?.",
        ),
    ),
)


def page(number: int) -> Iterator[Entry]:
    """A page, counted from 0, with the ways on."""
    for line in PAGES[number][1]:
        yield text(line)
        yield text()
    if number + 1 < len(PAGES):
        yield option(ON, ("Go on", "strong"), number=None)
        yield option(SKIP, "Skip the introduction")
    else:
        yield option(START, ("Begin with an easy account", "strong"))
        yield option(SKIP, "Look around first")
