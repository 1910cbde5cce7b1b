"""Settings: the look, and how to play by default."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace

from simulator.settings import Settings
from simulator.terminal.screens.pick import Pick
from simulator.terminal.themes import TITLES
from simulator.terminal.widgets.menu import Entry, option, text

_STILL = (
    "Nothing here moves by itself and text appears at once, so there is no motion to reduce and no speed to "
    "set. What you set is kept."
)


def entries(settings: Settings, colours: bool) -> Iterator[Entry]:
    """What can be set; a key is the settings as they would be. `colours`: whether there are any here."""
    yield text(("Colours", "heading"))
    if not colours:
        yield text(("NO_COLOR is set: no colours are shown, whichever you choose.", "quiet"))
    for theme, title in TITLES.items():
        yield option(replace(settings, theme=theme), f"{_sign(theme == settings.theme)} {title}")
    yield text()
    yield text(("How to play", "heading"))
    yield option(
        replace(settings, plain=not settings.plain),
        f"{'[x]' if settings.plain else '[ ]'} `onlyme` plays as numbered lines, without screens",
    )
    yield text()
    yield text((_STILL, "quiet"))


def _sign(on: bool) -> str:
    return "(•)" if on else "( )"


class SettingsRoom(Pick, place="settings"):
    """Shows the settings; each change is handed on at once and shown."""

    def __init__(self, settings: Settings, colours: bool, prefer: Callable[[Settings], None]) -> None:
        super().__init__("Settings", entries(settings, colours))
        self._colours = colours
        self._prefer = prefer

    def chosen(self, key: Hashable) -> None:
        """Changes a setting."""
        if isinstance(key, Settings):
            place = self.menu.keys.index(key)
            self._prefer(key)
            self.menu.offer(entries(key, self._colours))
            self.menu.mark(self.menu.keys[place])
