"""The debrief to take along: whatever a person wrote stays text, as Markdown and as HTML."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.view.debrief import Part
from simulator.view.export import FORMATS, Paper, file_stem, html, markdown, written
from simulator.view.walk import Block, Look, Step

PAPER = Paper("An account", "2026-11-22")
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) ![i](http://e.vil/x.png)",
    "# Head",
    "> quoted",
    "1. first",
    "- item",
    "*bold* _slanted_ ~~gone~~ `code` $x$",
    "&lt;b&gt; &#60;",
    "https://e.vil www.e.vil me@e.vil",
    "```\nfence\n```",
    "</title></style></pre></main>",
    "\x1b[31mred\u202egnp\x00",
    "${body} $title",
)


def step(*blocks: Block) -> Step:
    return Step(Part.ENDING, "How it ended", blocks)


def blocks(text: str) -> tuple[Block, ...]:
    return tuple(Block(look, text, text if look in (Look.FIELD, Look.DETAIL) else "") for look in Look)


class Reader(HTMLParser):
    """Tags and text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.shown += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def flat(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_adds_no_element_and_no_attribute_to_the_page(evil: str) -> None:
    plain = read(html(PAPER, [step(*blocks("word"))]))
    held = read(html(Paper(evil, PAPER.day), [Step(Part.ENDING, evil, blocks(evil))]))
    assert held.tags == plain.tags
    assert held.attributes == plain.attributes
    assert flat(held.shown).count(flat(evil).replace("\u202e", "")) >= len(Look)


def test_the_page_fetches_nothing_runs_nothing_and_says_so() -> None:
    page = html(PAPER, [step(*blocks("word"))])
    held = read(page)
    assert not {"script", "link", "img", "iframe", "a", "form", "base"} & set(held.tags)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in held.attributes
    assert "url(" not in page
    assert "@import" not in page
    assert "@media print" in page
    assert "prefers-color-scheme: dark" in page


@pytest.mark.parametrize("evil", EVIL)
def test_markdown_makes_nothing_of_hostile_text(evil: str) -> None:
    text = markdown(Paper(evil, PAPER.day), [Step(Part.ENDING, evil, blocks(evil))])
    outside = re.sub(r"^(`{3,})\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    for line in outside.splitlines():
        bare = re.sub(r"^(#{1,3} |- |\*\*(?=.*\*\*$))|^\*\*|\*\*$", "", line)
        bare = re.sub(r"^\*(.*):\* ", r"\1", bare)
        assert not re.search(r"(?<!\\)[<`*_\[\]~$@](?!_)", bare.replace("_" * 40, "")), line
        assert not re.match(r"[#>+=-]|\d+[.)]", bare), line
        assert not re.search(r"(?<!\\)://|www\.", bare), line


@given(st.text(max_size=60))
def test_any_text_stays_text(text: str) -> None:
    assert read(html(PAPER, [step(Block(Look.ITEM, text))])).tags.count("p") == 2
    assert "\x1b" not in markdown(PAPER, [step(Block(Look.ITEM, text))])


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_field_leaves_room_to_write_and_a_full_one_shows_its_words(form: str) -> None:
    page = written(
        PAPER, [step(Block(Look.FIELD, "", "My limit"), Block(Look.FIELD, "Forty", "My aim"))], form
    )
    assert ("_" * 40 if form == "markdown" else "<dd></dd>") in page
    assert "Forty" in page


def test_the_name_of_the_file_is_plain() -> None:
    assert file_stem("The quiet/../eleventh  Year é", "2026-11-22") == (
        "debrief-the-quiet-eleventh-year-2026-11-22"
    )
    assert len(file_stem("x" * 500, "2026-11-22")) <= 80
