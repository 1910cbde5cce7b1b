"""The handbook is true: its examples are read and played, its commands exist, its tables repeat the code."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer

from docs import plays, tables
from docs.walkthrough import merged, with_part
from scoring.specs import Specs, run
from simulator.attempts.session import Session
from simulator.cli.main import app
from simulator.cohort.rules import Rules
from simulator.engine.attempt import Playthrough
from simulator.engine.program import Program
from simulator.plain import Lines, PlainPlay
from simulator.scenario.conditions import parse_condition
from simulator.scenario.diagnostics import CODES, ScenarioError
from simulator.scenario.load import build, check, load
from simulator.scenario.model import Scenario
from simulator.scenario.source import Source, read_yaml

ROOT = Path(__file__).parents[2]
FORMAT = ROOT / "docs" / "authoring" / "format.md"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "scenarios").glob("*.md")],
    key=lambda page: page.relative_to(ROOT).as_posix(),
)
RECORDED = plays.folder(plays.RECORDED)
WRITTEN = [page for page in PAGES if page.parent != RECORDED]
"""The pages that are written by hand. The others quote people, who speak as people do where they live."""
BLOCK = re.compile(r"(?:^<!-- (?P<note>[^\n]*?) -->\n+)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S)


def title(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block of a page. `note` is the comment above it, which says how it is to be tested."""

    page: Path
    line: int
    note: str
    kind: str
    text: str

    @property
    def place(self) -> str:
        return f"{title(self.page)}:{self.line}"

    @property
    def is_scenario(self) -> bool:
        return self.kind == "yaml" and self.text.startswith("format:")

    @property
    def is_specs(self) -> bool:
        return self.kind == "yaml" and self.text.startswith("scenario:")


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("text")) + 1
        yield Block(page, line, match["note"] or "", match["kind"], match["text"])


BLOCKS = [block for page in PAGES for block in blocks_of(page)]
SCENARIOS = [block for block in BLOCKS if block.is_scenario]
SPECS = [block for block in BLOCKS if block.is_specs]
RULES = [block for block in BLOCKS if block.note == "rules"]
FRAGMENTS = [
    block
    for block in BLOCKS
    if block.kind == "yaml" and not block.is_scenario and not block.is_specs and block not in RULES
]
WRONG = [block for block in FRAGMENTS if block.note.startswith("wrong: ")]
RIGHT = [block for block in FRAGMENTS if not block.note.startswith("wrong: ")]


