"""The debrief quotes its evidence: from a line to what came of it weeks later, to another line there was."""

from dataclasses import replace

from scoring.chains import Chain
from scoring.debrief import Debrief, Earned, Other, make_debrief
from simulator.engine import events as e
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.engine.world import Turn
from simulator.scenario.principles import principles
from simulator.view.debrief import ASKED, DIARIES, sections
from tests.helpers import Data, beat, line, meeting, news, ours, play, promise, story, theirs


def debriefed(program: Program, *moves: str) -> Debrief:
    """The debrief of a play to the end, quiet but for `moves`. Each move ends where a decision is reached."""
    made: list[list[e.Event]] = [[]]
    for event in play(program, *moves).events:
        made[-1].append(event)
        if isinstance(event, e.Reached):
            made.append([])
    return make_debrief(program, made[:-1])


SECRET: Data = {"secret": {"label": "A secret", "learned_by": "dig"}}
DIG: Data = {"dig": {"label": "Dig"}}
OTHERS = (("other", "promise-within-capacity"), ("good", "listen-as-much-as-you-sell"))
BOAT: Data = {"boat": {"label": "Her boat", "lens": "personal"}}


def two_lines() -> Program:
    """A task done weeks later; a promise of nine where there are three, which nobody looked up."""
    first = meeting(line("good", {"promise": "x"}, thinks="A number I can use."), line("better"))
    bad = line("bad", {"promise": "y"}, instead="modest", thinks="Nine? We shall see.")
    ledger = {
        "x": ours(due="20d"),
        "y": promise(9, due="25d", weight=3, when_broken={"script": [{"dana": "You said nine."}]}),
    }
    second = meeting(bad, line("modest"), id="second", day=14)
    return story(
        first, second, ledger=ledger, crews={"most": 3, "learned_by": "dig"}, homework=DIG, ends="30d"
    )


def only(chains: tuple[Chain, ...]) -> Chain:
    assert len(chains) == 1, chains
    return chains[0]


# Chains


def test_a_gap_runs_from_the_line_to_what_came_of_it_to_another_line() -> None:
    gap = only(debriefed(two_lines()).gaps)
    assert (gap.day, gap.quote, gap.is_line) == (14, "I say bad.", True)
    assert gap.reasons == ("a promise far over what you can do", "a promise broken")
    assert gap.consequences == (
        "You promise: Ours, by day 25.",
        "Dana wrote that night: “Nine? We shall see.”",
        "Day 25: Broken: Ours; it was more than your company can do. Dana’s trust falls to 0 of 5: "
        "you did not keep your word. Follow-through is strained. Dana: “You said nine.”",
    )
    assert (gap.alternative, gap.points) == ("I say modest.", -27)
    assert gap.principle == "promise-within-capacity"


def test_a_strength_runs_over_the_weeks_too() -> None:
    strength = only(debriefed(two_lines()).strengths)
    assert (strength.day, strength.quote, strength.points) == (0, "I say good.", 1)
    assert strength.consequences[1] == "Dana wrote that night: “A number I can use.”"
    assert strength.consequences[2].startswith("Day 20: Kept: Ours. Dana’s trust rises to 3 of 5")


def test_consequences_come_in_order_of_days_with_the_night_of_the_line_first() -> None:
    entries = {name: ours(due=due) for name, due in (("late", "30d"), ("early", "3d"), ("middle", "9d"))}
    take = line("take", *({"promise": name} for name in entries), thinks="Takes everything.")
    told = only(debriefed(story(meeting(take), ledger=entries, ends="40d")).strengths).consequences
    assert [text.split(":")[0] for text in told] == [
        "You take on",
        "Dana wrote that night",
        "Day 3",
        "Day 9",
        "Day 30",
    ]


def test_what_goes_back_to_one_line_is_one_chain() -> None:
    """A line that takes everything is one gap, not one for each task that was never done."""
    entries = {name: ours(due="3d", takes="2h") for name in ("a", "b", "c")}
    take = line("take", {"table": list(entries)})
    program = story(meeting(take, agree={}, follow_through={"hours": "2h"}), ledger=entries, ends="40d")
    told = debriefed(program)
    assert [(gap.quote, gap.points) for gap in told.gaps if gap.is_line] == [("I say take.", -3)]
    assert told.gaps[0].reasons == ("a task of yours done by its day", "a task of yours not done by its day")


