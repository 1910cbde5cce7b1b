"""A Twine story becomes the beginning of a scenario; whatever does not fit into one is named by its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.engine.attempt import Playthrough
from simulator.engine.moves import Move
from simulator.engine.program import Program
from simulator.scenario.diagnostics import Severity
from simulator.scenario.load import check, parse
from simulator.scenario.source import read_yaml
from simulator.twee.bring import Brought, brought
from simulator.twee.order import downward
from simulator.twee.prose import split_link, taken_apart
from simulator.twee.read import MOST_BYTES, MOST_PASSAGES, read_story
from simulator.twee.story import NotTwee, Passage
from simulator.twee.write import written
from tests.processes import Desk


def bring(*lines: str) -> Brought:
    return brought(read_story("\n".join(lines)))


def said(*lines: str) -> list[tuple[int, str]]:
    return [(remark.line, remark.says) for remark in bring(*lines).remarks]


def beats(*lines: str) -> dict[str, Any]:
    held = yaml.safe_load(written(bring(*lines), "a.twee"))
    return dict(held["encounters"][0]["beats"])


def passages(*lines: str) -> tuple[Passage, ...]:
    return read_story("\n".join(lines)).passages


def told(*lines: str) -> tuple[str, ...]:
    return bring(":: Start", *lines).beats[0].told


def links(*lines: str) -> list[tuple[str, str]]:
    """What may be said in the first passage, and where it leads; other passages are called A, B and C."""
    held = bring(":: Start", *lines, ":: A", ":: B", ":: C")
    return [(line.say, line.then) for line in held.beats[0].lines]


# Headers


def test_a_header_has_a_name_tags_and_metadata() -> None:
    (held,) = passages(':: An overgrown path [forest spooky] {"position":"600,400"}', "Trees.", "", "")
    assert held == Passage("An overgrown path", ("forest", "spooky"), "Trees.", 1)


@pytest.mark.parametrize(
    ("header", "name", "tags"),
    [
        ("::Path", "Path", ()),
        ("::   Path   ", "Path", ()),
        ("::Path[forest]", "Path", ("forest",)),
        (r":: A \[b\] \{c\} d\\e \q [x\]y z]", r"A [b] {c} d\e q", ("x]y", "z")),
        (":: Path []", "Path", ()),
        (":: Path [forest", "Path", ("forest",)),
        (":: Ünter 道 :: x", "Ünter 道 :: x", ()),
    ],
)
def test_headers_of_every_shape(header: str, name: str, tags: tuple[str, ...]) -> None:
    (held,) = passages(header)
    assert (held.name, held.tags) == (name, tags)


def test_only_two_colons_at_the_beginning_of_a_line_begin_a_passage() -> None:
    held = passages(":: One", "a :: b", " :: c", ":: Two")
    assert [(passage.name, passage.text, passage.line) for passage in held] == [
        ("One", "a :: b\n :: c", 1),
        ("Two", "", 4),
    ]


def test_lines_are_counted_whatever_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert read_story(f"\ufeff:: A{end}x{end}:: B".encode()).passages[1].line == 3


def test_metadata_that_cannot_be_kept_is_named() -> None:
    assert said(':: Start {"position":"1,2","mood":"dark"}', ':: B {"size":"1,2"}', ":: C {oops") == [
        (1, "the metadata 'mood' has no place in a scenario: it is left out"),
        (1, "places on Twine's map are left out, of 2 passages"),
        (2, "no link leads to passage 'B': its beat is never reached"),
        (3, "'{oops' after the name is not metadata: it is left out"),
        (3, "no link leads to passage 'C': its beat is never reached"),
    ]


# Passages that mean something


def test_title_ifid_and_start_are_taken_from_their_passages() -> None:
    data = json.dumps({"ifid": "D674", "start": "Here", "zoom": 1})
    held = bring(
        ":: StoryTitle", "The *wet* Monday", ":: StoryData", data, ":: There", ":: Here", "[[There]]"
    )
    assert (held.id, held.title, held.ifid) == ("the-wet-monday", "The *wet* Monday", "D674")
    assert [beat.passage.name for beat in held.beats] == ["Here", "There"]
    assert [remark.says for remark in held.remarks] == [
        "'zoom' in StoryData is a setting of Twine's: it is left out"
    ]


def test_without_data_it_starts_at_start_and_else_at_the_first() -> None:
    assert bring(":: B", ":: Start").beats[0].passage.name == "Start"
    held = bring(":: B", ":: C")
    assert held.beats[0].passage.name == "B"
    assert (
        held.remarks[0].says == "the story is to start at 'Start', which is not there: it starts at the first"
    )


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Code [script]", "a script"),
        ("Looks [stylesheet]", "a style sheet"),
        ("Mine [widget nobr]", "SugarCube's macros"),
        ("Pic [Twine.image]", "a picture, a sound or private to Twine"),
        ("Top [header]", "one that a story format uses for itself"),
        ("StoryInit", "one that a story format uses for itself"),
    ],
)
def test_a_passage_that_is_no_part_of_the_story_is_named(header: str, what: str) -> None:
    name = header.partition(" [")[0]
    assert said(":: Start", f":: {header}", "x") == [(2, f"passage '{name}' is {what}: it is left out")]


def test_data_that_is_no_data_is_named() -> None:
    assert (1, "StoryData is not JSON: it is left out") in said(":: StoryData", "{", ":: Start")


def test_the_same_name_twice_is_named_and_both_are_kept() -> None:
    held = bring(":: Start", "[[A]]", ":: A", "one", ":: A", "two")
    assert [beat.told for beat in held.beats] == [(), ("one",), ("two",)]
    assert [(remark.line, remark.says) for remark in held.remarks] == [
        (5, "passage 'A' is there already in line 3: links lead to that one, and this beat is never reached")
    ]


def test_a_passage_without_a_name_and_text_before_the_first_are_named() -> None:
    assert said("Hello", "", ":: Start", "::", "x") == [
        (1, "'Hello' stands before the first passage: it is left out"),
        (4, "a passage has no name: its beat is never reached"),
    ]


# Links


@pytest.mark.parametrize(
    ("inside", "text", "target"),
    [
        ("A", "A", "A"),
        ("go on->A", "go on", "A"),
        ("A<-go on", "go on", "A"),
        ("go on|A", "go on", "A"),
        (" go on -> A ", "go on", "A"),
        ("one->two->A", "one->two", "A"),
        ("A<-one<-two", "one<-two", "A"),
        ("->A", "", "A"),
        ("a<-b->c", "a<-b", "c"),
    ],
)
def test_all_forms_of_a_link(inside: str, text: str, target: str) -> None:
    assert split_link(inside) == (text, target)


def test_links_become_lines_to_say() -> None:
    held = links("[[A]] [[go on->B]]", "[[C<-or here]] [[last|A]] [[->B]]")
    assert held == [("A", "a"), ("go on", "b"), ("or here", "c"), ("last", "a"), ("B", "b")]


def test_what_a_link_sets_is_named_and_the_link_is_kept() -> None:
    text = ":: Start", "[[go|A][$x to 1]]", ":: A"
    assert said(*text) == [(2, "what the link sets, '[$x to 1]' is left out")]
    assert beats(*text)["start"]["choices"][0]["then"] == "a"


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("[[go->Nowhere]]", "the link 'go' to 'Nowhere' leads to a passage that is not there"),
        ("[[go->$next]]", "the link 'go' to '$next' leads to a passage that is not there"),
        ("[[see->https://example.com]]", "the link 'see' to 'https://example.com' leads out of the story"),
        ("[[again->Start]]", "the link 'again' to 'Start' leads back, and beats only run downwards"),
        ("[[]]", "the link '' leads to a passage that is not there"),
    ],
)
def test_a_link_that_cannot_be_kept_is_named(link: str, why: str) -> None:
    assert said(":: Start", "", f"Well. {link}") == [(3, f"{why}: it is left out")]


def test_a_circle_is_cut_where_it_leads_back() -> None:
    text = ":: Start", "[[A]]", ":: A", "[[B]]", ":: B", "[[again->A]] [[on->C]]", ":: C"
    assert said(*text) == [
        (6, "the link 'again' to 'A' leads back, and beats only run downwards: it is left out")
    ]
    assert [choice["then"] for choice in beats(*text)["b"]["choices"]] == ["c"]


def test_a_beat_that_has_lost_all_its_links_ends_the_meeting() -> None:
    assert beats(":: Start", "[[again->Start]]")["start"] == {"then": "end"}


def test_what_begins_a_link_and_does_not_end_it_is_text() -> None:
    assert said(":: Start", "a [[b", "c]] d")[0] == (2, "'[[b c]] d' is not a whole link: it stays as text")
    assert told("a [[b", "c]] d") == ("a [[b c]] d",)


def test_a_link_of_endless_length_is_text() -> None:
    (remark,) = said(":: Start", f"[[{'a' * 2_001}]]")
    assert remark[1].endswith("is not a whole link: it stays as text")


# Prose


def test_each_line_is_told_and_lists_of_links_are_not() -> None:
    assert told(
        "It rains.", "", "She looks up.", "", "* [[A]]", "- [[B]]", "[[C]]", "> [[x->A]] | [[y->B]]"
    ) == (
        "It rains.",
        "She looks up.",
    )


def test_a_link_inside_a_sentence_is_part_of_it() -> None:
    assert told("You may [[ask her->A]] or [[leave->B]].") == ("You may ask her or leave.",)
    assert told("You may [[ask her->A]] or", "[[leave->B]].", "It rains.") == (
        "You may ask her or leave.",
        "It rains.",
    )


def test_a_sentence_broken_over_lines_is_one_and_a_list_is_not() -> None:
    assert told("It rains and", "does not stop.", "- apples", "- pears") == (
        "It rains and does not stop.",
        "- apples",
        "- pears",
    )


@pytest.mark.parametrize(
    ("text", "what", "left"),
    [
        ("a <<set $x to 1>> b", "the macro '<<set $x to 1>>'", "a b"),
        ("a <<if $x>>c<</if>> b", "the macro '<<if $x>>'", "a c b"),
        ("a (set: $x to (a: 1)) b", "the macro '(set: $x to (a: 1))'", "a b"),
        ("(if: $x)[Yes.] b", "the macro '(if: $x)'", "Yes. b"),
        ('a (link-goto: "x", "A") b', "the macro '(link-goto: \"x\", \"A\")'", "a b"),
        ("a (if: b", "the macro '(if:'", "a b"),
        ("You have $gold left", "the variable '$gold'", "You have left"),
        ("You have _gold left", "the variable '_gold'", "You have left"),
        ("a <% s.x = 1 %> b", "the script '<% s.x = 1 %>'", "a b"),
        ("a <script>x < 1</script> b", "the script '<script>x < 1</script>'", "a b"),
        ("a <style>p {}</style> b", "the style sheet '<style>p {}</style>'", "a b"),
        ("a <!-- c --> b", "the comment '<!-- c -->'", "a b"),
        ("a /* c */ b", "the comment '/* c */'", "a b"),
        ("a /% c %/ b", "the comment '/% c %/'", "a b"),
        ("a [img[cat.png]] b", "the picture '[img[cat.png]]'", "a b"),
        ("a ![cat](cat.png) b", "the picture '![cat](cat.png)'", "a b"),
        ('a <img src="x"> b', "the picture '<img src=\"x\">'", "a b"),
        ("a <b>c</b> d", "the tag '<b>'", "a c d"),
        ("a {embed passage: 'A'} b", "the insert '{embed passage: 'A'}'", "a b"),
        ("[if x > 1]\na b", "the modifier '[if x > 1]'", "a b"),
        ("x: 1\ny (z): 2\n--\na b", "what sets variables, 'x: 1 y (z): 2 --'", "a b"),
        ("a <<b", "the macro '<<'", "a b"),
    ],
)  # fmt: skip
def test_what_only_a_story_format_obeys_is_named_and_taken_out(text: str, what: str, left: str) -> None:
    assert (2, f"{what} is left out") in said(":: Start", text)
    assert told(text) == (left,)


@pytest.mark.parametrize(
    "text",
    ["It costs $5 (note: each).", "He says (quietly: so).", "a_b c", "[He nods.]", "3 < 4 > 2", "--", "x: y"],
)
def test_prose_that_looks_a_little_like_it_stays(text: str) -> None:
    assert said(":: Start", text) == []
    assert told(text) == ((text,) if text != "--" else ())


def test_a_construct_over_several_lines_is_named_at_its_first_and_what_follows_at_its_own() -> None:
    assert said(":: Start", "a", "<<set", "$x to 1>> b", "c $y") == [
        (3, "the macro '<<set $x to 1>>' is left out"),
        (5, "the variable '$y' is left out"),
    ]


def test_a_link_inside_what_is_left_out_is_named() -> None:
    held = bring(":: Start", "<<button [[go->A]]>><</button>> <!-- [[B]] -->", ":: A", ":: B")
    says = [remark.says for remark in held.remarks]
    assert "the link 'go' to 'A' stands inside it: it is left out" in says
    assert "the link 'B' stands inside it: it is left out" in says
    assert held.lost == 2


def test_formatting_stays_and_is_named() -> None:
    assert said(":: Start", "It is ''wet''.") == [(2, "formatting stays as it is written")]
    assert told("It is ''wet''.") == ("It is ''wet''.",)


# The order of beats


def test_a_passage_comes_after_all_that_lead_to_it() -> None:
    order, back = downward([[2, 1], [3], [1], [], [3], []], 0)
    assert (order, back) == ([0, 4, 2, 1, 3, 5], set())


def test_what_leads_to_the_start_leads_back_even_from_where_nobody_comes() -> None:
    order, back = downward([[], [0]], 0)
    assert (order[0], back) == (0, {(1, 0)})


def test_a_long_chain_needs_no_deep_stack() -> None:
    order, back = downward([[place + 1] for place in range(5_000)] + [[0]], 0)
    assert order == list(range(5_001))
    assert back == {(5_000, 0)}


# The scenario


STORY = (
    *(":: StoryTitle", "The wet: # Monday"),
    *(":: Start [rain]", 'It rains: "hard" # and long.', "- [[Ask]]", "- [[Ask|End]]"),
    *(":: Ask", "''What?''", "[[Go on->End]]"),
    *(":: End", "%The end. &c *x", ":: Ask!", "never"),
)


def test_the_scenario_is_without_errors_and_can_be_played() -> None:
    text = written(bring(*STORY), "a.twee")
    assert not [wrong for wrong in check(read_yaml(text, "a.yaml")) if wrong.severity is Severity.ERROR]
    scenario = parse(text, "a.yaml")
    assert scenario.title == "The wet: # Monday"
    assert list(scenario.encounters[0].beats) == ["start", "ask", "end_2", "ask_2"]
    play = Playthrough(Program(scenario))
    play.begin()
    play.do(Move("say", "ask"))
    play.do(Move("say", "go_on"))
    assert play.state.over


def test_texts_come_through_as_they_are() -> None:
    held = beats(*STORY)
    assert held["start"]["script"] == [{"narrator": 'It rains: "hard" # and long.\n'}]
    assert held["end_2"]["script"] == [{"narrator": "%The end. &c *x\n"}]


def test_ids_are_unique_and_end_is_nobodys() -> None:
    held = bring(*STORY)
    assert [line.id for beat in held.beats for line in beat.lines] == ["ask", "ask_2", "go_on"]
    assert "end" not in [beat.id for beat in held.beats]


def test_what_is_to_be_done_and_what_was_left_out_stands_in_the_file() -> None:
    text = written(bring(*STORY), "a.twee")
    assert text.count("# write what this line does") == 3
    assert "# passage Start, line 3, tagged rain" in text
    assert "# line 8: formatting stays as it is written" in text


def test_a_long_text_is_told_in_several_lines() -> None:
    told = bring(":: Start", "word " * 7_000).beats[0].told
    assert len(told) == 3
    assert " ".join(told).split() == ["word"] * 7_000


# What is refused as a whole


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no line begins with '::'"),
        (b"hello", "no line begins with '::'"),
        (b"\xff\xfe:: Start", "not UTF-8"),
        (b"<html><tw-storydata>", "as Twine publishes it"),
        (b":: Start\n" + b"x" * MOST_BYTES, "larger than"),
        (b":: x\n" * (MOST_PASSAGES + 1), "more than"),
        (b":: Start\n" + b"[[a]]" * 10_001, "more than 10,000 links"),
        (b":: Start\n" + b"[[\n" * 10_001, "more than 10,000 links"),
        (b":: Start\n" + b"<<x>>" * 5_001 + b"\n:: B\n" + b"$x " * 5_000, "more than 10,000 links"),
        (b":: Code [script]\nx", "none of its passages is part of a story"),
    ],
)
def test_what_is_no_story_is_refused_in_one_sentence(content: bytes, why: str) -> None:
    with pytest.raises(NotTwee, match=why):
        brought(read_story(content))


@pytest.mark.parametrize("text", ["[[a]]" * 10_001, "[[\n" * 10_002, f"<!-- {'[[a]]' * 10_002} -->"])
def test_a_passage_is_not_read_on_once_there_is_too_much_in_it(text: str) -> None:
    with pytest.raises(NotTwee, match="more than 10,000"):
        taken_apart(Passage("A", (), text, 1))


# The command


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    (desk.folder / "wet.twee").write_text(
        "\n".join([*STORY, "[[x->Nowhere]] \x1b[31m\u202e"]), encoding="utf-8"
    )
    (desk.folder / "page.html").write_text("<!doctype html>", encoding="utf-8")
    return desk


def test_the_command_writes_a_scenario_and_names_what_it_left_out(desk: Desk) -> None:
    ran = desk.onlyme("bring", "wet.twee", "-o", "wet-monday.yaml")
    assert (ran.status, ran.out) == (0, "Written to wet-monday.yaml\n")
    assert (
        "wet.twee:14: the link 'x' to 'Nowhere' leads to a passage that is not there: it is left out\n"
        in ran.err
    )
    assert ran.err.endswith("\n4 passages and 3 links brought over; 1 link left out\n")
    assert desk.onlyme("show", "wet-monday.yaml").out.startswith("The wet: # Monday\n")
    assert desk.onlyme("bring", "wet.twee", "-o", "wet-monday.yaml").status == 2


def test_without_a_file_the_scenario_goes_to_standard_output(desk: Desk) -> None:
    ran = desk.onlyme("bring", "wet.twee")
    assert parse(ran.out, "a").id == "the-wet-monday"
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


def test_what_cannot_be_brought_over_is_told_in_one_line(desk: Desk) -> None:
    ran = desk.onlyme("bring", "page.html")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("page.html: it is a page, as Twine publishes it")
    ran = desk.onlyme("bring", "nothing.twee")
    assert (ran.status, ran.err) == (1, "onlyme: nothing.twee: No such file or directory\n")


# The handbook


def block(page: str, name: str) -> str:
    return page.partition(f"<!-- {name} -->\n```text\n")[2].partition("```")[0]


def test_the_handbook_shows_what_the_command_does(desk: Desk) -> None:
    page = (Path(__file__).parents[2] / "docs" / "authoring" / "twine.md").read_text(encoding="utf-8")
    (desk.folder / "wet-monday.twee").write_text(block(page, "twee"), encoding="utf-8")
    (desk.folder / "wet-monday.yaml").unlink(missing_ok=True)
    ran = desk.onlyme("bring", "wet-monday.twee", "-o", "wet-monday.yaml")
    assert ran.out + ran.err == block(page, "report")
    assert block(page, "brought") in (desk.folder / "wet-monday.yaml").read_text(encoding="utf-8")
    assert block(page, "brought").count("\n") > 10
    assert "no errors" in desk.onlyme("check", "wet-monday.yaml").out
