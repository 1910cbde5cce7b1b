"""From events to a scorecard: every mark with its event, the dimensions, critical incidents and profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.marks import Mark
from scoring.rubric import CACTUS, DIMENSIONS, Rubric
from simulator.engine import events as e
from simulator.scenario.model import Par
from simulator.scenario.principles import principles

NOT_PRACTISED = "not practised here"


@dataclass(frozen=True, slots=True)
class Scored:
    """A mark with the event that earned it; `place` counts events from 0."""

    place: int
    event: e.Event
    mark: Mark


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that is not a matter of points."""

    place: int
    event: e.Event
    kind: str


@dataclass(frozen=True)
class Scorecard:
    """What an attempt earned. `par` is absent until analysis has proved it: then raw points stand alone."""

    rubric: int
    scored: tuple[Scored, ...]
    incidents: tuple[Incident, ...]
    par: Par | None

    @property
    def points(self) -> dict[str, int]:
        """Raw points by dimension."""
        found = dict.fromkeys(DIMENSIONS, 0)
        for item in self.scored:
            found[item.mark.dimension] += item.mark.points
        return found

    @property
    def total(self) -> int:
        """All raw points."""
        return sum(self.points.values())

    def share(self, dimension: str) -> int | str | None:
        """A dimension (or `total`) as a whole percentage of par, rounded towards zero.

        None without par; a phrase where par is zero or less. Negative scores stay negative.
        """
        if self.par is None:
            return None
        best: int = getattr(self.par, dimension)
        raw = self.total if dimension == "total" else self.points[dimension]
        return int(100 * raw / best) if best > 0 else NOT_PRACTISED

    @property
    def principles(self) -> dict[str, tuple[int, int]]:
        """Principle ids with how often they were shown and missed, most marked first."""
        shown: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        for item in self.scored:
            (shown if item.mark.points > 0 else missed)[item.mark.principle] += item.mark.points != 0
        names = sorted(shown.keys() | missed.keys(), key=lambda name: (-(shown[name] + missed[name]), name))
        return {name: (shown[name], missed[name]) for name in names if shown[name] + missed[name]}

    @property
    def families(self) -> dict[str, tuple[int, int]]:
        """The same by family of principles."""
        found: dict[str, tuple[int, int]] = {}
        for name, (shown, missed) in self.principles.items():
            family = principles()[name].family
            before = found.get(family, (0, 0))
            found[family] = (before[0] + shown, before[1] + missed)
        return dict(sorted(found.items()))

    def cactus(self, rubric: Rubric) -> dict[str, int]:
        """Points by the six virtues."""
        found = dict.fromkeys(CACTUS, 0)
        for item in self.scored:
            found[rubric.reasons[item.mark.reason].cactus] += item.mark.points
        return found


def score(events: Iterable[e.Event], rubric: Rubric, par: Par | None = None) -> Scorecard:
    """The scorecard of an attempt's events. Reads each event alone; `par` only of the same rubric version."""
    scored: list[Scored] = []
    incidents: list[Incident] = []
    for place, event in enumerate(events):
        scored += (Scored(place, event, mark) for mark in rubric.marks(event))
        incidents += (Incident(place, event, kind) for kind in _incidents(event))
    usable = par if par is not None and par.rubric == rubric.version else None
    return Scorecard(rubric.version, tuple(scored), tuple(incidents), usable)


def _incidents(event: e.Event) -> Iterator[str]:
    match event:
        case e.Exposed():
            yield "untruth_exposed"
        case e.Broken(cause="off_book"):
            yield "side_agreement_failed"
        case e.Promised(over=over, limit_known=1) if over:
            yield "promised_against_known_limit"


def as_data(card: Scorecard, rubric: Rubric) -> Mapping[str, Any]:
    """The scorecard as plain data, every mark with its event, reason and principle."""
    return {
        "rubric": card.rubric,
        "total": card.total,
        "overall": card.share("total"),
        "dimensions": {
            name: {"points": points, "percent": card.share(name)} for name, points in card.points.items()
        },
        "incidents": [
            {"incident": item.kind, "at": item.place, "event": e.to_data(item.event)}
            for item in card.incidents
        ],
        "marks": [
            {
                "at": item.place,
                "event": e.to_data(item.event),
                "dimension": item.mark.dimension,
                "points": item.mark.points,
                "reason": item.mark.reason,
                "principle": item.mark.principle,
            }
            for item in card.scored
        ],
        "cactus": card.cactus(rubric),
        "principles": {name: {"shown": s, "missed": m} for name, (s, m) in card.principles.items()},
        "families": {name: {"shown": s, "missed": m} for name, (s, m) in card.families.items()},
    }
