"""The recorded plays of an account, each as a page to read: `python -m docs.plays`, or `make plays`.

Plays every playthrough of the scenario's spec file and writes what was prepared, said, answered, agreed and
done, what came of it, the ending and the numbers; beside them a list of the plays, and the careful line next
to what tempts. A test fails where a page and the program differ.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from pathlib import Path

from docs.side_by_side import comparison, row
from docs.told import Told
from scoring.debrief import Debrief, make_debrief
from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from scoring.specs import Spec, Specs, read_specs, run, spec_file
from simulator.analysis.reading import Reader, Reading
from simulator.analysis.timing import minutes
from simulator.analysis.walks import Made
from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import stage_title
from simulator.scenario.load import find, load
from simulator.view.debrief import Part, sections, signed
from simulator.view.decision import Phase, decision
from simulator.view.export import Paper, markdown, plain
from simulator.view.transcript import Item, Kind, transcript
from simulator.view.walk import Block, Look, Step

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
RECORDED = "quiet-eleventh-year"
INDEX, COMPARISON = "README.md", "side-by-side.md"
_AFTERWARDS = (Part.ENDING, Part.TRUTH, Part.INCIDENTS, Part.NUMBERS)
_BEGUN: dict[type[e.Event], str] = {
    e.MeetingBegan: Phase.MEET,
    e.HoursSet: Phase.FOLLOW_THROUGH,
    e.NewsCame: Phase.NEWS,
}
"""What begins a phase of play by itself, before anything is asked."""
_READING = re.compile(r"(<!-- plays: reading -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Sheet(Paper):
    """A page of ours: what the play shows stands under its title."""

    about: str

    @property
    def facts(self) -> str:
        return self.about


@dataclass(frozen=True)
class Play(Told):
    """One recorded play, with what its spec says and what can be told of it afterwards."""

    spec: Spec

    @cached_property
    def debrief(self) -> Debrief:
        """What is told of it afterwards."""
        return make_debrief(self.program, self.outcome.play.events_by_move)

    @cached_property
    def reading(self) -> Reading:
        """What it asks of a reader."""
        return Reader(self.program).reading(self.walk)

    @property
    def to_the_end(self) -> bool:
        """Whether it comes to the last encounter."""
        return Reader(self.program).reaches_last(self.walk)

    @property
    def stage(self) -> str:
        """Where the account truly stands at the end."""
        return stage_title(self.outcome.play.state.fields["stage"])


@dataclass(frozen=True)
class Recorded:
    """A scenario with every play of its spec file."""

    program: Program
    specs: Specs
    plays: Mapping[str, Play]

    def pages(self) -> dict[str, str]:
        """Every page that is written from the plays, by its name."""
        found = {play.page: page(play) for play in self.plays.values()}
        found[INDEX] = index(self)
        if self.specs.best_line:
            outcomes = {name: play.outcome for name, play in self.plays.items() if not play.spec.variant}
            found[COMPARISON] = comparison(outcomes, self.specs.best_line)
        return found


def recorded(scenario: str) -> Recorded:
    """Plays every playthrough of a scenario, by library id or path. Raises ScenarioError."""
    specs = read_specs(spec_file(find(scenario)))
    programs = {variant: Program(load(scenario, variant)) for variant in _variants(specs)}
    plays = {
        name: Play(name, run(programs[spec.variant], name, spec), spec)
        for name, spec in specs.playthroughs.items()
    }
    return Recorded(programs[None], specs, plays)


def _variants(specs: Specs) -> set[str | None]:
    return {None, *(spec.variant for spec in specs.playthroughs.values())}


# -- One play


def page(play: Play) -> str:
    """A play as a page: the story, the ending, where the account stands, the numbers."""
    told = {section.part: section for section in sections(play.debrief)}
    after = [
        Step(part, told[part].title, tuple(_blocks(told[part].lines))) for part in _AFTERWARDS if part in told
    ]
    title = f"{play.title}: {play.debrief.title}"
    return markdown(_Sheet(title, "", _about(play)), [*_story(play), *after])


def _about(play: Play) -> str:
    about = " ".join((play.spec.about or "").split())
    if play.spec.variant is None:
        return about
    return f"{about} Played on a variant: {play.program.scenario.variants[play.spec.variant].about}"


def _story(play: Play) -> Iterator[Step]:
    """The story in parts, each under the heading that stood above it in play."""
    title, blocks = "", list[Block]()
    for block in _told(play):
        if block.look is not Look.HEADING or block.label:
            blocks.append(Block(block.look, block.text, "" if block.look is Look.HEADING else block.label))
            continue
        if blocks:
            yield Step(Part.TIMELINE, title, tuple(blocks))
        title, blocks = block.text, []
    yield Step(Part.TIMELINE, title, tuple(blocks))


def _told(play: Play) -> Iterator[Block]:
    """The whole story; a heading within a part has a label."""
    yield Block(Look.HEADING, "Before it begins")
    yield Block(Look.ITEM, play.program.scenario.about or "")
    phase = ""
    for made in play.walk:
        if made.move.verb not in ("begin", "say"):
            asked = decision(play.program, made.state)
            if phase != asked.phase:
                phase = asked.phase
                yield Block(Look.HEADING, phase.capitalize(), "within")
            yield _decided(play.program, made)
        for begun, events in _phases(made.events):
            if begun not in ("", phase):
                phase = begun
                if phase != Phase.NEWS:  # has a heading of its own
                    yield Block(Look.HEADING, phase.capitalize(), "within")
            yield from map(_block, transcript(play.program, events))


def _phases(events: tuple[e.Event, ...]) -> Iterator[tuple[str, list[e.Event]]]:
    """The events in parts, each with the phase of play that begins with it; empty for none."""
    begun, part = "", list[e.Event]()
    for event in events:
        if kind := _BEGUN.get(type(event)):
            yield begun, part
            begun, part = kind, []
        part.append(event)
    yield begun, part


def _decided(program: Program, made: Made) -> Block:
    asked = decision(program, made.state)
    answer = next(option for option in asked.options if option.move == made.move)
    return Block(Look.DETAIL, answer.label, asked.prompt.rstrip(".?"))


def _block(item: Item) -> Block:
    match item.kind:
        case Kind.HEADING:
            return Block(Look.HEADING, item.text)
        case Kind.SPEECH | Kind.YOU:
            return Block(Look.DETAIL, item.text, item.speaker)
        case Kind.NOTE | Kind.CHANGE:
            return Block(Look.DETAIL, f"({item.text})")
    return Block(Look.ITEM, item.text)


def _blocks(lines: tuple[str, ...]) -> Iterator[Block]:
    for line in lines:
        yield Block(Look.DETAIL if line.startswith(" ") else Look.ITEM, line.strip())


# -- All of them


def index(held: Recorded) -> str:
    """The list of the plays, with where each of them ends."""
    title = held.program.scenario.title
    dimensions = [DIMENSION_TITLES[name] for name in DIMENSIONS]
    lines = [
        f"# {plain(title)}: {len(held.plays)} plays, recorded",
        "",
        "Each of these was played by the program, move by move, and is told in the words of the play. They",
        "give the story away: play it first. All of it is written anew from the scenario with `make plays`.",
        "",
        f"[Side by side]({COMPARISON}) shows the careful line next to what tempts, decision by decision.",
        f"The [trainer's guide](../{held.program.scenario.id}.md) says how to use them with a group.",
        "",
        row("Play", "What it does", "Stage", "Ending", *dimensions, "Total", "Minutes to read and decide"),
        row(*(["---"] * 4), *(["--:"] * (len(dimensions) + 2))),
    ]
    lines += [_listed(play) for play in held.plays.values()]
    lines += ["", reading(held)]
    return "\n".join(lines) + "\n"


def _listed(play: Play) -> str:
    points = play.outcome.card.points
    told = (_about(play), play.stage, play.debrief.ending)
    figures = (*(points[name] for name in DIMENSIONS), play.outcome.card.total)
    return row(
        f"[{plain(play.title)}]({play.page})",
        *map(plain, told),
        *(signed(value).replace("-", "−") for value in figures),
        f"{play.reading.minutes:.0f}",
    )


def reading(held: Recorded) -> str:
    """How long the plays take that come to the last encounter."""
    whole = sorted(play.reading.minutes for play in held.plays.values() if play.to_the_end)
    return (
        f"At 200 words a minute and 20 seconds a decision, the {len(whole)} recorded plays that come to\n"
        f"the last meeting take {whole[0]:.0f} to {whole[-1]:.0f} minutes."
    )


def extent(least: Fraction, most: Fraction) -> str:
    """Within what time every route to the last encounter lies, in whole minutes around what is proved."""
    return (
        f"No route to it takes less than {floor(least)} or more than {ceil(most)} minutes: that is proved\n"
        "for all of them at once."
    )


def filled(text: str, held: Recorded) -> str:
    """A page with the reading time written anew where it has the mark for it."""
    told = f"{reading(held)}\n{extent(*minutes(held.program))}"
    return _READING.sub(lambda found: f"{found[1]}{told}\n{found[2]}", text)


def folder(scenario: str) -> Path:
    """Where the pages of a scenario stand."""
    return HERE / "scenarios" / scenario


def main(scenario: str = RECORDED) -> None:
    """Writes all of them anew, and takes away what is not written any more."""
    held = recorded(scenario)
    kept = folder(held.program.scenario.id)
    kept.mkdir(parents=True, exist_ok=True)
    pages = held.pages()
    for old in kept.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (kept / name).write_text(text, encoding="utf-8")
    README.write_text(filled(README.read_text(encoding="utf-8"), held), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
