"""A scenario laid out as the list of its steps, in the order in which they may come.

The story only ever goes on to a later step, so every history is finite. Laying it out knows the calendar:
which days can matter in a stretch, and which entries can fall due on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from simulator.engine import steps as s
from simulator.engine.calendar import due_days, opened_by
from simulator.engine.fields import learnables, start
from simulator.engine.world import World
from simulator.scenario import acts as a
from simulator.scenario.model import Encounter, Line, Scenario, Script
from simulator.scenario.walk import parts

_ROUNDS = 8
"""How often a day's entries are gone through at most; a longer chain that opens itself ends there."""


@dataclass(frozen=True, eq=False)
class Program(World):
    """A world with its steps. Made once for a scenario and shared by every play of it."""

    @cached_property
    def steps(self) -> tuple[s.Step, ...]:
        """All steps, in order; the last ends the story."""
        return tuple(_Layout(self.scenario).all())

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each step in the list."""
        return {step.id: place for place, step in enumerate(self.steps)}

    @cached_property
    def beginning(self) -> dict[str, int]:
        """The fields on the first day."""
        return start(self.scenario)

    @cached_property
    def scripts(self) -> dict[str, Script]:
        """Every script by the name that `Spoke` events give it."""
        return dict(_scripts(self.scenario))

    def lines(self, script: str, places: tuple[int, ...]) -> tuple[Line, ...]:
        """The lines of a script at the given places; none where the scenario has no such script."""
        held = self.scripts.get(script, ())
        return tuple(held[place] for place in places if place < len(held))


def _scripts(scenario: Scenario) -> Iterator[tuple[str, Script]]:
    for name, work in scenario.homework.items():
        yield f"homework:{name}", work.script
    for name, entry in scenario.ledger.items():
        yield f"entry:{name}/kept", entry.when_kept.script
        yield f"entry:{name}/broken", entry.when_broken.script
    for encounter in scenario.encounters:
        yield f"{encounter.id}:previously", encounter.previously
        for name, beat in encounter.beats.items():
            yield f"{encounter.id}/{name}", beat.script
            for choice in beat.choices:
                yield f"{encounter.id}/{name}/{choice.id}", choice.reply
    for news in scenario.calendar:
        yield f"news:{news.id}", news.script
        for choice in news.choices:
            yield f"news:{news.id}/{choice.id}", choice.reply


class _Layout:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.last = scenario.ends or 0
        self.ours = [name for name, entry in scenario.ledger.items() if entry.side == "ours"]
        self.theirs = [name for name, entry in scenario.ledger.items() if entry.side == "theirs"]
        self.due_days = due_days(scenario)
        self.untold: list[object] = []  # what may have been said since facts were last compared

    def all(self) -> Iterator[s.Step]:
        """The steps of the whole story."""
        scenario = self.scenario
        yield s.Begin("begin", 0)
        first = scenario.encounters[0].day
        yield from self._days("", -1, first, None)
        self.untold += self._between(-1, first)
        for place, encounter in enumerate(scenario.encounters):
            yield from self._meeting(encounter)
            later = scenario.encounters[place + 1 :]
            until = later[0].day if later else self.last
            yield from self._stretch(encounter, until)
        yield s.Finish(s.END, self.last, tuple(ending.when for ending in scenario.endings))

    def _meeting(self, encounter: Encounter) -> Iterator[s.Step]:
        name, day = encounter.id, encounter.day
        stretch = f"{name}:hours"
        yield s.Arrive(name, day, encounter, stretch)
        if encounter.ways.offered:
            yield s.ChooseWay(f"{name}:way", day, encounter)
        for homework in encounter.prepare.homework if encounter.prepare else ():
            yield self._study(f"{name}:study/{homework}", day, homework)
        if encounter.objectives:
            yield s.Aim(f"{name}:aim", day, encounter)
        yield s.Sit(f"{name}:meet", day, encounter, stretch)
        ids = list(encounter.beats)
        after_beats = [*(f"{name}/{beat}/enter" for beat in ids), f"{name}:agree"]
        for place, (beat_id, beat) in enumerate(encounter.beats.items()):
            here = f"{name}/{beat_id}"
            following = after_beats[place + 1]

            def target(then: str | None, following: str = following) -> str:
                if then is None:
                    return following
                return f"{name}:agree" if then == "end" else f"{name}/{then}/enter"

            onward = target(beat.then)
            yield s.EnterBeat(f"{here}/enter", day, beat, here, following)
            then = {choice.id: target(choice.then or beat.then) for choice in beat.choices}
            yield s.Answer(here, day, beat.choices, here, then, onward)
        yield from self._agree(encounter)

    def _study(self, step: str, day: int, name: str) -> s.Study:
        work = self.scenario.homework[name]
        teaches = tuple(
            thing
            for things in learnables(self.scenario)
            for thing, held in things.items()
            if name in held.learned_by
        )
        return s.Study(step, day, name, work.takes, work.script, work.does, teaches)

    def _agree(self, encounter: Encounter) -> Iterator[s.Step]:
        name, day = encounter.id, encounter.day
        wished = self._tabled([beat.does for beat in encounter.beats.values()])
        tabled = self._tabled(
            [tuple(part for _, part in parts(encounter.beats) if isinstance(part, a.Table))]
        )
        may_add = encounter.agree.may_add if encounter.agree else ()
        yield s.Step(f"{name}:agree", day)
        if encounter.agree is not None:
            for entry in wished:
                yield s.KeepOrStrike(f"{name}:agree/{entry}", day, entry)
            if may_add:
                yield s.AddEntry(f"{name}:add", day, may_add)
        for entry in self.scenario.ledger:
            if entry in tabled or entry in may_add:
                yield s.OpenTabled(f"{name}:open/{entry}", day, entry)
        outside = any(self.scenario.contacts[person].side == "theirs" for person in encounter.with_)
        yield s.CloseMeeting(f"{name}:close", day, encounter, encounter.agree is not None and outside)

    def _tabled(self, does: Iterable[a.Acts]) -> list[str]:
        named = {entry for acts in does for act in acts if isinstance(act, a.Table) for entry in act.entries}
        return [entry for entry in self.scenario.ledger if entry in named]

    def _stretch(self, encounter: Encounter, until: int) -> Iterator[s.Step]:
        name = encounter.id
        minutes = encounter.follow_through.hours if encounter.follow_through else -1
        falling_due = self._falling_due(encounter.day, until)
        yield s.SetHours(f"{name}:hours", encounter.day, name, minutes, until, falling_due)
        for entry in falling_due:
            yield s.Plan(f"{name}:plan/{entry}", encounter.day, entry, until, minutes)
        yield from self._days(name, encounter.day, until, minutes)
        facts = self._told(encounter, until)
        yield s.CloseStretch(f"{name}:closed", until, name, facts, until - encounter.day)

    def _told(self, encounter: Encounter, until: int) -> tuple[str, ...]:
        """The facts of which versions may meet after an encounter: somebody may have been told one, or have
        come to those who were."""
        homework = encounter.prepare.homework if encounter.prepare else ()
        since = [*self.untold, encounter, *(self.scenario.homework[name] for name in homework)]
        acts = [act for _, act in parts((*since, *self._between(encounter.day, until)))]
        self.untold = []
        told = {act.fact for act in acts if isinstance(act, a.Tell)}
        came = any(isinstance(act, a.Meet) for act in acts)
        return tuple(
            fact
            for fact, held in self.scenario.facts.items()
            if len(held.versions) > 1 and (came or fact in told)
        )

    def _falling_due(self, after: int, until: int) -> tuple[str, ...]:
        """Our entries that can fall due in a stretch, the earliest first."""
        first = {
            entry: min((day for day in self.due_days[entry] if after <= day <= until), default=None)
            for entry in self.ours
        }
        due = [(day, entry) for entry, day in first.items() if day is not None]
        return tuple(entry for _, entry in sorted(due, key=lambda pair: pair[0]))

    def _between(self, after: int, until: int) -> tuple[object, ...]:
        """What an author wrote that may happen between two days: news, and what comes of entries."""
        news = (item for item in self.scenario.calendar if after < item.day <= until)
        due = (
            entry
            for name, entry in self.scenario.ledger.items()
            if any(max(after, 0) <= day <= until for day in self.due_days[name])
        )
        return (*news, *due)

    def _days(self, name: str, after: int, until: int, budget: int | None) -> Iterator[s.Step]:
        """What may happen on each day after `after`, up to `until`; entries also on `after` itself."""
        news = [item for item in self.scenario.calendar if after < item.day <= until]
        due = {day for days in self.due_days.values() for day in days if max(after, 0) <= day <= until}
        days = sorted({item.day for item in news} | due)
        # What was agreed before the hours were planned has been planned with them.
        late = {entry for held in self._between(after, until) for entry in opened_by(held)}
        for day in days:
            for item in news:
                if item.day == day:
                    yield from self._news(item.id, day)
            yield from self._settlements(f"{name}:day{day}", day, budget, late)

    def _settlements(self, step: str, day: int, budget: int | None, late: Set[str]) -> Iterator[s.Step]:
        """Our entries, then theirs; then again what these may have opened that falls due the same day."""
        due = [entry for entry in [*self.ours, *self.theirs] if day in self.due_days[entry]]
        for again in range(_ROUNDS):
            for entry in due:
                here = f"{step}/{entry}{f'/{again}' * (again > 0)}"
                yield from self._settle(here, day, entry, budget, late)
            opened = {name for entry in due for name in opened_by(self.scenario.ledger[entry])}
            due = [
                entry
                for entry in [*self.ours, *self.theirs]
                if entry in opened and day in self.due_days[entry]
            ]

    def _news(self, name: str, day: int) -> Iterator[s.Step]:
        item = next(news for news in self.scenario.calendar if news.id == name)
        step, done = f"news:{name}", f"news:{name}/done"
        yield s.NewsComes(f"{step}/enter", day, item, done)
        then = {choice.id: done for choice in item.choices}
        yield s.Answer(step, day, item.choices, step, then, done)
        yield s.Step(done, day)
        acts = [tuple(part for _, part in parts(item) if isinstance(part, a.Table))]
        for entry in self._tabled(acts):
            yield s.OpenTabled(f"{step}/open/{entry}", day, entry)

    def _settle(
        self, step: str, day: int, entry: str, budget: int | None, late: Set[str]
    ) -> Iterator[s.Step]:
        held, done = self.scenario.ledger[entry], f"{step}/done"
        if held.side == "ours" and budget is not None and entry in late:
            yield s.Plan(f"{step}/plan", day, entry, day, budget, late=True)
        elif held.side == "ours" and budget is None:
            yield s.Plan(f"{step}/plan", day, entry, day, -1)
        yield s.Settle(step, day, entry, done)
        yield s.Aftermath(f"{step}/kept", day, entry, "kept", held.when_kept, done)
        yield s.Aftermath(f"{step}/broken", day, entry, "broken", held.when_broken, done)
        yield s.Step(done, day)
