"""An event in one plain sentence, with the names of its scenario. What may be shown when is for the view."""

from __future__ import annotations

from simulator.engine import events as e
from simulator.engine.world import World
from simulator.scenario.model import Capability, Entry
from simulator.scenario.values import show_minutes
from simulator.scenario.words import GRADES, STAGE_TITLES, STAGES

_WHY = {
    "kept": "you kept your word",
    "broken": "what you owed was not kept",
    "warned": "you said early that it would not be kept",
    "refusal": "you said no",
    "said": "what was said",
    "exposed": "an untruth came out",
    "contradicted": "two versions of the same thing met",
    "clean": "everything due in these weeks was kept",
    "neglect": "too long without anything of use from you",
    "lost": "a rival was offering, and something of your name was not sound",
    "misled": "misled once more over the same thing",
    "up": "the evidence was there",
    "down": "the evidence no longer held",
}
_CAUSE = {
    "hours": "no hours were spent on it",
    "capability": "it was more than we can do",
    "off_book": "nobody at our house knew of it",
    "story": "it came out that way",
    "theirs": "they did not do it",
}
ROOT_TITLES = {
    "honesty": "Honesty",
    "competence": "Competence",
    "consistency": "Consistency",
    "follow_through": "Follow-through",
}


def show_day(day: int) -> str:
    """A day of the calendar: ``day 9``, or ``week 20`` where it falls on a whole week."""
    return f"week {day // 7}" if day >= 14 and day % 7 == 0 else f"day {day}"


def stage_title(stage: int) -> str:
    """A stage as people read it."""
    return STAGE_TITLES[STAGES[stage]]


def rival_state(rival: int) -> str:
    """The rival's pressure in words."""
    return ("none", "looking round", "trying something", "offering")[rival]


def name(world: World, contact: str) -> str:
    """A contact's name, or the bare id where the scenario has no such contact."""
    held = world.scenario.contacts.get(contact)
    return held.name if held else contact


def first_name(world: World, contact: str) -> str:
    """A contact's first name, as people use it in a list."""
    return name(world, contact).split()[0]


def thing_label(world: World, thing: str) -> str:
    """The label of something that can be known."""
    scenario = world.scenario
    rooms = (scenario.facts, scenario.account.goals, scenario.seller.capabilities, scenario.topics)
    for room in rooms:
        if thing in room:
            return room[thing].label
    return thing


def capability_line(capability: Capability, value: object) -> str:
    """A capability with its number: ``Sites within four hours: at most 2 sites``."""
    bound = "at most" if capability.most is not None else "at least"
    unit = capability.unit
    shown = f"{unit}{value:,}" if unit in ("$", "€", "£") else f"{value} {unit}".strip()
    return f"{capability.label}: {bound} {shown}"


def entry_label(world: World, entry: str) -> str:
    """What a ledger entry says, with the other account's name where it is one of theirs."""
    held: Entry = world.entry(entry)
    return f"{held.account}: {held.label}" if held.account else held.label


def why(code: str) -> str:
    """A reason of the world in plain words."""
    return _WHY.get(code, code)


def cause(code: str) -> str:
    """Why an entry was broken, in plain words."""
    return _CAUSE.get(code, code)


def tell(world: World, event: e.Event) -> str | None:
    """One sentence for an event that changes something; None for those that only carry the story."""
    match event:
        case e.TrustMoved():
            way = "rises" if event.by > 0 else "falls"
            reason = "" if event.why == "said" else f": {why(event.why)}"
            return f"{first_name(world, event.contact)}’s trust {way} to {event.now} of 5{reason}."
        case e.WarmthMoved():
            return (
                f"{first_name(world, event.contact)} {'warms to' if event.by > 0 else 'cools towards'} you."
            )
        case e.RootMoved():
            grade = GRADES[event.now] + (" for good" if event.for_good else "")
            return f"{ROOT_TITLES[event.root]} is {grade}: {why(event.why)}."
        case e.RivalMoved():
            return f"The rival: {rival_state(event.now)}."
        case e.StageMoved():
            way = "rises" if event.now > event.before else "falls"
            return f"The account {way} to {stage_title(event.now)}: {why(event.why)}."
        case e.BelievedMoved():
            return f"You stand at {stage_title(event.now)}."
        case e.Learned():
            return f"You know: {thing_label(world, event.thing)}."
        case e.Promised() | e.Committed():
            return f"Promised: {entry_label(world, event.entry)}, by {show_day(event.due)}."
        case e.Opened():
            who = "You" if event.side != "theirs" else first_name(world, world.counterpart(event.entry))
            return f"On the list: {who}: {entry_label(world, event.entry)}, by {show_day(event.due)}."
        case e.Added():
            who = (
                "You"
                if world.entry(event.entry).side == "ours"
                else name(world, world.counterpart(event.entry))
            )
            return f"You put on the list: {who}: {entry_label(world, event.entry)}."
        case e.Refused():
            who = first_name(world, world.counterpart(event.entry))
            return f"{who} does not take on: {entry_label(world, event.entry)}."
        case e.Struck():
            return f"Struck from the list: {entry_label(world, event.entry)}."
        case e.Amended():
            return f"Taken back before it was found out: {entry_label(world, event.entry)}."
        case e.Warned():
            who = first_name(world, event.contact)
            return f"You tell {who} early that it will not be kept: {entry_label(world, event.entry)}."
        case e.Worked():
            hours = f" ({show_minutes(event.minutes)})" if event.minutes else ""
            return f"Done: {entry_label(world, event.entry)}{hours}."
        case e.Left():
            return f"Left undone: {entry_label(world, event.entry)}."
        case e.Kept(kind="theirs"):
            return f"{first_name(world, event.contact)} delivers: {entry_label(world, event.entry)}."
        case e.Kept():
            return f"Kept: {entry_label(world, event.entry)}."
        case e.Broken(kind="theirs"):
            return f"{first_name(world, event.contact)} does not deliver: {entry_label(world, event.entry)}."
        case e.Broken():
            return f"Broken: {entry_label(world, event.entry)}; {cause(event.cause)}."
        case e.ContactLeft():
            return f"{name(world, event.contact)} leaves, and takes their trust along."
        case e.Contradicted():
            return f"Two versions of the same thing meet: {thing_label(world, event.fact)}."
        case e.Neglected():
            return f"{event.days} days without anything of use from you."
        case e.Exposed():
            return f"It comes out that what you told was not so: {thing_label(world, event.fact)}."
        case e.ListClosed():
            return f"The list you leave with: {event.ours} yours, {event.theirs} theirs."
        case e.Ordered():
            return "An order is placed."
        case e.Recorded():
            return f"{first_name(world, event.contact)} puts a result on record."
    return None
