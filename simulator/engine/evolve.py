"""How an event changes the fields: the one place that writes them, for play and analysis alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from simulator.engine import events as e
from simulator.engine.fields import View
from simulator.scenario.words import AMENDED, BROKE, KEPT, NONE, OPEN, TABLED, WAYS

Change = Callable[[View, Any], None]
_CHANGES: dict[type[e.Event], Change] = {}
_F = TypeVar("_F", bound=Change)


def evolve(view: View, event: e.Event) -> None:
    """Writes what an event changes into `view`."""
    change = _CHANGES.get(type(event))
    if change is not None:
        change(view, event)


def _on(*kinds: type[e.Event]) -> Callable[[_F], _F]:
    def register(change: _F) -> _F:
        for kind in kinds:
            _CHANGES[kind] = change
        return change

    return register


@lru_cache(maxsize=64)
def _family(names: tuple[str, ...], prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The names that begin so. A scenario has hundreds of fields, the same in every play of it."""
    return tuple(name for name in names if name.startswith(prefixes))


def _clear(view: View, *prefixes: str) -> None:
    for name in _family(tuple(view), prefixes):
        view[name] = 0


@_on(e.EncounterOpened)
def _encounter_opened(view: View, event: e.EncounterOpened) -> None:
    view["way"] = WAYS.index("visit")
    view["hours"] = event.minutes
    view["aim"] = 0


@_on(e.WayChosen)
def _way_chosen(view: View, event: e.WayChosen) -> None:
    view["way"] = WAYS.index(event.way)
    view["hours"] -= event.minutes


@_on(e.Studied)
def _studied(view: View, event: e.Studied) -> None:
    view[f"studied.{event.homework}"] = 1
    view["hours"] -= event.minutes


@_on(e.Learned)
def _learned(view: View, event: e.Learned) -> None:
    view[f"knows.{event.thing}"] = 1


@_on(e.ObjectiveChosen)
def _objective_chosen(view: View, event: e.ObjectiveChosen) -> None:
    view["aim"] = event.place


@_on(e.MeetingBegan)
def _meeting_began(view: View, _event: e.MeetingBegan) -> None:
    for name in ("listened", "chatted", "chatted_before", "valuable", "ours", "theirs"):
        view[name] = 0
    _clear(view, "personal.", "wish.", "new.")


@_on(e.NewsCame)
def _news_came(view: View, _event: e.NewsCame) -> None:
    view["listened"] = view["chatted"] = view["chatted_before"] = 0
    _clear(view, "personal.")


@_on(e.Met)
def _met(view: View, event: e.Met) -> None:
    view[f"met.{event.contact}"] = 1
    view[f"here.{event.contact}"] = 1


@_on(e.Chose)
def _chose(view: View, event: e.Chose) -> None:
    said = f"said.{event.choice}"
    if said in view:
        view[said] = 1
    view["chatted_before"] = view["chatted"]
    view["chatted"] = 0


@_on(e.Listened)
def _listened(view: View, event: e.Listened) -> None:
    view["listened"] = min(event.turn, 3)


@_on(e.Pitched, e.Offered)
def _asked_something(view: View, event: e.Pitched | e.Offered | e.Asked) -> None:
    if event.after_personal:
        view["chatted"] = view["chatted_before"] = 0


@_on(e.Asked)
def _asked(view: View, event: e.Asked) -> None:
    view[f"asked.{event.proposal}"] = 1
    _asked_something(view, event)


@_on(e.Chatted)
def _chatted(view: View, event: e.Chatted) -> None:
    view["chatted"] = 1
    view[f"personal.{event.contact}"] = min(view[f"personal.{event.contact}"] + 1, 4)


@_on(e.Gave)
def _gave(view: View, event: e.Gave) -> None:
    if event.value:
        _touched(view, event.contact)


@_on(e.Recorded)
def _recorded(view: View, event: e.Recorded) -> None:
    view["value"] += 1
    _touched(view, event.contact)


@_on(e.Ordered)
def _ordered(view: View, _event: e.Ordered) -> None:
    view["orders"] += 1


def _touched(view: View, contact: str) -> None:
    view[f"touch.{contact}"] = 2
    view["touched"] = 1
    view["valuable"] = 1


@_on(e.Promised)
def _promised(view: View, event: e.Promised) -> None:
    view[f"entry.{event.entry}"] = OPEN
    view[f"due.{event.entry}"] = event.due
    view[f"plan.{event.entry}"] = 0
    view[f"over.{event.entry}"] = int(event.over > 0)
    view[f"off_book.{event.entry}"] = event.off_book
    _listed(view, event.entry, "ours")


@_on(e.Committed)
def _committed(view: View, event: e.Committed) -> None:
    view[f"entry.{event.entry}"] = OPEN
    view[f"due.{event.entry}"] = event.due
    view[f"plan.{event.entry}"] = 0
    view[f"off_book.{event.entry}"] = event.off_book
    _listed(view, event.entry, "ours")


@_on(e.Amended)
def _amended(view: View, event: e.Amended) -> None:
    view[f"entry.{event.entry}"] = AMENDED
    view["hours"] += event.minutes
    if view[f"new.{event.entry}"]:
        view[f"new.{event.entry}"] = 0
        view["ours"] -= 1


