"""The decision that waits: in which phase, with what set around it, and with which options."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.engine import steps as s
from simulator.engine.decide import State, legal_moves
from simulator.engine.fields import due_day
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.telling import entry_label, first_name, show_day, whose_entry
from simulator.scenario.model import Encounter
from simulator.scenario.values import show_minutes
from simulator.scenario.words import OPEN, TABLED
from simulator.view.transcript import choice_by_id

NOT_CHOSEN = ", not chosen"
"""What is said of homework one has decided against."""


class Phase(StrEnum):
    """Where in the loop of play a decision stands."""

    BRIEF = "brief"
    PREPARE = "prepare"
    MEET = "meet"
    AGREE = "agree"
    FOLLOW_THROUGH = "follow through"
    NEWS = "news"
    DEBRIEF = "debrief"


@dataclass(frozen=True, slots=True)
class Option:
    """One legal move with the words for it. `detail` is what it costs or when it is due."""

    move: Move
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked now. `about` is the whole set it belongs to, one line an item, in the fixed order."""

    phase: Phase
    title: str
    prompt: str
    options: tuple[Option, ...]
    about: tuple[str, ...] = ()
    hint: str | None = None


def decision(program: Program, state: State) -> Decision:
    """The decision that waits in a state."""
    step = program.steps[program.places[state.at]]
    moves = legal_moves(program, state)
    match step:
        case s.Begin():
            return Decision(Phase.BRIEF, program.scenario.title, "Take the account over", (_begin(),))
        case s.ChooseWay():
            return _way(step.encounter, moves)
        case s.Study():
            return _study(program, state, step, moves)
        case s.Aim():
            return _aim(program, state, step.encounter, moves)
        case s.Answer():
            return _answer(program, step, moves)
        case s.KeepOrStrike():
            return _keep_or_strike(program, state, step, moves)
        case s.AddEntry():
            return _add(program, state, moves)
        case s.Plan():
            return _plan(program, state, step, moves)
    return Decision(Phase.DEBRIEF, program.scenario.title, "It is over", ())


def _begin() -> Option:
    return Option(Move("begin"), "Begin")


def encounter_at(program: Program, state: State) -> Encounter | None:
    """The encounter a state belongs to; None before the first and in the calendar."""
    name = state.at.partition(":")[0].partition("/")[0]
    return next((held for held in program.scenario.encounters if held.id == name), None)


def _way(encounter: Encounter, moves: tuple[Move, ...]) -> Decision:
    words = {"visit": "Visit them", "call": "Call them", "skip": "Leave this one out"}
    options = tuple(
        Option(move, words[move.what], show_minutes(encounter.ways.offered[move.what])) for move in moves
    )
    return Decision(Phase.PREPARE, encounter.title, "How do you meet?", options)


def _study(program: Program, state: State, step: s.Study, moves: tuple[Move, ...]) -> Decision:
    encounter = encounter_at(program, state)
    left = state.fields["hours"]
    work = program.scenario.homework
    about = homework_lines(program, state, encounter, step.homework)
    options = (
        Option(moves[0], "Yes, do this", show_minutes(step.minutes)),
        Option(moves[1], "No, leave it"),
    )
    prompt = f"{work[step.homework].label}? ({show_minutes(step.minutes)} of {show_minutes(left)} left)"
    return Decision(Phase.PREPARE, encounter.title if encounter else "", prompt, options, about)


def homework_lines(
    program: Program, state: State, encounter: Encounter | None, asked: str | None
) -> tuple[str, ...]:
    """All the homework there is for a meeting, with what became of it. `asked` is the one being decided;
    None where all have been."""
    names = encounter.prepare.homework if encounter and encounter.prepare else ()
    now = names.index(asked) if asked is not None else len(names)
    lines = []
    for place, name in enumerate(names):
        work = program.scenario.homework[name]
        if state.fields[f"studied.{name}"]:
            told = ", done"
        elif place < now:
            told = NOT_CHOSEN if work.takes <= state.fields["hours"] else ", not done"
        else:
            told = ", more than the hours left" if work.takes > state.fields["hours"] else ""
        lines.append(f"{work.label} ({show_minutes(work.takes)}){told}")
    return tuple(lines)


def _aim(program: Program, state: State, encounter: Encounter, moves: tuple[Move, ...]) -> Decision:
    options = tuple(
        Option(move, encounter.objectives[move.what].label if move.what else "No particular aim")
        for move in moves
    )
    about = homework_lines(program, state, encounter, None)
    return Decision(Phase.PREPARE, encounter.title, "What do you want from this meeting?", options, about)


