"""What to tell the trainee afterwards; every statement quotes its evidence.

The customer judges, not the software: a chain runs from a line of the trainee's to what came of it, to
another line that was there to be said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.marks import Mark
from scoring.moments import Cut, cut
from scoring.rubric import Rubric, default_rubric
from scoring.scorecard import Scorecard, score
from scoring.sentences import incident_title, reason_title
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import (
    ROOT_TITLES,
    capability_line,
    entry_label,
    first_name,
    name,
    rival_state,
    show_day,
    stage_title,
    tell,
)
from simulator.engine.world import Turn
from simulator.scenario.model import Choice
from simulator.scenario.names import choices
from simulator.scenario.words import GRADES, ROOTS

QUESTIONS = ("What went as you meant it to?", "What did not?", "Which conversation did you enjoy?")


_ENTRY_EVENTS = (e.Promised, e.Committed, e.Amended, e.Warned, e.Kept, e.Broken)
_HIDDEN = (e.RootMoved, e.RivalMoved, e.StageMoved, e.Contradicted, e.Neglected)
_MOST_STRENGTHS = _MOST_GAPS = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One line of dialogue as it was heard."""

    speaker: str
    text: str


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
    changes: tuple[str, ...]
    marks: tuple[Earned, ...]
    is_line: bool
    """Whether it is a line of the trainee's own; else something that happened."""

    @property
    def points(self) -> int:
        """All points of the moment."""
        return sum(mark.points for mark in self.marks)


@dataclass(frozen=True)
class Chain:
    """Something shown or missed: what was done, what came of it, and what else there was to say."""

    move: int
    day: int
    quote: str
    reasons: tuple[str, ...]
    consequences: tuple[str, ...]
    alternative: str | None
    principle: str
    points: int


@dataclass(frozen=True)
class Truth:
    """Where the account really stands, and the gauges the story hid."""

    stage: str
    believed: str
    roots: tuple[tuple[str, str], ...]
    rival: str
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


def make_debrief(
    program: Program, events: Sequence[Sequence[e.Event]], rubric: Rubric | None = None
) -> Debrief:
    """The debrief of an attempt from the events of its live moves, in order, finished or not."""
    rubric = rubric or default_rubric()
    flat = [event for made in events for event in made]
    return _Debriefing(
        program, list(cut(events, rubric)), flat, score(flat, rubric, program.scenario.par)
    ).made()


