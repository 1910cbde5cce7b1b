"""The rules of the world that no line of dialogue states: settling, trust, roots, neglect, stage moves."""

from __future__ import annotations

from simulator.engine import events as e
from simulator.engine.world import Rule, Turn
from simulator.scenario.conditions import parse_condition
from simulator.scenario.words import (
    BROKEN,
    FOOTHOLD,
    LOST,
    ME_FIRST,
    ME_TOO,
    ONLY_ME,
    OPEN,
    ROOTS,
    SOUND,
    STAGES,
    TABLED,
)

DEFAULT_UP = {
    FOOTHOLD: parse_condition("orders >= 1 and met >= 2 and theirs_done >= 1"),
    ME_FIRST: parse_condition("kept >= 4 and weakest >= sound and value >= 1 and covered >= 2"),
    ONLY_ME: parse_condition("kept >= 4 and weakest >= sound and value >= 2 and covered >= 3"),
}
DEFAULT_DOWN = parse_condition("weakest == broken")
DEFAULT_LOST = parse_condition("rival == 3 and weakest < sound")
HIGHEST_GAUGE, HIGHEST_RIVAL = 5, 3
TRUSTED = ("promise", "task", "inside")
"""The kinds of entries that are owed to a person who may trust us more or less for them."""


def move_trust(turn: Turn, contact: str, by: int, why: str) -> None:
    """Moves a contact's trust within 0 to 5; nothing where they are not here."""
    if not contact or not by or not turn.view[f"here.{contact}"]:
        return
    before = turn.view[f"trust.{contact}"]
    now = min(HIGHEST_GAUGE, max(0, before + by))
    if now != before:
        turn.emit(e.TrustMoved(contact, now - before, now, why))


def move_warmth(turn: Turn, contact: str, by: int) -> None:
    """Moves a contact's warmth within 0 to 5."""
    before = turn.view[f"warmth.{contact}"]
    now = min(HIGHEST_GAUGE, max(0, before + by))
    if now != before:
        turn.emit(e.WarmthMoved(contact, now - before, now))


def move_root(turn: Turn, root: str, by: int, why: str) -> None:
    """Moves a root by grades; one that is broken for good stays so."""
    before = turn.view[f"root.{root}"]
    now = min(SOUND, max(BROKEN, before + by))
    if now != before and not turn.view[f"scar.{root}"]:
        turn.emit(e.RootMoved(root, now, 0, why))


def move_rival(turn: Turn, by: int, why: str) -> None:
    """Moves the rival's pressure within 0 to 3."""
    now = min(HIGHEST_RIVAL, max(0, turn.view["rival"] + by))
    if now != turn.view["rival"]:
        turn.emit(e.RivalMoved(now, why))


def move_stage(turn: Turn, now: int, why: str, *, marked: bool) -> None:
    """Moves the account; the trainee is told of a rise, of a loss and of an untruth found out."""
    before = turn.view["stage"]
    if now == before:
        return
    turn.emit(e.StageMoved(before, now, int(marked), why))
    believed = turn.view["believed"]
    told = now > before and now > believed
    if told or (why in ("lost", "exposed", "misled") and now != believed):
        turn.emit(e.BelievedMoved(now))


def cost_of_refusal(turn: Turn, contact: str, *, reasoned: bool) -> None:
    """A no or a limit costs trust, but not where there is respect and a reason."""
    respected = turn.view[f"trust.{contact}"] >= turn.world.numbers.respect
    if not (respected and reasoned):
        move_trust(turn, contact, -turn.world.numbers.trust_refusal, "refusal")


def cost_of_warning(turn: Turn, contact: str) -> None:
    """To be told early costs a little trust, and none where there is respect."""
    if turn.view[f"trust.{contact}"] < turn.world.numbers.respect:
        move_trust(turn, contact, -turn.world.numbers.trust_warned, "warned")


