"""The trainer's desk: everybody live, a person's page, and what is written there."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from simulator.attempts.cohort_schema import assessments, members
from simulator.attempts.errors import BadDatabase
from simulator.cohort import assessments as kept
from simulator.cohort.states import State
from simulator.terminal.desk.app import Desking
from simulator.terminal.desk.live import EVERY, LiveRoom, pause
from simulator.terminal.desk.person import PersonRoom
from simulator.terminal.desk.roll import Lines, Roll
from simulator.terminal.screens.palette import Palette
from simulator.terminal.screens.pick import Pick
from simulator.terminal.screens.room import HEIGHT, WIDTH
from simulator.terminal.screens.sheet import Sheet
from simulator.terminal.themes import THEMES
from tests.courses import Course, course
from tests.terminal.hands import LARGE, SMALL, Hands, painted
from tests.terminal.test_literal import EVIL, SHOWN
from tests.terminal.test_looks import OWN, look
from tests.terminal.test_snapshots import compare

ADA, BEN, CID = "C3D4F5", "D3D4F5", "F3D4F5"


class Trainer(Hands):
    """Hands at the desk."""

    app: Desking

    @property
    def roll(self) -> Roll:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Roll))

    @property
    def lines(self) -> Lines:
        return self.roll.query_one(Lines)

    async def looks(self) -> None:
        """What the clock would do, and what comes of it."""
        assert isinstance(self.app.screen, LiveRoom)
        self.app.screen.look()
        await self.still()

    async def still(self) -> None:
        """Waits until nothing is under way any more that the desk has begun."""
        own = {"look", "default"}
        await self.until(
            lambda: (
                not any(
                    worker.is_running
                    for worker in self.app.workers
                    if worker.group in own and worker.node is self.app.screen
                )
            )
        )
        await self.pilot.pause()

    async def person(self, pseudonym: str) -> None:
        """To somebody's page."""
        await self.choose("#menu", self.spring.person(pseudonym))
        await self.on(PersonRoom)
        await self.see(pseudonym)

    spring: Course


@asynccontextmanager
async def at_desk(
    spring: Course,
    size: tuple[int, int] = SMALL,
    *,
    assessment: str | None = "spring-2027",
    mouse: bool = False,
) -> AsyncIterator[Trainer]:
    """The desk, on which nothing moves by itself."""
    app = Desking(spring.database, "Jo", assessment, every=None)
    async with app.run_test(size=size) as pilot:
        hands = Trainer(app, pilot, mouse)
        hands.spring = spring
        if assessment is not None:
            await hands.on(Roll)
            await hands.gone("Looking…")
        yield hands


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine in UTC, as moments are shown in its own time zone."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def spring(tmp_path: Path) -> Iterator[Course]:
    """Three people: one has handed in, one is playing, one has not come."""
    with course(str(tmp_path / "kept.sqlite3"), minutes=60) as held:
        held.enrol(ADA, "Ada Reed", "North")
        held.enrol(BEN, "Ben Hale")
        held.enrol(CID, "Cid Moor", "South")
        held.sit(ADA)
        held.play(held.begin(BEN), moves=2)
        yield held


# -- the roll


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_everybody_has_a_line(spring: Course, size: tuple[int, int]) -> None:
    async with at_desk(spring, size) as hands:
        await hands.see("Spring assessment: open")
        await hands.see("1 not started, 1 in progress, 1 submitted.")
        assert hands.lines.keys == tuple(spring.person(name) for name in (ADA, BEN, CID))
        await hands.see("day 0, 2 decisions")
        await hands.see("· not started")
        assert "Ada" not in painted(hands.app)


