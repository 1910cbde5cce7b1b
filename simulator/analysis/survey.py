"""What may come of a scenario, in one pass down its steps and without playing it.

For each name of a condition the survey keeps what it may be by then; values are only ever added. Gauges that
the rules of the world move (trust, roots, the rival, the stage) may always be anything on their scale. It is
quick enough for every `onlyme check`. What it rules out cannot happen; the exact analysis finds the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from simulator.analysis.domains import ALWAYS, OPEN_VERDICT, YES_NO, Domain, Values, Verdict, offered, verdict
from simulator.engine import steps as s
from simulator.engine.program import Program
from simulator.scenario import acts as a
from simulator.scenario.base import Model
from simulator.scenario.conditions import Comparison, Condition
from simulator.scenario.model import Beat, Capability, Entry, News, Scenario, Script
from simulator.scenario.walk import Path, parts
from simulator.scenario.words import AMENDED, BROKE, KEPT, OPEN, STAGES, TABLED, WAYS

_SKIP = WAYS.index("skip")
_TRUST, _GRADES, _RIVAL = frozenset(range(6)), frozenset(range(3)), frozenset(range(4))
_KEPT_IN_MIND = ("knows", "said", "asked", "entry", "met")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A comparison that comes out the same whatever is done, on the day it is read."""

    comparison: Comparison
    holds: bool
    day: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A moment at which an entry may come to be owed: day, step, and the entry it takes the place of."""

    day: int
    step: str
    instead_of: str = ""


@dataclass(slots=True)
class Survey:
    """What may come of a scenario."""

    domain: Domain
    """What each name may be when the story ends."""
    most: dict[str, int]
    """The most each count can come to."""
    reached: set[str] = field(default_factory=set)
    """The steps that may come."""
    judged: dict[Path, Verdict] = field(default_factory=dict)
    """What may come of each condition that is ever read, by its path in the file."""
    fixed: dict[Path, tuple[Fixed, ...]] = field(default_factory=dict)
    """Of each condition that cannot hold, or cannot fail: its comparisons that are never or always so."""
    opened: dict[str, set[Opening]] = field(default_factory=dict)
    """How each entry may come to be owed; those owed from the start apart."""
    exposed: dict[Path, bool] = field(default_factory=dict)
    """Of each untruth that comes out: whether the truth may be known to the trainee by then."""
    offers: dict[str, frozenset[frozenset[str]]] = field(default_factory=dict)
    """The lines that may be offered together at each step that asks for one; none where it was too much."""


def survey(program: Program) -> Survey:
    """What may come of a scenario."""
    return _Pass(program).run()


class _Pass:
    def __init__(self, program: Program) -> None:
        self.program, self.scenario = program, program.scenario
        self.may: dict[str, set[int]] = {
            name: {value}
            for name, value in program.beginning.items()
            if name.partition(".")[0] in _KEPT_IN_MIND
        }
        self.way: Values = frozenset((0,))
        self.day, self.step = 0, ""
        everything = list(parts(self.scenario))
        self.paths = {id(part): path for path, part in everything}
        self.own: dict[str, int] = {}
        self.given: tuple[Condition, ...] = ()
        self.most = self._most([part for _, part in everything])
        self.found = Survey(self.domain, self.most)

    def run(self) -> Survey:
        steps = self.program.steps
        following = {step.id: later.id for step, later in pairwise(steps)}
        self.found.reached.add(steps[0].id)
        for step in steps:
            if step.id in self.found.reached:
                self.day, self.step = step.day, step.id
                for onward in self._pass(step):
                    self.found.reached.add(onward or following.get(step.id, s.END))
        self._capabilities()
        return self.found

    # What names may be

    def _most(self, everything: Iterable[Model]) -> dict[str, int]:
        entries = self.scenario.ledger
        held = [part for part in everything if isinstance(part, a.Order | a.Record)]
        here = [name for name in entries if self.program.party(name) == "ours"]
        theirs = [name for name in entries if self.program.party(name) == "theirs"]
        return {
            "kept": len(here),
            "broken": len(here),
            "theirs_done": len(theirs),
            "orders": sum(isinstance(act, a.Order) for act in held),
            "value": sum(isinstance(act, a.Record) for act in held),
            "met": len(self.program.customers),
            "covered": len(self.program.departments),
        }

    def domain(self, name: str) -> Values:
        """What a name of a condition may be by now."""
        if name in self.own:
            return frozenset((self.own[name],))
        if name in self.may:
            return frozenset(self.may[name])
        if name in self.most:
            return frozenset(range(self.most[name] + 1))
        match name.partition(".")[0]:
            case "day":
                return frozenset((self.day,))
            case "way":
                return self.way
            case "trust":
                return _TRUST
            case "root" | "weakest":
                return _GRADES
            case "rival":
                return _RIVAL
            case "stage":
                return frozenset(range(len(STAGES)))
        return YES_NO

    def _add(self, name: str, *values: int) -> None:
        if name in self.may:
            self.may[name].update(values)

    def _owe(self, entry: str, instead_of: str = "") -> None:
        self._add(f"entry.{entry}", OPEN)
        self.found.opened.setdefault(entry, set()).add(Opening(self.day, self.step, instead_of))

    # Conditions

    def _judge(
        self, part: object, key: str, condition: Condition | None, given: Sequence[Condition] = ()
    ) -> Verdict:
        if condition is None:
            return ALWAYS
        came = verdict(condition, self.domain, given)
        path = (*self.paths[id(part)], key)
        self.found.judged[path] = self.found.judged.get(path, Verdict(False, False)) | came
        if not (came.may_hold and came.may_fail):
            self.found.fixed[path] = tuple(self._fixed(condition))
        return came

    def _fixed(self, condition: Condition) -> Iterable[Fixed]:
        for comparison in condition.comparisons:
            held = {comparison.holds(value) for value in self.domain(comparison.name)}
            if len(held) == 1:
                yield Fixed(comparison, held.pop(), self.day)

    def _lines(self, script: Script, given: Sequence[Condition] = ()) -> None:
        for line in script:
            self._judge(line, "when", line.when, given)

    # Steps: what each gives, and where it may go on to; None is the next step.

    def _pass(self, step: s.Step) -> Iterable[str | None]:
        match step:
            case s.Arrive():
                return self._arrive(step)
            case s.ChooseWay():
                self.way = _ways(step)
            case s.Study():
                self._study(step)
            case s.Sit():
                return self._sit(step)
            case s.EnterBeat():
                return self._enter(step.beat, step.beat.when, step.next)
            case s.NewsComes():
                return self._enter(step.news, step.news.when, step.next)
            case s.Answer():
                return self._answer(step)
            case s.AddEntry():
                for name in step.may_add:
                    self._add(f"entry.{name}", TABLED)
            case s.OpenTabled():
                self._open(step.entry)
            case s.CloseMeeting():
                for objective in step.encounter.objectives.values():
                    self._judge(objective, "met_if", objective.met_if)
                    self._judge(objective, "drop_if", objective.drop_if)
            case s.SetHours():
                self.way = frozenset(range(len(WAYS)))
            case s.Plan() if OPEN in self.may[f"entry.{step.entry}"] and step.budget >= 0:
                self._add(f"entry.{step.entry}", AMENDED)
            case s.Settle():
                return self._settle(step)
            case s.Aftermath():
                self._acts(step.scene.does)
                self._lines(step.scene.script)
                return [step.next]
            case s.CloseStretch():
                self._gates()
                return [None, s.END]
            case s.Finish():
                for ending in self.scenario.endings:
                    self._judge(ending, "when", ending.when)
        return [None]

    def _arrive(self, step: s.Arrive) -> Iterable[str | None]:
        came = self._judge(step.encounter, "when", step.encounter.when)
        self.way = frozenset((0,))
        if came.may_hold:
            self._lines(step.encounter.previously)
        return [None] * came.may_hold + [step.stretch] * came.may_fail

    def _study(self, step: s.Study) -> None:
        for thing in step.teaches:
            self._add(f"knows.{thing}", 1)
        self._acts(step.does)
        self._lines(self.scenario.homework[step.homework].script)

    def _sit(self, step: s.Sit) -> Iterable[str | None]:
        onward: list[str | None] = [step.stretch] * (_SKIP in self.way) + [None] * (self.way != {_SKIP})
        self.way -= {_SKIP}
        for name in step.encounter.with_:
            self._add(f"met.{name}", 1)
        return onward

    def _enter(self, scene: Beat | News, when: Condition | None, otherwise: str) -> Iterable[str | None]:
        came = self._judge(scene, "when", when)
        self.given = _still((when,), scene.does)
        if came.may_hold:
            self._acts(scene.does)
            self._lines(scene.script, self.given)
        return [None] * came.may_hold + [otherwise] * came.may_fail

    def _answer(self, step: s.Answer) -> Iterable[str | None]:
        given = self.given
        said = [c for c in step.choices if self._judge(c, "when", c.when, given).may_hold]
        sets = offered([choice.when for choice in step.choices], self.domain, given)
        ids = [choice.id for choice in step.choices]
        if step.choices:
            self.found.offers[step.id] = frozenset(frozenset(ids[place] for place in held) for held in sets)
        for choice in said:
            self._acts(choice.does)
        for choice in said:
            self.own = {f"said.{name}": int(name == choice.id) for name in ids}
            self._lines(choice.reply, _still((*given, choice.when), choice.does))
        self.own = {}
        for choice in said:
            self._add(f"said.{choice.id}", 1)
        unasked = [] if sets and frozenset() not in sets else [step.otherwise]
        return [*(step.then[choice.id] for choice in said), *unasked]

    def _open(self, name: str) -> None:
        entry = self.scenario.ledger[name]
        if (
            TABLED in self.may[f"entry.{name}"]
            and self._judge(entry, "accepted_if", entry.accepted_if).may_hold
        ):
            self._owe(name)

    def _settle(self, step: s.Settle) -> Iterable[str | None]:
        name, entry = f"entry.{step.entry}", self.scenario.ledger[step.entry]
        if OPEN not in self.may[name]:
            return [step.next]
        came = OPEN_VERDICT
        if entry.side == "theirs":
            came = self._judge(entry, "kept_if", entry.kept_if)
        elif not fits(self.scenario, entry):
            came = Verdict(False, True)
        self._add(name, *[KEPT] * came.may_hold, *[BROKE] * came.may_fail)
        kept, broken = f"{step.id}/kept", f"{step.id}/broken"
        return [step.next, *[kept] * came.may_hold, *[broken] * came.may_fail]

    def _gates(self) -> None:
        gates = self.scenario.account.stages
        if gates.lost is not None:
            self._judge(gates.lost, "when", gates.lost.when)
        for gate in (gates.foothold, gates.me_first, gates.only_me):
            self._judge(gate, "up_if", gate.up_if)
            self._judge(gate, "down_if", gate.down_if)

    def _capabilities(self) -> None:
        for capability in self.scenario.seller.capabilities.values():
            for level in capability.levels:
                if level.when is not None and not any(c.name == "day" for c in level.when.comparisons):
                    self._judge(level, "when", level.when)

    # Acts

    def _acts(self, does: a.Acts) -> None:
        for act in does:
            self._act(act)

    def _act(self, act: a.BaseAct) -> None:
        match act:
            case a.Listen() | a.Learn():
                for thing in act.learn:
                    self._add(f"knows.{thing}", 1)
            case a.Propose():
                self._add(f"asked.{act.id}", 1)
            case a.Meet():
                self._add(f"met.{act.contact}", 1)
            case a.Expose():
                path, known = self.paths[id(act)], 1 in self.may[f"knows.{act.fact}"]
                self.found.exposed[path] = self.found.exposed.get(path, False) or known
            case a.Table():
                for name in act.entries:
                    self._add(f"entry.{name}", TABLED)
            case a.Promise():
                self._owe(act.entry)
            case a.Amend() | a.Keep() | a.Break() if OPEN in self.may[f"entry.{act.entry}"]:
                self._add(f"entry.{act.entry}", {"amend": AMENDED, "keep": KEPT, "break": BROKE}[act.act])
                if isinstance(act, a.Amend) and act.becomes:
                    self._owe(act.becomes, act.entry)


_MOVES: dict[type[a.BaseAct], frozenset[str]] = {
    **dict.fromkeys((a.Pitch, a.Raise, a.Recall, a.Offer, a.Warm, a.Believe, a.Tell, a.Reset), frozenset()),
    a.Listen: frozenset(("knows",)),
    a.Learn: frozenset(("knows",)),
    a.Propose: frozenset(("asked",)),
    a.Table: frozenset(("entry",)),
    a.Trust: frozenset(("trust",)),
    a.Rival: frozenset(("rival",)),
    a.MoveRoot: frozenset(("root", "weakest")),
}
"""The kinds of names an act can move at once; one that is not here may move all but what was said."""
_FIXED = frozenset(("said", "knows", "way", "day"))


def _still(whens: Iterable[Condition | None], does: a.Acts) -> tuple[Condition, ...]:
    """Those of the conditions that held before some acts and must hold after them."""
    return tuple(when for when in whens if when is not None and not any(_moves(act, when) for act in does))


def _moves(act: a.BaseAct, when: Condition) -> bool:
    heads = {comparison.name.partition(".")[0] for comparison in when.comparisons}
    moved = _MOVES.get(type(act))
    return bool(heads - _FIXED) if moved is None else bool(heads & moved)


def _ways(step: s.ChooseWay) -> Values:
    offered_ways = step.encounter.ways.offered
    hours = step.encounter.prepare.hours if step.encounter.prepare else 0
    can = [way for way, cost in offered_ways.items() if cost <= hours]
    return frozenset(WAYS.index(way) for way in can or [min(offered_ways, key=lambda way: offered_ways[way])])


def fits(scenario: Scenario, entry: Entry) -> bool:
    """Whether a promise, alone, keeps within its capability at the best of its levels; else true."""
    if entry.of is None:
        return True
    capability: Capability = scenario.seller.capabilities[entry.of]
    levels = [level.value for level in capability.levels]
    if capability.least is not None:
        return bool(entry.promised_amount >= min(levels))
    return bool(entry.promised_amount <= max(levels))
