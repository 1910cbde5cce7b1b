"""The steps of a story: each asks for one small decision, or asks for none and runs by itself.

A step says which moves are legal, which rules a move sets off, and where the story goes on. Steps hold no
state; they read it through the turn they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from simulator.engine import acting, rules
from simulator.engine import events as e
from simulator.engine.moves import Move
from simulator.engine.world import Rule, Turn
from simulator.scenario.acts import Acts
from simulator.scenario.conditions import Condition
from simulator.scenario.model import Beat, Choice, Encounter, Scene, Script
from simulator.scenario.model import News as NewsModel
from simulator.scenario.words import LOST, NONE, OPEN, TABLED, WAYS

END = "end"
SKIPPED = WAYS.index("skip")


@dataclass(frozen=True)
class Step:
    """One step. `id` is stable: it is built from the ids of the file. `day` is a day of the calendar."""

    id: str
    day: int

    whole: ClassVar[bool] = False
    """Whether its rules and `after` hang together: the fields decide which rules run, or what a rule has just
    done where the story goes on. Where they don't, each can be studied by itself."""

    def moves(self, turn: Turn) -> tuple[Move, ...]:  # noqa: ARG002
        """The legal moves; none where the step runs by itself."""
        return ()

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        """The rules that run, in order."""
        return ()

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        """The step to go on to; None for the next."""
        return None


def saying(event: e.Event) -> Rule:
    """A rule that only says what happened."""
    return lambda turn: turn.emit(event)


def script(name: str, lines: Script) -> Rule:
    """A rule that shows the lines of a script whose conditions hold."""
    if not lines:
        return lambda _: None
    if all(line.when is None for line in lines):
        return saying(e.Spoke(name, tuple(range(len(lines)))))
    return lambda turn: turn.speak(name, lines)


def acts(does: Acts, *, by_them: bool = False) -> list[Rule]:
    """The rules of a list of acts."""
    return [acting.rule_for(act, by_them=by_them) for act in does]


@dataclass(frozen=True)
class Begin(Step):
    """The account is taken over."""

    def moves(self, turn: Turn) -> tuple[Move, ...]:  # noqa: ARG002
        return (Move("begin"),)

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [saying(e.Began())]


@dataclass(frozen=True)
class Arrive(Step):
    """An encounter's turn comes; it is held or not."""

    whole = True

    encounter: Encounter
    stretch: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        held = self.encounter
        if not turn.holds(held.when):
            return [saying(e.EncounterPassed(held.id))]
        opened = e.EncounterOpened(held.id, self.day, held.prepare.hours if held.prepare else 0)
        return [script(f"{held.id}:previously", held.previously), saying(opened)]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return self.stretch if any(isinstance(event, e.EncounterPassed) for event in turn.fresh) else None


@dataclass(frozen=True)
class ChooseWay(Step):
    """How to meet."""

    whole = True

    encounter: Encounter

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        offered = self.encounter.ways.offered
        affordable = [way for way, cost in offered.items() if cost <= turn.view["hours"]]
        return tuple(Move("way", way) for way in affordable or [min(offered, key=lambda way: offered[way])])

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:
        assert move is not None
        cost = min(self.encounter.ways.offered[move.what], turn.view["hours"])
        return [saying(e.WayChosen(self.encounter.id, move.what, cost))]


@dataclass(frozen=True)
class Study(Step):
    """One piece of homework, done or not."""

    homework: str
    minutes: int
    lines: Script
    does: Acts
    teaches: tuple[str, ...]

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        if turn.view[f"studied.{self.homework}"] or self.minutes > turn.view["hours"]:
            return ()
        return (Move("study", self.homework), Move("skip", self.homework))

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        if move is None or move.verb != "study":
            return []
        return [
            saying(e.Studied(self.homework, self.minutes)),
            self._teach,
            script(f"homework:{self.homework}", self.lines),
            *acts(self.does),
        ]

    def _teach(self, turn: Turn) -> None:
        for thing in self.teaches:
            turn.learn(thing)


@dataclass(frozen=True)
class Aim(Step):
    """At most one objective."""

    encounter: Encounter

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        if turn.view["way"] == SKIPPED:
            return ()
        return (*(Move("aim", name) for name in self.encounter.objectives), Move("aim"))

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        if move is None:
            return []
        place = [*self.encounter.objectives].index(move.what) + 1 if move.what else 0
        return [saying(e.ObjectiveChosen(self.encounter.id, move.what, place))]


@dataclass(frozen=True)
class Sit(Step):
    """The people of a meeting sit down, unless it is skipped."""

    whole = True

    encounter: Encounter
    stretch: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        if turn.view["way"] == SKIPPED:
            return []
        present = [name for name in self.encounter.with_ if turn.view[f"here.{name}"]]
        new = [name for name in present if not turn.view[f"met.{name}"]]
        return [saying(e.MeetingBegan(self.encounter.id)), *(saying(e.Met(name)) for name in new)]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return self.stretch if turn.view["way"] == SKIPPED else None


