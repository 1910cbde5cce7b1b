"""Events: what happened, in the order in which it happened. A tagged union of small frozen records.

Scoring sees one event at a time, so an event carries, as small whole numbers and ids, all that a rule of
scoring needs. Yes and no are 1 and 0. `SCHEMA` is raised when a recorded event changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Event:
    """What all events share."""

    KINDS: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        Event.KINDS[cls.__name__] = cls


class BadEvent(ValueError):
    """A stored event that cannot be read."""


# --- the frame of the story ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Began(Event):
    """The account was taken over."""


@dataclass(frozen=True, slots=True)
class Reached(Event):
    """The story waits for a decision, or is over. `at` names the step."""

    at: str


@dataclass(frozen=True, slots=True)
class EncounterOpened(Event):
    """An encounter's turn has come, with so many minutes to prepare."""

    encounter: str
    day: int
    minutes: int


@dataclass(frozen=True, slots=True)
class EncounterPassed(Event):
    """An encounter was not held: its condition did not hold."""

    encounter: str


@dataclass(frozen=True, slots=True)
class Spoke(Event):
    """Lines of a script were shown: the script's name and the places of its lines."""

    script: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The scenario is over. `ending` is its place in the list of endings, -1 where there is none."""

    ending: int


# --- prepare ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WayChosen(Event):
    """How the meeting is held, and the minutes it takes from the preparation."""

    encounter: str
    way: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Studied(Event):
    """Homework was done."""

    homework: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Learned(Event):
    """Something became known."""

    thing: str


@dataclass(frozen=True, slots=True)
class ObjectiveChosen(Event):
    """The aim of a meeting; empty for none. `place` counts from 1; 0 is none."""

    encounter: str
    objective: str
    place: int


# --- meet: what was said ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingBegan(Event):
    """The people of a meeting sit down."""

    encounter: str


@dataclass(frozen=True, slots=True)
class BeatEntered(Event):
    """A moment of a meeting began. `beat` is encounter and beat, as in ``first_chair/opening``."""

    beat: str


@dataclass(frozen=True, slots=True)
class Met(Event):
    """A contact was met."""

    contact: str


@dataclass(frozen=True, slots=True)
class Chose(Event):
    """A line was said. `act` is its main act."""

    choice: str
    act: str


@dataclass(frozen=True, slots=True)
class Listened(Event):
    """We asked or built on an answer; the `turn`-th time in this conversation. `public`: it could be read."""

    contact: str
    turn: int
    public: int


@dataclass(frozen=True, slots=True)
class Pitched(Event):
    """We talked of our own product or agenda. `listened`: after listening in this conversation."""

    contact: str
    listened: int
    after_personal: int


@dataclass(frozen=True, slots=True)
class Raised(Event):
    """A topic was brought up: `relevance` 0 to 3 to this person, prepared or not."""

    topic: str
    contact: str
    relevance: int
    prepared: int


@dataclass(frozen=True, slots=True)
class Chatted(Event):
    """A personal line. `beyond`: more than this person finds good manners."""

    topic: str
    contact: str
    beyond: int


@dataclass(frozen=True, slots=True)
class Recalled(Event):
    """Something told earlier was used. `known`: we had in fact been told."""

    fact: str
    contact: str
    known: int


@dataclass(frozen=True, slots=True)
class Gave(Event):
    """Something was left with them; `value` 0 to 3 is the weight of the goal it serves for this person."""

    goal: str
    contact: str
    value: int
    day: int


@dataclass(frozen=True, slots=True)
class Offered(Event):
    """A solution was proposed. `answers`: it answers a discovered goal of theirs."""

    goal: str
    contact: str
    answers: int
    after_personal: int


@dataclass(frozen=True, slots=True)
class Promised(Event):
    """We bound ourselves to a promise.

    `over` 0 within capability, 1 by at most 10 %, 2 by at most 50 %, 3 by more; `limit_known`: we knew the
    capability; `parts` 0 to 4 of amount, day, price and backing; `conceded`: a concession without a return;
    `sandbagged`: below both what was needed and what we can do; `due` a day.
    """

    entry: str
    contact: str
    capability: str
    weight: int
    over: int
    limit_known: int
    parts: int
    off_book: int
    conceded: int
    sandbagged: int
    due: int


@dataclass(frozen=True, slots=True)
class Committed(Event):
    """We bound ourselves to a task (an entry without a capability) at once."""

    entry: str
    contact: str
    due: int
    off_book: int


@dataclass(frozen=True, slots=True)
class Amended(Event):
    """An open entry was changed or withdrawn before it was found out. `becomes` may be empty; `minutes`
    planned for it are free again."""

    entry: str
    contact: str
    weight: int
    promise: int
    becomes: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Tabled(Event):
    """An entry was put on the list. `by_them`: the customer's own wish."""

    entry: str
    by_them: int


