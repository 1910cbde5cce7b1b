"""What every screen has: a line for what happened, the line of keys, and a word in too small a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from simulator.terminal.actions import Command, bindings, commands
from simulator.terminal.text import Words
from simulator.terminal.widgets.keybar import KeyBar
from simulator.terminal.widgets.paper import Paper
from simulator.view.allowance import PRACTICE, Allowance

WIDTH, HEIGHT, WIDE, ROOMY = 40, 10, 120, 20
"""The smallest window, the width from which there are three columns, and the height from which there is room
above the text, in cells."""
TOO_SMALL = f"Please make the window larger: at least {WIDTH}×{HEIGHT}. Nothing is lost."

Result = TypeVar("Result")


class Room(Screen[Result], inherit_bindings=False):
    """A screen. In a window that is too small it shows only that, and takes no keys but those to leave."""

    PLACE: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDTH, "-normal"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HEIGHT, "-high"), (ROOMY, "-roomy")]
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Wanted(Message):
        """The palette is wanted on a screen."""

        room: Room[Any]

    def __init_subclass__(cls, place: str = "", **kwargs: bool) -> None:
        if place:
            cls.PLACE = place
            cls.BINDINGS = [*bindings(place)]
        super().__init_subclass__(**kwargs)

    def compose(self) -> ComposeResult:
        """The screen's own parts, then what every screen has."""
        yield from self.parts()
        yield Words(id="status")
        yield KeyBar(self.PLACE)
        yield Words(TOO_SMALL, id="small")

    def parts(self) -> ComposeResult:
        """The screen's own parts."""
        yield from ()

    @property
    def too_small(self) -> bool:
        """Whether the window is too small to show anything in."""
        size = self.app.size
        return size.width < WIDTH or size.height < HEIGHT

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """No key may do what cannot be seen, or is not allowed here."""
        if self.too_small or not self.allowance.allows(action):
            return False
        return self.has_palette if action == "palette" else self.can(action)

    @property
    def allowance(self) -> Allowance:
        """What may be done here: as the application says, else all of it."""
        held: Allowance = getattr(self.app, "allowance", PRACTICE)
        return held

    @property
    def has_palette(self) -> bool:
        """Whether the palette can be opened here."""
        return True

    def able(self) -> tuple[Command, ...]:
        """The commands that can be done now, for the palette."""
        return tuple(
            held
            for held in commands(self.PLACE, "app")
            if held.listed and not held.digit and self.check_action(held.action, ())
        )

    def action_palette(self) -> None:
        """Asks for the palette."""
        self.post_message(self.Wanted(self))

    def can(self, _action: str) -> bool:
        """Whether an action of this screen can be done now."""
        return True

    def say(self, text: str, *, bad: bool = False) -> None:
        """Puts a line above the keys; an empty one takes it away. Bad news has a sign, not only a colour."""
        status = self.query_one("#status", Words)
        status.say(f"! {text}" if bad and text else text)
        status.set_class(bad, "-bad")
        status.display = bool(text)

    def refresh_keys(self) -> None:
        """Draws the line of keys again, after what can be done has changed."""
        self.query_one(KeyBar).refresh()

    @property
    def wheeled(self) -> Paper | None:
        """What the wheel scrolls where the mouse is over nothing that scrolls."""
        return next(iter(self.query("#page, #menu, #transcript").results(Paper)), None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scrolls on from the sides of a wide window too."""
        self._wheel(event, self.app.scroll_sensitivity_y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scrolls back likewise."""
        self._wheel(event, -self.app.scroll_sensitivity_y)

    def _wheel(self, event: events.MouseEvent, by: float) -> None:
        over, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if self.wheeled is not None and not self.too_small and not isinstance(over, Paper):
            self.wheeled.scroll_relative(y=by, animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Gives the focus back that a window too small had taken."""
        if not self.too_small and self.focused is None:
            self.call_after_refresh(self._update_auto_focus)