def test_what_earned_no_more_than_it_cost_is_a_gap() -> None:
    """A promise taken back costs what its making earned; nothing came of it, and that is told."""
    program = story(
        meeting(line("give", {"promise": "x"}), follow_through={"hours": "9h"}),
        ledger={"x": promise(2, price="as now", backing="a credit", due="5d", weight=3)},
        ends="9d",
    )
    told = debriefed(program, "warn x")
    assert [(gap.quote, gap.points, gap.cost) for gap in told.gaps] == [("I say give.", 0, 3)]
    assert debriefed(program, "do x").gaps == ()


def test_the_two_costliest_gaps_are_told_the_worst_first() -> None:
    rows = {"little": promise(3.3, weight=1), "much": promise(9, weight=3), "some": promise(4, weight=2)}
    beats = [beat(line(name, {"promise": name})) for name in rows]
    ledger = {name: {**row, "of": name} for name, row in rows.items()}
    seller = {"capabilities": {name: {"label": name, "most": 3} for name in rows}}
    gaps = debriefed(story(meeting(*beats), ledger=ledger, seller=seller, ends="9d")).gaps
    assert [gap.quote for gap in gaps] == ["I say much.", "I say some."]


def test_strengths_are_of_two_kinds_where_there_are_two() -> None:
    ledger = {name: promise(1, backing="b") for name in ("x", "y")}
    beats = [
        beat(line("one", {"promise": "x"})),
        beat(line("two", {"promise": "y"})),
        beat(line("ask", "listen")),
    ]
    told = debriefed(story(meeting(*beats), ledger=ledger, ends="9d")).strengths
    assert [chain.quote for chain in told] == ["I say one.", "I say ask."]


def test_a_deed_is_quoted_where_nothing_was_said() -> None:
    program = story(
        meeting(line("a", "pitch"), agree={"may_add": ["log"]}),
        ledger={"log": theirs(due="3d", label="The log")},
        ends="9d",
    )
    deed = debriefed(program, "add log").strengths[0]
    assert (deed.quote, deed.is_line) == ("You ask Dana for: The log.", False)
    assert deed.consequences == ("Day 3: Dana delivers: The log.",)


def test_an_untruth_goes_back_to_the_line_that_told_it() -> None:
    lie = line("lie", {"tell": {"fact": "crews_told", "version": "rosy"}})
    program = story(
        meeting(lie),
        facts={"crews_told": {"label": "How many", "versions": {"plain": "Three", "rosy": "Ten"}}},
        calendar=[news("out", 12, does=[{"expose": "crews_told"}])],
        ends="20d",
    )
    told = debriefed(program)
    gap = only(told.gaps)
    assert (gap.day, gap.quote) == (0, "I say lie.")
    assert "Day 12: " in gap.consequences[-1]
    assert told.incidents == ("What you told was not so, and it came out: How many.",)


# A weak run, a perfect one


def test_a_weak_run_still_shows_its_best_line() -> None:
    weak = debriefed(
        story(meeting(beat(line("a", "pitch")), beat(line("b", {"raise": "boat"}))), topics=BOAT)
    )
    best = only(weak.strengths)
    assert (best.quote, best.points, best.reasons) == ("I say b.", 0, ())
    assert only(weak.gaps).quote == "I say a."


def test_a_perfect_run_is_told_of_a_road_not_taken() -> None:
    tempting = line("tempting", "pitch", tempting="It is a fine product.")
    program = story(meeting(line("a"), tempting))
    perfect, spoilt = debriefed(program), debriefed(program, "say tempting")
    assert (perfect.gaps, perfect.road_not_taken) == ((), "“I say tempting.” It is a fine product.")
    assert (perfect.try_next, spoilt.road_not_taken) == (None, None)


def test_a_line_that_was_not_there_is_no_road() -> None:
    hidden = line("hidden", "pitch", tempting="Fine.", when="knows.secret")
    program = story(meeting(line("a"), hidden), facts=SECRET, homework=DIG)
    assert debriefed(program).road_not_taken is None


def test_a_line_that_was_not_there_is_not_said_to_have_been() -> None:
    better = line("better", when="knows.secret")
    program = story(meeting(line("a", "pitch", instead="better"), better), facts=SECRET, homework=DIG)
    told = debriefed(program)
    gap = only(told.gaps)
    assert (gap.alternative, told.timeline[0].instead) == (None, None)


def test_a_line_that_was_not_there_gives_way_to_a_good_one_that_was() -> None:
    better = line("better", when="knows.secret", well=["listen-as-much-as-you-sell"])
    lines = [line("a", "pitch", instead="better", badly=["listen-as-much-as-you-sell"]), better]
    lines += [line(name, well=[principle]) for name, principle in OTHERS]
    gap = only(debriefed(story(meeting(*lines), facts=SECRET, homework=DIG)).gaps)
    assert gap.alternative == "I say good."


