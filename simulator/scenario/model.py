"""The scenario as an author writes it: typed, frozen, with the defaults of the format.

The schema for editors and the reference of the handbook are made from these models, so each field says what
it means. Names are checked against each other in `names.py`; this module only knows shapes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

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

    value: Number = Field(description="The number.", alias="is")
    when: When | None = Field(None, description="Where it holds only under a condition.")
    since: Days = Field(0, description="The day from which it holds.", alias="from")


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
]


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


NameList = Annotated[Names, BeforeValidator(_one_or_more)]


class Learnable(Model):
    """Something one can know. Known from the briefing, unless something in the file teaches it."""

    learned_by: NameList = Field((), description="The homework that teaches it.")


class Capability(Learnable):
    """What our company can truly do: a number with a unit and a direction, possibly in steps."""

    label: Prose = Field(description="What it is, as the account file says it.")
    unit: Prose = Field("", description="The unit of its number, such as `bags` or `$`.")
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

    name: Prose = Field("Our company", description="Our company.")
    you: Prose = Field("Account manager", description="The trainee's own role.")
    capabilities: dict[Name, Capability] = Field({}, description="What our company can truly do.")


class Goal(Learnable):
    """A business result the account wants."""

    label: Prose = Field(description="The result, in the customer's words.")
    bottom_line: Flag = Field(False, description="Whether it is what all the others serve.")


class Gate(Model):
    """When the account rises to a stage, and when it falls from it."""

    up_if: When | None = Field(None, description="When the account rises to this stage.")
    down_if: When | None = Field(None, description="When it falls from this stage.")


class LostGate(Model):
    """When the account is lost."""

    when: When = Field(description="When the account is lost.")


class Gates(Model):
    """Gates that replace the defaults of the world."""

    lost: LostGate | None = Field(None, description="Replaces the default condition of a loss.")
    foothold: Gate = Field(Gate(), description="Replaces the default gates of Foothold.")
    me_first: Gate = Field(Gate(), description="Replaces the default gates of Me first.")
    only_me: Gate = Field(Gate(), description="Replaces the default gates of Only me.")


class Account(Model):
    """The customer's organisation."""

    name: Prose = Field("The account", description="The customer's name.")
    stage: Stage = Field("me_too", description="Where the account truly stands on day 0.")
    believed: Stage | None = Field(None, description="What the trainee believes; left out, the stage.")
    roots: dict[Root, Grade] = Field({}, description="Roots that do not start sound.")
    rival: Annotated[int, Field(strict=True, ge=0, le=3)] = Field(
        0, description="The rival's pressure on day 0."
    )
    goals: dict[Name, Goal] = Field({}, description="The business results the account wants.")
    stages: Gates = Field(Gates(), description="Gates that replace the defaults of the world.")
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
]


class Contact(Model):
    """A person: at the customer, or one of our own."""

    name: Prose = Field(description="The full name; the first word of it is used in lists.")
    title: Prose = Field("", description="Their post.")
    department: Prose = Field("", description="Their department, which counts for `covered`.")
    role: Literal["decides", "influences", "uses", "buys"] = Field(
        "influences", description="Their part in the decision."
    )
    side: Side = Field("theirs", description="`ours` for our own people, who count in no gate or balance.")
    goals: dict[Name, Weights] = Field({}, description="Goal and weight 1 to 3, possibly by day.")
    measured_on: Prose = Field("", description="What their own house measures them on.")
    wants: Prose = Field("", description="What they want from a supplier.")
    enjoys: Prose = Field("", description="What they enjoy outside work.")
    courtesy: Annotated[int, Field(strict=True, ge=0, le=3)] = Field(
        1, description="How many personal lines in a meeting are good manners."
    )
    trust: Gauge = Field(2, description="Trust in us on day 0.")
    warmth: Gauge = Field(1, description="Liking on day 0. No rule reads it.")
    scar: Names = Field((), description="Facts or capabilities over which they were misled before.")

    def weight(self, goal: str, day: int) -> int:
        """The weight 0 to 3 of a goal to this person on a day; 0 is none."""
        steps = self.goals.get(goal, {})
        since = [start for start in steps if start <= day]
        return steps[max(since)] if since else 0


class Fact(Learnable):
    """Something that can be learned, told and contradicted."""

    label: Prose = Field(description="The fact, in one sentence.")
    public: Flag = Field(False, description="Asking for it shows that the homework was not done.")
    versions: dict[Name, Prose] = Field({}, description="Ways to tell it; the first is the true one.")


class Topic(Learnable):
    """Something to talk about."""

    label: Prose = Field(description="The topic, as people would name it.")
    lens: Literal["political", "economic", "social", "technological", "operations", "personal"] = Field(
        "operations", description="What it is a matter of; `personal` is small talk."
    )
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
]


