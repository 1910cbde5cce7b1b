"""What somebody is told before a sitting of an assessment: purpose, who sees what, time, tries, what comes
afterwards. The same words in the terminal and in plain mode."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.sentences import incident_title
from simulator.cohort.grades import Rule
from simulator.cohort.rules import Rules
from simulator.cohort.states import show

Section = tuple[str, tuple[str, ...]]
"""A heading, and sentences under it."""

PARTS = {
    "score": "your score",
    "dimensions": "your points by dimension",
    "lines": "your own lines",
    "debrief": "the debrief",
}
"""What may be reviewed, as it is called to the trainee."""
WHEN = {
    "submitted": "as soon as you have handed in",
    "closed": "once the assessment is closed",
    "released": "once your trainer releases the results",
}
_GRADE = {
    Rule.FIRST: "The first one counts.",
    Rule.BEST: "The best one counts.",
    Rule.LAST: "The last one counts.",
    Rule.MEAN: "The mean of them counts.",
}


def invitation(rules: Rules, *, sat: int, retention_days: int | None) -> tuple[Section, ...]:
    """Everything to be known before one starts. `rules` are those that hold for this person; `sat` is how
    many sittings there have been; `retention_days` as the cohort has it."""
    return (
        ("What it is for", (rules.purpose,)),
        ("Who sees what", tuple(_seen(rules, retention_days))),
        ("Time", tuple(_time(rules))),
        ("Sittings", tuple(_sittings(rules, sat))),
        ("While you play", tuple(_playing(rules))),
        ("What counts", tuple(_counts(rules))),
        ("What you will be shown", tuple(_review(rules))),
    )


def _seen(rules: Rules, retention_days: int | None) -> Iterator[str]:
    yield rules.seen_by
    yield "Your name stands apart from your results, which go by a pseudonym."
    yield "Nobody is shown your notes to yourself."
    if retention_days is None:
        yield "It is kept until somebody deletes it; you may ask for that."
    else:
        yield (
            f"Your name and whatever was written in words are kept for {_count(retention_days, 'day')} after "
            "the cohort's last assessment has closed. You may ask for a copy, and for them to go earlier."
        )


def _time(rules: Rules) -> Iterator[str]:
    many = len(rules.scenarios)
    what = f"all {many} scenarios together" if many > 1 else "the one scenario"
    if rules.minutes is None and rules.closes is None:
        yield f"There is no time limit for {what}."
        return
    if rules.minutes is not None:
        yield (
            f"You have {_count(rules.minutes, 'minute')} for {what}. They begin when you start, and go on "
            "while you are away."
        )
    if rules.closes is not None:
        also = ", whenever you start" if rules.minutes is not None else f" for {what}"
        yield f"It closes at {show(rules.closes)}{also}."
    whole = "What you have played to its end counts all the same."
    match rules.at_expiry:
        case "submit":
            yield "When the time is up, what you have done by then is handed in as it is."
        case "grace":
            yield (
                f"When the time is up you may go on for {_count(rules.grace_minutes, 'minute')}, and it is "
                "marked as late. Then what you have done is handed in as it is."
            )
        case _:
            yield f"What is not handed in when the time is up does not count. {whole}"


def _sittings(rules: Rules, sat: int) -> Iterator[str]:
    if rules.attempts == 1:
        yield "There is one sitting: it cannot be had a second time."
        return
    yield f"This is sitting {sat + 1} of {rules.attempts}. {_GRADE[rules.grade]}"
    if rules.delay_hours:
        yield f"Between two of them {_count(rules.delay_hours, 'hour')} must go by."


def _playing(rules: Rules) -> Iterator[str]:
    yield "Nothing can be taken back, and there are no hints."
    if rules.shuffle:
        yield "The lines stand in an order of your own."
    yield (
        "Every choice is kept before you see what comes of it. If the connection or the machine fails, "
        "nothing is lost: come back with the same code, here or on another machine. Only one window at a "
        "time can go on."
    )


def _counts(rules: Rules) -> Iterator[str]:
    if rules.pass_mark is not None:
        yield f"The pass mark is {rules.pass_mark} % of the best that can be reached."
    else:
        yield "There is no pass mark."
    for kind in rules.bars_pass if rules.pass_mark is not None else ():
        yield f"Whatever the points, this bars a pass: {incident_title(kind)}."


def _review(rules: Rules) -> Iterator[str]:
    held = dict(rules.review)
    for when, words in WHEN.items():
        if parts := [PARTS[name] for name in PARTS if held[name] == when]:
            yield f"{words.capitalize()}: {_listed(parts)}."
    if parts := [PARTS[name] for name in PARTS if held[name] == "never"]:
        yield f"Not shown: {_listed(parts)}."


def when_shown(rules: Rules, part: str) -> str:
    """When a part of the review may be seen, in a sentence."""
    when = dict(rules.review)[part]
    title = PARTS[part]
    return f"{title.capitalize()}: {WHEN[when]}." if when in WHEN else f"{title.capitalize()}: not shown."


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'s' * (number != 1)}"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
