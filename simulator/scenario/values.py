"""The small values of a scenario as an author writes them: days, hours, due days, ids, prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

_DAYS = re.compile(r"(\d{1,4})([dw])")
_MINUTES = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,3})m)?")


def days(text: object) -> int:
    """Days from ``9d`` or ``6w``; a bare whole number counts days. Raises ValueError with advice."""
    if isinstance(text, int) and not isinstance(text, bool) and 0 <= text <= 9999:
        return text
    if isinstance(text, str) and (match := _DAYS.fullmatch(text.strip())):
        return int(match[1]) * (7 if match[2] == "w" else 1)
    raise ValueError("write days as 9d or weeks as 6w")


def minutes(text: object) -> int:
    """Minutes from ``30m``, ``2h`` or ``1h30m``. Raises ValueError with advice."""
    if text == 0 and not isinstance(text, bool):
        return 0
    if isinstance(text, str) and text.strip() and (match := _MINUTES.fullmatch(text.strip())):
        return int(match[1] or 0) * 60 + int(match[2] or 0)
    raise ValueError("write a duration as 30m, 2h or 1h30m")


def show_minutes(amount: int) -> str:
    """Minutes as an author writes them: ``1h30m``; none is ``0h``."""
    hours, rest = divmod(amount, 60)
    return f"{hours}h" * (hours > 0 or rest == 0) + f"{rest}m" * (rest > 0)


@dataclass(frozen=True, slots=True)
class Due:
    """When an entry falls due: on a day of the calendar, or so many days after it is agreed."""

    days: int
    after_agreed: bool = False

    def on(self, today: int) -> int:
        """The calendar day, never earlier than `today`."""
        return today + self.days if self.after_agreed else max(self.days, today)

    def __str__(self) -> str:
        return f"{'+' * self.after_agreed}{self.days}d"


def _due(value: object) -> Due:
    if isinstance(value, Due):
        return value
    if isinstance(value, str) and value.strip().startswith("+"):
        return Due(days(value.strip()[1:]), after_agreed=True)
    return Due(days(value))


def _prose(text: str) -> str:
    return " ".join(text.split())


def _words(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("this is read as true or false; put it in quotes to make it text")
    if isinstance(value, int | Decimal):
        raise ValueError("this is read as a number; put it in quotes to make it text")
    return value


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        raise ValueError("a number is needed here, such as 2, 0.1 or -5")
    return Decimal(str(value))


def _shape(pattern: str, wrong: str, *examples: str, numbers: int = 9999) -> WithJsonSchema:
    """What an editor knows of a value: its shape, what to say of another, whole numbers up to `numbers`."""
    return WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": pattern,
            "patternErrorMessage": wrong,
            "examples": list(examples),
            "minimum": 0,
            "maximum": numbers,
        }
    )


Days = Annotated[
    int,
    BeforeValidator(days),
    _shape(r"^\d{1,4}[dw]$", "Write days as 9d or weeks as 6w.", "9d", "6w"),
]
Minutes = Annotated[
    int,
    BeforeValidator(minutes),
    _shape(
        r"^(?=\d)(\d{1,3}h)?(\d{1,3}m)?$",
        "Write a duration as 30m, 2h or 1h30m.",
        "30m",
        "2h",
        "1h30m",
        numbers=0,
    ),
]
DueDay = Annotated[
    Due,
    BeforeValidator(_due),
    PlainSerializer(str, return_type=str),
    _shape(
        r"^\+?\d{1,4}[dw]$", "Write a day as 20w, or days from the day it is agreed as +9d.", "20w", "+9d"
    ),
]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(lambda n: format(n.normalize(), "f"), return_type=str),
    WithJsonSchema({"type": "number"}),
]
Prose = Annotated[str, BeforeValidator(_words), AfterValidator(_prose), Field(min_length=1)]
"""One paragraph of text a person wrote; white space is folded. Never markup."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"), BeforeValidator(_words)]
"""A name inside a scenario: ``snake_case``."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$"), BeforeValidator(_words)]
"""The id of a scenario or a principle: ``kebab-case``."""
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
