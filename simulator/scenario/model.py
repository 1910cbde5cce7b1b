"""The scenario as an author writes it: typed, frozen, with the defaults of the format.

The JSON Schema for editors is made from these models, so each field says what it means. Names are checked
against each other in `names.py`; this module only knows shapes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from simulator.scenario.acts import Acts, Names, Root, Stage
from simulator.scenario.base import Model
from simulator.scenario.conditions import When
from simulator.scenario.values import Days, DueDay, Flag, Minutes, Name, Number, Prose, Slug, Whole, days

Weight = Annotated[int, Field(strict=True, ge=1, le=3)]
Gauge = Annotated[int, Field(strict=True, ge=0, le=5)]
AnyStage = Literal["lost", "me_too", "foothold", "me_first", "only_me"]
Grade = Literal["broken", "strained", "sound"]
Side = Literal["ours", "theirs"]


class Level(Model):
    """One value of a capability: from a day, under a condition, or both."""

    value: Number = Field(alias="is")
    when: When | None = None
    since: Days = Field(0, alias="from")


def _levels(value: Any) -> Any:
    """A number, `day: number` steps (the latest that has come holds) or a list (the first that holds)."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, list):
        return [item if isinstance(item, dict | Level) else {"is": item} for item in value]
    if isinstance(value, dict):
        steps = sorted(((days(day), number) for day, number in value.items()), reverse=True)
        return [{"from": day, "is": number} for day, number in steps]
    return [{"is": value}]


Levels = Annotated[
    tuple[Level, ...],
    BeforeValidator(_levels),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "object", "additionalProperties": {"type": "number"}},
                {"type": "array", "items": {"anyOf": [{"type": "number"}, Level.model_json_schema()]}},
            ]
        }
    ),
]


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


NameList = Annotated[Names, BeforeValidator(_one_or_more)]


class Learnable(Model):
    """Something one can know. Known from the briefing, unless something in the file teaches it."""

    learned_by: NameList = Field((), description="The homework that teaches it.")


class Capability(Learnable):
    """What our company can truly do: a number with a unit and a direction, possibly in steps."""

    label: Prose
    unit: Prose = ""
    most: Levels | None = Field(None, description="The most we can do: promises under it add up.")
    least: Levels | None = Field(None, description="The least we can do, such as weeks of lead time.")
    concession: Flag = Field(False, description="Giving it without a return is a concession for nothing.")

    @model_validator(mode="after")
    def _one_direction(self) -> Capability:
        if (self.most is None) == (self.least is None):
            raise ValueError("a capability has either `most` or `least`")
        return self

    @property
    def levels(self) -> tuple[Level, ...]:
        """The steps, whichever the direction."""
        return self.most or self.least or ()


class Seller(Model):
    """Our side."""

    name: Prose = "Our company"
    you: Prose = Field("Account manager", description="The trainee's own role.")
    capabilities: dict[Name, Capability] = {}


class Goal(Learnable):
    """A business result the account wants."""

    label: Prose
    bottom_line: Flag = False


class Gate(Model):
    """When the account rises to a stage, and when it falls from it."""

    up_if: When | None = None
    down_if: When | None = None


class LostGate(Model):
    """When the account is lost."""

    when: When


class Gates(Model):
    """Gates that replace the defaults of the world."""

    lost: LostGate | None = None
    foothold: Gate = Gate()
    me_first: Gate = Gate()
    only_me: Gate = Gate()


class Account(Model):
    """The customer's organisation."""

    name: Prose = "The account"
    stage: Stage = "me_too"
    believed: Stage | None = Field(None, description="What the trainee believes; left out, the stage.")
    roots: dict[Root, Grade] = Field({}, description="Roots that do not start sound.")
    rival: Annotated[int, Field(strict=True, ge=0, le=3)] = 0
    goals: dict[Name, Goal] = {}
    stages: Gates = Gates()
    apart: tuple[Annotated[Names, Field(min_length=2, max_length=2)], ...] = Field(
        (), description="Pairs of contacts who never talk to each other."
    )


def _weights(value: Any) -> Any:
    if isinstance(value, dict):
        return {days(day): weight for day, weight in value.items()}
    return {0: value}


Weights = Annotated[
    dict[int, Weight],
    BeforeValidator(_weights),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 3},
                {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 3}},
            ]
        }
    ),
]


class Contact(Model):
    """A person: at the customer, or one of our own."""

    name: Prose
    title: Prose = ""
    department: Prose = ""
    role: Literal["decides", "influences", "uses", "buys"] = "influences"
    side: Side = Field("theirs", description="`ours` for our own people, who count in no gate or balance.")
    goals: dict[Name, Weights] = Field({}, description="Goal and weight 1 to 3, possibly by day.")
    measured_on: Prose = ""
    wants: Prose = ""
    enjoys: Prose = ""
    courtesy: Annotated[int, Field(strict=True, ge=0, le=3)] = Field(
        1, description="How many personal lines in a meeting are good manners."
    )
    trust: Gauge = 2
    warmth: Gauge = 1
    scar: Names = Field((), description="Facts or capabilities over which they were misled before.")

    def weight(self, goal: str, day: int) -> int:
        """The weight 0 to 3 of a goal to this person on a day; 0 is none."""
        steps = self.goals.get(goal, {})
        since = [start for start in steps if start <= day]
        return steps[max(since)] if since else 0


