"""Writes the tables of the handbook that repeat the code: `python -m docs.tables`.

Each table stands in a page between `<!-- table: NAME -->` and `<!-- end -->`. A test fails where a page and
the code differ, and where a key of the format has no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from pydantic.fields import FieldInfo

from docs.reference import act_keys, condition_names, format_keys, spec_keys
from docs.rows import header, row
from scoring.rubric import default_rubric
from scoring.sentences import DIMENSION_TITLES, reason_title
from simulator.cohort.gradebook import columns
from simulator.cohort.rules import Review, Rules
from simulator.scenario import model
from simulator.scenario.diagnostics import CODES, WARNINGS
from simulator.terminal.actions import COMMANDS

HERE = Path(__file__).parent
_TABLE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def numbers() -> Iterator[str]:
    """The numbers of the world."""
    yield from header("name", "default", "meaning")
    for name, field in model.Numbers.model_fields.items():
        yield row(f"`{name}`", str(field.default), field.description or "")


def points() -> Iterator[str]:
    """What each reason of the rubric is worth."""
    rubric = default_rubric()
    yield from header("dimension", "for", "points", "principle")
    for name, reason in rubric.reasons.items():
        worth = f"{reason.points:+d}" if reason.points else "0"
        times = f" × {reason.times}" if reason.times and reason.points else ""
        title = DIMENSION_TITLES[reason.dimension]
        yield row(title, reason_title(name), worth.replace("-", "−") + times, f"`{reason.principle}`")


def rubric_questions() -> Iterator[str]:
    """The dimensions and what each asks."""
    yield from header("dimension", "name in files", "asks")
    for name, question in default_rubric().questions.items():
        yield row(DIMENSION_TITLES[name], f"`{name}`", question)


def rules() -> Iterator[str]:
    """The rules of an assessment."""
    yield from header("rule", "left out", "meaning")
    for name, field in Rules.model_fields.items():
        yield row(f"`{field.alias or name}`", _left_out(field), field.description or "")


def _left_out(field: FieldInfo) -> str:
    """What holds where a rule is not written."""
    match field.default:
        case _ if field.is_required():
            return "needed"
        case None | ():
            return "none"
        case bool() as wanted:
            return f"`{str(wanted).lower()}`"
        case Review():
            return "all of it `released`"
        case default:
            return f"`{default}`"


_PLACES = {
    "home": "Home",
    "library": "the library",
    "progress": "progress",
    "settings": "settings",
    "palette": "the palette",
    "pick": "a scenario's card",
    "play": "play",
    "preview": "the preview",
    "door": "the first screen of an assessment",
    "desk": "the trainer's desk",
    "person": "a person's page at the desk",
    "menu": "choices",
    "paper": "text",
    "sheet": "the account file, the ledger and help",
    "debrief": "the debrief",
    "app": "everywhere",
}


def keyboard() -> Iterator[str]:
    """The keys of the terminal application."""
    yield from header("key", "does", "where")
    for command in COMMANDS:
        where = ", ".join(_PLACES.get(place, place) for place in command.places)
        shown = " or ".join(f"`{key}`" for key in command.shown.split())
        yield row(shown, command.help, where)


def grade_book() -> Iterator[str]:
    """The columns of the grade book."""
    yield from header("column", "in JSON", "holds")
    for column in columns({}):
        yield row(column.heading, f"`{column.name}`", column.about)


CODE_CLASSES = {
    "file": ("OM100", "OM119"),
    "signs": ("OM120", "OM199"),
    "shape": ("OM200", "OM299"),
    "names": ("OM300", "OM399"),
    "conditions": ("OM400", "OM499"),
    "structure": ("OM500", "OM599"),
    "craft": ("OM600", "OM699"),
}
"""The classes of codes, each with its first and its last."""


def codes(first: str, last: str) -> Iterator[str]:
    """The codes from the first to the last, each with its page and its title."""
    yield from header("code", "means", "is")
    for code, meaning in sorted(CODES.items()):
        if first <= code <= last:
            grave = "a warning" if code in WARNINGS else "an error"
            yield row(f"[{code}](../simulator/scenario/codes/{code}.md)", meaning, grave)


TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "numbers": numbers,
    "points": points,
    "dimensions": rubric_questions,
    "format": format_keys,
    "acts": act_keys,
    "conditions": condition_names,
    "specs": spec_keys,
    "keyboard": keyboard,
    "gradebook": grade_book,
    "rules": rules,
    **{f"codes-{name}": partial(codes, *span) for name, span in CODE_CLASSES.items()},
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