def kind_of(turn: Turn, entry: str) -> str:
    """An entry's kind in events: promise, task, theirs, inside or elsewhere."""
    party = turn.world.party(entry)
    if party != "ours":
        return party
    return "promise" if turn.world.entry(entry).of else "task"


def settle(turn: Turn, entry: str) -> None:
    """Settles an open entry on its due day."""
    if turn.world.entry(entry).side == "theirs":
        kept = turn.holds(turn.world.entry(entry).kept_if)
        keep(turn, entry) if kept else break_entry(turn, entry, "theirs")
    elif turn.view[f"off_book.{entry}"]:
        break_entry(turn, entry, "off_book")
    elif turn.view[f"plan.{entry}"] != 1:
        break_entry(turn, entry, "hours")
    elif turn.over(entry, turn.day):
        break_entry(turn, entry, "capability")
    else:
        keep(turn, entry)


def keep(turn: Turn, entry: str) -> None:
    """An entry is kept, with what follows from it."""
    kind, contact = kind_of(turn, entry), turn.world.counterpart(entry)
    weight = turn.world.entry(entry).weight
    turn.emit(e.Kept(entry, kind, contact, weight, turn.day))
    if kind in TRUSTED and weight >= 2 and not turn.view[f"lifted.{contact}"]:
        move_trust(turn, contact, turn.world.numbers.trust_kept, "kept")


def break_entry(turn: Turn, entry: str, cause: str) -> None:
    """An entry is broken, with what follows from it."""
    kind, contact = kind_of(turn, entry), turn.world.counterpart(entry)
    held = turn.world.entry(entry)
    was_over = turn.view[f"over.{entry}"]
    scarred = int(bool(was_over and held.of and contact and held.of in turn.world.contact(contact).scar))
    turn.emit(e.Broken(entry, kind, contact, held.weight, cause, was_over, scarred, turn.day))
    if kind not in TRUSTED:
        return
    numbers = turn.world.numbers
    move_trust(
        turn, contact, -(numbers.trust_promise_broken if held.of else numbers.trust_task_broken), "broken"
    )
    if kind == "inside":
        return
    move_root(turn, "follow_through", -1, "broken")
    if scarred:
        move_stage(turn, LOST, "misled", marked=True)


def expose(turn: Turn, fact: str, contact: str) -> None:
    """An untruth comes out: honesty is broken for good, and the stage goes back."""
    told = {name: turn.view[f"told.{fact}.{name}"] for name in turn.world.customers}
    heard = [name for name, versions in told.items() if versions > 1]
    if not heard:
        return
    scarred = any(fact in turn.world.contact(name).scar for name in heard)
    turn.emit(e.Exposed(fact, contact, int(scarred)))
    if not turn.view["scar.honesty"]:
        turn.emit(e.RootMoved("honesty", BROKEN, 1, "exposed"))
    if turn.view["stage"] > ME_TOO or scarred:
        move_stage(turn, LOST if scarred else ME_TOO, "exposed", marked=True)


def mend(turn: Turn) -> None:
    """A clean stretch mends the weakest root that can be mended by one grade."""
    if not turn.view["clean_kept"] or turn.view["clean_broken"]:
        return
    open_roots = [
        root for root in ROOTS if not turn.view[f"scar.{root}"] and turn.view[f"root.{root}"] < SOUND
    ]
    if open_roots:
        move_root(turn, min(open_roots, key=lambda root: turn.view[f"root.{root}"]), 1, "clean")


def neglect(days: int) -> Rule:
    """A stretch of so many days, more than the stage bears, went by without a valuable touch in it:
    consistency suffers and the rival gains."""

    def rule(turn: Turn) -> None:
        numbers = turn.world.numbers
        rhythm = {
            ME_TOO: numbers.rhythm_me_too,
            FOOTHOLD: numbers.rhythm_foothold,
            ME_FIRST: numbers.rhythm_me_first,
            ONLY_ME: numbers.rhythm_only_me,
        }.get(turn.view["stage"])
        if rhythm is not None and days > rhythm and not turn.view["touched"]:
            turn.emit(e.Neglected(days))
            move_root(turn, "consistency", -1, "neglect")
            move_rival(turn, 1, "neglect")

    return rule