class Fact(Learnable):
    """Something that can be learned, told and contradicted."""

    label: Prose
    public: Flag = Field(False, description="Asking for it shows that the homework was not done.")
    versions: dict[Name, Prose] = Field({}, description="Ways to tell it; the first is the true one.")


class Topic(Learnable):
    """Something to talk about."""

    label: Prose
    lens: Literal["political", "economic", "social", "technological", "operations", "personal"] = "operations"
    bears_on: Names = Field((), description="The goals it bears on.")


def _with_speaker(value: Any) -> Any:
    """`- dana: text` with an optional `when` becomes speaker and text."""
    if isinstance(value, str):
        return {"speaker": "narrator", "text": value}
    if isinstance(value, dict) and "speaker" not in value:
        speakers = [key for key in value if key != "when"]
        if len(speakers) != 1:
            raise ValueError(
                "a line has one speaker, as in `- dana: Come in.`, and at most a `when` below it"
            )
        return {"speaker": speakers[0], "text": value[speakers[0]], "when": value.get("when")}
    return value


class Line(Model):
    """One line of a script: who speaks, what is said, and when it is left out."""

    speaker: Name
    text: Prose
    when: When | None = None


_LINE = Annotated[
    Line,
    BeforeValidator(_with_speaker),
    WithJsonSchema(
        {
            "type": "object",
            "description": "Speaker and text; speakers are narrator, you and the contacts.",
            "properties": {"when": {"type": "string"}},
            "additionalProperties": {"type": "string"},
            "minProperties": 1,
            "maxProperties": 2,
        }
    ),
]


