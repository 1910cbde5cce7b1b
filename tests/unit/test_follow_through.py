"""The hours after a meeting, what falls due in them, what the calendar brings, and the end."""

from typing import Any

import pytest

from simulator.engine import events as e
from simulator.engine.decide import IllegalMove, decide
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.words import AMENDED, BROKE, KEPT, NONE, OPEN, STAGES
from tests.helpers import Data, Played, beat, line, meeting, news, ours, play, promise, story, theirs, upto

# Follow through


def owing(entries: Data, *moves: str, hours: str = "4h", **rooms: Any) -> Played:
    """Entries promised on day 0, the week after with so many hours, and a meeting on day 10."""
    first = meeting(line("a", *({"promise": name} for name in entries)), follow_through={"hours": hours})
    second = meeting(line("b"), id="second", day=10)
    return upto(story(first, second, ledger={**entries, **rooms.pop("others", {})}, **rooms), "say a", *moves)


TASKS: Data = {"x": ours(due="5d", takes="2h"), "y": ours(due="6d", takes="3h")}


def test_hours_are_asked_about_where_they_fall_short() -> None:
    played = owing(TASKS)
    assert played.legal == ["do x", "warn x", "leave x"]
    assert owing(TASKS, "do x").legal == ["warn y", "leave y"]
    assert owing(TASKS, hours="0h").legal == ["warn x", "leave x"]
    assert owing(TASKS, "leave x").legal == ["do y", "warn y", "leave y"]


def test_hours_that_suffice_are_no_decision_and_everything_is_done() -> None:
    played = owing(TASKS, hours="5h")
    assert (played.legal, played["entry.x"], played["entry.y"]) == (["say b"], KEPT, KEPT)


def test_a_promise_that_falls_due_is_always_a_decision() -> None:
    assert owing({"x": promise(2, due="5d", takes="1h")}).legal == ["do x", "warn x", "leave x"]


def test_what_falls_due_later_is_not_asked_about_yet() -> None:
    later = owing({"x": promise(2, due="11d", takes="1h")}, ends="20d")
    assert (later.legal, later["entry.x"]) == (["say b"], OPEN)


def test_what_falls_due_on_the_day_of_the_next_meeting_belongs_to_the_stretch_before() -> None:
    assert owing({"x": promise(2, due="10d", takes="1h")}).legal == ["do x", "warn x", "leave x"]


def test_what_falls_due_on_the_day_it_is_agreed_is_asked_about_after_the_meeting() -> None:
    played = owing({"x": promise(2, due="0d", takes="1h")}, "do x")
    assert (played.one(e.Kept).day, played["entry.x"]) == (0, KEPT)


@pytest.mark.parametrize(("move", "status"), [("do x", KEPT), ("warn x", AMENDED), ("leave x", BROKE)])
def test_each_entry_is_done_warned_of_or_left(move: str, status: int) -> None:
    played = owing({"x": promise(2, due="5d", takes="1h")}, move)
    assert (played["entry.x"], played.legal) == (status, ["say b"])


def test_an_overpromise_breaks_however_hard_we_work_for_it() -> None:
    played = owing({"x": promise(4, due="5d", takes="1h")}, "do x")
    assert (played["entry.x"], played.one(e.Broken).cause, played.one(e.Broken).was_over) == (
        BROKE,
        "capability",
        1,
    )


def test_what_another_account_is_owed_competes_for_the_same_hours() -> None:
    tender = {"side": "ours", "label": "Tender", "account": "Cross Rail", "due": "4d", "takes": "3h"}
    played = owing({"x": ours(due="5d", takes="2h")}, others={"tender": tender})
    assert played.legal == ["do tender", "leave tender"]
    assert played.move(Move("do", "tender")).legal == ["warn x", "leave x"]
    missed = played.move(Move("leave", "tender")).move(Move("do", "x"))
    assert (missed.one(e.Broken).kind, missed.one(e.Kept).entry) == ("elsewhere", "x")


def test_our_own_people_compete_for_the_same_hours() -> None:
    assert owing({"x": ours(to="pat", due="5d", takes="9h")}).legal == ["warn x", "leave x"]


def test_a_decision_with_one_answer_is_none() -> None:
    tender = {"side": "ours", "label": "Tender", "account": "Cross Rail", "due": "4d", "takes": "9h"}
    played = owing({}, others={"tender": tender})
    assert (played.legal, played["entry.tender"], played.one(e.Left).entry) == (["say b"], BROKE, "tender")


