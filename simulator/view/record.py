"""An attempt told again as text: the same words as in play, with what was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.attempt import Playthrough
from simulator.engine.decide import State, beginning, evolve
from simulator.engine.events import Ended
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.view.decision import decision
from simulator.view.transcript import Item, Kind, transcript


def told(play: Playthrough) -> Iterator[str]:
    """The transcript of an attempt, line by line, with its ending where it has come to one."""
    state = beginning(play.program)
    for move, events in zip(play.moves, play.events_by_move, strict=True):
        if move.verb not in ("begin", "say"):
            yield f"> {_decided(play.program, state, move)}"
        for item in transcript(play.program, events):
            yield from as_lines(item)
        state = evolve(state, events)
    endings = play.program.scenario.endings
    for event in play.latest:
        if isinstance(event, Ended) and 0 <= event.ending < len(endings):
            yield from ("", endings[event.ending].title, endings[event.ending].text)


def _decided(program: Program, state: State, move: Move) -> str:
    """What was asked and what was answered, in the words of the play."""
    asked = decision(program, state)
    answer = next((option.label for option in asked.options if option.move == move), str(move))
    return f"{asked.prompt}{'' if asked.prompt.endswith(('?', '.', ')')) else '.'} {answer}"


def as_lines(item: Item) -> Iterator[str]:
    """An item of the transcript as lines of text."""
    match item.kind:
        case Kind.HEADING | Kind.STAGE:
            yield from ("", item.text, "")
        case Kind.SPEECH | Kind.YOU:
            yield f"{item.speaker}: {item.text}"
        case Kind.NOTE | Kind.CHANGE:
            yield f"  ({item.text})"
        case _:
            yield item.text
