"""The author rules, where they must speak and where they must not, beyond the example on each page."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.specs import Specs
from simulator.analysis.checks.best import LEAST_DECISIONS, LEAST_PRICES
from simulator.analysis.checks.examine import examine
from simulator.analysis.checks.lines import MOST_SPOKEN
from simulator.analysis.checks.options import MOST_OPTIONS
from simulator.analysis.checks.plan import MOST_WORDS_BETWEEN
from simulator.analysis.checks.tells import LEAST_LINES
from simulator.scenario.names import Problem
from tests.helpers import FACTS, HOMEWORK, TOPICS, beat, line, meeting, ours, promise, scenario

Data = dict[str, Any]
SAID = {"well": ["listen-as-much-as-you-sell"]}
MISSED = {"badly": ["customer-agenda-first"]}
LONG = "One two three four five six seven eight nine ten."


def found(code: str, *encounters: Data, specs: Specs | None = None, **rooms: Any) -> list[Problem]:
    """The problems of one code."""
    return [wrong for wrong in examine(scenario(*encounters, **rooms), specs) if wrong.code == code]


def told(code: str, *encounters: Data, **rooms: Any) -> list[str]:
    """What is said under one code."""
    return [wrong.message for wrong in found(code, *encounters, **rooms)]


# Rule 1


def test_a_principle_is_shown_well_and_badly() -> None:
    def shown(principle: str, **tags: Any) -> list[str]:
        lines = [line("a", **SAID, **MISSED), line("b", **tags)]
        return told("OM601", meeting(*lines), principles=[principle], minutes=30)

    care = "close-the-feedback-loop"
    assert shown(care) == [f"no line shows {care} well or badly"]
    assert shown(care, well=[care]) == [f"no line shows {care} badly"]
    assert shown(care, well=[care], badly=[care]) == []
    assert shown("promise-within-capacity") == []


def test_a_line_has_a_point() -> None:
    four = ["do-your-homework", "go-to-bat", "look-past-the-buyer", "customer-agenda-first"]
    assert told("OM601", meeting(line("a", well=four))) == [
        "a names 4 principles, so that none of them is its point"
    ]


# Rule 2 and the best line


def specs(*moves: str) -> Specs:
    """Specs that name a play of these moves as the best line."""
    return Specs.model_validate(
        {"scenario": "a-test", "best_line": "best", "playthroughs": {"best": {"moves": moves}}}
    )


def test_a_best_line_must_hold() -> None:
    assert found("OM602", meeting(line("a")), specs=specs("a"), minutes=30) == []
    (wrong,) = found("OM602", meeting(line("a")), specs=specs("b"), minutes=30)
    assert "the best line does not hold: say b does not fit" in wrong.message


def test_a_drill_needs_no_best_line() -> None:
    assert told("OM602", minutes=10) == []
    assert len(told("OM602", minutes=11)) == 1


def decisions(
    place: int = 0, best: str = LONG, other: str = LONG, times: int = LEAST_DECISIONS
) -> tuple[Data, Specs]:
    """A meeting in which the best line always stands in one place, and specs that say it."""
    moments = []
    for number in range(times):
        lines = [line(f"o{number}_{each}", say=f"{other} {'So.' * each}") for each in range(3)]
        lines[place] = line(f"best{number}", say=best)
        moments.append(beat(*lines))
    return meeting(*moments), specs(*(f"best{number}" for number in range(times)))


def test_no_place_tells_the_best_line() -> None:
    held, best = decisions(place=1)
    assert "the best line stands second in 100% of its decisions" in told("OM604", held, specs=best)
    held, best = decisions(place=1, times=LEAST_DECISIONS - 1)
    assert told("OM604", held, specs=best) == []


def test_no_length_tells_the_best_line() -> None:
    held, best = decisions(best="One two three four five six seven eight nine ten eleven twelve.")
    assert "the best line is the longest in 100% of its decisions" in told("OM604", held, specs=best)


def test_the_best_line_is_not_the_kindest() -> None:
    kind = "Thank you, one two three four five six seven eight."
    held, best = decisions(best=kind)
    assert told("OM605", held, specs=best) == ["the best line is the kindest in 100% of its decisions"]
    held, best = decisions(best=kind, other=kind)
    assert told("OM605", held, specs=best) == []


def test_the_best_line_costs_something_twice() -> None:
    def cost(times: int) -> list[str]:
        no = {"decline": {"what": "it"}}
        moments = [beat(line(f"a{n}", *([no] if n < times else []))) for n in range(3)]
        return told("OM621", meeting(*moments), specs=specs("a0", "a1", "a2"), minutes=30)

    assert cost(LEAST_PRICES) == []
    assert ["only once" in text for text in cost(1)] == [True]
    assert ["never" in text for text in cost(0)] == [True]


def test_the_best_line_meets_everybody() -> None:
    people = {"jo": {"name": "Jo", "department": "safety"}}
    held = meeting(line("a"), **{"with": ["dana", "luis"]})
    unmet = [wrong.path for wrong in found("OM615", held, specs=specs("a"), minutes=30, contacts=people)]
    assert ("contacts", "jo") in unmet
    assert told("OM615", held, specs=specs("a"), contacts=people) == []


@pytest.mark.parametrize(
    ("words", "minutes", "said"),
    [
        (1000, 30, ["the best line takes 5 minutes to read and decide"]),
        (5000, 25, []),
        (5000, 60, ["it says 60 minutes, and the best line takes 25"]),
        (9000, 45, ["the best line takes 45 minutes to read and decide"]),
        (1000, 10, []),
    ],
)
def test_an_account_takes_an_evening(words: int, minutes: int, said: list[str]) -> None:
    held = meeting(beat(line("a"), script=[{"narrator": "word " * 1000}] * (words // 1000)))
    assert told("OM622", held, specs=specs("a"), minutes=minutes) == said


def test_without_a_best_line_the_time_is_bounded() -> None:
    held = meeting(beat(line("a"), script=[{"narrator": "word " * 1000}] * 9))
    assert told("OM622", held, minutes=30) == ["no way through takes less than 45 minutes"]


# Rules 3 to 9


def test_a_line_that_is_good_in_something_need_not_tempt() -> None:
    assert told("OM603", meeting(line("a", **SAID, **MISSED))) == []
    assert told("OM603", meeting(line("a", **MISSED, tempting="Too few words."), line("b"))) != []


def test_lines_that_are_never_offered_together_need_not_be_equally_long() -> None:
    short, long = {"say": "One two three four."}, {"say": LONG}
    apart = [
        *(line(f"s{n}", **short, when="trust.dana < 3") for n in range(3)),
        *(line(f"l{n}", **long, when="trust.dana >= 3") for n in range(3)),
    ]
    assert told("OM604", meeting(*apart)) == []
    assert told("OM604", meeting(*(dict(held, when="trust.dana >= 2") for held in apart))) != []


@pytest.mark.parametrize(
    ("better", "weaker", "fires"),
    [(0, 3, False), (0, 4, True), (4, 8, False), (3, 8, True), (8, 3, True), (20, 20, False)],
)
def test_loaded_words_stand_evenly(better: int, weaker: int, fires: bool) -> None:
    def lines(kind: Data, loaded: int) -> list[Data]:
        return [
            line(f"{next(iter(kind))}{n}", say="We never do." if n < loaded else "We do.", **kind)
            for n in range(LEAST_LINES)
        ]

    assert bool(told("OM605", meeting(*lines(SAID, better), *lines(MISSED, weaker)))) is fires


def test_a_swap_is_one_thing() -> None:
    swap = [{"amend": "two"}, {"table": ["log"]}, {"promise": {"entry": "three", "in_return": "log"}}]
    ledger = {
        "two": promise(2), "three": promise(3), "log": {"side": "theirs", "label": "Log", "owner": "dana"},
    }  # fmt: skip
    moments = [beat(line("a", {"promise": "two"})), beat(line("swap", *swap))]
    assert told("OM606", meeting(*moments), ledger=ledger) == []
    more = [beat(line("a", {"promise": "two"})), beat(line("swap", *swap, {"limit": "crews"}))]
    assert told("OM606", meeting(*more), ledger=ledger) == [
        "swap does several things at once: it takes something back, promises, refuses"
    ]


def test_so_many_lines_are_offered_as_can_be_weighed() -> None:
    many = [line(f"l{n}") for n in range(MOST_OPTIONS + 1)]
    assert told("OM607", meeting(*many)) == [f"up to {MOST_OPTIONS + 1} lines are offered at once"]
    apart = [dict(many[0], when="trust.dana >= 3"), dict(many[1], when="trust.dana < 3"), *many[2:]]
    assert told("OM607", meeting(*apart)) == []


def test_a_repair_may_have_one_good_way_only() -> None:
    lines = [line("a"), line("b", **MISSED), line("c", **MISSED)]
    assert len(told("OM607", meeting(*lines))) == 1
    assert told("OM607", meeting(beat(line("x")), beat(*lines, when="trust.dana >= 3"))) == []
    assert told("OM607", meeting(line("a"), line("b", **MISSED, **SAID), line("c", **MISSED))) == []


def test_lines_of_different_moments_may_be_alike() -> None:
    assert len(told("OM608", meeting(line("a", say=LONG), line("b", say=LONG)))) == 1
    assert told("OM608", meeting(beat(line("a", say=LONG)), beat(line("b", say=LONG)))) == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ([{"dana": LONG}], []),
        ([{"dana": "Well, no."}], ["a is answered in 2 words"]),
        (
            [{"narrator": f"Well done. {LONG}"}],
            ["'Well done' is a verdict, and verdicts wait for the debrief"],
        ),
        ([{"dana": f"Well done. {LONG}"}], []),
        ([], ["nobody answers a"]),
    ],
)
def test_the_world_answers_and_does_not_judge(reply: list[Data], said: list[str]) -> None:
    assert told("OM609", meeting(line("a", reply=reply))) == said


# Rules 10 to 19


@pytest.mark.parametrize(
    ("made", "later"),
    [
        (line("a", {"learn": ["docked"]}), "knows.docked"),
        (line("a"), "said.a"),
        (line("a", {"propose": {"id": "seat", "belongs_to": "me_first"}}), "asked.seat"),
    ],
)
def test_something_of_a_meeting_is_heard_of_again(made: Data, later: str) -> None:
    def silent(when: str) -> int:
        pair = meeting(made), meeting(line("z", when=when), id="n", day=9)
        return sum("first" in text for text in told("OM610", *pair, facts=FACTS, minutes=30))

    assert silent(later) == 0
    assert silent("trust.dana >= 3") == 1


def test_what_is_owed_is_heard_of_again() -> None:
    pair = meeting(line("a", {"table": ["task"]})), meeting(line("z"), id="n", day=9)
    assert told("OM610", *pair, ledger={"task": ours()}, minutes=30) == []


def test_after_the_last_meeting_nothing_need_be_heard() -> None:
    assert told("OM610", meeting(line("a")), minutes=30) == []


def test_a_promise_too_large_can_be_taken_back_or_warned_of() -> None:
    bind, ledger = beat(line("a", {"promise": "nine"})), {"nine": promise(9)}
    assert told("OM611", meeting(bind), ledger=ledger) == [
        "nine is more than we can do, and nothing lets one take it back"
    ]
    assert told("OM611", meeting(bind, beat(line("b", {"amend": "nine"}))), ledger=ledger) == []
    assert told("OM611", meeting(bind, follow_through={"hours": "2h"}), ledger=ledger) == []


def test_an_untruth_comes_out_after_a_clue() -> None:
    tell = beat(line("a", {"tell": {"fact": "uptime", "version": "rosy"}}), line("b", {"learn": ["uptime"]}))
    out, late = beat(line("c", {"expose": "uptime"})), beat(line("d", {"learn": ["uptime"]}))
    silent = beat(line("a", {"tell": {"fact": "uptime", "version": "rosy"}}))
    facts = {"uptime": FACTS["uptime"]}
    assert told("OM611", meeting(tell, out), facts=facts) == []
    assert told("OM611", meeting(silent, out), facts=facts) == []
    assert told("OM611", meeting(silent, out, late), facts=facts) == [
        "an untruth comes out here, and nothing before it tells the truth"
    ]


def test_the_way_takes_hours_too() -> None:
    prepare = {"hours": "1h", "homework": ["paper"]}
    assert len(told("OM612", meeting(prepare=prepare), homework=HOMEWORK)) == 1
    assert told("OM612", meeting(prepare=prepare, ways={"visit": "1h"}), homework=HOMEWORK) == []


def test_small_talk_buys_no_trust() -> None:
    def talk(*acts: Any) -> int:
        rooms = {"topics": TOPICS, "homework": HOMEWORK}
        return sum("trusted" in text for text in told("OM614", meeting(line("a", *acts)), **rooms))

    assert talk({"raise": "boat"}, {"trust": {"dana": 1}}) == 1
    assert talk({"raise": "boat"}, {"trust": {"dana": -1}}) == 0
    assert talk({"raise": "margin"}, {"trust": {"dana": 1}}) == 0


JO = {"jo": {"name": "Jo", "department": "safety"}}


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ({}, "2 at the customer can be talked to"),
        ({"jo": {"name": "Jo", "department": "operations"}}, "everybody sits in 2 departments"),
        (
            {name: {"name": name, "department": name, "measured_on": "Price"} for name in ("jo", "mo")},
            "2 people are measured on 'price'",
        ),
        (JO, "jo tells nothing that nobody else tells"),
    ],
)
def test_a_customer_has_sides(people: Data, said: str) -> None:
    assert any(said in text for text in told("OM615", contacts=people, minutes=30))
    assert told("OM615", contacts=people, minutes=10) == []


def test_everybody_knows_something_that_nobody_else_does() -> None:
    def silent(**teachers: str) -> set[str]:
        lines = [
            line(f"a{n}", {"listen": {"to": who, "learn": [fact]}})
            for n, (fact, who) in enumerate(teachers.items())
        ]
        told_by = meeting(*lines, line("again", {"listen": {"to": "luis", "learn": ["docked"]}}))
        wrong = found("OM615", told_by, facts=FACTS, contacts=JO, minutes=30)
        return {str(problem.path[1]) for problem in wrong}

    assert silent(docked="luis", target="dana", uptime="jo") == set()
    assert silent(docked="dana", target="jo", uptime="jo") == {"dana", "luis"}


@pytest.mark.parametrize(("moments", "fires"), [(2, True), (3, False), (6, False), (7, True)])
def test_a_meeting_has_three_to_six_decisions(moments: int, fires: bool) -> None:
    held = meeting(*(beat(line(f"a{n}")) for n in range(moments)))
    assert bool(told("OM616", held, minutes=30)) is fires
    assert told("OM616", held, minutes=10) == []


@pytest.mark.parametrize(("words", "fires"), [(MOST_WORDS_BETWEEN, False), (MOST_WORDS_BETWEEN + 1, True)])
def test_not_too_much_is_read_between_decisions(words: int, fires: bool) -> None:
    first = beat(line("a"), script=[{"narrator": "word " * words}, {"dana": LONG, "when": "kept >= 1"}])
    held = meeting(first, beat(line("b")), beat(line("c")))
    assert bool(told("OM616", held, minutes=30, ledger={"t": ours()})) is fires


@pytest.mark.parametrize(("words", "fires"), [(MOST_SPOKEN, False), (MOST_SPOKEN + 1, True)])
def test_people_stop_to_breathe(words: int, fires: bool) -> None:
    speech = "word " * words
    assert bool(told("OM617", meeting(line("a", say=speech)))) is fires
    assert bool(told("OM617", meeting(beat(line("a"), script=[{"dana": speech}])))) is fires
    assert told("OM617", meeting(beat(line("a"), script=[{"narrator": speech}]))) == []


def test_our_own_people_write_no_notes() -> None:
    assert told("OM618", meeting(line("a"))) == ["nothing tells what they made of a"]
    assert told("OM618", meeting(line("a", {"listen": {"to": "pat"}}))) == []
    assert told("OM618", meeting(line("a", {"warm": {"pat": 1}}))) == []


def test_an_account_can_be_practised_on_purpose() -> None:
    rooms: Data = {"about": "A.", "practise": "B.", "principles": ["customer-agenda-first"], "minutes": 30}
    one = {"about": "C.", "change": {"contacts.dana.trust": 1}}
    whole: Data = {**rooms, "variants": {"one": one, "two": one}}
    held = meeting(beat(line("a"), hint="What now?"))
    assert told("OM619", held, **whole) == []
    assert told("OM619", meeting(line("a")), **whole) == ["this moment has no hint"]
    for key in ("about", "practise", "principles"):
        assert told("OM619", held, **{**whole, key: [] if key == "principles" else None}) == [
            f"there is no `{key}`"
        ]
    assert "there is one variant" in told("OM619", held, **{**whole, "variants": {"one": one}})[0]
    assert told("OM619", minutes=10) == []