def each(blocks: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", blocks, ids=[block.place for block in blocks])


every_page = pytest.mark.parametrize("page", PAGES, ids=map(title, PAGES))


def read(text: str) -> Any:
    return read_yaml(text, "example").data


def host_of(block: Block) -> Any:
    """The scenario a fragment belongs to: the last one of its page for a part, else the page's first."""
    held = [other for other in SCENARIOS if other.page == block.page] or [
        other for other in SCENARIOS if other.page == FORMAT
    ]
    return read(held[-1 if block.note.startswith("yaml: part") else 0].text)


def hosted(block: Block) -> Any:
    """The scenario with the fragment in its place, as the comment above the fragment says."""
    host, data, where = host_of(block), read(block.text), block.note.partition(":")[2].split()
    where = [word for word in where if word != "part" and not re.fullmatch(r"OM\d+", word)]
    if block.note.startswith("yaml: part"):
        return with_part(host, where, data)
    meeting = host["encounters"][0]
    beats = meeting["beats"]
    match where:
        case []:
            return merged(host, data)
        case ["encounter"] if "beats" in data:
            return {**host, "encounters": [*host["encounters"], data]}
        case ["encounter"]:
            return {**host, "encounters": [merged(meeting, data), *host["encounters"][1:]]}
        case ["beat"]:
            more = {"a_beat_of_the_page": data}
        case ["choice"]:
            more = {"a_beat_of_the_page": {"choices": [data]}}
        case ["acts"]:
            more = {
                "a_beat_of_the_page": {
                    "script": [{"ines": "Yes?"}],
                    "choices": [{"say": "So.", "does": data}],
                }
            }
        case _:
            raise AssertionError(f"{block.place}: what is {block.note!r}?")
    return {**host, "encounters": [{**meeting, "beats": {**beats, **more}}, *host["encounters"][1:]]}


def built(data: Any) -> Scenario:
    return build(Source("example", "", data, {}, {}))


# --- examples -----------------------------------------------------------------------------------------


def test_there_are_examples_of_every_sort() -> None:
    assert len(SCENARIOS) >= 5
    assert len(SPECS) >= 2
    assert len(RIGHT) >= 10
    assert len(WRONG) >= 6


@each(BLOCKS)
def test_a_block_says_what_it_is(block: Block) -> None:
    assert block.kind in ("yaml", "console", "text"), block.place


@each(SCENARIOS)
def test_a_whole_scenario_is_read_without_a_remark(block: Block) -> None:
    assert check(read_yaml(block.text, block.place)) == []


@each(SCENARIOS)
def test_a_whole_scenario_is_played_to_its_end_by_random_moves(block: Block) -> None:
    program = Program(build(read_yaml(block.text, block.place)))
    chance = random.Random(7)
    said: set[str] = set()
    for _ in range(60):
        play = Playthrough(program)
        play.begin()
        while moves := play.legal_moves():
            play.do(chance.choice(moves))
        assert play.state.over
        said |= {move.what for move in play.moves if move.verb == "say"}
    assert said == {choice.id for choice in _choices(program.scenario)}


def _choices(scenario: Scenario) -> Iterator[Any]:
    for encounter in scenario.encounters:
        for beat in encounter.beats.values():
            yield from beat.choices
    for news in scenario.calendar:
        yield from news.choices


@each(RIGHT)
def test_a_fragment_fits_into_its_scenario(block: Block) -> None:
    assert block.note.startswith("yaml"), f"{block.place} needs a comment such as <!-- yaml: choice -->"
    built(hosted(block))


@each([block for block in RIGHT if block.note.startswith("yaml: part")])
def test_a_part_stands_in_the_whole_below_it(block: Block) -> None:
    assert hosted(block) == host_of(block)


@each(WRONG)
def test_a_wrong_example_gets_the_remark_it_is_there_for(block: Block) -> None:
    code = block.note.removeprefix("wrong: ").split()[0]
    found = []
    try:
        source = read_yaml(block.text, "example")
        found = [remark.code for remark in source.warnings]
        if not found:
            built(hosted(block))
    except ScenarioError as error:
        found = [remark.code for remark in error.diagnostics]
    assert code in found


@each(SPECS)
def test_specs_of_the_handbook_hold(block: Block) -> None:
    specs = Specs.model_validate(read(block.text))
    mine = [other for other in SCENARIOS if f"id: {specs.scenario}\n" in other.text]
    program = Program(build(read_yaml(mine[-1].text, block.place)))
    for name, spec in specs.playthroughs.items():
        assert run(program, name, spec).failures == ()


@each(RULES)
def test_rules_of_an_assessment_are_read(block: Block) -> None:
    for chosen in Rules.model_validate(read(block.text)).scenarios:
        load(chosen.scenario, chosen.variant)


@each([block for block in BLOCKS if block.note == "conditions"])
def test_conditions_of_the_handbook_are_read(block: Block) -> None:
    for text in block.text.splitlines():
        host = host_of(block)
        host["endings"] = [{"title": "A", "text": "B", "when": text}, {"title": "C", "text": "D"}]
        built(host)


@each([block for block in BLOCKS if block.note.startswith("play: ")])
def test_an_excerpt_of_play_is_what_play_shows(block: Block) -> None:
    scenario, *answers = block.note.removeprefix("play: ").split()
    out = StringIO()
    session = Session.start(Program(load(scenario)), "")
    PlainPlay(session, Lines(StringIO("\n".join(answers) + "\n"), out, echo=True)).run()
    for passage in block.text.split("[…]\n"):
        assert passage.strip() in out.getvalue()


def test_the_smallest_scenario_has_ten_lines() -> None:
    smallest = [block for block in SCENARIOS if block.text.count("\n") == 10]
    assert {"README.md", "docs/authoring/first-scenario.md"} <= {title(block.page) for block in smallest}


# --- tables -------------------------------------------------------------------------------------------


@every_page
def test_tables_repeat_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert tables.filled(text) == text, "run: python -m docs.tables"


def test_every_table_stands_in_a_page() -> None:
    found = [name for page in tables.pages() for name in tables.names(page.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(tables.TABLES)


def test_every_code_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| \[(OM\d{3})\]", text, re.M)
    assert explained == sorted(CODES)


# --- recorded plays -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recorded() -> plays.Recorded:
    return plays.recorded(plays.RECORDED)


def test_the_recorded_plays_are_what_the_program_plays(recorded: plays.Recorded) -> None:
    kept = {page.name: page.read_text(encoding="utf-8") for page in RECORDED.iterdir()}
    played = recorded.pages()
    assert kept.keys() == played.keys(), "run: make plays"
    assert [name for name in played if kept[name] != played[name]] == [], "run: make plays"


def test_the_readme_tells_how_long_the_recorded_plays_take(recorded: plays.Recorded) -> None:
    assert plays.reading(recorded) in plays.README.read_text(encoding="utf-8"), "run: make plays"


def test_the_guide_tells_the_best_total_that_is_proved() -> None:
    par = load(plays.RECORDED).par
    assert par is not None
    guide = (plays.HERE / "scenarios" / f"{plays.RECORDED}.md").read_text(encoding="utf-8")
    assert f"The best total there is, {par.total} points, is proved" in guide


def test_every_decision_of_the_best_line_stands_beside_another(recorded: plays.Recorded) -> None:
    best = recorded.plays[recorded.specs.best_line or ""]
    text = recorded.pages()[plays.COMPARISON]
    said = [made.move.what for made in best.walk if made.move.verb == "say"]
    assert len(re.findall(r"^## \d+\. ", text, re.M)) == len(said)
    assert text.count("What tempts (") >= len(said) - 2
    assert text.count("Broken: ") >= 5  # what tempts comes due


# --- commands -----------------------------------------------------------------------------------------

_CALL = r"(?:\.venv/bin/)?(onlyme(?:\s[^`\n]*(?:\n[^`\n]+)?)?)"
COMMAND = re.compile(rf"`(?:[^`|]*\| )?{_CALL}`|^\$ (?:\w+=\S+ )?(?:\.venv/bin/)?(onlyme\b.*)$", re.M)


def commands_in(text: str) -> Iterator[str]:
    for match in COMMAND.finditer(text):
        yield " ".join((match[1] or match[2]).split())


def known_commands() -> dict[str, set[str]]:
    """Every command of the program with its options."""
    group: Any = typer.main.get_command(app)
    found = {"": {*group.context_settings["help_option_names"], "--version"}}
    for name, command in group.commands.items():
        parts = getattr(command, "commands", {})
        every = {name: command} | {f"{name} {part}": held for part, held in parts.items()}
        for words, one in every.items():
            found[words] = {option for held in one.params for option in held.opts} | found[""] - {"--version"}
    return found


@every_page
def test_every_command_named_exists(page: Path) -> None:
    known = known_commands()
    for written in commands_in(page.read_text(encoding="utf-8")):
        words = shlex.split(written.partition("|")[0])[1:]
        name = words.pop(0) if words and not words[0].startswith("-") else ""
        if words and any(other.startswith(f"{name} ") for other in known) and words[0] != "…":
            name = f"{name} {words.pop(0)}"
        assert name in known, written
        for word in words:
            if word.startswith("-"):
                assert word.partition("=")[0] in known[name], written


def test_every_command_is_told_in_the_readme() -> None:
    told = {
        line.split()[1]
        for line in commands_in((ROOT / "README.md").read_text(encoding="utf-8"))
        if " " in line
    }
    assert {name.partition(" ")[0] for name in known_commands()} - {""} <= told


@every_page
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = re.findall(r"(?:`|^\$ )make ([a-z]+)", page.read_text(encoding="utf-8"), re.M)
    assert set(named) <= targets


# --- links and words ----------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """The anchor of a heading, as the usual renderers make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.M)}


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        path, _, part = target.partition("#")
        assert "://" not in path, f"{title(page)}: {target} leaves the repository"
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{title(page)}: {target}"
        if part:
            assert part in anchors(found), f"{title(page)}: {target}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = re.findall(r"\]\(([^)#]+\.md)", page.read_text(encoding="utf-8"))
        waiting += [(page.parent / target).resolve() for target in targets]
    assert set(PAGES) <= reached


FORBIDDEN = {
    r"\bTODO\b|\bFIXME\b|\bTBD\b|coming soon": "what is not there is told in one line, not promised",
    r"https?://|www\.": "other hosts are not named",
    r"(?:^|[\s(`\"'])/(?!/)[a-z][\w.-]*/": "paths of one machine do not belong here",
    r"\b(?:behavior|color|favor|honor|labor|center|practiced|dialog)\b": "British spelling",
    r"(?<!onlyme )\b(?:organiz|realiz|recogniz|analyz|summariz)\w*": "British endings",
    r"\b(?:seamless|cutting-edge|powerful|revolutionary|game-chang\w+|next-gen\w*)\b": "no hype",
    r"\b(?:NPC|gamer|savegame|high score|user story)\b": "the same word for the same thing",
    r"\b(?:proven|validated|certified) (?:method|results|to)\b": "nothing is claimed that nobody measured",
}


@pytest.mark.parametrize("page", WRITTEN, ids=map(title, WRITTEN))
@pytest.mark.parametrize("pattern", FORBIDDEN, ids=FORBIDDEN.values())
def test_no_forbidden_words(page: Path, pattern: str) -> None:
    text = page.read_text(encoding="utf-8")
    found = [match[0] for match in re.finditer(pattern, text, re.M | re.I)]
    assert not found, f"{title(page)}: {found} ({FORBIDDEN[pattern]})"


def test_conditions_in_running_text_are_read() -> None:
    text = (ROOT / "docs" / "world.md").read_text(encoding="utf-8")
    gates = re.findall(r"^\| (?:up|down|lost).*\| `([^`]+)` \|$", text, re.M)
    assert len(gates) == 5
    for gate in gates:
        parse_condition(gate)
