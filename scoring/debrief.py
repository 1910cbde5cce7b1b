"""What to tell the trainee afterwards; every statement quotes its evidence.

The customer judges, not the software: a chain runs from a line of the trainee's to what came of it, to
another line that was there to be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.chains import Chain, Chains, try_next
from scoring.marks import Mark
from scoring.moments import Cut, cut, dated
from scoring.retelling import Retelling, Said
from scoring.rubric import DIMENSIONS, Rubric, default_rubric
from scoring.scorecard import Incident, Scorecard, score
from scoring.sentences import incident_title, reason_title
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import (
    ROOT_TITLES,
    capability_line,
    entry_label,
    name,
    rival_state,
    show_day,
    stage_title,
    tell,
    thing_label,
    whose_entry,
)
from simulator.engine.world import Turn
from simulator.scenario.model import Choice
from simulator.scenario.words import GRADES, ROOTS

__all__ = ["Chain", "Debrief", "Earned", "MeetingCard", "Moment", "Other", "Said", "Truth", "make_debrief"]
QUESTIONS = ("What went as you meant it to?", "What did not?", "Which conversation did you enjoy?")


_HIDDEN = (e.RootMoved, e.RivalMoved, e.StageMoved, e.Contradicted, e.Neglected)


@dataclass(frozen=True, slots=True)
class Earned:
    """A mark with the words for its reason; `because` is the event in a sentence, where it has one."""

    dimension: str
    points: int
    reason: str
    because: str


@dataclass(frozen=True)
class Moment:
    """One move with what came of it at once. `move` counts the live moves from 0, to play again from here."""

    move: int
    day: int
    heading: str
    you: str
    answers: tuple[Said, ...]
    notebook: str | None
    notebook_of: str
    tempting: str | None
    instead: str | None
    """Another line that could have been said then, and would have been of use."""
    changes: tuple[str, ...]
    marks: tuple[Earned, ...]
    is_line: bool
    """Whether it is a line of the trainee's own; else something that happened."""

    @property
    def points(self) -> int:
        """All points of the moment."""
        return sum(mark.points for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Other:
    """A mark that is part of no strength and no gap that is told, with the moment it was earned in."""

    day: int
    you: str
    is_line: bool
    earned: Earned


@dataclass(frozen=True)
class Truth:
    """Where the account really stands, and the gauges the story hid."""

    stage: str
    believed: str
    roots: tuple[tuple[str, str], ...]
    rival: str
    rivalry: bool
    """Whether a rival was ever about."""
    hidden: tuple[str, ...]
    trust: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True)
class MeetingCard:
    """A card for the trainee's own next meeting."""

    objective: str
    first_question: str
    my_limit: str
    i_ask_of_them: str


@dataclass(frozen=True)
class Debrief:
    """Everything a debrief tells, in its order; the numbers come last."""

    title: str
    ending: str
    ending_text: str
    questions: tuple[str, ...]
    timeline: tuple[Moment, ...]
    strengths: tuple[Chain, ...]
    gaps: tuple[Chain, ...]
    road_not_taken: str | None
    truth: Truth
    try_next: Chain | None
    incidents: tuple[str, ...]
    scorecard: Scorecard
    card: MeetingCard
    others: tuple[Other, ...]
    """In the order of the dimensions, then of the story."""


def make_debrief(
    program: Program, events: Sequence[Sequence[e.Event]], rubric: Rubric | None = None
) -> Debrief:
    """The debrief of an attempt from the events of its live moves, in order, finished or not."""
    return _Debriefing(program, events, rubric or default_rubric()).made()


