"""Acts: what a line of dialogue does. A closed list; `world.md` of the handbook tells their effects.

An author writes an act as a word (`listen`), as `word: short form` (`raise: dockage`) or in full
(`promise: {entry: two_months, off_book: true}`). Each class names the key its short form fills.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from simulator.scenario.base import Model
from simulator.scenario.values import Flag, Name, Prose, Whole

Root = Literal["honesty", "competence", "consistency", "follow_through"]
Stage = Literal["me_too", "foothold", "me_first", "only_me"]
Names = tuple[Name, ...]


class BaseAct(Model):
    """What all acts share. `to` is the contact it is said to; left out, the last speaker."""

    short: ClassVar[str] = ""
    act: str


class Spoken(BaseAct):
    """An act that is said to somebody."""

    to: Name | None = Field(None, description="The contact this is said to; left out, the last speaker.")


class Listen(Spoken):
    """Ask, or acknowledge and build on an answer; may teach things."""

    short = "learn"
    act: Literal["listen"]
    learn: Names = Field((), description="Facts, goals, capabilities or topics this teaches.")


class Pitch(Spoken):
    """Talk of our own product or agenda."""

    act: Literal["pitch"]


class Raise(Spoken):
    """Bring up a topic: worth its relevance to this person, half when not prepared."""

    short = "topic"
    act: Literal["raise"]
    topic: Name = Field(description="The topic.")


class Recall(Spoken):
    """Use something this person told us earlier."""

    short = "fact"
    act: Literal["recall"]
    fact: Name = Field(description="What they had told.")


class Give(Spoken):
    """Leave something useful that serves one of their goals."""

    act: Literal["give"]
    what: Prose = Field(description="What is left with them.")
    serves: Name = Field(description="The goal it serves.")


class Offer(Spoken):
    """Propose a solution, naming the goal it answers; one that answers none is peddling."""

    act: Literal["offer"]
    what: Prose = Field(description="What is offered.")
    answers: Name | None = Field(None, description="The discovered goal it answers.")


class Promise(Spoken):
    """Bind us to a ledger entry at once."""

    short = "entry"
    act: Literal["promise"]
    entry: Name = Field(description="The entry we bind ourselves to.")
    off_book: Flag = Field(False, description="A side agreement, outside the formal one.")
    in_return: Name | None = Field(None, description="Their entry that makes a concession an exchange.")


class Amend(Spoken):
    """Change or correct an open entry before it is found out; without `becomes` it is withdrawn."""

    short = "entry"
    act: Literal["amend"]
    entry: Name = Field(description="The open entry.")
    becomes: Name | None = Field(None, description="The entry that takes its place.")


class Table(Spoken):
    """Put entries, ours and theirs, on the list for Agree."""

    short = "entries"
    act: Literal["table"]
    entries: Names = Field(description="The entries, ours or theirs.", min_length=1)


class Tell(Spoken):
    """State a fact in one of its versions; the first version of a fact is the true one."""

    act: Literal["tell"]
    fact: Name = Field(description="The fact.")
    version: Name = Field(description="The version that is told.")


class Decline(Spoken):
    """Refuse something, with or without a reason and another route."""

    act: Literal["decline"]
    what: Prose = Field(description="What is refused.")
    reason: Flag = Field(False, description="Whether a reason is given.")
    route: Prose | None = Field(None, description="Another way for them, such as a rental firm.")


class Propose(Spoken):
    """Ask for something that belongs to a stage: a second meeting, exclusivity, a seat in planning."""

    act: Literal["propose"]
    id: Name = Field(description="A name for what is asked, read by `asked.ID`.")
    belongs_to: Stage = Field(description="The stage at which it is in step.")


class Record(Spoken):
    """Have the customer acknowledge a result: value +1."""

    short = "to"
    act: Literal["record"]


class Order(BaseAct):
    """An order is placed."""

    short = "order"
    act: Literal["order"]
    order: Name = Field(description="A name for the order.")


class Limit(Spoken):
    """Tell a limit of ours."""

    short = "capability"
    act: Literal["limit"]
    capability: Name = Field(description="The capability whose limit is told.")


class Reset(Spoken):
    """Name a one-sided list and share it anew."""

    act: Literal["reset"]


class Expose(Spoken):
    """An untruth we told comes out. Without an untruth told, nothing happens."""

    short = "fact"
    act: Literal["expose"]
    fact: Name = Field(description="The fact about which an untruth was told.")


class Keep(BaseAct):
    """Settle an open entry by the story: it was kept."""

    short = "entry"
    act: Literal["keep"]
    entry: Name = Field(description="The open entry.")


class Break(BaseAct):
    """Settle an open entry by the story: it was broken."""

    short = "entry"
    act: Literal["break"]
    entry: Name = Field(description="The open entry.")


class Learn(BaseAct):
    """Something becomes known to us."""

    short = "learn"
    act: Literal["learn"]
    learn: Names = Field(description="What becomes known.", min_length=1)


class Meet(BaseAct):
    """A contact is met, or a newcomer arrives."""

    short = "contact"
    act: Literal["meet"]
    contact: Name = Field(description="The contact.")


class Leave(BaseAct):
    """A contact leaves and takes their trust along."""

    short = "contact"
    act: Literal["leave"]
    contact: Name = Field(description="The contact.")


class Trust(BaseAct):
    """Trust of a contact moves, within 0 to 5."""

    short = "by"
    act: Literal["trust"]
    by: dict[Name, Whole] = Field(description="Contact and number.")


class Warm(BaseAct):
    """Warmth of a contact moves, within 0 to 5. No rule reads it."""

    short = "by"
    act: Literal["warm"]
    by: dict[Name, Whole] | Whole = Field(description="A number for the last speaker, or contact and number.")
    to: Name | None = Field(None, description="The contact, where a number stands alone.")


class MoveRoot(BaseAct):
    """A root of the account moves by grades."""

    short = "by"
    act: Literal["root"]
    by: dict[Root, Whole] = Field(description="Root and number of grades.")


class Rival(BaseAct):
    """The rival's pressure moves, within 0 to 3."""

    short = "by"
    act: Literal["rival"]
    by: Whole = Field(description="The number of steps.")