def _lines(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Script = Annotated[tuple[_LINE, ...], BeforeValidator(_lines)]


class Scene(Model):
    """What is shown and what it does."""

    script: Script = Field((), description="What is shown.")
    does: Acts = Field((), description="Acts it sets off.")


class Homework(Model):
    """Something to find out before a meeting, for hours."""

    label: Prose = Field(description="What one does, beginning with a verb.")
    takes: Minutes = Field(60, description="The hours it takes.")
    script: Script = Field((), description="What is found.")
    does: Acts = Field((), description="Acts it sets off.")


class Understood(Model):
    """What the customer fills in where a promise left a part out, optimistically."""

    amount: Number | None = Field(None, description="The amount they understood.")
    due: DueDay | None = Field(None, description="The day they understood.")


class Entry(Model):
    """Something owed, by us or by them. With `of` it is a promise."""

    side: Side = Field(description="Who owes it.")
    label: Prose = Field(description="What is owed, as the ledger says it.")
    to: Name | None = Field(None, description="Ours: the contact we owe it to.")
    owner: Name | None = Field(None, description="Theirs: the contact who owes it.")
    of: Name | None = Field(None, description="The capability that makes it a promise.")
    amount: Number | None = Field(None, description="How much is promised.")
    due: DueDay | None = Field(None, description="A day (20w), or days from agreeing (+9d); else `ends`.")
    price: Prose | None = Field(None, description="At what price.")
    backing: Prose | None = Field(None, description="How we stand behind it afterwards.")
    understood: Understood = Field(Understood(), description="What they make of parts left out.")
    needed: Number | None = Field(None, description="What would have sufficed: less is sandbagging.")
    weight: Weight = Field(2, description="How much it matters.")
    takes: Minutes = Field(0, description="Hours of ours it needs when it falls due.")
    kept_if: When | None = Field(None, description="Theirs: whether they keep it, read on the due day.")
    accepted_if: When | None = Field(None, description="Theirs: whether they accept it at Agree.")
    account: Prose | None = Field(None, description="Another account that competes for the same hours.")
    open: Flag | None = Field(None, description="Already owed at the start; so for another account.")
    when_kept: Scene = Field(Scene(), description="What is shown and done when it is kept.")
    when_broken: Scene = Field(Scene(), description="What is shown and done when it is broken.")

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
    say: Prose = Field(description="The line, as it is shown and said.")
    when: When | None = Field(None, description="Absent from the choices where it does not hold.")
    does: Acts = Field(description="Acts; the first is the main one.", min_length=1)
    reply: Script = Field((), description="What they answer.")
    then: Name | None = Field(None, description="A later beat, or `end`; left out, the next beat.")
    thinks: Prose | None = Field(None, description="What they wrote that night; shown in the debrief only.")
    well: tuple[Slug, ...] = Field((), description="Principles this shows.")
    badly: tuple[Slug, ...] = Field((), description="Principles this misses.")
    tempting: Prose | None = Field(None, description="Why a good seller might say it all the same.")
    instead: Name | None = Field(None, description="The choice the debrief shows beside it.")


class Beat(Scene):
    """A moment of a meeting: what is said, then the choices."""

    hint: Prose | None = Field(None, description="A question that helps; shown on request.")
    when: When | None = Field(None, description="Passed over where it does not hold.")
    script: Script = Field((), description="What is said before the choices.")
    does: Acts = Field((), description="What their words set off as the beat begins.")
    choices: tuple[Choice, ...] = Field((), description="The lines to choose from.")
    then: Name | None = Field(None, description="Without choices: a later beat, or `end`.")


class Objective(Model):
    """What one may aim for in a meeting; at most one."""

    label: Prose = Field(description="The aim, as a result.")
    met_if: When = Field(description="Whether it was met, read as the meeting closes.")
    drop_if: When | None = Field(None, description="Where dropping it for theirs is wise.")


class Preparation(Model):
    """Hours before a meeting, and what they may be spent on."""

    hours: Minutes = Field(0, description="The hours there are.")
    homework: Names = Field((), description="What they may be spent on, in the order it is asked.")


class Agreeing(Model):
    """The list one leaves with."""

    may_add: Names = Field((), description="Entries of which one may be added to the list.")


class Following(Model):
    """The hours until the next meeting."""

    hours: Minutes = Field(0, description="The hours there are.")


class Ways(Model):
    """How the meeting may be held, and the hours each takes from the preparation."""

    visit: Minutes | None = Field(None, description="The hours a visit takes.")
    call: Minutes | None = Field(None, description="The hours a call takes.")
    skip: Minutes | None = Field(None, description="The hours it takes to leave the meeting out.")

    @property
    def offered(self) -> dict[str, int]:
        """Way and minutes, in the order visit, call, skip."""
        pairs = (("visit", self.visit), ("call", self.call), ("skip", self.skip))
        return {way: cost for way, cost in pairs if cost is not None}


class Encounter(Model):
    """A meeting and the weeks after it."""

    id: Name = Field(description="Left out, made from the title.")
    title: Prose = Field("The meeting", description="The heading of the meeting.")
    day: Days = Field(0, description="The day it is held.")
    when: When | None = Field(None, description="Held only where it holds, such as an inbound call.")
    previously: Script = Field((), description="What is recalled first, where a new sitting begins here.")
    with_: Names = Field((), alias="with", description="Who is there; left out, everybody who speaks.")
    ways: Ways = Field(Ways(), description="How it may be held; left out, it is a visit.")
    prepare: Preparation | None = Field(None, description="Hours before it, and homework.")
    objectives: dict[Name, Objective] = Field({}, description="What one may aim for.")
    beats: dict[Name, Beat] = Field(description="The moments of the meeting, in order.", min_length=1)
    agree: Agreeing | None = Field(None, description="Asks for the list at the end.")
    follow_through: Following | None = Field(
        None, description="Hours until the next meeting; left out, they suffice for everything."
    )


class News(Scene):
    """A calendar entry: something that happens on a day, and may ask."""

    id: Name = Field(description="Its name.")
    day: Days = Field(description="The day it comes.")
    title: Prose | None = Field(None, description="Its heading.")
    when: When | None = Field(None, description="It comes only where this holds.")
    hint: Prose | None = Field(None, description="A question that helps.")
    script: Script = Field((), description="What is shown.")
    does: Acts = Field((), description="What it sets off.")
    choices: tuple[Choice, ...] = Field((), description="Lines to choose from, where it asks.")


class Ending(Model):
    """How it ended. The first whose condition holds; the last has none."""

    title: Prose = Field(description="Its heading.")
    text: Prose = Field(description="How it ended, told in a few sentences.")
    when: When | None = Field(None, description="When it fits; the last ending has none.")


class Variant(Model):
    """The same account with altered facts, for a replay."""

    about: Prose = Field(description="What is different, in one sentence.")
    change: dict[Annotated[str, Field(max_length=200)], Any] = Field(
        min_length=1, description="Path and new value, such as seller.capabilities.crews.most: 1."
    )


class Par(Model):
    """The best reachable, proved by analysis: a total on one route, and a best per dimension."""

    rubric: Whole = Field(description="The version of the rubric it was worked out under.")
    proved_for: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        None, description="The fingerprint of the scenario it was proved for: `onlyme analyze` writes it."
    )
    total: Whole = Field(description="The best total on one route.")
    promises: Whole = Field(description="The best under Promises.")
    rapport: Whole = Field(description="The best under Relevant rapport.")
    commitments: Whole = Field(description="The best under Mutual commitments.")
    pace: Whole = Field(description="The best under Pace.")
    time: Whole = Field(description="The best under Time.")


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
    rhythm_me_too: Span = Field(45, description="Days a stretch bears without a valuable touch at Me too.")
    rhythm_foothold: Span = Field(
        30, description="Days a stretch bears without a valuable touch at Foothold."
    )
    rhythm_me_first: Span = Field(
        60, description="Days a stretch bears without a valuable touch at Me first."
    )
    rhythm_only_me: Span = Field(90, description="Days a stretch bears without a valuable touch at Only me.")


