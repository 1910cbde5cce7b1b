"""What is wrong with the shape of a file, in an author's language: keys, values and acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from simulator.scenario.acts import BY_NAME, BaseAct
from simulator.scenario.base import Model
from simulator.scenario.diagnostics import Diagnostic
from simulator.scenario.model import Line, Scenario
from simulator.scenario.names import suggestion
from simulator.scenario.source import Path, Source
from simulator.scenario.text import shorten

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_KEY_MISSING, _KEY_UNKNOWN, _WRONG_VALUE, _WRONG_ACT, _CONDITION = "OM201", "OM202", "OM203", "OM204", "OM400"
_FEW = 12  # keys that can be listed in one hint

_STRAY = re.compile("'(.)' cannot stand")
_FORM = re.compile(r"(int|str|bool|none)\Z|(dict|tuple|list)\[|function-|constrained-")
"""How the validator calls a form that a value was tried as, within its locations."""

_SENTENCES = {
    "string_type": "text is needed here",
    "int_type": "a whole number is needed here",
    "bool_type": "true or false is needed here",
    "dict_type": "names with their details are needed here, each on a line of its own",
    "tuple_type": "a list is needed here, each item on a line beginning with `-`",
    "model_type": "details are needed here, as `key: value` lines",
    "model_attributes_type": "details are needed here, as `key: value` lines",
    "string_too_short": "this is empty",
    "too_short": "this is empty",
}
_MEANT = {
    "ask": "listen",
    "question": "listen",
    "acknowledge": "listen",
    "present": "pitch",
    "sell": "pitch",
    "mention": "raise",
    "talk": "raise",
    "remember": "recall",
    "commit": "promise",
    "withdraw": "amend",
    "warn": "amend",
    "refuse": "decline",
    "say_no": "decline",
    "agree": "table",
    "admit": "limit",
    "request": "propose",
}
"""Words an author may try first, and the act that does it."""
_MEANT_KEYS = {
    "max": ("most",),
    "min": ("least",),
    "text": ("say", "label"),
    "line": ("say",),
    "name": ("label", "title"),
    "description": ("about", "label"),
    "answer": ("reply",),
    "response": ("reply",),
    "next": ("then",),
    "goto": ("then",),
    "if": ("when",),
    "condition": ("when",),
    "deadline": ("due",),
    "day": ("due",),
    "duration": ("takes",),
    "hours": ("takes",),
    "options": ("choices",),
    "hobby": ("enjoys",),
    "effect": ("does",),
}
"""Keys an author may try first, and what the format calls them; the first that may stand there is meant."""
_SIGNS = {
    "=": "equal is ==, at least is >=, at most is <=",
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`; unequal is !=",
    "+": "nothing is calculated here",
    "*": "nothing is calculated here",
}
"""Signs of other languages that do not stand in a condition, and what does."""


def misshapen(
    source: Source, data: Any, error: ValidationError, whole: type[Model] = Scenario
) -> list[Diagnostic]:
    """A diagnostic for each place where the document `data` does not fit the format of the `whole`."""
    wrongs = error.errors(include_url=False)
    inner = {wrong["loc"][:depth] for wrong in wrongs for depth in range(len(wrong["loc"]))}
    meant = {_meant(wrong["loc"], whole) for wrong in wrongs if wrong["type"] == "extra_forbidden"}
    forms: dict[Path, dict[object, list[Diagnostic]]] = {}
    for wrong in wrongs:
        if wrong["type"] == "too_short" and wrong["loc"] in inner:  # only its items were refused
            continue
        if wrong["type"] == "missing" and wrong["loc"] in meant:  # it is there, misspelt
            continue
        place, form = _form(wrong["loc"])
        forms.setdefault(place, {}).setdefault(form, []).append(_explained(source, data, wrong, whole))
    return [wrong for tried in forms.values() for wrong in _nearest(list(tried.values()))]


def _form(loc: Path) -> tuple[Path, str]:
    """Where a value stands that may have several forms, and the form that was tried."""
    at = next((n for n, step in enumerate(loc) if isinstance(step, str) and _FORM.match(step)), None)
    return (loc, "") if at is None else (loc[:at], str(loc[at]))


def _nearest(forms: list[list[Diagnostic]]) -> list[Diagnostic]:
    """Of the forms a value may have, the remarks on the nearest; where none is nearer, one on all."""
    if len(forms) == 1:
        return forms[0]
    furthest = [max(wrong.place for wrong in found if wrong.place) for found in forms]
    near = [found for found, place in zip(forms, furthest, strict=True) if place == max(furthest)]
    if len(near) == 1:
        return near[0]
    said = ", or ".join(dict.fromkeys(wrong.message for found in near for wrong in found))
    return [replace(near[0][0], message=said)]


def _meant(loc: Path, whole: type[Model]) -> Path:
    """Where the key would stand that a misspelt one was probably meant to be."""
    near = get_close_matches(str(loc[-1]), keys_at(loc[:-1], whole), n=1)
    return (*loc[:-1], *near)


def keys_at(loc: Path, whole: type[Model] = Scenario) -> tuple[str, ...]:
    """The keys that may stand in the group at a validator's location, in the order of the format."""
    held: Any = whole
    for step in loc:
        held = _below(_bare(held), step)
    held = _bare(held)
    if not _is_model(held) or held is Line:
        return ()
    fields = sorted(held.model_fields.items(), key=lambda field: field[0] not in held.__annotations__)
    return tuple(field.alias or name for name, field in fields if name != "act")


