"""The decision that waits: its phase, its words, its options, and the set it belongs to."""

from simulator.engine.program import Program
from simulator.view.decision import Decision, Phase, decision, encounter_at
from tests.helpers import Played, beat, begun, line, meeting, news, ours, promise, story, theirs, upto

WORK = {"dig": {"label": "Dig", "takes": "1h"}, "read": {"label": "Read", "takes": "30m"}}


def waiting(played: Played) -> Decision:
    return decision(played.program, played.state)


def labels(held: Decision) -> list[str]:
    return [f"{option.label} ({option.detail})" if option.detail else option.label for option in held.options]


def whole() -> Program:
    """Everything that can be decided, once."""
    ledger = {
        "sheet": ours(label="The sheet", due="3d", takes="2h"),
        "cart": ours(label="The cart", due="4d", takes="90m"),
        "tender": ours(label="The tender", account="Other & Sons", to=None, due="2d", takes="1h"),
        "log": theirs(label="The log", due="5d"),
        "hers": theirs(label="Dana's log", due="5d"),
        "later": promise(2, label="Much later", due="40d"),
    }
    ledger["tender"].pop("to")
    wishes = beat(
        line("a", {"promise": "later"}),
        line("b", "pitch"),
        does=[{"table": ["sheet", "cart"]}],
        hint="Think.",
    )
    first = meeting(
        wishes,
        title="The yard",
        ways={"visit": "1h", "call": "30m"},
        prepare={"hours": "3h", "homework": ["dig", "read"]},
        objectives={"learn": {"label": "Learn of them", "met_if": "day >= 0"}},
        agree={"may_add": ["log", "hers"]},
        follow_through={"hours": "3h"},
    )
    asks = news("post", 6, title="The post", hint="Read it.", choices=[line("c"), line("d")])
    return story(
        first,
        meeting(line("e"), id="second", day=20),
        ledger=ledger,
        homework=WORK,
        calendar=[asks],
        ends="60d",
    )


def test_how_to_meet_comes_first_with_what_it_takes() -> None:
    held = waiting(begun(whole()))
    assert (held.phase, held.title, held.prompt) == (Phase.PREPARE, "The yard, with Dana", "How do you meet?")
    assert labels(held) == ["Visit them (1h)", "Call them (30m)"]


def test_homework_is_asked_one_by_one_beside_all_there_is() -> None:
    held = waiting(upto(whole(), "way visit", "study dig"))
    assert (held.phase, held.prompt) == (Phase.PREPARE, "Read. It takes 30m; you have 1h left.")
    assert held.about == ("Dig (1h), done", "Read (30m)")
    assert labels(held) == ["Spend 30m on it", "Leave it"]


def test_one_aim_or_none() -> None:
    held = waiting(upto(whole(), "way visit", "skip dig", "skip read"))
    assert (held.phase, labels(held)) == (Phase.PREPARE, ["Learn of them", "No particular aim"])
    assert held.about == ("Dig (1h), not chosen", "Read (30m), not chosen")


def test_homework_beyond_the_hours_left_says_so() -> None:
    work = {
        "big": {"label": "Big", "takes": "2h"},
        "dig": WORK["dig"],
        "vast": {"label": "Vast", "takes": "3h"},
    }
    program = story(
        meeting(
            line("a"),
            prepare={"hours": "2h", "homework": ["big", "dig", "vast"]},
            objectives={"learn": {"label": "Learn", "met_if": "day >= 0"}},
        ),
        homework=work,
    )
    big, dig, vast = "Big (2h)", "Dig (1h)", "Vast (3h)"
    assert waiting(begun(program)).about == (big, dig, f"{vast}, more than the hours left")
    after = waiting(upto(program, "skip big", "study dig"))
    assert after.about == (f"{big}, not done", f"{dig}, done", f"{vast}, not done")


TO_MEET = ("way visit", "skip dig", "skip read", "aim")


def test_lines_are_offered_as_they_are_said_with_a_hint_apart() -> None:
    held = waiting(upto(whole(), *TO_MEET))
    assert (held.phase, held.title, held.hint) == (Phase.MEET, "The yard", "Think.")
    assert labels(held) == ["I say a.", "I say b."]
    assert [str(option.move) for option in held.options] == ["say a", "say b"]