@dataclass(frozen=True, slots=True)
class Told(Event):
    """A fact was told in one of its versions; `version` counts from 0, the true one."""

    fact: str
    contact: str
    version: int


@dataclass(frozen=True, slots=True)
class Declined(Event):
    """Something was refused, with or without a reason and another route."""

    contact: str
    reason: int
    route: int


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """Something that belongs to a stage was asked for, so many rungs early (0 is in step)."""

    proposal: str
    contact: str
    rungs_early: int
    after_personal: int


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """The customer acknowledged a result."""

    contact: str
    day: int


@dataclass(frozen=True, slots=True)
class Ordered(Event):
    """An order was placed."""

    order: str


@dataclass(frozen=True, slots=True)
class LimitTold(Event):
    """A limit of ours was told. `known`: we knew it; `first`: for the first time."""

    capability: str
    contact: str
    known: int
    first: int


@dataclass(frozen=True, slots=True)
class ListReset(Event):
    """A list was named one-sided and shared anew. `one_sided`: it was."""

    contact: str
    one_sided: int


@dataclass(frozen=True, slots=True)
class Exposed(Event):
    """An untruth that had been told came out. `scarred`: a listener was misled over this before."""

    fact: str
    contact: str
    scarred: int


# --- agree --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Struck(Event):
    """What the customer had tabled was struck from the list."""

    entry: str


@dataclass(frozen=True, slots=True)
class Added(Event):
    """We added an entry to the list."""

    entry: str


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """An entry is owed from now on, until its due day. `side` is ours, theirs, inside or elsewhere."""

    entry: str
    side: str
    due: int


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The customer did not take an entry on."""

    entry: str


@dataclass(frozen=True, slots=True)
class ListClosed(Event):
    """The list this meeting is left with: how many new entries are ours, how many theirs."""

    encounter: str
    ours: int
    theirs: int


@dataclass(frozen=True, slots=True)
class ObjectiveClosed(Event):
    """What became of the aim: `met`, `dropped` (wisely, for theirs), `missed`, or `none` was chosen."""

    encounter: str
    objective: str
    outcome: str


@dataclass(frozen=True, slots=True)
class MeetingClosed(Event):
    """The meeting is over. `valuable`: it left something valuable with them."""

    encounter: str
    valuable: int


# --- follow through -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HoursSet(Event):
    """Hours begin to count: minutes to spend until the next meeting, -1 where they suffice for all."""

    encounter: str
    minutes: int


@dataclass(frozen=True, slots=True)
class FallsDue(Event):
    """An entry of ours falls due in this stretch. `promise`: it has a capability behind it."""

    entry: str
    minutes: int
    promise: int


@dataclass(frozen=True, slots=True)
class Worked(Event):
    """Hours were spent on an entry that falls due."""

    entry: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Left(Event):
    """An entry that falls due was let slide."""

    entry: str


@dataclass(frozen=True, slots=True)
class Warned(Event):
    """We said early that an entry would not be kept."""

    entry: str
    contact: str
    weight: int
    promise: int


@dataclass(frozen=True, slots=True)
class NewsCame(Event):
    """Something happened on the calendar."""

    news: str
    day: int


@dataclass(frozen=True, slots=True)
class Kept(Event):
    """An entry was kept. `kind` is promise, task, theirs, inside (our own people) or elsewhere
    (another account)."""

    entry: str
    kind: str
    contact: str
    weight: int
    day: int


@dataclass(frozen=True, slots=True)
class Broken(Event):
    """An entry was broken. `cause` is hours, capability, off_book, story or theirs; `was_over` and
    `scarred` tell a misleading promise to somebody misled over this before."""

    entry: str
    kind: str
    contact: str
    weight: int
    cause: str
    was_over: int
    scarred: int
    day: int


# --- what it did --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrustMoved(Event):
    """A contact's trust moved to `now`, 0 to 5. `why` is a short code."""

    contact: str
    by: int
    now: int
    why: str