def _answer(program: Program, step: s.Answer, moves: tuple[Move, ...]) -> Decision:
    said = choice_by_id(program)
    options = tuple(Option(move, said[move.what].say) for move in moves)
    if step.name.startswith("news:"):
        news = next(item for item in program.scenario.calendar if f"news:{item.id}" == step.name)
        return Decision(Phase.NEWS, news.title or "News", "What do you do?", options, hint=news.hint)
    encounter, _, beat = step.name.partition("/")
    held = next(item for item in program.scenario.encounters if item.id == encounter)
    return Decision(Phase.MEET, held.title, "What do you say?", options, hint=held.beats[beat].hint)


def list_lines(program: Program, state: State) -> tuple[str, ...]:
    """The list as it stands at Agree: what is on it and what was given in this meeting, whose task each is
    and by when; the balance last, where there is anything on it."""
    today = program.steps[program.places[state.at]].day
    lines, ours, theirs = [], 0, 0
    for name, entry in program.scenario.ledger.items():
        fields, mine = state.fields, entry.side == "ours"
        given = fields[f"entry.{name}"] == OPEN and fields[f"new.{name}"]
        if fields[f"entry.{name}"] != TABLED and not given:
            continue
        day = fields[f"due.{name}"] if given else due_day(program.scenario, name, today)
        word = "promised, " if given and entry.of else "agreed, " if given else ""
        cost = f", {show_minutes(entry.takes)}" if mine and entry.takes else ""
        wish = " (their wish)" if fields[f"wish.{name}"] else ""
        lines.append(f"{whose_entry(program, name)}, {word}by {show_day(day)}{cost}{wish}")
        party = program.party(name)  # what lies inside our company or elsewhere is in no balance
        ours, theirs = ours + (party == "ours"), theirs + (party == "theirs")
    return (*lines, f"Balance: {ours} yours · {theirs} theirs") if lines else ()


def _keep_or_strike(
    program: Program, state: State, step: s.KeepOrStrike, moves: tuple[Move, ...]
) -> Decision:
    encounter = encounter_at(program, state)
    held = program.entry(step.entry)
    who = "you" if held.side == "ours" else first_name(program, program.counterpart(step.entry))
    cost = f", {show_minutes(held.takes)} of your hours" if held.takes else ""
    options = (Option(moves[0], "Keep it on the list"), Option(moves[1], "Strike it"))
    prompt = f"They put on the list, for {who}: {entry_label(program, step.entry)}{cost}"
    title = encounter.title if encounter else ""
    return Decision(Phase.AGREE, title, prompt, options, list_lines(program, state))


def _add(program: Program, state: State, moves: tuple[Move, ...]) -> Decision:
    encounter = encounter_at(program, state)

    def label(move: Move) -> str:
        if not move.what:
            return "Add nothing"
        return whose_entry(program, move.what)

    options = tuple(Option(move, label(move)) for move in moves)
    title = encounter.title if encounter else ""
    return Decision(Phase.AGREE, title, "Add one thing to the list?", options, list_lines(program, state))


def due_lines(program: Program, state: State, until: int) -> tuple[str, ...]:
    """What of ours falls due up to a day and is not planned yet, the first due first."""
    fields = state.fields
    open_now = [
        name
        for name, entry in program.scenario.ledger.items()
        if entry.side == "ours"
        and fields[f"entry.{name}"] == OPEN
        and not fields[f"plan.{name}"]
        and fields[f"due.{name}"] <= until
    ]
    return tuple(
        f"{entry_label(program, name)}: due {show_day(fields[f'due.{name}'])}, "
        f"{show_minutes(program.entry(name).takes)}"
        for name in sorted(open_now, key=lambda name: fields[f"due.{name}"])
    )


def _plan(program: Program, state: State, step: s.Plan, moves: tuple[Move, ...]) -> Decision:
    held = program.entry(step.entry)
    words = {"do": "Do it", "warn": "Say early that it will not be kept", "leave": "Let it slide"}
    cost = show_minutes(held.takes)
    options = tuple(Option(move, words[move.verb], cost if move.verb == "do" else "") for move in moves)
    due = show_day(state.fields[f"due.{step.entry}"])
    left = show_minutes(max(0, state.fields["hours"]))
    prompt = f"{entry_label(program, step.entry)}: due {due}. It takes {cost}; you have {left} left."
    about = due_lines(program, state, step.until)
    return Decision(Phase.FOLLOW_THROUGH, f"What falls due by {show_day(step.until)}", prompt, options, about)
