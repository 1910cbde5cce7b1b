"""The way of one person through assessments: from the list to handing in, and to what may be seen afterwards.

Screens come one after another, each in answer to the one before; reading and writing is done in threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere, StoreError
from simulator.cohort.live import Live
from simulator.cohort.refused import NotAllowed
from simulator.cohort.rules import Rules
from simulator.cohort.sitting import Item, assessments_of, resume, start
from simulator.cohort.states import May
from simulator.terminal.paragraphs import paragraph
from simulator.terminal.playing import Playing
from simulator.terminal.screens.debrief import Debrief
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.sit import pages
from simulator.terminal.sit.played import Assessed
from simulator.terminal.sit.seat import seat
from simulator.view.countdown import Countdown
from simulator.view.review import Reviewed, debrief_of, lines_of, review
from simulator.view.situation import left_at

if TYPE_CHECKING:
    from simulator.terminal.sit.app import Assessing

HANDED_IN = "Handed in."


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one person, on the screens of an application."""

    app: Assessing
    database: Database
    person: str

    async def go(self) -> None:
        """From the list of assessments and back, until one leaves."""
        said: str | None = ""
        while said is not None:
            try:
                said = await self._among(said)
            except (ContinuedElsewhere, NotAllowed) as error:
                said = f"{error}."
            except StoreError as error:
                again = await self.app.push_screen_wait(Pick("This did not work", pages.again(str(error))))
                said = "" if again == pages.AGAIN else None

    async def _among(self, said: str) -> str | None:
        """The list, with what is to be said there; then what came of what was chosen, or None where one
        leaves."""
        items = await asyncio.to_thread(assessments_of, self.database, self.person)
        chosen = await self.app.push_screen_wait(Pick("Your assessments", pages.listed(items, said)))
        item = next((held for held in items if held.id == chosen), None)
        return None if item is None else await self._at(item)

    async def _at(self, item: Item) -> str:
        """At one assessment; what came of it."""
        if item.offer.may is May.START and not item.sittings:
            return await self._invited(item)
        while True:
            match await self.app.push_screen_wait(Pick(item.title, pages.standing(item))):
                case pages.RULES:
                    return await self._invited(item)
                case pages.RESUME:
                    return await self._sit(resume, item)
                case pages.REVIEW:
                    await self._review(item.id)
                case _:
                    return ""

    async def _invited(self, item: Item) -> str:
        """At the rules; from there to a new sitting, asked once more."""
        chosen = await self.app.push_screen_wait(pages.Page(item.title, pages.rules(item)))
        if chosen != pages.START:
            return ""
        sure = await self.app.push_screen_wait(Pick(item.title, pages.sure(item)))
        return await self._sit(start, item) if sure == pages.START else ""

    async def _sit(self, begin: Callable[[Database, str, str], Live], item: Item) -> str:
        live = await asyncio.to_thread(begin, self.database, item.id, self.person)
        return await play(self.app, live, item.rules)

    # -- afterwards

    async def _review(self, assessment: str) -> None:
        """What may be seen of an assessment now."""
        mine = (self.database, assessment, self.person)
        while True:
            held = await asyncio.to_thread(review, *mine)
            match await self.app.push_screen_wait(Pick("What you may see", pages.reviewed(held))):
                case pages.Lines(attempt):
                    await self._told(await asyncio.to_thread(lines_of, *mine, attempt))
                case pages.Whole(attempt):
                    await self._debriefed(await asyncio.to_thread(debrief_of, *mine, attempt))
                case _:
                    return

    async def _told(self, found: Reviewed) -> None:
        await self.app.push_screen_wait(Sheet(found.title, map(paragraph, found.lines)))

    async def _debriefed(self, found: Reviewed) -> None:
        """The debrief of one scenario; where its record cannot be played on, what is on record."""
        if found.session is None:
            await self._told(found)
        else:
            playing = Playing(found.session, Shelf(keeps=False))
            await self.app.push_screen_wait(Debrief(playing, found.rubric))


async def play(app: Assessing, live: Live, rules: Rules) -> str:
    """Plays a sitting on from where it is, scenario after scenario; what came of it. Raises
    ContinuedElsewhere or NotAllowed where it cannot go on here."""
    countdown = Countdown(60 * rules.grace_minutes if rules.at_expiry == "grace" else 0)
    while True:
        screen = Assessed(await asyncio.to_thread(seat, live, countdown))
        await app.push_screen_wait(screen)
        if screen.refused_by is not None:
            raise screen.refused_by
        if not screen.ended:
            return left_at(live.sitting, limited=countdown.left is not None)
        last = live.last
        if not await _onward(app, live):
            return "Everything is kept, but it is not handed in yet."
        if last:
            return HANDED_IN


async def _onward(app: Assessing, live: Live) -> bool:
    """On to the next scenario, or handed in; whether that was kept. It may be tried as often as one likes."""
    while True:
        try:
            await asyncio.to_thread(live.submit if live.last else live.go_on)
        except (ContinuedElsewhere, NotAllowed):
            raise
        except StoreError as error:
            if await app.push_screen_wait(Pick("Not kept", pages.again(str(error)))) != pages.AGAIN:
                return False
        else:
            return True
