"""From a story to the beginning of a scenario: passages become beats, links become lines to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.defaults import made_id
from simulator.scenario.text import one_line
from simulator.twee.order import downward
from simulator.twee.prose import MOST, TOO_MANY, Prose, Way, taken_apart, told
from simulator.twee.story import NotTwee, Passage, Remark, Story, in_order, quoted

_LONGEST = 15_000
"""The most characters of one text: longer prose is cut into several lines."""
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:|javascript:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A link as a line to say: id, words, the id of the beat it leads to, and its line in the Twee file."""

    id: str
    say: str
    then: str
    line: int


@dataclass(frozen=True, slots=True)
class Beat:
    """A passage as a beat: its id, the passage, what is told, what may be said, and what was not carried."""

    id: str
    passage: Passage
    told: tuple[str, ...]
    lines: tuple[Line, ...]
    left: tuple[Remark, ...]


@dataclass(frozen=True)
class Brought:
    """A story as the beginning of a scenario, with all that is to be said about it."""

    id: str
    title: str
    ifid: str
    beats: tuple[Beat, ...]
    remarks: tuple[Remark, ...]
    lost: int
    """How many links were left out; each has a remark."""


def brought(story: Story, wanted_id: str = "") -> Brought:
    """The story made a scenario. Raises NotTwee where nothing of it is a story."""
    if not story.passages:
        raise NotTwee("none of its passages is part of a story")
    return _Bringing(story, wanted_id).all()


class _Bringing:
    def __init__(self, story: Story, wanted_id: str) -> None:
        self.story = story
        self.wanted_id = wanted_id
        self.passages = story.passages
        self.prose = [taken_apart(passage) for passage in story.passages]
        if sum(len(prose.ways) + len(prose.remarks) for prose in self.prose) > MOST:
            raise NotTwee(TOO_MANY)
        self.place = {passage.name: place for place, passage in reversed(list(enumerate(self.passages)))}
        self.taken: set[str] = set()
        self.lost = sum(prose.lost for prose in self.prose)

    def all(self) -> Brought:
        start = self.place[self.story.start]
        links = [
            list(dict.fromkeys(self.place[way.target] for way in prose.ways if self._leads_on(way)))
            for prose in self.prose
        ]
        order, back = downward(links, start)
        names = _Names({"end"})
        ids = {place: names.new(self.passages[place].name, "passage") for place in order}
        lines = _Names(set())
        beats = tuple(self._beat(place, ids, back, lines) for place in order)
        remarks = [*self.story.remarks, *self._unreached(order, links, start)]
        for prose, beat in zip((self.prose[place] for place in order), beats, strict=True):
            remarks += [*prose.remarks, *beat.left]
        title = one_line(self.story.title) or "A story from Twine"
        scenario = self.wanted_id or _slug(title)
        return Brought(scenario, title, one_line(self.story.ifid), beats, in_order(remarks), self.lost)

    def _leads_on(self, way: Way) -> bool:
        """Whether a link has words and leads to a passage of the story."""
        return way.target in self.place and bool(one_line(way.text) or one_line(way.target))

    def _beat(self, place: int, ids: dict[int, str], back: set[tuple[int, int]], lines: _Names) -> Beat:
        passage, prose = self.passages[place], self.prose[place]
        kept: list[Line] = []
        left: list[Remark] = []
        for way in prose.ways:
            end = self.place.get(way.target)
            why = self._refused(way, end is not None and (place, end) in back)
            if why:
                self.lost += 1
                left.append(Remark(way.line, f"the link {told(way.text, way.target)} {why}: it is left out"))
            elif end is not None:
                say = one_line(way.text) or one_line(way.target)
                kept.append(Line(lines.new(say, "line"), say, ids[end], way.line))
        return Beat(ids[place], passage, tuple(_pieces(prose)), tuple(kept), tuple(left))

    def _refused(self, way: Way, leads_back: bool) -> str:
        if _OUTSIDE.match(way.target):
            return "leads out of the story"
        if way.target not in self.place:
            return "leads to a passage that is not there"
        if not self._leads_on(way):
            return "has no words"
        if len(way.text) > _LONGEST:
            return "is too long"
        return "leads back, and beats only run downwards" if leads_back else ""

    def _unreached(self, order: list[int], links: list[list[int]], start: int) -> Iterator[Remark]:
        reached = {start}
        for place in order:
            if place in reached:
                reached.update(links[place])
        for place in order:
            passage = self.passages[place]
            if place not in reached and self.place[passage.name] == place and passage.name:
                says = f"no link leads to passage {quoted(passage.name)}: its beat is never reached"
                yield Remark(passage.line, says)


class _Names:
    """Ids from words, each given once."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.next: dict[str, int] = {}

    def new(self, words: str, otherwise: str) -> str:
        """An id that was not given yet; `otherwise` where the words have none in them."""
        base = made_id(words)[:56] or otherwise
        name, number = base, self.next.get(base, 1)
        while name in self.taken:
            number += 1
            name = f"{base}_{number}"
        self.next[base] = number
        self.taken.add(name)
        return name


def _pieces(prose: Prose) -> Iterator[str]:
    for line in prose.lines:
        cut = (line[place : place + _LONGEST].strip() for place in range(0, len(line), _LONGEST))
        yield from filter(None, cut)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:64].strip("-") or "a-story-from-twine"