def test_nobody_is_told_to_ask_what_they_knew() -> None:
    """Neither by a line that asks at once, nor by one that says it will be asked."""
    asks = line("ask", {"listen": {"learn": ["secret"]}})
    later = line("later", {"table": ["ring"]})
    ledger = {"ring": ours(due="3d", when_kept={"does": [{"learn": ["secret"]}]})}
    for good in (asks, later):
        program = story(
            meeting(
                beat(line("a", "pitch", instead=good["id"]), good),
                prepare={"hours": "1h", "homework": ["dig"]},
            ),
            facts=SECRET,
            homework={"dig": {"label": "Dig", "takes": "1h"}},
            ledger=ledger,
            ends="9d",
        )
        told = [debriefed(program, f"{verb} dig").timeline for verb in ("study", "skip")]
        instead = [moment.instead for moments in told for moment in moments if moment.you == "I say a."]
        assert instead == [None, f"I say {good['id']}."]


def test_the_thing_to_try_is_a_gap_with_another_line_at_hand() -> None:
    worst = line("worst", {"promise": "x"})
    bad = line("bad", "pitch", instead="good")
    program = story(meeting(beat(worst), beat(bad, line("good"))), ledger={"x": promise(9)}, ends="9d")
    told = debriefed(program)
    assert [gap.quote for gap in told.gaps] == ["I say worst.", "I say bad."]
    assert told.try_next == told.gaps[1]


# Evidence


def test_every_quote_of_a_line_is_the_players_own_words() -> None:
    program = two_lines()
    told = debriefed(program)
    words = {
        choice.say
        for step in program.scenario.encounters
        for held in step.beats.values()
        for choice in held.choices
    }
    quoted = [chain.quote for chain in (*told.strengths, *told.gaps) if chain.is_line]
    assert set(quoted) <= words
    assert [moment.you for moment in told.timeline if moment.is_line] == ["I say good.", "I say bad."]


def test_a_moment_holds_what_they_answered_and_wrote_that_night() -> None:
    spoken = line("a", reply=[{"dana": "Hm."}, "She looks away."], thinks="At last.", tempting="Easy.")
    moment = debriefed(story(meeting(spoken))).timeline[0]
    assert [(said.speaker, said.text) for said in moment.answers] == [
        ("Dana", "Hm."),
        ("", "She looks away."),
    ]
    assert (moment.notebook, moment.notebook_of, moment.tempting) == ("At last.", "Dana", "Easy.")
    assert [(mark.points, mark.reason) for mark in moment.marks] == [
        (1, "a question, or a reply built on their answer")
    ]


def test_play_again_from_here_means_the_move_of_the_line() -> None:
    program = two_lines()
    told = debriefed(program)
    assert [(moment.move, moment.you) for moment in told.timeline if moment.is_line] == [
        (1, "I say good."),
        (2, "I say bad."),
    ]
    assert told.gaps[0].move == 2


def test_no_internal_name_is_shown() -> None:
    ledger = {"secret_entry": promise(9, label="Nine crews")}
    program = story(meeting(line("secret_line", {"promise": "secret_entry"})), ledger=ledger, ends="9d")
    text = "\n".join(line for part in sections(debriefed(program)) for line in part.lines)
    assert "Nine crews" in text
    assert not [word for word in ("secret_entry", "promise_over", "follow_through") if word in text]


# The truth


def test_hidden_gauges_are_shown_with_their_day() -> None:
    told = debriefed(two_lines())
    assert told.truth.hidden == ("Day 25: Follow-through is strained: you did not keep your word.",)
    assert ("Follow-through", "strained") in told.truth.roots


def test_a_rise_that_was_told_in_play_is_not_called_hidden() -> None:
    account = {"stages": {"foothold": {"up_if": "day >= 0"}}}
    told = debriefed(story(meeting(line("a")), account=account, ends="9d"))
    assert (told.truth.stage, told.truth.believed, told.truth.hidden) == ("Foothold", "Foothold", ())


def test_a_fall_nobody_told_is_hidden_and_the_belief_stays() -> None:
    account = {"stage": "foothold", "stages": {"foothold": {"down_if": "day >= 0"}}}
    told = debriefed(story(meeting(line("a")), account=account, ends="9d"))
    assert (told.truth.stage, told.truth.believed) == ("Me too", "Foothold")
    assert told.truth.hidden == (
        "Day 9: The account falls to Me too: what had earned its place no longer held.",
    )


def test_trust_over_time_begins_where_it_began() -> None:
    trust = dict(debriefed(two_lines()).truth.trust)
    assert trust["Dana"] == ((0, 2), (20, 3), (25, 0))
    assert trust["Luis"] == ((0, 2),)
    assert "Pat" not in trust