class Scenario(Model):
    """One account: the whole file."""

    format: Literal[1] = Field(description="The version of the format: 1.")
    id: Slug = Field(description="The id, in `kebab-case`; the file is named after it.")
    title: Prose = Field(description="What the list shows.")
    version: Annotated[str, Field(max_length=32)] = Field("1.0.0", description="The scenario's own version.")
    level: Literal["beginner", "intermediate", "advanced"] = Field("beginner", description="Who it is for.")
    minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = Field(
        10, description="How long a first play takes, 1 to 240."
    )
    about: Prose | None = Field(None, description="The story before it begins.")
    practise: Prose | None = Field(None, description="What it practises, in one sentence.")
    principles: tuple[Slug, ...] = Field((), description="Ids of the principles it practises.")
    ends: Days | None = Field(None, description="The last day; left out, the last day anything is dated.")
    par: Par | None = Field(None, description="The best that can be reached, once it is proved.")
    seller: Seller = Field(Seller(), description="Our side.")
    account: Account = Field(Account(), description="The customer's organisation.")
    contacts: dict[Name, Contact] = Field(description="The people.", min_length=1)
    facts: dict[Name, Fact] = Field({}, description="What can be learned, told and contradicted.")
    topics: dict[Name, Topic] = Field({}, description="What can be talked about.")
    homework: dict[Name, Homework] = Field({}, description="What can be found out beforehand.")
    ledger: dict[Name, Entry] = Field({}, description="What can come to be owed, on either side.")
    encounters: tuple[Encounter, ...] = Field(
        description="The meetings, in the order of their days.", min_length=1
    )
    calendar: tuple[News, ...] = Field((), description="What happens between meetings.")
    endings: tuple[Ending, ...] = Field((), description="How it can end; the first that fits is shown.")
    variants: dict[Name, Variant] = Field({}, description="The same account with altered facts.")
    world: Numbers = Field(Numbers(), description="Numbers of the world to override.")
    accept: dict[Annotated[str, Field(pattern=r"^OM\d{3}$")], Prose | dict[Name, Prose]] = Field(
        {},
        description="Code of a warning, and why this scenario may keep what it warns of; or, below the code, "
        "names that the warning tells, each with its reason.",
        examples=["{OM604: {ask_board: The board is what she asks about}}"],
    )
    trainer: Prose | None = Field(None, description="For whoever debriefs a group; never shown in play.")
