"""The JSON Schema of the format, for editors: what may stand where, in every form an author may write it.

It is made from the models; `snippets.py` adds what an editor offers to write. It knows shapes only: whether a
name means anything, the loader says.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from simulator.scenario import acts, model
from simulator.scenario.base import Model
from simulator.scenario.conditions import When
from simulator.scenario.names import REFERENCES
from simulator.scenario.principles import principles
from simulator.scenario.snippets import MEANINGS, SNIPPETS
from simulator.scenario.values import Days, Minutes, Name, Prose

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that every editor reads."""
TIMES = (Days, Minutes)
"""What is written otherwise than it is kept, so that its default is no word an author would write."""
MADE = frozenset({(model.Choice, "id"), (model.Encounter, "id")})
"""Keys that a model needs and an author may leave out, since they are made from the words."""


def editor_schema() -> Schema:
    """The schema of a scenario file."""
    maker = _Maker()
    held = maker.part(model.Scenario)
    return {
        "$schema": DIALECT,
        "title": "Only Me",
        **held,
        "definitions": dict(sorted(maker.definitions.items())),
    }


class _Maker:
    """Makes schemas, and keeps those that are named."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def named(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a schema that is made once."""
        if name not in self.definitions:
            self.definitions[name] = {}  # a part may hold itself
            self.definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def part(self, kind: type[Model]) -> Schema:
        """A group of keys."""
        hints = get_type_hints(kind, include_extras=True)
        properties: dict[str, Schema] = {}
        needed = []
        for name, field in kind.model_fields.items():
            key = field.alias or name
            if _is_act(kind) and name == "act":
                continue
            properties[key] = {**self.value(kind, name, hints[name]), **_told(field.description or "")}
            if (
                isinstance(field.default, bool | int | str)
                and field.default != ""
                and hints[name] not in TIMES
            ):
                properties[key]["default"] = field.default
            if field.is_required() and (kind, name) not in MADE:
                needed.append(key)
        return {
            "type": "object",
            **_told(_sentence(kind)),
            "properties": properties,
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
            **_snippets(kind.__name__),
        }

    def value(self, kind: type[Model], name: str, hint: Any) -> Schema:
        """What one key of a part may hold."""
        reference = next((REFERENCES[base, name] for base in kind.__mro__ if (base, name) in REFERENCES), "")
        if reference == "principle":
            return {"type": "array", "items": self.named("Principle", _principle), "uniqueItems": True}
        return {**self.of(hint), **_snippets(f"{kind.__name__}.{name}")}

    def of(self, hint: Any) -> Schema:
        """The schema of a type, in the forms an author may write it."""
        for known, name, make in (
            (acts.Acts, "Acts", self.does),
            (model.Script, "Lines", self.lines),
            (model.Levels, "Levels", self.levels),
            (model.Weights, "Weights", self.weights),
            (model.NameList, "Names", self.names),
            (When, "Condition", lambda: _leaf(When)),
        ):
            if hint == known:
                return self.named(name, make)
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            forms = [self.of(arg) for arg in args if arg is not type(None)]
            return forms[0] if len(forms) == 1 else {"anyOf": forms}
        if origin is tuple:
            return {"type": "array", "items": self.of(args[0])}
        if origin is dict:
            return self.by_name(*args)
        if origin is Literal:
            return _words(args)
        if origin is Annotated and get_origin(args[0]) in (tuple, dict):
            return self.of(args[0])
        if isinstance(hint, type) and issubclass(hint, Model):
            return self.named(hint.__name__, lambda: self.part(hint))
        return _leaf(hint)

    def by_name(self, key: Any, value: Any) -> Schema:
        """Names, or words of a list, with what belongs to each."""
        if get_origin(key) is Literal:
            held = {word: {**self.of(value), "description": MEANINGS.get(word, "")} for word in get_args(key)}
            return {"type": "object", "properties": held, "additionalProperties": False}
        if value is Any:
            return {"type": "object"}
        names = {"propertyNames": _leaf(key)} if key == Name else {}
        return {"type": "object", **names, "additionalProperties": self.of(value)}

    def lines(self) -> Schema:
        """A script: lines with their speakers, or one text of the narrator's."""
        line = self.named("Line", self.line)
        one = {"anyOf": [line, _leaf(Prose)]}
        return {"anyOf": [{"type": "array", "items": one}, line, _leaf(Prose)]}

    def line(self) -> Schema:
        """One line: speaker and text, and when it is left out."""
        return {
            "type": "object",
            "description": "Who speaks and what is said. A speaker is narrator, you or a contact.",
            "properties": {
                "narrator": {**_leaf(Prose), "description": "What is seen and heard."},
                "you": {**_leaf(Prose), "description": "What the trainee says."},
                "when": {**self.of(When), "description": "The line is left out where this does not hold."},
            },
            "additionalProperties": {**_leaf(Prose), "description": "What this person says."},
            "minProperties": 1,
            "maxProperties": 2,
        }

    def levels(self) -> Schema:
        """What we can do: a number, steps by day, or a list of which the first that holds counts."""
        number = {"type": "number"}
        steps = {"type": "object", "additionalProperties": number}
        return {
            "anyOf": [
                number,
                steps,
                {"type": "array", "items": {"anyOf": [number, self.of(model.Level)]}, "minItems": 1},
            ]
        }

    def weights(self) -> Schema:
        """How much a goal weighs: one number, or steps by day."""
        weight = _leaf(model.Weight)
        return {"anyOf": [weight, {"type": "object", "additionalProperties": weight}]}

    def names(self) -> Schema:
        """One name or a list of them."""
        return {"anyOf": [_leaf(Name), {"type": "array", "items": _leaf(Name)}]}

    def does(self) -> Schema:
        """One act or a list of them."""
        word, act = self.named("ActAlone", self.word), self.named("Act", self.act)
        return {"anyOf": [word, {"type": "array", "items": {"anyOf": [word, act]}, "minItems": 1}, act]}

    def word(self) -> Schema:
        """An act that is one word."""
        words = {word: _sentence(kind) for word, kind in acts.BY_NAME.items() if acts.needs_nothing(kind)}
        wrong = f"Alone there are {', '.join(words)}. Any other act is a word with its details."
        return {"enum": list(words), "enumDescriptions": list(words.values()), "errorMessage": wrong}

    def act(self) -> Schema:
        """An act with what belongs to it. One that may be a word alone is offered as that."""
        return {
            "type": "object",
            "properties": {
                word: {
                    **_told(_sentence(kind)),
                    **self.details(kind),
                    **({"doNotSuggest": True} if acts.needs_nothing(kind) else {}),
                }
                for word, kind in acts.BY_NAME.items()
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
            **_snippets("Act"),
        }

    def details(self, kind: type[acts.BaseAct]) -> Schema:
        """What may follow the word of an act: its short form, or all its details."""
        full = self.named(f"{kind.__name__}Act", lambda: self.part(kind))
        forms = []
        if kind.short:
            short = self.value(kind, kind.short, get_type_hints(kind, include_extras=True)[kind.short])
            forms.append(short)
            if short.get("type") == "array":
                forms.append(_leaf(Name))
        elif acts.needs_nothing(kind):
            forms.append({"type": "null"})
        return {"anyOf": [*forms, full]} if forms else full


def _sentence(kind: type[Model]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _told(words: str) -> Schema:
    """What is said about a key; with words of the format in it, also so that an editor sets them apart."""
    return {"description": words, **({"markdownDescription": words} if "`" in words else {})}


def _is_act(kind: type[Model]) -> bool:
    return issubclass(kind, acts.BaseAct)


def _words(words: tuple[Any, ...]) -> Schema:
    if all(word in MEANINGS for word in words):
        return {"enum": list(words), "enumDescriptions": [MEANINGS[word] for word in words]}
    return {"enum": list(words)}


def _principle() -> Schema:
    held = principles()
    return {"enum": list(held), "enumDescriptions": [each.statement for each in held.values()]}


def _snippets(place: str) -> Schema:
    return {"defaultSnippets": SNIPPETS[place]} if place in SNIPPETS else {}


def _leaf(hint: Any) -> Schema:
    return TypeAdapter(hint).json_schema()
