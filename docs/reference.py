"""What the reference of the format repeats from the code: every key with an example, every act, every name.

The examples are taken from the page of the format, where each of them is tested.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docs.rows import header, row
from scoring import specs
from simulator.scenario import acts, model, values
from simulator.scenario.conditions import When
from simulator.scenario.schema import MADE
from simulator.scenario.source import read_yaml
from simulator.scenario.text import shorten

FORMAT = Path(__file__).parent / "authoring" / "format.md"
_YAML = re.compile(r"(?:^<!-- (yaml[^\n]*) -->\n)?^```yaml\n(.*?)^```$", re.M | re.S)
_PLACES: dict[str, type[BaseModel]] = {
    "yaml": model.Scenario,
    "yaml: encounter": model.Encounter,
    "yaml: beat": model.Beat,
    "yaml: choice": model.Choice,
}
_ACTS = re.compile(r"^<!-- yaml: acts -->\n```yaml\n(.*?)^```$", re.M | re.S)
LONGEST = 60
"""An example of more characters than this is shortened."""

KINDS: tuple[tuple[Any, str], ...] = (
    (values.Prose, "text"),
    (values.Name, "name"),
    (values.Slug, "id"),
    (values.Days, "day"),
    (values.Minutes, "hours"),
    (values.DueDay, "due day"),
    (values.Number, "number"),
    (values.Flag, "true or false"),
    (values.Whole, "whole number"),
    (When, "condition"),
    (acts.Acts, "acts"),
    (model.Script, "lines"),
    (model.Levels, "number, steps or list"),
    (model.Weights, "1 to 3, or steps"),
    (model.NameList, "name or list of names"),
    (acts.Names, "list of names"),
)
"""What a key holds, in an author's words; anything else is worked out from its type."""

PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The file", model.Scenario),
    ("Seller", model.Seller),
    ("A capability", model.Capability),
    ("One value of a capability", model.Level),
    ("Account", model.Account),
    ("A goal", model.Goal),
    ("Gates", model.Gates),
    ("A gate", model.Gate),
    ("The gate of a loss", model.LostGate),
    ("A contact", model.Contact),
    ("A fact", model.Fact),
    ("A topic", model.Topic),
    ("A piece of homework", model.Homework),
    ("A ledger entry", model.Entry),
    ("What is understood", model.Understood),
    ("A scene", model.Scene),
    ("An encounter", model.Encounter),
    ("Ways to meet", model.Ways),
    ("Preparation", model.Preparation),
    ("An objective", model.Objective),
    ("Agreeing", model.Agreeing),
    ("Following through", model.Following),
    ("A beat", model.Beat),
    ("A choice", model.Choice),
    ("A calendar entry", model.News),
    ("An ending", model.Ending),
    ("A variant", model.Variant),
    ("Par", model.Par),
)


def describe(kind: type[BaseModel], name: str, field: FieldInfo) -> str:
    """What a key means. Raises KeyError where nobody has said."""
    if not field.description:
        raise KeyError(f"{kind.__name__}.{name} has no words")
    return field.description


def kind_of(hint: Any) -> str:
    """What a key holds, in an author's words."""
    for known, words in KINDS:
        if hint == known:
            return words
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(kind_of(arg) for arg in args if arg is not type(None))
    if origin is Literal:
        return ", ".join(f"`{arg}`" for arg in args)
    if origin is Annotated:
        return _bounded(args) or kind_of(args[0])
    if origin is tuple:
        return f"list: {kind_of(args[0])}"
    if origin is dict:
        return f"by name: {kind_of(args[1])}"
    if hint is Any:
        return "anything"
    if hint is model.Numbers:
        return "[numbers](../world.md#the-numbers)"
    for title, part in PARTS:
        if hint is part:
            return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if hint is specs.Spec:
        return "playthrough"
    return {str: "text", int: "whole number", bool: "true or false"}[hint]


