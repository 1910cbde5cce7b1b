"""What the trainee sees and hears: words first, then what they did; what the story hides stays out."""

from simulator.engine import events as e
from simulator.engine.program import Program
from simulator.view.transcript import Item, Kind, transcript
from tests.helpers import Played, beat, line, meeting, news, ours, play, promise, story, theirs, upto


def seen(played: Played) -> list[Item]:
    return list(transcript(played.program, played.events))


def shown(played: Played) -> list[str]:
    return [f"{item.speaker}: {item.text}" if item.speaker else item.text for item in seen(played)]


def test_a_line_its_answer_and_then_what_it_did() -> None:
    spoken = line(
        "a", {"trust": {"dana": 1}}, {"learn": ["docked"]}, reply=[{"dana": "Go on."}, "She sits down."]
    )
    program = story(meeting(spoken), facts={"docked": {"label": "They were docked"}})
    assert shown(upto(program, "say a"))[2:] == [
        "You: I say a.",
        "Dana: Go on.",
        "She sits down.",
        "Dana’s trust rises to 3 of 5.",
        "You know: They were docked.",
    ]


def test_news_and_homework_tell_before_they_teach() -> None:
    told = {"script": ["A letter."], "does": [{"learn": ["docked"]}]}
    facts = {"docked": {"label": "Docked"}, "paper": {"label": "Read it", "learned_by": "dig"}}
    program = story(
        meeting(line("a"), prepare={"hours": "1h", "homework": ["dig"]}, follow_through={"hours": "1h"}),
        calendar=[news("post", 3, title="The post", **told)],
        homework={"dig": {"label": "Dig", "script": ["You dig."]}},
        facts=facts,
        ends="9d",
    )
    texts = shown(play(program, "study dig"))
    assert texts[1:3] == ["You dig.", "You know: Read it."]
    assert texts[-3:] == ["The post — day 3", "A letter.", "You know: Docked."]


def test_a_new_sitting_recalls_before_it_begins() -> None:
    recalled = [{"dana": "Two, you said."}, {"dana": "You did test.", "when": "said.a"}]
    second = meeting(line("b"), id="second", day=9, previously=recalled)
    texts = shown(play(story(meeting(line("a"), line("c")), second), "say c", "say b"))
    begins = texts.index("Previously")
    assert texts[begins + 1 : begins + 3] == ["Dana: Two, you said.", "second — day 9"]


def test_an_entry_is_settled_before_anybody_speaks_of_it() -> None:
    ledger = {"x": ours(due="3d", when_kept={"script": [{"dana": "Good."}]})}
    kept = line("kept", {"promise": "x"})
    assert shown(play(story(meeting(kept), ledger=ledger, ends="9d")))[-3:] == [
        "Day 3. Kept: Ours.",
        "Dana’s trust rises to 3 of 5: you kept your word.",
        "Dana: Good.",
    ]


def test_lines_whose_condition_does_not_hold_are_not_heard() -> None:
    script = [{"dana": "Now."}, {"dana": "Never.", "when": "kept >= 9"}]
    assert "Dana: Never." not in shown(upto(story(meeting(beat(line("a"), script=script)))))


def test_kinds_tell_how_a_line_is_to_be_styled() -> None:
    script = ["It rains.", {"you": "Good morning."}, {"dana": "Is it?"}]
    program = story(
        meeting(beat(line("a", {"promise": "x"}, "listen"), script=script)),
        ledger={"x": promise(2, due="3d")},
        account={"stages": {"foothold": {"up_if": "kept >= 1"}}},
        ends="9d",
    )
    kinds = [item.kind for item in seen(play(program))]
    assert kinds == [
        Kind.HEADING, Kind.NARRATION, Kind.YOU, Kind.SPEECH, Kind.YOU, Kind.NOTE, Kind.NOTE, Kind.NOTE,
        Kind.CHANGE, Kind.STAGE,
    ]  # fmt: skip


def hidden_program() -> Program:
    first = meeting(
        line("a", {"promise": "x"}, {"root": {"competence": -1}}, {"rival": 1}),
        follow_through={"hours": "0h"},
    )
    return story(
        first,
        ledger={"x": promise(9, due="3d")},
        account={"stage": "foothold", "stages": {"foothold": {"down_if": "broken >= 1"}}},
        ends="60d",
    )


def test_roots_the_rival_silence_and_a_fall_of_the_account_stay_hidden() -> None:
    played = play(hidden_program(), "leave x")
    for kind in (e.RootMoved, e.RivalMoved, e.StageMoved, e.Neglected):
        assert played.all(kind), f"the story has no {kind.__name__} to hide"
    text = "\n".join(shown(played))
    for word in ("ompetence", "ollow-through", "rival", "Me too", "without anything of use"):
        assert word not in text


def test_what_is_believed_is_told() -> None:
    program = story(meeting(line("a")), account={"stages": {"foothold": {"up_if": "day >= 0"}}}, ends="9d")
    assert seen(play(program))[-1] == Item(Kind.STAGE, "You stand at Foothold.")


def test_the_list_is_told_as_it_is_left() -> None:
    ledger = {"mine": ours(due="3d"), "log": theirs(due="4d", label="Her log")}
    table = meeting(beat(line("a"), does=[{"table": ["mine"]}]), agree={"may_add": ["log"]})
    texts = shown(upto(story(table, ledger=ledger, ends="9d"), "say a", "keep mine", "add log"))
    assert texts[2:5] == [
        "You take on: Ours, by day 3.",
        "Dana takes on: Her log, by day 4.",
        "You leave with a list: 1 yours, 1 theirs.",
    ]


def test_a_line_the_scenario_no_longer_has_is_shown_by_its_name() -> None:
    program = story(meeting(line("a")))
    assert list(transcript(program, [e.Chose("gone", "listen")])) == [Item(Kind.YOU, "gone", "You")]