class _Debriefing:
    """Works out one debrief."""

    def __init__(self, program: Program, events: Sequence[Sequence[e.Event]], rubric: Rubric) -> None:
        self.program = program
        self.cuts = list(cut(events, rubric))
        self.dated = [(day, event) for _, day, event in dated(events)]
        self.flat = [event for _, event in self.dated]
        self.card = score(self.flat, rubric, program.scenario.par)
        self.retelling = Retelling(program, events)

    def made(self) -> Debrief:
        """The debrief."""
        chains = Chains(self.retelling, self.cuts)
        gaps, strengths = chains.gaps(), chains.strengths()
        title, text = self._ending()
        return Debrief(
            title=self.program.scenario.title,
            ending=title,
            ending_text=text,
            questions=QUESTIONS,
            timeline=tuple(self._moment(held) for held in self.cuts if self._worth_telling(held)),
            strengths=strengths,
            gaps=gaps,
            road_not_taken=None if gaps else self._road_not_taken(),
            truth=self._truth(),
            try_next=try_next(gaps),
            incidents=tuple(self._incident(item) for item in self.card.incidents),
            scorecard=self.card,
            card=self._meeting_card(),
            others=tuple(self._others([*strengths, *gaps])),
        )

    def _others(self, told: Sequence[Chain]) -> Iterator[Other]:
        """What counted beside what is told of at length."""
        events = {id(event) for chain in told for event in chain.marked}
        for dimension in DIMENSIONS:
            for held in self.cuts:
                for event, mark in held.marks:
                    if mark.dimension == dimension and mark.points and id(event) not in events:
                        you, spoken = self.retelling.quote(held), self.retelling.choice(held) is not None
                        yield Other(held.day, you, spoken, self._earned(event, mark))

    def _ending(self) -> tuple[str, str]:
        places = [event.ending for event in self.flat if isinstance(event, e.Ended)]
        endings = self.program.scenario.endings
        if not places or not 0 <= places[-1] < len(endings):
            return "", ""
        return endings[places[-1]].title, endings[places[-1]].text

    def _incident(self, item: Incident) -> str:
        match item.event:
            case e.Exposed(fact=fact):
                what = thing_label(self.program, fact)
            case e.Promised(entry=entry) | e.Broken(entry=entry):
                what = entry_label(self.program, entry)
            case _:
                return f"{incident_title(item.kind)}."
        return f"{incident_title(item.kind)}: {what}."

    # --- moments ------------------------------------------------------------------------------------------

    def _worth_telling(self, held: Cut) -> bool:
        told = e.Chose | e.Kept | e.Broken | e.NewsCame | e.Warned
        return bool(held.marks) or isinstance(held.head, told)

    def _moment(self, held: Cut) -> Moment:
        choice, other = self.retelling.choice(held), self.retelling.instead(held)
        return Moment(
            move=held.move,
            day=held.day,
            heading=show_day(held.day),
            you=self.retelling.quote(held),
            answers=self.retelling.answers(held),
            notebook=choice.thinks if choice else None,
            notebook_of=self.retelling.notebook_of(choice),
            tempting=choice.tempting if choice else None,
            instead=other.say if other else None,
            changes=self.retelling.changes(held.events[1:]),
            marks=tuple(self._earned(event, mark) for event, mark in held.marks),
            is_line=choice is not None,
        )

    def _earned(self, event: e.Event, mark: Mark) -> Earned:
        because = tell(self.program, event) or ""
        return Earned(mark.dimension, mark.points, reason_title(mark.reason), because)

    def _road_not_taken(self) -> str | None:
        """Where nothing cost a point: a line that was there, tempting, and left unsaid."""
        for held in self.cuts:
            if isinstance(held.head, e.Chose):
                for choice in self.retelling.said.values():
                    unsaid = choice.id != held.head.choice and self.retelling.offered(held, choice)
                    if unsaid and choice.tempting:
                        return f"“{choice.say}” {choice.tempting}"
        return None

    # --- the truth and the card ---------------------------------------------------------------------------

    def _truth(self) -> Truth:
        beginning = self.program.beginning
        gauges = {field: beginning[field] for field in ("stage", "believed", "rival")}
        roots = {root: beginning[f"root.{root}"] for root in ROOTS}
        trust = {person: [(0, beginning[f"trust.{person}"])] for person in self.program.customers}
        for day, event in self.dated:
            match event:
                case e.StageMoved():
                    gauges["stage"] = event.now
                case e.BelievedMoved():
                    gauges["believed"] = event.now
                case e.RivalMoved():
                    gauges["rival"] = event.now
                case e.RootMoved():
                    roots[event.root] = event.now
                case e.TrustMoved() if event.contact in trust:
                    trust[event.contact].append((day, event.now))
        return Truth(
            stage=stage_title(gauges["stage"]),
            believed=stage_title(gauges["believed"]),
            roots=tuple((ROOT_TITLES[root], GRADES[grade]) for root, grade in roots.items()),
            rival=rival_state(gauges["rival"]),
            rivalry=beginning["rival"] > 0 or any(isinstance(event, e.RivalMoved) for event in self.flat),
            hidden=tuple(self._hidden()),
            trust=tuple((name(self.program, person), tuple(steps)) for person, steps in trust.items()),
        )

    def _hidden(self) -> Iterator[str]:
        """What moved without a word to the trainee, in order of days."""
        for (day, event), (_, after) in pairwise([*self.dated, (0, e.Began())]):
            announced = isinstance(event, e.StageMoved) and isinstance(after, e.BelievedMoved)
            if isinstance(event, _HIDDEN) and not announced and (text := tell(self.program, event)):
                yield f"{show_day(day).capitalize()}: {text}"

    def _meeting_card(self) -> MeetingCard:
        """Prompts for one's own meeting, each with what this attempt had to show for it, else the account."""
        scenario = self.program.scenario
        turn = Turn(self.program, dict(self.program.beginning), scenario.ends or 0)
        aims = {
            (held.id, key): aim.label for held in scenario.encounters for key, aim in held.objectives.items()
        }
        closed = [event for event in self.flat if isinstance(event, e.ObjectiveClosed) and event.objective]
        met = [event for event in closed if event.outcome == "met"]
        chosen = [aims.get((event.encounter, event.objective), "") for event in (*met, *closed)]
        spoken = [choice for choice in map(self.retelling.choice, self.cuts) if choice]
        questions = [choice.say for choice in (*spoken, *self.retelling.said.values()) if self._asks(choice)]
        bound = [event.capability for event in self.flat if isinstance(event, e.LimitTold | e.Promised)]
        limits = [scenario.seller.capabilities[key] for key in (*bound, *scenario.seller.capabilities)]
        done = [event.entry for event in self.flat if isinstance(event, e.Kept) and event.kind == "theirs"]
        theirs = [key for key, held in scenario.ledger.items() if held.side == "theirs"]
        return MeetingCard(
            objective=(*chosen, *aims.values(), "")[0],
            first_question=(*questions, "")[0],
            my_limit=capability_line(limits[0], turn.limit(limits[0], turn.day)) if limits else "",
            i_ask_of_them=(*(whose_entry(self.program, key) for key in (*done, *theirs)), "")[0],
        )

    def _asks(self, choice: Choice) -> bool:
        """Whether a line is a question to somebody at the customer."""
        act = choice.does[0]
        return act.act == "listen" and getattr(act, "to", None) in self.program.customers
