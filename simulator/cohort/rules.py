"""The rules of an assessment as a trainer writes them, and what overrides make of them for one person."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from simulator.cohort.grades import Rule
from simulator.scenario.base import Model
from simulator.scenario.values import Flag, Name, Prose, Slug, Whole

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")
_LONGEST_FACTOR = 10
_LONGEST_TITLE, _MOST_SCENARIOS = 120, 20
_FIRST_YEAR, _LAST_YEAR = 2000, 2999  # far from where a zone or a deadline leads out of the calendar

Incident = Literal["untruth_exposed", "side_agreement_failed", "promised_against_known_limit"]
"""A critical incident, as the scorecard calls it."""
AtExpiry = Literal["submit", "grace", "abandon"]
"""What comes of a sitting whose time is up: what is there counts; one may go on for a while, and it is marked
as late; or it does not count."""
When = Literal["never", "submitted", "closed", "released"]
"""When something may be reviewed: never; once one's sitting is handed in; once the assessment is closed; or
once its results are released."""


def moment(value: object) -> datetime:
    """A moment in UTC from `2027-03-01T08:00+01:00`; without a zone, this machine's.

    From the year 2000 to 2999, in UTC. Raises ValueError.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    if isinstance(value, str) and _MOMENT.fullmatch(text := value.strip()):
        try:
            found = datetime.fromisoformat(text).astimezone(UTC)
        except OverflowError:
            found = datetime.max
        except ValueError:
            raise ValueError("there is no such day or hour") from None
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise ValueError(f"give a year from {_FIRST_YEAR} to {_LAST_YEAR}")
        return found
    raise ValueError("write a day and an hour as 2027-03-01T08:00, or with a zone as 2027-03-01T08:00+01:00")


def factor(value: object) -> Decimal:
    """How much longer somebody has: `1.25` is a quarter more. From 1 to 10. Raises ValueError."""
    try:
        found = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_nan() or not 1 <= found <= _LONGEST_FACTOR:
        raise ValueError(
            f"extra time is a factor from 1 to {_LONGEST_FACTOR}, such as 1.25 for a quarter more"
        )
    return found


def _chosen(value: Any) -> Any:
    if not isinstance(value, str | dict | Chosen):
        raise ValueError("name a scenario by its library id or the path of its file")
    return {"scenario": value} if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(moment), PlainSerializer(datetime.isoformat, return_type=str)]
Factor = Annotated[Decimal, BeforeValidator(factor), PlainSerializer(str, return_type=str)]
Minutes = Annotated[Whole, Field(ge=1, le=24 * 60)]
Attempts = Annotated[Whole, Field(ge=1, le=99)]
Hours = Annotated[Whole, Field(ge=0, le=366 * 24)]
Percent = Annotated[Whole, Field(ge=1, le=100)]


class Chosen(Model):
    """A scenario of an assessment."""

    scenario: Annotated[str, StringConstraints(strict=True, min_length=1)] = Field(
        description="A library id, or the path of a file, from where the rules stand."
    )
    variant: Name | None = Field(None, description="The variant that is sat.")


class Review(Model):
    """What a trainee may see afterwards, and when: `never`, once `submitted`, `closed` or `released`."""

    score: When = Field("released", description="The grade and the verdict.")
    dimensions: When = Field("released", description="The points by dimension.")
    lines: When = Field("released", description="One's own lines, as they were played.")
    debrief: When = Field("released", description="The full debrief, with what other lines would have done.")


