"""A scenario as a drawing: what follows on what, what is owed from where to when, and every text as text."""

from __future__ import annotations

import random
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import graphs
from simulator.scenario.load import library, load
from simulator.scenario.model import Scenario
from simulator.scenario.text import one_line
from simulator.view.graph import story
from simulator.view.graph.dot import dot
from simulator.view.graph.edges import edges
from simulator.view.graph.lanes import Run, lanes
from simulator.view.graph.letters import fit, width, wrapped
from simulator.view.graph.mermaid import mermaid
from simulator.view.graph.parts import OWED, Graph, Sort, Stop, Tone
from simulator.view.graph.svg import svg
from tests.helpers import beat, line, meeting, news, ours, promise, scenario, theirs
from tests.processes import Desk
from tests.terminal.payloads import PAYLOADS, same, written

WRITERS: dict[str, Callable[[Graph], str]] = {"svg": svg, "mermaid": mermaid, "dot": dot}
every_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def account() -> Scenario:
    """Two meetings and a message between them; something owed of every kind, from everywhere it can be."""
    return scenario(
        meeting(
            beat(
                line("ask", {"promise": "crew"}, when="knows.profit"),
                line("leave", "pitch", then="end"),
                line("later", {"propose": {"id": "seat", "belongs_to": "only_me"}}, then="b3"),
                script=[{"dana": "Well?"}],
            ),
            beat(line("more", {"table": ["sheet"]}), line("less"), when="said.ask"),
            beat(script=[{"dana": "Goodbye."}], does=[{"table": ["book"]}]),
            agree={"may_add": ["log"]},
        ),
        meeting(line("close", {"amend": {"entry": "crew", "becomes": "fewer"}}), id="second", day=20),
        ledger={
            "crew": promise(2, due="30d", when_kept={"does": [{"record": {"to": "luis"}}]}),
            "fewer": promise(1, due="30d"),
            "sheet": ours(due="+5d", when_kept={"does": [{"promise": "extra"}]}),
            "book": ours(due="9d", when_broken={"does": [{"rival": 1}]}),
            "extra": ours(due="12d"),
            "log": theirs(due="5d", kept_if="trust.dana >= 2"),
            "elsewhere": ours(account="Another", due="3d", to=None),
        },
        calendar=[
            news("rings", 10, when="entry.crew == kept", choices=[line("answer", {"promise": "book"})])
        ],
        endings=[
            {"title": "Good", "text": "Good.", "when": "entry.crew == kept and entry.book == broken"},
            {"title": "Bad", "text": "Bad."},
        ],
        account={"stage": "foothold", "stages": {"me_first": {"up_if": "entry.crew == kept"}}},
        ends="40d",
    )


def at(graph: Graph, stop: str) -> Stop:
    return next(held for held in graph.stops if held.id == stop)


def links(graph: Graph, *tones: Tone) -> set[tuple[str, str]]:
    return {(link.start, link.end) for link in graph.links if link.tone in tones}


# What is drawn


def test_the_overview_has_what_happens_in_the_order_in_which_it_may() -> None:
    graph = story.overview(account())
    assert [(stop.id, stop.day) for stop in graph.stops if stop.sort not in (Sort.ENDING, Sort.STAGE)] == [
        ("start", 0),
        ("first", 0),
        ("due:1", 3),  # 3 to 9, all before she rings
        ("news:rings", 10),
        ("due:2", 10),  # of what she asks, and of what the sheet led to, until 12
        ("second", 20),
        ("due:3", 30),
    ]


def test_all_that_can_come_to_be_owed_is_linked_from_where_to_when() -> None:
    graph = story.overview(account())
    found = {(link.start, link.label, link.end) for link in graph.links if link.tone in OWED}
    assert found == {
        ("start", "elsewhere", "due:1"),
        ("first", "crew", "due:3"),
        ("first", "sheet", "due:1"),
        ("first", "book", "due:1"),
        ("first", "log", "due:1"),
        ("second", "fewer", "due:3"),
        ("news:rings", "book", "due:2"),
        ("due:1", "extra", "due:2"),
    }


