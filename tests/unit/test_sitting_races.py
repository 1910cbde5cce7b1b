"""Two windows at the same moment: one sitting, one ending, every row once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from simulator.attempts.cohort_schema import members, people, scores, sittings
from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere
from simulator.attempts.schema import attempts, moves
from simulator.cohort.live import Live
from simulator.cohort.refused import NotAllowed
from simulator.cohort.settling import settle
from simulator.cohort.sitting import resume, start
from tests.assessing import World, play, world

AT_ONCE = 6


@pytest.fixture
def held(location: str, tmp_path: Path) -> Iterator[World]:
    made = world(location, tmp_path)
    with closing(made.database):
        yield made


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each gives, or the refusal it raises, all begun together."""
    ready = Barrier(len(calls))

    def go(call: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return call()
        except (NotAllowed, ContinuedElsewhere) as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(go, calls))


def count(held: World, table: Any) -> int:
    with held.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def test_of_windows_that_start_at_once_one_does(held: World) -> None:
    held.opened(attempts=9)
    found = at_once(*[lambda: start(held.database, "a", "ann")] * AT_ONCE)
    assert sum(isinstance(one, Live) for one in found) == 1
    assert {str(one) for one in found if not isinstance(one, Live)} == {
        "This sitting has been started already; go on with it"
    }
    assert (count(held, sittings), count(held, attempts)) == (1, 1)


def test_of_windows_that_go_on_at_once_one_can_write(held: World) -> None:
    held.opened()
    start(held.database, "a", "ann").session.begin()
    windows = at_once(*[lambda: resume(held.database, "a", "ann")] * AT_ONCE)
    lives = [one for one in windows if isinstance(one, Live)]
    at_once(*[lambda live=live: play(live, 1) for live in lives])
    assert count(held, moves) == 2


def test_handing_in_while_the_desk_settles_ends_it_once(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    play(live)
    held.clock.at(30)
    at_once(live.submit, *[lambda: settle(held.database, "a")] * 3)
    assert count(held, scores) == 1
    assert len(held.log("time was up")) + len(held.log("handed in")) == 1


def test_many_people_sit_at_once_and_no_row_is_lost_or_doubled(held: World, location: str) -> None:
    everybody = [f"p{number}" for number in range(8)]
    for who in everybody:
        held.write(insert(people).values(person=who, pseudonym=who.upper(), created="then"))
        held.write(insert(members).values(cohort="spring", person=who, joined="then"))
    held.opened(scenarios=[held.scenario, held.scenario])

    def sit(who: str) -> None:
        with closing(Database.open(location, now=held.clock)) as database:
            live = start(database, "a", who)
            play(live)
            live.go_on()
            play(live)
            live.submit()

    at_once(*[partial(sit, who) for who in everybody])
    assert count(held, moves) == len(everybody) * 2 * 3
    assert count(held, scores) == len(everybody) * 2


def test_handing_in_from_many_windows_is_once(held: World) -> None:
    held.opened()
    live = start(held.database, "a", "ann")
    at_once(*[live.submit] * AT_ONCE)
    assert count(held, scores) == 1
    assert len(held.log("handed in")) == 1
