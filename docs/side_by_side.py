"""The careful line beside what tempts, decision by decision, as a page made from recorded plays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from docs.told import Told
from scoring.moments import dated
from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from scoring.specs import Outcome
from simulator.analysis.walks import Made
from simulator.engine import events as e
from simulator.engine.decide import decide
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.engine.telling import first_name, show_day, stage_title, tell
from simulator.scenario.acts import Amend, Promise, Table
from simulator.scenario.model import Choice
from simulator.view.debrief import signed
from simulator.view.decision import decision
from simulator.view.export import plain
from simulator.view.transcript import Item, Kind, choice_by_id, transcript

TEMPTED = ("promiser", "discounter", "chatter", "doormat", "silent_pitcher", "apologiser", "warm_neglect")
"""The plays that say what tempts, in the order in which they are asked what came of it."""
_HEADS = (e.BeatEntered, e.NewsCame)
_AFTER = (e.MeetingClosed, e.BeatEntered, e.HoursSet, e.NewsCame, e.StretchClosed)


def row(*cells: str) -> str:
    """A row of a table, of cells that are Markdown already."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


@dataclass(frozen=True)
class _Told(Told):
    """A recorded play, and what came of each thing agreed in it."""

    @cached_property
    def said(self) -> Mapping[str, int]:
        """The lines that were said, each with its place among the moves."""
        return {made.move.what: place for place, made in enumerate(self.walk) if made.move.verb == "say"}

    @cached_property
    def days(self) -> tuple[tuple[int, int, e.Event], ...]:
        return tuple(dated(self.outcome.play.events_by_move))

    def broken(self, choice: Choice) -> int:
        """The weight of what a line bound us to, and was broken."""
        names, since = self._bound(choice), self.said[choice.id]
        return sum(
            event.weight
            for move, _, event in self.days
            if isinstance(event, e.Broken) and move >= since and event.entry in names
        )

    def came(self, choice: Choice) -> Iterator[str]:
        """What came, by the end, of what a line bound them or us to."""
        names, since = self._bound(choice), self.said[choice.id]
        for place, (move, day, event) in enumerate(self.days):
            if move < since or not isinstance(event, (e.Kept, e.Broken, e.Amended, e.Warned, e.Refused)):
                continue
            if event.entry not in names or (isinstance(event, e.Amended) and move == since):
                continue
            yield f"*{show_day(day).capitalize()}.* {plain(tell(self.program, event) or '')}"
            yield from _lines(transcript(self.program, self._heard(place, event.entry)))

    def _bound(self, choice: Choice) -> set[str]:
        """What a line agrees to: what it binds us or them to itself, and what they had just asked for."""
        asked = _latest(self.walk[self.said[choice.id] - 1])
        return {*_bound(choice), *(event.entry for event in asked if isinstance(event, e.Tabled))}

    def _heard(self, place: int, entry: str) -> Iterator[e.Event]:
        """What was heard as an entry was settled."""
        later = (event for _, _, event in self.days[place + 1 : place + 8])
        for event in later:
            if isinstance(event, e.Spoke) and event.script.startswith(f"entry:{entry}/"):
                yield event
                return


@dataclass(frozen=True, slots=True)
class _Line:
    """One of two lines said at the same moment, cell by cell."""

    head: str
    says: str
    answer: str
    at_once: str
    night: str
    tempts: str = ""
    later: str = ""


def comparison(outcomes: Mapping[str, Outcome], best: str) -> str:
    """The page: every decision of the best line beside what tempts there, then how both end."""
    told = {name: _Told(name, outcome) for name, outcome in outcomes.items()}
    careful, tempted = told[best], [told[name] for name in TEMPTED if name in told]
    others = [held for name, held in told.items() if name != best and held not in tempted]
    lines = [
        f"# {plain(careful.program.scenario.title)}: the careful line beside what tempts",
        "",
        f"On the left what [{careful.title}]({careful.page}) says, on the right a line that a capable seller",
        "might say instead, at the same moment and knowing the same. Read the right column first, and ask",
        "what is wrong with it. What they wrote that night nobody sees in play; it comes out in the debrief.",
        "",
        "The right line is the one that did most harm in a recorded play; failing that, the one beside which",
        "the author puts the left line; failing that, one that a recorded play says. This page gives the",
        "story away.",
    ]
    number = 0
    for place, made in enumerate(careful.walk):
        if made.move.verb == "say":
            number += 1
            lines += ["", *_decision(careful, [*tempted, *others], place, number)]
    if tempted:
        lines += ["", *_outcomes(careful, tempted[0])]
    return "\n".join(lines) + "\n"


def _decision(careful: _Told, others: list[_Told], place: int, number: int) -> Iterator[str]:
    made, program = careful.walk[place], careful.program
    asked = decision(program, made.state)
    day = program.steps[program.places[made.state.at]].day
    yield f"## {number}. {plain(asked.title)}, {show_day(day)}"
    yield ""
    yield "\n>\n".join(f"> {text}" for text in _lines(_before(program, careful.walk[place - 1])))
    yield ""
    choice = choice_by_id(program)[made.move.what]
    left = _line(careful, made, choice, careful.title)
    found = _tempting(made, choice, others, program)
    if found is None:
        yield from _table([left])
        yield ""
        yield "Nothing else that is offered here tempts in the wrong direction: all can be defended."
        return
    other, by = found
    where = f"[{by.title}]({by.page})" if by else "no recorded play"
    head = f"What tempts (said in {where})"
    yield from _table([left, _line(by, made, other, head, program)])