@_on(e.Warned)
def _warned(view: View, event: e.Warned) -> None:
    view[f"entry.{event.entry}"] = AMENDED


@_on(e.Tabled)
def _tabled(view: View, event: e.Tabled) -> None:
    view[f"entry.{event.entry}"] = TABLED
    view[f"wish.{event.entry}"] = event.by_them


@_on(e.Added)
def _added(view: View, event: e.Added) -> None:
    view[f"entry.{event.entry}"] = TABLED


@_on(e.Struck, e.Refused)
def _struck(view: View, event: e.Struck | e.Refused) -> None:
    view[f"entry.{event.entry}"] = NONE


@_on(e.Opened)
def _opened(view: View, event: e.Opened) -> None:
    view[f"entry.{event.entry}"] = OPEN
    view[f"due.{event.entry}"] = event.due
    view[f"plan.{event.entry}"] = 0
    if event.side in ("ours", "theirs"):
        _listed(view, event.entry, event.side)


def _listed(view: View, entry: str, side: str) -> None:
    """An entry agreed at this meeting counts on its list."""
    view[f"new.{entry}"] = 1
    view[side] += 1


@_on(e.Told)
def _told(view: View, event: e.Told) -> None:
    """The true version, told to the same person, corrects what they were told before."""
    told = f"told.{event.fact}.{event.contact}"
    view[told] = view[told] | 1 << event.version if event.version else 1


@_on(e.LimitTold)
def _limit_told(view: View, event: e.LimitTold) -> None:
    view[f"limit_told.{event.capability}"] = 1


@_on(e.ListReset)
def _list_reset(view: View, _event: e.ListReset) -> None:
    view["one_sided"] = 0


@_on(e.Exposed)
def _exposed(view: View, event: e.Exposed) -> None:
    view["faulted"] = 1
    _clear(view, f"told.{event.fact}.")


@_on(e.ListClosed)
def _list_closed(view: View, event: e.ListClosed) -> None:
    total = event.ours + event.theirs
    view["one_sided"] = int(total > 0 and event.theirs * 5 < total)


@_on(e.HoursSet)
def _hours_set(view: View, event: e.HoursSet) -> None:
    view["hours"] = event.minutes
    view["load"] = view["promise_due"] = view["touched"] = 0


@_on(e.FallsDue)
def _falls_due(view: View, event: e.FallsDue) -> None:
    view["load"] += event.minutes
    view["promise_due"] |= event.promise


@_on(e.Worked)
def _worked(view: View, event: e.Worked) -> None:
    view[f"plan.{event.entry}"] = 1
    if view["hours"] >= 0:
        view["hours"] -= event.minutes


@_on(e.Left)
def _left(view: View, event: e.Left) -> None:
    view[f"plan.{event.entry}"] = 2


@_on(e.Kept)
def _kept(view: View, event: e.Kept) -> None:
    view[f"entry.{event.entry}"] = KEPT
    if event.kind == "theirs":
        view["theirs_done"] += 1
    elif event.kind in ("promise", "task"):
        view["kept"] += 1
        view["clean_kept"] = 1
        _touched(view, event.contact)


@_on(e.Broken)
def _broken(view: View, event: e.Broken) -> None:
    view[f"entry.{event.entry}"] = BROKE
    if event.kind in ("promise", "task"):
        view["broken"] += 1
        view["clean_broken"] = 1
        view["faulted"] = 1


@_on(e.TrustMoved)
def _trust_moved(view: View, event: e.TrustMoved) -> None:
    view[f"trust.{event.contact}"] = event.now
    if event.why == "kept":
        view[f"lifted.{event.contact}"] = 1


@_on(e.WarmthMoved)
def _warmth_moved(view: View, event: e.WarmthMoved) -> None:
    view[f"warmth.{event.contact}"] = event.now


@_on(e.RootMoved)
def _root_moved(view: View, event: e.RootMoved) -> None:
    view[f"root.{event.root}"] = event.now
    if event.for_good:
        view[f"scar.{event.root}"] = 1


@_on(e.RivalMoved)
def _rival_moved(view: View, event: e.RivalMoved) -> None:
    view["rival"] = event.now


@_on(e.ContactLeft)
def _contact_left(view: View, event: e.ContactLeft) -> None:
    view[f"here.{event.contact}"] = 0
    view[f"touch.{event.contact}"] = 0


@_on(e.Contradicted)
def _contradicted(view: View, event: e.Contradicted) -> None:
    view[f"contradicted.{event.fact}"] = 1


@_on(e.StageMoved)
def _stage_moved(view: View, event: e.StageMoved) -> None:
    view["stage"] = event.now
    view["highest"] = max(view["highest"], event.now)
    if event.now > event.before:
        view["faulted"] = 0


@_on(e.BelievedMoved)
def _believed_moved(view: View, event: e.BelievedMoved) -> None:
    view["believed"] = event.now


@_on(e.StretchClosed)
def _stretch_closed(view: View, _event: e.StretchClosed) -> None:
    view["clean_kept"] = view["clean_broken"] = 0
    for name in _family(tuple(view), ("touch.",)):
        view[name] = max(0, view[name] - 1)
    _clear(view, "lifted.")