def test_an_entry_has_the_colour_of_whose_it_is() -> None:
    held = account().ledger
    assert {name: story.tone(entry) for name, entry in held.items()} == {
        "crew": Tone.PROMISE,
        "fewer": Tone.PROMISE,
        "sheet": Tone.TASK,
        "book": Tone.TASK,
        "extra": Tone.TASK,
        "log": Tone.THEIRS,
        "elsewhere": Tone.ELSEWHERE,
    }


def test_what_falls_due_says_what_comes_of_it_and_who_asks() -> None:
    graph = story.overview(account())
    notes = {item.name: item.notes for stop in graph.stops if stop.sort is Sort.DUE for item in stop.items}
    assert notes["crew"] == ("kept: record luis; asked about by the stage Me first, rings, the ending Good",)
    assert notes["book"] == ("broken: rival +1; asked about by the ending Good",)
    assert notes["log"] == ("kept if trust.dana >= 2",)
    assert notes["elsewhere"] == ()


def test_what_is_agreed_and_due_on_the_day_of_a_meeting_comes_after_it() -> None:
    held = scenario(
        meeting(line("now", {"promise": "crew"}), day=7),
        ledger={"crew": promise(1, due="7d"), "early": ours(due="7d", open=True)},
        ends="9d",
    )
    stops = [stop for stop in story.overview(held).stops if stop.sort in (Sort.DUE, Sort.MEETING)]
    assert [(stop.id, [item.name for item in stop.items]) for stop in stops] == [
        ("due:0", ["early"]),
        ("first", ["crew"]),
        ("due:1", ["crew"]),
    ]


def test_a_meeting_has_its_beats_and_each_line_leads_where_it_leads_in_play() -> None:
    graph = story.one_meeting(account(), "first")
    assert [stop.id for stop in graph.stops] == ["first", "first/b1", "first/b2", "first/b3", "first:close"]
    assert {(link.item, link.end) for link in graph.links if link.tone is Tone.CHOICE} == {
        ("ask", "first/b2"),
        ("leave", "first:close"),
        ("later", "first/b3"),
        ("more", "first/b3"),
        ("less", "first/b3"),
    }
    assert links(graph, Tone.FLOW) == {("first", "first/b1"), ("first/b3", "first:close")}
    assert links(graph, *OWED) == set()


def test_the_lines_of_a_meeting_say_what_they_bind_to() -> None:
    graph = story.one_meeting(account(), "first")
    notes = {item.name: item.notes for stop in graph.stops for item in stop.items}
    assert notes["ask"] == ("only if knows.profit", "promises crew, due day 30")
    assert notes["later"] == ("asks for seat, which belongs to Only me",)
    assert notes["more"] == ("puts on the list: sheet",)
    assert at(graph, "first/b2").notes == ("only if said.ask",)
    assert at(graph, "first/b3").notes == ("Dana: Goodbye.", "puts on the list: book")
    assert [item.name for item in at(graph, "first:close").items] == ["log"]


def test_a_meeting_that_is_not_there_is_no_drawing() -> None:
    with pytest.raises(KeyError):
        story.one_meeting(account(), "third")


def test_all_of_it_links_each_line_to_what_it_promises() -> None:
    graph = story.full(account())
    found = {(link.start, link.item, link.label) for link in graph.links if link.tone in OWED}
    assert {
        ("first/b1", "ask", "crew"),
        ("news:rings", "answer", "book"),
        ("second/b1", "close", "fewer"),
    } <= found
    assert at(graph, "first/b1").group == "first"
    assert [item.name for item in at(graph, "news:rings").items] == ["answer"]


def test_the_stages_have_their_gates_the_scenarios_own_first() -> None:
    graph = story.overview(account())
    assert at(graph, "stage:me_first").notes[0] == "up to here, if entry.crew == kept"
    assert at(graph, "stage:only_me").notes[0].startswith("up to here, if kept >= 4")
    assert at(graph, "stage:foothold").notes[0] == "here at the start"
    assert links(graph, Tone.UP) == {(end, start) for start, end in links(graph, Tone.DOWN)}
    assert ("stage:foothold", "stage:me_first") in links(graph, Tone.UP)


@pytest.mark.parametrize("name", library())
def test_nothing_of_a_scenario_is_left_out(name: str) -> None:
    held = load(name)
    graph = story.full(held)
    items = {item.name for stop in graph.stops for item in stop.items}
    assert {
        choice.id for meeting in held.encounters for b in meeting.beats.values() for choice in b.choices
    } <= items
    assert set(held.ledger) <= items
    assert {f"news:{item.id}" for item in held.calendar} <= {stop.id for stop in graph.stops}
    assert [stop.title for stop in graph.stops if stop.sort is Sort.ENDING] == [e.title for e in held.endings]


