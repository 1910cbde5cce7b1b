"""A scenario's own specs: named playthroughs as lists of moves, with what must then be true.

An author names only what matters. A small decision left out takes its default: no homework, no objective, the
first way to meet, what they tabled stays, nothing is added, and what falls due is done while the hours last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from scoring.rubric import default_rubric
from scoring.scorecard import Scorecard, score
from simulator.engine import events as e
from simulator.engine.attempt import Playthrough
from simulator.engine.moves import VERBS, Move
from simulator.engine.program import Program
from simulator.engine.telling import stage_title
from simulator.engine.world import Turn
from simulator.scenario.base import Model
from simulator.scenario.conditions import Condition, When, shown
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.names import choices, suggestion
from simulator.scenario.shapes import misshapen
from simulator.scenario.source import read_file
from simulator.scenario.values import Name, Prose, Slug


class Spec(Model):
    """One named playthrough."""

    about: Prose | None = Field(None, description="What this play shows.")
    variant: Name | None = Field(None, description="The variant it is played on.")
    moves: tuple[Prose, ...] = Field(description="The moves that matter, in order.")
    expect: tuple[When, ...] = Field((), description="Conditions that must hold at the end.")
    ending: Prose | None = Field(None, description="The title of the ending it must reach.")


class Specs(Model):
    """The specs of a scenario: the whole file."""

    scenario: Slug = Field(description="The id of the scenario.")
    best_line: Name | None = Field(None, description="The playthrough that shows the best line.")
    playthroughs: dict[Name, Spec] = Field(description="The plays, by name.", min_length=1)

    @model_validator(mode="after")
    def _best_line_is_one_of_them(self) -> Specs:
        if self.best_line is not None and self.best_line not in self.playthroughs:
            raise ValueError(f"best_line: no playthrough is called {self.best_line!r}")
        return self


@dataclass(frozen=True)
class Outcome:
    """How a spec turned out. Empty `failures` means that it held."""

    name: str
    failures: tuple[str, ...]
    play: Playthrough
    card: Scorecard


def spec_file(scenario: Path) -> Path:
    """Where the specs of a scenario file stand."""
    return scenario.with_name(f"{scenario.stem}.spec.yaml")


def is_spec_file(path: Path) -> bool:
    """Whether a file holds specs, by its name."""
    return path.name.endswith(".spec.yaml")


def read_specs(path: Path) -> Specs:
    """The specs of a file. Raises ScenarioError."""
    source = read_file(path)
    try:
        return Specs.model_validate(source.data)
    except ValidationError as error:
        found = misshapen(source, source.data, error, Specs)
        raise ScenarioError(replace(wrong, code="OM210") for wrong in found) from None


def run(program: Program, name: str, spec: Spec) -> Outcome:
    """Plays a spec and compares. Never raises for what the spec says; that is a failure in words."""
    play = Playthrough(program)
    play.begin()
    failures = list(_played(play, [_written(text) for text in spec.moves]))
    card = score(play.events, default_rubric(), program.scenario.par)
    if not failures:
        failures += _compared(play, card, spec.expect)
        failures += _ended(play, spec.ending)
    return Outcome(name, tuple(failures), play, card)


def _written(text: str) -> Move:
    verb, _, what = text.partition(" ")
    if verb in VERBS and (what or verb in ("aim", "add")):
        return Move(verb, what)
    return Move("say", text)


def _played(play: Playthrough, wanted: list[Move]) -> Iterator[str]:
    """Plays the moves, defaults between them, to the end. Gives a failure where one does not fit."""
    while not play.state.over:
        legal = play.legal_moves()
        wanted = [move for move in wanted if not _done_already(play, move)]
        move = _fitting(wanted, legal)
        if move is not None:
            wanted.remove(move)
        elif (move := default_move(legal)) is None:
            yield _stuck(play, wanted, [move.what for move in legal])
            return
        play.do(move)
    wanted = [move for move in wanted if not _done_already(play, move)]
    if wanted:
        yield f"{wanted[0]} was never possible after that; the story is over"


def _fitting(wanted: list[Move], legal: tuple[Move, ...]) -> Move | None:
    """The next wanted move that is legal now; small decisions before the next line may stand in any order."""
    for move in wanted:
        if move in legal:
            return move
        if move.verb == "say":
            return None
    return None


def _done_already(play: Playthrough, move: Move) -> bool:
    """Whether what falls due was left, or done, without a question, because nothing else was possible."""
    plan = {"do": 1, "leave": 2}.get(move.verb)
    return plan is not None and play.state.fields.get(f"plan.{move.what}") == plan


def _stuck(play: Playthrough, wanted: list[Move], here: list[str]) -> str:
    lines = f"at {play.state.at}, where one says {', '.join(here)}"
    if not wanted:
        return f"the moves end {lines}"
    hint = suggestion(wanted[0].what, here)
    return f"{wanted[0]} does not fit {lines}{f' ({hint})' if hint else ''}"


def default_move(legal: tuple[Move, ...]) -> Move | None:
    """What is done where a spec says nothing; None where a line must be chosen."""
    for move in legal:
        if move.verb in ("way", "skip", "keep", "do") or (move.verb in ("aim", "add") and not move.what):
            return move
    return next((move for move in legal if move.verb == "leave"), None)


def _compared(play: Playthrough, card: Scorecard, wanted: Iterable[Condition]) -> Iterator[str]:
    turn = Turn(play.program, dict(play.state.fields), play.program.steps[-1].day)
    said = {f"said.{choice.id}": 0 for _, choice in choices(play.program.scenario)}
    said |= {f"said.{event.choice}": 1 for event in play.events if isinstance(event, e.Chose)}
    points = {f"points.{name}": value for name, value in (*card.points.items(), ("total", card.total))}
    apart = said | points

    def read(name: str) -> int:
        return apart[name] if name in apart else turn.read(name)

    for condition in wanted:
        try:
            if not condition.holds(read):
                names = [part.name for part in condition.comparisons]
                found = ", ".join(f"{name} is {shown(name, read(name))}" for name in names)
                yield f"expected {condition}, but {found}"
        except KeyError as missing:
            hint = suggestion(missing.args[0], [*apart, *turn.view])
            yield f"{condition}: there is nothing called {missing.args[0]}{f' ({hint})' if hint else ''}"


def _ended(play: Playthrough, ending: str | None) -> Iterator[str]:
    places = [event.ending for event in play.events if isinstance(event, e.Ended)]
    endings = play.program.scenario.endings
    reached = endings[places[-1]].title if places and places[-1] >= 0 else "none"
    if ending is not None and reached != ending:
        stage = stage_title(play.state.fields["stage"])
        yield f"expected the ending {ending!r}, but it is {reached!r} at {stage}"
