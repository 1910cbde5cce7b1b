"""What events earn is remembered by their text alone, and is what reading them anew would give."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rubric import default_rubric
from scoring.scorecard import score
from simulator.cohort import cards
from simulator.cohort.cards import Card, Reckoner, live_texts
from simulator.engine.attempt import Row, live, read_events, write_events
from simulator.engine.events import BadEvent, Event, Exposed, Kept, Learned, ListClosed, Listened, Spoke

_TRICKY = st.sampled_from(
    ['},{"event":"', '[{"event":"Began"}]', "\\", '\\"},{"event":"Exposed', "}]", "ä", "a"]
)
_WORD = st.lists(_TRICKY, max_size=4).map("".join)
_EVENTS = st.one_of(
    st.builds(Learned, _WORD),
    st.builds(Exposed, _WORD, _WORD, st.just(0)),
    st.builds(Listened, _WORD, st.integers(1, 4), st.integers(0, 1)),
    st.builds(ListClosed, _WORD, st.integers(0, 5), st.integers(0, 5)),
    st.builds(
        Kept, _WORD, st.sampled_from(["promise", "task", "theirs"]), _WORD, st.integers(1, 3), st.just(3)
    ),
    st.builds(Spoke, _WORD, st.lists(st.integers(0, 9), max_size=3).map(tuple)),
)


def plain(texts: list[str]) -> Card:
    """The long way: every event read, every scorer asked."""
    found = score([event for text in texts for event in read_events(text)], default_rubric())
    kinds = [item.kind for item in found.incidents]
    return Card(found.points, {kind: kinds.count(kind) for kind in kinds}, found.principles)


@given(st.lists(st.lists(_EVENTS, max_size=5).map(write_events), max_size=5))
def test_it_is_what_the_long_way_gives(texts: list[str]) -> None:
    reckoner = Reckoner(default_rubric())
    assert reckoner.card(texts) == plain(texts)
    assert reckoner.card(texts) == plain(texts)


@given(st.lists(_EVENTS, min_size=1, max_size=4))
def test_however_the_text_is_laid_out(events: list[Event]) -> None:
    text = json.dumps(json.loads(write_events(events)), indent=1)
    assert Reckoner(default_rubric()).card([text]) == plain([text])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[{]",
        '{"event":"Began"}',
        '[{"event":"Began"},]',
        '[{"event":"Began"},{"event":"Nothing"}]',
        '[{"event":"Learned","thing":1}]',
        '[{"event":"Began"}] ',
        '[{"event":"Began"}],[{"event":"Began"}]',
    ],
)
def test_what_the_long_way_refuses_is_refused(text: str) -> None:
    reckoner = Reckoner(default_rubric())
    try:
        expected = plain([text])
    except BadEvent:
        for _ in range(2):
            with pytest.raises(BadEvent):
                reckoner.card([text])
    else:
        assert reckoner.card([text]) == expected


def test_it_forgets_when_there_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "_REMEMBERED", 3)
    reckoner = Reckoner(default_rubric())
    texts = [write_events([Listened("dana", turn, 0), Learned(str(turn))]) for turn in range(10)]
    assert reckoner.card(texts) == plain(texts)
    assert len(reckoner._moves) <= 3
    assert len(reckoner._events) <= 3


@given(st.lists(st.sampled_from(["begin", "undo", "say a"]), max_size=8))
def test_what_counts_is_what_the_engine_counts(moves: list[str]) -> None:
    rows = [Row(seq, move, str(seq)) for seq, move in enumerate(moves, start=1)]
    assert live_texts((row.move, row.events) for row in rows) == [row.events for row in live(rows)]
