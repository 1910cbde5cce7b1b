"""A remark about a file as a person reads it: in one line, and the place it is about."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from simulator.cli.output import put, put_painted

if TYPE_CHECKING:
    from simulator.scenario.diagnostics import Diagnostic

_PAINT = {"error": "1;31", "warning": "1;33"}


def show_remark(lines: Sequence[str], wrong: Diagnostic) -> None:
    """A remark in one line, and the place it is about in the lines of its file."""
    from simulator.view.frames import WIDTH, frame

    width, told = WIDTH, [wrong.line()]
    if sys.stdout.isatty():
        width = shutil.get_terminal_size((WIDTH, 24)).columns
        told = wrap(told[0], width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    paint = _PAINT[wrong.severity]
    before, said, after = told[0].partition(f"{wrong.severity} {wrong.code}")
    put_painted((before, "1"), (said, paint), (after, ""))
    for more in told[1:]:
        put(more)
    shown = frame(lines, wrong.place, width) if wrong.place else None
    if shown:
        for gutter, text in shown.lines:
            put_painted((gutter, "2"), (text, ""))
        put_painted((shown.mark[0], "2"), (shown.mark[1], paint))
        put()
