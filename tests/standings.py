"""Results made by hand, for tests of what is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.cohort.grades import Rule, Sat, grade
from simulator.cohort.rules import Rules
from simulator.cohort.standing import Played, Results, SignOff, Standing, Tried
from simulator.cohort.states import State

NOW = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
BEST = 50
MARK = 60


def rules(**more: Any) -> Rules:
    held = {
        "id": "spring-2027",
        "title": "Spring assessment",
        "purpose": "To see who may take over accounts alone.",
        "seen_by": "Your trainer.",
        "cohort": "spring",
        "scenarios": ["first-steps"],
        "pass": MARK,
        "bars_pass": ["untruth_exposed"],
    }
    return Rules.model_validate(held | more)


def tried(number: int = 1, total: int = 31, *, going: bool = False, minutes: int = 40, **more: Any) -> Tried:
    """A sitting at one scenario, handed in unless it is still going."""
    started = NOW - timedelta(hours=3)
    held = {
        "number": number,
        "started": started,
        "deadline": None,
        "ended": None if going else started + timedelta(minutes=minutes),
        "outcome": "" if going else "submitted",
        "late": False,
        "played": (
            Played("a1", "First steps", 14, not going, None if going else total, None if going else BEST),
        ),
        "percent": None if going else 100 * total // BEST,
    }
    return Tried(**held | more)


def standing(pseudonym: str, *totals: int, signed: bool = False, **more: Any) -> Standing:
    """A person with sittings that were handed in, each with a total."""
    sittings = tuple(tried(number, total) for number, total in enumerate(totals, start=1))
    made = grade(
        [
            Sat(held.number, {"promises": total - 5, "time": 5}, BEST)
            for held, total in zip(sittings, totals, strict=True)
        ],
        Rule.BEST,
        mark=MARK,
    )
    state = State.SUBMITTED if totals else State.NOT_STARTED
    held: dict[str, Any] = {"state": state, "tried": sittings, "grade": made}
    if signed:
        held |= {
            "state": State.GRADED,
            "sign_off": SignOff(
                made.verdict, made.percent, made.total, "trainer", "2027-03-02T11:00:00.000000+00:00"
            ),
        }
    return Standing(
        **{
            "person": f"id-{pseudonym}",
            "pseudonym": pseudonym,
            "team": None,
            "allowed": 2,
            "deadline": None,
            **held,
            **more,
        }
    )


def results(*people: Standing, **more: Any) -> Results:
    held: dict[str, Any] = {
        "assessment": "spring-2027",
        "title": "Spring assessment",
        "cohort": "spring",
        "rules": rules(),
        "scenarios": ("First steps",),
        "now": NOW,
        "opened": NOW - timedelta(days=1),
        "closed": None,
        "released": None,
        "people": people,
    }
    return Results(**held | more)
