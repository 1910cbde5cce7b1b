"""What cannot be meant as it stands: beyond the one example of each code that its page shows."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.checks.examine import examine
from simulator.scenario.names import Problem
from tests.helpers import FACTS, beat, line, meeting, news, ours, promise, scenario, theirs

Data = dict[str, Any]
FEW = [line("first"), line("second"), line("third")]


def found(code: str, *encounters: Data, **rooms: Any) -> list[Problem]:
    """The problems of one code."""
    return [wrong for wrong in examine(scenario(*encounters, **rooms)) if wrong.code == code]


def names(code: str, *encounters: Data, **rooms: Any) -> list[str]:
    """The last step of the path of each problem of one code."""
    return [str(wrong.path[-1]) for wrong in found(code, *encounters, **rooms)]


def why(code: str, *encounters: Data, **rooms: Any) -> str:
    """What is said of the only problem of one code."""
    (wrong,) = found(code, *encounters, **rooms)
    return wrong.message


# Names

SPARE: dict[str, Data] = {
    "contact": {"contacts": {"spare": {"name": "Spare"}}},
    "fact": {"facts": {"spare": {"label": "Spare"}}},
    "topic": {"topics": {"spare": {"label": "Spare"}}},
    "homework": {"homework": {"spare": {"label": "Spare"}}},
    "entry": {"ledger": {"spare": ours()}},
}
USED: dict[str, tuple[Data, Data]] = {
    "contact": (line("a", {"listen": {"to": "spare"}}), {}),
    "fact": (line("a", {"learn": ["spare"]}), {}),
    "topic": (line("a", {"raise": "spare"}), {}),
    "homework": (line("a"), {"prepare": {"hours": "1h", "homework": ["spare"]}}),
    "entry": (line("a", {"table": ["spare"]}), {}),
}


@pytest.mark.parametrize("kind", SPARE)
def test_a_name_is_used_or_said_to_be_spare(kind: str) -> None:
    said, head = USED[kind]
    assert "spare" in names("OM501", meeting(*FEW), **SPARE[kind])
    assert "spare" not in names("OM501", meeting(said, **head), **SPARE[kind])


def test_a_goal_is_somebodys() -> None:
    goals = {"profit": {"label": "Profit"}, "flow": {"label": "Flow"}, "spare": {"label": "Spare"}}
    other = {"extra": {"name": "Extra", "goals": {"spare": 1}}}
    assert "spare" in names("OM501", account={"goals": goals})
    assert "spare" not in names("OM501", account={"goals": goals}, contacts=other)


def test_a_capability_bounds_something() -> None:
    assert names("OM501", meeting(*FEW)).count("crews") == 1
    told = meeting(line("a", {"limit": "crews"}))
    assert "crews" not in names("OM501", told)
    assert "crews" not in names("OM501", meeting(line("a", {"promise": "two"})), ledger={"two": promise()})


def test_an_entry_of_another_account_is_owed_from_the_start() -> None:
    assert "bid" not in names("OM501", ledger={"bid": {"side": "ours", "label": "Bid", "account": "Other"}})


@pytest.mark.parametrize("use", [{"recall": "docked"}, {"expose": "docked"}])
def test_a_fact_is_asked_for_by_an_act(use: Data) -> None:
    teach = line("teach", {"listen": {"learn": ["docked"]}})
    facts = {"docked": FACTS["docked"]}
    assert names("OM502", meeting(teach), facts=facts, minutes=30) == ["docked"]
    assert names("OM502", meeting(beat(teach), beat(line("use", use))), facts=facts, minutes=30) == []


def test_a_drill_may_teach_for_its_own_sake() -> None:
    teach = line("teach", {"listen": {"learn": ["docked"]}})
    assert names("OM502", meeting(teach), facts={"docked": FACTS["docked"]}, minutes=10) == []


# Conditions


def last(when: str, *before: Data, day: int = 9, **more: Any) -> tuple[Data, Data]:
    """A meeting, and after it one with a line under a condition."""
    return meeting(*(before or FEW), id="earlier"), meeting(
        line("last", when=when), id="later", day=day, **more
    )


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("knows.docked", "nothing before this teaches docked"),
        ("said.last", "the line last cannot have been said before this"),
        ("asked.seat", "seat cannot have been asked for before this"),
        ("met.luis", "luis cannot have been met before this"),
        ("entry.task == kept", "task cannot be kept by then"),
        ("entry.nine == kept", "nine promises more than we can ever do, so it is never kept"),
        ("way == call", "at this meeting way is never call"),
        ("day > 9d", "it is read on day 9"),
        ("trust.dana > 3 and trust.dana < 3", "its parts exclude each other"),
    ],
)
def test_a_condition_that_never_holds_says_why(when: str, reason: str) -> None:
    bind = line("bind", {"promise": "nine"})
    after = meeting(
        line("teach", {"learn": ["docked"]}, {"propose": {"id": "seat", "belongs_to": "me_first"}}),
        id="after", day=20, **{"with": ["luis"]},
    )  # fmt: skip
    rooms: Data = {"facts": FACTS, "ledger": {"task": ours(), "nine": promise(9, due="4d")}}
    assert reason in why("OM511", *last(when, bind), after, **rooms)


@pytest.mark.parametrize(
    "when",
    [
        "knows.docked", "said.teach", "asked.seat", "met.luis", "entry.task == kept", "entry.two == broken",
        "day == 9d", "trust.dana >= 5", "stage == only_me", "way == visit or kept >= 1",
    ],
)  # fmt: skip
def test_what_may_come_about_is_not_said_to_be_impossible(when: str) -> None:
    teach = line(
        "teach", {"learn": ["docked"]}, {"propose": {"id": "seat", "belongs_to": "me_first"}},
        {"promise": "two"}, {"table": ["task"]},
    )  # fmt: skip
    early = meeting(teach, line("else"), id="earlier", **{"with": ["dana", "luis"]})
    rooms: Data = {"facts": FACTS, "ledger": {"task": ours(due="4d"), "two": promise(2, due="4d")}}
    assert found("OM511", early, last(when)[1], **rooms) == []


def test_what_was_learned_on_a_way_that_cannot_be_taken_is_not_known() -> None:
    never = beat(line("teach", {"learn": ["docked"]}), when="day > 9d")
    (one, other) = found("OM511", meeting(beat(*FEW), never), last("knows.docked")[1], facts=FACTS)
    assert (one.path[-2:], other.message.partition(": ")[2]) == (
        ("b2", "when"),
        "nothing before this teaches docked",
    )


def test_a_reply_may_ask_for_its_own_line_and_for_no_other_of_the_moment() -> None:
    def reply(when: str) -> Data:
        return line("a", reply=[{"dana": "Yes.", "when": when}])

    assert found("OM511", meeting(reply("said.a"), line("b"))) == []
    assert "the line b cannot" in why("OM511", meeting(reply("said.b"), line("b")))


def test_a_line_sees_what_its_moment_asked_for() -> None:
    moment = beat(line("a", when="trust.dana < 3"), line("b"), when="trust.dana >= 3")
    assert "exclude each other" in why("OM511", meeting(beat(*FEW), moment))
    moved = beat(line("a", when="trust.dana < 3"), when="trust.dana >= 3", does=[{"trust": {"dana": -1}}])
    assert found("OM511", meeting(beat(*FEW), moved)) == []


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("rival == 4", True), ("rival == 3", False), ("trust.dana >= 0", True), ("met >= 3", True),
        ("met == 2", False), ("orders >= 1", True), ("covered <= 2", True), ("kept >= 1", True),
    ],
)  # fmt: skip
def test_a_number_lies_on_its_scale(when: str, fires: bool) -> None:
    assert bool(found("OM512", *last(when))) is fires


def test_what_is_known_from_the_start_keeps_nothing_away() -> None:
    assert "docked is known from the start" in why("OM514", *last("knows.docked"), facts=FACTS)


# Routes and options


def test_a_beat_may_be_come_to_by_then_or_by_passing_over() -> None:
    def story(*links: str | None) -> Data:
        lines = [line(f"l{place}", **({"then": then} if then else {})) for place, then in enumerate(links)]
        return meeting(beat(*lines), beat(line("x")), beat(line("y")))

    assert names("OM510", story("b3", "end")) == ["b2"]
    assert names("OM510", story("b3", None)) == []
    skipped = meeting(beat(line("a", then="b3", when="day > 9d")), beat(line("x")), beat(line("y")))
    assert names("OM510", skipped) == []


def test_an_ending_is_hidden_by_one_that_asks_for_less() -> None:
    def hidden(*whens: str) -> list[Problem]:
        endings = [{"title": when, "text": "It ends.", "when": when} for when in whens]
        return found("OM513", endings=[*endings, {"title": "Else", "text": "It ends."}])

    assert len(hidden("stage >= foothold", "stage >= me_first and trust.dana >= 3")) == 1
    assert hidden("stage >= me_first", "stage >= foothold") == []
    assert hidden("stage >= foothold", "trust.dana >= 3") == []


def test_lines_that_exclude_each_other_are_counted_as_they_would_be_shown() -> None:
    either = [line("a", when="trust.dana >= 3"), line("b", when="trust.dana < 3")]
    assert found("OM521", meeting(*either, line("c"), line("d"))) == []
    assert "may come about that only 2 lines can be said here: a and c" in why(
        "OM521", meeting(*either, line("c"))
    )


def test_news_that_asks_is_a_decision_too() -> None:
    assert names("OM521", meeting(*FEW), calendar=[news("card", 3, choices=[line("x")])]) == ["choices"]


# What is owed

BOTH = {"two": promise(2, due="9d"), "three": promise(3, due="9d")}


@pytest.mark.parametrize(
    ("fires", "beats"),
    [
        (True, [beat(line("a", {"promise": "two"})), beat(line("b", {"promise": "three"}))]),
        (False, [beat(line("a", {"promise": "two"}), line("b", {"promise": "three"}))]),
        (
            False,
            [
                beat(line("a", {"promise": "two"})),
                beat(line("b", {"amend": {"entry": "two", "becomes": "three"}})),
            ],
        ),
    ],
)
def test_promises_are_too_large_together_where_both_can_be_owed(fires: bool, beats: list[Data]) -> None:
    assert bool(found("OM531", meeting(*beats), ledger=BOTH)) is fires


@pytest.mark.parametrize(
    ("two", "three", "breaks"),
    [
        ("9d", "9d", "two breaks"),
        ("9d", "8d", "three falls due first"),
        ("+9d", "9d", "the one that falls due"),
    ],
)
def test_the_first_to_be_settled_breaks(two: str, three: str, breaks: str) -> None:
    ledger = {"two": promise(2, due=two), "three": promise(3, due=three)}
    beats = [beat(line("a", {"promise": "two"})), beat(line("b", {"promise": "three"}))]
    assert breaks in why("OM531", meeting(*beats), ledger=ledger)


def test_what_is_settled_before_the_other_is_agreed_stands_in_nobodys_way() -> None:
    early, late = (
        meeting(line("a", {"promise": "two"})),
        meeting(line("b", {"promise": "three"}), id="n", day=14),
    )
    assert found("OM531", early, late, ledger={**BOTH, "three": promise(3, due="20d")}) == []


def test_a_task_needs_no_capability() -> None:
    assert names("OM530", ledger={"task": ours()}) == []
    assert names("OM530", ledger={"task": ours(understood={"amount": 3})}) == ["task"]


def test_the_cheapest_way_is_always_paid() -> None:
    hours = {"hours": "1h"}
    assert names("OM532", meeting(*FEW, ways={"visit": "4h", "call": "2h"}, prepare=hours)) == ["visit"]
    assert names("OM532", meeting(*FEW, ways={"visit": "4h"}, prepare=hours)) == []


def test_homework_shares_its_hours_with_the_way() -> None:
    def left(hours: str) -> list[str]:
        prepare = {"hours": hours, "homework": ["read"]}
        held = meeting(*FEW, ways={"visit": "2h", "call": "1h"}, prepare=prepare)
        return names("OM533", held, homework={"read": {"label": "Read", "takes": "2h"}})

    assert left("2h") == ["0"]
    assert left("3h") == []


def test_without_hours_to_follow_through_there_is_time_for_everything() -> None:
    bind, ledger = line("a", {"promise": "two"}), {"two": promise(2, due="4d", takes="9h")}
    assert names("OM534", meeting(bind), ledger=ledger) == []
    assert names("OM534", meeting(bind, follow_through={"hours": "8h"}), ledger=ledger) == ["takes"]


def test_a_list_is_tabled_by_them_by_us_or_added() -> None:
    ledger = {name: theirs() for name in ("log", "plan", "page")}
    tables = beat(line("a", {"table": ["log"]}), does=[{"table": ["plan"]}])
    assert names("OM535", meeting(tables, agree={}), ledger=ledger, minutes=30) == ["agree"]
    assert names("OM535", meeting(tables, agree={"may_add": ["page"]}), ledger=ledger, minutes=30) == []
    assert names("OM535", meeting(tables, agree={}), ledger=ledger, minutes=10) == []


def test_an_entry_that_replaces_another_is_agreed_on_that_day() -> None:
    ledger = {"two": promise(2, due="60d"), "three": promise(3, due="3d")}
    swap = line("b", {"amend": {"entry": "two", "becomes": "three"}})
    assert names(
        "OM536", meeting(line("a", {"promise": "two"})), meeting(swap, id="n", day=9), ledger=ledger
    ) == ["due"]


def test_a_line_takes_back_to_the_number_it_names() -> None:
    crews = {"most": 3, "unit": "crews"}
    ledger = {"three": promise(3), "two": promise(2)}
    bind = line("a", {"promise": "three"}, say="Three crews, then.")

    def swap(text: str) -> Data:
        return line("b", {"amend": {"entry": "three", "becomes": "two"}}, say=text)

    def told(text: str) -> list[Problem]:
        return found("OM540", meeting(beat(bind), beat(swap(text))), crews=crews, ledger=ledger)

    assert told("Not three crews; two crews.") == []
    assert told("Two, and no more.") == []
    assert [wrong.message for wrong in told("One crew, after all.")] == [
        "the line says 1 crews, and two is about 2 crews"
    ]


@pytest.mark.parametrize(
    ("say", "fires"),
    [
        ("At €85 each.", False), ("At eighty-five euros each.", False), ("At €12 each.", True),
        ("At five euros.", True), ("At $12 each.", False), ("As before.", False), ("Not €12 but €85.", False),
    ],
)  # fmt: skip
def test_a_line_names_the_price_of_what_it_promises(say: str, fires: bool) -> None:
    bind = line("a", {"promise": "two"}, say=say)
    assert bool(found("OM540", meeting(bind), ledger={"two": promise(2, price="€85 a crew")})) is fires
