"""Small valid scenarios that use the whole format, made by an author who throws dice, and ways to play them.

Names are few and fixed, so that what one part of a scenario does often matters to another. A scenario is made
from a seed and a size: Hypothesis shrinks both, and a thousand scenarios cost seconds, which they do not when
each of their hundreds of details is drawn by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from simulator.scenario.acts import BY_NAME
from simulator.scenario.words import GRADES, ROOTS, STAGES, STATUSES, WAYS

Data = dict[str, Any]
T = TypeVar("T")

CUSTOMERS = ("dana", "luis")
PEOPLE = (*CUSTOMERS, "pat")
GOALS = ("profit", "flow")
FACTS = ("uptime", "docked")
TOPICS = ("margin", "boat")
CAPABILITIES = ("crews", "weeks")
LEARNABLE = (*FACTS, *GOALS, *TOPICS, *CAPABILITIES)
HOMEWORK = ("ask", "read")
OURS = ("visit", "crew_two", "favour", "tender")
THEIRS = ("log", "plan")
ENTRIES = (*OURS, *THEIRS)
VERSIONS = ("plain", "rosy", "wild")
SIGNS = (">=", "<=", "==", "!=", ">", "<")
COUNTS = ("met", "kept", "broken", "theirs_done", "orders", "value", "covered", "rival")
HOURS = ("0h", "1h", "2h", "5h")
LAST_DAY = 100
LARGEST = 3


class Author:
    """Writes the data of a scenario by throwing dice; `size` 1 to LARGEST bounds each list in it."""

    def __init__(self, seed: int, size: int) -> None:
        self.dice = Random(seed)
        self.size = size

    # Dice

    def one(self, of: Sequence[T]) -> T:
        return self.dice.choice(of)

    def chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def number(self, least: int, most: int) -> int:
        return self.dice.randint(least, most)

    def some(self, of: Sequence[T], least: int = 0) -> list[T]:
        return self.dice.sample(of, self.number(least, min(len(of), self.size)))

    def several(self, make: Callable[[], T], least: int = 0) -> list[T]:
        return [make() for _ in range(self.number(least, max(least, self.size)))]

    def maybe(self, percent: int, **makers: Callable[[], Any]) -> Data:
        """Each key with what its maker makes, or without."""
        return {name.rstrip("_"): make() for name, make in makers.items() if self.chance(percent)}

    def day(self) -> int:
        return self.number(0, LAST_DAY)

    # Conditions

    def condition(self, depth: int = 2) -> str:
        """A condition of any form over any name that a condition may read."""
        if depth and self.chance(30):
            inner = self.condition(depth - 1)
            if self.chance(40):
                return f"not ({inner})"
            return f"({inner} {self.one(('and', 'or'))} {self.condition(depth - 1)})"
        sign, few = self.one(SIGNS), self.number(0, 3)
        return self.one(
            (
                f"knows.{self.one(LEARNABLE)}",
                "said.c0",
                "asked.seat",
                f"met.{self.one(PEOPLE)}",
                f"valued.{self.one(PEOPLE)}",
                f"trust.{self.one(PEOPLE)} {sign} {few + 1}",
                f"root.{self.one(ROOTS)} {sign} {self.one(GRADES)}",
                f"entry.{self.one(ENTRIES)} {self.one(('==', '!='))} {self.one(STATUSES)}",
                f"weakest {sign} {self.one(GRADES)}",
                f"stage {sign} {self.one(STAGES)}",
                f"way == {self.one(WAYS)}",
                f"day {sign} {self.day()}d",
                f"{self.one(COUNTS)} {sign} {few}",
            )
        )

    # Acts

    def act(self, word: str) -> Any:
        """An act in one of the forms an author may write it in."""
        to = self.maybe(30, to=lambda: self.one(PEOPLE))
        move = self.number(-2, 2)
        ours, theirs = self.one(OURS), self.one(THEIRS)
        short: Data = {
            "listen": None, "pitch": None, "reset": None,
            "raise": self.one(TOPICS), "recall": self.one(FACTS), "promise": ours, "amend": ours,
            "table": self.some(ENTRIES, 1), "order": "trial", "rival": move,
            "record": self.one(CUSTOMERS), "limit": self.one(CAPABILITIES), "expose": "uptime",
            "keep": self.one(ENTRIES), "break": self.one(ENTRIES), "learn": self.some(LEARNABLE, 1),
            "meet": self.one(PEOPLE), "leave": self.one(PEOPLE), "believe": self.one(STAGES[1:]),
            "trust": {self.one(PEOPLE): move}, "root": {self.one(ROOTS): move},
            "warm": self.one((move, {self.one(PEOPLE): move})),
        }  # fmt: skip
        full: Data = {
            "listen": {"learn": self.some(LEARNABLE, 1)},
            "give": {"what": "a table", "serves": self.one(GOALS)},
            "offer": {"what": "a service", **self.maybe(60, answers=lambda: self.one(GOALS))},
            "promise": {"entry": ours, **self.one(({"off_book": True}, {"in_return": theirs}))},
            "amend": {"entry": ours, **self.maybe(70, becomes=lambda: self.one(OURS))},
            "tell": {"fact": "uptime", "version": self.one(VERSIONS)},
            "decline": {"what": "it", "reason": self.chance(50), **self.maybe(50, route=lambda: "a rental")},
            "propose": {"id": "seat", "belongs_to": self.one(STAGES[1:])},
        }
        if word in full and (word not in short or self.chance(50)):
            return {word: full[word] | to}
        return word if short[word] is None else {word: short[word]}

    def does(self, least: int = 0, *, listed: bool = True) -> list[Any]:
        """A few acts; `listed`: something may be put on the list, and is before what is given in return."""
        common = ["listen", "promise", "promise", "raise", "give", "record", "tell"]
        rare = sorted(set(BY_NAME) - {"table", *common})
        words = self.several(lambda: self.one(self.one((common + ["table"] * (3 * listed), rare))), least)
        return [self.act(word) for word in sorted(words, key=lambda word: word != "table")]

    def script(self) -> list[Data]:
        speakers = ("narrator", "you", *PEOPLE)
        lines = range(self.number(0, 2))
        return [{self.one(speakers): "Well.", **self.maybe(20, when=self.condition)} for _ in lines]

    def scene(self) -> Data:
        return self.maybe(50, script=self.script, does=lambda: self.does(listed=False))

    # Rooms

    def amount(self) -> int:
        return self.number(0, 6)

    def entry(self, name: str) -> Data:
        """A task, promise or duty: to a customer, to one of our own, or to another account."""
        due = self.one((self.day(), f"+{self.number(0, 30)}d", self.number(0, 30)))
        held: Data = {"label": name, "weight": self.number(1, 3), **self.maybe(70, due=lambda: due)}
        held |= self.maybe(15, open=lambda: True) | self.maybe(
            25, when_kept=self.scene, when_broken=self.scene
        )
        if name in THEIRS:
            conditions = self.maybe(30, kept_if=self.condition, accepted_if=self.condition)
            return {"side": "theirs", "owner": self.one((*CUSTOMERS, *PEOPLE)), **held, **conditions}
        held |= {"side": "ours", "to": self.one((*CUSTOMERS, *PEOPLE)), "takes": self.one(("0h", "1h", "3h"))}
        if self.chance(60):
            parts = self.maybe(60, amount=self.amount, price=lambda: "as now", backing=lambda: "a credit")
            held |= {"of": self.one(CAPABILITIES), "understood": {"amount": self.amount()}, **parts}
            held |= self.maybe(40, needed=self.amount)
        return held | ({"account": "Cross Rail"} if name == "tender" else {})

    def level(self) -> Any:
        return {"is": self.amount(), **self.maybe(60, when=self.condition, from_=self.day)}

    def levels(self) -> Any:
        """What we can do: one number, by day, or by condition."""
        by_day = {"0d": self.amount(), f"{self.day()}d": self.amount()}
        return self.one((self.amount(), by_day, {"20d": 4}, [self.level(), self.amount()], [self.level()]))

    def learned(self) -> Data:
        return self.maybe(30, learned_by=lambda: self.one(HOMEWORK))

    def capability(self) -> Data:
        return {"label": "C", "concession": self.chance(40), **self.learned()}

    def choices(self, name: str, least: int, below: Sequence[str] | None = None) -> list[Data]:
        """Lines to choose from; `below`: the beats they may go on to."""
        made = []
        for place in range(self.number(least, self.size)):
            onward = {} if below is None else self.maybe(15, then=lambda: self.one(("end", *below)))
            more = self.maybe(20, when=self.condition, reply=self.script)
            made.append({"id": f"{name}{place}", "say": "So.", "does": self.does(1), **onward, **more})
        return made

    def meeting(self, name: str, day: int) -> Data:
        """A meeting with whatever phases it has."""
        names = [f"b{place}" for place in range(self.number(1, self.size))]
        beats: Data = {}
        for place, beat in enumerate(names):
            below = names[place + 1 :]
            held = self.maybe(60, script=self.script, does=self.does) | self.maybe(15, when=self.condition)
            onward = {"then": self.one(("end", *below))} if self.chance(10) else {}
            beats[beat] = {**held, **onward, "choices": self.choices(f"{name}{beat}_", 0, below)}
        if name == "m0":
            seat = {"propose": {"id": "seat", "belongs_to": "foothold"}}
            beats["b0"]["choices"].insert(0, {"id": "c0", "say": "So.", "does": [seat, *self.does()]})
        return {
            "id": name,
            "title": name,
            "day": day,
            "beats": beats,
            **self.maybe(20, when=self.condition, ways=self.ways),
            **self.maybe(30, with_=lambda: self.some(PEOPLE, 1), objectives=self.objectives),
            **self.maybe(60, prepare=lambda: {"hours": self.hours(), "homework": self.some(HOMEWORK)}),
            **self.maybe(60, agree=lambda: {"may_add": self.some(ENTRIES)}),
            **self.maybe(60, follow_through=lambda: {"hours": self.hours()}),
        }

    def hours(self) -> str:
        return self.one(HOURS)

    def ways(self) -> Data:
        return self.maybe(60, visit=self.hours, call=self.hours, skip=self.hours)

    def objectives(self) -> Data:
        names = ("o1", "o2")
        drop_if = self.maybe(50, drop_if=self.condition)
        return {name: {"label": name, "met_if": self.condition(), **drop_if} for name in names}

    def news(self, name: str) -> Data:
        held = self.maybe(40, when=self.condition, script=self.script, does=self.does)
        return {"id": name, "day": self.day(), "choices": self.choices(f"{name}_", 0), **held}

    def person(self, name: str) -> Data:
        goals = {goal: self.weight() for goal in self.some(GOALS)}
        scar = self.maybe(30, scar=lambda: self.some(("uptime", "crews")))
        room = self.maybe(50, department=lambda: "works")
        side = {"side": "ours"} if name == "pat" else {}
        measures = {"trust": self.number(0, 5), "courtesy": self.number(0, 3)}
        return {"name": name, "goals": goals, **measures, **side, **scar, **room}

    def weight(self) -> Any:
        return self.one((self.number(1, 3), {f"{self.day()}d": self.number(1, 3), "0d": 1}))

    def gate(self) -> Data:
        return self.maybe(60, up_if=self.condition, down_if=self.condition)

    def gates(self) -> Data:
        held = self.maybe(30, foothold=self.gate, me_first=self.gate, only_me=self.gate)
        return held | self.maybe(10, lost=lambda: {"when": self.condition()})

    def document(self) -> Data:
        """The data of a whole scenario."""
        days = sorted(self.day() for _ in range(self.number(1, self.size)))
        return {
            "format": 1, "id": "thrown", "title": "Thrown", "ends": LAST_DAY,
            "seller": {"capabilities": {
                "crews": {**self.capability(), "most": self.levels()},
                "weeks": {**self.capability(), "least": self.levels()},
            }},
            "account": {
                "stage": self.one(STAGES[1:]), "believed": self.one(STAGES[1:]), "rival": self.number(0, 2),
                "roots": {root: self.one(GRADES) for root in self.some(ROOTS)},
                "goals": {goal: {"label": goal, **self.learned()} for goal in GOALS},
                "stages": self.gates(), "apart": self.one(([], [["dana", "luis"]])),
            },
            "contacts": {name: self.person(name) for name in PEOPLE},
            "facts": {
                "uptime": {"label": "Uptime", "versions": dict.fromkeys(VERSIONS, "So.")},
                "docked": {"label": "Docked", "public": self.chance(50), **self.learned()},
            },
            "topics": {
                "margin": {"label": "Margin", "bears_on": self.some(GOALS), **self.learned()},
                "boat": {"label": "Boat", "lens": "personal"},
            },
            "homework": {name: {"label": name, "takes": "1h", **self.scene()} for name in HOMEWORK},
            "ledger": {name: self.entry(name) for name in ENTRIES},
            "encounters": [self.meeting(f"m{place}", day) for place, day in enumerate(days)],
            "calendar": [self.news(f"n{place}") for place in range(self.number(0, self.size))],
            "endings": [
                {"when": self.condition(), "title": "One", "text": "One."}, {"title": "Two", "text": "Two."},
            ],
        }  # fmt: skip


def document(seed: int, size: int = LARGEST) -> Data:
    """The data of a valid scenario; the same seed and size give the same one."""
    return Author(seed, size).document()


documents: st.SearchStrategy[Data] = st.builds(document, st.integers(0, 2**32 - 1), st.integers(1, LARGEST))
"""Valid scenarios as plain data."""

walks: st.SearchStrategy[list[int]] = st.lists(st.integers(0, 5), max_size=40)
"""Which legal move to make, one number a decision; after the last, always the first."""
