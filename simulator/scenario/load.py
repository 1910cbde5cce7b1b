"""From a library id, a path or a text to a Scenario; or to diagnostics that say where and how to mend it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulator.scenario.acts import BY_NAME
from simulator.scenario.defaults import completed, with_ids
from simulator.scenario.diagnostics import Diagnostic, ScenarioError
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem, problems, suggestion
from simulator.scenario.source import Source, read_file, read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_KEY_MISSING, _KEY_UNKNOWN, _WRONG_VALUE, _WRONG_ACT, _CONDITION = "OM201", "OM202", "OM203", "OM204", "OM400"
_BAD_VARIANT = "OM205"

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


def library() -> dict[str, FilePath]:
    """The scenarios that come with the program: id and file, in alphabetical order."""
    folder = FilePath(str(files("scenarios")))
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if not path.stem.endswith(".spec")}


def find(scenario: str) -> FilePath:
    """The file of a library id or a path. Raises ScenarioError where there is none."""
    known = library()
    if scenario in known:
        return known[scenario]
    path = FilePath(scenario)
    if _ID.fullmatch(scenario) and not path.exists():
        hint = suggestion(scenario, known) or f"the library has {', '.join(known)}"
        raise ScenarioError([Diagnostic("OM101", f"no scenario called {scenario!r}", scenario, hint=hint)])
    return path


def load(scenario: str, variant: str | None = None) -> Scenario:
    """A scenario by library id or path. Raises ScenarioError."""
    return build(read_file(find(scenario)), variant)


def parse(text: str | bytes, name: str, variant: str | None = None) -> Scenario:
    """A scenario from its text; `name` stands for the file in diagnostics. Raises ScenarioError."""
    return build(read_yaml(text, name), variant)


def build(source: Source, variant: str | None = None) -> Scenario:
    """A scenario from what was read. Raises ScenarioError with every diagnostic found."""
    data = with_ids(source.data)
    if variant is not None:
        data = _changed(source, data, variant)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(_in_order(_shape(source, data, error))) from None
    found = [_named(source, problem) for problem in problems(scenario)]
    if found:
        raise ScenarioError(_in_order(found))
    return completed(scenario)


def check(source: Source) -> list[Diagnostic]:
    """Every diagnostic of a file, its variants included; empty where all is well."""
    try:
        scenario = build(source)
    except ScenarioError as error:
        return [*source.warnings, *error.diagnostics]
    found = list(source.warnings)
    for name in scenario.variants:
        try:
            build(source, name)
        except ScenarioError as error:
            found += [
                Diagnostic(
                    _BAD_VARIANT, f"variant {name}: {wrong.message}", wrong.file, wrong.place, wrong.hint
                )
                for wrong in error.diagnostics
            ]
    return found


def scenario_hash(scenario: Scenario) -> str:
    """A fingerprint of what a scenario means: the model without `par`. Layout is free to change.

    The order of names counts: beats run in it, entries settle in it, a fact's first version is the true one.
    """
    content = scenario.model_dump(mode="json", by_alias=True, exclude={"par"})
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _changed(source: Source, data: Any, variant: str) -> Any:
    """The document with a variant's changes made. Raises ScenarioError where a path leads nowhere."""
    variants = data.get("variants") if isinstance(data, dict) else None
    known = variants if isinstance(variants, dict) else {}
    if variant not in known:
        hint = suggestion(variant, known) or (f"it has {', '.join(known)}" if known else "it has no variants")
        message = f"no variant called {variant!r}"
        raise ScenarioError([Diagnostic(_BAD_VARIANT, message, source.name, hint=hint)])
    changes = known[variant].get("change") if isinstance(known[variant], dict) else None
    for path, value in changes.items() if isinstance(changes, dict) else ():
        try:
            data = _put(data, path.split("."), value)
        except KeyError as missing:
            place = source.key_place(("variants", variant, "change", path))
            message = f"{path} leads nowhere: there is no {missing.args[0]!r}"
            hint = "name keys of this file, separated by dots"
            raise ScenarioError([Diagnostic(_BAD_VARIANT, message, source.name, place, hint)]) from None
    return data


