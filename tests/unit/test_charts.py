"""Drawings in characters: what they show, and that they keep to their width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from simulator.scenario.words import FOOTHOLD, LOST, ONLY_ME
from simulator.view.cells import cells, fit
from simulator.view.charts import bar, bars, beside, ladder, trust_chart

STEPS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 5)), min_size=1, max_size=8).map(
    lambda steps: tuple(sorted(steps))
)


def test_a_bar_is_full_only_for_the_whole_and_empty_only_for_nothing() -> None:
    assert [bar(part, 100, 4) for part in (0, 1, 50, 99, 100, 120, -5)] == [
        "░░░░",
        "█░░░",
        "██░░",
        "███░",
        "████",
        "████",
        "░░░░",
    ]
    assert bar(1, 0, 4) == ""


def test_values_below_nothing_stand_on_the_other_side_and_look_different() -> None:
    assert bars((4, 0, -2), 7) == ("  │████", "  │    ", "▒▒│    ")
    assert bars((0, 0), 3) == ("│  ", "│  ")


@given(st.lists(st.integers(-99, 99), min_size=1, max_size=6), st.integers(3, 40))
def test_bars_are_all_of_the_width(values: list[int], width: int) -> None:
    assert {len(row) for row in bars(values, width)} == {width}


def test_the_ladder_marks_one_rung_with_a_sign_and_has_the_highest_on_top() -> None:
    rows = ladder("In truth", FOOTHOLD)
    assert [row.strip() for row in rows] == [
        "In truth",
        "╞═ Only me  ═╡",
        "╞═ Me first ═╡",
        "▶ ╞═ Foothold ═╡",
        "╞═ Me too   ═╡",
    ]


def test_a_lost_account_stands_under_the_ladder() -> None:
    assert ladder("In truth", LOST)[-1].strip() == "▶ ╞═ Lost     ═╡"


def test_two_ladders_stand_side_by_side_whatever_their_height() -> None:
    rows = beside(ladder("You believed", ONLY_ME), ladder("In truth", LOST), gap=2)
    assert len(rows) == 6
    assert rows[0] == "You believed      In truth"
    assert rows[1].startswith("▶ ╞═ Only me")
    assert rows[5].strip() == "▶ ╞═ Lost     ═╡"


def test_trust_is_drawn_day_by_day_with_its_figures_and_the_days() -> None:
    assert trust_chart((("Dana", ((0, 2), (5, 4), (10, 0))),), 10, 17) == (
        "Dana  ▃▃▃▃▃▆▆▆▆▆▁",
        "      2    4    0",
        "      ┴────┴────┴",
        " day  0    5   10",
    )


def test_a_change_on_the_first_day_does_not_hide_where_trust_began() -> None:
    chart = trust_chart((("Dana", ((0, 2), (0, 0))),), 10, 17)
    assert chart[:2] == ("Dana  ▃▁▁▁▁▁▁▁▁▁▁", "      20")


def test_nobody_gives_no_chart() -> None:
    assert trust_chart((), 10, 40) == ()


@given(st.lists(st.tuples(st.text("ab ", max_size=30), STEPS), min_size=1, max_size=4), st.integers(20, 90))
def test_the_chart_keeps_to_its_width_and_ends_with_what_holds(
    people: list[tuple[str, tuple[tuple[int, int], ...]]], width: int
) -> None:
    rows = trust_chart(people, 90, width)
    assert len(rows) == 2 * len(people) + 2
    assert all(len(row) <= width for row in rows)
    for place, (_, steps) in enumerate(people):
        assert rows[2 * place][-1] == "▁▂▃▅▆█"[steps[-1][1]]
        assert str(steps[-1][1]) in rows[2 * place + 1]


NAMES = (
    "田中太郎",
    "한지민",
    "👩\u200d🔧 Ana",
    "❤\ufe0f",
    "Zoe\u0308",
    "\u1112\u1161\u11ab",
    "👍🏽",
    "राम",
    "Dana",
)


def test_cells_are_those_of_the_terminal() -> None:
    for name in NAMES:
        assert cells(name) == cell_len(name), name


@given(st.text(st.sampled_from("".join(NAMES)), max_size=20), st.integers(0, 24))
def test_text_is_fitted_to_cells(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cells(fitted) == width
    assert fitted.rstrip() == text.rstrip() if cells(text) <= width else "…" in fitted or not width


def test_names_of_wide_signs_leave_the_courses_under_one_another() -> None:
    people = [(name, ((0, 2), (4, 5))) for name in (*NAMES, "田中太郎" * 9)]
    for width in (24, 40, 80):
        *courses, line, days = trust_chart(people, 4, width)
        starts = {cell_len(row[: row.index("▃")]) for row in courses[::2]}
        assert starts == {cell_len(line[: line.index("┴")])}
        assert {cell_len(row) for row in courses[::2]} == {cell_len(line)}
        assert max(map(cell_len, (*courses, line, days))) <= width


def test_what_stands_beside_wide_signs_is_aligned() -> None:
    rows = beside(("田中", "ab"), ("x", "y"), gap=1)
    assert [cell_len(row) for row in rows] == [6, 6]
