"""Whoever does what the handbook says to write a scenario sees what the handbook says they will see."""

import time
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from docs import walkthrough
from docs.walkthrough import Called, calls
from simulator.attempts.database import Database
from simulator.attempts.schema import attempts, moves

SPECS = Path(__file__).parents[2] / "scenarios" / "first-steps.spec.yaml"
CAREFUL = yaml.safe_load(SPECS.read_text(encoding="utf-8"))["playthroughs"]["careful"]["moves"]
"""What the person plays who reaches everything there is."""


AUTHORS = [page for page in walkthrough.PAGES if page != walkthrough.COURSE]


@pytest.mark.parametrize("page", AUTHORS, ids=[page.stem for page in AUTHORS])
def test_each_command_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    found = list(calls(page, tmp_path))
    assert len(found) >= 3
    for call in found:
        assert call.holds, f"onlyme {call.words} prints\n{call.printed}\nrun: python -m docs.walkthrough"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the page's time zone cannot be set on this system")
def test_a_trainer_who_does_what_the_page_says_comes_to_the_grade_book(location: str, tmp_path: Path) -> None:
    found = list(calls(walkthrough.COURSE, tmp_path, location))
    assert len(found) >= 40
    for call in found:
        assert call.holds, f"onlyme {call.words} prints\n{call.printed}\nrun: python -m docs.walkthrough"
    with closing(Database.open(location)) as database, database.reading() as connection:
        rose = select(attempts.c.attempt).where(attempts.c.stage == "foothold")
        played = connection.scalars(select(moves.c.move).where(moves.c.attempt.in_(rose))).all()
    said = [words for verb, _, words in (move.partition(" ") for move in played) if verb == "say"]
    assert [line for line in CAREFUL if " " not in line] == said


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ("one\ntwo\nthree\n", True),
        ("one\ntwo\n", False),
        ("one\n[…]\nthree\n", True),
        ("[…]\ntwo\n[…]\n", True),
        ("[…]\nthree\n[…]\none\n", False),
        ("[…]\nfour\n", False),
    ],
)
def test_what_a_page_leaves_out_is_marked(told: str, holds: bool) -> None:
    assert Called(Path("page.md"), "test", told, "one\ntwo\nthree\n").holds is holds
