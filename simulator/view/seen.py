"""What has been seen of a scenario over all its attempts: endings and variants. What was not is not told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.attempts.records import Listed
from simulator.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Seen:
    """Endings by title, of so many; variants played and not played yet, by what they alter."""

    seen: tuple[str, ...]
    endings: int
    played: tuple[str, ...]
    unplayed: tuple[str, ...]


def seen_of(scenario: Scenario, attempts: Iterable[Listed], ending: str, variant: str | None) -> Seen:
    """What attempts have seen, together with the one that ended so, whether it is among them or not."""
    finished = [held for held in attempts if held.summary and held.scenario == scenario.id]
    endings = {held.summary.ending for held in finished if held.summary} | {ending}
    played = {held.variant for held in finished} | {variant}
    titles = tuple(dict.fromkeys(held.title for held in scenario.endings))
    return Seen(
        seen=tuple(title for title in titles if title in endings),
        endings=len(titles),
        played=tuple(held.about for name, held in scenario.variants.items() if name in played),
        unplayed=tuple(held.about for name, held in scenario.variants.items() if name not in played),
    )


def seen_lines(held: Seen) -> Iterator[str]:
    """The same in sentences."""
    if held.endings:
        titles = f": {'; '.join(held.seen)}" if held.seen else ""
        yield f"Endings seen: {len(held.seen)} of {held.endings}{titles}."
    for about in held.played:
        yield f"Played to its end, the variant: {about}"
    for about in held.unplayed:
        yield f"Not played yet, the variant: {about}"
