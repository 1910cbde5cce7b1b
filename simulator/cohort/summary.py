"""What a cohort shows as a whole: how many stand where, how the grades lie, what is strong and what weak.

People are never put in an order. What is told of teams is told of groups of ten and more alone, and only
where those left out could not be worked out from the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.cohort.grades import Verdict
from simulator.cohort.standing import Standing
from simulator.cohort.states import State
from simulator.scenario.principles import principles

LEAST_IN_TEAM = 10
"""The fewest people of whom something is told as of a group."""
LEAST_MOMENTS = 3
"""The fewest moments in which a principle must have come up before it is called strong or weak."""
LEAST_PEOPLE = 3
"""The fewest people for whom it must have come up before it is called that of a cohort."""
SHOWN = 5
"""Principles that are named on either side."""
_STRONG = 80  # percent of moments, as for a principle that is mastered
_BAND, _HIGHEST = 10, 100


@dataclass(frozen=True, slots=True)
class Held:
    """A principle, with how often it was shown and missed, and by how many people."""

    principle: str
    shown: int
    missed: int
    people: int

    @property
    def share(self) -> int:
        """How much of the moments showed it, in whole percent, rounded down."""
        return 100 * self.shown // (self.shown + self.missed)


@dataclass(frozen=True, slots=True)
class Band:
    """Grades from `least` to `most` percent, both among them, and how many people have one. Grades below
    nothing are in a band whose `least` is None."""

    least: int | None
    most: int
    people: int


@dataclass(frozen=True, slots=True)
class Team:
    """What is told of a team."""

    team: str
    people: int
    graded: int
    mean: int
    """The mean percentage of those graded, rounded down."""
    reached: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A cohort in an assessment. `strong` begins with the strongest principle, `weak` with the weakest."""

    people: int
    states: Mapping[State, int]
    verdicts: Mapping[Verdict, int]
    bands: tuple[Band, ...]
    """Empty where nobody has a percentage."""
    strong: tuple[Held, ...]
    weak: tuple[Held, ...]
    teams: tuple[Team, ...]
    kept_back: int
    """How many teams nothing is told of, because they are too small or one could be worked out."""


def summary(people: Iterable[Standing]) -> Summary:
    """The summary of a cohort. Who has left it counts for nothing in it."""
    held = [person for person in people if not person.gone]
    graded = [person for person in held if person.grade.percent is not None]
    teams, kept_back = _teams(held)
    strong, weak = told(_counted(held), least_people=LEAST_PEOPLE)
    states = Counter(person.state for person in held)
    verdicts = Counter(person.verdict for person in held)
    return Summary(
        people=len(held),
        states={state: states[state] for state in State},
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        bands=_bands([_percent(person) for person in graded]),
        strong=strong,
        weak=weak,
        teams=teams,
        kept_back=kept_back,
    )


def of_one(person: Standing) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """The strongest and the weakest principles of one person."""
    return told(_counted([person]), least_people=1)


def told(held: Iterable[Held], *, least_people: int) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """The strongest, the strongest first, and the weakest, the weakest first; at most `SHOWN` of each, and
    none that came up too seldom. What was shown in four moments of five is strong."""
    number = {name: principle.number for name, principle in principles().items()}
    often = [one for one in held if one.people >= least_people and one.shown + one.missed >= LEAST_MOMENTS]
    often.sort(key=lambda one: (one.share, -one.missed, number.get(one.principle, 0), one.principle))
    strong = [one for one in reversed(often) if one.share >= _STRONG]
    weak = [one for one in often if one.share < _STRONG]
    return tuple(strong[:SHOWN]), tuple(weak[:SHOWN])


def _counted(people: Iterable[Standing]) -> list[Held]:
    counts: dict[str, tuple[int, int, int]] = {}
    for person in people:
        for name, (shown, missed) in person.principles.items():
            if shown + missed:
                before = counts.get(name, (0, 0, 0))
                counts[name] = (before[0] + shown, before[1] + missed, before[2] + 1)
    return [Held(name, *held) for name, held in counts.items()]


def _bands(percentages: Sequence[int]) -> tuple[Band, ...]:
    """Ten bands, the last with 100 in it; and one for what is below nothing, where there is any."""
    if not percentages:
        return ()
    where = Counter(min(percent, _HIGHEST - 1) // _BAND if percent >= 0 else -1 for percent in percentages)
    tens = [
        Band(least, least + _BAND - 1 + (least + _BAND == _HIGHEST), where[least // _BAND])
        for least in range(0, _HIGHEST, _BAND)
    ]
    return (*([Band(None, -1, where[-1])] if where[-1] else []), *tens)


def _teams(people: Sequence[Standing]) -> tuple[tuple[Team, ...], int]:
    """What may be told of teams, by name; and of how many nothing is.

    Those with a grade in no team told of must be nobody, or a group too: else taking the teams away from
    the whole would leave those few.
    """
    by_team: dict[str, list[Standing]] = {}
    for person in people:
        by_team.setdefault(person.team or "", []).append(person)
    graded = {name: sum(one.grade.percent is not None for one in held) for name, held in by_team.items()}
    may = sorted(name for name in by_team if name and graded[name] >= LEAST_IN_TEAM)
    while may and 0 < sum(graded.values()) - sum(graded[name] for name in may) < LEAST_IN_TEAM:
        may.remove(min(may, key=lambda name: graded[name]))
    teams = tuple(_team(name, by_team[name]) for name in may)
    return teams, len(by_team.keys() - {""}) - len(teams)


def _team(name: str, people: Sequence[Standing]) -> Team:
    percentages = [_percent(person) for person in people if person.grade.percent is not None]
    return Team(
        name,
        len(people),
        len(percentages),
        sum(percentages) // len(percentages),
        sum(person.verdict is Verdict.REACHED for person in people),
    )


def _percent(person: Standing) -> int:
    assert person.grade.percent is not None
    return person.grade.percent
