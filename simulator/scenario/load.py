"""From a library id, a path or a text to a Scenario; or to diagnostics that say where and how to mend it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from simulator.scenario.defaults import completed, with_ids
from simulator.scenario.diagnostics import Diagnostic, Place, ScenarioError
from simulator.scenario.model import Scenario
from simulator.scenario.names import Problem, problems, suggestion
from simulator.scenario.shapes import misshapen
from simulator.scenario.source import Source, read_file, read_yaml

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_BAD_VARIANT = "OM205"


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
        raise ScenarioError(in_order(misshapen(source, data, error))) from None
    found = [placed(source, problem) for problem in problems(scenario)]
    if found:
        raise ScenarioError(in_order(found))
    return completed(scenario)


def examined(source: Source) -> tuple[Scenario | None, list[Diagnostic]]:
    """The scenario of a file where it can be played, and every diagnostic, its variants included."""
    try:
        scenario = build(source)
    except ScenarioError as error:
        return None, [*source.warnings, *error.diagnostics]
    found = list(source.warnings)
    for name in scenario.variants:
        try:
            build(source, name)
        except ScenarioError as error:
            place = _place_of_variant(source, name, list(scenario.variants[name].change))
            found += [
                replace(wrong, code=_BAD_VARIANT, message=f"variant {name}: {wrong.message}", place=place)
                for wrong in error.diagnostics
            ]
    return scenario, found


def check(source: Source) -> list[Diagnostic]:
    """Every diagnostic about the reading of a file; empty where all is well."""
    return examined(source)[1]


def scenario_hash(scenario: Scenario) -> str:
    """A fingerprint of what a scenario means: the model without `par` and `accept`. Layout is free to change.

    The order of names counts: beats run in it, entries settle in it, a fact's first version is the true one.
    """
    content = scenario.model_dump(mode="json", by_alias=True, exclude={"par", "accept"})
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


def _place_of_variant(source: Source, name: str, changes: list[str]) -> Place:
    """Where to look for what is wrong with a variant: at its only change, or at its name."""
    if len(changes) == 1:
        return source.key_place(("variants", name, "change", changes[0]))
    return source.key_place(("variants", name))


def in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in the order of the text; what has no place comes first."""
    return sorted(found, key=lambda wrong: (wrong.place.line, wrong.place.column) if wrong.place else (0, 0))


def placed(source: Source, problem: Problem) -> Diagnostic:
    """What is wrong at a path of the file, said with its line and column."""
    if problem.word is not None:
        place = source.word_place(problem.path, problem.word)
    else:
        place = source.key_place(problem.path) if problem.at_key else source.place(problem.path)
    return Diagnostic(problem.code, problem.message, source.name, place, problem.hint)
