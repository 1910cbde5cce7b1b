"""A line of deeds played again on a file that has changed: by ids, as far as it fits, and where it stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.engine import steps as s
from simulator.engine.moves import BEGIN, Move
from simulator.engine.program import Program
from simulator.scenario.model import Choice, Scenario
from simulator.scenario.values import show_minutes
from simulator.terminal.preview.trial import CannotPut, Deed, Put, Stand, TakenUp, Trial

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Done:
    """A deed, with the step it was done at."""

    deed: Deed
    at: str


Line = tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A line played again. `line` is all of it, with the steps as they are now; the first `fitted` deeds have
    been done. `stop` says why the next was not, empty where all were."""

    trial: Trial
    line: Line
    fitted: int
    stop: str = ""


def replayed(program: Program, line: Line, most: int | None = None) -> Replayed:
    """Does the deeds of a line, at most so many, until one does not fit."""
    trial = Trial(program)
    told: list[Done] = []
    most = len(line) if most is None else min(most, len(line))
    for done in line[:most]:
        if isinstance(done.deed, Stand) and asks(program, done.deed.at) and not told:
            trial = Trial(TakenUp(program.scenario, done.deed.at))
            trial.begin()
        elif stop := _refused(trial, done):
            number = sum(isinstance(held.deed, Move) and held.deed != BEGIN for held in told) + 1
            return Replayed(trial, (*told, *line[len(told) :]), len(told), f"{_which(done, number)}: {stop}")
        told.append(replace(done, at=_at(trial, done)))
    return Replayed(trial, (*told, *line[most:]), most)


def _at(trial: Trial, done: Done) -> str:
    """The step at which the deed just done was done."""
    if isinstance(done.deed, Move):
        return trial.made[-1][1]
    return trial.state.at


def _refused(trial: Trial, done: Done) -> str:
    """Does a deed; or says why it does not fit."""
    match done.deed:
        case Put():
            try:
                trial.put(done.deed)
            except CannotPut as error:
                return str(error)
        case Stand():
            return f"there is no {named_step(done.deed.at)} any more"
        case Move():
            if done.deed not in trial.legal_moves():
                return _why_not(trial, done.deed, done.at)
            trial.do(done.deed)
    return ""


def _which(done: Done, number: int) -> str:
    """Which deed it was that did not fit: the number counts moves."""
    match done.deed:
        case Put():
            return f"stopped before {done.deed.field} was set by hand"
        case Stand():
            return "stopped at the very beginning"
    return f"stopped at the {ordinal(number)} move"


def ordinal(number: int) -> str:
    """A place in a row: first, second, … 11th, 21st."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _why_not(trial: Trial, move: Move, at: str) -> str:
    """Why a move that was made at a step cannot be made where the story stands now."""
    program, here = trial.program, trial.state.at
    shown = f"`{move.what or move}`"
    if move.verb == "say":
        home = said_at(program).get(move.what)
        if home is None:
            return f"{shown} is no longer in {named_step(at)}"
        if home == here:
            when = _choice(program, home, move.what).when
            return f"{shown} is not offered in {named_step(here)} now; it is where `{when}`"
        if home != at:
            return f"{shown} is in {named_step(home)} now, no longer in {named_step(at)}"
    if trial.state.over:
        return f"the story is over before {shown}"
    if here == at:
        return f"{shown} cannot be done at {named_step(here)} now{_short(trial, move)}"
    if at not in program.places:
        return f"{named_step(at)} is no longer there, and {named_step(here)} is asked instead of {shown}"
    if program.places[here] < program.places[at]:
        return f"{named_step(here)} is asked before {shown}"
    return f"the story no longer comes to {named_step(at)} for {shown}; it goes on with {named_step(here)}"


def _short(trial: Trial, move: Move) -> str:
    """The hours, where they may be the reason."""
    left = trial.state.fields["hours"]
    return f", with {show_minutes(left)} left" if left >= 0 and move.verb in ("study", "do", "way") else ""


def _choice(program: Program, step: str, name: str) -> Choice:
    held = program.steps[program.places[step]]
    assert isinstance(held, s.Answer)
    return held.choice(name)


def said_at(program: Program) -> Mapping[str, str]:
    """Each choice with the step at which it is said."""
    return {
        choice.id: step.id for step in program.steps if isinstance(step, s.Answer) for choice in step.choices
    }


def asks(program: Program, step: str) -> bool:
    """Whether there is such a moment of a meeting, or such news."""
    return f"{step}/enter" in program.places


def named_step(step: str) -> str:
    """A step in the words of the format."""
    head, _, rest = step.partition(":")
    if head == "news":
        return f"news `{rest}`"
    if not rest:
        encounter, _, beat = step.partition("/")
        return f"beat `{beat}` of `{encounter}`" if beat else "the end" if step == s.END else f"`{step}`"
    part, _, what = rest.partition("/")
    match part:
        case "way":
            return f"how to meet in `{head}`"
        case "study":
            return f"homework `{what}` before `{head}`"
        case "aim":
            return f"the aim of `{head}`"
        case "agree":
            return f"`{what}` on the list of `{head}`"
        case "add":
            return f"what to add to the list of `{head}`"
        case "plan":
            return f"the hours for `{what}` after `{head}`"
    return f"the hours for `{what.partition('/')[0]}` on {part.replace('day', 'day ')}"


# -- ids that changed


def renamed(before: Scenario, now: Scenario) -> dict[str, str]:
    """Choices that have another id now: the id is gone, and in the same moment a new one stands in its place.

    An id that an author leaves out is made from the first words, and so changes with them.
    """
    old, new = dict(_moments(before)), dict(_moments(now))
    known = {choice for choices in new.values() for choice in choices}
    was = {choice for choices in old.values() for choice in choices}
    found: dict[str, str] = {}
    for moment, choices in old.items():
        gone = [choice for choice in choices if choice not in known]
        come = [choice for choice in new.get(moment, ()) if choice not in was]
        if len(gone) == len(come) == 1:
            found[gone[0]] = come[0]
            continue
        here = new.get(moment, ())
        for place, choice in enumerate(choices):
            if choice in gone and place < len(here) and here[place] in come:
                found[choice] = here[place]
    return found


def _moments(scenario: Scenario) -> Iterator[tuple[str, Sequence[str]]]:
    """The ids of the choices of each beat and of news."""
    for encounter in scenario.encounters:
        for name, beat in encounter.beats.items():
            yield f"{encounter.id}/{name}", [choice.id for choice in beat.choices]
    for news in scenario.calendar:
        yield f"news:{news.id}", [choice.id for choice in news.choices]


def with_names(line: Line, names: Mapping[str, str]) -> Line:
    """The line with choices by the ids they have now."""
    return tuple(
        replace(done, deed=Move("say", names[done.deed.what]))
        if isinstance(done.deed, Move) and done.deed.verb == "say" and done.deed.what in names
        else done
        for done in line
    )
