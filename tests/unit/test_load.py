"""From text to a scenario, or to remarks that say which line, what is wrong and how to mend it."""

from pathlib import Path

import pytest

from simulator.scenario.diagnostics import CODES, Diagnostic, ScenarioError
from simulator.scenario.load import build, check, find, library, load, parse, scenario_hash
from simulator.scenario.model import Scenario
from simulator.scenario.source import read_yaml

TEN_LINES = """\
format: 1
id: ten-lines
title: Ten lines
contacts: {dana: {name: Dana}}
encounters:
  - beats:
      hello:
        script: [dana: Well?]
        choices:
          - {say: What keeps you awake?, does: listen}
"""

WHOLE = """\
format: 1
id: whole
title: Whole
ends: 60d
seller:
  name: Us
  capabilities:
    crews: {label: Crews, most: 3}
account:
  name: Them
  stage: foothold
  goals:
    profit: {label: Profit}
  stages:
    me_first: {up_if: kept >= 4 and trust.dana >= 3}
contacts:
  dana:
    name: Dana
    goals: {profit: 3}
    trust: 2
  pat:
    name: Pat
    side: ours
facts:
  docked: {label: Docked, learned_by: ask}
  uptime: {label: Uptime, versions: {plain: It stops., rosy: It never stops.}}
topics:
  margin: {label: Margin, bears_on: [profit]}
homework:
  ask: {label: Ask, takes: 1h}
ledger:
  two:
    label: Two crews
    side: ours
    to: dana
    of: crews
    amount: 2
    due: 20d
  log:
    label: A log
    side: theirs
    owner: dana
encounters:
  - id: first
    title: First
    day: 0
    with: [dana]
    prepare: {hours: 2h, homework: [ask]}
    beats:
      opening:
        script:
          - dana: Well?
        choices:
          - id: ask_her
            say: What keeps you awake?
            does: {listen: docked}
          - id: bind
            say: Two crews.
            does: [{table: log}, {promise: {entry: two, in_return: log}}]
            then: closing
      closing:
        choices:
          - id: bye
            say: Goodbye.
            does: pitch
    agree: {may_add: [log]}
  - id: second
    day: 10d
    beats:
      again:
        choices:
          - say: "Hello again, Dana."
            does: [{tell: {fact: uptime, version: plain}}, {give: {what: a table, serves: profit}}]
calendar:
  - id: rings
    day: 5d
    when: said.bind
    choices:
      - id: later
        say: Later.
        does: listen
endings:
  - when: stage >= me_first
    title: Good
    text: Good.
  - title: So
    text: So.
variants:
  thin:
    about: One is off.
    change: {seller.capabilities.crews.most: 1}
"""


def remarks(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ScenarioError) as caught:
        parse(text, "f.yaml")
    return caught.value.diagnostics


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1, f"{old!r} stands {WHOLE.count(old)} times in the file"
    return WHOLE.replace(old, new)


def test_a_scenario_may_have_ten_lines() -> None:
    scenario = parse(TEN_LINES, "f.yaml")
    (encounter,) = scenario.encounters
    (choice,) = encounter.beats["hello"].choices
    assert (encounter.id, encounter.with_, choice.id) == ("meeting", ("dana",), "what_keeps_you_awake")
    assert (scenario.ends, scenario.account.stage, scenario.account.name) == (0, "me_too", "The account")
    assert choice.does[0].to == "dana"  # type: ignore[union-attr]


def test_the_file_of_this_test_is_in_order() -> None:
    assert check(read_yaml(WHOLE, "f.yaml")) == []


# One mistake, one remark: what stands in the file, what was written, code, a word of its line, of the remark


