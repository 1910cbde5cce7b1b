"""The decision that waits: in which phase, with what set around it, and with which options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from simulator.engine import steps as s
from simulator.engine.decide import State, legal_moves
from simulator.engine.fields import due_day
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.telling import entry_label, first_name, show_day, whose_entry
from simulator.scenario.acts import Promise
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
    promises: bool = False
    """Whether what one answers may bind our company, so that what it can do is worth a look."""


def decision(program: Program, state: State) -> Decision:
    """The decision that waits in a state."""
    step = program.steps[program.places[state.at]]
    moves = legal_moves(program, state)
    match step:
        case s.Begin():
            return Decision(Phase.BRIEF, program.scenario.title, "Take the account over", (_begin(),))
        case s.ChooseWay():
            return _way(program, step.encounter, moves)
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


def _with(program: Program, encounter: Encounter | None) -> str:
    """A meeting's title, and whom one meets."""
    if encounter is None:
        return ""
    people = [first_name(program, person) for person in encounter.with_]
    return (
        f"{encounter.title}, with {' and '.join(filter(None, (', '.join(people[:-1]), people[-1])))}"
        if people
        else encounter.title
    )


def encounter_at(program: Program, state: State) -> Encounter | None:
    """The encounter a state belongs to; None before the first and in the calendar."""
    name = state.at.partition(":")[0].partition("/")[0]
    return next((held for held in program.scenario.encounters if held.id == name), None)


def _way(program: Program, encounter: Encounter, moves: tuple[Move, ...]) -> Decision:
    words = {"visit": "Visit them", "call": "Call them", "skip": "Leave this one out"}
    options = tuple(
        Option(move, words[move.what], show_minutes(encounter.ways.offered[move.what])) for move in moves
    )
    return Decision(Phase.PREPARE, _with(program, encounter), "How do you meet?", options)


def _study(program: Program, state: State, step: s.Study, moves: tuple[Move, ...]) -> Decision:
    encounter = encounter_at(program, state)
    left = state.fields["hours"]
    work = program.scenario.homework
    about = homework_lines(program, state, encounter, step.homework)
    options = (
        Option(moves[0], f"Spend {show_minutes(step.minutes)} on it"),
        Option(moves[1], "Leave it"),
    )
    cost = show_minutes(step.minutes)
    prompt = f"{work[step.homework].label}. It takes {cost}; you have {show_minutes(left)} left."
    return Decision(Phase.PREPARE, _with(program, encounter), prompt, options, about)


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
    prompt = "What do you want to leave this meeting with? The debrief tells whether you got it."
    return Decision(Phase.PREPARE, _with(program, encounter), prompt, options, about)


def _answer(program: Program, step: s.Answer, moves: tuple[Move, ...]) -> Decision:
    said = choice_by_id(program)
    options = tuple(Option(move, said[move.what].say) for move in moves)
    if step.name.startswith("news:"):
        news = next(item for item in program.scenario.calendar if f"news:{item.id}" == step.name)
        title = news.title or "News"
        return Decision(
            Phase.NEWS, title, "What do you do?", options, hint=news.hint, promises=_binds(program, moves)
        )
    encounter, _, beat = step.name.partition("/")
    held = next(item for item in program.scenario.encounters if item.id == encounter)
    hint, promises = held.beats[beat].hint, _binds(program, moves)
    return Decision(Phase.MEET, held.title, "What do you say?", options, hint=hint, promises=promises)


def _binds(program: Program, moves: tuple[Move, ...]) -> bool:
    """Whether a promise is among the lines."""
    said = choice_by_id(program)
    return any(isinstance(act, Promise) for move in moves for act in said[move.what].does)


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
    return (*lines, f"Balance: {ours} yours · {theirs} theirs", *_hours_owed(program, state)) if lines else ()


