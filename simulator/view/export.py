"""A debrief to take along: as Markdown, or as one page of HTML that needs nothing else. Pure text.

Whatever a person wrote stays text in both: no markup of theirs is obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from simulator.scenario.text import clean, one_line
from simulator.view.walk import Block, Look, Step

WIDTH = 72
"""The width of the drawings, in characters."""
FORMATS = {"markdown": ".md", "html": ".html"}
"""The formats, each with the ending of its files."""

_SPECIAL = re.compile(r"([\\`*_\[\]<~$@]|&(?=[#\w])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
"""Signs that open something anywhere in a line: emphasis, links, code, tags, entities, formulas."""
_BEGINS = re.compile(r"^(\d{1,9})([.)])|^([-+=#>])")  # what makes a list, a heading or a quotation of a line
_BLANK = "_" * 40


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on top: the account, and when it was played, as a day."""

    title: str
    day: str

    @property
    def facts(self) -> str:
        """The line under the title."""
        return f"Debrief of a practice attempt begun on {self.day}. Unverified; for your own use."


def written(paper: Paper, steps: Sequence[Step], form: str) -> str:
    """The debrief in one of `FORMATS`."""
    return markdown(paper, steps) if form == "markdown" else html(paper, steps)


def file_stem(title: str, day: str) -> str:
    """A name for the file, without its ending: plain letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(["debrief", *words, *day.split("-")])[:80].rstrip("-")


# -- Markdown


def markdown(paper: Paper, steps: Sequence[Step]) -> str:
    """The debrief as CommonMark."""
    lines = [f"# {plain(paper.title)}", "", plain(paper.facts)]
    for step in steps:
        lines += ["", f"## {plain(step.title)}", ""]
        before: Look | None = None
        for block in step.blocks:
            lines += _markdown(block, before)
            before = block.look
    return "\n".join(lines) + "\n"


def _markdown(block: Block, before: Look | None) -> Iterator[str]:
    apart = before is not None and block.look is not Look.DETAIL
    if apart or (block.look is Look.DETAIL and before not in (None, Look.DETAIL)):
        yield ""
    match block.look:
        case Look.HEADING:
            yield f"### {plain(block.text)}"
        case Look.DRAWING:
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
            yield from (fence, *clean(block.text).split("\n"), fence)
        case Look.DETAIL:
            label = f"*{plain(block.label)}:* " if block.label else ""
            yield f"- {label}{plain(block.text)}"
        case Look.FIELD:
            yield f"**{plain(block.label)}**"
            yield ""
            yield plain(block.text) or _BLANK
        case _:
            yield plain(block.text)


def plain(text: str) -> str:
    """Text on one line of which Markdown makes nothing."""
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    return _BEGINS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


# -- HTML


_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --soft: #5b5852; --line: #c9c4b8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8df; --paper: #1a1917; --soft: #aaa59a; --line: #4b4842; }
}
body { margin: 2rem auto; padding: 0 1.25rem; max-width: 44rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin-bottom: .2rem; }
h2 { font-size: 1.3rem; margin-top: 2.4rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin-bottom: .2rem; }
.facts, .label { color: var(--soft); }
ul { margin-top: -.6rem; padding-left: 1.4rem; }
pre { font: .85rem/1.3 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-x: auto; }
dt { font-weight: bold; margin-top: .8rem; }
dd { margin: 0; min-height: 1.6em; border-bottom: 1px solid var(--line); white-space: pre-wrap; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #888; }
  body { margin: 0; max-width: none; font-size: 11pt; }
  h2, h3, dt { break-after: avoid; }
  pre, dl, li { break-inside: avoid; }
  pre { overflow: visible; white-space: pre-wrap; }
}
</style>
</head>
<body>
<main>
<h1>$title</h1>
<p class="facts">$facts</p>
$body
</main>
</body>
</html>
""")
_TAGS = {Look.DETAIL: "ul", Look.FIELD: "dl"}
"""The elements that gather neighbours of a kind."""


def html(paper: Paper, steps: Sequence[Step]) -> str:
    """The debrief as one self-contained page: nothing is fetched, nothing runs."""
    body = "\n".join(
        f"<section>\n<h2>{_safe(step.title)}</h2>\n" + "\n".join(_elements(step.blocks)) + "\n</section>"
        for step in steps
    )
    return _PAGE.substitute(title=_safe(paper.title), facts=_safe(paper.facts), body=body)


def _elements(blocks: Sequence[Block]) -> Iterator[str]:
    open_tag = ""
    for block in blocks:
        tag = _TAGS.get(block.look, "")
        if tag != open_tag:
            if open_tag:
                yield f"</{open_tag}>"
            if tag:
                yield f"<{tag}>"
            open_tag = tag
        yield _element(block)
    if open_tag:
        yield f"</{open_tag}>"


def _element(block: Block) -> str:
    text = _safe(block.text)
    match block.look:
        case Look.HEADING:
            return f"<h3>{text}</h3>"
        case Look.DRAWING:
            return f"<pre>{escape(clean(block.text))}</pre>"
        case Look.DETAIL:
            label = f'<span class="label">{_safe(block.label)}:</span> ' if block.label else ""
            return f"<li>{label}{text}</li>"
        case Look.FIELD:
            return f"<dt>{_safe(block.label)}</dt>\n<dd>{text}</dd>"
    return f"<p>{text}</p>"


def _safe(text: str) -> str:
    return escape(one_line(text))