def test_without_hours_given_everything_is_done() -> None:
    first = meeting(line("a", {"promise": "x"}))
    played = play(story(first, ledger={"x": promise(2, due="5d", takes="99h")}, ends="9d"))
    assert (played["entry.x"], played.one(e.HoursSet).minutes) == (KEPT, -1)


def test_what_falls_due_before_the_first_meeting_is_done() -> None:
    ledger = {
        "x": promise(2, due="5d", takes="2h", open=True),
        "z": promise(2, due="7d", takes="2h", open=True),
    }
    played = upto(story(meeting(line("a"), day=7), ledger=ledger, ends="9d", crews={"most": 9}))
    assert (played.legal, played["entry.x"], played["entry.z"]) == (["say a"], KEPT, KEPT)


# Late arrivals


def arriving(entry: Data, *moves: str, hours: str = "4h", early: Data | None = None) -> Played:
    """`late` is promised by news on day 3, after the hours were planned."""
    first = meeting(line("a", *([{"promise": "early"}] if early else [])), follow_through={"hours": hours})
    ledger = {"late": entry, **({"early": early} if early else {})}
    rings = news(
        "rings",
        3,
        script=[{"dana": "One more thing."}],
        choices=[line("yes", {"promise": "late"}), line("no")],
    )
    second = meeting(line("b"), id="second", day=10)
    return upto(story(first, second, ledger=ledger, calendar=[rings]), "say a", *moves)


def test_what_is_agreed_after_the_hours_were_planned_is_planned_on_its_due_day() -> None:
    asked = arriving(promise(2, due="6d", takes="1h"), "say yes")
    assert asked.legal == ["do late", "warn late", "leave late"]
    assert asked.state.at == "first:day6/late/plan"
    assert asked.move(Move("do", "late"))["entry.late"] == KEPT


def test_a_late_task_is_asked_about_only_where_the_hours_have_been_spent() -> None:
    early = ours(due="5d", takes="3h")
    spent = arriving(ours(due="6d", takes="2h"), "say yes", early=early)
    assert spent.legal == ["warn late", "leave late"]
    enough = arriving(ours(due="6d", takes="1h"), "say yes", early=early)
    assert (enough.legal, enough["entry.late"]) == (["say b"], KEPT)


def taken_back(hours: str, *moves: str) -> Played:
    """News on day 3 takes `early` back, and the same hours are asked for by `late`."""
    first = meeting(line("a", {"promise": "early"}, {"promise": "other"}), follow_through={"hours": hours})
    ledger = {
        "early": promise(2, due="5d", takes="2h"), "other": ours(due="4d", takes="1h"),
        "late": ours(due="6d", takes="2h"),
    }  # fmt: skip
    rings = news("rings", 3, choices=[line("swap", {"amend": "early"}, {"promise": "late"})])
    program = story(first, meeting(line("b"), id="second", day=10), ledger=ledger, calendar=[rings])
    return upto(program, "say a", *moves)


def test_hours_planned_for_what_is_taken_back_are_free_again() -> None:
    spent = taken_back("3h", "do other", "do early")
    assert spent["hours"] == 0
    swapped = spent.move(Move("say", "swap"))
    assert (swapped.one(e.Amended).minutes, swapped["entry.late"], swapped.legal) == (120, KEPT, ["say b"])


def test_hours_that_were_never_planned_are_not_freed() -> None:
    left = taken_back("3h", "do other", "leave early")
    swapped = left.move(Move("say", "swap"))
    assert (swapped.one(e.Amended).minutes, swapped["entry.late"]) == (0, KEPT)
    unmeasured = play(story(
        meeting(line("a", {"promise": "x"})), ledger={"x": ours(due="5d", takes="2h")},
        calendar=[news("n", 3, does={"amend": "x"})], ends=9,
    ))  # fmt: skip
    assert (unmeasured.one(e.Amended).minutes, unmeasured["hours"]) == (0, -1)


# News


def test_news_may_tell() -> None:
    gone = news("gone", 3, script=[{"narrator": "Dana leaves."}], does={"leave": "dana"})
    played = play(story(meeting(line("a")), calendar=[gone], ends="9d"))
    assert (played.one(e.NewsCame), played["here.dana"]) == (e.NewsCame("gone", 3), 0)


def test_news_may_ask() -> None:
    asks = news("rings", 3, script=[{"dana": "Me."}], choices=[line("y", {"rival": 1}), line("n")])
    program = story(meeting(line("a")), calendar=[asks], ends="9d")
    assert upto(program, "say a").legal == ["say y", "say n"]
    assert (play(program, "say y")["rival"], play(program, "say n")["rival"]) == (1, 0)