@pytest.mark.parametrize("name", library())
def test_every_link_leads_from_a_box_to_a_box_further_down(name: str) -> None:
    for graph in (story.overview(load(name)), story.full(load(name))):
        order = {stop.id: place for place, stop in enumerate(graph.stops)}
        for link in graph.links:
            assert order[link.start] < order[link.end] or link.tone is Tone.UP


# How it is written


@every_writer
def test_the_same_scenario_is_drawn_the_same(write: Callable[[Graph], str]) -> None:
    assert write(story.full(account())) == write(story.full(account()))


@pytest.mark.parametrize("name", library())
def test_a_drawing_of_six_meetings_is_within_what_mermaid_reads(name: str) -> None:
    text = mermaid(story.full(load(name)))
    assert len(text) < 50_000
    assert len(edges(story.full(load(name)))) < 500


def texts(picture: str) -> list[str]:
    return [text for element in ET.fromstring(picture).iter() if (text := (element.text or "").strip())]


@pytest.mark.parametrize("name", library())
def test_nothing_in_a_picture_is_wider_than_its_place(name: str) -> None:
    for graph in (story.overview(load(name)), story.full(load(name))):
        root = ET.fromstring(svg(graph))
        for element in root.iter("{http://www.w3.org/2000/svg}text"):
            if element.get("text-anchor") != "end" and element[:] == []:
                wide = width(element.text or "", int(element.get("font-size", "0")))
                assert int(element.get("x", "0")) + wide <= int(root.get("width", "0"))


def test_what_was_cut_is_whole_where_one_points_at_it() -> None:
    long = "word " * 60
    held = scenario(meeting({"id": "a", "say": long, "does": "listen"}))
    assert long.strip() in texts(svg(story.full(held)))
    assert long.strip() not in texts(svg(story.overview(held)))


def test_the_pictures_of_the_handbook_are_what_is_drawn() -> None:
    for file, text in graphs.pictures().items():
        assert file.read_text(encoding="utf-8") == text, "run: make graphs"


def test_the_handbook_shows_what_is_written_for_other_programs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "authoring" / "graph.md").read_text(encoding="utf-8")
    scenario, encounter = page.partition("<!-- graph: ")[2].partition(" -->")[0].split()
    shown = page.partition("```text\n")[2].partition("```")[0]
    assert mermaid(story.one_meeting(load(scenario), encounter)).startswith(shown)
    assert shown.count("\n") == 5


# Hostile texts

MARKUP = (
    *('"', "'", "]", "--> end", "</svg><script>", "%%{init: {}}%%", "\\", "\\l\\n", "#35;", "&#x22;", "a\nb"),
    *("`x`", "1. x", "- x", "end", "style x:#1;", "|x|", "{x}", "(x)", "$$x$$", "<br/>", "]]>", "<!--"),
    *("a\u2028b", "e\u0301", "a\u202eb", "a\x1b[31mb", "a\ufdd0b"),
)


@pytest.mark.parametrize("payload", [*PAYLOADS, *MARKUP])
def test_texts_that_want_to_be_obeyed_are_shown(payload: str, tmp_path: Path) -> None:
    held = load(str(tmp_path / written(tmp_path, same(payload)))) if payload in PAYLOADS else marked(payload)
    for graph in (story.overview(held), story.full(held)):
        picture = svg(graph)
        assert obeyed(picture + mermaid(graph) + dot(graph)) == set()
        title = one_line(held.title)
        assert title in texts(picture)
        assert {element.tag.partition("}")[2] for element in ET.fromstring(picture).iter()} <= {
            "svg", "title", "rect", "text", "path", "circle",
        }  # fmt: skip
        flow = mermaid(graph)
        first, *rows = flow.splitlines()
        assert first == '%%{init: {"flowchart": {"wrappingWidth": 520}}}%%'
        for row in rows:
            assert ROWS.fullmatch(row), row
        boxes = re.findall(r'label="((?:[^"\\]|\\.)*)"', dot(graph))
        assert shown(boxes[0]) == title
        assert dot(graph).count('"') - sum(box.count('\\"') for box in boxes) == 2 * len(
            re.findall(r'="(?:[^"\\]|\\.)*"', dot(graph))
        )


