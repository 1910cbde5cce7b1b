"""An attempt told again as text: the same words as in play, with what was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.attempt import Playthrough
from simulator.view.transcript import Kind, transcript


def told(play: Playthrough) -> Iterator[str]:
    """The transcript of an attempt, line by line."""
    for move, events in zip(play.moves, play.events_by_move, strict=True):
        if move.verb not in ("begin", "say"):
            yield f"> {move}"
        for item in transcript(play.program, events):
            if item.kind in (Kind.HEADING, Kind.STAGE):
                yield ""
                yield f"*** {item.text}"
            elif item.kind in (Kind.SPEECH, Kind.YOU):
                yield f"{item.speaker}: {item.text}"
            elif item.kind in (Kind.NOTE, Kind.CHANGE):
                yield f"  ({item.text})"
            else:
                yield item.text
