"""A cohort of simulated trainees sits two assessments through the real store, and what comes of it is held to
what each of them played.

python -m tests.cohorts.simulate --people 200
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from statistics import quantiles
from time import perf_counter

from tests.cohorts.checks import faults, means
from tests.cohorts.course import ACCOUNT, TEST, Course
from tests.cohorts.trainees import trainees
from tests.faults.places import a_place, ask_which, chosen

_ACCOUNT = 5
"""Of so many trainees one is asked to sit the long account as well, unless it is said how many."""


def main() -> int:
    """Run it, print its figures, and fail if anything is not as it should be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--account", type=int, help="how many sit the long account too; else a fifth")
    parser.add_argument("--processes", type=int, default=2, help="in how many processes the trainees sit")
    parser.add_argument("--at", metavar="PATH|URL", help="an empty database, to be looked at afterwards")
    ask_which(parser)
    asked = parser.parse_args()
    wrong = 0
    for kind, place in _places(asked.at, asked.on):
        account = asked.people // _ACCOUNT if asked.account is None else asked.account
        course = Course(place, trainees(asked.people), range(account), asked.processes)
        begun = perf_counter()
        test, _ = course.run()
        minutes = (perf_counter() - begun) / 60
        found = faults(course)
        for line in _figures(kind, course, minutes):
            print(line, flush=True)
        verdicts = Counter(str(one.verdict) for one in test.people)
        print("  verdicts: " + ", ".join(f"{verdict} {many}" for verdict, many in verdicts.items()))
        for fault in found:
            print(f"  {fault}", file=sys.stderr)
        print(f"  faults: {len(found)}", flush=True)
        wrong += len(found)
    return 1 if wrong else 0


def _places(at: str | None, on: list[str] | None) -> Iterator[tuple[str, str]]:
    if at is not None:
        yield at, at
        return
    for kind in chosen(on):
        with a_place(kind) as place:
            yield kind, place


def _figures(kind: str, course: Course, minutes: float) -> Iterator[str]:
    choices = sum(one.choices for one in course.told)
    waits = [seconds for one in course.told for seconds in one.waits]
    half, most = quantiles(waits, n=100)[49], quantiles(waits, n=100)[98]
    yield (
        f"{kind}: {len(course.trainees)} trainees in {course.processes} processes, {minutes:.1f} min; "
        f"{choices} choices in {course.seconds:.0f} s of sitting, {choices / course.seconds:.0f} a second"
    )
    yield (
        f"  a choice is kept in {1000 * half:.0f} ms (median), {1000 * most:.0f} ms (99 of 100), "
        f"{max(waits):.2f} s (the longest)"
    )
    ends = Counter(str(one.end) for one in course.told)
    yield "  visits: " + ", ".join(f"{end} {many}" for end, many in ends.items())
    for assessment in (TEST, ACCOUNT):
        earned = sorted(means(course.told, assessment).items(), key=lambda one: -one[1][0])
        yield f"  {assessment}: " + ", ".join(f"{sort} {mean:.0f} ({many})" for sort, (mean, many) in earned)


if __name__ == "__main__":
    raise SystemExit(main())