_LABEL = r'"(?:[^"\\#<>{}\[\]()|`%$&*_]|#\d+;|<br/>)*"'
ROWS = re.compile(
    r"flowchart TD|  direction TB|  end"
    rf"|  subgraph g\d+\[{_LABEL}\]|  s\d+ (?:-->|==>|-\.->)(?:\|{_LABEL}\|)? s\d+"
    rf"|  s\d+(?:\[|\(|\(\[|\{{\{{|\[/|\[\[){_LABEL}(?:\]|\)|\]\)|\}}\}}|/\]|\]\])"
    r"|  classDef \w+ [\w:#,]+|  class [\w,]+ \w+|  style g\d+ [\w:#,]+"
)


def obeyed(text: str) -> set[str]:
    """What a program would obey or hide."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign)[0] == "C"}


def shown(label: str) -> str:
    return re.sub(r"\\(.)", r"\1", label)


def marked(payload: str) -> Scenario:
    held = meeting({"id": "a", "say": payload, "does": {"promise": "crew"}}, title=payload)
    return scenario(held, ledger={"crew": promise(1, due="3d", label=payload)}, title=payload)


# Letters and lanes


def test_a_text_is_cut_where_its_place_ends() -> None:
    assert fit("short", 100, 12) == "short"
    cut = fit("a long text that does not fit", 100, 12)
    assert cut.endswith("…")
    assert 60 < width(cut, 12) <= 100
    assert fit("x", 1, 12) == ""


def test_wide_letters_count_as_wide() -> None:
    assert width("漢字", 12) > 1.5 * width("ab", 12)
    assert width("e\u0301", 12) == width("e", 12)


def test_a_note_is_wrapped_and_its_last_line_cut() -> None:
    assert wrapped("one two three", 60, 12) == ["one two", "three"]
    assert wrapped("", 60, 12) == []
    many = wrapped("word " * 40, 100, 12)
    assert len(many) == 3
    assert many[-1].endswith("…")


def test_no_two_long_links_lie_upon_each_other() -> None:
    chance = random.Random(5)
    runs = [Run((chance.randrange(900),), chance.randrange(900)) for _ in range(60)]
    found = lanes(runs)
    for one in range(60):
        for other in range(one):
            if found[one] == found[other]:
                assert runs[one].bottom < runs[other].top or runs[other].bottom < runs[one].top
    assert lanes([Run((0,), 10), Run((20,), 30)]) == [0, 0]


# The command


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize(
    ("words", "begins"),
    [([], "<svg "), (["--format", "mermaid"], "%%{init"), (["--format", "dot"], "digraph {")],
)
def test_the_command_writes_each_format(desk: Desk, words: list[str], begins: str) -> None:
    ran = desk.onlyme("graph", "first-steps", *words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(begins)


def test_one_meeting_or_all_of_it_can_be_asked_for(desk: Desk) -> None:
    one = desk.onlyme("graph", "first-steps", "--encounter", "smoke_shed", "--format", "dot").out
    whole = desk.onlyme("graph", "first-steps", "--full", "--format", "dot").out
    overview = desk.onlyme("graph", "first-steps", "--format", "dot").out
    assert "sunday_shift" in one
    assert "sunday_shift" in whole
    assert "sunday_shift" not in overview
    assert "Falls due" not in one


def test_a_file_is_written_once(desk: Desk) -> None:
    ran = desk.onlyme("graph", "first-steps", "-o", "a.svg")
    assert (ran.status, ran.out) == (0, "Written to a.svg\n")
    ran = desk.onlyme("graph", "first-steps", "-o", "a.svg")
    assert (ran.status, ran.err) == (2, "onlyme graph: a.svg is there already; name a new file\n")


def test_wrong_usage_is_told(desk: Desk) -> None:
    ran = desk.onlyme("graph", "first-steps", "--encounter", "smoke")
    assert ran.err == "first-steps: no meeting has the id 'smoke' (did you mean smoke_shed?)\n"
    assert ran.status == 2
    assert desk.onlyme("graph", "first-steps", "--encounter", "smoke_shed", "--full").status == 2
