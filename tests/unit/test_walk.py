"""The debrief as a walk: its order, what each step holds, and how short steps share a page."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoring.rubric import DIMENSIONS
from simulator.attempts.records import Listed, Summary
from simulator.scenario.model import Par
from simulator.view.debrief import Part
from simulator.view.seen import seen_lines, seen_of
from simulator.view.walk import Look, OwnWords, Step, pages, walk
from tests.helpers import line, meeting, scenario, story
from tests.unit.test_debrief import debriefed, two_lines

ENDINGS = [{"title": "Good", "text": "Well.", "when": "day < 0"}, {"title": "Bad", "text": "Badly."}]

VARIANTS = {
    "thin": {"about": "Half the crews.", "change": {"title": "Thin"}},
    "late": {"about": "A late spring.", "change": {"title": "Late"}},
}


def step(steps: tuple[Step, ...], part: Part) -> Step:
    return next(held for held in steps if held.part is part)


def test_the_walk_begins_with_the_trainee_and_ends_with_the_numbers_and_the_card() -> None:
    assert [held.part for held in walk(debriefed(two_lines()), 76)] == [
        Part.ENDING,
        Part.TIMELINE,
        Part.TRUST,
        Part.STRENGTHS,
        Part.GAPS,
        Part.TRUTH,
        Part.TRY_NEXT,
        Part.NUMBERS,
        Part.CARD,
    ]


def test_where_nothing_was_missed_a_road_not_taken_takes_the_place_of_the_gaps() -> None:
    told = debriefed(story(meeting(line("good"), line("other", tempting="It sounds bold.")), ends="9d"))
    told = replace(told, gaps=(), try_next=None, road_not_taken="“Other” It sounds bold.")
    parts = [held.part for held in walk(told, 76)]
    assert Part.ROAD_NOT_TAKEN in parts
    assert not {Part.GAPS, Part.TRY_NEXT} & set(parts)


def test_a_gap_runs_from_seen_to_what_came_of_it_to_what_might_have_been_said() -> None:
    details = [block for block in step(walk(debriefed(two_lines()), 76), Part.GAPS).blocks if block.label]
    labels = list(dict.fromkeys(block.label for block in details))
    assert labels == ["Seen", "What came of it", "Then", "You might have said", "The principle"]


def test_own_words_stand_in_the_fields_they_were_written_in() -> None:
    words = OwnWords(("It went.",), ("", "What went wrong?"))
    steps = walk(debriefed(two_lines()), 76, None, words)
    assert [field.text for field in step(steps, Part.ENDING).fields] == ["It went.", "", ""]
    assert [field.text for field in step(steps, Part.CARD).fields] == ["", "What went wrong?", "", ""]


def test_both_ladders_and_the_trust_of_everybody_are_drawn() -> None:
    steps = walk(debriefed(two_lines()), 76)
    drawn = {held.part: [b.text for b in held.blocks if b.look is Look.DRAWING] for held in steps}
    assert drawn[Part.TRUTH][0].count("▶") == 2
    assert "Dana" in drawn[Part.TRUST][0]


def test_drawings_keep_to_the_width() -> None:
    for width in (40, 56, 76):
        for held in walk(debriefed(two_lines()), width):
            for block in held.blocks:
                if block.look is Look.DRAWING:
                    assert max(map(len, block.text.split("\n"))) <= width, held.part


def test_the_numbers_are_bars_of_par_where_it_is_proved() -> None:
    told = debriefed(two_lines())
    raw = step(walk(told, 76), Part.NUMBERS).blocks[0].text
    assert "%" not in raw
    par = Par(rubric=told.scorecard.rubric, **dict.fromkeys((*DIMENSIONS, "total"), 10) | {"time": 0})
    shown = step(walk(replace(told, scorecard=replace(told.scorecard, par=par)), 76), Part.NUMBERS)
    assert "%" in shown.blocks[0].text
    assert "not practised here" in shown.blocks[0].text


# What has been seen


def finished(ending: str, variant: str | None = None, scenario: str = "a-test") -> Listed:
    return Listed("a", scenario, "T", variant, "", "", 3, Summary(ending, "me_too", {}, ""))


def test_what_was_seen_is_told_and_what_was_not_is_only_counted() -> None:
    told = scenario(meeting(line("a")), endings=ENDINGS, variants=VARIANTS)
    mine = [finished("Bad", "thin", told.id), finished("Good", None, "another")]
    seen = seen_of(told, mine, "Bad", None)
    assert (seen.seen, seen.endings, seen.played, seen.unplayed) == (
        ("Bad",),
        2,
        ("Half the crews.",),
        ("A late spring.",),
    )
    lines = list(seen_lines(seen))
    assert lines[0] == "Endings seen: 1 of 2: Bad."
    assert "Good" not in " ".join(lines)
    assert lines[1:] == [
        "Played to its end, the variant: Half the crews.",
        "Not played yet, the variant: A late spring.",
    ]


def test_what_has_been_seen_stands_beside_what_to_try() -> None:
    told = scenario(meeting(line("a")), endings=ENDINGS)
    steps = walk(debriefed(two_lines()), 76, seen_of(told, (), "Bad", None))
    assert "Endings seen: 1 of 2: Bad." in [block.text for block in step(steps, Part.TRY_NEXT).blocks]


# Pages


def test_short_steps_share_a_page_and_long_ones_and_those_to_write_in_do_not() -> None:
    alone = [True, False, False, False, False, True]
    assert pages([3, 4, 5, 9, 2, 3], alone, 10) == (
        range(1),
        range(1, 3),
        range(3, 4),
        range(4, 5),
        range(5, 6),
    )


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=9), st.integers(0, 50))
def test_every_step_is_on_one_page_and_in_order(steps: list[tuple[int, bool]], room: int) -> None:
    laid = pages([height for height, _ in steps], [alone for _, alone in steps], room)
    assert [place for page in laid for place in page] == list(range(len(steps)))
    for page in laid:
        if len(page) > 1:
            assert not any(steps[place][1] for place in page)
            assert sum(steps[place][0] + 1 for place in page) - 1 <= room