class Believe(BaseAct):
    """What the trainee believes the stage to be."""

    short = "stage"
    act: Literal["believe"]
    stage: Stage = Field(description="The stage.")


ACTS: tuple[type[BaseAct], ...] = (
    Listen, Pitch, Raise, Recall, Give, Offer, Promise, Amend, Table, Tell, Decline, Propose, Record, Order,
    Limit, Reset, Expose, Keep, Break, Learn, Meet, Leave, Trust, Warm, MoveRoot, Rival, Believe,
)  # fmt: skip
BY_NAME: dict[str, type[BaseAct]] = {kind.model_fields["act"].annotation.__args__[0]: kind for kind in ACTS}  # type: ignore[union-attr]

AnyAct = (
    Listen | Pitch | Raise | Recall | Give | Offer | Promise | Amend | Table | Tell | Decline | Propose
    | Record | Order | Limit | Reset | Expose | Keep | Break | Learn | Meet | Leave | Trust | Warm
    | MoveRoot | Rival | Believe
)  # fmt: skip


class ActError(ValueError):
    """An act that cannot be read; `word` is what the author wrote, for a suggestion."""


def _full(item: Any) -> Any:
    """One act in its full form, from any form an author may write."""
    if isinstance(item, BaseAct) or (isinstance(item, dict) and "act" in item):
        return item
    if isinstance(item, str):
        word, body = item, None
    elif isinstance(item, dict) and len(item) == 1:
        word, body = next(iter(item.items()))
    else:
        raise ActError("an act is one word, or one word with its details, such as `raise: dockage`")
    kind = BY_NAME.get(word)
    if kind is None:
        raise ActError(f"there is no act called {word!r}")
    if body is None:
        return {"act": word}
    if not kind.short:
        if isinstance(body, dict):
            return {"act": word, **body}
        raise ActError(f"{word} is written alone or with its details as `key: value`")
    keys = set(kind.model_fields)
    if isinstance(body, dict) and (kind.short != "by" or set(body) & (keys - {"act"})):
        return {"act": word, **body}
    if kind.short in ("learn", "entries") and isinstance(body, str):
        body = [body]
    return {"act": word, kind.short: body}


def _list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def needs_nothing(kind: type[BaseAct]) -> bool:
    """Whether an act may be written as its word alone."""
    return not [name for name, field in kind.model_fields.items() if field.is_required() and name != "act"]


Act = Annotated[Annotated[AnyAct, Field(discriminator="act")], BeforeValidator(_full)]
Acts = Annotated[tuple[Act, ...], BeforeValidator(_list)]
"""One act or a list of them; the first is the main one."""
