"""Conditions: names, whole numbers, comparisons, `and`, `or`, `not` and brackets. No calls, no arithmetic.

A condition is parsed once, and checked against the names of its scenario once. Play and analysis then
evaluate the same function over whatever `read` they hand in.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from simulator.scenario.values import days
from simulator.scenario.words import GRADES, STAGES, STATUSES, WAYS

Read = Callable[[str], int]
"""Gives the value of a name of the world, a small whole number."""
Test = Callable[[Read], bool]

LONGEST = 500
DEEPEST = 20
_TOKEN = re.compile(
    r"\s*(?:(>=|<=|==|!=|>|<|\(|\))|([a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)?)|(-?\d{1,6}[dw]?\b)|(\S))"
)
_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_YES_NO = {"knows", "said", "asked", "met_contact", "valued"}
_WORDS: dict[str, tuple[str, ...]] = {
    "stage": STAGES,
    "root": GRADES,
    "weakest": GRADES,
    "entry": STATUSES,
    "way": WAYS,
}
_UNORDERED = {"entry", "way"}


class ConditionError(ValueError):
    """What is wrong with a condition, in one sentence for its author."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One name read in a condition; `value` is None where the name stands alone as yes or no."""

    name: str
    sign: str = "!="
    value: int = 0
    word: str | None = None
    alone: bool = False

    def holds(self, value: int) -> bool:
        """Whether it holds where the name has this value."""
        return _OPERATORS[self.sign](value, self.value)

    def __str__(self) -> str:
        return self.name if self.alone else f"{self.name} {self.sign} {self.word or self.value}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition. `comparisons` lists what it reads, in the order of writing."""

    text: str
    test: Test
    comparisons: tuple[Comparison, ...]

    def holds(self, read: Read) -> bool:
        """Whether the condition holds for the values that `read` gives."""
        return self.test(read)

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def kind(name: str) -> str:
    """The kind of a name: its part before the dot; `met.X` is told apart from the count `met`."""
    head, dot, _ = name.partition(".")
    return "met_contact" if head == "met" and dot else head


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        for match in _TOKEN.finditer(text):
            if match[4]:
                raise ConditionError(f"{match[4]!r} cannot stand in a condition")
            self.tokens.append(match[1] or match[2] or match[3])
        self.next = 0
        self.depth = 0
        self.comparisons: list[Comparison] = []

    def peek(self) -> str:
        return self.tokens[self.next] if self.next < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.next += 1
        return token

    def either(self) -> Test:
        tests = [self.both()]
        while self.peek() == "or":
            self.take()
            tests.append(self.both())
        return reduce(_either, tests)

    def both(self) -> Test:
        tests = [self.one()]
        while self.peek() == "and":
            self.take()
            tests.append(self.one())
        return reduce(_both, tests)

    def one(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError(f"more than {DEEPEST} brackets or nots inside each other")
        try:
            return self.bracketed_or_compared()
        finally:
            self.depth -= 1

    def bracketed_or_compared(self) -> Test:
        word = self.take()
        if word == "not":
            test = self.one()
            return lambda read: not test(read)
        if word == "(":
            test = self.either()
            if self.take() != ")":
                raise ConditionError("a bracket is not closed")
            return test
        if not word or not (word[0].isalpha() or word[0] == "_") or word in ("and", "or"):
            raise ConditionError(f"a name is needed {f'before {word!r}' if word else 'at the end'}")
        return self.comparison(word)

    def comparison(self, name: str) -> Test:
        sign = self.peek()
        if sign not in _OPERATORS:
            if kind(name) not in _YES_NO:
                raise ConditionError(f"{name} must be compared, as in {name} {_example(name)}")
            self.comparisons.append(Comparison(name, alone=True))
            return lambda read: read(name) != 0
        self.take()
        operand = self.take()
        value, word = _value(name, sign, operand)
        self.comparisons.append(Comparison(name, sign, value, word))
        compare = _OPERATORS[sign]
        return lambda read: compare(read(name), value)


def _either(one: Test, other: Test) -> Test:
    return lambda read: one(read) or other(read)


def _both(one: Test, other: Test) -> Test:
    return lambda read: one(read) and other(read)


def _example(name: str) -> str:
    words = _WORDS.get(kind(name))
    return f"== {words[2]}" if words else ">= 2"


def _value(name: str, sign: str, operand: str) -> tuple[int, str | None]:
    if kind(name) in _YES_NO:
        raise ConditionError(f"{name} is yes or no; write it alone, or with not before it")
    words = _WORDS.get(kind(name))
    if words:
        if operand not in words:
            raise ConditionError(f"{name} is compared with one of {', '.join(words)}, not with {operand!r}")
        if kind(name) in _UNORDERED and sign not in ("==", "!="):
            raise ConditionError(f"{name} has no order; compare it with == or !=")
        return words.index(operand), operand
    if not operand.lstrip("-")[:1].isdigit():
        raise ConditionError(f"{name} is compared with a whole number, not with {operand!r}")
    if operand[-1] in "dw":
        if name != "day":
            raise ConditionError(f"{name} is not counted in days; write a plain number instead of {operand}")
        try:
            return days(operand), None
        except ValueError as error:
            raise ConditionError(f"{operand!r}: {error}") from None
    return int(operand), None


def shown(name: str, value: int) -> str:
    """The value of a name as an author would write it: ``kept``, ``foothold``, ``yes``, ``3``."""
    if kind(name) in _YES_NO:
        return "yes" if value else "no"
    words = _WORDS.get(kind(name))
    return words[value] if words else str(value)


def parse_condition(text: object) -> Condition:
    """A Condition from its text. Raises ConditionError (a ValueError) in one sentence."""
    if isinstance(text, Condition):
        return text
    if isinstance(text, bool):
        raise ConditionError("a condition is text, such as trust.dana >= 3; leave `when` out for always")
    if not isinstance(text, str) or not text.strip():
        raise ConditionError("a condition is text, such as trust.dana >= 3 and knows.docked")
    if len(text) > LONGEST:
        raise ConditionError(f"a condition has at most {LONGEST} characters")
    folded = " ".join(text.split())
    parser = _Parser(folded)
    test = parser.either()
    if parser.peek():
        raise ConditionError(f"{parser.peek()!r} is not expected here; join parts with `and` or `or`")
    return Condition(folded, test, tuple(parser.comparisons))


def _parse(value: Any) -> Any:
    return parse_condition(value)


When = Annotated[
    Condition,
    BeforeValidator(_parse),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\s*(not[\s(]+|\(\s*)*[a-z_][a-z0-9_.<>=!()\s-]*$",
            "patternErrorMessage": "Write names, numbers and comparisons, joined by `and`, `or` and `not`.",
            "examples": ["knows.docked and trust.dana >= 3", "entry.log == kept"],
            "maxLength": LONGEST,
        }
    ),
]