def _hours_owed(program: Program, state: State) -> Iterator[str]:
    """What all that is owed, or on the list, will take, against the hours there will be for it."""
    here = program.places[state.at]
    coming = next((step for step in program.steps[here:] if isinstance(step, s.SetHours)), None)
    encounter = encounter_at(program, state)
    if coming is None or encounter is None or coming.encounter != encounter.id or not coming.minutes:
        return
    fields, today = state.fields, program.steps[here].day
    owed = sum(
        entry.takes
        for name, entry in program.scenario.ledger.items()
        if entry.side == "ours"
        and fields[f"entry.{name}"] in (OPEN, TABLED)
        and (
            fields[f"due.{name}"]
            if fields[f"entry.{name}"] == OPEN
            else due_day(program.scenario, name, today)
        )
        <= coming.until
    )
    until, there = show_day(coming.until), show_minutes(coming.minutes)
    yield f"Up to {until}: {show_minutes(owed)} owed, to this account and others; you will have {there}"


def _keep_or_strike(
    program: Program, state: State, step: s.KeepOrStrike, moves: tuple[Move, ...]
) -> Decision:
    encounter = encounter_at(program, state)
    held = program.entry(step.entry)
    who = "you" if held.side == "ours" else first_name(program, program.counterpart(step.entry))
    cost = f", {show_minutes(held.takes)} of your hours" if held.takes else ""
    options = (Option(moves[0], "Keep it on the list"), Option(moves[1], "Strike it"))
    prompt = f"They ask that {who} take on: {entry_label(program, step.entry)}{cost}"
    title = encounter.title if encounter else ""
    about = list_lines(program, state)
    return Decision(Phase.AGREE, title, prompt, options, about, promises=True)


def _add(program: Program, state: State, moves: tuple[Move, ...]) -> Decision:
    encounter = encounter_at(program, state)

    def label(move: Move) -> str:
        if not move.what:
            return "Add nothing"
        what = entry_label(program, move.what)
        if program.entry(move.what).side == "ours":
            return f"Offer: {what}"
        who = first_name(program, program.counterpart(move.what))
        return f"Ask for {what}" if what.startswith(who) else f"Ask {who} for: {what}"

    options = tuple(Option(move, label(move)) for move in moves)
    title = encounter.title if encounter else ""
    prompt, about = "Do you put one thing more on the list?", list_lines(program, state)
    return Decision(Phase.AGREE, title, prompt, options, about, promises=True)


def due_lines(program: Program, state: State, until: int) -> tuple[str, ...]:
    """What of ours falls due up to a day and is not planned yet, the first due first."""
    return tuple(
        f"{entry_label(program, name)}: due {show_day(state.fields[f'due.{name}'])}, "
        f"{show_minutes(program.entry(name).takes)}"
        for name in _unplanned(program, state, until)
    )


def _unplanned(program: Program, state: State, until: int) -> list[str]:
    fields = state.fields
    open_now = [
        name
        for name, entry in program.scenario.ledger.items()
        if entry.side == "ours"
        and fields[f"entry.{name}"] == OPEN
        and not fields[f"plan.{name}"]
        and fields[f"due.{name}"] <= until
    ]
    return sorted(open_now, key=lambda name: fields[f"due.{name}"])


def _sum(program: Program, state: State, until: int) -> Iterator[str]:
    """What all of it takes together, so that it can be weighed before the first is asked."""
    names = _unplanned(program, state, until)
    if len(names) > 1:
        takes = show_minutes(sum(program.entry(name).takes for name in names))
        yield f"Together {takes}; you have {show_minutes(max(0, state.fields['hours']))}"


def _plan(program: Program, state: State, step: s.Plan, moves: tuple[Move, ...]) -> Decision:
    held = program.entry(step.entry)
    cost = show_minutes(held.takes)
    words = {
        "do": f"Spend {cost} on it" if held.takes else "See to it",
        "warn": f"Tell {first_name(program, program.counterpart(step.entry))} now that you will not keep it",
        "leave": "Leave it undone, and say nothing",
    }
    options = tuple(Option(move, words[move.verb]) for move in moves)
    due = show_day(state.fields[f"due.{step.entry}"])
    left = show_minutes(max(0, state.fields["hours"]))
    prompt = f"{entry_label(program, step.entry)}: due {due}. It takes {cost}; you have {left} left."
    about = (*due_lines(program, state, step.until), *_sum(program, state, step.until))
    return Decision(Phase.FOLLOW_THROUGH, f"What falls due by {show_day(step.until)}", prompt, options, about)
