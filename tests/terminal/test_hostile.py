"""Text that a person wrote, in every field and on every screen, in this process and on a real terminal.

Here each field of a round through the application has one payload, and the next field the next; `make
hostile` goes round with every payload in all fields at once, in this process and as bytes to a terminal.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Tooltip

from simulator.engine.attempt import CannotResume
from simulator.terminal.app import OnlyMe, _tried
from simulator.terminal.paragraphs import paragraph
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.shelf import Shelf
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Menu, option, text
from simulator.terminal.widgets.paper import Paper
from simulator.terminal.widgets.typed import Typed
from tests.terminal import assessed_rounds, rounds
from tests.terminal.hands import Hands, squeezed
from tests.terminal.payloads import PAYLOADS, by_turns, left


@pytest.mark.parametrize("shift", [0, 11, 22])
async def test_a_round_shows_payloads_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: int
) -> None:
    monkeypatch.chdir(tmp_path)
    await rounds.inside(tmp_path, by_turns(shift), monkeypatch)


@pytest.mark.parametrize("shift", [3, 17])
async def test_an_assessment_and_the_desk_show_payloads_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: int
) -> None:
    monkeypatch.chdir(tmp_path)
    await assessed_rounds.inside(tmp_path, by_turns(shift))


async def test_a_terminal_is_sent_nothing_that_a_payload_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rounds.harmless(await rounds.outside(tmp_path, by_turns(5)))


class Shows(App[None]):
    """One widget of each kind that shows text."""

    def compose(self) -> ComposeResult:
        yield Words(id="words")
        yield Typed(id="typed")
        yield Paper(id="paper")
        yield Menu(id="menu")


async def test_every_widget_shows_each_payload_as_it_stands() -> None:
    app = Shows()
    async with app.run_test(size=(200, 30)) as pilot:
        eyes = rounds.Inside(Hands(app, pilot))  # type: ignore[arg-type]
        for payload in PAYLOADS:
            app.query_one("#words", Words).say(f"Words {payload}")
            app.query_one("#typed", Typed).value = f"Typed {payload}"
            app.query_one("#paper", Paper).show([paragraph(f"Paper {payload}", (f"Run {payload}", "strong"))])
            app.query_one("#menu", Menu).offer([option("a", f"Option {payload}"), text(f"Text {payload}")])
            shown = await eyes.look()
            for name in ("Words", "Typed", "Paper", "Run", "Option", "Text"):
                assert squeezed(f"{name} {left(payload)}") in shown


def _cannot(payload: str) -> None:
    raise CannotResume(f"Refused {payload}")


async def test_titles_notices_tooltips_and_errors_show_each_payload_as_it_stands(place: Path) -> None:
    shelf = Shelf(str(place))
    app = OnlyMe(shelf)
    async with app.run_test(size=(200, 60), notifications=True, tooltips=True) as pilot:
        eyes = rounds.Inside(Hands(app, pilot))
        await eyes.hands.until(lambda: shelf._asked)
        tip = app.screen.query_one(Tooltip)
        tip.styles.max_width = "100%"
        for payload in PAYLOADS:
            expected = left(payload)
            app._home.say(f"Status {payload}", bad=True)
            app.notify(f"Notice {payload}", title=f"Over {payload}", timeout=60)
            app._home.query_one(".title", Words).tell(f"Tip {payload}")
            tip.update(app._home.query_one(".title", Words).tooltip)  # as a mouse that rests on it would
            tip.display = True
            shown = await eyes.look()
            for name in ("Status", "Notice", "Over", "Tip"):
                assert squeezed(f"{name} {expected}") in shown, shown
            tip.display = False
            app.clear_notifications()
            for screen in (
                Sheet(f"Sheet {payload}", [paragraph(f"Page {payload}")]),
                Pick(f"Pick {payload}", [text(f"Page {payload}")]),
            ):
                app.push_screen(screen)
                shown = await eyes.look()
                assert squeezed(f"{type(screen).__name__} {expected}") in shown
                assert squeezed(f"Page {expected}") in shown
                app.pop_screen()
            why = _tried(lambda payload=payload: _cannot(payload))
            app._explain(f"Head {payload}", str(why))
            shown = await eyes.look()
            assert squeezed(f"Head {expected}") in shown
            assert squeezed(f"Refused {expected}") in shown
            app.pop_screen()
    shelf.close()
