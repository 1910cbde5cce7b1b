"""Moments: a line, or something that happened, with all that came of it at once, on its day."""

from scoring.moments import Cut, cut, dated
from scoring.rubric import default_rubric
from simulator.engine import events as e
from tests.helpers import line, meeting, ours, play, promise, story

CLOSED = e.StretchClosed("first", 30)


def cuts(*events: e.Event) -> list[Cut]:
    return list(cut([events], default_rubric()))


def days(*events: e.Event) -> list[int]:
    return [day for _, day, _ in dated([events])]


def test_what_a_line_does_belongs_to_it() -> None:
    spoken = (
        e.Chose("a", "listen"),
        e.Listened("dana", 1, 0),
        e.TrustMoved("dana", 1, 3, "said"),
        e.Spoke("a", (0,)),
    )
    held = cuts(*spoken, e.Reached("next"))
    assert [(item.head, tuple(item.events)) for item in held] == [(spoken[0], spoken)]
    assert [mark.reason for _, mark in held[0].marks] == ["listened"]


def test_the_next_line_is_another_moment() -> None:
    first, second = e.Chose("a", "listen"), e.Chose("b", "pitch")
    held = cuts(first, e.WarmthMoved("dana", 1, 2), second)
    assert [item.head for item in held] == [first, second]


def test_the_frame_of_the_story_belongs_to_nothing() -> None:
    held = cuts(e.Chose("a", "listen"), e.BeatEntered("first/b2"), e.Spoke("first/b2", (0,)))
    assert [item.head for item in held] == [e.Chose("a", "listen"), e.Spoke("first/b2", (0,))]


def test_an_untruth_found_out_takes_the_stage_along_and_a_gate_is_a_moment_of_its_own() -> None:
    out = (e.Exposed("crews", "dana", 0), e.StageMoved(2, 1, 1, "exposed"))
    assert len(cuts(e.Chose("a", "listen"), *out)) == 1
    assert len(cuts(e.Chose("a", "listen"), e.StageMoved(2, 1, 0, "down"))) == 2


def test_every_mark_is_in_one_moment() -> None:
    program = story(
        meeting(line("a", {"promise": "x"}), agree={}),
        meeting(line("b"), id="second", day=20),
        ledger={"x": promise(2, due="5d"), "y": ours(due="6d")},
        ends="40d",
    )
    events = play(program).events
    marks = [mark for event in events for mark in default_rubric().marks(event)]
    assert [mark for held in cuts(*events) for _, mark in held.marks] == marks
    assert len(marks) >= 4


def test_moves_are_counted_from_nothing() -> None:
    held = list(cut([[e.Began()], [e.Chose("a", "listen")], [], [e.Chose("b", "listen")]], default_rubric()))
    assert [item.move for item in held] == [0, 1, 3]


def test_an_event_without_a_day_has_the_last_one_told() -> None:
    assert days(e.Began(), e.NewsCame("board", 12), e.TrustMoved("dana", 1, 3, "said")) == [0, 12, 12]


def test_what_a_stretch_brings_as_it_closes_has_its_last_day() -> None:
    late = (
        e.RootMoved("consistency", 1, 0, "neglect"),
        e.RivalMoved(1, "neglect"),
        e.StageMoved(2, 1, 0, "down"),
    )
    kept = e.Kept("x", "task", "dana", 2, 9)
    assert days(kept, e.Neglected(30), *late, e.BelievedMoved(1), CLOSED) == [9, 30, 30, 30, 30, 30, 30]


def test_what_a_broken_word_does_keeps_its_own_day() -> None:
    broken = e.Broken("x", "promise", "dana", 2, "hours", 0, 0, 9)
    assert days(broken, e.RootMoved("follow_through", 1, 0, "broken"), CLOSED) == [9, 9, 30]
