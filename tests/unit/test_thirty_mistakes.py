"""Mistakes an author makes, put into a real scenario one by one: each is told at its line, with its code.

In each row: what is wrong, what stands in the scenario, what was written, the code, and a part of what is
told. The sign » in what was written stands where the remark must point.
"""

from __future__ import annotations

import pytest

from simulator.scenario.diagnostics import WARNINGS, Diagnostic, Place, ScenarioError, Severity
from simulator.scenario.load import library
from simulator.scenario.source import read_yaml
from simulator.view.diagnosis import diagnosis

REAL = library()["first-steps"].read_text(encoding="utf-8")

MISTAKES = [
    # signs of YAML
    ("a sentence with a colon",
     "      - declan: One kiln, six days a load", "      - declan: One kiln»: six days a load",
     "OM120", "under 'declan: >'"),
    ("a text that begins with a quoted word",
     "- nuala: Forty on the Tuesday. I counted", '- nuala: »"Forty" on the Tuesday. I counted',
     "OM121", "under 'nuala: >'"),
    ("a tab instead of spaces",
     "  bashir:\n    name: Bashir", "  bashir:\n»\t\tname: Bashir",
     "OM122", "indent with spaces"),
    ("prose in braces",
     "label: The blue punt on the slip, lens: personal", "label: The punt, »blue as the sea, lens: personal",
     "OM123", "ends at its comma"),
    ("a line that stands too far left",
     "    name: Nuala Keady\n    title: Owner", "    name: Nuala Keady\n   »title: Owner",
     "OM124", "start in the same column"),
    ("a quotation mark that is never closed",
     "    text: >\n      In Christmas week", '    text: »"\n      In Christmas week',
     "OM125", "never closed"),
    ("no space after a colon",
     "    courtesy: 0\n", "    courtesy»:0\n",
     "OM126", "followed by a space"),
    ("a ' #' inside a sentence",
     "- narrator: Bashir writes it on the wall,", "- narrator: Bashir writes it on wall» #2,",
     "OM127", "the rest belongs to it"),
    ("a key twice in one group",
     "    role: uses\n", "    role: uses\n    »name: Bashir N.\n",
     "OM111", "written twice"),
    # keys, values and acts
    ("a misspelt key",
     "    measured_on: salmon", "    »measured_om: salmon",
     "OM202", "did you mean measured_on?"),
    ("a key nobody knows",
     "    kept_if: trust.bashir", "    »mood: good\n    kept_if: trust.bashir",
     "OM202", "there is no key `mood`"),
    ("an ending without a title",
     "  - title: Kehoe's lorry\n    text", "  - »text",
     "OM201", "`title` is missing"),
    ("a misspelt act",
     "does: [pitch]", "does: [»ptich]",
     "OM204", "did you mean pitch?"),
    ("an act by another word",
     "{listen: {to: declan}}", "{»ask: {to: declan}}",
     "OM204", "did you mean listen?"),
    ("a number beyond its scale",
     "    courtesy: 0\n", "    courtesy: »9\n",
     "OM203", "at most 3"),
    ("a duration that is none",
     "prepare: {hours: 1h,", "prepare: {hours: »1 hour,",
     "OM203", "write a duration as 30m"),
    ("a number that is text",
     "    amount: 60\n    due: 8d", "    amount: »sixty\n    due: 8d",
     "OM203", "a number is needed here"),
    # names
    ("a contact nobody knows",
     "with: [nuala, bashir]\n    prepare", "with: [nuala, »bashr]\n    prepare",
     "OM301", "did you mean bashir?"),
    ("a speaker nobody knows",
     "- bashir: Dry, yes.", "- »basheer: Dry, yes.",
     "OM301", "did you mean bashir?"),
    ("a fact nobody can learn",
     "{listen: {to: bashir, learn: [wet_wood]}}", "{listen: {to: bashir, learn: [»wet_woods]}}",
     "OM301", "did you mean wet_wood?"),
    ("a topic that is none",
     "{raise: punt}", "{raise: »pint}",
     "OM301", "did you mean punt?"),
    ("an entry that is not in the ledger",
     "{promise: thirty}", "{promise: »thirteen}",
     "OM301", "did you mean thirty?"),
    ("a capability we do not have",
     "    of: kiln_bags\n    amount: 60\n    due: 8d", "    of: »kiln_bag\n    amount: 60\n    due: 8d",
     "OM301", "did you mean kiln_bags?"),
    ("a principle there is not",
     "well: [listen-as-much-as-you-sell, look", "well: [»listen-as-much-as-you-talk, look",
     "OM301", "did you mean listen-as-much-as-you-sell?"),
    ("an id used twice",
     "- id: see_how_it_runs", "- id: »sixty",
     "OM302", "two choices are called 'sixty'"),
    ("a beat that is not below",
     "            thinks: Said yes before I'd finished asking.", "            then: »door",
     "OM303", "beats run downwards"),
    ("an entry of ours that we owe nobody",
     "  old_chip:\n    label: Cart away the wet chip in Nuala's shed\n    side: ours\n    to: nuala\n",
     "  »old_chip:\n    label: Cart away the wet chip in Nuala's shed\n    side: ours\n",
     "OM304", "add `to: CONTACT`"),
    ("a promise without an amount",
     "  old_chip:\n    label: Cart", "  »old_chip:\n    of: kiln_bags\n    label: Cart",
     "OM305", "needs an amount"),
    ("a promise of what they owe",
     "{promise: sixty_on}", "{promise: »burn_log}",
     "OM306", "burn_log is theirs"),
    ("news after the end",
     "    day: 5\n", "    day: »50\n",
     "OM307", "after the scenario ends"),
    ("an ending that hides those below it",
     "  - when: stage >= foothold\n    title: A number", "  - »title: A number",
     "OM308", "hides those below it"),
    # conditions
    ("a condition that cannot be read",
     "    kept_if: trust.bashir >= 3", "    kept_if: trust.bashir »=> 3",
     "OM400", "at least is >="),
    ("a word conditions do not know",
     "broken == 0 and kept >= 2", "broken == 0 and »keeped >= 2",
     "OM401", "did you mean kept?"),
    ("a condition on a fact there is not",
     "            when: knows.old_ovens", "            when: »knows.old_oven",
     "OM402", "did you mean old_ovens?"),
    # what cannot be meant
    ("a topic that nobody raises",
     "  punt: {label: The blue", "  »crane: {label: The crane on the quay}\n  punt: {label: The blue",
     "OM501", "crane is never raised"),
    ("a line that asks for what comes later",
     "            when: knows.sent_back", "            when: »said.sixty",
     "OM511", "sixty cannot have been said before this"),
    ("trust beyond its scale",
     "    kept_if: trust.bashir >= 3", "    kept_if: »trust.bashir >= 9",
     "OM512", "trust.bashir runs from 0 to 5"),
    ("homework for which there is no time",
     "prepare: {hours: 1h, homework: [ask_declan,", "prepare: {hours: 30m, homework: [»ask_declan,",
     "OM533", "ask_declan takes 1h, and 30m at most are left"),
    ("a task that takes longer than there is",
     "    to: bashir\n    due: 8d\n    takes: 1h", "    to: bashir\n    due: 8d\n    takes: »9h",
     "OM534", "falls due where there are 3h at most"),
    ("a promise that is due before it can be given",
     "    due: 33d\n    price: €11 a bag\n    backing", "    due: »10d\n    price: €11 a bag\n    backing",
     "OM536", "can be agreed on day 14 at the earliest"),
    ("a line that says another number than it promises",
     "            say: >\n              Sixty, yes.", "            say: »>\n              70 bags, yes.",
     "OM540", "the line says 70 bags, and sixty is about 60 bags"),
    # the author rules
    ("a line much longer than those beside it",
     "say: >\n              Let me put your five weeks", "say: »>\n              "
     "Before I say a word of what we can and cannot do, let me put your five weeks",
     "OM604", "friday has"),
    ("a line that is hardly answered",
     "            reply:\n              - nuala: Kehoe's told me on the spot.\n"
     "              - bashir: Last year's man told you on the spot.\n"
     "              - nuala: Friday, then. Noon. I'll have the phone in my oilskins.",
     "            »reply:\n              - nuala: Friday, then.",
     "OM609", "friday is answered in 2 words"),
    ("time for all the homework",
     "    prepare: {hours: 1h,", "    »prepare: {hours: 2h,",
     "OM612", "there is time for all of it"),
    ("a contact who enjoys nothing",
     "  bashir:\n    name: Bashir Noori\n    title: Head smoker\n    department: production\n    role: uses\n"
     "    goals: {clean_smoke: 3, christmas: 2}\n    measured_on: salmon sent back\n"
     "    wants: to be asked before, not after\n    enjoys: crosswords\n",
     "  »bashir:\n    name: Bashir Noori\n    title: Head smoker\n    department: production\n"
     "    role: uses\n"
     "    goals: {clean_smoke: 3, christmas: 2}\n    measured_on: salmon sent back\n"
     "    wants: to be asked before, not after\n",
     "OM614", "bashir has no `enjoys`"),
    ("the language of training in a mouth",
     "- nuala: Now. I still want", "- »nuala: Now. My stakeholders want",
     "OM617", "'stakeholders' is a word of sales training"),
]  # fmt: skip


def remarks(text: str) -> tuple[Diagnostic, ...]:
    """Everything that is said of a scenario's text, and is not accepted."""
    try:
        found = diagnosis(read_yaml(text, "f.yaml")).found
    except ScenarioError as error:
        found = error.diagnostics
    return tuple(wrong for wrong in found if wrong.accepted is None)


def test_there_are_thirty_and_they_differ() -> None:
    assert len({title for title, *_ in MISTAKES}) == len(MISTAKES) >= 30
    assert [wrong for wrong in remarks(REAL) if wrong.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "told"), [pytest.param(*row[1:], id=row[0]) for row in MISTAKES]
)
def test_a_mistake_is_told_where_it_stands(old: str, new: str, code: str, told: str) -> None:
    assert REAL.count(old) == 1, f"stands {REAL.count(old)} times in the scenario: {old}"
    before, mark, after = REAL.replace(old, new).partition("»")
    assert mark, "where must the remark point?"
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    found = remarks(before + after)
    assert [wrong.code for wrong in found if wrong.severity is Severity.ERROR] == [code] * (
        code not in WARNINGS
    )
    (wrong,) = (wrong for wrong in found if wrong.code == code and wrong.place == place)
    assert told in wrong.line()
