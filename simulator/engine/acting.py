"""What each act of a line does: one small rule an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.engine import events as e
from simulator.engine import rules
from simulator.engine.world import Rule, Turn
from simulator.scenario import acts as a
from simulator.scenario.words import OPEN, STAGES, TABLED


def rule_for(act: a.BaseAct, *, by_them: bool = False) -> Rule:
    """The rule of an act. `by_them`: it is the customer's doing, not ours (what their list tabled)."""
    if isinstance(act, a.Table):
        return lambda turn: _table(turn, act, by_them=by_them)
    do: Callable[[Turn, Any], None] = _RULES[type(act)]
    return lambda turn: do(turn, act)


def _after_personal(turn: Turn) -> int:
    return int(bool(turn.view["chatted"] or turn.view["chatted_before"]))


def _weight(turn: Turn, contact: str, goal: str) -> int:
    return turn.world.contact(contact).weight(goal, turn.day)


def _listen(turn: Turn, act: a.Listen) -> None:
    facts = turn.world.scenario.facts
    public = any(thing in facts and facts[thing].public for thing in act.learn)
    turn.emit(e.Listened(act.to or "", turn.view["listened"] + 1, int(public)))
    for thing in act.learn:
        turn.learn(thing)


def _pitch(turn: Turn, act: a.Pitch) -> None:
    turn.emit(e.Pitched(act.to or "", int(turn.view["listened"] > 0), _after_personal(turn)))


def _raise(turn: Turn, act: a.Raise) -> None:
    topic, contact = turn.world.scenario.topics[act.topic], act.to or ""
    if topic.lens == "personal":
        beyond = turn.view[f"personal.{contact}"] >= turn.world.contact(contact).courtesy
        turn.emit(e.Chatted(act.topic, contact, int(beyond)))
        rules.move_warmth(turn, contact, 1)
        return
    relevance = max((_weight(turn, contact, goal) for goal in topic.bears_on), default=0)
    turn.emit(e.Raised(act.topic, contact, relevance, turn.view[f"knows.{act.topic}"]))


def _recall(turn: Turn, act: a.Recall) -> None:
    turn.emit(e.Recalled(act.fact, act.to or "", turn.view[f"knows.{act.fact}"]))


def _give(turn: Turn, act: a.Give) -> None:
    contact = act.to or ""
    value = _weight(turn, contact, act.serves) if contact in turn.world.customers else 0
    turn.emit(e.Gave(act.serves, contact, value, turn.day))


def _offer(turn: Turn, act: a.Offer) -> None:
    goal, contact = act.answers or "", act.to or ""
    answers = bool(goal and turn.view[f"knows.{goal}"] and _weight(turn, contact, goal))
    turn.emit(e.Offered(goal, contact, int(answers), _after_personal(turn)))


def _promise(turn: Turn, act: a.Promise) -> None:
    rules.bind(turn, act.entry, off_book=act.off_book, in_return=act.in_return)


def _amend(turn: Turn, act: a.Amend) -> None:
    if turn.view[f"entry.{act.entry}"] != OPEN:
        return
    entry, contact = turn.world.entry(act.entry), turn.world.counterpart(act.entry)
    freed = entry.takes if turn.view[f"plan.{act.entry}"] == 1 and turn.view["hours"] >= 0 else 0
    promise = rules.kind_of(turn, act.entry) == "promise"
    turn.emit(e.Amended(act.entry, contact, entry.weight, int(promise), act.becomes or "", freed))
    if contact:
        rules.cost_of_warning(turn, contact)
    if act.becomes:
        rules.bind(turn, act.becomes)


def _table(turn: Turn, act: a.Table, *, by_them: bool) -> None:
    for name in act.entries:
        if turn.view[f"entry.{name}"] < TABLED:
            turn.emit(e.Tabled(name, int(by_them)))


def _tell(turn: Turn, act: a.Tell) -> None:
    versions = list(turn.world.scenario.facts[act.fact].versions)
    turn.emit(e.Told(act.fact, act.to or "", versions.index(act.version)))


def _decline(turn: Turn, act: a.Decline) -> None:
    turn.emit(e.Declined(act.to or "", int(act.reason), int(act.route is not None)))
    rules.cost_of_refusal(turn, act.to or "", reasoned=act.reason)


def _propose(turn: Turn, act: a.Propose) -> None:
    early = max(0, STAGES.index(act.belongs_to) - turn.view["stage"])
    turn.emit(e.Asked(act.id, act.to or "", early, _after_personal(turn)))


def _record(turn: Turn, act: a.Record) -> None:
    if act.to in turn.world.customers:
        turn.emit(e.Recorded(act.to, turn.day))


def _order(turn: Turn, act: a.Order) -> None:
    turn.emit(e.Ordered(act.order))


def _limit(turn: Turn, act: a.Limit) -> None:
    known = turn.view[f"knows.{act.capability}"]
    first = not turn.view[f"limit_told.{act.capability}"]
    turn.emit(e.LimitTold(act.capability, act.to or "", known, int(first)))
    rules.cost_of_refusal(turn, act.to or "", reasoned=True)


def _reset(turn: Turn, act: a.Reset) -> None:
    turn.emit(e.ListReset(act.to or "", turn.view["one_sided"]))


def _expose(turn: Turn, act: a.Expose) -> None:
    rules.expose(turn, act.fact, act.to or "")


def _keep(turn: Turn, act: a.Keep) -> None:
    if turn.view[f"entry.{act.entry}"] == OPEN:
        rules.keep(turn, act.entry)


def _break(turn: Turn, act: a.Break) -> None:
    if turn.view[f"entry.{act.entry}"] == OPEN:
        rules.break_entry(turn, act.entry, "story")


def _learn(turn: Turn, act: a.Learn) -> None:
    for thing in act.learn:
        turn.learn(thing)


def _meet(turn: Turn, act: a.Meet) -> None:
    turn.emit(e.Met(act.contact))


def _leave(turn: Turn, act: a.Leave) -> None:
    if turn.view[f"here.{act.contact}"]:
        turn.emit(e.ContactLeft(act.contact))


def _trust(turn: Turn, act: a.Trust) -> None:
    for contact, by in act.by.items():
        rules.move_trust(turn, contact, by, "said")


def _warm(turn: Turn, act: a.Warm) -> None:
    for contact, by in act.by.items() if isinstance(act.by, dict) else [(act.to or "", act.by)]:
        rules.move_warmth(turn, contact, by)


def _root(turn: Turn, act: a.MoveRoot) -> None:
    for root, by in act.by.items():
        rules.move_root(turn, root, by, "said")


def _rival(turn: Turn, act: a.Rival) -> None:
    rules.move_rival(turn, act.by, "said")


def _believe(turn: Turn, act: a.Believe) -> None:
    now = STAGES.index(act.stage)
    if turn.view["believed"] != now:
        turn.emit(e.BelievedMoved(now))


_RULES: dict[type[a.BaseAct], Callable[[Turn, Any], None]] = {
    a.Listen: _listen, a.Pitch: _pitch, a.Raise: _raise, a.Recall: _recall, a.Give: _give, a.Offer: _offer,
    a.Promise: _promise, a.Amend: _amend, a.Tell: _tell, a.Decline: _decline, a.Propose: _propose,
    a.Record: _record, a.Order: _order, a.Limit: _limit, a.Reset: _reset, a.Expose: _expose, a.Keep: _keep,
    a.Break: _break, a.Learn: _learn, a.Meet: _meet, a.Leave: _leave, a.Trust: _trust, a.Warm: _warm,
    a.MoveRoot: _root, a.Rival: _rival, a.Believe: _believe,
}  # fmt: skip
