"""Text that a person wrote is shown as it stands, wherever it is shown, and never obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from textual.app import App, ComposeResult

from simulator.terminal import playing
from simulator.terminal.cards import card
from simulator.terminal.paragraphs import paragraph
from simulator.terminal.screens.play import Play
from simulator.terminal.shelf import Shelf
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import Menu, option
from simulator.terminal.widgets.paper import Paper
from tests.terminal.hands import Hands, opened, squeezed

EVIL = "[@click=app.leave]x[/] [/] [50% off] [bold]b[/bold] \\[ \x1b[31mr\u202egnp"
SHOWN = "[@click=app.leave]x[/] [/] [50% off] [bold]b[/bold] \\[ [31mrgnp"
HOOK = "[@click=app.leave]x[/] [/] [50% off]"
"""Short enough for a notice to show it on one line."""
WIDE = (260, 60)


def hostile(folder: Path) -> Path:
    """A scenario whose every text is hostile."""
    data = {
        "format": 1,
        "id": "hostile",
        "title": f"Title {EVIL}",
        "about": f"About {EVIL}",
        "practise": f"Practise {EVIL}",
        "seller": {
            "name": f"Seller {EVIL}",
            "you": f"Role {EVIL}",
            "capabilities": {"crews": {"label": f"Capability {EVIL}", "unit": EVIL, "most": 3}},
        },
        "account": {"name": f"Account {EVIL}", "goals": {"profit": {"label": f"Goal {EVIL}"}}},
        "contacts": {
            "dana": {
                "name": f"Dana {EVIL}",
                "title": f"Chief {EVIL}",
                "department": EVIL,
                "measured_on": EVIL,
                "goals": {"profit": 3},
            }
        },
        "homework": {"look": {"label": f"Homework {EVIL}", "takes": "30m", "script": f"Found {EVIL}"}},
        "ledger": {
            "sheet": {"side": "ours", "to": "dana", "label": f"Sheet {EVIL}", "due": "+5d", "takes": "2h"},
            "log": {"side": "theirs", "owner": "dana", "label": f"Log {EVIL}", "kept_if": "day > 0"},
        },
        "encounters": [
            {
                "id": "first",
                "title": f"Meeting {EVIL}",
                "with": ["dana"],
                "prepare": {"hours": "1h", "homework": ["look"]},
                "objectives": {"aim": {"label": f"Aim {EVIL}", "met_if": "day == 0"}},
                "beats": {
                    "one": {
                        "hint": f"Hint {EVIL}",
                        "script": [{"narrator": f"Scene {EVIL}"}, {"dana": f"Speech {EVIL}"}],
                        "does": [{"table": ["sheet"]}],
                        "choices": [
                            {
                                "id": "ask",
                                "say": f"Say {EVIL}",
                                "does": ["listen"],
                                "reply": [{"dana": f"Reply {EVIL}"}],
                                "thinks": f"Thinks {EVIL}",
                                "tempting": f"Tempting {EVIL}",
                                "instead": "pitch",
                            },
                            {"id": "pitch", "say": f"Other {EVIL}", "does": ["pitch"]},
                        ],
                    }
                },
                "agree": {"may_add": ["log"]},
                "follow_through": {"hours": "1h"},
            }
        ],
        "endings": [{"title": f"Ending {EVIL}", "text": f"The end {EVIL}"}],
    }
    file = folder / "hostile.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=False))
    return file


async def sees(hands: Hands, *words: str) -> None:
    for word in words:
        await hands.see(f"{word} {SHOWN}")


async def test_hostile_titles_are_literal_at_home(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(str(place))
    begun = playing.start(shelf, str(hostile(tmp_path)))
    begun.make(begun.waiting.options[0].move)
    shelf.close()
    held = card("hostile", hostile(tmp_path).read_bytes())
    monkeypatch.setattr("simulator.terminal.app.cards", lambda: (held,))
    async with opened(place, WIDE) as hands:
        await hands.until(lambda: hands.app._home._unfinished)
        assert squeezed(str(hands.app._home.query_one(Menu).paragraphs)).count("Title") == 2
        await sees(hands, "Title", "Practise")
        await hands.pilot.click(Menu, offset=(20, 2))
        await hands.on(Play)  # the click chose the line; it did not leave


async def test_notices_titles_and_reasons_are_literal(place: Path) -> None:
    async with opened(place, WIDE) as hands:
        hands.app._home.say(f"Notice {EVIL}", bad=True)
        await sees(hands, "! Notice")
        hands.app._explain(f"Heading {EVIL}", f"Reason {EVIL}")
        await sees(hands, "Heading", "Reason")


async def test_toasts_and_tooltips_are_literal(place: Path) -> None:
    shelf = Shelf(str(place))
    from simulator.terminal.app import OnlyMe

    app = OnlyMe(shelf)
    async with app.run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        hands = Hands(app, pilot)
        app.notify(f"Toast {HOOK}", title=f"Over {HOOK}", timeout=60)
        await hands.see(f"Toast {HOOK}")
        await hands.see(f"Over {HOOK}")
        words = app.screen.query_one(".title", Words)
        words.tell("Tip [@click=app.leave]x[/] [/]")
        await pilot.hover(words)
        await hands.see("Tip [@click=app.leave]x[/] [/]")
    shelf.close()


class Shows(App[None]):
    """One widget of each kind that shows text."""

    def compose(self) -> ComposeResult:
        yield Words(f"Words {EVIL}")
        yield Paper(id="paper")
        yield Menu(id="menu")

    def on_mount(self) -> None:
        self.query_one("#paper", Paper).show([paragraph(f"Paper {EVIL}", (f"Run {EVIL}", "strong"))])
        self.query_one("#menu", Menu).offer([option("a", f"Option {EVIL}", number=1), option("b", EVIL)])


async def test_every_widget_that_shows_text_is_literal() -> None:
    app = Shows()
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.pause()
        shown = squeezed(
            "\n".join("".join(seg.text for seg in strip) for strip in app.screen._compositor.render_strips())
        )
        for word in ("Words", "Paper", "Run", "Option"):
            assert f"{word} {SHOWN}" in shown
        assert "\x1b" not in shown
        app.query_one(Words).say(f"Again {EVIL}")
        await pilot.pause()
