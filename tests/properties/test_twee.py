"""Of whatever Twine story: each passage and each link is in the scenario, or named with its line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario.load import parse
from simulator.scenario.text import one_line
from simulator.twee.bring import Brought, brought
from simulator.twee.prose import split_link
from simulator.twee.read import read_story
from simulator.twee.write import written

hard = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FORMS = ("[[{target}]]", "[[{text}->{target}]]", "[[{target}<-{text}]]", "[[{text}|{target}]]")
NOISE = (
    *(
        "It rains.",
        "",
        "(if: $x)[",
        "]",
        "<<if $x>>",
        "<</if>>",
        "<<",
        ">>",
        "<!--",
        "-->",
        "{x}",
        "''a''",
        "$x",
    ),
    *("<b>", "<script>", "</script>", "[[", "]]", "[[a", "b]]", "[if x]", "--", "a: b", "/*", "*/", "\u202e"),
    *("(a:", "[img[x]]", "%", "# x", "- x", "&a *b", "x: y", "\x00", "'", '"', "\\", "[[]]", "[[->]]"),
)
names = st.text("aBé道 [](){}\\|<>-:&'\"#%_$\u202e", min_size=1, max_size=8).map(str.strip).filter(bool)
plain = st.text("aBé道 -:&'#%$", min_size=1, max_size=8).map(str.strip).filter(bool)
words = st.text("abC é道'\"#:%{}&*!()_$\u202e", max_size=12)


@dataclass(frozen=True)
class Made:
    """A story with the lines on which its links and its passages stand."""

    text: str
    links: Counter[int]
    passages: dict[int, str]


def header(name: str) -> str:
    return ":: " + re.sub(r"([\[\]{}\\])", r"\\\1", name)


@st.composite
def stories(draw: st.DrawFn, noise: bool = True) -> Made:
    held = ["Start", *draw(st.lists(names if noise else plain, max_size=6, unique=True))]
    lines: list[str] = []
    links: Counter[int] = Counter()
    passages: dict[int, str] = {}
    for name in held:
        lines.append(header(name))
        passages[len(lines)] = name
        for _ in range(draw(st.integers(0, 4))):
            if noise and draw(st.booleans()):
                lines.append(draw(st.sampled_from(NOISE)))
                continue
            found = draw(
                st.lists(
                    st.tuples(st.sampled_from(FORMS), words, st.sampled_from([*held, "Nowhere"])), max_size=3
                )
            )
            lines.append(
                draw(words.filter(lambda text: not text.startswith("::")))
                + " ".join(form.format(text=text, target=target) for form, text, target in found)
            )
            links[len(lines)] += len(found)
    return Made("\n".join(lines), links, passages)


def lines_and_links(held: Brought) -> Counter[int]:
    """By line of the file, how many links are in the scenario or named."""
    found = Counter(line.line for beat in held.beats for line in beat.lines)
    for remark in held.remarks:
        found[remark.line] += remark.says.startswith("the link ") or "is not a whole link" in remark.says
    return found


@hard
@given(stories())
def test_each_passage_and_each_link_is_brought_over_or_named(made: Made) -> None:
    held = brought(read_story(made.text))
    kept = {beat.passage.line: beat.passage.name for beat in held.beats}
    for line, name in made.passages.items():
        named = any(remark.line == line and "passage" in remark.says for remark in held.remarks)
        assert kept.get(line) == name or named
    found = lines_and_links(held)
    for line, count in made.links.items():
        assert found[line] >= count


@hard
@given(stories(noise=False))
def test_without_anything_else_no_link_is_counted_twice(made: Made) -> None:
    found = lines_and_links(brought(read_story(made.text)))
    for line, count in made.links.items():
        assert found[line] == count


@hard
@given(stories())
def test_the_file_holds_what_was_brought_over_and_says_what_was_not(made: Made) -> None:
    held = brought(read_story(made.text))
    text = written(held, "a.twee")
    scenario = parse(text, "a.yaml")
    beats = scenario.encounters[0].beats
    assert list(beats) == [beat.id for beat in held.beats]
    for beat in held.beats:
        assert [(c.id, c.say, c.then) for c in beats[beat.id].choices] == [
            (x.id, x.say, x.then) for x in beat.lines
        ]
        assert tuple(line.text for line in beats[beat.id].script) == beat.told
    comments = one_line(
        " ".join(line.strip().lstrip("#") for line in text.splitlines() if line.strip().startswith("#"))
    )
    for remark in held.remarks:
        assert one_line(remark.says) in comments


@hard
@given(st.text() | st.text("[]:<>-|(){}$_a\n\\ '\"", max_size=400))
def test_whatever_a_passage_holds_it_is_read(text: str) -> None:
    held = brought(read_story(f":: Start\n{text}"))
    parse(written(held, "a.twee"), "a.yaml")


@given(words, names)
def test_a_link_of_any_form_is_split_where_its_sign_stands(text: str, target: str) -> None:
    if not re.search(r"[|<>\-\[\]]", text + target):
        for form in FORMS[1:]:
            assert split_link(form.format(text=text, target=target)[2:-2]) == (text.strip(), target)
