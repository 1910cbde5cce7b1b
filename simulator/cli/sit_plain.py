"""Sitting an assessment as lines of text: the same way as on screens, one numbered list after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere, StoreError
from simulator.cli.failures import Failure
from simulator.cohort.live import Live
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rules import Rules
from simulator.cohort.sitting import Item, assessments_of, resume, start
from simulator.cohort.states import May
from simulator.plain import Lines, PlainPlay, number_in
from simulator.view.allowance import ASSESSED, Allowance
from simulator.view.countdown import Countdown
from simulator.view.entry import ASK, WELCOME, Refused, enter
from simulator.view.invitation import Section, invitation
from simulator.view.review import Shown, debrief_of, lines_of, review
from simulator.view.situation import begun, left_at, situation, to_rules

TRIES = 3
"""Codes that may be typed before the command ends; it may be begun again."""


def ask_code(database: Database, lines: Lines) -> str | None:
    """The person whose code is typed; None where one leaves. Raises Failure after too many that are nobody's,
    or where the input ends."""
    for text in WELCOME:
        lines.say(text)
    for _ in range(TRIES):
        code = lines.ask(f"{ASK} ", secret=True)
        if code is None:
            raise Failure("onlyme sit: the input has ended before a code; or give it with --code-file")
        if code == "q":
            return None
        try:
            return enter(database, code)
        except Refused as refused:
            lines.say(f"{refused}.")
    raise Failure("onlyme sit: nobody was let in")


@dataclass(frozen=True, slots=True)
class PlainWay:
    """The way of one person through assessments."""

    database: Database
    person: str
    lines: Lines

    def go(self) -> None:
        """From the list of assessments and back, until one leaves. Raises StoreError where the list itself
        cannot be read."""
        while (item := self._chosen()) is not None:
            try:
                self._at(item)
            except (ContinuedElsewhere, NotAllowed) as error:
                self.lines.say(f"{error}.")
            except StoreError as error:
                self.lines.say(f"{error}.")

    def _chosen(self) -> Item | None:
        items = assessments_of(self.database, self.person)
        self.lines.say()
        if not items:
            self.lines.say("There is no assessment for you at the moment.")
            return None
        self.lines.say("Your assessments")
        told = [f"{item.title}. {' '.join(situation(item))}" for item in items]
        number = pick(self.lines, told)
        return None if number is None else items[number]

    def _at(self, item: Item) -> None:
        self.lines.say()
        self.lines.say(item.title)
        for text in situation(item):
            self.lines.say(text)
        if item.offer.may is May.START and not item.sittings:
            self._invited(item)
            return
        ways: list[tuple[str, Callable[[], None]]] = []
        if item.offer.may is May.RESUME:
            ways.append(("Go on", lambda: self._sit(resume, item)))
        if any(sitting.counts for sitting in item.sittings):
            ways.append(("What you may see of it now", lambda: self._review(item.id)))
        ways.append((to_rules(item), lambda: self._invited(item)))
        number = pick(self.lines, [words for words, _ in ways])
        if number is not None:
            ways[number][1]()

    def _invited(self, item: Item) -> None:
        """The rules; from there to a new sitting."""
        self._tell(invitation(item.rules, sat=begun(item), retention_days=item.retention_days))
        if item.offer.may is May.START and pick(self.lines, [_start_words(item.rules)]) is not None:
            self._sit(start, item)

    def _sit(self, begin: Callable[[Database, str, str], Live], item: Item) -> None:
        play(begin(self.database, item.id, self.person), item.rules, self.lines)

    def _review(self, assessment: str) -> None:
        mine = (self.database, assessment, self.person)
        while True:
            held = review(*mine)
            self._tell(held.sections)
            options: list[tuple[str, Shown, bool]] = [
                *((f"What you said: {shown.title}", shown, False) for shown in held.lines),
                *((f"The debrief: {shown.title}", shown, True) for shown in held.debriefs),
            ]
            number = pick(self.lines, [words for words, _, _ in options]) if options else None
            if number is None:
                return
            _, shown, whole = options[number]
            found = (debrief_of if whole else lines_of)(*mine, shown.attempt)
            if whole and found.session is not None:
                PlainPlay(found.session, self.lines).debrief(found.rubric)
            else:
                for line in found.lines:
                    self.lines.say(line.strip(), " " * (len(line) - len(line.lstrip())))

    def _tell(self, sections: Iterable[Section]) -> None:
        for heading, texts in sections:
            self.lines.say()
            self.lines.say(heading)
            for text in texts:
                self.lines.say(text, "  ")


def play(live: Live, rules: Rules, lines: Lines) -> bool:
    """Plays a sitting on from where it is; whether it was handed in. Raises ContinuedElsewhere or NotAllowed
    where it cannot go on here."""
    countdown = Countdown(60 * rules.grace_minutes if rules.at_expiry == "grace" else 0)
    while True:
        countdown.tell(live.remaining)
        if not PlainSeat(live.session, lines, live=live, countdown=countdown).run():
            lines.say(left_at(live.sitting, limited=countdown.left is not None))
            return False
        last = live.last
        coming = "Hand in" if last else f"Go on to the next scenario: {live.scenarios[live.place + 1].title}"
        if not _onward(live, coming, lines):
            lines.say("Everything is kept, but it is not handed in yet.")
            return False
        if last:
            lines.say("Handed in.")
            return True


def _onward(live: Live, coming: str, lines: Lines) -> bool:
    """On to the next scenario, or handed in, where one wants it; whether that was kept."""
    lines.say()
    lines.say("The story ends here.")
    while pick(lines, [coming]) is not None:
        try:
            if live.last:
                live.submit()
            else:
                live.go_on()
        except (ContinuedElsewhere, NotAllowed):
            raise
        except StoreError as error:
            lines.say(f"{error}. Choose again to try once more.")
        else:
            return True
    return False


@dataclass(kw_only=True)
class PlainSeat(PlainPlay):
    """One scenario of a sitting. The time left is told when it is asked for, and when it runs short."""

    live: Live
    countdown: Countdown
    allowance: Allowance = ASSESSED

    def __post_init__(self) -> None:
        """Every choice tells the time left."""
        self.kept = lambda: self.countdown.tell(self.live.remaining)

    def time_left(self) -> str:
        """The time left, by the clock of the database. Raises TimeUp where it is over."""
        self.countdown.tell(self.live.refresh())
        words = self.countdown.words
        return f"{words[:1].upper()}{words[1:]}." if words else PlainPlay.time_left(self)

    def warning(self) -> str:
        """A warning that has come due."""
        return self.countdown.warning()


def pick(lines: Lines, options: list[str]) -> int | None:
    """The place of a line that is chosen by number; None where one goes back, or the input ends."""
    lines.say()
    for number, words in enumerate(options, start=1):
        lines.say(f"{number}. {words}", "  ")
    lines.say("q. Back", "  ")
    while (answer := lines.ask("> ")) is not None and answer.lower() not in ("q", "quit"):
        if 1 <= number_in(answer) <= len(options):
            return number_in(answer) - 1
        lines.say(f"Type a number from 1 to {len(options)}, or q.")
    return None


def _start_words(rules: Rules) -> str:
    if rules.minutes is None:
        return "Start: from then on this sitting counts"
    return f"Start: your {rules.minutes} minutes begin at once"