MISTAKES = [
    # shapes
    ("title: Whole\n", "", "OM201", "format: 1", "`title` is missing here"),
    ("            does: pitch\n", "", "OM201", "id: bye", "such as `does: listen`"),
    ("label: Docked, learned_by", "labell: Docked, label: D, learned_by",
     "OM202", "labell", "did you mean label?"),
    ("    trust: 2\n", "    trusty: 2\n", "OM202", "trusty", "did you mean trust?"),
    ("id: whole\n", "id: whole\nseler: {}\n", "OM202", "seler", "did you mean seller?"),
    ("    trust: 2", "    trust: 9", "OM203", "trust: 9", "'9' is out of range: at most 5"),
    ("    trust: 2", "    trust: high", "OM203", "trust: high", "a whole number is needed"),
    ("    trust: 2", "    trust: '2'", "OM203", "trust: '2'", "a whole number is needed"),
    ("goals: {profit: 3}", "goals: {profit: 4}", "OM203", "profit: 4", "out of range"),
    ("    side: ours\n    to: dana", "    side: us\n    to: dana", "OM203", "side: us", "did you mean ours?"),
    ("stage: foothold", "stage: foothld", "OM203", "foothld", "did you mean foothold?"),
    ("stage: foothold", "stage: lost", "OM203", "stage: lost", "not one of"),
    ("    day: 10d", "    day: soon", "OM203", "day: soon", "write days as 9d or weeks as 6w"),
    ("takes: 1h", "takes: 90", "OM203", "takes: 90", "write a duration as 30m, 2h or 1h30m"),
    ("amount: 2", "amount: two", "OM203", "amount: two", "a number is needed here"),
    ("name: Us", "name: 12", "OM203", "name: 12", "put it in quotes to make it text"),
    ("name: Us", "name: ''", "OM203", "name: ''", "this is empty"),
    ("name: Us", "name:", "OM203", "  name:", "text is needed here"),
    ("most: 3", "most: 3, least: 1", "OM203", "crews", "either `most` or `least`"),
    ("{label: Crews, most: 3}", "{label: Crews}", "OM203", "crews", "either `most` or `least`"),
    ("most: 3}", "most: []}", "OM203", "crews", "this is empty"),
    ("          - dana: Well?", "          - {dana: Well?, pat: Hm}",
     "OM203", "Well?", "a line has one speaker"),
    ("contacts:\n", "contacts: []\nx_contacts:\n", "OM203", "contacts: []", "names with their details"),
    ("  dana:\n    name: Dana", "  Dana:\n    name: Dana",
     "OM203", "Dana:", "use small letters, digits and _"),
    ("id: whole", "id: Whole_one", "OM203", "Whole_one", "use small letters, digits and -"),
    ("format: 1", "format: 2", "OM203", "format: 2", "'2' is not one of 1"),
    ("{listen: docked}", "{listn: docked}", "OM204", "listn", "did you mean listen?"),
    ("            does: pitch", "            does: smile", "OM204", "smile", "no act called 'smile'"),
    ("{listen: docked}", "{listen: docked, pitch: }", "OM203", "listen", "an act is one word"),
    ("{give: {what: a table, serves: profit}}", "{give: {what: a table}}",
     "OM201", "give", "`serves` is missing"),
    # names
    ("of: crews", "of: crew", "OM301", "of: crew", "did you mean crews?"),
    ("{listen: docked}", "{listen: dockd}", "OM301", "dockd", "did you mean docked?"),
    ("learned_by: ask}", "learned_by: asking}", "OM301", "asking", "no homework called 'asking'"),
    ("goals: {profit: 3}", "goals: {profits: 3}", "OM301", "profits: 3", "did you mean profit?"),
    ("          - dana: Well?", "          - dan: Well?", "OM301", "dan:", "did you mean dana?"),
    ("with: [dana]", "with: [dora]", "OM301", "dora", "no contact called 'dora'"),
    ("bears_on: [profit]", "bears_on: [profit, flow]", "OM301", "flow", "no goal called 'flow'"),
    ("homework: [ask]", "homework: [read]", "OM301", "read", "no homework called 'read'"),
    ("may_add: [log]", "may_add: [logs]", "OM301", "logs", "did you mean log?"),
    ("version: plain", "version: plane", "OM301", "plane", "did you mean plain?"),
    ("id: whole\n", "id: whole\nprinciples: [listen-mor]\n", "OM301", "listen-mor", "no principle called"),
    ("  stages:\n", "  apart: [[dana, dora]]\n  stages:\n", "OM301", "apart", "no contact called 'dora'"),
    ("          - id: bye\n", "          - id: bye\n            instead: by\n",
     "OM301", "instead", "did you mean bye?"),
    ("  margin: {label", "  docked: {label", "OM302", "docked: {label: D", "also the name of another"),
    ("    profit: {label: Profit}", "    profit: {label: Profit}\n    crews: {label: C}",
     "OM302", "crews: {label: C", "also"),
    ("          - id: bye", "          - id: bind", "OM302", "bind", "two choices are called 'bind'"),
    ("      - id: later", "      - id: bye", "OM302", "bye", "two choices are called 'bye'"),
    ("  - id: second", "  - id: first", "OM302", "first", "two encounters are called 'first'"),
    ("  - id: second", "  - id: news", "OM302", "news", "'news' has a meaning of its own"),
    ("  pat:\n", "  you:\n", "OM302", "you:", "'you' has a meaning of its own"),
    ("with: [dana]", "with: [dana, dana]", "OM302", "with", "'dana' stands here twice"),
    ("homework: [ask]", "homework: [ask, ask]", "OM302", "homework", "'ask' stands here twice"),
    ("may_add: [log]", "may_add: [log, log]", "OM302", "may_add", "'log' stands here twice"),
    ("      closing:\n", "      end:\n", "OM302", "end:", "`end` is where a meeting ends"),
    # routes
    ("then: closing", "then: opening",
     "OM303", "then: opening", "beats run downwards; 'opening' is not below"),
    ("then: closing", "then: closed", "OM303", "then: closed", "no beat called 'closed'"),
    ("        say: Later.\n", "        say: Later.\n        then: end\n",
     "OM303", "then: end", "leave `then` out"),
    # the ledger
    ("    to: dana\n", "", "OM304", "  two:", "add `to: CONTACT`"),
    ("    owner: dana\n", "", "OM304", "  log:", "add `owner: CONTACT`"),
    ("    amount: 2\n", "", "OM305", "  two:", "a promise needs an amount"),
    ("    owner: dana\n", "    owner: dana\n    takes: 1h\n",
     "OM305", "takes: 1h", "`takes` belongs to entries of ours"),
    ("    amount: 2\n", "    amount: 2\n    kept_if: day >= 1\n", "OM305", "kept_if", "entries of theirs"),
    ("entry: two, in_return", "entry: log, in_return", "OM306", "entry: log", "log is theirs"),
    ("in_return: log", "in_return: two", "OM306", "in_return", "two is ours; what comes in return is theirs"),
    ("[{table: log}, {promise: {entry: two, in_return: log}}]",
     "[{promise: {entry: two, in_return: log}}, {table: log}]",
     "OM306", "in_return", "move `table` up"),
    ("takes: 1h}", "takes: 1h, does: {table: log}}", "OM306", "table", "nothing is agreed here"),
    ("    owner: dana\n", "    owner: dana\n    when_kept: {does: {table: two}}\n",
     "OM306", "table", "nothing is agreed"),
    ("does: pitch", "does: {record: pat}", "OM306", "record", "pat is one of our own"),
    # days
    ("    day: 0\n", "    day: 11\n", "OM307", "day: 10d", "encounters stand in the order of their days"),
    ("ends: 60d", "ends: 9d", "OM307", "ends: 9d", "ends before its last encounter"),
    ("    day: 5d", "    day: 61d", "OM307", "day: 61d", "after the scenario ends"),
    # endings
    ("  - title: So\n", "  - when: day >= 0\n    title: So\n",
     "OM308", "when: day >= 0", "the last ending has no `when`"),
    ("  - when: stage >= me_first\n    title: Good", "  - title: Good",
     "OM308", "title: Good", "hides those below it"),
    # conditions
    ("when: said.bind", "when: said.bind and", "OM400", "said.bind and", "a name is needed at the end"),
    ("when: said.bind", "when: true", "OM400", "when: true", "a condition is text"),
    ("kept >= 4 and", "kept >= 4 and mood >= 1 and", "OM401", "mood", "a condition cannot read mood"),
    ("kept >= 4 and", "trusted >= 4 and", "OM401", "trusted", "a condition cannot read trusted"),
    ("trust.dana >= 3", "trust.dora >= 3", "OM402", "dora", "there is no contact called 'dora'"),
    ("when: said.bind", "when: said.bound", "OM402", "bound", "no choice called 'bound'"),
    ("when: said.bind", "when: asked.seat", "OM402", "asked.seat", "no proposal called 'seat'"),
    ("when: said.bind", "when: root.honest == sound", "OM402", "root.honest", "did you mean honesty?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "at", "told"), MISTAKES)
def test_a_mistake_is_told_by_code_line_and_advice(old: str, new: str, code: str, at: str, told: str) -> None:
    text = changed(old, new)
    found = remarks(text)
    wrong = next((remark for remark in found if remark.code == code), found[0])
    assert wrong.code == code
    assert wrong.place is not None
    assert at in text.splitlines()[wrong.place.line - 1]
    assert told in wrong.line()
    assert wrong.line().isprintable()


def test_every_code_of_the_format_is_shown_by_a_mistake() -> None:
    elsewhere = {"OM205", "OM210", "OM310"}  # variants, below; specs and acceptances, in their own tests
    shown = {code for _, _, code, _, _ in MISTAKES} | elsewhere
    assert shown == {code for code in CODES if "OM2" <= code < "OM5"}


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        changed("of: crews", "of: crew")
        .replace("with: [dana]", "with: [dora]")
        .replace("serves: profit", "serves: x")
    )
    lines = [remark.place.line for remark in remarks(text) if remark.place]
    assert len(lines) == 3
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "12\n", "{}\n", "format: 1\nencounters: [3]\n"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    assert all(remark.code in CODES for remark in remarks(text))


def test_a_line_without_words_to_name_it_asks_for_an_id() -> None:
    found = remarks(WHOLE.replace('say: "Hello again, Dana."', 'say: "25?"'))
    assert [remark.code for remark in found] == ["OM201"]
    assert "give it an `id` of its own" in found[0].line()


# Finding


def test_the_library_is_read_without_a_remark() -> None:
    assert {"first-steps", "quiet-eleventh-year"} <= set(library())
    assert not any(name.endswith(".spec") for name in library())
    for name in library():
        assert load(name).id == name


def test_a_scenario_is_found_by_id_or_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(TEN_LINES)
    assert load(str(file)).id == "ten-lines"
    monkeypatch.chdir(tmp_path)
    assert find("own.yaml") == Path("own.yaml")
    assert find("first-steps") == library()["first-steps"]


def test_an_unknown_id_is_told_with_the_nearest() -> None:
    with pytest.raises(
        ScenarioError, match=r"no scenario called 'first-step' \(did you mean first-steps\?\)"
    ):
        load("first-step")
    with pytest.raises(ScenarioError, match=r"the library has .*quiet-eleventh-year"):
        load("zzz")
    with pytest.raises(ScenarioError, match="OM101"):
        load("no/such.yaml")


# Variants


def test_a_variant_changes_what_it_names() -> None:
    assert most(parse(WHOLE, "f.yaml")) == 3
    assert most(parse(WHOLE, "f.yaml", "thin")) == 1


def most(scenario: Scenario) -> int:
    return int(scenario.seller.capabilities["crews"].levels[0].value)


@pytest.mark.parametrize(
    ("written", "at", "told"),
    [
        (
            "{warm: x}",
            "{warm: ",
            "names with their details are needed here, each on a line of its own, or a whole",
        ),
        ("{warm: {dana: x}}", "{warm: {dana: ", "a whole number is needed here"),
        ("{warm: {Dana: 1}}", "{warm: {", "'Dana' cannot be a name here"),
    ],
)
def test_what_may_have_several_forms_gets_one_remark_on_the_nearest(written: str, at: str, told: str) -> None:
    text = changed("does: pitch", f"does: {written}")
    (wrong,) = remarks(text)
    assert wrong.place is not None
    line = text.splitlines()[wrong.place.line - 1]
    assert line[: wrong.place.column - 1].endswith(at)
    assert told in wrong.message


def variant(change: str) -> Scenario:
    return parse(changed("{seller.capabilities.crews.most: 1}", change), "f.yaml", "thin")


def test_a_variant_reaches_into_lists_by_id_and_may_add_a_key() -> None:
    said = variant("{encounters.first.beats.closing.choices.bye.say: Farewell.}")
    assert said.encounters[0].beats["closing"].choices[0].say == "Farewell."
    assert variant("{contacts.dana.scar: [crews]}").contacts["dana"].scar == ("crews",)
    assert variant("{encounters.second.beats.again.choices.hello_again_dana.does: pitch}").encounters[1]
    assert variant("{calendar.rings.day: 6d}").calendar[0].day == 6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("{seller.capability.crews.most: 1}", "leads nowhere: there is no 'capability'"),
        ("{encounters.third.day: 9d}", "leads nowhere: there is no 'third'"),
        ("{title.x: 1}", "leads nowhere: there is no 'x'"),
        ("{seller.capabilities.crews.mots: 1}", "there is no key `mots` here"),
        ("{contacts.dana.trust: 9}", "out of range"),
        ("{ledger.two.of: crew}", "no capability called 'crew'"),
    ],
)
def test_a_variant_that_cannot_be_made_is_told_when_the_file_is_checked(change: str, told: str) -> None:
    text = changed("{seller.capabilities.crews.most: 1}", change)
    assert parse(text, "f.yaml").id == "whole"
    (remark,) = check(read_yaml(text, "f.yaml"))
    assert (remark.code, remark.message.startswith("variant thin: ")) == ("OM205", True)
    assert told in remark.line()


