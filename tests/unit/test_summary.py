"""The summary of a cohort: counts, bands, principles; nobody is ranked, and small groups are not told of."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from simulator.cohort.grades import Verdict
from simulator.cohort.standing import Standing
from simulator.cohort.states import State
from simulator.cohort.summary import LEAST_IN_TEAM, SHOWN, of_one, summary
from tests.standings import BEST, standing, tried

Principles = Mapping[str, tuple[int, int]]


def team(name: str | None, many: int, total: int = 40) -> list[Standing]:
    return [standing(f"{name}-{number}", total, team=name) for number in range(many)]


def knowing(name: str, principles: Principles) -> Standing:
    return standing(name, 40, principles=principles)


def test_every_state_and_verdict_is_counted_those_of_nobody_too() -> None:
    people = [standing("a", 40, signed=True), standing("b", 10), standing("c"), standing("d", gone="left")]
    going = standing("e", state=State.IN_PROGRESS, tried=(tried(going=True),))
    found = summary([*people, going])
    assert found.people == 4
    assert found.states == dict.fromkeys(State, 0) | {
        State.GRADED: 1,
        State.SUBMITTED: 1,
        State.NOT_STARTED: 1,
        State.IN_PROGRESS: 1,
    }
    assert found.verdicts == {Verdict.REACHED: 1, Verdict.NOT_YET: 1, Verdict.NONE: 2}


def test_grades_lie_in_bands_of_ten() -> None:
    totals = (0, 4, 5, 45, 50, 50)
    found = summary([standing(str(place), total) for place, total in enumerate(totals)])
    bands = {(band.least, band.most): band.people for band in found.bands}
    assert bands == {(least, least + 9): 0 for least in range(0, 90, 10)} | {
        (0, 9): 2,
        (10, 19): 1,
        (90, 100): 3,
    }


def test_grades_below_nothing_have_a_band_of_their_own() -> None:
    bands = summary([standing("a", -3), standing("b", 50)]).bands
    assert (bands[0].least, bands[0].people, len(bands)) == (None, 1, 11)


def test_without_a_grade_there_are_no_bands() -> None:
    assert summary([standing("a")]).bands == ()


@given(st.lists(st.integers(-BEST, BEST), max_size=30))
def test_everybody_with_a_grade_is_in_one_band(totals: list[int]) -> None:
    found = summary([standing(str(place), total) for place, total in enumerate(totals)])
    assert sum(band.people for band in found.bands) == len(totals)


# -- principles


def test_the_strongest_and_the_weakest_principles_of_a_cohort() -> None:
    held: Principles = {"prepare": (5, 0), "mutual_list": (4, 1), "value_time": (1, 4), "listen": (1, 1)}
    found = summary([knowing(str(place), held) for place in range(3)])
    assert [(one.principle, one.share) for one in found.strong] == [("prepare", 100), ("mutual_list", 80)]
    assert [(one.principle, one.share) for one in found.weak] == [("value_time", 20), ("listen", 50)]
    assert (found.weak[0].shown, found.weak[0].missed, found.weak[0].people) == (3, 12, 3)


def test_what_came_up_for_too_few_is_not_said_of_a_cohort() -> None:
    held: Principles = {"prepare": (0, 9)}
    assert summary([knowing("a", held), knowing("b", held)]).weak == ()
    assert summary([knowing(name, held) for name in "abc"]).weak != ()


def test_what_came_up_too_seldom_is_not_said_of_a_person() -> None:
    strong, weak = of_one(knowing("a", {"prepare": (2, 0), "listen": (0, 3), "value_time": (0, 2)}))
    assert (strong, [one.principle for one in weak]) == ((), ["listen"])


@given(st.dictionaries(st.text("abcdef", min_size=1), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_no_principle_is_both_strong_and_weak(held: dict[str, tuple[int, int]]) -> None:
    strong, weak = of_one(knowing("a", held))
    assert not {one.principle for one in strong} & {one.principle for one in weak}
    assert max(len(strong), len(weak)) <= SHOWN
    assert all(one.share >= 80 for one in strong)
    assert [one.share for one in strong] == sorted((one.share for one in strong), reverse=True)
    assert [one.share for one in weak] == sorted(one.share for one in weak)


# -- teams


def test_teams_of_ten_are_told_of_and_smaller_ones_are_not() -> None:
    found = summary([*team("North", 10, 40), *team("South", 12, 20), *team("East", 9), *team("West", 4)])
    assert [(one.team, one.graded, one.mean, one.reached) for one in found.teams] == [
        ("North", 10, 80, 10),
        ("South", 12, 40, 0),
    ]
    assert found.kept_back == 2


def test_nine_who_could_be_worked_out_from_the_rest_are_not_told_of() -> None:
    found = summary([*team("North", 10), *team("South", 30), *team("East", 9)])
    assert [one.team for one in found.teams] == ["South"]
    assert found.kept_back == 2
    assert [one.team for one in summary([*team("North", 10), *team(None, 3)]).teams] == []


def test_only_those_with_a_grade_make_a_group() -> None:
    people = [*team("North", 9), standing("waiting", team="North")]
    assert summary(people).teams == ()


def test_who_has_left_is_in_no_team() -> None:
    people = [*team("North", 9), standing("gone", 40, team="North", gone="left")]
    assert summary(people).teams == ()


@given(st.dictionaries(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(0, 25)))
def test_whatever_the_teams_no_small_group_is_told_of_or_left_over(sizes: dict[str, int]) -> None:
    found = summary([one for name, many in sizes.items() for one in team(name or None, many)])
    shown = {one.team: one.graded for one in found.teams}
    rest = sum(sizes.values()) - sum(shown.values())
    assert all(many >= LEAST_IN_TEAM for many in shown.values())
    assert not shown or rest == 0 or rest >= LEAST_IN_TEAM