def _tempting(
    made: Made, best: Choice, others: list[_Told], program: Program
) -> tuple[Choice, _Told | None] | None:
    """The line that tempts most at a moment, and a recorded play that says it."""
    said = choice_by_id(program)
    offered = [said[move.what] for move in made.legal if move.verb == "say" and move.what != best.id]
    ranked: list[tuple[int, bool, bool, int, Choice, _Told | None]] = []
    for choice in offered:
        if choice.tempting:
            saying = [held for held in others if choice.id in held.said]
            by = max(saying, key=lambda held: (held.broken(choice), any(held.came(choice))), default=None)
            harm = by.broken(choice) if by else 0
            ranked.append((harm, choice.instead == best.id, by is not None, -len(ranked), choice, by))
    if not ranked:
        return None
    *_, choice, by = max(ranked, key=lambda row: row[:4])
    return choice, by


def _line(held: _Told | None, made: Made, choice: Choice, head: str, program: Program | None = None) -> _Line:
    """A line with all there is to tell of it; `held` is the play that says what came of it."""
    played = program or (held.program if held else None)
    assert played is not None
    events = decide(played, made.state, Move("say", choice.id))
    spoken = [event for event in events if isinstance(event, e.Spoke) and _is_reply(event, choice)]
    at_once = takewhile(lambda event: not _later(event), events)
    changes = [item for item in transcript(played, at_once) if item.kind is Kind.CHANGE]
    who = getattr(choice.does[0], "to", None) if choice.does else None
    wrote = f"{first_name(played, who)}: " if who else ""
    return _Line(
        head=head,
        says=f"“{plain(choice.say)}”",
        answer="<br>".join(_lines(transcript(played, spoken))),
        at_once="<br>".join(plain(item.text) for item in changes),
        night=f"{wrote}*{plain(choice.thinks)}*" if choice.thinks else "",
        tempts=plain(choice.tempting or ""),
        later="<br>".join(held.came(choice)) if held else "",
    )


def _later(event: e.Event) -> bool:
    """Whether a line is over and the calendar goes on."""
    settled = isinstance(event, e.Kept) or (isinstance(event, e.Broken) and event.cause != "story")
    return settled or isinstance(event, _AFTER)


def _is_reply(event: e.Spoke, choice: Choice) -> bool:
    return event.script == choice.id or event.script.endswith(f"/{choice.id}")


def _before(program: Program, made: Made) -> Iterator[Item]:
    """What was said last, before it is the trainee's turn."""
    kinds = (Kind.NARRATION, Kind.SPEECH, Kind.YOU)
    return (item for item in transcript(program, _latest(made)) if item.kind in kinds)


def _latest(made: Made) -> tuple[e.Event, ...]:
    """The events of a move since the last moment of a meeting, or the last news, began."""
    start = max((place for place, event in enumerate(made.events) if isinstance(event, _HEADS)), default=0)
    return made.events[start:]


def _lines(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield f"**{plain(item.speaker)}:** {plain(item.text)}" if item.speaker else f"*{plain(item.text)}*"


def _bound(choice: Choice) -> Iterator[str]:
    """The entries that a line puts on the ledger or the list."""
    for act in choice.does:
        match act:
            case Promise():
                yield act.entry
            case Amend() if act.becomes:
                yield act.becomes
            case Table():
                yield from act.entries


_ROWS = (
    ("You say", "says"),
    ("They answer", "answer"),
    ("At once", "at_once"),
    ("That night", "night"),
    ("It tempts, because", "tempts"),
    ("Later", "later"),
)


def _table(sides: list[_Line]) -> Iterator[str]:
    yield row("", *(side.head for side in sides))
    yield row(*(["---"] * (len(sides) + 1)))
    for head, field in _ROWS:
        cells = [getattr(side, field) for side in sides]
        if any(cells):
            yield row(f"**{head}**", *cells)


def _outcomes(careful: _Told, other: _Told) -> Iterator[str]:
    """How the careful play ends, and the other."""
    yield "## How it ends"
    yield ""
    yield row("", *(f"[{held.title}]({held.page})" for held in (careful, other)))
    yield row("---", "---", "---")
    for head, cells in zip(_OUTCOME, zip(_ended(careful), _ended(other), strict=True), strict=True):
        yield row(f"**{head}**", *cells)


_POINTS = tuple(f"Points: {DIMENSION_TITLES[name].lower()}" for name in DIMENSIONS)
_OUTCOME = ("Ending", "How", "Stage", "Promises kept", "What they did", "Trust", *_POINTS, "Points in all")


def _ended(held: _Told) -> Iterator[str]:
    play, card = held.outcome.play, held.outcome.card
    endings = held.program.scenario.endings
    reached = [event.ending for event in play.events if isinstance(event, e.Ended)][-1]
    settled = [event for event in play.events if isinstance(event, (e.Kept, e.Broken))]
    promises = [event for event in settled if event.kind == "promise"]
    theirs = [event for event in settled if event.kind == "theirs"]
    yield plain(endings[reached].title)
    yield plain(endings[reached].text)
    yield stage_title(play.state.fields["stage"])
    yield f"{_kept(promises)} of {len(promises)}"
    yield f"{_kept(theirs)} of {len(theirs)} things they took on" if theirs else "They were asked for nothing"
    trust = (
        (first_name(held.program, who), play.state.fields[f"trust.{who}"]) for who in held.program.customers
    )
    yield ", ".join(f"{who} {value}" for who, value in trust)
    for name in DIMENSIONS:
        yield signed(card.points[name]).replace("-", "−")
    yield signed(card.total).replace("-", "−")


def _kept(settled: list[e.Kept | e.Broken]) -> int:
    return sum(isinstance(event, e.Kept) for event in settled)
