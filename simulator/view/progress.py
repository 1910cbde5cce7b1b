"""Progress over attempts: the history, a course for each dimension, principles, what to practise next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.mastery import Evidence, Grasp, Mastery, evidence, mastery, to_practise
from scoring.rubric import DIMENSIONS, default_rubric
from scoring.sentences import DIMENSION_TITLES
from simulator.attempts.errors import StoreError
from simulator.attempts.records import Listed
from simulator.attempts.store import Store
from simulator.engine.attempt import Header, live, program_of, read_events
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.model import Choice
from simulator.scenario.names import choices
from simulator.scenario.principles import principles
from simulator.scenario.words import STAGE_TITLES, STAGES

COURSE = 12  # attempts that a course shows
_STEPS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished attempt: its points by dimension, and the stage the account truly reached."""

    id: str
    scenario: str
    title: str
    variant: str | None
    finished: str
    """When, in ISO 8601, UTC."""
    ending: str
    stage: str
    points: Mapping[str, int]

    @property
    def name(self) -> str:
        """The title, with the name of the variant."""
        return f"{self.title} ({self.variant.replace('_', ' ')})" if self.variant else self.title

    @property
    def total(self) -> int:
        """All raw points."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Next:
    """The scenario to practise next and the principle for which."""

    scenario: str
    principle: Mastery


@dataclass(frozen=True, slots=True)
class Best:
    """What has come of a scenario: attempts finished, the best total, the highest stage, the endings."""

    attempts: int
    total: int
    stage: str
    endings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything there is to tell. `history` is in the order of finishing, `held` the weakest first;
    `unread` counts attempts whose record could not be read for their principles."""

    history: tuple[Finished, ...]
    held: tuple[Mastery, ...]
    next: Next | None
    unread: int

    def course(self, dimension: str) -> tuple[int, ...]:
        """Raw points in a dimension (or `total`), attempt by attempt at the scenario that was finished last:
        points of different scenarios cannot be compared."""
        held = [item for item in self.history if item.scenario == self.history[-1].scenario]
        return tuple(item.total if dimension == "total" else item.points.get(dimension, 0) for item in held)


def progress(store: Store, library: Mapping[str, Iterable[str]]) -> Progress:
    """The progress kept in a store; `library` has each scenario's principles, the easiest first.

    Raises StoreError where the list itself cannot be read.
    """
    done = history(store)
    found, unread = _evidence(store, done)
    held = mastery(found)
    wanted = to_practise(held, library)
    return Progress(done, held, Next(*wanted) if wanted else None, unread)


def history(store: Store) -> tuple[Finished, ...]:
    """The finished attempts in the order of finishing. Raises StoreError."""
    found = [_finished(held) for held in store.list(unfinished=False)]
    return tuple(sorted((item for item in found if item), key=lambda item: (item.finished, item.id)))


def bests(done: Iterable[Finished]) -> dict[str, Best]:
    """What has come of each scenario."""
    found: dict[str, Best] = {}
    for item in done:
        before = found.get(item.scenario) or Best(0, item.total, item.stage, frozenset())
        found[item.scenario] = Best(
            before.attempts + 1,
            max(before.total, item.total),
            max(before.stage, item.stage, key=_rank),
            before.endings | ({item.ending} if item.ending else set()),
        )
    return found