# The sections


def text_of(told: Debrief) -> dict[str, tuple[str, ...]]:
    return {part.title: part.lines for part in sections(told)}


def test_the_numbers_come_after_all_that_is_said_and_the_card_is_last() -> None:
    titles = [part.title for part in sections(debriefed(two_lines()))]
    assert titles == [
        ASKED,
        "What happened",
        "Trust over time",
        "What you showed",
        "What cost you",
        "Where the account really stands",
        "One thing to try",
        "The numbers",
        "A card for your real meeting",
    ]


def test_a_principle_two_gaps_share_is_stated_once() -> None:
    ledger = {"x": promise(9), "y": promise(9)}
    beats = [beat(line("a", {"promise": "x"})), beat(line("b", {"promise": "y"}))]
    told = debriefed(story(meeting(*beats), ledger=ledger, ends="9d"))
    statement = principles()["promise-within-capacity"].statement
    assert [gap.principle for gap in told.gaps] == ["promise-within-capacity"] * 2
    assert sum(statement in line for line in text_of(told)["What cost you"]) == 1


def test_a_source_is_named_as_people_name_it() -> None:
    lines = text_of(debriefed(two_lines()))["What cost you"]
    assert lines[-1] == (
        "    The principle: Commit only to what your own company can really supply. "
        '(From: "Build Relationships for Repeat Business", a chapter of The Rules of Selling.)'
    )


def test_a_gap_without_another_line_shows_the_principle_done_well() -> None:
    program = story(meeting(line("a", "pitch")), ends="9d")
    well = principles()["customer-agenda-first"].well
    told = text_of(debriefed(program))
    assert f"    How it looks done well: {well}" in told["What cost you"]
    assert f"    Try something like this: {well}" in told["One thing to try"]


def test_trust_is_told_in_words_and_numbers() -> None:
    lines = text_of(debriefed(two_lines()))["Trust over time"]
    assert lines == (
        "Dana: 0 of 5; began at 2, came to 3 on day 20, 0 on day 25",
        "Luis: 2 of 5; unchanged",
    )


def test_no_line_is_told_twice_in_a_section() -> None:
    for part in sections(debriefed(two_lines())):
        assert len(part.lines) == len(set(part.lines)), part.title


def test_the_end_is_told_in_the_words_of_its_author() -> None:
    endings = [
        {"title": "Never", "text": "No.", "when": "kept >= 9"},
        {"title": "A quiet end", "text": "They wave."},
    ]
    told = debriefed(story(meeting(line("a")), endings=endings))
    assert (told.ending, told.ending_text) == ("A quiet end", "They wave.")
    assert text_of(told)["A quiet end"] == ("They wave.",)


# The card for the real meeting


def test_the_card_shows_what_this_attempt_had_to_show() -> None:
    aims = {
        "first_aim": {"label": "The first", "met_if": "kept >= 9"},
        "own_aim": {"label": "My own", "met_if": "day >= 0"},
    }
    first = meeting(beat(line("early"), line("mine")), objectives=aims, agree={"may_add": ["other", "log"]})
    program = story(
        first,
        ledger={"other": theirs(label="Another thing"), "log": theirs(due="3d", label="The log")},
        ends="9d",
    )
    card = debriefed(program, "aim own_aim", "say mine", "add log").card
    assert (card.objective, card.first_question) == ("My own", "I say mine.")
    assert (card.i_ask_of_them, card.my_limit) == ("Dana: The log", "Crews: at most 3")


def test_the_card_falls_back_on_what_the_account_had_to_offer() -> None:
    aims = {"one": {"label": "The aim", "met_if": "kept >= 9"}}
    program = story(
        meeting(line("a", "pitch"), line("ask"), objectives=aims), ledger={"log": theirs(label="The log")}
    )
    card = debriefed(program, "say a").card
    assert (card.objective, card.first_question, card.i_ask_of_them) == (
        "The aim",
        "I say ask.",
        "Dana: The log",
    )


def test_a_limit_on_the_card_is_the_one_of_the_last_day() -> None:
    program = story(meeting(line("a")), crews={"most": {"0d": 3, "9d": 5}}, ends="9d")
    assert debriefed(program).card.my_limit == "Crews: at most 5"
    crews = program.scenario.seller.capabilities["crews"]
    assert Turn(program, dict(program.beginning)).limit(crews, 0) == 3


