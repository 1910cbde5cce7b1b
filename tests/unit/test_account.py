"""The account file shows what the trainee may know, and nothing more."""

from simulator.engine.program import Program
from simulator.view import account
from tests.helpers import Played, begun, line, meeting, ours, play, promise, story, theirs, upto


def brief(played: Played) -> dict[str, tuple[str, ...]]:
    return dict(account.brief(played.program, played.state))


def test_the_story_names_role_account_stage_and_last_day() -> None:
    program = story(meeting(line("a")), about="A yard.", account={"name": "Dana's yard"}, ends="5w")
    assert brief(begun(program))["Story"] == (
        "A yard.",
        "Your role: Account manager at Our company. The account: Dana's yard.",
        "You believe it stands at “Me too”: you are one of several, the lowest rung.",
        "The story ends on day 35 (week 5).",
    )


def test_what_is_believed_is_shown_and_not_what_is_so() -> None:
    program = story(meeting(line("a")), account={"stage": "foothold", "believed": "me_first"})
    assert account.believed(begun(program).state) == "Me first"
    assert "Foothold" not in str(brief(begun(program)))


def test_people_are_shown_with_title_measure_and_trust() -> None:
    person = {
        "title": "Owner",
        "measured_on": "Profit a year",
        "wants": "To be left alone",
        "enjoys": "Boats",
    }
    people = brief(begun(story(meeting(line("a")), contacts={"dana": person})))["People"]
    assert people[0] == "Dana. Owner. Measured on: Profit a year. Trust 2 of 5."
    assert people[1:] == ("Luis. operations. Trust 2 of 5.", "Pat. With us.", account.TRUST_MEANS)
    assert "left alone" not in str(people)


def test_the_department_is_told_where_there_are_many_to_tell_apart() -> None:
    more = {name: {"name": name, "title": "Buyer", "department": "Purchasing"} for name in ("ann", "bo")}
    held = brief(begun(story(meeting(line("a")), contacts=more)))["People"]
    assert any(text.startswith("ann. Buyer, Purchasing. ") for text in held)


def test_who_has_left_is_said_to_be_gone() -> None:
    played = upto(story(meeting(line("a", {"leave": "luis"}), line("b"))), "say a")
    assert brief(played)["People"][1].startswith("Luis (gone).")


def capable(**crews: object) -> Program:
    return story(
        meeting(line("a"), prepare={"hours": "1h", "homework": ["dig"]}), crews=crews, homework=DIG, ends="9d"
    )


DIG = {"dig": {"label": "Dig"}}


def test_what_we_can_do_is_shown_once_it_is_known() -> None:
    program = capable(most=3, unit="vans", learned_by="dig")
    assert "What we can do" not in brief(begun(program))
    assert brief(upto(program, "study dig"))["What we can do"] == ("Crews: at most 3 vans",)


def test_a_capability_is_told_in_its_unit_and_direction() -> None:
    def shown(**crews: object) -> str:
        return brief(begun(capable(**crews)))["What we can do"][0]

    assert shown(most=5300, unit="$") == "Crews: at most $5,300"
    assert shown(least=4, unit="weeks") == "Crews: at least 4 weeks"
    assert shown(most=4, unit="crews") == "Crews: at most 4"
    assert shown(most=[{"when": "kept >= 9", "is": 3}], unit="$") == "Crews: not at present"


def test_a_capability_is_shown_as_it_stands_on_the_day() -> None:
    program = story(
        meeting(line("a")), meeting(line("b"), id="second", day=20), crews={"most": {"0d": 3, "10d": 5}}
    )
    assert account.capabilities(program, begun(program).state, 9) == ("Crews: at most 3",)
    assert brief(upto(program, "say a"))["What we can do"] == ("Crews: at most 5",)


def test_what_was_learned_is_shown_and_what_was_always_known_is_not() -> None:
    facts = {"old": {"label": "Long known"}, "new": {"label": "Just learned", "learned_by": "dig"}}
    program = story(
        meeting(line("a"), prepare={"hours": "1h", "homework": ["dig"]}), homework=DIG, facts=facts
    )
    assert "What you have learned" not in brief(begun(program))
    assert brief(upto(program, "study dig"))["What you have learned"] == ("Just learned",)


def test_a_goal_is_shown_once_it_is_known() -> None:
    goals = {"profit": {"label": "Profit", "learned_by": "dig"}, "flow": {"label": "Flow"}}
    first = meeting(line("a"), prepare={"hours": "1h", "homework": ["dig"]})
    program = story(first, homework=DIG, account={"goals": goals})
    assert brief(begun(program))["What they want"] == ("Flow",)
    assert brief(upto(program, "study dig"))["What they want"] == ("Profit", "Flow")


LEDGER = {
    "sheet": ours(label="The sheet", due="20d"),
    "cart": ours(label="The cart", due="3d", takes="2h"),
    "log": theirs(label="The log", due="9d"),
    "tender": {"side": "ours", "label": "The tender", "account": "Other & Sons", "due": "5d"},
    "unsaid": promise(2, label="Never said"),
}


def owing() -> Played:
    take = line("a", {"promise": "sheet"}, {"promise": "cart"}, {"table": ["log"]})
    second = meeting(line("b"), line("c", {"amend": "sheet"}), id="second", day=14)
    return upto(story(meeting(take), second, ledger=LEDGER, ends="30d"), "say a")


def test_the_ledger_has_what_is_open_first_then_by_day() -> None:
    rows = account.ledger(owing().program, owing().state)
    assert [(row.id, row.status, row.due) for row in rows] == [
        ("sheet", "open", 20),
        ("cart", "kept", 3),
        ("tender", "kept", 5),
        ("log", "kept", 9),
    ]
    assert [(row.whose, row.ours, row.minutes) for row in rows[:2]] == [("you", True, 0), ("you", True, 120)]


def test_an_entry_is_told_with_its_day_only_while_it_is_open() -> None:
    assert brief(owing())["Owed"] == (
        "You: The sheet — open, due day 20",
        "You: The cart — kept",
        "You: The tender (for Other & Sons) — kept",
        "Dana: The log — kept",
    )


def test_what_was_taken_back_is_called_so() -> None:
    taken = upto(owing().program, "say a", "say c")
    assert "You: The sheet — taken back" in brief(taken)["Owed"]


def test_a_label_that_says_whose_it_is_is_not_prefixed() -> None:
    program = story(
        meeting(line("a", {"table": ["log"]})),
        ledger={"log": theirs(label="Dana's log", due="3d")},
        ends="9d",
    )
    assert brief(play(program))["Owed"] == ("Dana's log — kept",)


def test_what_was_never_agreed_is_not_in_the_ledger() -> None:
    assert "unsaid" not in [row.id for row in account.ledger(owing().program, owing().state)]


def test_a_broken_entry_stays_to_be_seen() -> None:
    program = story(meeting(line("a", {"promise": "x"})), ledger={"x": promise(9, due="3d")}, ends="9d")
    assert brief(play(program))["Owed"] == ("You: Ours — broken",)
