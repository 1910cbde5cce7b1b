"""The account file: story, people, what we can do, the ledger. Only what the trainee may see."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.engine.decide import State
from simulator.engine.program import Program
from simulator.engine.telling import capability_line, entry_label, name, show_day, stage_title, thing_label
from simulator.engine.world import Turn
from simulator.scenario.words import AMENDED, BROKE, KEPT, OPEN, STATUSES, TABLED


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as the trainee knows them. Trust and warmth are 0 to 5."""

    id: str
    name: str
    title: str
    department: str
    measured_on: str
    enjoys: str
    ours: bool
    met: bool
    here: bool
    trust: int
    warmth: int
    place: str
    """Title and department; only one of them where there are few people to tell apart."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An entry of the ledger. `whose` is `you` or a name; `due` a day; `status` a word of the format."""

    id: str
    whose: str
    label: str
    due: int
    status: str
    minutes: int
    promise: bool
    ours: bool


_MEANS = (
    "they buy from you no longer",
    "you are one of several, the lowest rung",
    "they have given you a first order",
    "they ask you before the others",
    "they ask nobody else, the top rung",
)
"""What it means to stand on a rung, from lost to the top."""


_FEW = 3
"""People at an account who are told apart by their titles alone."""
TRUST_MEANS = "Trust goes from 0 to 5. At 2 they hear you out; at 3 and more they count on you."
"""Said where trust is first shown."""


def people(program: Program, state: State) -> tuple[Person, ...]:
    """Everybody at the account and with us, in file order."""
    fields = state.fields
    few = len(program.customers) <= _FEW
    return tuple(
        Person(
            id=key,
            name=held.name,
            title=held.title,
            department=held.department,
            measured_on=held.measured_on,
            enjoys=held.enjoys,
            ours=held.side == "ours",
            met=bool(fields[f"met.{key}"]),
            here=bool(fields[f"here.{key}"]),
            trust=fields[f"trust.{key}"],
            warmth=fields[f"warmth.{key}"],
            place=", ".join(filter(None, [held.title, "" if few and held.title else held.department])),
        )
        for key, held in program.scenario.contacts.items()
    )


def ledger(program: Program, state: State) -> tuple[LedgerRow, ...]:
    """What is owed or was, by due day; what is open first."""
    rows = []
    for key, held in program.scenario.ledger.items():
        status = state.fields[f"entry.{key}"]
        if status >= TABLED:
            rows.append(
                LedgerRow(
                    id=key,
                    whose="you" if held.side == "ours" else name(program, program.counterpart(key)),
                    label=entry_label(program, key),
                    due=state.fields[f"due.{key}"],
                    status=STATUSES[status],
                    minutes=held.takes,
                    promise=held.of is not None,
                    ours=held.side == "ours",
                )
            )
    order = {
        STATUSES[TABLED]: 0,
        STATUSES[OPEN]: 0,
        STATUSES[KEPT]: 1,
        STATUSES[BROKE]: 1,
        STATUSES[AMENDED]: 1,
    }
    return tuple(sorted(rows, key=lambda row: (order[row.status], row.due)))


def capabilities(program: Program, state: State, day: int) -> tuple[str, ...]:
    """What we know that our company can do, as it stands on a day."""
    turn = Turn(program, dict(state.fields), day)
    return tuple(
        capability_line(held, turn.limit(held, day))
        for key, held in program.scenario.seller.capabilities.items()
        if state.fields[f"knows.{key}"]
    )


def known(program: Program, state: State) -> tuple[str, ...]:
    """What has been learned so far, beyond the briefing."""
    beginning = program.beginning
    return tuple(
        thing_label(program, key.removeprefix("knows."))
        for key, value in state.fields.items()
        if key.startswith("knows.") and value and not beginning[key]
    )


def believed(state: State) -> str:
    """The stage the trainee believes in."""
    return stage_title(state.fields["believed"])


def today(program: Program, state: State) -> int:
    """The day a decision waits on."""
    return program.steps[program.places[state.at]].day


def brief(program: Program, state: State) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The account file as titled lists of lines."""
    scenario = program.scenario
    story = [scenario.about] if scenario.about else []
    role = (
        f"Your role: {scenario.seller.you} at {scenario.seller.name}. The account: {scenario.account.name}."
    )
    persons = (*map(show_person, people(program, state)), TRUST_MEANS)
    goals = [held.label for key, held in scenario.account.goals.items() if state.fields[f"knows.{key}"]]
    last = scenario.ends or 0
    sections = (
        (
            "Story",
            (
                *story,
                role,
                f"You believe it stands at “{believed(state)}”: {_MEANS[state.fields['believed']]}.",
                f"The story ends on {show_day(last)}.",
            ),
        ),
        ("People", persons),
        ("What they want", tuple(goals)),
        ("What we can do", capabilities(program, state, today(program, state))),
        ("What you have learned", known(program, state)),
        ("Owed", tuple(show_entry(row) for row in ledger(program, state))),
    )
    return tuple((title, lines) for title, lines in sections if lines)


def show_person(person: Person) -> str:
    """A contact in one line."""
    facts = [
        person.place,
        f"Measured on: {person.measured_on}" if person.measured_on else "",
        "With us" if person.ours else f"Trust {person.trust} of 5",
    ]
    gone = "" if person.here else " (gone)"
    return f"{person.name}{gone}. {'. '.join(fact for fact in facts if fact)}."


def show_entry(row: LedgerRow) -> str:
    """A ledger row in one line; when it is due, where it is not settled yet."""
    whose = "You" if row.ours else row.whose
    said = not row.ours and row.label.startswith(whose.partition(" ")[0])
    told = {STATUSES[TABLED]: "on the list", STATUSES[AMENDED]: "taken back"}.get(row.status, row.status)
    due = f", due {show_day(row.due)}" if row.status == STATUSES[OPEN] else ""
    return f"{row.label if said else f'{whose}: {row.label}'} — {told}{due}"