def test_news_comes_where_its_condition_holds() -> None:
    asks = news("rings", 3, when="said.y", does={"rival": 1}, choices=[line("n"), line("m")])
    program = story(meeting(line("x"), line("y")), calendar=[asks], ends="9d")
    assert upto(program, "say x").state.over
    assert upto(program, "say y").legal == ["say n", "say m"]


def test_news_that_asks_what_nobody_can_answer_goes_by() -> None:
    asks = news("rings", 3, does={"rival": 1}, choices=[line("n", when="rival >= 3")])
    played = upto(story(meeting(line("a")), calendar=[asks], ends="9d"), "say a")
    assert (played.state.over, played["rival"]) == (True, 1)


def test_what_news_puts_on_the_list_is_owed_at_once() -> None:
    asks = news("rings", 3, choices=[line("n", {"table": ["x", "log"]})])
    ledger = {"x": ours(due="+2d"), "log": theirs(due="+2d", accepted_if="trust.dana >= 5")}
    played = play(story(meeting(line("a")), calendar=[asks], ledger=ledger, ends="9d"))
    assert (played["entry.x"], played.one(e.Kept).day, played["entry.log"]) == (KEPT, 5, NONE)


def test_news_before_the_first_meeting_comes_before_it() -> None:
    early = [news("before", 2), news("same", 5), news("after", 6)]
    played = play(story(meeting(line("a"), day=5), calendar=early, ends="9d"))
    order = [
        event.news if isinstance(event, e.NewsCame) else "meeting"
        for event in played.events
        if isinstance(event, e.NewsCame | e.MeetingBegan)
    ]
    assert order == ["before", "same", "meeting", "after"]


# The end


def ended(*endings: Data, **rooms: Any) -> int:
    return play(story(meeting(line("a")), endings=list(endings), **rooms)).one(e.Ended).ending


def test_the_first_ending_that_fits_is_told() -> None:
    held: list[Data] = [
        {"when": "stage == lost", "title": "L", "text": "Lost."},
        {"when": "rival >= 1", "title": "R", "text": "Rival."},
        {"title": "E", "text": "Else."},
    ]
    assert ended(*held) == 2
    assert ended(*held, account={"rival": 3}) == 1
    assert ended(*held, account={"rival": 3, "roots": {"competence": "strained"}}) == 0
    assert ended() == -1


def test_when_the_story_is_over_nothing_may_be_done() -> None:
    played = play(story(meeting(line("a"))))
    assert (played.state.over, played.legal) == (True, [])
    with pytest.raises(IllegalMove, match="may not be done"):
        played.move(Move("say", "a"))


@pytest.mark.parametrize("move", [Move("say", "c"), Move("aim"), Move("begin"), Move("keep", "x")])
def test_what_is_not_legal_is_refused(move: Move) -> None:
    played = upto(story(meeting(line("a"), line("b"))))
    with pytest.raises(IllegalMove):
        decide(played.program, played.state, move)


def test_an_account_lost_in_a_meeting_is_played_to_the_end_of_the_stretch() -> None:
    scarred: Data = {"dana": {"scar": ["crews"]}}
    first = meeting(beat(line("a", {"promise": "x"}, {"break": "x"})), beat(line("b")))
    calendar = [news("later", 3, does={"rival": 1}), news("never", 15)]
    program = story(
        first,
        meeting(line("c"), id="second", day=10),
        ledger={"x": promise(9)},
        contacts=scarred,
        calendar=calendar,
    )
    played = play(program, "say a", "say b")
    assert (STAGES[played["stage"]], played["rival"], len(played.all(e.NewsCame))) == ("lost", 1, 1)


def test_steps_have_names_of_their_own() -> None:
    ledger = {name: ours(due="3d", when_kept={"does": [{"promise": "x"}]}) for name in ("x", "y", "z")}
    asks = news("first", 2, choices=[line("n", {"table": "z"})])
    first = meeting(
        line("a", {"promise": "y"}),
        agree={"may_add": ["x"]},
        ways={"visit": "4h", "skip": "0h"},
        follow_through={"hours": "1h"},
        prepare={"hours": "1h", "homework": ["ask"]},
        objectives={"o": {"label": "O", "met_if": "rival >= 1"}},
    )
    program: Program = story(
        first,
        meeting(id="second", day=3),
        calendar=[asks],
        ledger=ledger,
        homework={"ask": {"label": "Ask"}},
        ends="9d",
    )
    names = [step.id for step in program.steps]
    assert len(set(names)) == len(names)