def _bounded(args: tuple[Any, ...]) -> str:
    for info in args[1:]:
        limits: dict[str, int] = {}
        for part in getattr(info, "metadata", ()):
            limits |= {sign: getattr(part, sign) for sign in ("ge", "le") if hasattr(part, sign)}
        if len(limits) == 2:
            return f"{limits['ge']} to {limits['le']}"
    return ""


def left_out(part: type[BaseModel], name: str, field: FieldInfo, kind: str) -> str:
    """What holds where a key is left out."""
    if (part, name) in MADE:
        return "made"
    if field.is_required():
        return "**needed**"
    held = field.default
    if kind == "hours" and isinstance(held, int):
        return f"`{values.show_minutes(held)}`"
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, str) and held:
        return f"`{held}`"
    return str(held) if isinstance(held, int) else "–"


def keys(kind: type[BaseModel], *, examples: bool = False) -> Iterator[str]:
    """The keys of one part of the format."""
    hints = get_type_hints(kind, include_extras=True)
    yield from header("key", "holds", "left out", "meaning", *["example"] * examples)
    own = kind.__annotations__
    for name in sorted(kind.model_fields, key=lambda name: name not in own):
        field, holds = kind.model_fields[name], kind_of(hints[name])
        key, words = field.alias or name, describe(kind, name, field)
        found = (kind, key) in _examples()
        sample = [f"`{shown(key, example(kind, key))}`" if found else "–"] if examples else []
        yield row(f"`{key}`", holds, left_out(kind, name, field, holds), words, *sample)


def format_keys() -> Iterator[str]:
    """Every key of the format, part by part."""
    for title, kind in PARTS:
        yield ""
        yield f"### {title}"
        yield ""
        yield " ".join((kind.__doc__ or "").split())
        yield ""
        yield from keys(kind, examples=True)
    yield ""


def act_keys() -> Iterator[str]:
    """Every act with its details and how it is written."""
    yield from header("act", "meaning", "details", "examples")
    for word, kind in acts.BY_NAME.items():
        details = []
        for name, field in kind.model_fields.items():
            if name != "act" and not (name == "to" and issubclass(kind, acts.Spoken)):
                needed = " (needed)" if field.is_required() else ""
                details.append(f"`{name}`{needed}: {describe(kind, name, field)}")
        to = ["`to`"] if issubclass(kind, acts.Spoken) else []
        meaning = " ".join((kind.__doc__ or "").split())
        yield row(f"`{word}`", meaning, " ".join([*details, *to]) or "–", act_examples(word))


CONDITIONS: tuple[tuple[str, str, str], ...] = (
    ("knows.X", "yes or no: a fact, topic, goal or capability is known", "knows.stood_still"),
    ("said.CHOICE", "yes or no: a line was said", "said.renewal"),
    ("asked.PROPOSAL", "yes or no: something was proposed", "not asked.sole_supplier"),
    (
        "entry.ID",
        "`none`, `tabled`, `open`, `kept`, `broken` or `amended` (withdrawn, replaced or warned of); "
        "compared with `==` or `!=`",
        "entry.two_fitters == kept",
    ),
    ("trust.CONTACT", "0 to 5", "trust.ines >= 3"),
    ("met.CONTACT", "yes or no: they have been met", "met.oskar"),
    (
        "valued.CONTACT",
        "yes or no: still there, and had a valuable touch in this stretch or the last",
        "valued.oskar",
    ),
    (
        "root.ROOT",
        "`broken`, `strained` or `sound`, in this order; the roots are `honesty`, `competence`, "
        "`consistency`, `follow_through`",
        "root.honesty == sound",
    ),
    ("weakest", "the weakest root", "weakest >= strained"),
    ("met", "how many people of the customer have been met", "met >= 2"),
    ("kept", "how many of our entries for this account were kept", "kept >= 2"),
    ("broken", "how many of our entries for this account were broken", "broken == 0"),
    ("theirs_done", "how many of their entries were kept", "theirs_done >= 1"),
    ("orders", "how many orders were placed", "orders >= 1"),
    ("value", "how many results they have acknowledged", "value >= 1"),
    ("covered", "departments in which somebody is `valued`", "covered >= 2"),
    ("rival", "the rival's pressure, 0 to 3", "rival < 2"),
    (
        "stage",
        "`lost`, `me_too`, `foothold`, `me_first` or `only_me`, in this order: the true one",
        "stage >= me_first",
    ),
    ("way", "`visit`, `call` or `skip`; compared with `==` or `!=`", "way == visit"),
    ("day", "the day, compared with `30`, `9d` or `6w`", "day >= 6w"),
)
"""The names a condition may read: what each is, and one at work."""