@dataclass(frozen=True)
class EnterBeat(Step):
    """What a moment of a meeting shows and does before the choices."""

    whole = True

    beat: Beat
    name: str
    next: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return self._entering if turn.holds(self.beat.when) else []

    @cached_property
    def _entering(self) -> list[Rule]:
        return [
            saying(e.BeatEntered(self.name)),
            *acts(self.beat.does, by_them=True),
            script(self.name, self.beat.script),
        ]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return None if any(isinstance(event, e.BeatEntered) for event in turn.fresh) else self.next


@dataclass(frozen=True)
class Answer(Step):
    """A line is chosen; it does what it does, and they answer."""

    choices: tuple[Choice, ...]
    name: str
    then: dict[str, str]
    otherwise: str

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        return tuple(Move("say", choice.id) for choice in self.choices if turn.holds(choice.when))

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [] if move is None else self._saying[move.what]

    @cached_property
    def _saying(self) -> dict[str, list[Rule]]:
        return {
            choice.id: [
                saying(e.Chose(choice.id, choice.does[0].act)),
                *acts(choice.does),
                script(f"{self.name}/{choice.id}", choice.reply),
            ]
            for choice in self.choices
        }

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return self.otherwise if move is None else self.then[move.what]

    def choice(self, name: str) -> Choice:
        """The choice of an id."""
        return next(choice for choice in self.choices if choice.id == name)


@dataclass(frozen=True)
class KeepOrStrike(Step):
    """One entry the customer tabled: keep it on the list, or strike it."""

    entry: str

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        if turn.view[f"entry.{self.entry}"] == TABLED and turn.view[f"wish.{self.entry}"]:
            return (Move("keep", self.entry), Move("strike", self.entry))
        return ()

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [saying(e.Struck(self.entry))] if move is not None and move.verb == "strike" else []


@dataclass(frozen=True)
class AddEntry(Step):
    """At most one entry the author allows is added to the list, and none that was just struck from it."""

    may_add: tuple[str, ...]

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        view = turn.view
        free = [name for name in self.may_add if view[f"entry.{name}"] == NONE and not view[f"wish.{name}"]]
        return (*(Move("add", name) for name in free), Move("add")) if free else ()

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [saying(e.Added(move.what))] if move is not None and move.what else []


@dataclass(frozen=True)
class OpenTabled(Step):
    """One entry on the list is owed from now on, or the customer does not take it."""

    entry: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [self._open]

    def _open(self, turn: Turn) -> None:
        if turn.view[f"entry.{self.entry}"] != TABLED:
            return
        if turn.holds(turn.world.entry(self.entry).accepted_if):
            rules.open_entry(turn, self.entry)
        else:
            turn.emit(e.Refused(self.entry))


@dataclass(frozen=True)
class CloseMeeting(Step):
    """The list is counted, the aim is judged, and the meeting is over."""

    encounter: Encounter
    list_counts: bool

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        counted = [self._list] if self.list_counts else []
        aimed = [self._aim] if self.encounter.objectives else []
        return [*counted, *aimed, self._close]

    def _list(self, turn: Turn) -> None:
        turn.emit(e.ListClosed(self.encounter.id, turn.view["ours"], turn.view["theirs"]))

    def _aim(self, turn: Turn) -> None:
        place = turn.view["aim"]
        name = [*self.encounter.objectives][place - 1] if place else ""
        turn.emit(e.ObjectiveClosed(self.encounter.id, name, self._outcome(turn, name)))

    def _outcome(self, turn: Turn, name: str) -> str:
        if not name:
            return "none"
        objective = self.encounter.objectives[name]
        if turn.holds(objective.met_if):
            return "met"
        return "dropped" if objective.drop_if is not None and turn.holds(objective.drop_if) else "missed"

    def _close(self, turn: Turn) -> None:
        turn.emit(e.MeetingClosed(self.encounter.id, turn.view["valuable"]))


@dataclass(frozen=True)
class SetHours(Step):
    """The hours of a stretch, and what falls due in it."""

    encounter: str
    minutes: int
    until: int
    entries: tuple[str, ...]

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return self._rules

    @cached_property
    def _rules(self) -> list[Rule]:
        return [saying(e.HoursSet(self.encounter, self.minutes)), *(self._due(name) for name in self.entries)]

    def _due(self, name: str) -> Rule:
        def rule(turn: Turn) -> None:
            if turn.view[f"entry.{name}"] == OPEN and turn.view[f"due.{name}"] <= self.until:
                held = turn.world.entry(name)
                turn.emit(e.FallsDue(name, held.takes, int(held.of is not None)))

        return rule


