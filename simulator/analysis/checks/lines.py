"""The craft of single lines: what is said, what it does, what answers it, and what the author notes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.rubric import default_rubric
from simulator.analysis.checks.subject import Decision, Subject, keyed, of_line
from simulator.analysis.craft import reply_words
from simulator.analysis.reading import count
from simulator.scenario import acts as a
from simulator.scenario.model import Choice, Line
from simulator.scenario.names import Problem
from simulator.scenario.walk import Path

LEAST_REPLY = 8
"""Words of an answer."""
MOST_SPOKEN = 45
"""Words that anybody says in one go."""
LEAST_TEMPTING = 6
"""Words on why a weaker line tempts."""
MOST_PRINCIPLES = 3
"""Principles one line shows or misses."""

_JARGON = re.compile(
    r"\b(me[ -]too stage|me first stage|only me stage|mutual task list|task list|rapport|stakeholders?"
    r"|value proposition|pain points?|win-win|close the deal|decision[ -]makers?|relationship selling"
    r"|upsell(?:ing)?|touch ?points?|go-to-market|synerg(?:y|ies)|key account)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\b(well done|good choice|bad choice|wrong choice|right choice|correct answer|wrong answer|right answer"
    r"|excellent choice|you chose (?:well|badly|wisely))\b",
    re.IGNORECASE,
)


def tempting(subject: Subject) -> Iterator[Problem]:
    """Weaker lines that do not say why they tempt, or what stands beside them (OM603)."""
    for path, choice in subject.choices:
        if not choice.badly or choice.well:
            continue
        missing = ["says what tempts in it"] * (count(choice.tempting) < LEAST_TEMPTING)
        missing += ["is set beside it"] * (choice.instead is None)
        if missing:
            message = f"{choice.id} is weaker, and nothing {' or '.join(missing)}"
            hint = (
                f"say why in `tempting`, in {LEAST_TEMPTING} words or more; name a better line in `instead`"
            )
            yield of_line("OM603", path, choice, message, hint)


def answers(subject: Subject) -> Iterator[Problem]:
    """Lines that nobody answers, or answers in few words; verdicts told in play (OM609)."""
    hint = f"let the world answer first, in {LEAST_REPLY} words or more, under `reply`"
    for decision in subject.decisions:
        unanswered = [choice for choice in decision.choices if not choice.reply]
        if unanswered:
            yield of_line(
                "OM609",
                _at(decision, unanswered),
                unanswered[0],
                f"nobody answers {_listed(unanswered)}",
                hint,
            )
        for place, choice in enumerate(decision.choices):
            words = reply_words(choice.reply)
            if choice.reply and words < LEAST_REPLY:
                message = f"{choice.id} is answered in {words} word{'s' * (words != 1)}"
                yield keyed("OM609", (*decision.place(place), "reply"), message, hint)
    for path, line in _lines(subject):
        if line.speaker == "narrator" and (found := _VERDICT.search(line.text)):
            message = f"{found[0]!r} is a verdict, and verdicts wait for the debrief"
            yield Problem("OM609", path, message, "tell what happens, and let the trainee judge")


def _at(decision: Decision, choices: list[Choice]) -> Path:
    """The path of the first of some choices of a moment."""
    return decision.place(decision.choices.index(choices[0]))


def _listed(choices: list[Choice]) -> str:
    """Lines by their ids: `one`, `one and two`, `one, two and three`."""
    *most, last = [choice.id for choice in choices]
    return f"{', '.join(most)} and {last}" if most else last


def speech(subject: Subject) -> Iterator[Problem]:
    """Lines too long for a mouth, and words of the trade of selling in one (OM617)."""
    for path, who, text in _spoken(subject):
        words = count(text)
        if words > MOST_SPOKEN:
            message = f"{who} {'say' if who == 'you' else 'says'} {words} words in one go"
            yield Problem(
                "OM617",
                path,
                message,
                f"people stop after {MOST_SPOKEN} at the latest; cut it, or let somebody answer in between",
            )
        if found := _JARGON.search(text):
            message = f"{found[0]!r} is a word of sales training, not of a conversation"
            yield Problem("OM617", path, message, "say it as this person would")


def _spoken(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    for path, choice in subject.choices:
        yield (*path, "say"), "you", choice.say
    for path, line in _lines(subject):
        if line.speaker != "narrator":
            yield path, line.speaker, line.text


def _lines(subject: Subject) -> Iterator[tuple[Path, Line]]:
    return ((path, part) for path, part in subject.parts if isinstance(part, Line))


def noted(subject: Subject) -> Iterator[Problem]:
    """Lines to a customer of which the debrief has nothing to quote (OM618)."""
    for decision in subject.decisions:
        silent = [
            choice for choice in decision.choices if not choice.thinks and _to_customer(subject, choice)
        ]
        if silent:
            message = f"nothing tells what they made of {_listed(silent)}"
            hint = "write in `thinks` what they note of it that night; the debrief quotes it"
            yield of_line("OM618", _at(decision, silent), silent[0], message, hint)


def _to_customer(subject: Subject, choice: Choice) -> bool:
    said_to = [name for act in choice.does for name in _hearers(act)]
    return not said_to or any(name in subject.program.customers for name in said_to)


def _hearers(act: a.BaseAct) -> Iterator[str]:
    if isinstance(act, a.Warm | a.Trust) and isinstance(act.by, dict):
        yield from act.by
    elif isinstance(act, a.Spoken | a.Warm) and act.to:
        yield act.to


def principles(subject: Subject) -> Iterator[Problem]:
    """Decisions that practise nothing by name, lines that practise too much, principles nobody practises
    (OM601).

    A principle that the rubric gives points under is shown by what is done, and needs no line that names it.
    """
    marked = {reason.principle for reason in default_rubric().reasons.values()}
    shown: dict[str, set[str]] = {"well": {*marked}, "badly": {*marked}}
    for path, choice in subject.choices:
        shown["well"].update(choice.well)
        shown["badly"].update(choice.badly)
        named = len(choice.well) + len(choice.badly)
        if named > MOST_PRINCIPLES:
            message = f"{choice.id} names {named} principles, so that none of them is its point"
            yield of_line(
                "OM601", path, choice, message, f"name the {MOST_PRINCIPLES} it shows best, or fewer"
            )
    for decision in subject.decisions:
        if not any(choice.well or choice.badly for choice in decision.choices):
            message = "no line of this moment shows or misses a principle by name"
            hint = "name what it practises under `well` and `badly` of its lines"
            yield keyed("OM601", (*decision.path, "choices"), message, hint)
    for place, principle in enumerate(subject.scenario.principles):
        missing = [how for how, held in shown.items() if principle not in held]
        if len(missing) > int(subject.drill):
            message = f"no line shows {principle} {' or '.join(missing)}"
            hint = f"name it under `{missing[0]}` of a line, or leave it out here"
            yield Problem("OM601", ("principles", place), message, hint)
