"""Naive players: each follows its one rule, and none of them gets where the best line gets."""

from functools import cache

import pytest

from scoring.debrief import make_debrief
from scoring.rubric import DIMENSIONS, default_rubric
from scoring.scorecard import score
from scoring.specs import Outcome, read_specs, run, spec_file
from simulator.analysis.manners import misfits
from simulator.analysis.players import KIND_WORDS, PLAYERS, Eyes, play, random_player
from simulator.engine.attempt import Playthrough
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.load import find, library, load
from simulator.scenario.words import FOOTHOLD, ME_FIRST
from tests.helpers import HOMEWORK, TOPICS, line, meeting, ours, promise, story, theirs

LEDGER = {
    "all": promise(9, due="5d"),
    "some": promise(4, due="5d"),
    "crumb": promise(1, due="5d"),
    "work": ours(due="5d", takes="2h"),
    "favour": ours(due="5d", takes="1h"),
    "figures": theirs(due="5d"),
    "names": theirs(due="5d"),
}
LINES = (
    line("asks", "listen", say="What do your customers complain of, and when?"),
    line("pitches", "pitch", say="Ours runs at twice the speed of anything else that you have seen."),
    line("chats", {"raise": "boat"}, say="How was the lake? I hear the boat is splendid, and I'm so glad."),
    line("promises_all", {"promise": "all"}, say="You shall have nine of them."),
    line("promises_a_crumb", {"promise": "crumb"}, say="You shall have one."),
    line("takes_work", {"table": ["work", "favour"]}, say="Leave both of them to me."),
    line("asks_work", {"table": ["figures", "names"]}, say="Send me figures and names, please."),
)
CHOSEN = {
    "first": "asks",
    "last": "asks_work",
    "longest": "chats",
    "shortest": "promises_a_crumb",
    "nicest": "chats",
    "biggest_promiser": "promises_all",
    "chatter": "chats",
    "doormat": "takes_work",
    "padder": "asks_work",
    "peddler": "pitches",
    "silent": "asks",
    "apologiser": "promises_all",
    "trickler": "promises_a_crumb",
}
ROOMS = {"ledger": LEDGER, "topics": TOPICS, "homework": HOMEWORK}
SHOP = story(meeting(*LINES, follow_through={"hours": "9h"}), meeting(id="next", day=9), **ROOMS)


def moves(name: str, program: Program = SHOP) -> list[str]:
    return [str(move) for move in play(program, PLAYERS[name]).moves]


def test_there_is_a_line_for_every_player() -> None:
    assert set(CHOSEN) == set(PLAYERS)


@pytest.mark.parametrize(("name", "chosen"), CHOSEN.items())
def test_each_player_says_what_its_rule_likes(name: str, chosen: str) -> None:
    assert f"say {chosen}" in moves(name)


def test_a_weight_and_a_size_make_a_promise_the_biggest() -> None:
    heavier = LEDGER | {"crumb": promise(4, weight=3, due="5d"), "some": promise(5, weight=1, due="5d")}
    lines = (line("a", {"promise": "crumb"}), line("b", {"promise": "some"}))
    assert "say a" in moves("biggest_promiser", story(meeting(*lines), **ROOMS | {"ledger": heavier}))


def test_where_least_is_most_the_shortest_time_is_the_biggest_promise() -> None:
    crews = {"least": 4}
    ledger = {"soon": promise(2, due="5d"), "late": promise(6, due="5d")}
    lines = (line("a", {"promise": "late"}), line("b", {"promise": "soon"}))
    program = story(meeting(*lines), ledger=ledger, crews=crews)
    assert "say b" in moves("biggest_promiser", program)
    assert "say a" in moves("trickler", program)
    late, soon = Eyes(program).see([Move("say", "a"), Move("say", "b")])
    assert 3 * late.largest == soon.largest == 1


@pytest.mark.parametrize("name", ["nicest", "chatter", "doormat", "padder", "peddler"])
def test_who_cares_for_something_else_promises_least_where_it_is_all_the_same(name: str) -> None:
    lines = (line("a", {"promise": "all"}), line("b", {"promise": "crumb"}), line("c", {"promise": "some"}))
    assert "say b" in moves(name, story(meeting(*lines), **ROOMS))


def test_a_vague_promise_is_as_large_as_it_is_understood() -> None:
    vague = ours(of="crews", understood={"amount": 9}, due="5d")
    lines = (line("a", {"promise": "some"}), line("b", {"promise": "vague"}))
    program = story(meeting(*lines), ledger={"some": promise(4, due="5d"), "vague": vague})
    assert "say b" in moves("biggest_promiser", program)


WISHES = story(
    meeting(
        {"choices": [line("a")], "does": [{"table": ["work", "figures"]}]},
        agree={"may_add": ["favour", "names"]},
        prepare={"hours": "2h", "homework": ["paper"]},
        objectives={"learn": {"label": "Learn", "met_if": "met >= 1"}},
        follow_through={"hours": "1h"},
    ),
    meeting(id="next", day=9),
    **ROOMS,
)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        (
            "first",
            ["study paper", "aim learn", "keep work", "keep figures", "add favour", "warn work", "do favour"],
        ),
        ("doormat", ["study paper", "aim learn", "keep work", "keep figures", "add favour"]),
        ("padder", ["study paper", "aim learn", "strike work", "keep figures", "add names"]),
        ("silent", ["skip paper", "aim", "strike work", "strike figures", "add"]),
        ("apologiser", ["study paper", "aim learn", "keep work", "warn work"]),
    ],
)
def test_small_decisions_follow_the_rule_too(name: str, made: list[str]) -> None:
    found = moves(name, WISHES)
    assert [move for move in found if move in made] == made


