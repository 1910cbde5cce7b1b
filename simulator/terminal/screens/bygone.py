"""An attempt that cannot be gone on with, to be read: what was played and what it earned."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.terminal.screens.pick import Pick
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view.past import Past

ANEW, CLOSE = "anew", "close"


class Bygone(Pick, place="pick"):
    """Shows such an attempt, and ends with what to do about it."""

    def __init__(self, held: Past) -> None:
        super().__init__(f"{held.header.title} · only to read", entries(held))


def entries(held: Past) -> Iterator[Entry]:
    """Why it is only to be read, what can be done, and what is on record."""
    yield text(f"This attempt of {held.header.started[:10]} cannot be continued: {held.why}.")
    yield text("What was played stays on record. Here it is, to read.")
    yield text()
    yield option(ANEW, ("Play this account anew", "strong"))
    yield option(CLOSE, "Back")
    for title, lines in held.parts:
        yield text()
        yield text((title, "heading"))
        for line in lines:
            depth = len(line) - len(line.lstrip())
            yield text(" " * min(depth, 2) + line.strip(), hang=min(depth, 2) + 2)