def condition_names() -> Iterator[str]:
    """Every name a condition may read."""
    yield from header("name", "what it is", "example")
    for name, words, sample in CONDITIONS:
        yield row(f"`{name}`", words, f"`{sample}`")


def spec_keys() -> Iterator[str]:
    """The keys of a spec file."""
    yield from keys(specs.Specs)
    yield ""
    yield "One playthrough:"
    yield ""
    yield from keys(specs.Spec)


def example(kind: type[BaseModel], key: str) -> Any:
    """What a tested scenario writes under a key. Raises KeyError where none has it."""
    return _examples()[kind, key]


@cache
def _examples() -> dict[tuple[type[BaseModel], str], Any]:
    found: dict[tuple[type[BaseModel], str], Any] = {}
    for note, text in _YAML.findall(FORMAT.read_text(encoding="utf-8")):
        if text.startswith("format:") or note in _PLACES:
            _collect(found, _PLACES.get(note, model.Scenario), read_yaml(text, "example").data)
    return found


def _collect(found: dict[tuple[type[BaseModel], str], Any], hint: Any, data: Any) -> None:
    """Keeps what `data` holds under each key of the parts it is made of."""
    part = hint if isinstance(hint, type) and issubclass(hint, BaseModel) else None
    if part is not None and isinstance(data, dict):
        hints = get_type_hints(part, include_extras=True)
        for name, field in part.model_fields.items():
            key = field.alias or name
            if key in data:
                found.setdefault((part, key), data[key])
                _collect(found, hints[name], data[key])
    elif part is None:
        for inner in get_args(hint):
            if isinstance(data, list):
                for item in data:
                    _collect(found, inner, item)
            elif get_origin(hint) is dict and isinstance(data, dict):
                for item in data.values():
                    _collect(found, inner, item)
            else:
                _collect(found, inner, data)


def shown(key: str, value: Any) -> str:
    """A key and its value as one writes them on one line, shortened where they are long."""
    if isinstance(value, str):
        return f"{key}: {shorten(value, LONGEST - len(key) - 2)}"
    whole = (f"{key}: {_flow(value, depth)}" for depth in (9, 3, 2, 1))
    return next((text for text in whole if len(text) <= LONGEST), f"{key}: {_flow(value, 0)}")


def _flow(value: Any, depth: int) -> str:
    """A value on one line; below `depth`, and for prose inside braces, there is an ellipsis."""
    if isinstance(value, dict) and value:
        held = [f"{key}: {_flow(value[key], depth - 1) if depth else '…'}" for key in value]
        return "{" + (", ".join(held) if depth else f"{held[0]}{', …' * (len(held) > 1)}") + "}"
    if isinstance(value, list):
        return "[" + (", ".join(_flow(held, depth - 1) for held in value) if depth else "…") + "]"
    if isinstance(value, str):
        return value if " " not in value else "…"
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def _written_acts() -> tuple[str, ...]:
    block = _ACTS.search(FORMAT.read_text(encoding="utf-8"))
    assert block, "the page of the format shows every act"
    return tuple(line.removeprefix("- ") for line in block[1].splitlines())


def act_examples(word: str) -> str:
    """How an act is written, in the forms the page of the format shows."""
    held = [text for text in _written_acts() if re.fullmatch(rf"{word}(:.*)?", text)]
    return "<br>".join(f"`{text}`" for text in held)