@dataclass(frozen=True, slots=True)
class WarmthMoved(Event):
    """A contact's warmth moved to `now`, 0 to 5."""

    contact: str
    by: int
    now: int


@dataclass(frozen=True, slots=True)
class RootMoved(Event):
    """A root moved to the grade `now` (0 broken, 1 strained, 2 sound); `for_good`: it can never be mended."""

    root: str
    now: int
    for_good: int
    why: str


@dataclass(frozen=True, slots=True)
class RivalMoved(Event):
    """The rival's pressure is `now` 0 to 3."""

    now: int
    why: str


@dataclass(frozen=True, slots=True)
class ContactLeft(Event):
    """A contact left and took their trust along."""

    contact: str


@dataclass(frozen=True, slots=True)
class Neglected(Event):
    """A stretch of `days`, more than the stage's rhythm bears, without a valuable touch in it."""

    days: int


@dataclass(frozen=True, slots=True)
class Contradicted(Event):
    """Two versions of a fact met."""

    fact: str


@dataclass(frozen=True, slots=True)
class StageMoved(Event):
    """The account rose or fell. `marked`: what caused a fall has cost points already, or a rise only wins
    back a rung that was held before."""

    before: int
    now: int
    marked: int
    why: str


@dataclass(frozen=True, slots=True)
class BelievedMoved(Event):
    """What the trainee believes the stage to be."""

    now: int


@dataclass(frozen=True, slots=True)
class StretchClosed(Event):
    """A stretch of the calendar is over."""

    encounter: str
    day: int


def to_data(event: Event) -> dict[str, Any]:
    """An event as plain data, its kind first."""
    data: dict[str, Any] = {"event": type(event).__name__}
    for field in fields(event):
        value = getattr(event, field.name)
        data[field.name] = list(value) if isinstance(value, tuple) else value
    return data


def from_data(data: object) -> Event:
    """An event from plain data. Raises BadEvent where it is not one, key for key and type for type."""
    if not isinstance(data, dict):
        raise BadEvent("an event is a set of named values")
    kind = Event.KINDS.get(str(data.get("event")))
    if kind is None:
        raise BadEvent(f"there is no event called {str(data.get('event'))[:40]!r}")
    wanted = {field.name: field.type for field in fields(kind)}
    if set(data) - {"event"} != set(wanted):
        raise BadEvent(f"{kind.__name__} has {', '.join(wanted) or 'no values'}")
    return kind(**{name: _value(kind.__name__, name, str(wanted[name]), data[name]) for name in wanted})


def _value(kind: str, name: str, wanted: str, value: object) -> object:
    if wanted == "int" and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**6:
        return value
    if wanted == "str" and isinstance(value, str) and len(value) <= 200 and _is_text(value):
        return value
    if wanted.startswith("tuple") and isinstance(value, list) and all(_is_place(item) for item in value):
        return tuple(value)
    raise BadEvent(f"{kind}.{name} is not {'text' if wanted == 'str' else 'a whole number'}")


def _is_text(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_place(value: object) -> bool:
    return type(value) is int and 0 <= value < 10**6