def test_an_unknown_variant_is_told_with_those_there_are() -> None:
    with pytest.raises(ScenarioError, match=r"no variant called 'rich' \(it has thin\)"):
        parse(WHOLE, "f.yaml", "rich")
    with pytest.raises(ScenarioError, match=r"\(did you mean thin\?\)"):
        parse(WHOLE, "f.yaml", "thim")
    with pytest.raises(ScenarioError, match=r"\(it has no variants\)"):
        parse(TEN_LINES, "f.yaml", "thin")


def test_a_warning_does_not_stop_the_reading() -> None:
    text = changed("say: Goodbye.", "say: He came in and #4 was gone")
    (warning,) = check(read_yaml(text, "f.yaml"))
    assert (warning.code, str(warning.severity)) == ("OM127", "warning")
    assert build(read_yaml(text, "f.yaml")).id == "whole"


# The fingerprint


def fingerprint(text: str) -> str:
    return scenario_hash(parse(text, "f.yaml"))


PAR = "par: {rubric: 1, total: 9, promises: 1, rapport: 1, commitments: 1, pace: 1, time: 1}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Whole", "# a note\ntitle:   'Whole'"),
        ("id: whole\ntitle: Whole\n", "title: Whole\nid: whole\n"),
        ("say: Goodbye.", "say: >\n              Goodbye."),
        ("say: Two crews.", "say:   Two   crews."),
        ("    day: 10d", "    day: 10"),
        ("ends: 60d", "ends: 60"),
        ("most: 3}", "most: 3.0}"),
        ("kept >= 4 and trust.dana >= 3", "kept  >=  4  and trust.dana >= 3"),
        ("does: pitch", "does: [pitch]"),
        ("{listen: docked}", "[{listen: {learn: [docked], to: dana}}]"),
        ("  - id: second\n", "  - id: second\n    with: [dana]\n"),
        ('- say: "Hello again, Dana."', '- id: hello_again_dana\n            say: "Hello again, Dana."'),
        ("ends: 60d", PAR + "ends: 60d"),
        ("ends: 60d", "accept: {OM127: gates have numbers}\nends: 60d"),
    ],
)  # fmt: skip
def test_layout_par_and_acceptances_do_not_change_the_fingerprint(old: str, new: str) -> None:
    assert fingerprint(changed(old, new)) == fingerprint(WHOLE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say: Goodbye.", "say: Goodbye!"),
        ("most: 3", "most: 4"),
        ("    trust: 2", "    trust: 3"),
        ("day: 10d", "day: 11d"),
        ("plain: It stops., rosy: It never stops.", "rosy: It never stops., plain: It stops."),
        ("when: said.bind", "when: not said.bind"),
        ("  - title: So", "  - title: Well"),
    ],
)
def test_whatever_a_play_could_tell_apart_changes_the_fingerprint(old: str, new: str) -> None:
    assert fingerprint(changed(old, new)) != fingerprint(WHOLE)


def test_the_order_of_beats_and_entries_changes_the_fingerprint() -> None:
    def beats(first: str, second: str) -> str:
        held = "        choices:\n          - {{say: Say {}., does: listen}}\n"
        body = "".join(f"      {name}:\n{held.format(name)}" for name in (first, second))
        return TEN_LINES[: TEN_LINES.index("      hello:")] + body

    assert fingerprint(beats("one", "two")) != fingerprint(beats("two", "one"))


def test_a_variant_has_a_fingerprint_of_its_own() -> None:
    assert scenario_hash(parse(WHOLE, "f.yaml", "thin")) != fingerprint(WHOLE)