def test_the_apologiser_warns_and_the_promiser_does_not() -> None:
    late = story(meeting(*LINES, follow_through={"hours": "9h"}), meeting(id="next", day=9), **ROOMS)
    assert "warn all" in moves("apologiser", late)
    assert "do all" in moves("biggest_promiser", late)


def test_guessing_is_the_same_for_a_seed_and_uses_the_room_it_has() -> None:
    def said(seed: int) -> list[Move]:
        return list(play(SHOP, random_player(seed)).moves)

    assert said(4) == said(4)
    assert len({str(said(seed)[1]) for seed in range(40)}) == len(LINES)


def test_a_player_sees_no_more_than_is_offered() -> None:
    eyes = Eyes(SHOP)
    crumb, work = eyes.see([Move("say", "promises_a_crumb"), Move("say", "takes_work")])
    assert (crumb.words, crumb.ours, crumb.theirs, crumb.place) == (4, 0, 0, 0)
    assert 0 < crumb.largest < 1
    assert (work.ours, work.minutes, work.place) == (2, 180, 1)
    assert work.promised == 0
    assert not {field for field in type(work).__slots__ if "trust" in field or "point" in field}


def test_kind_words_are_words() -> None:
    assert all(word.isalpha() and word.islower() for word in KIND_WORDS)


def test_every_own_dimension_is_one_of_the_scorecard() -> None:
    assert {player.weakest for player in PLAYERS.values()} <= {None, *DIMENSIONS}
    assert all(PLAYERS[name].name == name for name in PLAYERS)


# Whether a manner is found out


def shared(**points: int) -> dict[str, dict[str, int]]:
    """Ten points of a hundred for those whose manner fails in a dimension, ninety for the others."""
    return {
        name: {dimension: 10 if dimension == player.weakest else 90 for dimension in DIMENSIONS}
        | ({"commitments": points[name]} if name in points else {})
        for name, player in PLAYERS.items()
    }


HUNDRED = dict.fromkeys(DIMENSIONS, 100)


def test_every_manner_is_found_out_where_it_fails() -> None:
    assert list(misfits(shared(), HUNDRED)) == []


def test_half_of_what_is_attainable_is_no_failure() -> None:
    assert list(misfits(shared(padder=49), HUNDRED)) == []
    assert list(misfits(shared(padder=50), HUNDRED)) == [
        "Padder attains 50% of commitments, where it should fail"
    ]


def test_those_whose_manner_fails_elsewhere_do_better() -> None:
    lower = {name: 20 for name, player in PLAYERS.items() if player.weakest not in (None, "commitments")}
    assert list(misfits(shared(**lower), HUNDRED)) == []
    lower |= {"doormat": 10, "padder": 25, "silent": 25}
    assert list(misfits(shared(**lower), HUNDRED)) == [
        "in commitments, those whose manner fails there do as well as those whose manner does not"
    ]


def test_nobody_does_worse_than_all_whose_manner_fails_there() -> None:
    assert list(misfits(shared(peddler=9), HUNDRED)) == [
        "Peddler does worst in commitments, worse than all whose manner fails there"
    ]
    assert list(misfits(shared(peddler=10), HUNDRED)) == []


def test_a_tell_is_no_manner_and_fails_where_it_likes() -> None:
    assert list(misfits(shared(longest=-100, shortest=-100), HUNDRED)) == []


def test_nobody_is_weak_where_nothing_can_be_earned() -> None:
    assert list(misfits(shared(padder=80), HUNDRED | {"commitments": 0})) == []


# The accounts of the library

GUESSES = 20
accounts = pytest.mark.parametrize("name", library())


@cache
def program(name: str) -> Program:
    return Program(load(name))


@cache
def best(name: str) -> Outcome:
    specs = read_specs(spec_file(find(name)))
    assert specs.best_line is not None
    return run(program(name), specs.best_line, specs.playthroughs[specs.best_line])


@cache
def naive(name: str, player: str) -> Playthrough:
    return play(program(name), PLAYERS[player])


def points(name: str, player: str) -> dict[str, int]:
    return score(naive(name, player).events, default_rubric()).points


@accounts
@pytest.mark.parametrize("player", PLAYERS)
def test_no_naive_player_reaches_what_the_best_line_reaches(name: str, player: str) -> None:
    made = naive(name, player)
    assert made.state.fields["stage"] < best(name).play.state.fields["stage"]
    assert sum(points(name, player).values()) < best(name).card.total
    assert make_debrief(made.program, made.events_by_move).gaps


def test_only_the_padder_gets_beyond_foothold_as_the_guide_says() -> None:
    ends = {player: naive("quiet-eleventh-year", player).state.fields["stage"] for player in PLAYERS}
    assert {player for player, stage in ends.items() if stage > FOOTHOLD} == {"padder"}
    assert ends["padder"] == ME_FIRST


@accounts
def test_the_scoring_finds_every_manner_out(name: str) -> None:
    played = {player: points(name, player) for player in PLAYERS}
    assert list(misfits(played, best(name).card.points)) == []


@accounts
def test_whoever_guesses_and_ends_below_the_top_is_told_of_a_gap(name: str) -> None:
    for seed in range(GUESSES):
        made = play(program(name), random_player(seed))
        top = made.state.fields["stage"] == best(name).play.state.fields["stage"]
        assert top or make_debrief(made.program, made.events_by_move).gaps, f"seed {seed}"
