"""The library: every scenario with what has come of it, found by typing; and a scenario's card."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from simulator.scenario.model import Scenario
from simulator.scenario.text import clean
from simulator.terminal.cards import Card
from simulator.terminal.screens.finder import Finder, found_in
from simulator.terminal.widgets.menu import Entry, option, text
from simulator.view.progress import Best, stage_words, statement


@dataclass(frozen=True, slots=True)
class Start:
    """A scenario, or a variant of it, to be started."""

    scenario: str
    variant: str | None = None


class Library(Finder, place="library"):
    """Ends with the id of a scenario."""

    def __init__(self, cards: tuple[Card, ...], bests: Mapping[str, Best], wanted: str = "") -> None:
        super().__init__("Library", wanted)
        self._cards = cards
        self._bests = bests

    def entries(self) -> Iterator[Entry]:
        """The scenarios that match."""
        return self._lines([card for card in self._cards if matches(card, self.wanted)])

    def _lines(self, found: list[Card]) -> Iterator[Entry]:
        for card in found:
            yield option(card.id, (card.title, "strong"), (f"  {facts(card)}", "quiet"))
            if card.practise:
                yield text(f"    {card.practise}", hang=4)
            yield text((f"    {told(self._bests.get(card.id))}", "quiet"), hang=4)
            yield text()
        if not found:
            yield text(
                f"Nothing in the library matches “{clean(self.wanted)}”. Delete some of it to see more."
            )


def matches(card: Card, wanted: str) -> bool:
    """Whether every word of what was typed is somewhere on a card."""
    held = " ".join((card.id, card.title, card.level, f"{card.minutes} minutes", card.practise))
    return found_in(held, wanted)


def facts(card: Card) -> str:
    """Level and minutes, as far as they are known."""
    return ", ".join(part for part in (card.level, card.minutes and f"{card.minutes} minutes") if part)


def told(best: Best | None) -> str:
    """What has come of a scenario so far."""
    if best is None:
        return "Not finished yet"
    plays = "once" if best.attempts == 1 else f"{best.attempts} times"
    seen = len(best.endings)
    endings = f"{seen} ending{'' if seen == 1 else 's'} seen"
    return (
        f"Finished {plays}; best {best.total:+d} points, highest stage {stage_words(best.stage)}, {endings}"
    )


def card_entries(scenario: Scenario, best: Best | None) -> Iterator[Entry]:
    """A scenario's card: its story, how to start it, what it practises, what has come of it."""
    yield text((f"{scenario.level.capitalize()}, about {scenario.minutes} minutes", "quiet"))
    yield text()
    if scenario.about:
        yield text(scenario.about)
        yield text()
    yield from _starts(scenario)
    yield text()
    if scenario.practise or scenario.principles:
        yield text(("What it practises", "heading"))
        if scenario.practise:
            yield text(scenario.practise)
        for principle in scenario.principles:
            yield text(("· ", "quiet"), statement(principle), hang=2)
        yield text()
    yield text(("What has come of it", "heading"))
    yield text(told(best))
    seen = best.endings if best else frozenset()
    titles = [ending.title for ending in scenario.endings]
    known = sum(title in seen for title in titles)
    yield text(f"Endings seen: {known} of {len(titles)}")
    for title in titles:
        if title in seen:
            yield text(("✓ ", "good"), title, hang=2)


def _starts(scenario: Scenario) -> Iterator[Entry]:
    begin: Hashable = Start(scenario.id)
    yield option(begin, ("Start", "strong"), " as it is written" if scenario.variants else "")
    for name, variant in scenario.variants.items():
        yield option(
            Start(scenario.id, name),
            ("Start the variant ", "plain"),
            (name.replace("_", " "), "strong"),
            f": {variant.about}",
        )