def chart(course: Sequence[int]) -> str:
    """A course as small bars, the least lowest; the last `COURSE` of it. Level where nothing changed."""
    shown = course[-COURSE:]
    if not shown:
        return ""
    least, span = min(shown), max(shown) - min(shown)
    top = len(_STEPS) - 1
    return "".join(_STEPS[(value - least) * top // span if span else top // 2] for value in shown)


def course_words(course: Sequence[int]) -> str:
    """A course in words, for those who do not look at bars: where it stands, and since when."""
    if not course:
        return "nothing yet"
    if len(course) == 1:
        return _signed(course[0])
    change = course[-1] - course[-2]
    way = f"up {change}" if change > 0 else f"down {-change}" if change < 0 else "as before"
    return f"{_signed(course[-1])}, {way}"


def _signed(points: int) -> str:
    return f"{points:+d}" if points else "0"


def stage_words(stage: str) -> str:
    """The title of a stage by its id; the id where it is unknown."""
    return STAGE_TITLES.get(stage, stage)


def statement(principle: str) -> str:
    """What a principle says; its id where it is not one of ours."""
    held = principles().get(principle)
    return held.statement if held else principle


def lines(found: Progress) -> Iterator[str]:
    """All of it as lines of text."""
    if not found.history:
        yield "No attempt is finished yet. Begin with: onlyme play first-steps"
        return
    yield "Finished attempts, the last first"
    for item in reversed(found.history):
        stage, ending = stage_words(item.stage), f": {item.ending}" if item.ending else ""
        yield f"  {item.finished[:10]}  {item.total:>+4}  {item.name}, {stage}{ending}"
    yield ""
    yield f"Points in {found.history[-1].title}, attempt by attempt"
    for dimension in (*DIMENSIONS, "total"):
        course = found.course(dimension)
        title = DIMENSION_TITLES.get(dimension, "Total")
        yield f"  {title:<20} {chart(course):<{COURSE}}  {course_words(course)}"
    for grasp, title in (
        (Grasp.WEAK, "To practise"),
        (Grasp.GROWING, "Growing"),
        (Grasp.MASTERED, "Mastered"),
    ):
        held = [item for item in found.held if item.grasp is grasp]
        if held:
            yield ""
            yield title
            yield from (f"  {mastery_words(item)}" for item in held)
    if found.next:
        yield ""
        yield f"Next: onlyme play {found.next.scenario}, for: {statement(found.next.principle.principle)}"
    if found.unread:
        yield f"({found.unread} of these attempts could not be read for their principles.)"


def mastery_words(held: Mastery) -> str:
    """A principle with how it stands."""
    return f"{held.share:>3} %  {statement(held.principle)} (shown {held.shown}, missed {held.missed})"


def as_data(found: Progress) -> dict[str, object]:
    """All of it as plain data."""
    return {
        "attempts": [
            {
                "attempt": item.id,
                "scenario": item.scenario,
                "title": item.title,
                "variant": item.variant,
                "finished": item.finished,
                "ending": item.ending,
                "stage": item.stage,
                "points": dict(item.points),
                "total": item.total,
            }
            for item in found.history
        ],
        "principles": [
            {
                "principle": held.principle,
                "shown": held.shown,
                "missed": held.missed,
                "share": held.share,
                "grasp": held.grasp.value,
            }
            for held in found.held
        ],
        "next": {"scenario": found.next.scenario, "principle": found.next.principle.principle}
        if found.next
        else None,
        "unread": found.unread,
    }


def _finished(held: Listed) -> Finished | None:
    if held.summary is None:
        return None
    how = held.summary
    return Finished(
        held.id, held.scenario, held.title, held.variant, how.finished, how.ending, how.stage, how.points
    )


def _evidence(store: Store, done: Iterable[Finished]) -> tuple[list[Evidence], int]:
    """The evidence of each attempt that can be read, and how many cannot."""
    found: list[Evidence] = []
    known: dict[str, dict[str, Choice]] = {}
    unread = 0
    for item in done:
        try:
            header, rows = store.load(item.id)
            events = [read_events(row.events) for row in live(rows)]
            found.append(evidence(events, _choices(known, header), default_rubric()))
        except (StoreError, ScenarioError, ValueError):
            unread += 1
    return found, unread


def _choices(known: dict[str, dict[str, Choice]], header: Header) -> dict[str, Choice]:
    """The lines of an attempt's scenario by id; each text is read once."""
    if header.scenario_hash not in known:
        scenario = program_of(header).scenario
        known[header.scenario_hash] = {choice.id: choice for _, choice in choices(scenario)}
    return known[header.scenario_hash]


def _rank(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else -1