@dataclass(frozen=True)
class Plan(Step):
    """One entry that falls due: do it, warn of it, or leave it. Asked only where it is a decision."""

    whole = True

    entry: str
    until: int
    budget: int
    late: bool = False
    """Asked on the due day itself, of what was agreed after the hours were planned."""

    def moves(self, turn: Turn) -> tuple[Move, ...]:
        offered = self._offered(turn)
        return offered if len(offered) > 1 else ()

    def _offered(self, turn: Turn) -> tuple[Move, ...]:
        """What could be done about it; nothing where it is no question."""
        view, held = turn.view, turn.world.entry(self.entry)
        if not self._falls_due(turn) or view["hours"] < 0:
            return ()
        if self.late:
            asked = held.takes > view["hours"] or held.of is not None
        else:
            asked = view["load"] > self.budget or bool(view["promise_due"])
        if not asked:
            return ()
        done = (Move("do", self.entry),) if held.takes <= view["hours"] else ()
        warned = () if held.account else (Move("warn", self.entry),)
        return (*done, *warned, Move("leave", self.entry))

    def _falls_due(self, turn: Turn) -> bool:
        view = turn.view
        return (
            view[f"entry.{self.entry}"] == OPEN
            and view[f"due.{self.entry}"] <= self.until
            and view[f"plan.{self.entry}"] == 0
        )

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:
        if move is not None:
            verb = move.verb
        elif self._falls_due(turn):
            verb = "leave" if self._offered(turn) else "do"
        else:
            return []
        if verb == "do":
            return [saying(e.Worked(self.entry, turn.world.entry(self.entry).takes))]
        return [saying(e.Left(self.entry))] if verb == "leave" else [self._warn]

    def _warn(self, turn: Turn) -> None:
        held, contact = turn.world.entry(self.entry), turn.world.counterpart(self.entry)
        promise = int(rules.kind_of(turn, self.entry) == "promise")
        turn.emit(e.Warned(self.entry, contact, held.weight, promise))
        rules.cost_of_warning(turn, contact)


@dataclass(frozen=True)
class NewsComes(Step):
    """Something happens on the calendar, if its condition holds."""

    whole = True

    news: NewsModel
    next: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        if not turn.holds(self.news.when):
            return []
        return [
            saying(e.NewsCame(self.news.id, self.day)),
            *acts(self.news.does),
            script(f"news:{self.news.id}", self.news.script),
        ]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return None if any(isinstance(event, e.NewsCame) for event in turn.fresh) else self.next


@dataclass(frozen=True)
class Settle(Step):
    """An entry is settled on its due day."""

    whole = True

    entry: str
    next: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        if turn.view[f"entry.{self.entry}"] == OPEN and turn.view[f"due.{self.entry}"] <= self.day:
            return [lambda turn: rules.settle(turn, self.entry)]
        return []

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        for event in turn.fresh:
            if isinstance(event, e.Kept | e.Broken) and event.entry == self.entry:
                return f"{self.id}/{'kept' if isinstance(event, e.Kept) else 'broken'}"
        return self.next


@dataclass(frozen=True)
class Aftermath(Step):
    """What the author wrote for an entry kept, or for one broken."""

    entry: str
    outcome: str
    scene: Scene
    next: str

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return self._rules

    @cached_property
    def _rules(self) -> list[Rule]:
        return [script(f"entry:{self.entry}/{self.outcome}", self.scene.script), *acts(self.scene.does)]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return self.next


@dataclass(frozen=True)
class CloseStretch(Step):
    """The stretch is over: roots mend, neglect and contradictions are felt, the stage may move."""

    encounter: str
    facts: tuple[str, ...]
    days: int
    """How many days it lasted; none between two encounters on one day."""

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return self._rules

    @cached_property
    def _rules(self) -> list[Rule]:
        return [
            rules.mend,
            rules.neglect(self.days),
            *(rules.contradiction(fact) for fact in self.facts),
            rules.stage,
            saying(e.StretchClosed(self.encounter, self.day)),
        ]

    def after(self, turn: Turn, move: Move | None) -> str | None:  # noqa: ARG002
        return END if turn.view["stage"] == LOST else None


@dataclass(frozen=True)
class Finish(Step):
    """The story is over; the ending is read."""

    endings: tuple[Condition | None, ...]

    def rules(self, turn: Turn, move: Move | None) -> Iterable[Rule]:  # noqa: ARG002
        return [self._end]

    def _end(self, turn: Turn) -> None:
        fitting = [place for place, when in enumerate(self.endings) if turn.holds(when)]
        turn.emit(e.Ended(fitting[0] if fitting else -1))
