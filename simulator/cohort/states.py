"""Where a person stands in an assessment: from sittings, rules and a moment alone, without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from simulator.cohort.rules import Review, Rules


class State(StrEnum):
    """Where one person stands in one assessment."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    OVERDUE = "overdue"
    """The time is up and nothing has been handed in."""
    SUBMITTED = "submitted"
    ABANDONED = "abandoned"
    """All that was begun has ended without counting."""
    GRADED = "graded"
    """A person has signed the result off."""


class Outcome(StrEnum):
    """How a sitting ended."""

    SUBMITTED = "submitted"
    ABANDONED = "abandoned"
    """It does not count."""


class May(StrEnum):
    """What a person may do in an assessment at a moment."""

    START = "start"
    RESUME = "resume"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One try at a whole assessment. Moments are in UTC."""

    id: str
    assessment: str
    person: str | None
    """None for a trainer's trial run."""
    number: int
    """The first is 1."""
    seed: int
    """The order of the lines; 0 is that of the file."""
    started: datetime
    deadline: datetime | None
    """As it was stored at the start; once it has ended, as it was in the end. None without a time limit."""
    seen: datetime
    """The latest moment any write of it has seen."""
    ended: datetime | None = None
    outcome: Outcome | None = None

    @property
    def late(self) -> bool:
        """Whether it was handed in after its deadline, as grace allows."""
        return None not in (self.ended, self.deadline) and self.ended > self.deadline  # type: ignore[operator]

    @property
    def counts(self) -> bool:
        """Whether it was handed in."""
        return self.outcome is Outcome.SUBMITTED


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person may do now. `why` is the reason where it is nothing; `since` from when it will be more,
    where that is known; `left` how many sittings may still be begun."""

    may: May
    why: str = ""
    since: datetime | None = None
    left: int = 0


def deadline_at(started: datetime, rules: Rules) -> datetime | None:
    """When a sitting begun at a moment has to be handed in; None where nothing limits it."""
    timed = None if rules.minutes is None else started + timedelta(minutes=rules.minutes)
    limits = [limit for limit in (timed, rules.closes) if limit is not None]
    return min(limits, default=None)


def deadline_of(sitting: Sitting, rules: Rules) -> datetime | None:
    """The deadline of a sitting under the rules as they are now: never earlier than it was at the start."""
    now = deadline_at(sitting.started, rules)
    return None if now is None or sitting.deadline is None else max(now, sitting.deadline)


def limit_of(sitting: Sitting, rules: Rules) -> datetime | None:
    """The moment from which nothing is taken any more: the deadline, and the grace where there is some."""
    deadline = deadline_of(sitting, rules)
    if deadline is not None and rules.at_expiry == "grace":
        deadline += timedelta(minutes=rules.grace_minutes)
    return deadline


def ending_of(
    sitting: Sitting, rules: Rules, *, limit: datetime, last: datetime, whole: bool
) -> tuple[datetime, Outcome]:
    """When and how a sitting has ended that nobody handed in before its limit, or before it was closed then.

    `last` is when its last move was kept. Grace that was not used leaves no lateness. `whole`: every scenario
    was played to its end, and what is whole counts under any rule.
    """
    deadline = deadline_of(sitting, rules)
    ended = limit if deadline is None or deadline >= limit else max(deadline, min(last, limit))
    counts = whole or rules.at_expiry != "abandon"
    return ended, Outcome.SUBMITTED if counts else Outcome.ABANDONED


def current(sittings: Sequence[Sitting]) -> Sitting | None:
    """The sitting that is under way, if one is."""
    return next((held for held in sittings if held.ended is None), None)


def state_of(
    sittings: Sequence[Sitting],
    rules: Rules,
    *,
    closed: datetime | None,
    now: datetime,
    signed: bool = False,
) -> State:
    """Where a person stands, `rules` being those that hold for that person. `signed`: it was signed off."""
    going = current(sittings)
    if going is not None:
        deadline = deadline_of(going, rules)
        up = deadline is not None and max(now, going.seen) >= deadline
        return State.OVERDUE if up else State.IN_PROGRESS
    if signed:  # where nothing was handed in, a grade given by hand
        return State.GRADED
    if any(held.counts for held in sittings):
        return State.SUBMITTED
    if sittings:
        return State.ABANDONED
    over = closed is not None or (rules.closes is not None and now >= rules.closes)
    return State.OVERDUE if over else State.NOT_STARTED


def offer(
    sittings: Sequence[Sitting],
    rules: Rules,
    *,
    opened: datetime | None,
    closed: datetime | None,
    now: datetime,
) -> Offer:
    """What a person may do at a moment, `rules` being those that hold for that person."""
    left = max(0, rules.attempts - len(sittings))
    going = current(sittings)
    if opened is None:
        return Offer(May.NO, "It has not been opened yet", rules.opens, left)
    if closed is not None:
        return Offer(May.NO, "It is closed", None, 0)
    if going is not None:
        limit = limit_of(going, rules)
        if limit is not None and max(now, going.seen) >= limit:
            return Offer(May.NO, "Its time is up", None, left)
        return Offer(May.RESUME, left=left)
    if rules.closes is not None and now >= rules.closes:
        return Offer(May.NO, f"It closed on {show(rules.closes)}", None, 0)
    if left == 0:
        every = "the one sitting there is" if rules.attempts == 1 else f"all {rules.attempts} sittings"
        return Offer(May.NO, f"You have had {every}")
    return _not_before(sittings, rules, now, left)


def _not_before(sittings: Sequence[Sitting], rules: Rules, now: datetime, left: int) -> Offer:
    if rules.opens is not None and now < rules.opens:
        return Offer(May.NO, f"It opens on {show(rules.opens)}", rules.opens, left)
    ends = [held.ended for held in sittings if held.ended is not None]
    again = max(ends) + timedelta(hours=rules.delay_hours) if ends else now
    if now < again:
        return Offer(May.NO, f"It may be sat again from {show(again)}", again, left)
    return Offer(May.START, left=left)


def reviewable(review: Review, *, submitted: bool, closed: bool, released: bool) -> frozenset[str]:
    """The parts a trainee may see: of `score`, `dimensions`, `lines` and `debrief`. Nothing before something
    was handed in."""
    reached = {"submitted": submitted, "closed": closed, "released": released}
    return frozenset(name for name, when in review if submitted and reached.get(when, False))


def show(moment: datetime) -> str:
    """A moment in the reader's own time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
