"""The named small whole numbers that rules read and write.

| field | values | |
|---|---|---|
| `knows.X`, `said.X`, `asked.X`, `studied.X` | 0, 1 | learned, said, asked for, studied |
| `entry.X` | places of STATUSES | where a ledger entry stands |
| `due.X` | a day | when it falls due, once it is owed |
| `wish.X`, `new.X` | 0, 1 | the customer tabled it at this meeting; it was agreed at this meeting |
| `plan.X` | 0, 1, 2 | not yet planned, hours spent, let slide |
| `over.X`, `off_book.X` | 0, 1 | it was over capability when given; a side agreement |
| `trust.C`, `warmth.C` | 0–5 | of a contact |
| `met.C`, `here.C` | 0, 1 | met; still with the customer (or with us) |
| `touch.C` | 0–2 | valuable touch: none, in the last stretch, in this one |
| `root.R`, `scar.R` | 0–2; 0, 1 | grade of a root; broken for good |
| `rival`, `stage`, `believed` | 0–3, 0–4, 0–4 | |
| `highest` | 0–4 | the highest stage held so far |
| `kept`, `broken`, `theirs_done`, `orders`, `value` | counts | |
| `told.F.C` | bits | versions of a fact told to a contact |
| `contradicted.F`, `limit_told.K` | 0, 1 | has come up before |
| `one_sided`, `faulted` | 0, 1 | the last list was; a fault was marked since the last rise |
| `hours` | minutes | left to spend; -1 where they suffice for everything |
| of an encounter: `way`, `aim`, `load`, `promise_due` | | way of meeting, objective, what falls due |
| of a conversation (a meeting, or news): `listened`, `chatted`, `chatted_before`, `personal.C` | | |
| of a meeting: `valuable`, `ours`, `theirs` | | |
| of a stretch: `clean_kept`, `clean_broken`, `lifted.C` | 0, 1 | |
| `touched` | 0, 1 | a valuable touch in this stretch, after the meeting's hours were set |
"""

from __future__ import annotations

from simulator.scenario.acts import Learn, Listen, Propose
from simulator.scenario.conditions import kind
from simulator.scenario.model import Learnable, Scenario
from simulator.scenario.walk import conditions, parts
from simulator.scenario.words import GRADES, OPEN, ROOTS, SOUND, STAGES

View = dict[str, int]


def taught(scenario: Scenario) -> frozenset[str]:
    """The names that something in the file teaches: unknown at the start."""
    found: set[str] = set()
    for _, part in parts(scenario):
        if isinstance(part, Listen | Learn):
            found.update(part.learn)
    for things in learnables(scenario):
        found.update(name for name, thing in things.items() if thing.learned_by)
    return frozenset(found)


def learnables(scenario: Scenario) -> tuple[dict[str, Learnable], ...]:
    """Facts, goals, capabilities and topics, by name."""
    return (
        dict(scenario.facts),
        dict(scenario.account.goals),
        dict(scenario.seller.capabilities),
        dict(scenario.topics),
    )


def watched(scenario: Scenario) -> frozenset[str]:
    """The `said.X` and `asked.X` that some condition reads; the others are not kept."""
    return frozenset(
        comparison.name
        for _, condition in conditions(scenario)
        for comparison in condition.comparisons
        if kind(comparison.name) in ("said", "asked")
    )


def start(scenario: Scenario) -> View:
    """The fields on the day the account is taken over."""
    unknown = taught(scenario)
    view: View = dict.fromkeys(sorted(watched(scenario)), 0)
    for things in learnables(scenario):
        view |= {f"knows.{name}": int(name not in unknown) for name in things}
    view |= {f"studied.{name}": 0 for name in scenario.homework}
    for _, part in parts(scenario):
        if isinstance(part, Propose):
            view.setdefault(f"asked.{part.id}", 0)
    for name, entry in scenario.ledger.items():
        view[f"entry.{name}"] = OPEN if entry.from_start else 0
        view[f"due.{name}"] = due_day(scenario, name, 0) if entry.from_start else 0
        view |= {f"{field}.{name}": 0 for field in ("wish", "new", "plan", "over", "off_book")}
    for name, contact in scenario.contacts.items():
        view |= {f"trust.{name}": contact.trust, f"warmth.{name}": contact.warmth, f"here.{name}": 1}
        view |= {f"{field}.{name}": 0 for field in ("met", "touch", "personal", "lifted")}
        view |= {f"told.{fact}.{name}": 0 for fact, held in scenario.facts.items() if held.versions}
    for root in ROOTS:
        grade = scenario.account.roots.get(root)  # type: ignore[call-overload]
        view |= {f"root.{root}": GRADES.index(grade) if grade else SOUND, f"scar.{root}": 0}
    view |= {f"contradicted.{name}": 0 for name in scenario.facts}
    view |= {f"limit_told.{name}": 0 for name in scenario.seller.capabilities}
    stage = STAGES.index(scenario.account.stage)
    believed = scenario.account.believed
    view |= {
        "rival": scenario.account.rival,
        "stage": stage,
        "highest": stage,
        "believed": STAGES.index(believed) if believed else stage,
        "hours": -1,
    }
    counts = "kept broken theirs_done orders value one_sided faulted touched way aim load promise_due"
    meeting = "listened chatted chatted_before valuable ours theirs clean_kept clean_broken"
    return view | dict.fromkeys((counts + " " + meeting).split(), 0)


def due_day(scenario: Scenario, entry: str, today: int) -> int:
    """The day an entry agreed today falls due, as the customer understands it; at the latest the last day."""
    due = scenario.ledger[entry].promised_due
    last = scenario.ends or 0
    return min(due.on(today), last) if due is not None else last