async def test_what_changes_shows_and_the_mark_stays_where_it_was(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.press("down", "down")
        spring.play(spring.go_on(BEN), moves=2)
        spring.enrol("C2D2F2")
        await hands.looks()
        await hands.see("day 0, 4 decisions")
        assert hands.lines.marked == spring.person(CID)
        assert len(hands.lines.keys) == 4


async def test_where_the_marked_line_goes_the_next_is_marked_or_the_last(spring: Course) -> None:
    spring.enrol("K3J6M2")
    async with at_desk(spring) as hands:
        await hands.press("down", "down")
        for gone, then in ((CID, "K3J6M2"), ("K3J6M2", BEN)):
            assert hands.lines.marked == spring.person(gone)
            with spring.database.writing() as connection:
                mine = members.c.person == spring.person(gone)
                connection.execute(update(members).where(mine).values(left="2027"))
            await hands.looks()
            assert hands.lines.marked == spring.person(then)


async def test_where_one_has_read_to_one_stays(spring: Course) -> None:
    for number in range(40):
        spring.enrol(f"K{number:05}")
    async with at_desk(spring) as hands:
        await hands.press("pagedown", "pagedown")
        top = hands.lines.scroll_offset.y
        assert top > 0
        spring.play(spring.go_on(BEN), moves=1)
        await hands.looks()
        assert hands.lines.scroll_offset.y == top
        assert hands.lines.marked == spring.person(ADA)


async def test_nothing_is_drawn_anew_where_nothing_has_changed(
    spring: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(spring) as hands:
        drawn: list[int] = []
        monkeypatch.setattr(Lines, "renew", lambda *_: drawn.append(1))
        await hands.looks()
        assert drawn == []
        spring.play(spring.go_on(BEN), moves=1)
        await hands.looks()
        assert drawn == [1]


async def test_looking_freezes_nothing(spring: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(spring) as hands:
        held, began = threading.Event(), threading.Event()
        read = Roll.read

        def slow(room: Roll) -> Any:
            found = read(room)
            began.set()
            assert held.wait(30)
            return found

        monkeypatch.setattr(Roll, "read", slow)
        hands.roll.look()
        await hands.until(began.is_set)
        await hands.press("down")
        await hands.until(lambda: hands.lines.marked == spring.person(BEN))
        spring.play(spring.go_on(BEN), moves=1)
        hands.roll.look()  # while it looks: once more afterwards
        held.set()
        await hands.still()
        await hands.see("day 0, 3 decisions")


async def test_the_clock_looks_again_only_while_it_is_in_front(
    spring: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(spring) as hands:
        looked: list[str] = []
        monkeypatch.setattr(LiveRoom, "look", lambda room: looked.append(room.PLACE))
        hands.roll._due()
        assert looked == ["desk"]
        await hands.press("w")
        await hands.on(Sheet)
        hands.roll._due()
        assert looked == ["desk"]
        await hands.press("escape")
        await hands.on(Roll)
        assert looked == ["desk", "desk"]


@pytest.mark.parametrize(("took", "until"), [(0.0, 2.0), (0.1, 2.0), (1.5, 15.0)])
def test_a_slow_database_is_given_rest(took: float, until: float) -> None:
    assert pause(EVERY, took) == until


async def test_the_clock_is_set_for_the_next_look(spring: Course) -> None:
    async with at_desk(spring) as hands:
        assert hands.roll._timer is None
        hands.roll._every = 3600
        await hands.looks()
        first = hands.roll._timer
        assert first is not None
        await hands.looks()
        assert hands.roll._timer is not first


async def test_where_it_cannot_be_read_the_old_stays_and_is_said_to_be_old(
    spring: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(spring) as hands:

        def broken(_: Roll) -> Any:
            raise BadDatabase("the disk reported an error")

        with monkeypatch.context() as patch:
            patch.setattr(Roll, "read", broken)
            await hands.looks()
            await hands.see("! This is not up to date: the disk reported an error")
            await hands.see("▶ in progress")
        await hands.looks()
        await hands.gone("not up to date")


async def test_a_sitting_whose_time_is_up_is_ended_on_the_desk(spring: Course) -> None:
    async with at_desk(spring) as hands:
        spring.clock.on(hours=2)
        await hands.looks()
        await hands.gone("in progress")
        await hands.see("2 submitted")


@pytest.mark.parametrize("mouse", [False, True])
async def test_the_roll_is_narrowed_by_state_and_team(spring: Course, mouse: bool) -> None:
    async with at_desk(spring, mouse=mouse) as hands:
        await (hands.click_key("state") if mouse else hands.press("s"))
        await hands.on(Pick)
        await hands.see("In progress 1")
        await hands.choose("#menu", ("in progress",))
        await hands.on(Roll)
        assert hands.lines.keys == (spring.person(BEN),)
        await hands.see("Shown: in progress (1).")
        await (hands.click_key("team") if mouse else hands.press("t"))
        await hands.on(Pick)
        await hands.choose("#menu", ("North",))
        await hands.on(Roll)
        await hands.see("Nobody stands so.")
        await hands.see("Shown: in progress, team North (0).")
        for key in ("s", "t"):
            await hands.press(key)
            await hands.on(Pick)
            await hands.choose("#menu", ("",))
            await hands.on(Roll)
        assert len(hands.lines.keys) == 3


async def test_names_are_shown_on_a_key_and_hidden_on_it(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.press("n")
        await hands.see("Ada Reed")
        await hands.press("n")
        await hands.gone("Ada Reed")


async def test_the_cohort_as_a_whole(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.press("w")
        await hands.on(Sheet)
        await hands.see("Where they stand")
        await hands.see("Pass mark 60 %")


@pytest.mark.parametrize(("form", "named"), [("csv", False), ("xlsx", False), ("json", True)])
async def test_the_grade_book_is_written_where_one_is(
    spring: Course, form: str, named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with at_desk(spring, LARGE) as hands:
        await hands.press("e")
        await hands.on(Pick)
        await hands.choose("#menu", (form, named))
        await hands.on(Roll)
        await hands.see(f"onlyme-spring-2027-grades.{form}")
    file = folder / f"onlyme-spring-2027-grades.{form}"
    assert file.stat().st_size > 100
    assert (b"Ada Reed" in file.read_bytes()) is named


async def test_what_cannot_be_written_is_said(
    spring: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.terminal.desk.doing.write_beside", full)
    async with at_desk(spring, LARGE) as hands:
        await hands.press("e")
        await hands.on(Pick)
        await hands.choose("#menu", ("csv", False))
        await hands.see("! The grade book was NOT written here: No space left on device.")


# -- a person


async def test_a_person_has_a_page(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(BEN)
        await hands.see("In progress; 1 of 2 sittings used.")
        await hands.see("In First steps: day 0, 2 decisions.")
        assert "Ben" not in painted(hands.app)
        await hands.press("n")
        await hands.see("Ben Hale")
        spring.play(spring.go_on(BEN), moves=1)
        await hands.looks()
        await hands.see("day 0, 3 decisions")
        await hands.press("escape")
        await hands.on(Roll)


async def test_a_comment_is_kept_as_it_is_typed(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(ADA)
        await hands.press("c", *"quite so", "enter")
        await hands.see("Noted.")
        await hands.see("Jo: quite so")
        await hands.press("c", *"not so", "escape")
        await hands.gone("Comment:")
        assert spring.standing(ADA).comments == 1


async def test_a_result_is_signed_off_once_one_has_said_so(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(ADA)
        await hands.press("s")
        await hands.on(Pick)
        await hands.see("Sign it off as Jo")
        await hands.choose("#menu", "no")
        await hands.on(PersonRoom)
        assert spring.standing(ADA).sign_off is None
        await hands.press("s")
        await hands.on(Pick)
        await hands.choose("#menu", "sign")
        await hands.see("Signed off: ")
        assert spring.standing(ADA).state is State.GRADED
        await hands.until(lambda: not hands.app.screen.check_action("sign", ()))


async def test_what_has_changed_meanwhile_is_not_signed_off(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(ADA)
        await hands.press("s")
        await hands.on(Pick)
        before = spring.standing(ADA).grade.percent
        spring.play(spring.begin(ADA), "say ask_bashir", moves=None).submit()
        if spring.standing(ADA).grade.percent == before:
            pytest.fail("the second sitting made no other grade")
        await hands.choose("#menu", "sign")
        await hands.see("has changed meanwhile")
        assert spring.standing(ADA).sign_off is None


async def test_extra_time_is_given_to_who_is_under_way(spring: Course) -> None:
    async with at_desk(spring) as hands:
        before = spring.standing(BEN).deadline
        await hands.person(BEN)
        await hands.press("x", *"1,5", "enter")
        await hands.see("Given: 1,5 times the minutes.")
        await hands.see("extra time 1.5")
        after = spring.standing(BEN).deadline
        assert before is not None
        assert after is not None
        assert (after - before).total_seconds() == 30 * 60
        await hands.press("x", *"none", "enter")
        await hands.see("! extra time is a factor from 1 to 10")


async def test_what_cannot_be_done_has_no_key(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(CID)
        assert not hands.app.screen.check_action("sign", ())
        assert hands.app.screen.check_action("extra", ())
        kept.close(spring.database, spring.assessment, "Jo")
        await hands.looks()
        assert not hands.app.screen.check_action("extra", ())


async def test_who_is_gone_from_the_results_is_said_to_be(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.person(CID)
        with spring.database.writing() as connection:
            gone = update(members).where(members.c.person == spring.person(CID)).values(left="2027")
            connection.execute(gone)
        await hands.looks()
        await hands.see("not in the results any more")


# -- the application


async def test_without_a_name_one_picks_an_assessment(spring: Course) -> None:
    async with at_desk(spring, assessment=None) as hands:
        await hands.on(Pick)
        await hands.see("Spring assessment spring-2027, cohort spring, open")
        await hands.choose("#menu", "spring-2027")
        await hands.on(Roll)
        await hands.press("q")
        await hands.on(Pick)
        await hands.press("q")
        await hands.until(lambda: hands.app._exit)


async def test_where_there_is_no_assessment_it_says_how_to_make_one(spring: Course) -> None:
    with spring.database.writing() as connection:
        connection.execute(assessments.delete())
    async with at_desk(spring, assessment=None) as hands:
        await hands.see("There is no assessment yet. Make one: onlyme assess new")
        await hands.press("escape")
        await hands.until(lambda: hands.app._exit)


async def test_an_assessment_that_is_not_there_is_said_to_be(spring: Course) -> None:
    async with at_desk(spring, assessment=None) as hands:
        await hands.on(Pick)
        with spring.database.writing() as connection:
            connection.execute(assessments.delete())
        await hands.choose("#menu", "spring-2027")
        await hands.see("There is no assessment spring-2027")


async def test_leaving_what_was_named_leaves_the_application(spring: Course) -> None:
    async with at_desk(spring) as hands:
        await hands.press("escape")
        await hands.until(lambda: hands.app._exit)


async def test_the_palette_leads_nowhere_into_practice(spring: Course) -> None:
    async with at_desk(spring, LARGE) as hands:
        await hands.press("ctrl+p")
        await hands.on(Palette)
        await hands.see("Show only one team")
        assert "library" not in painted(hands.app).lower()
        assert "First steps" not in painted(hands.app)
        await hands.press(*"glossary", "enter")
        await hands.on(Sheet)


# -- how it looks


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (40, 24), SMALL, (160, 45), (220, 50)])
async def test_no_line_wraps_at_any_width(spring: Course, size: tuple[int, int]) -> None:
    async with at_desk(spring, size) as hands:
        for _ in range(2):
            assert len(hands.lines._lines) == 3
            heading = next(line for line in painted(hands.app).splitlines() if "Person" in line)
            column = heading.index("Person")
            for name in (ADA, BEN, CID):
                line = next(line for line in painted(hands.app).splitlines() if name in line)
                assert line.index(name) == column
            await hands.press("n")
            await hands.still()


async def test_a_window_made_wider_shows_more(spring: Course) -> None:
    async with at_desk(spring, (50, 12)) as hands:
        assert "Sittings" not in painted(hands.app)
        await hands.pilot.resize_terminal(160, 45)
        await hands.see("Sittings")


@pytest.mark.parametrize("size", [(1, 1), (39, 9)])
async def test_too_small_a_window_says_so_and_takes_no_keys(spring: Course, size: tuple[int, int]) -> None:
    async with at_desk(spring) as hands:
        await hands.pilot.resize_terminal(*size)
        await hands.press("s", "e", "n")
        await hands.pilot.pause()
        assert isinstance(hands.app.screen, Roll)
        await hands.pilot.resize_terminal(*SMALL)
        await hands.see("▶ in progress")


async def test_what_people_wrote_is_literal(spring: Course) -> None:
    spring.enrol("K3J6M2", f"Name {EVIL}", f"Team {EVIL}"[:60])
    spring.sit("K3J6M2")
    async with at_desk(spring, (160, 45)) as hands:
        await hands.press("n")
        await hands.see("Name [@click=app.leave]…")
        await hands.person("K3J6M2")
        await hands.see(f"Name {SHOWN}")
        await hands.press("c", *"[@click=app.leave]x[/] [50% off]", "enter")
        await hands.see("Jo: [@click=app.leave]x[/] [50% off]")


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
async def test_everything_can_be_read(spring: Course, theme: Any) -> None:
    assert theme in THEMES
    async with at_desk(spring, LARGE) as hands:
        hands.app.theme = theme.name
        spring.clock.on(hours=2)
        await hands.looks()
        await look(hands)
        hands.roll.say("Something went wrong.", bad=True)
        await look(hands)
        await hands.person(ADA)
        await look(hands)
        await hands.press("c")
        await look(hands)


@pytest.mark.parametrize("size", [SMALL, (100, 30), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_desk_is_as_it_was(spring: Course, size: tuple[int, int], utc: None) -> None:
    spring.clock.on(hours=2)
    async with at_desk(spring, size) as hands:
        await compare(hands, "desk")
        await hands.press("n")
        await hands.see("Ada Reed")
        await compare(hands, "desk-names")
        await hands.press("n")
        await hands.person(ADA)
        await compare(hands, "desk-person")
        await hands.press("escape")
        await hands.on(Roll)
        await hands.press("w")
        await hands.on(Sheet)
        await compare(hands, "desk-cohort")