def test_an_attempt_that_was_not_finished_can_be_debriefed() -> None:
    program = two_lines()
    begun = Playthrough(program)
    begun.begin()
    told = make_debrief(program, begun.events_by_move)
    assert (told.ending, told.strengths, told.gaps, told.timeline) == ("", (), (), ())


# What counts as shown


def test_a_rise_of_the_account_is_what_came_of_it_and_no_deed() -> None:
    account = {"stages": {"foothold": {"up_if": "day >= 0"}}}
    told = debriefed(story(meeting(line("a")), account=account, ends="9d"))
    assert told.scorecard.points["pace"] == 5
    assert [chain.quote for chain in told.strengths] == ["I say a."]


def test_words_come_before_an_aim_that_was_met() -> None:
    aims = {"learn": {"label": "Learn", "met_if": "day >= 0"}}
    told = debriefed(story(meeting(line("a"), objectives=aims)), "aim learn")
    assert [(chain.quote, chain.points) for chain in told.strengths] == [
        ("I say a.", 1),
        ("Your aim was: Learn", 3),
    ]


def test_where_something_cost_there_is_no_road_not_taken() -> None:
    tempting = line("tempting", "pitch", tempting="It is a fine product.")
    told = debriefed(story(meeting(line("a", "pitch"), tempting)))
    assert told.gaps
    assert told.road_not_taken is None


def test_a_reason_that_earned_nothing_is_not_given() -> None:
    told = debriefed(
        story(meeting(line("a", {"promise": "x"})), ledger={"x": promise(2, due="3d")}, ends="9d")
    )
    assert only(told.strengths).reasons == ("a promise kept",)


def test_the_card_asks_them_and_names_the_aim_that_was_met() -> None:
    def aim(name: str, met_if: str) -> Data:
        return {name: {"label": f"To {name}", "met_if": met_if}}

    ledger = {"mine": ours(due="2d", label="Mine"), "log": theirs(due="3d", label="The log")}
    first = meeting(
        beat(line("inside", {"listen": {"to": "pat"}})),
        beat(line("ask", {"promise": "mine"}, {"table": ["log"]})),
        beat(line("outside")),
        objectives=aim("fail", "kept >= 9"),
    )
    second = meeting(line("b"), id="second", day=9, objectives=aim("reach", "day >= 0"))
    card = debriefed(story(first, second, ledger=ledger, ends="20d"), "aim fail", "aim reach").card
    assert (card.objective, card.first_question, card.i_ask_of_them) == (
        "To reach",
        "I say outside.",
        "Dana: The log",
    )


def test_every_point_is_told_with_what_earned_it() -> None:
    """In a strength, a gap, or among what else counted."""
    rows = {"little": promise(3.3, weight=1), "much": promise(9, weight=3), "some": promise(4, weight=2)}
    beats = [beat(line(name, {"promise": name})) for name in rows]
    ledger = {name: {**row, "of": name} for name, row in rows.items()}
    seller = {"capabilities": {name: {"label": name, "most": 3} for name in rows}}
    told = debriefed(story(meeting(*beats), ledger=ledger, seller=seller, ends="9d"))
    chains = sum(chain.points for chain in (*told.strengths, *told.gaps))
    assert chains + sum(other.earned.points for other in told.others) == told.scorecard.total
    lines = text_of(told)["What else counted"]
    assert lines[0] == "Promises"
    assert "    -4 a promise a little over a limit you knew. Day 0: “I say little.”" in lines


def test_what_counted_for_one_reason_is_told_in_one_line_with_its_days() -> None:
    marks = [
        Earned("rapport", points, reason, "") for points, reason in ((1, "ask"), (-2, "pitch"), (1, "ask"))
    ]
    days = (0, 9, 9)
    others = tuple(Other(day, "Something", True, mark) for day, mark in zip(days, marks, strict=True))
    told = debriefed(two_lines())
    lines = text_of(replace(told, others=others))["What else counted"]
    assert lines == (
        "What counted several times stands beside each of its moments under “What happened”.",
        "Relevant rapport",
        "    +2 ask, 2 times: days 0 and 9",
        "    -2 pitch. Day 9: “Something”",
    )
    lines = text_of(replace(told, others=others[1:] + others[2:]))["What else counted"]
    assert lines[-1] == "    +2 ask, 2 times: day 9"
    single = text_of(replace(told, others=others[:1]))["What else counted"]
    assert single == ("Relevant rapport", "    +1 ask. Day 0: “Something”")


def test_it_is_said_once_that_people_keep_diaries() -> None:
    lines = text_of(debriefed(two_lines()))["What happened"]
    assert lines[0] == DIARIES
    assert DIARIES not in text_of(debriefed(story(meeting(line("a", "pitch")))))["What happened"]