def _is_model(held: Any) -> bool:
    return isinstance(held, type) and issubclass(held, Model)


def _bare(hint: Any) -> Any:
    """A type without its annotations, and without the None of what may be left out."""
    while True:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        elif get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
            (hint, *_) = (arg for arg in get_args(hint) if arg is not NoneType)
        else:
            return hint


def _below(held: Any, step: str | int) -> Any:
    """The type one step further in; None where the step leads nowhere."""
    if _is_model(held):
        fields = {field.alias or name: field for name, field in held.model_fields.items()}
        return fields[str(step)].annotation if step in fields else None
    if get_origin(held) is dict:
        return get_args(held)[1]
    if get_origin(held) is tuple:
        return get_args(held)[0]
    if any(_is_model(kind) and issubclass(kind, BaseAct) for kind in get_args(held)):
        return BY_NAME.get(str(step))
    return None


def _followed(data: Any, loc: tuple[int | str, ...]) -> Iterator[int | str]:
    """The steps of a validator's location that lead somewhere in the document."""
    for step in loc:
        if isinstance(data, dict) and step in data:
            data = data[step]
            yield step
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            yield step


def _explained(source: Source, data: Any, wrong: ErrorDetails, whole: type[Model]) -> Diagnostic:
    loc = wrong["loc"]
    path = tuple(_followed(data, loc))
    place = source.place(path)
    last = str(loc[-1]) if loc else ""
    problem, context = wrong["type"], wrong.get("ctx", {})
    hint, instead = None, None
    code, message = _WRONG_VALUE, _SENTENCES.get(problem, "")
    if problem == "missing":
        code, message, place = _KEY_MISSING, f"`{last}` is missing here", source.key_place(path)
        if last == "does":
            hint = "say what the line does, such as `does: listen`"
        elif last == "id":
            hint = "no words to make one of; give it an `id` of its own, such as `id: first_visit`"
    elif problem == "extra_forbidden":
        code, message = _KEY_UNKNOWN, f"there is no key `{last}` here"
        known = keys_at(loc[:-1], whole)
        place, hint, instead = source.key_place(path), _other_key(last, known), _only(last, known)
    elif problem == "tuple_type" and isinstance(wrong["input"], str):
        hint = f"as in [{shorten(wrong['input'])}]"
    elif problem in ("literal_error", "enum"):
        message = f"{_shown(wrong['input'])} is not one of {context.get('expected', '')}"
        hint = suggestion(str(wrong["input"]), re.findall(r"'(\w+)'", str(context.get("expected", ""))))
    elif problem == "value_error":
        message = str(context["error"])
        if "no act called" in message:
            word = message.rsplit("'", 2)[-2]
            code, hint = _WRONG_ACT, _other_act(word)
            place, instead = source.word_place(path, word), _only(word, tuple(BY_NAME))
        elif type(context["error"]).__name__ == "ConditionError":
            code, hint = _CONDITION, _SIGNS.get(message[1:2])
            if stray := _STRAY.match(message):
                sign = r"(?<![<>=!])=(?!=)" if stray[1] == "=" else re.escape(stray[1])
                place = source.found_place(path, re.compile(sign))
    elif problem == "string_pattern_mismatch":
        message = f"{_shown(wrong['input'])} cannot be a name here"
        place = source.key_place(path) if last == "[key]" else place
        joint = "_" if "_" in context.get("pattern", "") else "-"
        hint = f"use small letters, digits and {joint}"
    elif problem in ("greater_than_equal", "less_than_equal"):
        allowed = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        message = f"{_shown(wrong['input'])} is out of range: {allowed}"
    return Diagnostic(code, message or wrong["msg"].lower(), source.name, place, hint, instead=instead)


def _only(word: str, known: tuple[str, ...]) -> tuple[str, str] | None:
    """A misspelt word with the only known one it can be, one letter away or with two letters swapped."""
    near = [other for other in known if _one_slip(word, other)]
    return (word, near[0]) if len(near) == 1 else None


def _one_slip(word: str, other: str) -> bool:
    start = next((n for n, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(word), len(other)) if start is None else start
    rest, wanted = word[start:], other[start:]
    swapped = rest[1::-1] + rest[2:]
    return wanted in (rest[1:], swapped) or rest == wanted[1:] or (rest[1:] == wanted[1:] and word != other)


def _other_key(word: str, known: tuple[str, ...]) -> str | None:
    meant = next((key for key in _MEANT_KEYS.get(word, ()) if key in known), None)
    if hint := f"did you mean {meant}?" if meant else suggestion(word, known):
        return hint
    return f"the keys here are {', '.join(known)}" if 0 < len(known) <= _FEW else None


def _other_act(word: str) -> str:
    first, _, rest = word.partition(" ")
    if first in BY_NAME and rest:
        return f"did you mean {first}: {rest}?"
    meant = _MEANT.get(word.lower())
    hint = f"did you mean {meant}?" if meant else suggestion(word, BY_NAME)
    return hint or f"the acts are {', '.join(BY_NAME)}"


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else text[:39] + "…")
