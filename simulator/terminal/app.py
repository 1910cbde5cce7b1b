"""The application in the terminal. Only what Home needs is imported here; the rest while Home is read."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

# Textual reads this once, when it is imported. A frame is drawn only when something has changed, so a higher
# rate answers sooner and costs nothing at rest.
os.environ.setdefault("TEXTUAL_FPS", "120")

from rich.console import RenderableType
from textual.app import App
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerError

from simulator.attempts.errors import StoreError
from simulator.scenario.text import clean
from simulator.settings import Found, Settings, read, write
from simulator.terminal.actions import Command, bindings, commands
from simulator.terminal.cards import cards
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph
from simulator.terminal.screens.home import Home
from simulator.terminal.screens.room import Room
from simulator.terminal.shelf import Shelf
from simulator.terminal.themes import THEMES
from simulator.view.allowance import PRACTICE, Allowance

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.filter import LineFilter

    from simulator.terminal.playing import Playing, Unfinished
    from simulator.terminal.screens.debrief import Debrief
    from simulator.terminal.screens.play import Play
    from simulator.view.past import Past


_HERE = Path(__file__).parent
_ERRAND = "errand"
"""The group of the workers that lead from screen to screen."""


class OnlyMe(App[None], inherit_bindings=False):
    """The application: Home, and what is opened from it. Long work is done in threads; every change of what
    is shown is made here or in a screen, in answer to a message."""

    TITLE = "Only Me"
    CSS_PATH = [_HERE / "app.tcss", _HERE / "screens/play.tcss", _HERE / "screens/library.tcss"]
    BINDINGS = [*bindings("app")]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        shelf: Shelf,
        first: Playing | Past | None = None,
        driver_class: type[Driver] | None = None,
        preferred: Found | None = None,
    ) -> None:
        """`first` is opened at once, with Home under it. `preferred` are the settings that were found, which
        are then kept when they change; without them the defaults serve, and nothing is kept."""
        plain = [*self.CSS_PATH, _HERE / "nocolor.tcss"] if "NO_COLOR" in os.environ else None
        super().__init__(driver_class=driver_class, css_path=plain)
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self._colourless: Sequence[LineFilter] = ()
        if self.no_color:
            from simulator.terminal.colourless import Colourless

            self._colourless = (Colourless(),)
        self.shelf = shelf
        self.cards = cards()
        self.settings = preferred.settings if preferred else Settings(welcomed=True)
        self._begin_with(self.settings.theme)
        self._preferred = preferred
        self._first = first
        self._home = Home(self.cards)
        self._busy = self._away = False
        self._then: Callable[[], None] | None = None  # what is to come once the present screen has been left

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is shown."""
        return self._colourless or super().get_line_filters()

    # -- beginning and end

    def _begin_with(self, theme: str) -> None:
        """Takes a theme before anything is shown. Setting it like a later one would have every style sheet
        read, and the whole first screen styled, twice."""
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)

    def get_default_screen(self) -> Screen[Any]:
        """Home lies under everything."""
        return self._home

    def on_mount(self) -> None:
        """Opens what is to be opened at once; what Home does not need comes after the first frame."""
        if self._first is not None:
            self._show(self._first)
        self.call_after_refresh(self._look_up, self._preferred.trouble if self._preferred else "")
        if self._first is None and not self.settings.welcomed:
            self.call_after_refresh(self.on_home_go, Home.Go("welcome"))

    def _look_up(self, said: str = "") -> None:
        """Fills in what there is to go on with, and says what is to be said at Home."""
        self.run_worker(self._list(said), group="list", exclusive=True)

    async def _list(self, said: str) -> None:
        self._home.begun(await asyncio.to_thread(self._begun))
        if said:
            self._home.say(said)
        elif self.shelf.why_not:
            self._home.say(
                f"You can play all the same, but nothing will be kept. {self.shelf.why_not}.", bad=True
            )

    def _begun(self) -> tuple[Unfinished, ...]:
        from simulator.terminal.playing import unfinished

        store = self.shelf.store()
        gc.freeze()  # everything that lasts has been imported: let the collector leave it alone
        return unfinished(store) if store is not None else ()

    def action_leave(self) -> None:
        """Ends the application; everything is kept."""
        self.exit()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - never, whoever asks
    ) -> None:
        """Shows a notice, always literal."""
        super().notify(clean(message), title=clean(title), severity=severity, timeout=timeout, markup=False)

    def _fatal_error(self) -> None:
        """Ends without showing anything: `run` passes the failure on, and no text of anybody's is printed."""
        self._close_messages_no_wait()

    def panic(self, *_renderables: RenderableType) -> None:
        """Ends likewise; Textual would print a traceback."""
        self._exception = self._exception or RuntimeError("the keys could not be read any longer")
        self._close_messages_no_wait()

    # -- going from one screen to another

    def on_home_practise(self, event: Home.Practise) -> None:
        """A new attempt at a scenario."""
        self._home.say("")
        self._open(lambda: _playing().start(self.shelf, event.scenario))

    def on_home_continue(self, event: Home.Continue) -> None:
        """A kept attempt, where it was left."""
        self._home.say("")
        self._open(lambda: _playing().come_back(self.shelf, event.attempt))

    def on_home_go(self, event: Home.Go) -> None:
        """Another place than play, one at a time."""
        if not self._away and self.screen is self._home:
            self._away = True
            self._home.say("")
            self.run_worker(self._errand(event.errand, event.about), group=_ERRAND)

    async def _errand(self, name: str, about: str) -> None:
        """Runs an errand, and opens the attempt it ends with."""
        found, said = None, ""
        try:
            errands = await asyncio.to_thread(_errands)
            found = await errands.ERRANDS[name](self, about)
        except StoreError as error:
            said = str(error)
        finally:
            self._away = False
        if found is not None:
            self._open(found)
        else:
            self._look_up(said)

    @property
    def keeps_settings(self) -> bool:
        """Whether settings that change are kept."""
        return self._preferred is not None

    def prefer(self, settings: Settings) -> None:
        """Takes other settings, shows them, and keeps them."""
        self.settings = settings
        self.theme = settings.theme
        if self.keeps_settings and (trouble := write(settings)) and isinstance(self.screen, Room):
            self.screen.say(trouble, bad=True)

    def _open(self, opened: Callable[[], Playing | Past]) -> None:
        """Opens an attempt in a thread, one at a time."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._opening(opened))

    async def _opening(self, opened: Callable[[], Playing | Past]) -> None:
        try:
            found = await asyncio.to_thread(_tried, opened)
        finally:
            self._busy = False
        if isinstance(found, str):
            self._explain("This cannot be opened", found)
        else:
            self._show(found)

    def _show(self, found: Playing | Past) -> None:
        """Shows an attempt: to be played, or only to be read."""
        from simulator.terminal.playing import Playing

        if isinstance(found, Playing):
            self._play(found)
        else:
            self._read(found)

    def _read(self, held: Past) -> None:
        """An attempt that can only be read; then Home, or a new attempt at the same."""
        from simulator.terminal.screens.bygone import ANEW, Bygone

        def then(chosen: Hashable | None) -> None:
            if chosen == ANEW:
                self._open(lambda: _playing().anew(self.shelf, held))
            else:
                self._look_up()

        self.push_screen(Bygone(held), then)

    def _play(self, playing: Playing) -> None:
        from simulator.terminal.screens.play import Play

        self._replace(self._debrief(playing) if playing.over and playing.to_read else Play(playing))

    def _debrief(self, playing: Playing) -> Debrief:
        from simulator.terminal.screens.debrief import Debrief

        return Debrief(playing)

    def _replace(self, screen: Screen[None]) -> None:
        """Puts a screen on Home, in place of what lay there."""
        if self.screen is self._home:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def on_play_ended(self, event: Play.Ended) -> None:
        """The story is over: on to the debrief."""
        self._replace(self._debrief(event.playing))

    def on_play_left(self, event: Play.Left) -> None:
        """Back to Home, which says what was kept."""
        self._back(event.kept)

    def on_play_elsewhere(self, event: Play.Elsewhere) -> None:
        """Another window goes on with the attempt; this one stops."""
        self._explain("Continued elsewhere", event.why)

    def on_debrief_left(self, _event: Debrief.Left) -> None:
        """Back to Home."""
        self._back("")

    def on_debrief_play_again(self, event: Debrief.PlayAgain) -> None:
        """A new attempt, up to the move that is to be tried again."""
        self._open(lambda: event.playing.again(event.move))

    def _back(self, said: str) -> None:
        if self.screen is not self._home:
            self.pop_screen()
        self._look_up(said)
        then, self._then = self._then, None
        if then is not None:
            then()

    # -- the palette

    def on_room_wanted(self, event: Room.Wanted) -> None:
        """Opens the palette on a screen."""
        from simulator.terminal.screens.palette import PLACES, Palette

        room = event.room
        if self.screen is not room:
            return
        self._then = None
        able = room.able()
        here = {room.PLACE, *(held.action for held in able)}
        places = tuple(held for held in PLACES if held.errand not in here)
        self.push_screen(Palette(able, places, self.cards), partial(self._wanted, room))

    async def _wanted(self, room: Room[Any], choice: Hashable | None) -> None:
        """Does what was chosen in the palette of a screen, as its key there would."""
        from simulator.terminal.screens.palette import Begin, Go

        match choice:
            case Command(action=action, places=places):
                await self.run_action(action, self if "app" in places else room)
            case Go(errand=errand, over=True):
                self.run_worker(self._over(errand), group=_ERRAND)
            case Go(errand=errand):
                await self._depart(lambda: self.on_home_go(Home.Go(errand)))
            case Begin(scenario=scenario):
                await self._depart(lambda: self.on_home_practise(Home.Practise(scenario)))

    async def _over(self, errand: str) -> None:
        """Runs an errand over the present screen."""
        errands = await asyncio.to_thread(_errands)
        await errands.ERRANDS[errand](self, "")

    async def _depart(self, then: Callable[[], None]) -> None:
        """Leaves everything that lies on Home, then does something. A play or a debrief is left as by its
        own key."""
        under_way = [worker for worker in self.workers if worker.group == _ERRAND]
        for worker in under_way:
            worker.cancel()
        for worker in under_way:
            with suppress(WorkerError):
                await worker.wait()
        while self.screen is not self._home:
            if isinstance(self.screen, Room) and self.screen.PLACE in ("play", "debrief"):
                self._then = then
                await self.run_action("close", self.screen)
                return
            await self.pop_screen()
        then()

    def _explain(self, title: str, why: str) -> None:
        """Says on a sheet why something cannot go on."""
        from simulator.terminal.screens.sheet import Sheet

        self._replace(Sheet(title, [paragraph(line) for line in why.splitlines()]))

    def action_help(self) -> None:
        """The keys that do something here."""
        from simulator.terminal.screens.sheet import Sheet

        if isinstance(self.screen, Room):
            self.push_screen(Sheet("Keys", help_for(self.screen.PLACE, self.screen.allowance)))


def _playing() -> ModuleType:
    """The module that opens attempts; first asked for in a thread, as it takes a while to import."""
    from simulator.terminal import playing

    return playing


def _errands() -> ModuleType:
    """The module of the errands, likewise."""
    from simulator.terminal import errands

    return errands


def _tried(opened: Callable[[], Playing | Past]) -> Playing | Past | str:
    """What was opened, or why it cannot be."""
    from simulator.scenario.diagnostics import ScenarioError

    try:
        return opened()
    except (StoreError, ScenarioError) as error:
        return str(error)
    except ValueError as error:
        from simulator.engine.attempt import CannotResume

        if isinstance(error, CannotResume):
            return f"This attempt cannot be continued: {error}. What was played stays on record."
        raise


def help_for(place: str, allowance: Allowance = PRACTICE) -> Iterable[Paragraph]:
    """The help of a screen, made from the registry; without what is not allowed there."""
    for held in commands(place, "menu", "paper", "app"):
        if allowance.allows(held.action):
            yield paragraph((f"{held.shown:<10}", "strong"), held.help, hang=10)
    yield BLANK
    yield paragraph("The mouse does everything too: click a line to choose it, or a key in the line below.")
    yield paragraph("●●●○○ is a gauge of 0 to 5.")


def run(
    location: str | None = None,
    scenario: str | None = None,
    variant: str | None = None,
    resume: str | None = None,
) -> int:
    """Runs the application on this terminal; the exit status.

    `location` is where attempts are kept, as in `Store.open`. `scenario` (with a `variant`) or `resume`, the
    first letters of an attempt's id or `last`, is opened at once. Raises ScenarioError or StoreError where it
    cannot be, and whatever went wrong inside; the terminal is restored before.
    """
    shelf = Shelf(location)
    app = OnlyMe(shelf, _first(shelf, scenario, variant, resume), _driver(), read())
    try:
        app.run()
    finally:
        shelf.close()
    if app._exception is not None:
        raise app._exception
    return app.return_code or 0


def _first(
    shelf: Shelf, scenario: str | None, variant: str | None, resume: str | None
) -> Playing | Past | None:
    if scenario is None and resume is None:
        return None
    from simulator.terminal import playing

    if scenario is not None:
        return playing.start(shelf, scenario, variant)
    return playing.come_back(shelf, playing.named(shelf, resume or "last"))


def _driver() -> type[Driver] | None:
    """Our own driver, where there is one; else Textual's choice."""
    if sys.platform == "win32":
        return None
    from simulator.terminal.driver import TerminalDriver

    return TerminalDriver
