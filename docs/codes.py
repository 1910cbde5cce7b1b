"""Writes what `onlyme check` prints into the page of each code: `python -m docs.codes`.

A page has a title, what the code means, a file that gets the remark, what is printed, and a file that does
not. The two files show only what matters; the rest of them is that of `HOST`. Where no page can show the
file, it stands in `MADE`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.analysis.checks.exact import Reached, proved
from simulator.analysis.checks.subject import Subject
from simulator.engine.decide import beginning, decide, evolve, legal_moves
from simulator.engine.events import Ended
from simulator.engine.program import Program
from simulator.scenario.diagnostics import CODES, PROVED, Diagnostic
from simulator.scenario.load import placed
from simulator.scenario.source import read_yaml
from simulator.view.diagnosis import Diagnosis, diagnosed
from simulator.view.frames import frame
from simulator.view.wanted import Wanted

PAGES = Path(__file__).parents[1] / "simulator" / "scenario" / "codes"
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
_SECTION = re.compile(r"^(?=[a-z]+:)", re.M)

HOST = """\
format: 1
id: example
title: An example
minutes: 5
seller:
  capabilities:
    crews: {label: Crews we can send in one week, unit: crews, most: 3}
account:
  goals:
    uptime: {label: No line stands still, bottom_line: true}
contacts:
  dana: {name: Dana Reyes, department: plant, role: decides, goals: {uptime: 3}}
  pat: {name: Pat Ode, side: ours}
facts:
  stopped: {label: The line stood still for nine days in March}
topics:
  queue: {label: The queue at the gate, lens: operations, bears_on: [uptime]}
homework:
  ask_pat: {label: Ask Pat how many crews there are, takes: 1h}
ledger:
  two_crews:
    side: ours
    label: Two crews in the week of the inspection
    to: dana
    of: crews
    amount: 2
    due: 20d
  fault_log: {side: theirs, owner: dana, label: The log of faults, due: 10d}
encounters:
  - id: first_visit
    beats:
      hello:
        script:
          - dana: You're the new one, then.
        choices:
          - id: ask_march
            say: What has it been like since March?
            does: {listen: stopped}
            reply:
              - dana: Slow.
"""
"""A scenario without a mistake, from which a page takes what it does not show itself."""


def _warm() -> str:
    """A scenario of forty lines, of which only the weaker ones are glad to be there."""
    lines = [
        f"          - {{id: {kind}_{place}, say: I am {mood} to go, does: listen, {kind}: [{principle}]}}\n"
        for place in range(20)
        for kind, mood, principle in (
            ("well", "able", "listen-as-much-as-you-sell"),
            ("badly", "glad", "customer-agenda-first"),
        )
    ]
    return HOST.partition("          - id: ask_march\n")[0] + "".join(lines)


MADE: dict[str, tuple[str, bytes]] = {
    "OM102": ("example.yaml", b"about: " + b"x" * 2_000_000),
    "OM103": ("example.yaml", "title: Café\n".encode("latin-1")),
    "OM104": ("example.yaml", b"format: 1\ntitle: An\x0bexample\n"),
    "OM105": ("example.yaml", b"# nothing but a note\n"),
    "OM107": ("example.yaml", b"about: " + b"[" * 50 + b"]" * 50 + b"\n"),
    "OM108": ("example.yaml", b"about:\n" + b"  - x\n" * 100_001),
    "OM109": ("example.yaml", HOST.replace("An example", "x" * 20_001).encode()),
    "OM605": ("example.yaml", _warm().encode()),
    "OM621": ("example.yaml", HOST.replace("minutes: 5", "minutes: 30").encode()),
}
"""Files that no page can show, with their names."""

SPECS: dict[str, bytes] = {
    "OM621": b"scenario: example\nbest_line: asking\nplaythroughs:\n  asking: {moves: [ask_march]}\n",
}
"""Specs that stand beside such a file."""


@dataclass(frozen=True)
class Page:
    """The page of one code. `wrong` and `right` are what it shows of two files, `told` what is printed."""

    code: str
    title: str
    meaning: str
    wrong: str | None
    told: str
    right: str | None


def path(code: str) -> Path:
    """Where the page of a code stands."""
    return PAGES / f"{code}.md"


def read(code: str) -> Page:
    """The page of a code."""
    text = path(code).read_text(encoding="utf-8")
    heading, _, rest = text.partition("\n")
    shown = [match["text"] for match in _BLOCK.finditer(text) if match["kind"] == "yaml"]
    told = [match["text"] for match in _BLOCK.finditer(text) if match["kind"] == "text"]
    wrong = shown.pop(0) if len(shown) == 2 else None
    meaning = rest.partition("\nWrong")[0].strip()
    return Page(
        code, heading.removeprefix(f"# {code}: "), meaning, wrong, "".join(told), shown[0] if shown else None
    )


def whole(shown: str) -> str:
    """The file of which a page shows a part. What is shown comes first, so that it keeps its line numbers."""
    if shown.startswith("scenario:"):
        return shown
    own = set(re.findall(r"^([a-z]+):", shown, re.M))
    return shown + "".join(
        part for part in _SECTION.split(HOST) if part and part.partition(":")[0] not in own
    )


def every_play(program: Program) -> Reached:
    """What the plays of a small scenario come to, each state asked once."""
    steps, lines, endings = set(), set(), set()
    waiting, asked = [beginning(program)], set()
    while waiting:
        state = waiting.pop()
        key = (state.at, *state.fields.items())
        if state.over or key in asked:
            continue
        asked.add(key)
        steps.add(state.at)
        for move in legal_moves(program, state):
            events = decide(program, state, move)
            endings |= {event.ending for event in events if isinstance(event, Ended)}
            lines |= {move.what} if move.verb == "say" else set()
            waiting.append(evolve(state, events))
    return Reached(frozenset(steps), frozenset(lines), frozenset(endings))


def examined(code: str, shown: str | None) -> Diagnosis:
    """What is said of a file that a page shows, without the warnings of other codes."""
    name, content = MADE.get(code, ("example.yaml", b""))
    if shown is not None:
        name = "example.spec.yaml" if shown.startswith("scenario:") else name
        content = whole(shown).encode()
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        if content:
            file.write_bytes(content)
        if code in SPECS:
            file.with_suffix(".spec.yaml").write_bytes(SPECS[code])
        found = diagnosed(file)
        if code in PROVED and found.scenario is not None:
            subject = Subject(Program(found.scenario))
            problems = proved(subject, every_play(subject.program))
            source = read_yaml(content, found.file)
            found = replace(found, found=tuple(placed(source, problem) for problem in problems))
        return Wanted(select=(code,)).of(found)


def printed(code: str, shown: str | None) -> str:
    """What `onlyme check` prints of it."""
    found = examined(code, shown)
    return "\n".join(_remark(found, wrong) for wrong in found.found)


def _remark(found: Diagnosis, wrong: Diagnostic) -> str:
    told = wrong.line().replace(found.file, Path(found.file).name)
    drawn = frame(found.lines, wrong.place) if wrong.place else None
    rows = [*drawn.lines, drawn.mark] if drawn else []
    return "".join(f"{row}\n" for row in (told, *("".join(row) for row in rows)))


def filled(code: str) -> str:
    """The page with what is printed written anew."""
    page = read(code)
    text = path(code).read_text(encoding="utf-8")
    return text.replace(f"```text\n{page.told}```", f"```text\n{printed(code, page.wrong)}```")


if __name__ == "__main__":
    for each in CODES:
        if path(each).exists():
            path(each).write_text(filled(each), encoding="utf-8")