class Rules(Model):
    """The rules of an assessment: the whole file."""

    id: Slug = Field(description="The id, in `kebab-case`.")
    title: Prose = Field(description="What trainees and lists call it.")
    purpose: Prose = Field(description="What it is for; trainees read it before they start.")
    seen_by: Prose = Field(description="Who sees the results; trainees read it before they start.")
    cohort: Slug = Field(description="The cohort that sits it.")
    scenarios: Annotated[tuple[Annotated[Chosen, BeforeValidator(_chosen)], ...], Field(min_length=1)] = (
        Field(description="The scenarios, in the order in which they are sat.")
    )
    opens: Moment | None = Field(None, description="From when it may be started; left out, at once.")
    closes: Moment | None = Field(None, description="Until when it may be sat; left out, until it is closed.")
    minutes: Minutes | None = Field(
        None, description="How long one sitting may take, 1 to 1440; left out, any time."
    )
    grace_minutes: Annotated[Whole, Field(ge=0, le=24 * 60)] = Field(
        0, description="With `at_expiry: grace`, how long one may go on."
    )
    at_expiry: AtExpiry = Field(
        "submit",
        description="What comes of a sitting whose time is up: `submit`, what is there counts; `grace`, one "
        "may go on and it is marked as late; `abandon`, it does not count.",
    )
    attempts: Attempts = Field(1, description="How many sittings a person has, 1 to 99.")
    delay_hours: Hours = Field(0, description="Hours between the end of one sitting and the next.")
    grade: Rule = Field(
        Rule.BEST, description="Which sitting makes the grade: `first`, `best`, `last`, or the `mean` of all."
    )
    pass_mark: Percent | None = Field(
        None, alias="pass", description="The pass mark, in whole percent of the best that can be reached."
    )
    bars_pass: tuple[Incident, ...] = Field((), description="Critical incidents that bar a pass.")
    shuffle: Flag = Field(True, description="Whether each sitting has the lines in an order of its own.")
    review: Review = Field(Review(), description="What a trainee may see afterwards, and when.")

    @field_validator("title")
    @classmethod
    def _title_fits(cls, title: str) -> str:
        if len(title) > _LONGEST_TITLE:
            raise ValueError(f"a title has at most {_LONGEST_TITLE} characters")
        return title

    @field_validator("scenarios")
    @classmethod
    def _few_enough(cls, scenarios: tuple[Chosen, ...]) -> tuple[Chosen, ...]:
        if len(scenarios) > _MOST_SCENARIOS:
            raise ValueError(f"an assessment has at most {_MOST_SCENARIOS} scenarios")
        return scenarios

    @field_validator("closes")
    @classmethod
    def _closes_after_it_opens(cls, closes: datetime | None, info: ValidationInfo) -> datetime | None:
        opens = info.data.get("opens")
        if closes is not None and opens is not None and closes <= opens:
            raise ValueError("it closes before it opens")
        return closes

    @field_validator("at_expiry")
    @classmethod
    def _grace_has_minutes(cls, at_expiry: str, info: ValidationInfo) -> str:
        if at_expiry == "grace" and info.data.get("grace_minutes") == 0:
            raise ValueError("grace needs `grace_minutes`, such as grace_minutes: 5")
        return at_expiry

    def kept(self) -> dict[str, Any]:
        """The rules as plain data."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def as_json(self) -> str:
        """The rules as they are kept."""
        return _as_json(self.kept())


class Override(Model):
    """The rules that differ for one person or one team. What is left out stays as it is."""

    extra_time: Factor | None = Field(None, description="A factor of the minutes, from 1 to 10.")
    opens: Moment | None = Field(None, description="From when it may be started.")
    closes: Moment | None = Field(None, description="Until when it may be sat.")
    minutes: Minutes | None = Field(None, description="How long one sitting may take.")
    attempts: Attempts | None = Field(None, description="How many sittings there are.")
    delay_hours: Hours | None = Field(None, description="Hours between two sittings.")

    @property
    def changes(self) -> dict[str, Any]:
        """The rules that differ, by name."""
        return {name: value for name, value in self if value is not None}

    @property
    def needs_reason(self) -> bool:
        """Whether a reason is to be given: extra time has none, for it is nobody's business."""
        return bool(self.changes.keys() - {"extra_time"})

    def kept(self) -> dict[str, Any]:
        """The override as plain data."""
        return self.model_dump(mode="json", exclude_none=True)

    def as_json(self) -> str:
        """The override as it is kept."""
        return _as_json(self.kept())


_MOST_LENIENT: dict[str, Callable[[Iterable[Any]], Any]] = {
    "extra_time": max,
    "opens": min,
    "closes": max,
    "minutes": max,
    "attempts": max,
    "delay_hours": min,
}

INCIDENTS: tuple[str, ...] = get_args(Incident)
"""The critical incidents that may bar a pass."""


def effective(
    rules: Rules, person: Sequence[Override] = (), teams: Iterable[Sequence[Override]] = ()
) -> Rules:
    """The rules that hold for one person, extra time already counted into `minutes`.

    `person` holds the overrides of the person, and each of `teams` those of one team the person is in, in the
    order in which they were given: a later one replaces an earlier one, rule by rule. For each rule the
    person's override wins over every team's, of the teams' the most lenient one wins, and where there is none
    the rule of the assessment stands.
    """
    held: dict[str, Any] = {}
    each = [_latest(overrides) for overrides in teams]
    for name, lenient in _MOST_LENIENT.items():
        if given := [changes[name] for changes in each if name in changes]:
            held[name] = lenient(given)
    held |= _latest(person)
    extra = held.pop("extra_time", Decimal(1))
    minutes = held.get("minutes", rules.minutes)
    if minutes is not None:
        held["minutes"] = math.ceil(minutes * extra)
    return rules.model_copy(update=held)


def _latest(overrides: Iterable[Override]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for override in overrides:
        held |= override.changes
    return held


@lru_cache(maxsize=64)
def read_kept(text: str) -> Rules:
    """Rules from how they are kept."""
    return Rules.model_validate(json.loads(text))


@lru_cache(maxsize=512)
def read_override(text: str) -> Override:
    """An override from how it is kept."""
    return Override.model_validate(json.loads(text))


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