def _put(data: Any, path: list[str], value: Any) -> Any:
    """A copy of `data` with `value` at `path`; lists are entered by the `id` of their items."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict) and (step in data or not rest):
        return {**data, step: _put(data.get(step), rest, value)}
    if isinstance(data, list):
        places = [i for i, item in enumerate(data) if isinstance(item, dict) and item.get("id") == step]
        if places:
            return [_put(item, rest, value) if i in places else item for i, item in enumerate(data)]
    raise KeyError(step)


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda wrong: (wrong.place.line, wrong.place.column) if wrong.place else (0, 0))


def _named(source: Source, problem: Problem) -> Diagnostic:
    place = source.key_place(problem.path) if problem.at_key else source.place(problem.path)
    return Diagnostic(problem.code, problem.message, source.name, place, problem.hint)


def _shape(source: Source, data: Any, error: ValidationError) -> list[Diagnostic]:
    wrongs = error.errors(include_url=False)
    inner = {wrong["loc"][:depth] for wrong in wrongs for depth in range(len(wrong["loc"]))}
    return [
        _explained(source, data, wrong)
        for wrong in wrongs
        if not (wrong["type"] == "too_short" and wrong["loc"] in inner)  # only its items were refused
    ]


def _followed(data: Any, loc: tuple[int | str, ...]) -> Iterator[int | str]:
    """The steps of a validator's location that lead somewhere in the document."""
    for step in loc:
        if isinstance(data, dict) and step in data:
            data = data[step]
            yield step
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            yield step


def _explained(source: Source, data: Any, wrong: ErrorDetails) -> Diagnostic:
    loc = wrong["loc"]
    path = tuple(_followed(data, loc))
    place = source.place(path)
    last = str(loc[-1]) if loc else ""
    problem, context = wrong["type"], wrong.get("ctx", {})
    hint = None
    code, message = _WRONG_VALUE, _SENTENCES.get(problem, "")
    if problem == "missing":
        code, message = _KEY_MISSING, f"`{last}` is missing here"
        if last == "does":
            hint = "say what the line does, such as `does: listen`"
        elif last == "id":
            hint = "no words to make one of; give it an `id` of its own, such as `id: first_visit`"
    elif problem == "extra_forbidden":
        code, message = _KEY_UNKNOWN, f"there is no key `{last}` here"
        place, hint = source.key_place(path), suggestion(last, _keys_near(loc))
    elif problem in ("literal_error", "enum"):
        message = f"{_shown(wrong['input'])} is not one of {context.get('expected', '')}"
        hint = suggestion(str(wrong["input"]), re.findall(r"'(\w+)'", str(context.get("expected", ""))))
    elif problem == "value_error":
        message = str(context["error"])
        if "no act called" in message:
            code, hint = _WRONG_ACT, suggestion(message.rsplit("'", 2)[-2], BY_NAME)
        elif type(context["error"]).__name__ == "ConditionError":
            code = _CONDITION
    elif problem == "string_pattern_mismatch":
        message = f"{_shown(wrong['input'])} cannot be a name here"
        place = source.key_place(path) if last == "[key]" else place
        joint = "_" if "_" in context.get("pattern", "") else "-"
        hint = f"use small letters, digits and {joint}"
    elif problem in ("greater_than_equal", "less_than_equal"):
        allowed = wrong["msg"].lower().replace("input should be ", "")
        message = f"{_shown(wrong['input'])} is out of range: {allowed}"
    return Diagnostic(code, message or wrong["msg"].lower(), source.name, place, hint)


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else text[:39] + "…")


@cache
def _all_keys() -> frozenset[str]:
    schema = Scenario.model_json_schema()
    return frozenset(key for part in schema["$defs"].values() for key in part.get("properties", {}))


def _keys_near(loc: tuple[int | str, ...]) -> frozenset[str]:
    return frozenset(Scenario.model_fields) if len(loc) == 1 else _all_keys()
