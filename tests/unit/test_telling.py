"""An event in one plain sentence, in the words of its scenario."""

import pytest

from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.engine.telling import (
    entry_label,
    first_name,
    rival_state,
    show_day,
    stage_title,
    tell,
    whose_entry,
)
from simulator.scenario.words import STAGES
from tests.helpers import line, meeting, ours, promise, story, theirs

LEDGER = {
    "x": promise(2, label="Two vans"),
    "sheet": ours(label="A sheet"),
    "log": theirs(label="The log"),
    "hers": theirs(label="Dana's log"),
    "inside": ours(label="A crew", to="pat"),
    "roster": theirs(label="The roster", owner="pat"),
    "tender": {"side": "ours", "label": "A tender", "account": "Other & Sons"},
}
WORLD: Program = story(
    meeting(line("a")),
    ledger=LEDGER,
    contacts={"dana": {"name": "Dana Whit"}, "luis": {"name": "Dr. Luis Ort"}},
    facts={"docked": {"label": "They were docked"}},
    topics={"queue": {"label": "The queue", "bears_on": ["flow"]}},
    crews={"most": 3, "unit": "vans"},
)


def promised(due: int) -> e.Promised:
    return e.Promised("x", "dana", "crews", 2, 0, 1, 4, 0, 0, 0, due)


def broken(entry: str, kind: str, cause: str) -> e.Broken:
    return e.Broken(entry, kind, "dana", 2, cause, 0, 0, 9)


SENTENCES = [
    (promised(9), "You promise: Two vans, by day 9."),
    (promised(140), "You promise: Two vans, by day 140 (week 20)."),
    (e.Committed("sheet", "dana", 9, 0), "You take on: A sheet, by day 9."),
    (e.Opened("sheet", "ours", 9), "You take on: A sheet, by day 9."),
    (e.Opened("log", "theirs", 9), "Dana takes on: The log, by day 9."),
    (e.Opened("inside", "inside", 9), "You take on: A crew, by day 9."),
    (e.Opened("roster", "inside", 9), "Pat takes on: The roster, by day 9."),
    (e.Opened("tender", "elsewhere", 9), "You take on: A tender (for Other & Sons), by day 9."),
    (e.Added("sheet"), "You offer: A sheet."),
    (e.Added("log"), "You ask Dana for: The log."),
    (e.Refused("log"), "Dana does not take on: The log."),
    (e.Struck("sheet"), "Struck from the list: A sheet."),
    (e.ListClosed("first", 2, 1), "You leave with a list: 2 yours, 1 theirs."),
    (e.ListClosed("first", 0, 0), "You leave without a list."),
    (e.Amended("x", "dana", 2, 1, "", 0), "You take back in good time: Two vans."),
    (e.Warned("x", "dana", 2, 1), "You tell Dana in good time that you will not keep this: Two vans."),
    (e.Worked("sheet", 90), "You spend 1h30m on: A sheet."),
    (e.Worked("sheet", 0), "You see to: A sheet."),
    (e.Left("sheet"), "Left undone: A sheet."),
    (e.Kept("x", "promise", "dana", 2, 9), "Kept: Two vans."),
    (e.Kept("log", "theirs", "dana", 2, 9), "Dana delivers: The log."),
    (broken("log", "theirs", "theirs"), "Dana does not deliver: The log."),
    (broken("x", "promise", "capability"), "Broken: Two vans; it was more than your company can do."),
    (broken("x", "promise", "off_book"), "Broken: Two vans; nobody at your company knew of it."),
    (broken("sheet", "task", "hours"), "Broken: A sheet; no hours were spent on it."),
    (e.TrustMoved("dana", 1, 3, "kept"), "Dana’s trust rises to 3 of 5: you kept your word."),
    (e.TrustMoved("dana", -3, 0, "broken"), "Dana’s trust falls to 0 of 5: you did not keep your word."),
    (e.TrustMoved("dana", 1, 3, "said"), "Dana’s trust rises to 3 of 5."),
    (e.TrustMoved("luis", 1, 3, "said"), "Dr. Luis Ort’s trust rises to 3 of 5."),
    (e.WarmthMoved("dana", 1, 2), "Dana warms to you: warmth 2 of 5."),
    (e.WarmthMoved("dana", -1, 0), "Dana cools towards you: warmth 0 of 5."),
    (e.RootMoved("honesty", 0, 1, "exposed"), "Honesty is broken for good: an untruth came out."),
    (
        e.RootMoved("consistency", 2, 0, "clean"),
        "Consistency mends to sound: everything due in these weeks was kept.",
    ),
    (e.RootMoved("competence", 1, 0, "said"), "Competence is strained."),
    (e.RivalMoved(3, "neglect"), "The rival: making an offer."),
    (e.StageMoved(1, 2, 0, "up"), "The account rises to Foothold: it had been earned."),
    (e.StageMoved(2, 1, 1, "exposed"), "The account falls to Me too: an untruth came out."),
    (e.StageMoved(1, 0, 1, "misled"), "The account is lost: misled once more over the same thing."),
    (e.BelievedMoved(2), "You stand at Foothold."),
    (e.BelievedMoved(0), "You have lost the account."),
    (e.Learned("docked"), "You know: They were docked."),
    (e.Learned("profit"), "You know: Profit."),
    (e.Learned("crews"), "You know: Crews: at most 3 vans."),
    (e.Learned("queue"), "You are prepared to talk about: The queue."),
    (e.Neglected(61), "61 days without anything of use from you."),
    (e.Contradicted("docked"), "Two versions of the same thing meet: They were docked."),
    (e.Exposed("docked", "dana", 0), "It comes out that what you told was not so: They were docked."),
    (e.ContactLeft("dana"), "Dana Whit leaves, and the trust between you goes too."),
    (e.Recorded("dana", 9), "Dana puts a result on record."),
    (e.Ordered("vans"), "An order is placed."),
]


@pytest.mark.parametrize(
    ("event", "sentence"), SENTENCES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_event_is_told_in_a_sentence(event: e.Event, sentence: str) -> None:
    assert tell(WORLD, event) == sentence


def test_what_only_carries_the_story_is_not_told() -> None:
    for event in (
        e.Began(),
        e.Reached("end"),
        e.Spoke("a", (0,)),
        e.Chose("a", "listen"),
        e.FallsDue("x", 60, 1),
    ):
        assert tell(WORLD, event) is None


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (0, "day 0"),
        (7, "day 7"),
        (9, "day 9"),
        (14, "day 14 (week 2)"),
        (15, "day 15"),
        (140, "day 140 (week 20)"),
    ],
)
def test_days_can_be_counted(day: int, told: str) -> None:
    assert show_day(day) == told


def test_every_gauge_has_its_words() -> None:
    assert [stage_title(stage) for stage in range(len(STAGES))] == [
        "Lost",
        "Me too",
        "Foothold",
        "Me first",
        "Only me",
    ]
    assert len({rival_state(rival) for rival in range(4)}) == 4


def test_whose_an_entry_is_is_said_once() -> None:
    assert whose_entry(WORLD, "sheet") == "You: A sheet"
    assert whose_entry(WORLD, "log") == "Dana: The log"
    assert whose_entry(WORLD, "hers") == "Dana's log"
    assert entry_label(WORLD, "tender") == "A tender (for Other & Sons)"


def test_somebody_the_scenario_does_not_have_is_called_by_the_id() -> None:
    assert first_name(WORLD, "nobody") == "nobody"