def _lines(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Script = Annotated[tuple[_LINE, ...], BeforeValidator(_lines)]


class Scene(Model):
    """What is shown and what it does."""

    script: Script = ()
    does: Acts = ()


class Homework(Model):
    """Something to find out before a meeting, for hours."""

    label: Prose
    takes: Minutes = 60
    script: Script = Field((), description="What is found.")
    does: Acts = ()


class Understood(Model):
    """What the customer fills in where a promise left a part out, optimistically."""

    amount: Number | None = None
    due: DueDay | None = None


class Entry(Model):
    """Something owed, by us or by them. With `of` it is a promise."""

    side: Side
    label: Prose
    to: Name | None = Field(None, description="Ours: the contact we owe it to.")
    owner: Name | None = Field(None, description="Theirs: the contact who owes it.")
    of: Name | None = Field(None, description="The capability that makes it a promise.")
    amount: Number | None = None
    due: DueDay | None = Field(None, description="A day (20w), or days from agreeing (+9d); else `ends`.")
    price: Prose | None = None
    backing: Prose | None = Field(None, description="How we stand behind it afterwards.")
    understood: Understood = Understood()
    needed: Number | None = Field(None, description="What would have sufficed: less is sandbagging.")
    weight: Weight = 2
    takes: Minutes = Field(0, description="Hours of ours it needs when it falls due.")
    kept_if: When | None = Field(None, description="Theirs: whether they keep it, read on the due day.")
    accepted_if: When | None = Field(None, description="Theirs: whether they accept it at Agree.")
    account: Prose | None = Field(None, description="Another account that competes for the same hours.")
    open: Flag | None = Field(None, description="Already owed at the start; so for another account.")
    when_kept: Scene = Scene()
    when_broken: Scene = Scene()

    @property
    def promised_amount(self) -> Any:
        """The amount as the customer understands it, or None."""
        return self.understood.amount if self.understood.amount is not None else self.amount

    @property
    def promised_due(self) -> Any:
        """The due day as the customer understands it, or None for the end."""
        return self.understood.due or self.due

    @property
    def parts(self) -> int:
        """How many of the four parts of a promise were named: amount, day, price, backing."""
        return sum(part is not None for part in (self.amount, self.due, self.price, self.backing))

    @property
    def from_start(self) -> bool:
        """Whether it is owed from day 0."""
        return self.account is not None if self.open is None else self.open


class Choice(Model):
    """One line to choose from."""

    id: Name = Field(description="Left out, made from the first words of `say`.")
    say: Prose
    when: When | None = Field(None, description="Absent from the choices where it does not hold.")
    does: Acts = Field(description="Acts; the first is the main one.", min_length=1)
    reply: Script = ()
    then: Name | None = Field(None, description="A later beat, or `end`; left out, the next beat.")
    thinks: Prose | None = Field(None, description="What they wrote that night; shown in the debrief only.")
    well: tuple[Slug, ...] = Field((), description="Principles this shows.")
    badly: tuple[Slug, ...] = Field((), description="Principles this misses.")
    tempting: Prose | None = Field(None, description="Why a good seller might say it all the same.")
    instead: Name | None = Field(None, description="The choice the debrief shows beside it.")


class Beat(Scene):
    """A moment of a meeting: what is said, then the choices."""

    hint: Prose | None = None
    when: When | None = Field(None, description="Passed over where it does not hold.")
    choices: tuple[Choice, ...] = ()
    then: Name | None = Field(None, description="Without choices: a later beat, or `end`.")


class Objective(Model):
    """What one may aim for in a meeting; at most one."""

    label: Prose
    met_if: When
    drop_if: When | None = Field(None, description="Where dropping it for theirs is wise.")


class Preparation(Model):
    """Hours before a meeting, and what they may be spent on."""

    hours: Minutes = 0
    homework: Names = ()


class Agreeing(Model):
    """The list one leaves with."""

    may_add: Names = ()


class Following(Model):
    """The hours until the next meeting."""

    hours: Minutes = 0


class Ways(Model):
    """How the meeting may be held, and the hours each takes from the preparation."""

    visit: Minutes | None = None
    call: Minutes | None = None
    skip: Minutes | None = None

    @property
    def offered(self) -> dict[str, int]:
        """Way and minutes, in the order visit, call, skip."""
        pairs = (("visit", self.visit), ("call", self.call), ("skip", self.skip))
        return {way: cost for way, cost in pairs if cost is not None}


class Encounter(Model):
    """A meeting and the weeks after it."""

    id: Name = Field(description="Left out, made from the title.")
    title: Prose = "The meeting"
    day: Days = 0
    when: When | None = Field(None, description="Held only where it holds, such as an inbound call.")
    previously: Script = Field((), description="What is recalled first, where a new sitting begins here.")
    with_: Names = Field((), alias="with", description="Who is there; left out, everybody who speaks.")
    ways: Ways = Ways()
    prepare: Preparation | None = None
    objectives: dict[Name, Objective] = {}
    beats: dict[Name, Beat] = Field(min_length=1)
    agree: Agreeing | None = None
    follow_through: Following | None = None


class News(Scene):
    """A calendar entry: something that happens on a day, and may ask."""

    id: Name
    day: Days
    title: Prose | None = None
    when: When | None = None
    hint: Prose | None = None
    choices: tuple[Choice, ...] = ()


class Ending(Model):
    """How it ended. The first whose condition holds; the last has none."""

    title: Prose
    text: Prose
    when: When | None = None


class Variant(Model):
    """The same account with altered facts, for a replay."""

    about: Prose
    change: dict[Annotated[str, Field(max_length=200)], Any] = Field(
        min_length=1, description="Path and new value, such as seller.capabilities.crews.most: 1."
    )


class Par(Model):
    """The best reachable, proved by analysis: a total on one route, and a best per dimension."""

    rubric: Whole
    total: Whole
    promises: Whole
    rapport: Whole
    commitments: Whole
    pace: Whole
    time: Whole


Small = Annotated[int, Field(strict=True, ge=0, le=5)]
Span = Annotated[int, Field(strict=True, ge=1, le=9999)]


class Numbers(Model):
    """The numbers of the world. Left out, the defaults hold."""

    trust_kept: Small = Field(1, description="Trust for an entry of weight 2 or 3 kept, once a stretch.")
    trust_promise_broken: Small = Field(3, description="Trust lost by a broken promise.")
    trust_task_broken: Small = Field(1, description="Trust lost by a broken task.")
    trust_warned: Small = Field(1, description="Trust lost by warning early or amending, below `respect`.")
    trust_refusal: Small = Field(1, description="Trust lost by a no or a limit, below `respect`.")
    respect: Small = Field(3, description="From this trust on, a reasoned no, a limit, a warning cost none.")
    rhythm_me_too: Span = Field(45, description="Days without a valuable touch that Me too bears.")
    rhythm_foothold: Span = Field(30, description="Days without a valuable touch that Foothold bears.")
    rhythm_me_first: Span = Field(60, description="Days without a valuable touch that Me first bears.")
    rhythm_only_me: Span = Field(90, description="Days without a valuable touch that Only me bears.")


class Scenario(Model):
    """One account: the whole file."""

    format: Literal[1]
    id: Slug
    title: Prose
    version: Annotated[str, Field(max_length=32)] = "1.0.0"
    level: Literal["beginner", "intermediate", "advanced"] = "beginner"
    minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = 10
    about: Prose | None = None
    practise: Prose | None = Field(None, description="What it practises, in one sentence.")
    principles: tuple[Slug, ...] = ()
    ends: Days | None = Field(None, description="The last day; left out, the last day anything is dated.")
    par: Par | None = None
    seller: Seller = Seller()
    account: Account = Account()
    contacts: dict[Name, Contact] = Field(min_length=1)
    facts: dict[Name, Fact] = {}
    topics: dict[Name, Topic] = {}
    homework: dict[Name, Homework] = {}
    ledger: dict[Name, Entry] = {}
    encounters: tuple[Encounter, ...] = Field(min_length=1)
    calendar: tuple[News, ...] = ()
    endings: tuple[Ending, ...] = ()
    variants: dict[Name, Variant] = {}
    world: Numbers = Field(Numbers(), description="Numbers of the world to override.")
    trainer: Prose | None = Field(None, description="For whoever debriefs a group; never shown in play.")
