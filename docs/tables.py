"""Writes the tables of the handbook that repeat the code: `python -m docs.tables`.

Each table stands in a page between `<!-- table: NAME -->` and `<!-- end -->`. A test fails where a page and
the code differ, and where a key of the format has no words.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scoring import specs
from scoring.rubric import default_rubric
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.scenario import acts, model, values
from simulator.scenario.conditions import When
from simulator.terminal.actions import COMMANDS

HERE = Path(__file__).parent
_TABLE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

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


def left_out(field: FieldInfo, words: str, kind: str) -> str:
    """What holds where a key is left out."""
    if words.startswith("Left out, made from"):
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


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _header(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|" + "|".join("---" for _ in cells) + "|"


def keys(kind: type[BaseModel]) -> Iterator[str]:
    """The keys of one part of the format."""
    hints = get_type_hints(kind, include_extras=True)
    yield from _header("key", "holds", "left out", "meaning")
    own = kind.__annotations__
    for name in sorted(kind.model_fields, key=lambda name: name not in own):
        field, holds = kind.model_fields[name], kind_of(hints[name])
        words = describe(kind, name, field)
        yield _row(f"`{field.alias or name}`", holds, left_out(field, words, holds), words)


def format_keys() -> Iterator[str]:
    """Every key of the format, part by part."""
    for title, kind in PARTS:
        yield ""
        yield f"### {title}"
        yield ""
        yield " ".join((kind.__doc__ or "").split())
        yield ""
        yield from keys(kind)
    yield ""


def act_keys() -> Iterator[str]:
    """Every act with its short form and its details."""
    yield from _header("act", "meaning", "short form fills", "details")
    for word, kind in acts.BY_NAME.items():
        details = []
        for name, field in kind.model_fields.items():
            if name != "act" and not (name == "to" and issubclass(kind, acts.Spoken)):
                needed = " (needed)" if field.is_required() else ""
                details.append(f"`{name}`{needed}: {describe(kind, name, field)}")
        meaning = " ".join((kind.__doc__ or "").split())
        to = ["`to`"] if issubclass(kind, acts.Spoken) else []
        short = f"`{kind.short}`" if kind.short else "–"
        yield _row(f"`{word}`", meaning, short, " ".join([*details, *to]) or "–")


def spec_keys() -> Iterator[str]:
    """The keys of a spec file."""
    yield from keys(specs.Specs)
    yield ""
    yield "One playthrough:"
    yield ""
    yield from keys(specs.Spec)


def numbers() -> Iterator[str]:
    """The numbers of the world."""
    yield from _header("name", "default", "meaning")
    for name, field in model.Numbers.model_fields.items():
        yield _row(f"`{name}`", str(field.default), field.description or "")


def points() -> Iterator[str]:
    """What each reason of the rubric is worth."""
    rubric = default_rubric()
    yield from _header("dimension", "for", "points", "principle")
    for name, reason in rubric.reasons.items():
        worth = f"{reason.points:+d}" if reason.points else "0"
        times = f" × {reason.times}" if reason.times and reason.points else ""
        title = DIMENSION_TITLES[reason.dimension]
        yield _row(title, reason_title(name), worth.replace("-", "−") + times, f"`{reason.principle}`")


def rubric_questions() -> Iterator[str]:
    """The dimensions and what each asks."""
    yield from _header("dimension", "name in files", "asks")
    for name, question in default_rubric().questions.items():
        yield _row(DIMENSION_TITLES[name], f"`{name}`", question)


_PLACES = {
    "home": "Home",
    "library": "the library",
    "progress": "progress",
    "settings": "settings",
    "palette": "the palette",
    "pick": "a scenario's card",
    "play": "play",
    "menu": "choices",
    "paper": "text",
    "sheet": "the account file, the ledger and help",
    "debrief": "the debrief",
    "app": "everywhere",
}


def keyboard() -> Iterator[str]:
    """The keys of the terminal application."""
    yield from _header("key", "does", "where")
    for command in COMMANDS:
        where = ", ".join(_PLACES.get(place, place) for place in command.places)
        shown = " or ".join(f"`{key}`" for key in command.shown.split())
        yield _row(shown, command.help, where)


TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "numbers": numbers,
    "points": points,
    "dimensions": rubric_questions,
    "format": format_keys,
    "acts": act_keys,
    "specs": spec_keys,
    "keyboard": keyboard,
}


def filled(text: str) -> str:
    """A page with every table in it written anew."""

    def table(match: re.Match[str]) -> str:
        return match[1] + "\n".join(TABLES[match["name"]]()) + "\n" + match[3]

    return _TABLE.sub(table, text)


def names(text: str) -> list[str]:
    """The tables a page has."""
    return [match["name"] for match in _TABLE.finditer(text)]


def pages() -> list[Path]:
    """The pages of the handbook."""
    return sorted(HERE.rglob("*.md"))


if __name__ == "__main__":
    for page in pages():
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