class _Debriefing:
    """Works out one debrief."""

    def __init__(self, program: Program, cuts: list[Cut], flat: list[e.Event], card: Scorecard) -> None:
        self.program, self.cuts, self.flat, self.card = program, cuts, flat, card
        self.said: dict[str, Choice] = {choice.id: choice for _, choice in choices(program.scenario)}
        self.origins = self._origins()

    def made(self) -> Debrief:
        """The debrief."""
        chains = self._chains()
        gaps = tuple(chain for chain in chains if chain.points < 0)[:_MOST_GAPS]
        strengths = tuple(reversed([chain for chain in chains if chain.points > 0]))[:_MOST_STRENGTHS]
        title, text = self._ending()
        return Debrief(
            title=self.program.scenario.title,
            ending=title,
            ending_text=text,
            questions=QUESTIONS,
            timeline=tuple(self._moment(held) for held in self.cuts if self._worth_telling(held)),
            strengths=strengths or self._best_moment(),
            gaps=gaps,
            road_not_taken=None if gaps else self._road_not_taken(),
            truth=self._truth(),
            try_next=gaps[0] if gaps else None,
            incidents=tuple(
                f"{incident_title(item.kind)}: {tell(self.program, item.event) or ''}".rstrip(": ")
                for item in self.card.incidents
            ),
            scorecard=self.card,
            card=self._meeting_card(),
        )

    def _ending(self) -> tuple[str, str]:
        places = [event.ending for event in self.flat if isinstance(event, e.Ended)]
        endings = self.program.scenario.endings
        if not places or not 0 <= places[-1] < len(endings):
            return "", ""
        return endings[places[-1]].title, endings[places[-1]].text

    # --- moments ------------------------------------------------------------------------------------------

    def _worth_telling(self, held: Cut) -> bool:
        if isinstance(held.head, e.Chose):
            return True
        return bool(held.marks) or isinstance(held.head, e.Kept | e.Broken | e.NewsCame | e.Warned)

    def _quote(self, held: Cut) -> str:
        """What was done, in the trainee's own words where they spoke."""
        match held.head:
            case e.Chose(choice=choice) if choice in self.said:
                return self.said[choice].say
            case e.Opened(entry=entry):
                return f"On the list: {entry_label(self.program, entry)}"
            case e.ObjectiveClosed(objective=objective, encounter=encounter):
                labels = {
                    key: aim.label
                    for meeting in self.program.scenario.encounters
                    if meeting.id == encounter
                    for key, aim in meeting.objectives.items()
                }
                return (
                    f"Your aim: {labels[objective]}" if objective in labels else "You went in without an aim"
                )
            case e.NewsCame(news=news):
                titles = {item.id: item.title for item in self.program.scenario.calendar}
                return titles.get(news) or "News"
            case e.MeetingClosed():
                return "The meeting"
        return tell(self.program, held.head) or "What happened then"

    def _moment(self, held: Cut) -> Moment:
        choice = self.said.get(held.head.choice) if isinstance(held.head, e.Chose) else None
        spoken = [event for event in held.events if isinstance(event, e.Spoke)]
        answers = tuple(
            Said("" if line.speaker == "narrator" else name(self.program, line.speaker), line.text)
            for event in spoken
            for line in self.program.lines(event.script, event.lines)
        )
        other = self.said.get(choice.instead or "") if choice else None
        return Moment(
            move=held.move,
            day=held.day,
            heading=show_day(held.day),
            you=self._quote(held),
            answers=answers,
            notebook=choice.thinks if choice else None,
            notebook_of=self._notebook_of(choice),
            tempting=choice.tempting if choice else None,
            instead=other.say if other else None,
            changes=self._changes(held.events[1:]),
            marks=tuple(self._earned(event, mark) for event, mark in held.marks),
            is_line=choice is not None,
        )

    def _notebook_of(self, choice: Choice | None) -> str:
        to = getattr(choice.does[0], "to", None) if choice else None
        return first_name(self.program, to) if to else "They"

    def _changes(self, events: Iterable[e.Event]) -> tuple[str, ...]:
        told = (tell(self.program, event) for event in events if not isinstance(event, e.Worked))
        return tuple(text for text in told if text)

    def _earned(self, event: e.Event, mark: Mark) -> Earned:
        because = tell(self.program, event) or ""
        return Earned(mark.dimension, mark.points, reason_title(mark.reason), because)

    # --- chains -------------------------------------------------------------------------------------------

    def _origins(self) -> dict[str, Cut]:
        """Where each ledger entry was first taken on: by a line, or by leaving it on the list."""
        found: dict[str, Cut] = {}
        for held in self.cuts:
            for event in held.events:
                if isinstance(event, e.Promised | e.Committed | e.Tabled | e.Opened | e.Added):
                    wished = isinstance(event, e.Tabled) and event.by_them
                    if not wished:
                        found.setdefault(event.entry, held)
        return found

    def _chains(self) -> list[Chain]:
        """What belongs together, the costliest first: all marks of one entry, or of one moment."""
        entries: dict[str, list[tuple[Cut, e.Event, Mark]]] = defaultdict(list)
        lone: list[Chain] = []
        for held in self.cuts:
            own: list[tuple[Cut, e.Event, Mark]] = []
            for event, mark in held.marks:
                if isinstance(event, _ENTRY_EVENTS):
                    entries[event.entry].append((held, event, mark))
                else:
                    own.append((held, event, mark))
            if own:
                lone.append(self._chain(held, own))
        linked = [self._chain(self.origins.get(entry, held[0][0]), held) for entry, held in entries.items()]
        return sorted([*linked, *lone], key=lambda chain: (chain.points, chain.move))

    def _chain(self, origin: Cut, held: list[tuple[Cut, e.Event, Mark]]) -> Chain:
        choice = self.said.get(origin.head.choice) if isinstance(origin.head, e.Chose) else None
        points = [mark.points for _, _, mark in held]
        strongest = max(held, key=lambda item: abs(item[2].points))[2]
        reasons = dict.fromkeys(reason_title(mark.reason) for _, _, mark in held if mark.points)
        later = [item for item, _, _ in held if item is not origin]
        consequences = [*self._changes(origin.events[1:])] if not later else []
        for item in dict.fromkeys(map(id, later)):
            moment = next(other for other in later if id(other) == item)
            told = [tell(self.program, moment.head), *self._changes(moment.events[1:])]
            consequences += [f"{show_day(moment.day).capitalize()}: {text}" for text in told if text]
        if choice and choice.thinks:
            consequences.append(f"{self._notebook_of(choice)} wrote that night: “{choice.thinks}”")
        other = self.said.get(choice.instead or "") if choice else None
        return Chain(
            move=origin.move,
            day=origin.day,
            quote=self._quote(origin),
            reasons=tuple(reasons),
            consequences=tuple(consequences),
            alternative=other.say if other else None,
            principle=strongest.principle,
            points=sum(points),
        )

    def _best_moment(self) -> tuple[Chain, ...]:
        """Where nothing earned a point, still the line that came nearest to it."""
        lines = [held for held in self.cuts if isinstance(held.head, e.Chose)]
        if not lines:
            return ()
        best = max(lines, key=lambda held: sum(mark.points for _, mark in held.marks))
        return (
            Chain(best.move, best.day, self._quote(best), (), self._changes(best.events[1:]), None, "", 0),
        )

    def _road_not_taken(self) -> str | None:
        """Where nothing cost a point: a line that was there, tempting, and left unsaid."""
        spoken = {event.choice for event in self.flat if isinstance(event, e.Chose)}
        for encounter in self.program.scenario.encounters:
            for beat in encounter.beats.values():
                if any(choice.id in spoken for choice in beat.choices):
                    for choice in beat.choices:
                        if choice.tempting and choice.id not in spoken:
                            return f"“{choice.say}” {choice.tempting}"
        return None

    # --- the truth and the card ---------------------------------------------------------------------------

    def _truth(self) -> Truth:
        beginning = self.program.beginning
        gauges = {field: beginning[field] for field in ("stage", "believed", "rival")}
        roots = {root: beginning[f"root.{root}"] for root in ROOTS}
        trust = {person: [(0, beginning[f"trust.{person}"])] for person in self.program.customers}
        day, hidden = 0, []
        for event in self.flat:
            day = getattr(event, "day", day)
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
            if isinstance(event, _HIDDEN) and (text := tell(self.program, event)):
                hidden.append(f"{show_day(day).capitalize()}: {text}")
        return Truth(
            stage=stage_title(gauges["stage"]),
            believed=stage_title(gauges["believed"]),
            roots=tuple((ROOT_TITLES[root], GRADES[grade]) for root, grade in roots.items()),
            rival=rival_state(gauges["rival"]),
            hidden=tuple(hidden),
            trust=tuple((name(self.program, person), tuple(steps)) for person, steps in trust.items()),
        )

    def _meeting_card(self) -> MeetingCard:
        """Prompts for one's own meeting, each with what this account had to show for it."""
        scenario = self.program.scenario
        spoken = [event.choice for event in self.flat if isinstance(event, e.Chose)]
        asked = [self.said[key].say for key in spoken if key in self.said and self._asks(self.said[key])]
        offered = [choice.say for choice in self.said.values() if self._asks(choice)]
        aims = [aim.label for meeting in scenario.encounters for aim in meeting.objectives.values()]
        turn = Turn(self.program, dict(self.program.beginning), scenario.ends or 0)
        limits = [
            capability_line(held, turn.limit(held, turn.day))
            for held in scenario.seller.capabilities.values()
        ]
        theirs = [
            f"{first_name(self.program, held.owner or '')}: {held.label}"
            for held in scenario.ledger.values()
            if held.side == "theirs"
        ]
        return MeetingCard(
            objective=aims[0] if aims else "",
            first_question=(asked or offered or [""])[0],
            my_limit=limits[0] if limits else "",
            i_ask_of_them=theirs[0] if theirs else "",
        )

    def _asks(self, choice: Choice) -> bool:
        """Whether a line is a question to somebody at the customer."""
        act = choice.does[0]
        return act.act == "listen" and getattr(act, "to", None) in self.program.customers