def test_a_wish_of_theirs_is_kept_or_struck_beside_the_list() -> None:
    held = waiting(upto(whole(), *TO_MEET, "say a"))
    assert (held.phase, labels(held)) == (Phase.AGREE, ["Keep it on the list", "Strike it"])
    assert held.prompt == "They ask that you take on: The sheet, 2h of your hours"
    assert held.about == (
        "You: The sheet, by day 3, 2h (their wish)",
        "You: The cart, by day 4, 1h30m (their wish)",
        "You: Much later, promised, by day 40",
        "Balance: 3 yours · 0 theirs",
        "Up to day 20: 4h30m owed, to this account and others; you will have 3h",
    )


def test_one_thing_may_be_added_and_whose_it_is_is_said_once() -> None:
    held = waiting(upto(whole(), *TO_MEET, "say a", "keep sheet", "strike cart"))
    assert (held.phase, held.prompt) == (Phase.AGREE, "Do you put one thing more on the list?")
    assert labels(held) == ["Ask Dana for: The log", "Ask for Dana's log", "Add nothing"]
    assert held.about == (
        "You: The sheet, by day 3, 2h (their wish)",
        "You: Much later, promised, by day 40",
        "Balance: 2 yours · 0 theirs",
        "Up to day 20: 3h owed, to this account and others; you will have 3h",
    )


def test_without_anything_on_it_the_list_has_no_balance() -> None:
    held = waiting(upto(whole(), *TO_MEET, "say b", "strike sheet", "strike cart"))
    assert (held.phase, held.about) == (Phase.AGREE, ())


def follow_through() -> Decision:
    return waiting(upto(whole(), *TO_MEET, "say a", "keep sheet", "keep cart", "add"))


def second_question() -> Decision:
    return waiting(upto(whole(), *TO_MEET, "say a", "keep sheet", "keep cart", "add", "leave tender"))


def test_what_falls_due_is_asked_with_its_day_its_hours_and_the_hours_left() -> None:
    held = second_question()
    assert (held.phase, held.title) == (Phase.FOLLOW_THROUGH, "What falls due by day 20")
    assert held.prompt == "The sheet: due day 3. It takes 2h; you have 3h left."
    assert labels(held) == [
        "Spend 2h on it",
        "Tell Dana now that you will not keep it",
        "Leave it undone, and say nothing",
    ]


def test_beside_it_stands_what_else_falls_due_now_and_nothing_later() -> None:
    assert follow_through().about == (
        "The tender (for Other & Sons): due day 2, 1h",
        "The sheet: due day 3, 2h",
        "The cart: due day 4, 1h30m",
        "Together 4h30m; you have 3h",
    )


def test_another_account_cannot_be_warned_of() -> None:
    held = follow_through()
    assert held.prompt.startswith("The tender (for Other & Sons)")
    assert labels(held) == ["Spend 1h on it", "Leave it undone, and say nothing"]


def test_news_may_ask() -> None:
    program = story(
        meeting(line("a"), title="The yard"),
        calendar=[news("post", 6, title="The post", hint="Read it.", choices=[line("c"), line("d")])],
        ends="9d",
    )
    held = waiting(upto(program, "say a"))
    assert (held.phase, held.title, held.hint) == (Phase.NEWS, "The post", "Read it.")
    assert (held.prompt, labels(held)) == ("What do you do?", ["I say c.", "I say d."])


def test_at_the_end_nothing_is_asked() -> None:
    held = waiting(upto(story(meeting(line("a"))), "say a"))
    assert (held.phase, held.options) == (Phase.DEBRIEF, ())


def test_the_meeting_a_decision_belongs_to() -> None:
    played = upto(whole(), "way visit")
    encounter = encounter_at(played.program, played.state)
    assert encounter is not None
    assert encounter.id == "first"


def test_before_the_first_move_there_is_the_account_to_take_over() -> None:
    from simulator.engine.decide import beginning

    program = whole()
    held = decision(program, beginning(program))
    assert (held.phase, labels(held)) == (Phase.BRIEF, ["Begin"])
    assert encounter_at(program, beginning(program)) is None


def test_it_is_said_where_an_answer_may_bind_our_company() -> None:
    program = story(
        meeting(beat(line("a")), beat(line("b"), line("c", {"promise": "x"})), agree={"may_add": ["x"]}),
        ledger={"x": promise(1)},
    )
    assert not waiting(upto(program)).promises
    assert waiting(upto(program, "say a")).promises
    assert waiting(upto(program, "say a", "say b")).promises