def contradiction(fact: str) -> Rule:
    """Two versions of a fact, told to people at the customer who talk to each other, meet."""

    def rule(turn: Turn) -> None:
        if turn.view[f"contradicted.{fact}"]:
            return
        scenario = turn.world.scenario
        apart = {frozenset(pair) for pair in scenario.account.apart}
        told = {
            person: turn.view[f"told.{fact}.{person}"]
            for person in turn.world.customers
            if turn.view[f"here.{person}"]
        }
        heard = {person: versions for person, versions in told.items() if versions}
        for one, versions in heard.items():
            for other, others in heard.items():
                both = versions | others
                if both & (both - 1) and frozenset((one, other)) not in apart:
                    turn.emit(e.Contradicted(fact))
                    move_root(turn, "honesty", -1, "contradicted")
                    move_root(turn, "consistency", -1, "contradicted")
                    return

    return rule


def stage(turn: Turn) -> None:
    """One stage move at most: lost, else down, else up, and never up to where it would fall again."""
    now = turn.view["stage"]
    if now == LOST:
        return
    gates = turn.world.scenario.account.stages

    def falls(rung: int) -> bool:
        own = getattr(gates, STAGES[rung]).down_if if rung > ME_TOO else None
        return rung > ME_TOO and turn.holds(own or DEFAULT_DOWN)

    faulted = bool(turn.view["faulted"])
    if turn.holds(gates.lost.when if gates.lost else DEFAULT_LOST):
        move_stage(turn, LOST, "lost", marked=faulted)
        return
    if falls(now):
        move_stage(turn, now - 1, "down", marked=faulted)
        return
    if now < ONLY_ME and not falls(now + 1):
        above = getattr(gates, STAGES[now + 1])
        if turn.holds(above.up_if or DEFAULT_UP[now + 1]):
            move_stage(turn, now + 1, "up", marked=now < turn.view["highest"])


def close_stretch(encounter: str) -> Rule:
    """The stretch after an encounter is over."""
    return lambda turn: turn.emit(e.StretchClosed(encounter, turn.day))


def open_entry(turn: Turn, name: str) -> None:
    """A tabled entry is owed from now on; a promise of ours is judged as one that was spoken."""
    if turn.world.party(name) == "ours" and turn.world.entry(name).of is not None:
        bind(turn, name)
    else:
        turn.emit(e.Opened(name, turn.world.party(name), turn.due(name)))


def bind(turn: Turn, name: str, *, off_book: bool = False, in_return: str | None = None) -> None:
    """Binds us to an entry at once; one that is owed already, or settled, stays as it is."""
    entry, contact, due = turn.world.entry(name), turn.world.counterpart(name), turn.due(name)
    if turn.view[f"entry.{name}"] >= OPEN:
        return
    if turn.world.party(name) != "ours":
        turn.emit(e.Opened(name, turn.world.party(name), due))
        return
    if entry.of is None:
        turn.emit(e.Committed(name, contact, due, int(off_book)))
        return
    capability = turn.world.scenario.seller.capabilities[entry.of]
    returned = in_return is not None and turn.view[f"entry.{in_return}"] in (TABLED, OPEN)
    turn.emit(
        e.Promised(
            entry=name,
            contact=contact,
            capability=entry.of,
            weight=entry.weight,
            over=turn.over(name, due),
            limit_known=turn.view[f"knows.{entry.of}"],
            parts=entry.parts,
            off_book=int(off_book),
            conceded=int(capability.concession and not returned),
            sandbagged=int(turn.sandbagged(name, due)),
            due=due,
        )
    )
