"""What follows from promises kept and broken, from silence, from two stories told: the table of the world."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.scenario.words import (
    AMENDED,
    BROKE,
    BROKEN,
    KEPT,
    LOST,
    ME_FIRST,
    ME_TOO,
    SOUND,
    STRAINED,
)
from tests.helpers import Data, Played, beat, line, meeting, news, ours, play, promise, story, theirs, upto

NO_NEGLECT: Data = {"rhythm_me_too": 999, "rhythm_foothold": 999, "rhythm_me_first": 999}


def owing(entry: Data, *moves: str, **rooms: Any) -> Played:
    """A meeting in which one entry, `x`, is promised, and the forty days after it."""
    rooms.setdefault("ends", "40d")
    return play(story(meeting(line("a", {"promise": "x"})), ledger={"x": entry}, **rooms), *moves)


# Trust


def test_a_promise_kept_earns_the_trust_of_the_one_it_is_owed_to() -> None:
    played = owing(promise(2, due="5d"))
    assert (played["entry.x"], played["trust.dana"], played["trust.luis"]) == (KEPT, 3, 2)
    assert played.one(e.TrustMoved) == e.TrustMoved("dana", 1, 3, "kept")


@pytest.mark.parametrize(("weight", "trust"), [(1, 2), (2, 3), (3, 3)])
def test_only_what_has_weight_earns_trust(weight: int, trust: int) -> None:
    assert owing(promise(2, due="5d", weight=weight))["trust.dana"] == trust
    assert owing(ours(due="5d", weight=weight))["trust.dana"] == trust


def test_trust_is_earned_once_a_stretch_however_many_promises_are_kept() -> None:
    entries = {name: ours(due=due) for name, due in (("x", "5d"), ("y", "6d"), ("z", "30d"))}
    opened = line("a", *({"promise": name} for name in entries))
    one_stretch = play(story(meeting(opened), ledger=entries, ends="40d"))
    two_stretches = play(story(meeting(opened), meeting(id="second", day=20), ledger=entries, ends="40d"))
    assert (one_stretch["kept"], one_stretch["trust.dana"]) == (3, 3)
    assert (two_stretches["kept"], two_stretches["trust.dana"]) == (3, 4)


def test_trust_is_earned_from_each_person_by_itself() -> None:
    entries = {"x": ours(due="5d"), "y": ours(due="6d", to="luis")}
    played = play(story(meeting(line("a", {"promise": "x"}, {"promise": "y"})), ledger=entries))
    assert (played["trust.dana"], played["trust.luis"]) == (3, 3)


def test_a_promise_broken_costs_three_trust_and_a_grade_of_follow_through() -> None:
    played = owing(promise(4, due="5d"), contacts={"dana": {"trust": 5}})
    assert (played["entry.x"], played["trust.dana"], played["root.follow_through"]) == (BROKE, 2, STRAINED)
    assert (played["broken"], played["kept"]) == (1, 0)


def test_a_task_broken_costs_one_trust_and_a_grade_of_follow_through() -> None:
    program = story(
        meeting(line("a", {"promise": "x"}), follow_through={"hours": "1h"}),
        ledger={"x": ours(due="5d", takes="2h")},
        ends="40d",
    )
    played = play(program)
    assert (played["entry.x"], played["trust.dana"], played["root.follow_through"]) == (BROKE, 1, STRAINED)
    assert played.one(e.Broken).cause == "hours"


def test_trust_stays_within_its_scale() -> None:
    assert owing(promise(4, due="5d"))["trust.dana"] == 0
    assert owing(promise(2, due="5d"), contacts={"dana": {"trust": 5}})["trust.dana"] == 5


def test_what_is_owed_to_somebody_who_left_moves_no_trust() -> None:
    gone = [{"id": "gone", "day": 2, "does": [{"leave": "dana"}]}]
    kept, broken = owing(promise(2, due="5d"), calendar=gone), owing(promise(4, due="5d"), calendar=gone)
    assert (kept["entry.x"], kept["trust.dana"]) == (KEPT, 2)
    assert (broken["entry.x"], broken["trust.dana"], broken["root.follow_through"]) == (BROKE, 2, STRAINED)


# Warned early, amended


def warned(trust: int) -> Played:
    first = meeting(line("a", {"promise": "x"}), follow_through={"hours": "9h"})
    program = story(
        first, ledger={"x": promise(4, due="5d")}, contacts={"dana": {"trust": trust}}, ends="40d"
    )
    return play(program, "warn x")


@pytest.mark.parametrize(("trust", "after"), [(0, 0), (2, 1), (3, 3), (5, 5)])
def test_a_warning_costs_one_trust_and_none_where_there_is_respect(trust: int, after: int) -> None:
    played = warned(trust)
    assert (played["entry.x"], played["trust.dana"]) == (AMENDED, after)
    assert (played["root.follow_through"], played["broken"], played["kept"]) == (SOUND, 0, 0)


@pytest.mark.parametrize(("trust", "after"), [(2, 1), (3, 3)])
def test_taking_a_promise_back_costs_what_a_warning_costs(trust: int, after: int) -> None:
    second = meeting(line("b", {"amend": "x"}), id="second", day=3)
    program = story(
        meeting(line("a", {"promise": "x"})),
        second,
        ledger={"x": promise(4, due="5d")},
        contacts={"dana": {"trust": trust}},
    )
    played = play(program)
    assert (played["entry.x"], played["trust.dana"], played["broken"]) == (AMENDED, after, 0)


# Roots


def test_two_broken_entries_break_a_root_and_a_third_changes_nothing_more() -> None:
    entries = {
        name: promise(4, due="5d", to=to) for name, to in (("x", "dana"), ("y", "luis"), ("z", "dana"))
    }
    played = play(story(meeting(line("a", *({"promise": name} for name in entries))), ledger=entries))
    assert played["root.follow_through"] == BROKEN
    assert [event.now for event in played.all(e.RootMoved)] == [STRAINED, BROKEN]


def mending(roots: dict[str, str], **rooms: Any) -> Played:
    return owing(ours(due="5d"), account={"roots": roots}, world=NO_NEGLECT, **rooms)


def test_a_clean_stretch_mends_the_weakest_root_by_one_grade() -> None:
    played = mending({"competence": "broken", "consistency": "strained"})
    assert (played["root.competence"], played["root.consistency"]) == (STRAINED, STRAINED)


def test_a_stretch_in_which_nothing_is_kept_mends_nothing() -> None:
    program = story(meeting(), account={"roots": {"competence": "strained"}}, ends="40d")
    assert play(program)["root.competence"] == STRAINED


def test_a_stretch_in_which_something_is_broken_mends_nothing() -> None:
    entries = {"x": ours(due="5d"), "y": promise(4, due="6d")}
    program = story(
        meeting(line("a", {"promise": "x"}, {"promise": "y"})),
        ledger=entries,
        account={"roots": {"competence": "strained"}},
        ends="40d",
    )
    played = play(program)
    assert (played["kept"], played["broken"], played["root.competence"]) == (1, 1, STRAINED)


def test_what_is_kept_or_broken_elsewhere_neither_mends_nor_spoils_a_stretch() -> None:
    entries = {
        "x": ours(due="5d"),
        "tender": {"side": "ours", "label": "Tender", "account": "Cross Rail", "due": "6d", "takes": "2h"},
        "log": theirs(due="6d", kept_if="trust.dana >= 5", open=True),
    }
    program = story(
        meeting(line("a", {"promise": "x"}), follow_through={"hours": "1h"}),
        ledger=entries,
        account={"roots": {"competence": "strained"}},
        ends="40d",
    )
    played = play(program)
    assert (played["entry.tender"], played["entry.log"]) == (BROKE, BROKE)
    assert (played["root.competence"], played["root.follow_through"]) == (SOUND, SOUND)
    assert (played["kept"], played["broken"]) == (1, 0)


# An untruth


VERSIONS: Data = {
    "uptime": {"label": "Uptime", "versions": {"plain": "It stops.", "rosy": "It never stops."}}
}


def told(*acts: Any, **rooms: Any) -> Played:
    rooms.setdefault("account", {"stage": "me_first"})
    return play(story(meeting(line("a", *acts)), facts=VERSIONS, ends="20d", **rooms))


def test_an_untruth_exposed_breaks_honesty_for_good_and_takes_the_account_back_to_me_too() -> None:
    played = told({"tell": {"fact": "uptime", "version": "rosy"}}, {"expose": "uptime"})
    assert (played["root.honesty"], played["scar.honesty"], played["stage"]) == (BROKEN, 1, ME_TOO)
    assert played.one(e.Exposed) == e.Exposed("uptime", "dana", 0)
    assert played.one(e.RootMoved) == e.RootMoved("honesty", BROKEN, 1, "exposed")
    assert played.one(e.StageMoved) == e.StageMoved(ME_FIRST, ME_TOO, 1, "exposed")
    assert played["believed"] == ME_TOO


def test_the_truth_cannot_be_exposed() -> None:
    played = told({"tell": {"fact": "uptime", "version": "plain"}}, {"expose": "uptime"})
    assert (played["root.honesty"], played["stage"]) == (SOUND, ME_FIRST)
    assert not played.all(e.Exposed)


def test_what_is_broken_for_good_is_never_mended() -> None:
    rosy = {"tell": {"fact": "uptime", "version": "rosy"}}
    played = told(
        rosy, {"expose": "uptime"}, {"root": {"honesty": 2}}, {"promise": "x"}, ledger={"x": ours(due="5d")}
    )
    assert (played["kept"], played["root.honesty"]) == (1, BROKEN)


def test_an_untruth_told_to_somebody_misled_over_it_before_loses_the_account() -> None:
    rosy = {"tell": {"fact": "uptime", "version": "rosy"}}
    second = meeting(line("b"), id="second", day=10)
    program = story(
        meeting(line("a", rosy, {"expose": "uptime"})),
        second,
        facts=VERSIONS,
        contacts={"dana": {"scar": ["uptime"]}},
        account={"stage": "me_first"},
        ends="20d",
    )
    played = play(program)
    assert (played["stage"], played["believed"]) == (LOST, LOST)
    assert [event.encounter for event in played.all(e.EncounterOpened)] == ["first"]


def test_one_scar_among_those_who_were_lied_to_is_enough_and_the_account_is_lost_once() -> None:
    both = [{"tell": {"fact": "uptime", "version": "rosy", "to": person}} for person in ("dana", "luis")]
    played = told(
        *both, {"expose": "uptime"}, *both, {"expose": "uptime"}, contacts={"luis": {"scar": ["uptime"]}}
    )
    assert [event.scarred for event in played.all(e.Exposed)] == [1, 1]
    assert played.one(e.StageMoved) == e.StageMoved(ME_FIRST, LOST, 1, "exposed")


def test_a_clean_stretch_mends_what_it_can_where_something_is_broken_for_good() -> None:
    rosy = {"tell": {"fact": "uptime", "version": "rosy"}}
    played = told(
        rosy,
        {"expose": "uptime"},
        {"root": {"competence": -1}},
        {"promise": "x"},
        ledger={"x": ours(due="5d")},
    )
    assert (played["root.honesty"], played["root.competence"]) == (BROKEN, SOUND)


def test_a_scar_of_one_who_was_not_lied_to_does_not_lose_the_account() -> None:
    rosy = {"tell": {"fact": "uptime", "version": "rosy"}}
    played = told(rosy, {"expose": "uptime"}, contacts={"luis": {"scar": ["uptime"]}})
    assert (played["stage"], played.one(e.Exposed).scarred) == (ME_TOO, 0)


def test_a_broken_overpromise_to_somebody_misled_over_it_before_loses_the_account() -> None:
    scarred: Data = {"dana": {"scar": ["crews"]}}
    little = owing(promise(11, due="5d"), contacts=scarred, crews={"most": 10})
    assert (little.one(e.Promised).over, little.one(e.Broken).was_over, little["stage"]) == (1, 1, LOST)
    over = owing(promise(4, due="5d"), contacts=scarred)
    assert over.one(e.Broken).scarred == 1
    assert over.one(e.StageMoved) == e.StageMoved(ME_TOO, LOST, 1, "misled")
    within = play(
        story(
            meeting(line("a", {"promise": "x"}), follow_through={"hours": "1h"}),
            ledger={"x": promise(2, due="5d", takes="2h")},
            contacts=scarred,
        )
    )
    assert (within["entry.x"], within["stage"], within.one(e.Broken).scarred) == (BROKE, ME_TOO, 0)


# Contradictions


def contradicted(*acts: Any, **rooms: Any) -> Played:
    return play(story(meeting(line("a", *acts)), facts=VERSIONS, ends="20d", **rooms))


def tell(person: str, version: str) -> Data:
    return {"tell": {"fact": "uptime", "version": version, "to": person}}


def test_two_versions_told_to_people_who_talk_meet_at_the_end_of_the_stretch() -> None:
    played = contradicted(tell("dana", "plain"), tell("luis", "rosy"))
    assert (played["root.honesty"], played["root.consistency"]) == (STRAINED, STRAINED)
    assert played.one(e.Contradicted) == e.Contradicted("uptime")


def test_one_version_told_to_everybody_contradicts_nothing() -> None:
    assert not contradicted(tell("dana", "rosy"), tell("luis", "rosy")).all(e.Contradicted)


def test_people_who_never_talk_do_not_compare() -> None:
    played = contradicted(tell("dana", "plain"), tell("luis", "rosy"), account={"apart": [["luis", "dana"]]})
    assert not played.all(e.Contradicted)


def test_one_person_told_both_versions_compares_alone() -> None:
    played = contradicted(tell("dana", "plain"), tell("dana", "rosy"), account={"apart": [["luis", "dana"]]})
    assert played.one(e.Contradicted)


def test_who_has_left_compares_nothing() -> None:
    assert not contradicted(tell("dana", "plain"), tell("luis", "rosy"), {"leave": "luis"}).all(
        e.Contradicted
    )


def test_a_contradiction_is_felt_once() -> None:
    program = story(
        meeting(line("a", tell("dana", "plain"), tell("luis", "rosy"))),
        meeting(line("b", tell("dana", "rosy")), id="second", day=10),
        facts=VERSIONS,
        ends="20d",
    )
    played = play(program)
    assert (len(played.all(e.Contradicted)), played["root.honesty"]) == (1, STRAINED)


def test_what_we_say_among_ourselves_meets_nothing_the_customer_was_told() -> None:
    played = contradicted(tell("pat", "plain"), tell("luis", "rosy"))
    assert not played.all(e.Contradicted)
    inside = contradicted(tell("pat", "rosy"), {"expose": "uptime"})
    assert (inside.all(e.Exposed), inside["root.honesty"]) == ([], SOUND)


# Neglect


def silent(stage: str, days: int, *acts: Any, **rooms: Any) -> Played:
    return play(story(meeting(line("a", *acts)), account={"stage": stage}, ends=days, **rooms))


@pytest.mark.parametrize(
    ("stage", "rhythm"), [("me_too", 45), ("foothold", 30), ("me_first", 60), ("only_me", 90)]
)
def test_a_stretch_longer_than_the_stage_bears_costs_consistency_and_helps_the_rival(
    stage: str, rhythm: int
) -> None:
    in_time, late = silent(stage, rhythm), silent(stage, rhythm + 1)
    assert (in_time["root.consistency"], in_time["rival"], in_time.all(e.Neglected)) == (SOUND, 0, [])
    assert (late["root.consistency"], late["rival"]) == (STRAINED, 1)
    assert late.one(e.Neglected).days == rhythm + 1


VALUABLE: list[Any] = [
    {"give": {"what": "a table", "serves": "profit"}},
    {"record": {"to": "dana"}},
]


def between(act: Any) -> list[Data]:
    """News of the first day of a stretch, to which we answer so."""
    return [news("n", 1, script=[{"dana": "Well?"}], choices=[line("n1", act)])]


@pytest.mark.parametrize("act", VALUABLE)
def test_no_stretch_with_a_valuable_touch_in_it_is_too_long(act: Data) -> None:
    played = silent("foothold", 300, calendar=between(act))
    assert (played["touched"], played.all(e.Neglected)) == (1, [])


def test_an_entry_kept_is_a_valuable_touch() -> None:
    played = silent("foothold", 40, {"promise": "x"}, ledger={"x": ours(due="10d", weight=1)})
    assert (played["touch.dana"], played.all(e.Neglected)) == (1, [])


def test_an_entry_broken_is_none() -> None:
    broken = silent("foothold", 40, {"promise": "x"}, ledger={"x": promise(9, due="10d")})
    assert (len(broken.all(e.Broken)), broken.one(e.Neglected).days) == (1, 40)


@pytest.mark.parametrize("act", VALUABLE)
def test_what_a_meeting_leaves_does_not_fill_the_stretch_after_it(act: Data) -> None:
    assert silent("foothold", 31, act).one(e.Neglected).days == 31


@pytest.mark.parametrize(
    "act",
    [
        "listen",
        {"give": {"what": "a table", "serves": "flow"}},
        {"give": {"what": "a table", "serves": "profit", "to": "pat"}},
    ],
)
def test_what_serves_no_goal_of_a_customer_is_no_valuable_touch(act: Any) -> None:
    played = silent("foothold", 50, calendar=between(act))
    assert (played.one(e.Neglected).days, played["touched"], played["valuable"]) == (50, 0, 0)


def test_each_stretch_that_is_too_long_counts() -> None:
    program = story(
        meeting(), meeting(id="second", day=40), meeting(id="third", day=80), account={"stage": "foothold"},
        ends=130,
    )  # fmt: skip
    played = play(program)
    assert (played["root.consistency"], played["rival"], len(played.all(e.Neglected))) == (BROKEN, 3, 3)


def test_each_stretch_is_judged_by_itself_and_short_silences_are_not_added_up() -> None:
    program = story(
        meeting(), meeting(id="second", day=40), meeting(id="third", day=70), meeting(id="fourth", day=100),
        account={"stage": "foothold"}, ends=135,
    )  # fmt: skip
    assert [event.days for event in play(program).all(e.Neglected)] == [40, 35]


def test_a_touch_in_one_stretch_does_not_fill_the_next() -> None:
    program = story(
        meeting(), meeting(id="second", day=40), calendar=between(VALUABLE[1]), account={"stage": "foothold"},
        ends=75,
    )  # fmt: skip
    assert [event.days for event in play(program).all(e.Neglected)] == [35]


# The rival


@pytest.mark.parametrize(("start", "by", "now"), [(0, -1, 0), (1, 1, 2), (2, 3, 3), (3, -3, 0)])
def test_the_rivals_pressure_stays_within_its_scale(start: int, by: int, now: int) -> None:
    played = play(story(meeting(line("a", {"rival": by})), account={"rival": start}, ends=5))
    assert played["rival"] == now


# Our own people


def test_our_own_people_count_in_no_counter_gate_or_root() -> None:
    entries = {"x": ours(due="3d", to="pat"), "y": promise(4, due="3d", to="pat")}
    said = line("a", {"promise": "x"}, {"promise": "y"}, "record")
    first = meeting(beat(said, script=[{"pat": "Well?"}]))
    played = play(story(first, ledger=entries, account={"roots": {"competence": "strained"}}, ends=10))
    assert (played["entry.x"], played["entry.y"]) == (KEPT, BROKE)
    assert (played["kept"], played["broken"], played["value"], played["valuable"]) == (0, 0, 0, 0)
    assert (played["root.follow_through"], played["root.competence"]) == (SOUND, STRAINED)
    assert (played["ours"], played.all(e.Promised), played.all(e.Committed)) == (0, [], [])
    assert upto(story(first, ledger=entries, ends=10), "say a").state.over


def test_a_colleague_trusts_us_as_others_do_by_what_we_keep() -> None:
    kept = owing(ours(due="3d", to="pat"))
    broken = owing(promise(4, due="3d", to="pat"))
    assert (kept["trust.pat"], broken["trust.pat"]) == (3, 0)
    assert kept.one(e.Kept).kind == "inside"


def test_a_promise_to_a_colleague_that_is_taken_back_is_none_to_the_customer() -> None:
    entry = {"x": promise(2, to="pat", due="3d", takes="1h")}
    first = meeting(line("a", {"promise": "x"}), follow_through={"hours": "2h"})
    assert play(story(first, ledger=entry, ends=9), "warn x").one(e.Warned).promise == 0
    back = meeting(line("a", {"promise": "x"}, {"amend": "x"}))
    assert play(story(back, ledger=entry, ends=9)).one(e.Amended).promise == 0


# Settling


def test_theirs_is_kept_by_their_own_condition_on_the_due_day() -> None:
    entries = {"log": theirs(due="5d", open=True, kept_if="trust.dana >= 3"), "x": ours(due="5d")}
    kept = play(story(meeting(line("a", {"promise": "x"})), ledger=entries, ends=10))
    assert (kept["entry.log"], kept["theirs_done"]) == (KEPT, 1)
    entries["x"] = ours(due="6d")
    broken = play(story(meeting(line("a", {"promise": "x"})), ledger=entries, ends=10))
    assert (broken["entry.log"], broken["theirs_done"]) == (BROKE, 0)
    assert (broken["broken"], broken.all(e.RootMoved)) == (0, [])
    assert broken.one(e.Broken).cause == "theirs"


def test_a_side_agreement_fails_whatever_was_done_for_it() -> None:
    entry = {"promise": {"entry": "x", "off_book": True}}
    for held, kind in ((promise(2, due="5d"), "promise"), (ours(due="5d"), "task")):
        played = play(story(meeting(line("a", entry)), ledger={"x": held}, ends=10))
        assert (played["entry.x"], played["plan.x"]) == (BROKE, 1)
        assert (played.one(e.Broken).cause, played.one(e.Broken).kind) == ("off_book", kind)


def test_an_entry_still_open_at_the_end_is_settled_then() -> None:
    assert owing(promise(2))["entry.x"] == KEPT
    assert owing(promise(2)).one(e.Kept).day == 40
    assert owing(promise(2, due="30w")).one(e.Kept).day == 40
    assert play(story(ledger={"log": theirs(open=True)}))["entry.log"] == KEPT


def test_the_story_settles_only_what_is_open() -> None:
    acts = [{"keep": "x"}, {"break": "y"}]
    closed = play(story(meeting(line("a", *acts)), ledger={"x": ours(), "y": ours()}))
    assert (closed["entry.x"], closed["entry.y"]) == (0, 0)
    opened = [{"promise": "x"}, {"promise": "y"}, *acts]
    played = play(story(meeting(line("a", *opened)), ledger={"x": ours(), "y": promise(2)}))
    assert (played["entry.x"], played["entry.y"]) == (KEPT, BROKE)
    assert played.one(e.Broken).cause == "story"
    assert (played["kept"], played["broken"], played["trust.dana"]) == (1, 1, 0)
