"""What each act of a line does, and what its event tells of it."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from simulator.engine import events as e
from simulator.scenario.acts import BY_NAME, Acts
from simulator.scenario.words import BROKEN, FOOTHOLD, SOUND, STRAINED
from tests.helpers import (
    HOMEWORK,
    TOPICS,
    Data,
    Played,
    did,
    line,
    meeting,
    ours,
    play,
    promise,
    several,
    story,
    theirs,
    upto,
)

# As they are written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("listen", {"act": "listen"}),
        ({"listen": "docked"}, {"act": "listen", "learn": ["docked"]}),
        ({"listen": ["docked"]}, {"act": "listen", "learn": ["docked"]}),
        (
            {"listen": {"to": "dana", "learn": ["docked"]}},
            {"act": "listen", "to": "dana", "learn": ["docked"]},
        ),
        ({"raise": "margin"}, {"act": "raise", "topic": "margin"}),
        ({"promise": "x"}, {"act": "promise", "entry": "x"}),
        ({"promise": {"entry": "x", "off_book": True}}, {"act": "promise", "entry": "x", "off_book": True}),
        ({"table": "x"}, {"act": "table", "entries": ["x"]}),
        ({"table": ["x", "y"]}, {"act": "table", "entries": ["x", "y"]}),
        ({"record": "dana"}, {"act": "record", "to": "dana"}),
        ({"record": {"to": "dana"}}, {"act": "record", "to": "dana"}),
        ("record", {"act": "record"}),
        ({"warm": 1}, {"act": "warm", "by": 1}),
        ({"warm": {"dana": 1}}, {"act": "warm", "by": {"dana": 1}}),
        ({"warm": {"by": 1, "to": "dana"}}, {"act": "warm", "by": 1, "to": "dana"}),
        ({"trust": {"dana": -1}}, {"act": "trust", "by": {"dana": -1}}),
        ({"root": {"honesty": -1}}, {"act": "root", "by": {"honesty": -1}}),
        ({"rival": 1}, {"act": "rival", "by": 1}),
        ({"learn": "docked"}, {"act": "learn", "learn": ["docked"]}),
        ({"act": "pitch"}, {"act": "pitch"}),
    ],
)
def test_an_act_is_a_word_a_short_form_or_spelt_out(written: Any, meant: Data) -> None:
    (act,) = TypeAdapter(Acts).validate_python(written)
    (same,) = TypeAdapter(Acts).validate_python([meant])
    assert act == same


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("smile", "no act called 'smile'"),
        ({"smile": 1}, "no act called 'smile'"),
        ({"listen": None, "pitch": None}, "one word"),
        (3, "one word"),
        ({"pitch": "machine"}, "pitch is written alone"),
        ({"tell": "uptime"}, "tell is written alone"),
        ({"rival": "up"}, "integer"),
        ({"table": []}, "at least 1"),
        ({"listen": {"teach": "docked"}}, "Extra inputs"),
    ],
)
def test_what_is_no_act_is_refused(written: Any, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        TypeAdapter(Acts).validate_python(written)


def test_every_act_has_its_word() -> None:
    assert len(BY_NAME) == 27
    assert {"listen", "raise", "promise", "root", "break", "believe"} <= set(BY_NAME)


# Talking


def test_listening_is_counted_and_teaches() -> None:
    played = several({"listen": {"learn": ["docked"]}}, "listen", "listen", "listen")
    assert [event.turn for event in played.all(e.Listened)] == [1, 2, 3, 4]
    assert (played["knows.docked"], played["listened"]) == (1, 3)
    assert played.one(e.Learned) == e.Learned("docked")


def test_what_is_known_is_not_learned_again() -> None:
    played = several({"listen": "docked"}, {"listen": "docked"}, {"learn": "docked"})
    assert len(played.all(e.Learned)) == 1


def test_asking_for_what_could_be_read_shows() -> None:
    assert did({"listen": "target"}).one(e.Listened).public == 1
    assert did({"listen": "docked"}).one(e.Listened).public == 0
    assert did({"listen": ["docked", "target"]}).one(e.Listened).public == 1


def test_a_pitch_tells_whether_anybody_listened_first() -> None:
    assert did("pitch").one(e.Pitched) == e.Pitched("dana", 0, 0)
    assert several("listen", "pitch").one(e.Pitched) == e.Pitched("dana", 1, 0)


def test_listening_in_one_meeting_is_not_listening_in_the_next() -> None:
    program = story(meeting(line("a", "listen")), meeting(line("b", "pitch"), id="second", day=5))
    assert upto(program, "say a", "say b").one(e.Pitched).listened == 0


def test_listening_before_news_is_not_listening_in_it() -> None:
    def rings(act: str) -> Played:
        asks = [{"id": "rings", "day": 3, "script": [{"dana": "Me."}], "choices": [line("n", act)]}]
        return play(story(meeting(line("a", "listen")), calendar=asks))

    assert rings("pitch").one(e.Pitched).listened == 0
    assert [event.turn for event in rings("listen").all(e.Listened)] == [1, 1]


def test_a_topic_is_worth_the_heaviest_goal_it_bears_on_for_this_person() -> None:
    assert did({"raise": "margin"}).one(e.Raised) == e.Raised("margin", "dana", 3, 1)
    assert did({"raise": {"topic": "margin", "to": "luis"}}).one(e.Raised) == e.Raised("margin", "luis", 2, 1)
    assert did({"raise": "queue"}).one(e.Raised).relevance == 0
    idle = {**TOPICS, "margin": {"label": "Margins"}}
    assert did({"raise": "margin"}, topics=idle).one(e.Raised).relevance == 0


def test_goals_may_weigh_differently_as_time_goes_by() -> None:
    dana = {"dana": {"goals": {"profit": {"0d": 1, "10d": 3}}}}
    program = story(
        meeting(line("a", {"raise": "margin"})),
        meeting(line("b", {"raise": "margin"}), id="second", day=9),
        meeting(line("c", {"raise": "margin"}), id="third", day=10),
        topics=TOPICS, homework=HOMEWORK, contacts=dana,
    )  # fmt: skip
    assert [event.relevance for event in play(program).all(e.Raised)] == [1, 1, 3]


def test_a_goal_has_no_weight_before_its_first_day() -> None:
    dana = {"dana": {"goals": {"profit": {"10d": 3}}}}
    assert did({"raise": "margin"}, contacts=dana).one(e.Raised).relevance == 0


def test_a_topic_is_prepared_where_the_homework_was_done() -> None:
    first = meeting(line("a", {"raise": "queue"}), prepare={"hours": "1h", "homework": ["paper"]})
    program = story(first, topics=TOPICS, homework=HOMEWORK)
    assert play(program, "study paper").one(e.Raised).prepared == 1
    assert play(program, "skip paper").one(e.Raised).prepared == 0


def test_a_personal_topic_gives_warmth_and_nothing_else() -> None:
    played = did({"raise": "boat"})
    assert (played["warmth.dana"], played["trust.dana"], played.all(e.Raised)) == (2, 2, [])
    assert played.one(e.Chatted) == e.Chatted("boat", "dana", 0)


@pytest.mark.parametrize(("courtesy", "beyond"), [(0, [1, 1, 1]), (1, [0, 1, 1]), (2, [0, 0, 1])])
def test_personal_lines_beyond_a_persons_courtesy_show(courtesy: int, beyond: list[int]) -> None:
    played = several(*[{"raise": "boat"}] * 3, contacts={"dana": {"courtesy": courtesy}})
    assert [event.beyond for event in played.all(e.Chatted)] == beyond


def test_courtesy_begins_anew_in_each_conversation() -> None:
    boat = {"raise": "boat"}
    asks = [{"id": "rings", "day": 3, "script": [{"dana": "Me."}], "choices": [line("n", boat)]}]
    program = story(
        meeting(line("a", boat)), meeting(line("b", boat), id="second", day=5), topics=TOPICS,
        homework=HOMEWORK, calendar=asks,
    )  # fmt: skip
    assert [event.beyond for event in play(program).all(e.Chatted)] == [0, 0, 0]


ASKS: list[Any] = [
    "pitch",
    {"offer": {"what": "a service"}},
    {"propose": {"id": "seat", "belongs_to": "only_me"}},
]


def asked(played: Played) -> int:
    (event,) = [event for event in played.events if isinstance(event, e.Pitched | e.Offered | e.Asked)]
    return event.after_personal


@pytest.mark.parametrize("ask", ASKS)
def test_a_personal_line_followed_at_once_by_an_ask_shows(ask: Any) -> None:
    boat = {"raise": "boat"}
    assert asked(did(ask)) == 0
    assert asked(did(boat, ask)) == 1
    assert asked(several(boat, ask)) == 1
    assert asked(several(boat, "listen", ask)) == 0


def test_warmth_is_put_to_use_once() -> None:
    played = several([{"raise": "boat"}, "pitch"], "pitch")
    assert [event.after_personal for event in played.all(e.Pitched)] == [1, 0]


def test_small_talk_is_forgotten_by_the_next_conversation() -> None:
    boat = {"raise": "boat"}
    asks = [{"id": "rings", "day": 3, "script": [{"dana": "Me."}], "choices": [line("n", "pitch")]}]
    later = meeting(line("b", "pitch"), id="second", day=5)
    rooms: Data = {"topics": TOPICS, "homework": HOMEWORK}
    assert asked(play(story(meeting(line("a", boat)), calendar=asks, **rooms))) == 0
    assert asked(play(story(meeting(line("a", boat)), later, **rooms))) == 0


def test_recalling_tells_whether_we_had_been_told() -> None:
    assert did({"recall": "docked"}).one(e.Recalled) == e.Recalled("docked", "dana", 0)
    assert several({"listen": "docked"}, {"recall": "docked"}).one(e.Recalled).known == 1


def test_giving_is_worth_the_weight_of_the_goal_it_serves_for_them() -> None:
    played = did({"give": {"what": "a table", "serves": "profit"}})
    assert played.one(e.Gave) == e.Gave("profit", "dana", 3, 0)
    assert (played["touch.dana"], played["valuable"]) == (1, 1)
    useless = did({"give": {"what": "a table", "serves": "flow"}})
    assert (useless.one(e.Gave).value, useless["touch.dana"], useless["valuable"]) == (0, 0, 0)


def test_an_offer_answers_a_goal_they_have_and_we_know_of() -> None:
    offer: Data = {"offer": {"what": "a service", "answers": "profit"}}
    assert did(offer).one(e.Offered) == e.Offered("profit", "dana", 1, 0)
    assert did({"offer": {"what": "a service"}}).one(e.Offered).answers == 0
    assert did({"offer": {"what": "a service", "answers": "flow"}}).one(e.Offered).answers == 0
    hidden = {"goals": {"profit": {"label": "P", "learned_by": ["paper"]}, "flow": {"label": "F"}}}
    assert did(offer, account=hidden).one(e.Offered).answers == 0
    assert did({"learn": "profit"}, offer).one(e.Offered).answers == 1


# Telling, refusing, asking


def test_telling_keeps_which_versions_were_told_to_whom() -> None:
    rosy = did({"tell": {"fact": "uptime", "version": "rosy"}})
    assert rosy.one(e.Told) == e.Told("uptime", "dana", 1)
    assert (rosy["told.uptime.dana"], rosy["told.uptime.luis"]) == (2, 0)


NO: Data = {"decline": {"what": "it"}}
REASONED: Data = {"decline": {"what": "it", "reason": True, "route": "a rental firm"}}
LIMIT: Data = {"limit": "crews"}


@pytest.mark.parametrize(
    ("act", "trust", "after"),
    [(NO, 2, 1), (NO, 3, 2), (NO, 5, 4), (REASONED, 2, 1), (REASONED, 3, 3), (LIMIT, 2, 1), (LIMIT, 3, 3)],
)
def test_a_no_costs_trust_but_not_with_a_reason_where_there_is_respect(
    act: Data, trust: int, after: int
) -> None:
    assert did(act, contacts={"dana": {"trust": trust}})["trust.dana"] == after


def test_a_refusal_tells_its_reason_and_its_route() -> None:
    assert did(NO).one(e.Declined) == e.Declined("dana", 0, 0)
    assert did(REASONED).one(e.Declined) == e.Declined("dana", 1, 1)


def test_a_limit_is_told_for_the_first_time_once_and_known_or_not() -> None:
    twice = several(LIMIT, LIMIT)
    assert twice.all(e.LimitTold) == [e.LimitTold("crews", "dana", 1, 1), e.LimitTold("crews", "dana", 1, 0)]
    unknown = did(LIMIT, crews={"most": 3, "learned_by": ["paper"]})
    assert unknown.one(e.LimitTold).known == 0


@pytest.mark.parametrize(
    ("stage", "belongs_to", "early"),
    [
        ("me_too", "me_too", 0),
        ("me_too", "foothold", 1),
        ("me_too", "only_me", 3),
        ("only_me", "me_first", 0),
    ],
)
def test_an_ask_tells_how_many_rungs_early_it_comes(stage: str, belongs_to: str, early: int) -> None:
    act = {"propose": {"id": "seat", "belongs_to": belongs_to}}
    played = did(act, account={"stage": stage})
    assert played.one(e.Asked) == e.Asked("seat", "dana", early, 0)
    assert played["asked.seat"] == 1


def test_an_ask_is_measured_by_the_true_stage_not_the_believed_one() -> None:
    act = {"propose": {"id": "seat", "belongs_to": "only_me"}}
    assert did(act, account={"stage": "foothold", "believed": "only_me"}).one(e.Asked).rungs_early == 2


def test_an_acknowledged_result_is_worth_one() -> None:
    played = several("record", {"record": "luis"})
    assert (played["value"], played.all(e.Recorded)) == (2, [e.Recorded("dana", 0), e.Recorded("luis", 0)])


def test_an_order_is_counted() -> None:
    assert several({"order": "trial"}, {"order": "trial"})["orders"] == 2


def test_a_reset_tells_whether_the_list_was_one_sided() -> None:
    entries: Data = {"x": ours(), "y": ours(), "log": theirs()}
    later = meeting(line("b", "reset"), id="second", day=5)

    def reset(*tabled: str) -> int:
        program = story(meeting(line("a", {"table": list(tabled)}), agree={}), later, ledger=entries)
        return play(program).one(e.ListReset).one_sided

    assert reset("x", "y") == 1
    assert reset("x", "log") == 0
    assert reset("log") == 0


def test_a_list_is_reset_once() -> None:
    program = story(
        meeting(line("a", {"table": "x"}), agree={}),
        meeting(line("b", "reset", "reset"), id="second", day=5),
        ledger={"x": ours()},
    )
    assert play(program).all(e.ListReset) == [e.ListReset("dana", 1), e.ListReset("dana", 0)]


# Small direct effects


def test_somebody_is_met_and_somebody_leaves() -> None:
    met = did({"meet": "luis"})
    assert (met["met.luis"], met["met.dana"]) == (1, 1)
    gone = did({"give": {"what": "a table", "serves": "profit"}}, {"leave": "dana"}, {"leave": "dana"})
    assert (gone["here.dana"], gone["touch.dana"], len(gone.all(e.ContactLeft))) == (0, 0, 1)
    back = did({"leave": "dana"}, {"meet": "dana"}, {"trust": {"dana": 1}})
    assert (back["here.dana"], back["trust.dana"]) == (1, 3)


def test_whoever_left_is_not_at_the_next_meeting() -> None:
    program = story(
        meeting(line("a", {"leave": "luis"})), {**meeting(id="s", day=5), "with": ["dana", "luis"]}
    )
    assert play(program)["met.luis"] == 0


@pytest.mark.parametrize(("by", "trust"), [(1, 3), (-1, 1), (9, 5), (-9, 0), (0, 2)])
def test_trust_and_warmth_move_within_their_scales(by: int, trust: int) -> None:
    assert did({"trust": {"dana": by}})["trust.dana"] == trust
    assert did({"warm": {"luis": by}}, contacts={"luis": {"warmth": 2}})["warmth.luis"] == trust


def test_warmth_without_a_name_is_for_the_last_speaker() -> None:
    played = did({"warm": 2})
    assert played.one(e.WarmthMoved) == e.WarmthMoved("dana", 2, 3)
    assert played["warmth.dana"] == 3


def test_warmth_is_read_by_no_rule() -> None:
    cold, warm = did("listen", ledger={"x": promise(4)}), did({"warm": 4}, "listen", ledger={"x": promise(4)})
    changed = {name for name, value in cold.state.fields.items() if warm[name] != value}
    assert changed == {"warmth.dana"}


def test_roots_move_by_grades_within_their_scale() -> None:
    played = did({"root": {"honesty": -1, "competence": -9, "consistency": 1}})
    roots = [played[f"root.{root}"] for root in ("honesty", "competence", "consistency", "follow_through")]
    assert roots == [STRAINED, BROKEN, SOUND, SOUND]
    assert len(played.all(e.RootMoved)) == 2


def test_what_the_trainee_believes_may_be_set() -> None:
    played = did({"believe": "foothold"}, {"believe": "foothold"})
    assert (played["believed"], played["stage"], len(played.all(e.BelievedMoved))) == (FOOTHOLD, 1, 1)


# Left out, the last speaker


def test_an_act_is_said_to_the_last_speaker() -> None:
    script = [{"dana": "Dana."}, {"luis": "Luis."}, {"you": "Me."}, {"narrator": "Silence."}]
    program = story(meeting({"script": script, "choices": [line("a", "listen", {"pitch": {"to": "dana"}})]}))
    played = play(program)
    assert (played.one(e.Listened).contact, played.one(e.Pitched).contact) == ("luis", "dana")


def test_a_moment_in_which_nobody_speaks_goes_on_with_whoever_spoke_before() -> None:
    program = story(
        meeting(
            {"choices": [line("a", "listen")]},
            {"script": [{"luis": "Luis."}], "choices": [line("b", "listen")]},
            {"choices": [line("c", "listen")]},
        )
    )
    assert [event.contact for event in play(program).all(e.Listened)] == ["dana", "luis", "luis"]


def test_what_the_scene_itself_does_is_for_its_speaker() -> None:
    held = ours(due="3d", when_kept={"script": [{"luis": "It came."}], "does": ["record"]})
    played = play(story(meeting(line("a", {"promise": "x"})), ledger={"x": held}))
    assert played.one(e.Recorded).contact == "dana"  # whom it was owed to, whoever tells of it
    asks = [{"id": "rings", "day": 3, "script": [{"luis": "Me."}], "choices": [line("n", "listen")]}]
    assert play(story(meeting(line("a", "pitch")), calendar=asks)).one(e.Listened).contact == "luis"


def test_what_is_taken_back_at_the_same_meeting_is_not_on_its_list() -> None:
    ledger = {"x": promise(4), "y": promise(2)}
    assert several({"promise": "x"}, {"amend": {"entry": "x", "becomes": "y"}}, ledger=ledger)["ours"] == 1
    assert several({"promise": "x"}, {"amend": "x"}, ledger=ledger)["ours"] == 0
