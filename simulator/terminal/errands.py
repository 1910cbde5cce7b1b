"""What is done from Home: a screen after another, each in answer to the one before.

Reading is done in threads. An errand ends with the attempt to open, or with nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.attempts.errors import StoreError
from simulator.scenario.diagnostics import ScenarioError
from simulator.settings import place
from simulator.terminal import playing
from simulator.terminal.playing import Playing
from simulator.terminal.screens import welcome
from simulator.terminal.screens.about import about
from simulator.terminal.screens.glossary import glossary
from simulator.terminal.screens.library import Library, Start, card_entries
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.progress import Practise, ProgressRoom, Read
from simulator.terminal.screens.settings import SettingsRoom
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.widgets.menu import option, text
from simulator.view.past import Past
from simulator.view.progress import Best, Progress, bests, history, progress

if TYPE_CHECKING:
    from simulator.terminal.app import OnlyMe

Opened = Callable[[], Playing | Past]
Errand = Callable[["OnlyMe", str], Awaitable[Opened | None]]


async def library(app: OnlyMe, _: str = "") -> Opened | None:
    """Through the library to a card, and from the card to a new attempt."""
    best = await asyncio.to_thread(_bests, app)
    wanted = ""
    while True:
        room = Library(app.cards, best, wanted)
        scenario = await app.push_screen_wait(room)
        if not isinstance(scenario, str):
            return None
        wanted = room.wanted
        if (start := await _card(app, scenario, best)) is not None:
            return start


async def card(app: OnlyMe, scenario: str) -> Opened | None:
    """A scenario's card, and from it to a new attempt."""
    return await _card(app, scenario, await asyncio.to_thread(_bests, app))


async def _card(app: OnlyMe, scenario: str, best: Mapping[str, Best]) -> Opened | None:
    from simulator.scenario.load import load

    try:
        held = await asyncio.to_thread(load, scenario)
    except ScenarioError as error:
        await app.push_screen_wait(Pick("This cannot be opened", [text(str(error))]))
        return None
    chosen = await app.push_screen_wait(Pick(held.title, card_entries(held, best.get(held.id))))
    if not isinstance(chosen, Start):
        return None
    return lambda: playing.start(app.shelf, chosen.scenario, chosen.variant)


async def look_back(app: OnlyMe, _: str = "") -> Opened | None:
    """Progress; from there to a scenario to practise, or to the debrief of an attempt."""
    titles = {held.id: held.title for held in app.cards}
    while True:
        found = await asyncio.to_thread(_progress, app)
        chosen = await app.push_screen_wait(ProgressRoom(found, titles))
        match chosen:
            case Read(attempt):
                return lambda: playing.debriefed(app.shelf, attempt)
            case Practise(scenario):
                if (start := await card(app, scenario)) is not None:
                    return start
            case ("delete", str(attempt)):
                await delete(app, attempt)
            case "library":
                return await library(app)
            case _:
                return None


async def delete(app: OnlyMe, attempt: str) -> None:
    """Removes an attempt for good, once that has been confirmed."""
    store = app.shelf.required()
    held = next((item for item in await asyncio.to_thread(store.list) if item.id == attempt), None)
    if held is None:
        return
    sure = await app.push_screen_wait(
        Pick(
            "Delete this attempt?",
            [
                text((held.title, "strong"), f", last played {held.last_saved[:10]}, {held.moves} moves"),
                text("It is removed for good, from your progress too."),
                text(),
                option("keep", "Keep it"),
                option("delete", "Delete it"),
            ],
        )
    )
    if sure == "delete":
        await asyncio.to_thread(store.delete, attempt)


async def forget(app: OnlyMe, attempt: str) -> Opened | None:
    """Home's way to delete an attempt."""
    await delete(app, attempt)
    return None


async def words(app: OnlyMe, _: str = "") -> Opened | None:
    """The glossary."""
    await app.push_screen_wait(Sheet("Glossary", glossary()))
    return None


async def settings(app: OnlyMe, _: str = "") -> Opened | None:
    """The settings."""
    await app.push_screen_wait(SettingsRoom(app.settings, not app.no_color, app.prefer))
    return None


async def told(app: OnlyMe, _: str = "") -> Opened | None:
    """What the application is, and where it keeps what."""
    file = str(place()) if app.keeps_settings else "not kept"
    kept = await asyncio.to_thread(_kept, app)
    await app.push_screen_wait(Sheet("About Only Me", about(kept, file)))
    return None


async def welcomed(app: OnlyMe, _: str = "") -> Opened | None:
    """The welcome, page by page; it is not shown by itself again."""
    chosen: object = welcome.ON
    for number, (title, _lines) in enumerate(welcome.PAGES):
        if chosen == welcome.ON:
            head = f"{title}   {number + 1} of {len(welcome.PAGES)}"
            chosen = await app.push_screen_wait(Pick(head, welcome.page(number)))
    if not app.settings.welcomed:
        app.prefer(replace(app.settings, welcomed=True))
    if chosen == welcome.START and app.cards:
        return lambda: playing.start(app.shelf, app.cards[0].id)
    return None


ERRANDS: dict[str, Errand] = {
    "library": library,
    "card": card,
    "progress": look_back,
    "glossary": words,
    "settings": settings,
    "welcome": welcomed,
    "about": told,
    "delete": forget,
}


def _kept(app: OnlyMe) -> str:
    """Where attempts are kept, or why they are not."""
    if app.shelf.store() is None:
        return f"not kept. {app.shelf.why_not}".rstrip(" .")
    return app.shelf.place


def _bests(app: OnlyMe) -> dict[str, Best]:
    store = app.shelf.store()
    try:
        return bests(history(store)) if store is not None else {}
    except StoreError:
        return {}


def _progress(app: OnlyMe) -> Progress:
    """Raises StoreError."""
    from simulator.scenario.load import load

    practised = {}
    for held in app.cards:
        try:
            practised[held.id] = load(held.id).principles
        except ScenarioError:
            continue  # the card of that scenario says what is wrong
    return progress(app.shelf.required(), practised)
