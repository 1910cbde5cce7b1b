"""Rounds by keys alone through sitting an assessment and through the trainer's desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.cohort.cohorts import member_of
from simulator.cohort.overrides import give
from simulator.cohort.remarks import comment
from simulator.cohort.rules import Override
from simulator.terminal.desk.app import Desking
from simulator.terminal.sit.app import Assessing
from tests.courses import Course, course
from tests.terminal.hands import Hands, squeezed
from tests.terminal.payloads import OWN, Choice, left, written
from tests.terminal.ptys import terminal
from tests.terminal.rounds import SIZE, Inside, Outside, Round
from tests.terminal.vt import Screen

WHO, TRAINEE = "C3D4F5", "D3D4F5"
"""Who has handed in, and who is to sit it."""
_AGAIN = 2.0  # seconds without an answer after which a key is pressed once more
_RUN = """
import sys
from simulator.attempts.database import Database
from simulator.terminal.desk.app import Desking
from simulator.terminal.sit.app import Assessing
who = sys.argv[1]
database = Database.open()
app = Desking(database, "Jo", "spring-2027", every=None) if who == "desk" else Assessing(database, who)
app.run()
"""


class Seen(Round):
    """A round on which fields are to be seen."""

    FIELDS: tuple[str, ...] = ()

    def sees(self, choice: Choice) -> None:
        """Asserts that every field was seen as it stands, and what was written too."""
        shown = " ".join(self.shown)
        for wanted in (*(f"{field} {left(choice(field))}" for field in self.FIELDS), left(self.own)):
            assert squeezed(wanted) in shown, wanted


class Sitting(Seen):
    """From the rules through the play to what may be seen afterwards."""

    FIELDS = (
        "Assessed",
        "Purpose",
        "Seen",
        "Title",
        "About",
        "Scene",
        "Speech",
        "Say",
        "Reply",
        "Ending",
        "The end",
    )

    async def go(self) -> None:
        """Goes round."""
        await self.look("Your assessments")
        await self.press("enter", "What it is for")
        await self._until("begin at once", "enter")
        await self.press("down")
        await self.press("enter", "About")
        await self._until("Speech", "1")
        await self._write()
        await self._until("Handed in.", "1")
        await self.press("enter", "What you may see of it now")
        await self.press("enter", "What you said")
        await self.press("enter", "Scene")
        await self._until("The end", "pagedown")
        await self.press("escape", "What you said")
        await self.press("down")
        await self.press("enter", "· debrief ·")

    async def _until(self, wanted: str, key: str) -> None:
        """Presses a key until something is shown; one that comes while something is stored is not heard."""
        before, again = "", 0.0
        while wanted not in (text := await self.look()):
            if text != before or time.monotonic() > again:
                before, again = text, time.monotonic() + _AGAIN
                await self.eyes.press(key)

    async def _write(self) -> None:
        await self.press("n", "Note")
        await self.write("")
        await self.press("l", "Your notes")
        await self.press("escape", "Speech")


class AtDesk(Seen):
    """From the roll to a person and everything that can be asked for there."""

    FIELDS = ("Assessed", "Title", "Named", "Team", "Comment", "Reason", "By")

    async def go(self) -> None:
        """Goes round."""
        await self.look("submitted.")
        await self.press("n", "Named")
        await self.press("t", "Which team is to be shown?")
        await self.press("escape", "submitted.")
        await self.press("w", "the cohort")
        await self.press("escape", "submitted.")
        await self.press("e", "Write the grade book as")
        await self.press("enter", "Written to")
        await self.press("enter", "Comments")
        await self.press("c", "Comment:")
        await self.write("Noted.")
        await self.look(squeezed(left(self.own)))
        await self.press("x", "Extra time, as a factor:")
        await self.write("a factor from 1 to 10")
        await self.press("s", "Sign off?")
        await self.press("escape", "Comments")


def _said(field: str, choice: Choice) -> str:
    """What stands in a field, without the one character that no database takes and no environment carries."""
    return f"{field} {choice(field)}".replace("\0", "")


@contextmanager
def hostile(folder: Path, choice: Choice) -> Iterator[Course]:
    """An assessment in which everything that somebody wrote is a payload; one person has sat it."""

    def said(field: str) -> str:
        return _said(field, choice)

    rules = {"title": said("Assessed"), "purpose": said("Purpose"), "seen_by": said("Seen")}
    rules |= {
        "attempts": 1,
        "scenarios": [str(folder / written(folder, choice))],
        "pass": None,
        "minutes": 60,
        "shuffle": False,
    }
    rules |= {"review": dict.fromkeys(("score", "dimensions", "lines", "debrief"), "submitted")}
    with course(str(folder / "kept.sqlite3"), **rules) as held:
        held.enrol(TRAINEE, said("Named"))
        held.enrol(WHO, said("Named"), said("Team"))
        held.sit(WHO)
        person = held.standing(WHO)
        with held.database.writing() as connection:
            at = held.database.stamp(connection)
            comment(connection, held.assessment, person, said("Comment"), at=at, by=said("By"))
            member = member_of(connection, "spring", held.person(WHO))
        longer = Override.model_validate({"attempts": 2})
        give(held.database, held.assessment, longer, by=said("By"), to=member, reason=said("Reason"))
        yield held


async def inside(folder: Path, choice: Choice) -> None:
    """Both rounds in this process; `folder` is where one is."""
    with hostile(folder, choice) as held:
        by = _said("By", choice)
        for app, round in (
            (Assessing(held.database, held.person(TRAINEE)), Sitting),
            (Desking(held.database, by, held.assessment, every=None), AtDesk),
        ):
            async with app.run_test(size=SIZE) as pilot:
                one = round(Inside(Hands(app, pilot)), choice(OWN))
                await one.go()
            one.sees(choice)


async def outside(folder: Path, choice: Choice) -> tuple[Screen, ...]:
    """Both rounds on a terminal; everything that was sent to it is in the screens' sequences."""
    with hostile(folder, choice) as held:
        who = held.person(TRAINEE)
    screens = []
    for argument, round in ((who, Sitting), ("desk", AtDesk)):
        with terminal(folder / "kept.sqlite3", argument, size=SIZE, run=_RUN) as shown:
            eyes = Outside(shown)
            one = round(eyes, choice(OWN))
            await one.go()
            eyes.screen.feed(shown.output.decode(errors="replace"))
        one.sees(choice)
        screens.append(eyes.screen)
    return tuple(screens)
