"""From a scenario to its drawing: an overview, one meeting in full, or all of it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from simulator.engine.calendar import opened_by
from simulator.engine.rules import DEFAULT_DOWN, DEFAULT_LOST, DEFAULT_UP
from simulator.scenario.acts import Acts
from simulator.scenario.model import Beat, Choice, Encounter, Entry, News, Scenario
from simulator.scenario.words import LOST, ME_TOO, ONLY_ME, STAGE_TITLES, STAGES
from simulator.view.graph import words as w
from simulator.view.graph.parts import OWED, Graph, Item, Link, Sort, Stop, Tone

_Taken = tuple[int, str, str, str]
"""That something comes to be owed: the day, the stop, its item, and the entry."""
_NEWS, _DUE, _MEETING, _LATE = range(4)
"""What comes first on a day, as in play; what is agreed and due on the same day comes after the meeting."""


def overview(scenario: Scenario) -> Graph:
    """Meetings, news, what can come to be owed in each and when it falls due, endings and stages."""
    return _Drawing(scenario, frozenset()).whole()


def full(scenario: Scenario) -> Graph:
    """The overview with every beat and every line to say in it."""
    return _Drawing(scenario, frozenset(encounter.id for encounter in scenario.encounters)).whole()


def one_meeting(scenario: Scenario, encounter: str) -> Graph:
    """A meeting with its beats and lines. Raises KeyError where the scenario has none of that id."""
    held = {meeting.id: meeting for meeting in scenario.encounters}[encounter]
    return _Drawing(scenario, frozenset({encounter})).meeting_alone(held)


def tone(entry: Entry) -> Tone:
    """The colour of an entry."""
    if entry.account is not None:
        return Tone.ELSEWHERE
    if entry.side == "theirs":
        return Tone.THEIRS
    return Tone.TASK if entry.of is None else Tone.PROMISE


class _Drawing:
    """`details` are the meetings drawn with all their beats; news is drawn with its lines if any is."""

    def __init__(self, scenario: Scenario, details: frozenset[str]) -> None:
        self.scenario = scenario
        self.details = details
        self.asked = w.readers(scenario)
        self.groups: dict[str, str] = {}
        self.links: list[Link] = []

    def whole(self) -> Graph:
        taken_on = [
            *((0, "start", name, name) for name, entry in self.scenario.ledger.items() if entry.from_start),
            *(held for encounter in self.scenario.encounters for held in self._agreed_in(encounter)),
            *(held for news in self.scenario.calendar for held in self._agreed_by(news)),
        ]
        dated: list[tuple[int, int, list[Stop]]] = [
            *((news.day, _NEWS, [self._news(news)]) for news in self.scenario.calendar),
            *((held.day, _MEETING, list(self._meeting(held))) for held in self.scenario.encounters),
        ]
        dated.sort(key=lambda held: held[:2])
        due = self._followed(taken_on, [held[:2] for held in dated])
        stops = [self._start()]
        for place, (*_, held) in enumerate([*dated, (0, 0, [])]):
            stops += [self._due(place, due[place])] if place in due else []
            stops += held
        self._flow(stops)
        endings = list(self._endings(stops[-1].id))
        return Graph(
            self.scenario.title, (*stops, *endings, *self._stages()), tuple(self.links), dict(self.groups)
        )

    def meeting_alone(self, encounter: Encounter) -> Graph:
        stops = list(self._meeting(encounter))
        self._flow(stops)
        title = f"{self.scenario.title}: {encounter.title}"
        return Graph(title, tuple(stops), tuple(self.links), dict(self.groups))

    # What comes to be owed, and when

    def _due_day(self, entry: str, today: int) -> int:
        last, due = self.scenario.ends or 0, self.scenario.ledger[entry].promised_due
        return last if due is None else min(due.on(today), last)

    def _agreed_in(self, encounter: Encounter) -> Iterator[_Taken]:
        """All that can come to be owed in a meeting."""
        day, name, detailed = encounter.day, encounter.id, encounter.id in self.details
        for homework in encounter.prepare.homework if encounter.prepare else ():
            for entry in opened_by(self.scenario.homework[homework]):
                yield day, name, "" if detailed else entry, entry
        for beat_id, beat in encounter.beats.items():
            stop = f"{name}/{beat_id}" if detailed else name
            for choice in beat.choices:
                for entry in opened_by(choice):
                    yield day, stop, choice.id if detailed else entry, entry
            for entry in opened_by(beat.model_copy(update={"choices": ()})):
                yield day, stop, "" if detailed else entry, entry
        for entry in encounter.agree.may_add if encounter.agree else ():
            yield day, f"{name}:close" if detailed else name, entry, entry

    def _agreed_by(self, news: News) -> Iterator[_Taken]:
        for choice in news.choices:
            for entry in opened_by(choice):
                yield news.day, f"news:{news.id}", choice.id if self.details else entry, entry
        for entry in opened_by(news.model_copy(update={"choices": ()})):
            yield news.day, f"news:{news.id}", "" if self.details else entry, entry

    def _followed(
        self, taken_on: list[_Taken], happenings: list[tuple[int, int]]
    ) -> dict[int, dict[tuple[int, str], None]]:
        """Links each place where an entry is taken on to the box in which it falls due; gives what is there.

        There is a box at most before each of the happenings, which are days and ranks in order.
        """
        due: defaultdict[int, dict[tuple[int, str], None]] = defaultdict(dict)
        seen: set[tuple[str, str, str]] = set()
        waiting = list(taken_on)
        meetings = {encounter.day for encounter in self.scenario.encounters}
        while waiting:
            today, stop, item, entry = waiting.pop(0)
            if (stop, item, entry) in seen:
                continue
            seen.add((stop, item, entry))
            day, settled = self._due_day(entry, today), stop.startswith("due:")
            late = day == today and day in meetings and not settled and stop != "start"
            place = bisect(happenings, (day, _LATE if late else _DUE))
            if settled:  # what opens at a settlement is never due before it
                place = max(place, int(stop.removeprefix("due:")))
            due[place][day, entry] = None
            if stop != f"due:{place}":
                kind = tone(self.scenario.ledger[entry])
                self.links.append(Link(stop, f"due:{place}", kind, entry, item, entry))
            waiting += ((day, f"due:{place}", entry, name) for name in opened_by(self.scenario.ledger[entry]))
        return due

    # Boxes

    def _start(self) -> Stop:
        account = self.scenario.account
        notes = [f"stands at {STAGE_TITLES[account.stage]}"]
        if account.believed not in (None, account.stage):
            notes.append(f"you believe {STAGE_TITLES[account.believed or account.stage]}")
        owed = tuple(self._entry(name, 0) for name, entry in self.scenario.ledger.items() if entry.from_start)
        return Stop("start", Sort.START, account.name, 0, None, (", ".join(notes),), owed)

    def _meeting(self, encounter: Encounter) -> Iterator[Stop]:
        people = ", ".join(self.scenario.contacts[name].name.split()[0] for name in encounter.with_)
        notes = [f"with {people}", *w.only_if(encounter.when)]
        detailed = encounter.id in self.details
        if not detailed:
            lines = sum(len(beat.choices) for beat in encounter.beats.values())
            notes.insert(1, f"{_count(len(encounter.beats), 'beat')}, {_count(lines, 'line')} to choose from")
            owed = dict.fromkeys(entry for *_, entry in self._agreed_in(encounter))
            items = tuple(self._entry(name, encounter.day) for name in owed)
        else:
            self.groups[encounter.id] = encounter.title
            if encounter.ways.offered:
                notes.append(f"may be held as: {', '.join(encounter.ways.offered)}")
            if encounter.prepare and encounter.prepare.homework:
                notes.append(f"homework: {', '.join(encounter.prepare.homework)}")
            items = ()
        group = encounter.id if detailed else ""
        yield Stop(
            encounter.id, Sort.MEETING, encounter.title, encounter.day, None, tuple(notes), items, group
        )
        if detailed:
            yield from self._beats(encounter)

    def _beats(self, encounter: Encounter) -> Iterator[Stop]:
        ids = [*(f"{encounter.id}/{beat}" for beat in encounter.beats), f"{encounter.id}:close"]
        for place, (name, beat) in enumerate(encounter.beats.items()):
            yield Stop(
                ids[place],
                Sort.BEAT,
                name,
                None,
                None,
                (*self._speech(beat), *w.only_if(beat.when), *self._acts(beat.does, encounter.day)),
                tuple(self._choice(choice, encounter.day) for choice in beat.choices),
                encounter.id,
            )
            for choice in beat.choices:
                then = choice.then or beat.then
                end = (
                    f"{encounter.id}/{then}"
                    if then and then != "end"
                    else ids[-1]
                    if then
                    else ids[place + 1]
                )
                self.links.append(Link(ids[place], end, Tone.CHOICE, choice.id, choice.id))
            if not beat.choices and beat.then:
                end = ids[-1] if beat.then == "end" else f"{encounter.id}/{beat.then}"
                self.links.append(Link(ids[place], end, Tone.FLOW))
        may_add = encounter.agree.may_add if encounter.agree else ()
        notes = ("what stands on the list is agreed",) if encounter.agree else ()
        yield Stop(
            ids[-1],
            Sort.CLOSE,
            "The end of the meeting",
            None,
            None,
            (*notes, *(("one of these may be added",) if may_add else ())),
            tuple(self._entry(name, encounter.day) for name in may_add),
            encounter.id,
        )

    def _speech(self, beat: Beat) -> Iterator[str]:
        """The last thing that is always said before the choices."""
        lines = [line for line in beat.script if line.when is None]
        if lines:
            who = self.scenario.contacts.get(lines[-1].speaker)
            yield f"{who.name.split()[0]}: {lines[-1].text}" if who else lines[-1].text

    def _choice(self, choice: Choice, today: int) -> Item:
        notes = (*w.only_if(choice.when), *self._acts(choice.does, today))
        tones = [tone(self.scenario.ledger[name]) for name in opened_by(choice)]
        kind = next((held for held in OWED if held in tones), Tone.CHOICE)
        return Item(choice.id, choice.say, kind, notes)

    def _acts(self, does: Acts, today: int) -> Iterator[str]:
        return w.choice_notes(does, lambda entry: self._due_day(entry, today))

    def _news(self, news: News) -> Stop:
        here = f"news:{news.id}"
        if self.details:
            items = tuple(self._choice(choice, news.day) for choice in news.choices)
        else:
            items = tuple(self._entry(name, news.day) for name in dict.fromkeys(opened_by(news)))
        asks = (f"asks, with {_count(len(news.choices), 'line')} to choose from",) if news.choices else ()
        acts = self._acts(news.does, news.day)
        notes = (*w.only_if(news.when), *(acts if self.details else asks))
        return Stop(here, Sort.NEWS, news.title or news.id, news.day, None, notes, items)

    def _due(self, place: int, held: Iterable[tuple[int, str]]) -> Stop:
        order = list(self.scenario.ledger)
        due = sorted(held, key=lambda pair: (pair[0], order.index(pair[1])))
        items = tuple(self._settled(name, day) for day, name in due)
        return Stop(f"due:{place}", Sort.DUE, "Falls due", due[0][0], due[-1][0], (), items)

    def _entry(self, name: str, today: int) -> Item:
        entry = self.scenario.ledger[name]
        return Item(name, entry.label, tone(entry), (), self._due_day(name, today))

    def _settled(self, name: str, day: int) -> Item:
        entry = self.scenario.ledger[name]
        kept = w.outcome("kept", entry.when_kept, self.asked.get((name, "kept"), ()))
        broken = w.outcome("broken", entry.when_broken, self.asked.get((name, "broken"), ()))
        if_theirs = () if entry.kept_if is None else (f"kept if {entry.kept_if.text}",)
        return Item(name, entry.label, tone(entry), (*if_theirs, *kept, *broken), day)

    # What follows on what

    def _flow(self, stops: list[Stop]) -> None:
        """Each box goes on to the next, unless lines to say or a jump already lead on from it."""
        leading = {link.start for link in self.links if link.tone in (Tone.CHOICE, Tone.FLOW)}
        for stop, following in pairwise(stops):
            if stop.id not in leading:
                self.links.append(Link(stop.id, following.id, Tone.FLOW))

    def _endings(self, last: str) -> Iterator[Stop]:
        for place, ending in enumerate(self.scenario.endings):
            notes = (f"if {ending.when.text}",) if ending.when else ("else",)
            stop = Stop(f"ending:{place}", Sort.ENDING, ending.title, None, None, notes, (), "endings")
            self.groups["endings"] = "Endings: the first that fits"
            self.links.append(Link(last, stop.id, Tone.FLOW))
            yield stop

    def _stages(self) -> Iterator[Stop]:
        """The ladder, its top first, with what it takes to climb to a rung and to fall from it."""
        self.groups["stages"] = "The stages of the account"
        gates = self.scenario.account.stages
        for rung in range(ONLY_ME, LOST - 1, -1):
            stage = STAGES[rung]
            notes = ["here at the start"] if stage == self.scenario.account.stage else []
            if rung == LOST:
                notes.append(f"from any, if {(gates.lost.when if gates.lost else DEFAULT_LOST).text}")
            elif rung > ME_TOO:
                gate, below = getattr(gates, stage), f"stage:{STAGES[rung - 1]}"
                notes.append(f"up to here, if {(gate.up_if or DEFAULT_UP[rung]).text}")
                notes.append(f"down from here, if {(gate.down_if or DEFAULT_DOWN).text}")
                self.links.append(Link(below, f"stage:{stage}", Tone.UP))
                self.links.append(Link(f"stage:{stage}", below, Tone.DOWN))
            yield Stop(
                f"stage:{stage}", Sort.STAGE, STAGE_TITLES[stage], None, None, tuple(notes), (), "stages"
            )


def _target(encounter: Encounter, then: str | None, otherwise: str) -> str:
    if then is None:
        return otherwise
    return f"{encounter.id}:close" if then == "end" else f"{encounter.id}/{then}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
