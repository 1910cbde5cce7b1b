"""The glossary: the words of the game, then the principles it teaches."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.principles import families, principles, sources
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph

TERMS: tuple[tuple[str, str], ...] = (
    ("Account", "A customer's organisation, with its people, its calendar and its history with you."),
    ("Aim", "What you want to leave a meeting with. You may drop it in the meeting, if theirs matters more."),
    ("Attempt", "One play of a scenario, kept from its first choice to its end."),
    ("Capability", "Something your company can do, and how much of it. Ask at home before you promise it."),
    ("Debrief", "What is told afterwards: what each line did, what lay hidden, what to try next."),
    ("Encounter", "A meeting with what belongs to it: preparing, agreeing, and the weeks that follow."),
    ("Entry", "A line of the ledger: something owed, by whom, to whom, and by when."),
    ("Foothold", "The second rung: a first order. They try you."),
    ("Hours", "What you have to spend, before a meeting and after it. What is left of them is lost."),
    ("Ledger", "All that is owed, by you and by them."),
    ("Me first", "The third rung: they ask you before the others."),
    ("Me too", "The first rung: you are one of several."),
    ("Only me", "The top rung: they ask nobody else, for as long as you deserve it."),
    (
        "Promise",
        "An entry held against what your company can do: how much, by when, at what price, how backed.",
    ),
    ("Stage", "Where the account stands on the ladder. You see the one you believe in; it may have slipped."),
    ("Task", "An entry that needs only hours, and not what your company can do."),
    ("Trust", "0 to 5, and a person's own. It moves on what is done."),
    ("Variant", "The same account with altered facts, for playing it again."),
    ("Warmth", "0 to 5: liking. Pleasant, and it opens no gate."),
)


def glossary() -> Iterator[Paragraph]:
    """All of it."""
    yield paragraph(("Words", "heading"))
    for term, meaning in TERMS:
        yield paragraph((f"{term}. ", "strong"), meaning, hang=2)
    for letter, family in families().items():
        yield BLANK
        yield paragraph((f"Principles: {family}", "heading"))
        for held in principles().values():
            if held.family == letter:
                yield paragraph(f"{held.number}. ", held.statement, (f" ({held.source})", "quiet"), hang=4)
    yield BLANK
    yield paragraph(("Where the principles come from", "heading"))
    for name, meaning in sources().items():
        yield paragraph((f"{name[:1].upper()}{name[1:]}. ", "strong"), meaning, hang=2)
