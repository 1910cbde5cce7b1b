"""An event in one plain sentence, with the names of its scenario. What may be shown when is for the view."""

from __future__ import annotations

from decimal import Decimal

from simulator.engine import events as e
from simulator.engine.world import World
from simulator.scenario.model import Capability, Entry
from simulator.scenario.values import show_minutes
from simulator.scenario.words import GRADES, LOST, STAGE_TITLES, STAGES

_WHY = {
    "kept": "you kept your word",
    "broken": "you did not keep your word",
    "warned": "your word is not kept, though you said so in good time",
    "refusal": "you said no, or named a limit",
    "exposed": "an untruth came out",
    "contradicted": "two versions of the same thing met",
    "clean": "everything due in these weeks was kept",
    "neglect": "too long without anything of use from you",
    "lost": "a rival was making an offer, and your good name was not whole",
    "misled": "misled once more over the same thing",
    "up": "it had been earned",
    "down": "what had earned its place no longer held",
}
_CAUSE = {
    "hours": "no hours were spent on it",
    "capability": "it was more than your company can do",
    "off_book": "nobody at your company knew of it",
    "story": "it came out that way",
    "theirs": "they did not do it",
}
_TITLES = ("Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "Sir", "Lady")
ROOT_TITLES = {
    "honesty": "Honesty",
    "competence": "Competence",
    "consistency": "Consistency",
    "follow_through": "Follow-through",
}


def show_day(day: int) -> str:
    """A day of the calendar: ``day 9``, or ``day 140 (week 20)`` where it falls on a whole week."""
    return f"day {day} (week {day // 7})" if day >= 14 and day % 7 == 0 else f"day {day}"


def stage_title(stage: int) -> str:
    """A stage as people read it."""
    return STAGE_TITLES[STAGES[stage]]


def rival_state(rival: int) -> str:
    """The rival's pressure in words."""
    return ("nowhere in sight", "looking round", "trying something", "making an offer")[rival]


def name(world: World, contact: str) -> str:
    """A contact's name, or the bare id where the scenario has no such contact."""
    held = world.scenario.contacts.get(contact)
    return held.name if held else contact


def first_name(world: World, contact: str) -> str:
    """A contact's first name, as people use it in a list; the whole name where a title comes first."""
    words = name(world, contact).split() or [contact]
    return " ".join(words) if words[0].rstrip(".") in _TITLES else words[0]


def thing_label(world: World, thing: str) -> str:
    """The label of something that can be known."""
    scenario = world.scenario
    rooms = (scenario.facts, scenario.account.goals, scenario.seller.capabilities, scenario.topics)
    for room in rooms:
        if thing in room:
            return room[thing].label
    return thing


def capability_line(capability: Capability, value: Decimal | None) -> str:
    """A capability with its number: ``Sites within four hours: at most 2``; None is none at present."""
    bound = "at most" if capability.most is not None else "at least"
    unit = capability.unit
    if value is None:
        return f"{capability.label}: not at present"
    if unit in ("$", "€", "£"):
        return f"{capability.label}: {bound} {unit}{value:,}"
    said = capability.label.lower().startswith(unit.lower())
    return f"{capability.label}: {bound} {value}{'' if said else f' {unit}'}"


def entry_label(world: World, entry: str) -> str:
    """What a ledger entry says, with the other account's name where it is one of theirs."""
    held: Entry = world.entry(entry)
    return f"{held.label} (for {held.account})" if held.account else held.label


def whose_entry(world: World, entry: str) -> str:
    """An entry with whose it is: ``You: A quotation``; a label that says so already stands alone."""
    label = entry_label(world, entry)
    if world.entry(entry).side == "ours":
        return f"You: {label}"
    who = first_name(world, world.counterpart(entry))
    return label if label.startswith(who) else f"{who}: {label}"


def why(code: str) -> str:
    """A reason of the world in plain words; empty where the words that were said are reason enough."""
    return _WHY.get(code, "")


def cause(code: str) -> str:
    """Why an entry was broken, in plain words."""
    return _CAUSE.get(code, code)


def _because(sentence: str, code: str) -> str:
    return f"{sentence}: {why(code)}." if why(code) else f"{sentence}."


def _learned(world: World, thing: str) -> str:
    scenario = world.scenario
    if thing in scenario.topics:
        return f"You are prepared to talk about: {scenario.topics[thing].label}."
    capability = scenario.seller.capabilities.get(thing)
    if capability and len(capability.levels) == 1 and capability.levels[0].when is None:
        return f"You know: {capability_line(capability, capability.levels[0].value)}."
    return f"You know: {thing_label(world, thing)}."


def tell(world: World, event: e.Event) -> str | None:
    """One sentence for an event that changes something; None for those that only carry the story."""
    match event:
        case e.TrustMoved():
            way = "rises" if event.by > 0 else "falls"
            who = first_name(world, event.contact)
            return _because(f"{who}’s trust {way} to {event.now} of 5", event.why)
        case e.WarmthMoved():
            way = "warms to" if event.by > 0 else "cools towards"
            return f"{first_name(world, event.contact)} {way} you: warmth {event.now} of 5."
        case e.RootMoved():
            grade = GRADES[event.now] + (" for good" if event.for_good else "")
            verb = "mends to" if event.why == "clean" else "is"
            return _because(f"{ROOT_TITLES[event.root]} {verb} {grade}", event.why)
        case e.RivalMoved():
            return f"The rival: {rival_state(event.now)}."
        case e.StageMoved():
            way = "rises" if event.now > event.before else "falls"
            moved = f"{way} to {stage_title(event.now)}" if event.now > LOST else "is lost"
            return _because(f"The account {moved}", event.why)
        case e.BelievedMoved():
            return (
                f"You stand at {stage_title(event.now)}."
                if event.now > LOST
                else "You have lost the account."
            )
        case e.Learned():
            return _learned(world, event.thing)
        case e.Promised():
            return f"You promise: {entry_label(world, event.entry)}, by {show_day(event.due)}."
        case e.Committed():
            return f"You take on: {entry_label(world, event.entry)}, by {show_day(event.due)}."
        case e.Opened():
            ours = world.entry(event.entry).side == "ours"
            who = "You take" if ours else f"{first_name(world, world.counterpart(event.entry))} takes"
            return f"{who} on: {entry_label(world, event.entry)}, by {show_day(event.due)}."
        case e.Added():
            if world.entry(event.entry).side == "ours":
                return f"You offer: {entry_label(world, event.entry)}."
            who = first_name(world, world.counterpart(event.entry))
            return f"You ask {who} for: {entry_label(world, event.entry)}."
        case e.Refused():
            who = first_name(world, world.counterpart(event.entry))
            return f"{who} does not take on: {entry_label(world, event.entry)}."
        case e.Struck():
            return f"Struck from the list: {entry_label(world, event.entry)}."
        case e.Amended():
            return f"You take back in good time: {entry_label(world, event.entry)}."
        case e.Warned():
            who = first_name(world, event.contact)
            return (
                f"You tell {who} in good time that you will not keep this: {entry_label(world, event.entry)}."
            )
        case e.Worked():
            spent = f"You spend {show_minutes(event.minutes)} on" if event.minutes else "You see to"
            return f"{spent}: {entry_label(world, event.entry)}."
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
            return f"{name(world, event.contact)} leaves, and the trust between you goes too."
        case e.Contradicted():
            return f"Two versions of the same thing meet: {thing_label(world, event.fact)}."
        case e.Neglected():
            return f"{event.days} days without anything of use from you."
        case e.Exposed():
            return f"It comes out that what you told was not so: {thing_label(world, event.fact)}."
        case e.ListClosed():
            if not event.ours + event.theirs:
                return "You leave without a list."
            return f"You leave with a list: {event.ours} yours, {event.theirs} theirs."
        case e.Ordered():
            return "An order is placed."
        case e.Recorded():
            return f"{first_name(world, event.contact)} puts a result on record."
    return None
