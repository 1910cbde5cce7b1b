"""Moments in words: what was said or done, what they answered, what they wrote that night, what it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scoring.moments import Cut
from simulator.engine import events as e
from simulator.engine.decide import State, beginning, evolve, legal_moves
from simulator.engine.program import Program
from simulator.engine.telling import entry_label, first_name, name, tell
from simulator.scenario.acts import Learn, Listen, Table
from simulator.scenario.model import Choice
from simulator.scenario.names import choices


@dataclass(frozen=True, slots=True)
class Said:
    """One line of dialogue as it was heard. `speaker` is empty for the narrator."""

    speaker: str
    text: str


class Retelling:
    """Finds the words for the moments of one attempt."""

    def __init__(self, program: Program, events: Sequence[Sequence[e.Event]]) -> None:
        """`events` by live move, as the program made them."""
        self.program = program
        self.said: dict[str, Choice] = {choice.id: choice for _, choice in choices(program.scenario)}
        self._offered: list[tuple[str, ...]] = []
        self._before: list[State] = []
        state = beginning(program)
        for made in events:
            lines = (move.what for move in legal_moves(program, state) if move.verb == "say")
            self._offered.append(tuple(lines))
            self._before.append(state)
            state = evolve(state, made)

    def choice(self, held: Cut) -> Choice | None:
        """The line a moment begins with, if it is a line of the trainee's."""
        return self.said.get(held.head.choice) if isinstance(held.head, e.Chose) else None

    def instead(self, held: Cut) -> Choice | None:
        """The line the author puts beside the one that was said. Where that could not be said then, or would
        only have asked for what was known already, another good one that could; or none."""
        choice = self.choice(held)
        named = self.said.get(choice.instead or "") if choice else None
        if choice is None or named is None:
            return None
        bad = set(choice.badly)
        there = [self.said[name] for name in self._offered[held.move] if name != choice.id]
        good = [other for other in there if other.well and (not bad or bad & set(other.well))]
        able = (other for other in (named, *good) if other in there and self._has_use(held, other))
        return next(able, None)

    def _has_use(self, held: Cut, choice: Choice) -> bool:
        """Whether a line would have taught something new, if it is there to teach something."""
        acts = list(choice.does)
        for act in choice.does:
            entries = act.entries if isinstance(act, Table) else ()
            acts += [then for entry in entries for then in self.program.entry(entry).when_kept.does]
        things = [thing for act in acts if isinstance(act, Listen | Learn) for thing in act.learn]
        known = self._before[held.move].fields
        return not things or not all(known.get(f"knows.{thing}") for thing in things)

    def offered(self, held: Cut, choice: Choice) -> bool:
        """Whether a line was there to be chosen at that moment."""
        return choice.id in self._offered[held.move]

    def quote(self, held: Cut) -> str:
        """What was done, in the trainee's own words where they spoke."""
        choice = self.choice(held)
        if choice:
            return choice.say
        match held.head:
            case e.Opened(entry=entry) if self.program.entry(entry).side == "ours":
                return f"You took on: {entry_label(self.program, entry)}"
            case e.ObjectiveClosed(objective=objective, encounter=encounter):
                meetings = self.program.scenario.encounters
                aims = next((held.objectives for held in meetings if held.id == encounter), {})
                aim = aims.get(objective)
                return f"Your aim was: {aim.label}" if aim else "You had gone in without an aim"
            case e.NewsCame(news=news):
                return self._news(news, held)
            case e.MeetingClosed(encounter=encounter):
                titles = {held.id: held.title for held in self.program.scenario.encounters}
                return f"The meeting ends: {titles.get(encounter, encounter)}"
        return tell(self.program, held.head) or "What happened then"

    def _news(self, news: str, held: Cut) -> str:
        titles = {item.id: item.title for item in self.program.scenario.calendar}
        lines = [f"{line.speaker}: {line.text}" if line.speaker else line.text for line in self.answers(held)]
        return titles.get(news) or (lines or ["News"])[0]

    def answers(self, held: Cut) -> tuple[Said, ...]:
        """What was heard in a moment, in order."""
        return tuple(
            Said("" if line.speaker == "narrator" else name(self.program, line.speaker), line.text)
            for event in held.events
            if isinstance(event, e.Spoke)
            for line in self.program.lines(event.script, event.lines)
        )

    def notebook_of(self, choice: Choice | None) -> str:
        """Who wrote that night about a line."""
        to = getattr(choice.does[0], "to", None) if choice else None
        return first_name(self.program, to) if to else "They"

    def changes(self, events: Iterable[e.Event]) -> tuple[str, ...]:
        """What events did, a sentence each; a reason they share is given once."""
        told = (tell(self.program, event) for event in events if not isinstance(event, e.Worked))
        return tuple(_reasons_once(text for text in told if text))


def _reasons_once(sentences: Iterable[str]) -> Iterator[str]:
    before = ""
    for sentence in sentences:
        said, _, reason = sentence.rpartition(": ")
        yield f"{said}." if reason == before else sentence
        before = reason
