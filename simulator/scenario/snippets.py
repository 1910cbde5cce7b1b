"""What an editor offers to write, and what it says about the words to choose from.

A snippet is in the form that editors share: `$1` and `${1:words}` are the places to fill in, in order.
"""

from __future__ import annotations

from typing import Any

Snippet = dict[str, Any]

MEANINGS: dict[str, str] = {
    "beginner": "A first account: ten minutes, one trap.",
    "intermediate": "For those who have played one or two.",
    "advanced": "For those who want to be caught out.",
    "lost": "The customer has gone.",
    "me_too": "One of many who would like to supply them.",
    "foothold": "A first order, and a chance to be judged by it.",
    "me_first": "They ring us before they ask anybody else.",
    "only_me": "They would not think of anybody else.",
    "honesty": "What we say is so.",
    "competence": "We know our trade.",
    "consistency": "We are tomorrow as we are today.",
    "follow_through": "What we said gets done.",
    "broken": "They no longer believe it of us.",
    "strained": "They have begun to doubt it.",
    "sound": "They take it for granted.",
    "decides": "Says yes or no in the end.",
    "influences": "Is asked before it is decided.",
    "uses": "Works with what we sell.",
    "buys": "Orders it and pays for it.",
    "ours": "On our side.",
    "theirs": "On the customer's side.",
    "political": "Laws, rules, councils, and who is in office.",
    "economic": "Money: prices, margins, costs, what a loss comes to.",
    "social": "How people live and work, and what they expect.",
    "technological": "New ways of doing it.",
    "operations": "The daily work of the house.",
    "personal": "Small talk. It warms, and moves nothing else.",
}
"""What the words of closed lists mean, one sentence each."""


def _snippet(label: str, description: str, body: Any) -> Snippet:
    return {"label": label, "description": description, "body": body}


def _prose(place: int, words: str, depth: int = 1) -> str:
    """Prose on a line of its own, where no sign means anything but itself; deep enough for any nesting."""
    return ">\n" + "    " * depth + f"${{{place}:{words}}}"


def _said(place: int, contact: str, words: str) -> dict[str, str]:
    return {f"${{{place}:{contact}}}": _prose(place + 1, words, depth=2)}


_CHOICE = {
    "id": "${1:a_name}",
    "say": _prose(2, "The line, as it is said."),
    "does": "${3:listen}",
    "reply": [_said(4, "contact", "What they answer.")],
}
_TEMPTING = {
    **_CHOICE,
    "tempting": _prose(6, "Why a good seller might say it all the same."),
    "instead": "${7:another_choice}",
}
_BEAT = {
    "script": [_said(2, "contact", "What is said before the choices.")],
    "choices": [
        {"id": "${4:a_name}", "say": _prose(5, "The line, as it is said.", 2), "does": "${6:listen}"}
    ],
}
_ENTRY = {
    "label": "${2:What is owed}",
    "side": "ours",
    "to": "${3:contact}",
    "due": "${4:9d}",
    "takes": "${5:2h}",
}
_PROMISE = {
    "label": "${2:What is promised}",
    "side": "ours",
    "to": "${3:contact}",
    "of": "${4:capability}",
    "amount": "${5:2}",
    "due": "${6:9d}",
    "price": "${7:as now}",
    "backing": "${8:how we stand behind it}",
    "takes": "${9:2h}",
}
_THEIRS = {"label": "${2:What is owed}", "side": "theirs", "owner": "${3:contact}", "due": "${4:9d}"}
_CONTACT = {
    "name": "${2:First and last name}",
    "title": "${3:Post}",
    "department": "${4:department}",
    "role": "${5:decides}",
    "goals": {"${6:goal}": "${7:3}"},
    "measured_on": "${8:what their house measures them on}",
}
_HOMEWORK = {"label": "${2:Ask at home what we can do}", "takes": "${3:1h}"}

SNIPPETS: dict[str, list[Snippet]] = {
    "Choice": [
        _snippet("a line with its answer", "id, say, does and reply", _CHOICE),
        _snippet(
            "a tempting line", "The same, with why one might say it and what to say instead.", _TEMPTING
        ),
    ],
    "Encounter.beats": [
        _snippet("a beat", "What is said, and the lines to choose from.", {"${1:a_beat}": _BEAT})
    ],
    "Scenario.contacts": [
        _snippet("a contact", "Somebody at the customer.", {"${1:contact}": _CONTACT}),
        _snippet(
            "one of our own",
            "Somebody in our own house.",
            {"${1:contact}": {"name": "${2:First and last name}", "title": "${3:Post}", "side": "ours"}},
        ),
    ],
    "Scenario.ledger": [
        _snippet("a promise", "Ours, with a number held against a capability.", {"${1:promise}": _PROMISE}),
        _snippet("a task of ours", "Ours, without a number.", {"${1:task}": _ENTRY}),
        _snippet("a task of theirs", "What they owe us.", {"${1:task}": _THEIRS}),
    ],
    "Scenario.facts": [
        _snippet(
            "a fact", "Something to find out.", {"${1:fact}": {"label": "${2:The fact, in one sentence}"}}
        )
    ],
    "Scenario.topics": [
        _snippet(
            "a topic",
            "Something to talk about.",
            {"${1:topic}": {"label": "${2:The topic}", "lens": "${3:operations}", "bears_on": ["${4:goal}"]}},
        )
    ],
    "Scenario.homework": [
        _snippet("homework", "Something to find out beforehand.", {"${1:ask_at_home}": _HOMEWORK})
    ],
    "Seller.capabilities": [
        _snippet(
            "a capability",
            "What our company can truly do.",
            {"${1:capability}": {"label": "${2:What it is}", "unit": "${3:units}", "most": "${4:10}"}},
        )
    ],
    "Account.goals": [
        _snippet("a goal", "A result they want.", {"${1:goal}": {"label": "${2:The result, in their words}"}})
    ],
    "Encounter.objectives": [
        _snippet(
            "an objective",
            "What one may aim for.",
            {"${1:aim}": {"label": "${2:The aim, as a result}", "met_if": "${3:knows.a_fact}"}},
        )
    ],
    "Act": [
        _snippet("listen and learn", "Ask, and learn something by it.", {"listen": {"learn": ["${1:fact}"]}}),
        _snippet("record with", "Have them acknowledge a result.", {"record": "${1:contact}"}),
    ],
}
"""What is offered, by the part of the format (`Choice`) or the key (`Scenario.ledger`) it belongs to."""
