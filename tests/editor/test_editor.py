"""What an author's editor does with a scenario: the schema, and the YAML language server that editors use.

The server knows the schema only from the first line of the file, as it does on an author's machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.new import TEMPLATE
from simulator.scenario.load import check, library
from simulator.scenario.schema import editor_schema
from simulator.scenario.source import read_yaml
from tests.editor.server import Server, absent, server
from tests.unit.test_docs import SCENARIOS, Block
from tests.unit.test_example import EXAMPLE

pytestmark = pytest.mark.skipif(bool(absent()), reason=absent() or "the server is here")

FIRST_LINE = "# yaml-language-server: $schema=onlyme.schema.json\n"
HEAD = """format: 1
id: a-scenario
title: A scenario
contacts:
  dana:
    name: Dana Whitfield
"""
MEETING = """encounters:
  - title: The office
    beats:
      opening:
        choices:
          - say: What has changed here?
"""
FILES = [*library().values(), TEMPLATE, EXAMPLE]
WHOLE = f"{HEAD}{MEETING}            does: listen\n"
LINE = f"{HEAD}encounters:\n  - beats:\n      opening:\n        choices:\n          - |\n"


@dataclass
class Editor:
    """An editor with one document open at a time. A place in a text is marked with `|`."""

    server: Server
    folder: Path
    opened: int = 0

    def remarks(self, text: str) -> list[str]:
        """What the editor underlines."""
        self._open(text)
        return [remark["message"] for remark in self.found]

    def offered(self, marked: str) -> dict[str, str]:
        """What the editor offers at the mark: each label with what it would write."""
        answer = self._ask("completion", marked)
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: item["insertText"] for item in items}

    def told(self, marked: str) -> str:
        """What the editor says where the mouse rests on the mark."""
        said: str = self._ask("hover", marked)["contents"]["value"]
        return said

    def _ask(self, method: str, marked: str) -> Any:
        before, mark, after = marked.partition("|")
        assert mark, "the text has no mark"
        file = self._open(before + after)
        line = before.count("\n") + FIRST_LINE.count("\n")
        return self.server.at(method, file, line, len(before) - (before.rfind("\n") + 1))

    def _open(self, text: str) -> Path:
        self.opened += 1
        file = self.folder / f"{self.opened}.yaml"
        self.found = self.server.open(file, FIRST_LINE + text)
        return file


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("editor")
    (folder / "onlyme.schema.json").write_text(json.dumps(editor_schema()), encoding="utf-8")
    with server(folder) as running:
        yield Editor(running, folder)


def in_choice(text: str) -> str:
    return f"{HEAD}{MEETING}{text}"


# What is offered


def test_acts_are_offered_in_a_list(editor: Editor) -> None:
    offered = editor.offered(in_choice("            does:\n              - |\n"))
    assert {"listen", "pitch", "raise", "promise", "amend", "decline", "table", "trust"} <= set(offered)
    assert offered["listen"] == "listen"
    assert offered["promise"] == "promise: "
    assert offered["give"].split() == ["give:", "what:", "$1", "serves:", "$2"]


def test_acts_that_are_one_word_are_offered_behind_the_key(editor: Editor) -> None:
    assert {"listen", "pitch", "record", "reset"} <= set(editor.offered(in_choice("            does: |\n")))


def test_the_details_of_an_act_are_offered(editor: Editor) -> None:
    offered = editor.offered(in_choice("            does:\n              - promise:\n                  |\n"))
    assert {"entry", "off_book", "in_return", "to"} <= set(offered)


def test_the_keys_of_a_contact_are_offered(editor: Editor) -> None:
    offered = editor.offered(f"{HEAD}    |\n{MEETING}")
    assert {"title", "department", "role", "goals", "measured_on", "enjoys", "trust"} <= set(offered)
    assert "name" not in offered
    assert "takes" not in offered


def test_lenses_are_offered(editor: Editor) -> None:
    offered = editor.offered(f"{HEAD}topics:\n  boat:\n    label: The boat\n    lens: |\n{MEETING}")
    assert set(offered) == {"political", "economic", "social", "technological", "operations", "personal"}


def test_principles_are_offered(editor: Editor) -> None:
    offered = editor.offered(f"{HEAD}principles:\n  - |\n{MEETING}")
    assert {"promise-within-capacity", "keep-customer-informed"} <= set(offered)


def test_the_keys_of_a_file_are_offered(editor: Editor) -> None:
    assert {"format", "id", "contacts", "ledger", "encounters", "endings"} <= set(editor.offered("|"))


@pytest.mark.parametrize(
    ("label", "marked"),
    [
        ("a contact", WHOLE.replace("encounters", "  |\nencounters")),
        ("a promise", WHOLE.replace("encounters", "ledger:\n  |\nencounters")),
        ("a fact", WHOLE.replace("encounters", "facts:\n  |\nencounters")),
        ("a line with its answer", LINE),
        ("a tempting line", LINE),
        ("a beat", f"{HEAD}encounters:\n  - beats:\n      |\n"),
    ],
)
def test_a_snippet_is_offered_and_is_good_yaml(editor: Editor, label: str, marked: str) -> None:
    before = marked.partition("|")[0]
    depth = " " * (len(before) - (before.rfind("\n") + 1) - 2 * before.endswith("- "))
    written = editor.offered(marked)[label].replace("\n", "\n" + depth)
    for place in range(1, 10):
        written = written.replace(f"${{{place}:", "").replace(f"${place}", "")
    text = marked.replace("|", written.replace("}", ""))
    assert editor.remarks(text) == []
    codes = {remark.code for remark in check(read_yaml(text, "a.yaml"))}
    assert not {code for code in codes if code.startswith(("OM1", "OM2"))}, text


# What is said


def test_a_key_explains_itself(editor: Editor) -> None:
    said = editor.told(f"{HEAD}homework:\n  ask:\n    label: Ask at home\n    ta|kes: 1h\n{MEETING}")
    assert "The hours it takes." in said
    assert "1h30m" in said


def test_an_act_explains_itself(editor: Editor) -> None:
    said = editor.told(in_choice("            does:\n              - am|end: a_promise\n"))
    assert "Change or correct an open entry before it is found out" in said


def test_a_person_is_explained_by_what_they_are(editor: Editor) -> None:
    assert "A person: at the customer" in editor.told(HEAD.replace("dana", "da|na") + MEETING)


# What is underlined


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_finished_scenario_gives_no_remark(editor: Editor, file: Path) -> None:
    assert editor.remarks(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("block", SCENARIOS, ids=[block.place for block in SCENARIOS])
def test_the_scenarios_of_the_handbook_give_no_remark(editor: Editor, block: Block) -> None:
    assert editor.remarks(block.text) == []


@pytest.mark.parametrize(
    ("wrong", "remark"),
    [
        ("            does: lissten\n", "Alone there are listen, pitch, record, reset."),
        ("            does: [{lissten: a_fact}]\n", "Alone there are listen, pitch, record, reset."),
        ("            does: listen\n            wen: knows.a_fact\n", "Property wen is not allowed."),
        ("            does: listen\n            well: [promise-more]\n", "Value is not accepted."),
        ("            does: {give: {what: a map}}\n", 'Missing property "serves".'),
        ("            does: listen\n            when: 3 times\n", "Write names, numbers and comparisons"),
    ],
)
def test_a_slip_is_underlined(editor: Editor, wrong: str, remark: str) -> None:
    found = editor.remarks(in_choice(wrong))
    assert len(found) == 1
    assert found[0].startswith(remark)
    assert editor.found[0]["range"]["start"]["line"] >= (HEAD + MEETING).count("\n")


def test_a_duration_of_another_shape_is_underlined(editor: Editor) -> None:
    text = f"{HEAD}homework:\n  ask:\n    label: Ask at home\n    takes: two hours\n{MEETING}"
    assert "Write a duration as 30m, 2h or 1h30m." in editor.remarks(text + "            does: listen\n")
